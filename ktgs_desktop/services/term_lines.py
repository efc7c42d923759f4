"""Use cases that join the program of a term with those of its years."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_checks, program_life
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.program_progress import LineProgress, Progress, line_progress
from ktgs_desktop.domain.programs import Program, ProgramItem, ProgramKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import code_lists, queries, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.dates import PartialDate
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.writer import Writer


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """An annual line that carries out a line of the term.

    Attributes:
        item: the annual line.
        program: its program.
        progress: how far it is.
    """

    item: ProgramItem
    program: Program
    progress: LineProgress


@dataclass(frozen=True, slots=True)
class Laid:
    """What laying lines of a term into a year has made.

    Attributes:
        program: the annual draft.
        items: the new lines.
        skipped: how many lines of the term stood in it already.
        begun: whether the draft was begun for it.
    """

    program: Program
    items: tuple[ProgramItem, ...]
    skipped: int
    begun: bool


def carried_out(workspace: Workspace, program: UUID) -> dict[UUID, list[CarriedOut]]:
    """The annual lines that carry out each line of a term program, by year.

    Args:
        workspace: the workspace.
        program: the program of the term.

    Returns:
        For every line of the term its annual lines, none for those not taken up yet.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        records.get(connection, Program, program)
        above = [one.id for one in records.get_all(connection, ProgramItem, program=program)]
        below = queries.items_of_term_lines(connection, above)
        items = records.get_many(connection, ProgramItem, below)
        parents = {one.program for one in items}
        programs = {one.id: one for one in records.get_many(connection, Program, parents)}
        steps: dict[UUID, list[Progress]] = {}
        for parent in parents:
            for step in records.get_all(connection, Progress, program=parent):
                steps.setdefault(step.item, []).append(step)
    found: dict[UUID, list[CarriedOut]] = {one: [] for one in above}
    for item in sorted(items, key=lambda one: (one.year, one.seq, one.id)):
        own = programs.get(item.program)
        if own is not None and item.term_item is not None:
            progress = line_progress(item, steps.get(item.id, ()), issued=own.issued)
            found[item.term_item].append(CarriedOut(item, own, progress))
    return found


def lay_into_year(workspace: Workspace, wanted: Sequence[UUID], year: int) -> Laid:
    """Make lines of a term program lines of a year's draft, linked with them.

    The draft of the same body is begun if there is none. Lines that stand in it already are
    passed over.

    Args:
        workspace: the workspace.
        wanted: the lines of the term, all of one program.
        year: the year.

    Raises:
        UserError: `record_gone`, `item_not_in_force` (name), `term_program_missing` (name),
            `year_outside_term`, `program_issued`, `program_submitted` or `year_laid_already`
            (year).
    """
    with workspace.reading() as connection:
        lines = _in_order(records.get(connection, ProgramItem, one) for one in wanted)
    if not lines:
        raise UserError("record_gone")
    for line in lines:
        if not line.in_force:
            raise UserError("item_not_in_force", name=line.content[:60])
    with workspace.writing("lay_into_year", subject_of(lines[0].content, len(lines))) as writer:
        term = records.get(writer.connection, Program, lines[0].program)
        if term.kind != ProgramKind.TERM or any(one.program != term.id for one in lines):
            raise UserError("term_program_missing", name=lines[0].content[:60])
        annual, begun = _annual(workspace, writer, term, year)
        there = {
            item.term_item
            for item in records.get_all(writer.connection, ProgramItem, program=annual.id)
        }
        fresh = [line for line in lines if line.id not in there]
        if not fresh:
            raise UserError("year_laid_already", year=year)
        made = _laid(writer.connection, fresh, annual)
        for item in made:
            program_checks.check_item(item, annual)
        writer.put_many(made)
    return Laid(annual, tuple(made), len(lines) - len(fresh), begun)


def _in_order(lines: Iterable[ProgramItem]) -> list[ProgramItem]:
    return sorted(
        lines, key=lambda item: (code_lists.part_of(item.task_kind), item.year, item.seq, item.id)
    )


def _annual(workspace: Workspace, writer: Writer, term: Program, year: int) -> tuple[Program, bool]:
    """The draft of the body for a year, begun if there is no program yet."""
    known = records.get_all(
        writer.connection, Program, kind=ProgramKind.ANNUAL, body=term.body, year=year
    )
    if known:
        program_checks.refuse_locked(known[0])
        return known[0], False
    body = records.get(writer.connection, IssuingBody, term.body)
    new = program_life.NewProgram(ProgramKind.ANNUAL, year, term.term)
    program = program_life.begun(workspace.office, body, new, new_id())
    writer.put(program)
    return program, True


def _laid(connection: Reader, lines: Sequence[ProgramItem], annual: Program) -> list[ProgramItem]:
    """Copies at the end of their parts; the time of the work is kept if it is of that year."""
    ends: dict[str, int] = {}
    made = []
    for line in lines:
        part = code_lists.part_of(line.task_kind)
        if part not in ends:
            ends[part] = queries.next_seq(connection, annual.id, part)
        same = line.year == annual.year
        made.append(
            dataclasses.replace(
                line,
                id=new_id(),
                program=annual.id,
                year=annual.year,
                seq=ends[part],
                subjects=tuple(dataclasses.replace(one, key=new_id()) for one in line.subjects),
                quarter=line.quarter if same else None,
                work_from=line.work_from if _within(line.work_from, annual.year) else None,
                work_to=line.work_to if _within(line.work_to, annual.year) else None,
                term_item=line.id,
                province=annual.province,
                status="ACTIVE",
                postponed_to=None,
            )
        )
        ends[part] += 1
    return made


def _within(day: PartialDate | None, year: int) -> bool:
    return day is not None and day.first >= date(year, 1, 1) and day.last <= date(year, 12, 31)
