"""A program, a line, a body in one call."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.organizations import NewOrganization, Organization
from ktgs_desktop.domain.programs import Named, Program, ProgramItem
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.services import (
    members,
    offices,
    organizations,
    program_items,
    program_progress,
    programs,
)
from ktgs_desktop.store import tables

if TYPE_CHECKING:
    from ktgs_desktop.domain.members import PartyMember
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


# The register ---------------------------------------------------------------------------------

DISTRICT = organization_id("173", "PARTY_BODY")
"""Đảng bộ huyện Phú Bình, below which the office's organisations stand."""


def a_cell(
    workspace: Workspace, name: str = "Chi bộ Trường Mẫu", parent: UUID = DISTRICT, **values: Any
) -> Organization:
    """A cell below the district's party body."""
    return organizations.add(
        workspace,
        NewOrganization(name, **{"org_type": "CELL", "level": "CB", **values}, parent=parent),
    )


def a_member(workspace: Workspace, name: str = "Trần Thị Thí Dụ", **values: Any) -> PartyMember:
    """A member of the register."""
    blank = members.blank(workspace)
    return members.save(workspace, dataclasses.replace(blank, full_name=name, **values))


def done(item: ProgramItem, on: date = ISSUED_ON) -> list[program_progress.Step]:
    """Progress that concludes every subject of a line."""
    steps = [program_progress.Step(one.key, "DONE", None, on) for one in item.subjects]
    unnamed = item.subject_count - len(item.subjects)
    if unnamed:
        steps.append(program_progress.Step(None, "DONE", None, on, unnamed))
    return steps


def changes(workspace: Workspace) -> int:
    """How many changes the journal has; equal before and after means nothing was written."""
    with workspace.reading() as connection:
        query = sa.select(sa.func.count()).select_from(tables.change)
        return int(connection.execute(query).scalar_one())


def refusal(action: Callable[[], object]) -> KtgsError:
    """The error by which something is refused."""
    with pytest.raises(KtgsError) as caught:
        action()
    return caught.value
