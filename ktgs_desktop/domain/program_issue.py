"""What is looked at before a program is issued: its date, what lacks, what stands twice.

A wrong date is refused. Gaps and overlaps are only told: an office may have its reasons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.dates import Span
from ktgs_desktop.domain.programs import Program, ProgramItem, ProgramKind, Subject, years_of
from ktgs_desktop.domain.vietnamese import accented
from ktgs_desktop.errors import UserError

ON_OCCASION = frozenset(("INSPECTION_VIOLATION_SIGN",))
"""Kinds of work done when there is cause ("khi có"), which name nobody beforehand."""


class Gap(StrEnum):
    """What a line may lack."""

    KIND = "kind"
    SUBJECT = "subject"
    TIME = "time"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Overlap:
    """A subject that more than one line names.

    Attributes:
        name: the subject as named.
        lines: lines of the program that name it.
        elsewhere: lines of other bodies' programs that name it.
    """

    name: str
    lines: tuple[UUID, ...]
    elsewhere: tuple[UUID, ...] = ()


def issue_span(program: Program) -> Span:
    """First and last day on which a program may be issued.

    An annual program is issued late in the year before, or in its year (with a delay, up to the
    end); one of a term from the congress on.

    Args:
        program: the program.
    """
    years = years_of(program)
    return Span(date(years[0] - 1, 7, 1), date(years[-1], 12, 31))


def usual_issue_date(program: Program, today: date) -> date:
    """The date proposed for a program's paper: today, or early in its year if that is over.

    Args:
        program: the program.
        today: the present day.
    """
    end = issue_span(program).end
    return today if end is None or today <= end else date(years_of(program)[0], 1, 5)


def check_issue_date(program: Program, day: date, today: date) -> None:
    """Refuse a date that the paper of a program cannot have.

    Args:
        program: the program.
        day: date of the paper.
        today: the present day.

    Raises:
        UserError: `issue_date_future` or `issue_date_odd`.
    """
    if day > today:
        raise UserError("issue_date_future", date=day, today=today)
    span = issue_span(program)
    if not span.holds(day):
        years = str(program.year) if program.kind == ProgramKind.ANNUAL else program.term
        raise UserError("issue_date_odd", date=day, years=years, first=span.start, last=span.end)


def gaps(program: Program, items: Iterable[ProgramItem]) -> dict[Gap, tuple[UUID, ...]]:
    """Lines that lack something, by what they lack; nothing stands for no line.

    Args:
        program: the program; lines of a term need no time beside their year.
        items: its lines, in their order.
    """
    found: dict[Gap, list[UUID]] = {kind: [] for kind in Gap}
    for item in items:
        for gap in _gaps_of(item, timed=program.kind == ProgramKind.ANNUAL):
            found[gap].append(item.id)
    return {gap: tuple(lines) for gap, lines in found.items() if lines}


def _gaps_of(item: ProgramItem, *, timed: bool) -> Iterable[Gap]:
    if not item.task_kind:
        yield Gap.KIND
    unnamed = item.unnamed_organizations + item.unnamed_members
    if not item.subjects and not unnamed and item.task_kind not in ON_OCCASION:
        yield Gap.SUBJECT
    if timed and item.quarter is None and item.work_from is None and item.work_to is None:
        yield Gap.TIME
    if item.lead is None or not item.lead.name.strip():
        yield Gap.LEAD


def overlaps(items: Sequence[ProgramItem], others: Collection[ProgramItem] = ()) -> list[Overlap]:
    """Subjects that several lines name, in the order in which the lines name them.

    Args:
        items: lines of the program.
        others: lines of other bodies' programs of the same year.
    """
    names: dict[_Key, str] = {}
    own: dict[_Key, list[UUID]] = {}
    for item in items:
        for subject in item.subjects:
            key = _key(subject)
            names.setdefault(key, subject.name)
            lines = own.setdefault(key, [])
            if item.id not in lines:
                lines.append(item.id)
    elsewhere: dict[_Key, list[UUID]] = {}
    for item in others:
        for key in {_key(subject) for subject in item.subjects} & own.keys():
            elsewhere.setdefault(key, []).append(item.id)
    return [
        Overlap(names[key], tuple(lines), tuple(elsewhere.get(key, ())))
        for key, lines in own.items()
        if len(lines) > 1 or key in elsewhere
    ]


_Key = UUID | tuple[str, str]


def _key(subject: Subject) -> _Key:
    """What tells one subject from another: its record, or its name where it has none."""
    return subject.id or (subject.kind, accented(" ".join(subject.name.split())))
