"""The programs of the training office: their lines, amendments and progress."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import Named, Program, ProgramItem, ProgramKind
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.services import (
    amendment_papers,
    amendments,
    offices,
    organizations,
    program_items,
    program_progress,
    programs,
)
from ktgs_desktop.services.demo import signed_papers

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace


def add_program(workspace: Workspace, plan: Mapping[str, Any], entry: Mapping[str, Any]) -> Program:
    """Add a program with its lines and issue it.

    Args:
        workspace: the office.
        plan: everything the office has.
        entry: the program.
    """
    body = next(one for one in offices.bodies(workspace) if one.kind == entry["body"])
    program = programs.add(workspace, kind=entry["kind"], body=body.id, year=entry["year"])
    seen: dict[str, int] = {}
    items = []
    for line in entry["items"]:
        part = program_items.part_of(line["kind"])
        seen[part] = seen.get(part, 0) + 1
        items.append(_item(workspace, program, line, (seen[part], plan["short_names"])))
    program_items.save_many(workspace, items, "import_items")
    programs.issue(
        workspace,
        program.id,
        programs.Issue(date.fromisoformat(entry["issued_on"]), body.signers[0]),
    )
    return programs.get(workspace, program.id)


def _item(
    workspace: Workspace,
    program: Program,
    line: Mapping[str, Any],
    where: tuple[int, Mapping[str, str]],
) -> ProgramItem:
    seq, short = where
    blank = program_items.blank(workspace, program.id, line["kind"])
    period, work = line.get("period"), line.get("work")
    return dataclasses.replace(
        blank,
        seq=seq,
        year=line.get("year", program.year),
        content=line["content"],
        subjects=tuple(
            program_items.new_subject(
                subject_kind_of(name), name, organizations.named(workspace, name)
            )
            for name in line["subjects"]
        ),
        unnamed_organizations=line.get("organizations", 0),
        unnamed_members=line.get("members", 0),
        subject_note=line.get("subject_note", ""),
        period_from=PartialDate(period[0]) if period else None,
        period_to=PartialDate(period[1]) if period else None,
        quarter=None if work else line["quarter"],
        work_from=PartialDate(work[0]) if work else None,
        work_to=PartialDate(work[1]) if work else None,
        method="DIRECT" if line["kind"] != "SUPERVISION_REGULAR" else "INDIRECT",
        lead=_named(workspace, line["lead"], short),
        support=tuple(_named(workspace, name, short) for name in line.get("support", ())),
        directing_member=Named(line["directing"]) if "directing" in line else None,
        team_leader=Named(line["leader"]) if "leader" in line else None,
    )


def _named(workspace: Workspace, name: str, short: Mapping[str, str]) -> Named:
    return Named(short.get(name, name), organizations.named(workspace, name))


def amend(
    workspace: Workspace, plan: Mapping[str, Any], entry: Mapping[str, Any], folder: Path
) -> list[Path]:
    """Draft an amendment, and issue it if it has a day.

    Args:
        workspace: the office.
        plan: everything the office has.
        entry: the amendment.
        folder: where papers are handed out.

    Returns:
        Its paper as PDF and Word, nothing for a draft.
    """
    body = next(one for one in offices.bodies(workspace) if one.kind == entry["body"])
    program = next(
        one.program
        for one in programs.programs(workspace)
        if (one.program.body, one.program.year, one.program.kind)
        == (body.id, entry["year"], ProgramKind.ANNUAL)
    )
    draft = amendments.begin(workspace, program.id, reason=entry["reason"]).id
    lines = {item.content: item for item in program_items.items(workspace, program.id)}
    for change in entry["changes"]:
        if "item" in change:
            line = _item(workspace, program, change["item"], (0, plan["short_names"]))
        else:
            there = lines[change["line"]]
            values = {name: change[name] for name in ("content", "quarter") if name in change}
            line = dataclasses.replace(there, **values)
        action = ChangeAction(change["action"])
        amendments.put_change(workspace, draft, action, line, change["why"])
    if not entry["issued_on"]:
        return []
    how = amendments.Issue(date.fromisoformat(entry["issued_on"]), body.signers[0])
    paper = amendments.issue(workspace, draft, how)
    printed = amendment_papers.print_amendment(workspace, draft)
    word = amendment_papers.word_of_amendment(workspace, draft)
    return signed_papers.signed(workspace, body, paper.id, (printed, word), folder)


def record_progress(
    workspace: Workspace, program: Program, lines: Sequence[Mapping[str, Any]]
) -> None:
    """Record what is begun and done.

    Args:
        workspace: the office.
        program: an issued program.
        lines: its lines, with the days of their subjects.
    """
    made = {item.content: item for item in program_items.items(workspace, program.id)}
    for line in lines:
        if not {"done", "started"} & line.keys():
            continue
        item = made[line["content"]]
        none: list[str | None] = [None] * len(item.subjects)
        done, started = line.get("done", none), line.get("started", none)
        steps = [
            program_progress.Step(
                subject=subject.key,
                state=ProgressState.DONE if concluded else ProgressState.IN_PROGRESS,
                started_on=date.fromisoformat(begun) if begun else None,
                done_on=date.fromisoformat(concluded) if concluded else None,
            )
            for subject, concluded, begun in zip(item.subjects, done, started, strict=True)
            if concluded or begun
        ]
        if steps:
            program_progress.record_progress(workspace, item.id, steps)
