"""What a program and its lines must be to be saved."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import show_span
from ktgs_desktop.domain.programs import Named, ProgramKind, years_of
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.domain.programs import Program, ProgramItem


def tidied(item: ProgramItem) -> ProgramItem:
    """A line as it is saved: composed letters, no stray spaces, no names that are empty.

    Args:
        item: the line as typed.
    """
    named = (_tidy_name(part) for part in item.support)
    return dataclasses.replace(
        item,
        content=nfc(item.content),
        subject_note=nfc(item.subject_note),
        note=nfc(item.note),
        lead=_tidy_name(item.lead),
        support=tuple(part for part in named if part is not None),
        directing_member=_tidy_name(item.directing_member),
        team_leader=_tidy_name(item.team_leader),
    )


def _tidy_name(named: Named | None) -> Named | None:
    if named is None or not nfc(named.name):
        return None
    return Named(nfc(named.name), named.id)


def check_program(program: Program) -> None:
    """Refuse a program that cannot be.

    Args:
        program: what is to be saved.

    Raises:
        UserError: `title_missing`, `too_long` or `year_outside_term`.
    """
    if not program.title.strip():
        raise UserError("title_missing")
    limits.check_length("abstract", program.title, limits.ABSTRACT)
    first, _, last = program.term.partition("-")
    if not (first.isdigit() and last.isdigit()) or not int(first) <= program.year <= int(last):
        raise UserError("year_outside_term", year=program.year, term=program.term)


def check_only(program: Program, others: Iterable[Program]) -> None:
    """Refuse a second program of a body for the same year, or of a term for the same term.

    Args:
        program: what is to be saved.
        others: programs that are there; the program itself may be among them.

    Raises:
        UserError: `program_exists` with the title of the other one.
    """
    for other in others:
        if other.id == program.id or (other.body, other.kind) != (program.body, program.kind):
            continue
        term = program.kind == ProgramKind.TERM
        if other.term == program.term if term else other.year == program.year:
            raise UserError("program_exists", title=other.title)


def refuse_locked(program: Program) -> None:
    """Refuse to edit a program that is issued or lies before the body.

    Args:
        program: the program.

    Raises:
        UserError: `program_issued` or `program_submitted`.
    """
    if program.issued:
        raise UserError("program_issued", number=program.number)
    if program.locked:
        raise UserError("program_submitted")


def check_item(item: ProgramItem, program: Program) -> None:
    """Refuse a line that cannot be, or that belongs to a program which may not be edited.

    Args:
        item: what is to be saved.
        program: its program.

    Raises:
        UserError: as `refuse_locked` and `check_line`.
    """
    refuse_locked(program)
    check_line(item, program)


def check_line(item: ProgramItem, program: Program) -> None:
    """Refuse a line that cannot be, whatever the state of its program.

    Args:
        item: what is to be saved.
        program: its program.

    Raises:
        UserError: `content_missing`, `task_kind_missing`, `too_long`, `dates_reversed`,
            `quarter_bad`, `count_negative`, `year_outside_program`, `work_other_year` or
            `work_outside_term`.
    """
    if not item.content.strip():
        raise UserError("content_missing")
    if not item.task_kind:
        raise UserError("task_kind_missing")
    _check_lengths(item)
    for start, end in ((item.period_from, item.period_to), (item.work_from, item.work_to)):
        if start and end and end.last < start.first:
            raise UserError("dates_reversed", name=item.content[:60])
    if item.quarter is not None and not 1 <= item.quarter <= 4:  # noqa: PLR2004 - of a year
        raise UserError("quarter_bad", quarter=item.quarter)
    if item.unnamed_organizations < 0 or item.unnamed_members < 0:
        raise UserError("count_negative")
    _check_year(item, program)


def _check_lengths(item: ProgramItem) -> None:
    limits.check_length("content", item.content, limits.CONTENT)
    limits.check_length("note", item.note, limits.NOTE)
    limits.check_length("subject_note", item.subject_note, limits.LINE)
    for subject in item.subjects:
        limits.check_length("subject", subject.name, limits.NAME)
    people = (item.lead, *item.support, item.directing_member, item.team_leader)
    for named in people:
        if named is not None:
            limits.check_length("name", named.name, limits.LINE)


def _check_year(item: ProgramItem, program: Program) -> None:
    allowed = years_of(program)
    if item.year not in allowed:
        raise UserError("year_outside_program", year=item.year)
    if all(part is None or part.first.year in allowed for part in (item.work_from, item.work_to)):
        return
    text = show_span(item.work_from, item.work_to)
    if program.kind == ProgramKind.ANNUAL:
        raise UserError("work_other_year", text=text, year=program.year)
    raise UserError("work_outside_term", text=text, term=program.term)
