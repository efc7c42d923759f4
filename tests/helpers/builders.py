"""A program, a line, a body in one call."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.programs import Named, Program, ProgramItem
from ktgs_desktop.services import offices, organizations, program_items, programs

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

SIGNER = Signer("Nguyễn Văn Mẫu", "BÍ THƯ", "T/M BAN THƯỜNG VỤ")
ISSUED_ON = date(2021, 1, 5)


def standing(workspace: Workspace) -> IssuingBody:
    """The standing committee's body."""
    return offices.bodies(workspace)[0]


def a_program(workspace: Workspace, year: int = 2021, kind: str = "ANNUAL") -> Program:
    """A draft of the standing committee."""
    return programs.add(workspace, kind=kind, body=standing(workspace).id, year=year)


def a_line(workspace: Workspace, program: Program, **values: Any) -> ProgramItem:
    """A line of a draft with one commune as its subject."""
    kind = values.pop("task_kind", "INSPECTION_PROGRAM")
    blank = program_items.blank(workspace, program.id, kind)
    subjects = values.pop("subjects", None)
    if subjects is None:
        name = "Đảng uỷ xã Bàn Đạt"
        found = organizations.named(workspace, name)
        subjects = (program_items.new_subject("TCD", name, found),)
    usual: dict[str, Any] = {
        "content": "Lãnh đạo, chỉ đạo thực hiện nghị quyết",
        "quarter": 1,
        "lead": Named("UBKT Huyện uỷ", workspace.office.unit),
    }
    item = dataclasses.replace(blank, subjects=subjects, **{**usual, **values})
    return program_items.save(workspace, item)


def an_issued_program(workspace: Workspace, lines: int = 2) -> tuple[Program, list[ProgramItem]]:
    """A program with lines, issued."""
    program = a_program(workspace)
    items = [a_line(workspace, program, content=f"Nội dung {n}") for n in range(lines)]
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    return programs.get(workspace, program.id), items
