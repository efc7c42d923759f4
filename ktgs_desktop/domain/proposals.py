"""Next year's draft from this year's: what is unfinished, what the term asks for, who is left out.

Every proposal has its reason and the line it would make; the office accepts or rejects each. A
line is carried over once: the line that carries it has an identifier computed from it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.identity import carried_id
from ktgs_desktop.domain.program_progress import Progress, ProgressState
from ktgs_desktop.domain.programs import (
    ItemStatus,
    Named,
    Program,
    ProgramItem,
    ProgramKind,
    Subject,
    SubjectKind,
)

if TYPE_CHECKING:
    from ktgs_desktop.domain.coverage import Coverage

_FIRST_QUARTER = 1
_USUAL_CONTENT = "Lãnh đạo, chỉ đạo và tổ chức thực hiện các chỉ thị, nghị quyết của Đảng"


class ProposalKind(StrEnum):
    """Where a proposal comes from."""

    CARRIED = "CARRIED"
    TERM = "TERM"
    UNCOVERED = "UNCOVERED"


class Reason(StrEnum):
    """Why a line is proposed."""

    NOT_BEGUN = "NOT_BEGUN"
    PARTLY_DONE = "PARTLY_DONE"
    POSTPONED = "POSTPONED"
    TERM_DUE = "TERM_DUE"
    TERM_LATE = "TERM_LATE"
    NEVER = "NEVER"
    LONG_AGO = "LONG_AGO"


@dataclass(frozen=True)
class Proposal:
    """A line proposed for a program.

    Attributes:
        kind: where it comes from.
        source: the line that is carried over, the line of the term, or the organisation.
        reason: why.
        named: ids of the organisations its line names.
        make: makes its line, which is done when it is first shown or accepted.
        params: values for the sentence that says why.
    """

    kind: ProposalKind
    source: UUID
    reason: Reason
    named: Sequence[UUID]
    make: Callable[[], ProgramItem] = field(repr=False, compare=False)
    params: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def line(self) -> ProgramItem:
        """The line it would make; its place in the program is given when it is accepted."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a body's programs hold that a proposal begins from.

    Attributes:
        programs: the body's programs: annual ones of any year, and those of the term.
        items: their lines that are not finished; more do no harm.
        progress: progress of those lines.
        there: ids of all lines of its annual programs.
        laid: ids of the lines of the term that an annual line carries out.
    """

    programs: Sequence[Program]
    items: Sequence[ProgramItem]
    progress: Sequence[Progress]
    there: Collection[UUID] = frozenset()
    laid: Collection[UUID] = frozenset()

    def annual(self) -> dict[UUID, Program]:
        """The annual programs by id."""
        return {one.id: one for one in self.programs if one.kind == ProgramKind.ANNUAL}


@dataclass(frozen=True, slots=True)
class Target:
    """The program that lines are proposed for.

    Attributes:
        program: its id.
        year: its year.
        new_key: gives keys of subjects and identifiers of lines.
    """

    program: UUID
    year: int
    new_key: Callable[[], UUID]


# Unfinished lines -----------------------------------------------------------------------------


def unfinished(item: ProgramItem, records: Iterable[Progress]) -> ProgramItem | None:
    """What of a line is still to be done; None if nothing is.

    Args:
        item: the line.
        records: its progress.
    """
    done = [one for one in records if one.state == ProgressState.DONE or one.done_count]
    keys = {one.subject for one in done if one.state == ProgressState.DONE} - {None}
    left = tuple(subject for subject in item.subjects if subject.key not in keys)
    unnamed = item.subject_count - len(item.subjects)
    counted = min(unnamed, sum(one.done_count for one in done if one.subject is None))
    if not left and counted >= unnamed:
        return None
    if not keys and not counted:
        return item
    organizations = max(0, item.unnamed_organizations - counted)
    members = item.unnamed_members - max(0, counted - item.unnamed_organizations)
    return dataclasses.replace(
        item,
        subjects=left,
        unnamed_organizations=organizations,
        unnamed_members=max(0, members),
    )


def carried_over(standing: Standing, target: Target, numbers: Mapping[UUID, int]) -> list[Proposal]:
    """Lines to be carried over: this year's unfinished ones, and those put off until now.

    A line that was dropped is not; one put off to a later year waits for that year.

    Args:
        standing: what the body's programs hold.
        target: the program proposed for.
        numbers: running number of each line in its program, as printed.
    """
    annual, there = standing.annual(), standing.there
    records = _by_item(standing.progress)
    found = []
    for item in standing.items:
        program = annual.get(item.program)
        if program is None or not _is_due(item, program, target.year, there):
            continue
        if there and carried_id(item.id, target.year) in there:
            continue
        rest = unfinished(item, records.get(item.id, ()))
        if rest is not None:
            number = numbers.get(item.id, item.seq)
            found.append(_carried(rest, item, program, target, number))
    return found


def _is_due(item: ProgramItem, program: Program, year: int, there: Collection[UUID]) -> bool:
    """Whether a line, if it is unfinished, is to be carried over into a year."""
    if program.year >= year or item.status == ItemStatus.DROPPED:
        return False
    if item.postponed_to is None:
        return program.year == year - 1
    # One put off to an earlier year that nobody took over then is still to be done.
    taken = any(carried_id(item.id, past) in there for past in range(program.year + 1, year))
    return item.postponed_to <= year and not taken


def _by_item(progress: Iterable[Progress]) -> dict[UUID, list[Progress]]:
    found: dict[UUID, list[Progress]] = {}
    for one in progress:
        found.setdefault(one.item, []).append(one)
    return found


def _carried(
    rest: ProgramItem, item: ProgramItem, program: Program, target: Target, number: int
) -> Proposal:
    total, left = item.subject_count, rest.subject_count
    postponed = item.postponed_to is not None
    reason = Reason.POSTPONED if postponed else Reason.NOT_BEGUN
    if not postponed and left < total:
        reason = Reason.PARTLY_DONE
    params = {
        "number": number,
        "year": program.year,
        "program": program.number,
        "left": left,
        "total": total,
    }
    make = partial(_carrying, rest, item, program, target, number)
    return Proposal(ProposalKind.CARRIED, item.id, reason, _organizations(rest), make, params)


def _carrying(
    rest: ProgramItem, item: ProgramItem, program: Program, target: Target, number: int
) -> ProgramItem:
    """The line that carries over what of a line is left."""
    return _of_year(
        rest,
        target,
        id=carried_id(item.id, target.year),
        quarter=item.due_quarter if item.postponed_to is not None else _FIRST_QUARTER,
        note=_noted(item.note, number, program),
    )


def _organizations(item: ProgramItem) -> list[UUID]:
    """Ids of the organisations a line names."""
    return [subject.id for subject in item.subjects if subject.id is not None]


def _noted(note: str, number: int, program: Program) -> str:
    """The note of a carried line; papers are in Vietnamese."""
    of = f"Chương trình số {program.number}" if program.number else f"Chương trình {program.year}"
    said = f"Chuyển tiếp mục {number}, {of}"
    whole = f"{note}; {said}" if note else said
    return whole if len(whole) <= limits.NOTE else said


def _of_year(item: ProgramItem, target: Target, **values: Any) -> ProgramItem:
    """A line with new values as one of another program and year, to be given its place."""
    return dataclasses.replace(
        item,
        program=target.program,
        year=target.year,
        seq=0,
        work_from=None,
        work_to=None,
        status=ItemStatus.ACTIVE,
        postponed_to=None,
        **values,
    )


# Lines of the term ----------------------------------------------------------------------------


def term_lines(standing: Standing, target: Target) -> list[Proposal]:
    """Lines of the term due in the year, or earlier, that no annual line carries out yet.

    Args:
        standing: what the body's programs hold.
        target: the program proposed for.
    """
    terms = {one.id: one for one in standing.programs if one.kind == ProgramKind.TERM}
    records = _by_item(standing.progress)
    found = []
    for item in sorted(standing.items, key=lambda one: (one.year, one.seq, one.id)):
        due = (item.postponed_to or item.year) <= target.year
        if item.program not in terms or item.id in standing.laid or not due:
            continue
        if item.status == ItemStatus.DROPPED or unfinished(item, records.get(item.id, ())) is None:
            continue
        program, year = terms[item.program], item.postponed_to or item.year
        reason = Reason.TERM_DUE if year == target.year else Reason.TERM_LATE
        params = {"year": year, "program": program.number or program.term, "term": program.term}
        named, make = _organizations(item), partial(_laid_out, item, target)
        found.append(Proposal(ProposalKind.TERM, item.id, reason, named, make, params))
    return found


def _laid_out(item: ProgramItem, target: Target) -> ProgramItem:
    """The annual line that carries out a line of the term."""
    return _of_year(
        item,
        target,
        id=target.new_key(),
        quarter=item.quarter or (item.due_quarter if item.work_to else None),
        term_item=item.id,
    )


# Who never came up ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the line of an organisation that never came up looks like.

    Attributes:
        owner: the office's unit.
        province: code of the office's province.
        task_kind: code of the kind of work.
        lead: the body in the lead, None if unknown.
        content: what is inspected, empty for the usual.
    """

    owner: UUID
    province: str
    task_kind: str
    lead: Named | None = None
    content: str = ""


def ranked(rows: Iterable[Coverage]) -> list[Coverage]:
    """Organisations neither inspected nor supervised this term, those longest without first.

    Args:
        rows: coverage of the term, in the order that counts among equals.
    """
    never = [one for one in rows if one.never]
    return sorted(never, key=lambda one: one.last or date.min)


def uncovered(
    rows: Iterable[Coverage],
    subjects: Mapping[UUID, Named],
    taken: Collection[UUID],
    pattern: Pattern,
    target: Target,
) -> list[Proposal]:
    """Organisations neither inspected nor supervised this term, ranked by the time since then.

    Args:
        rows: coverage of the term.
        subjects: whom a decision names for an organisation: its committee, if it has one.
        taken: organisations that lines of the year name already.
        pattern: what a line looks like.
        target: the program proposed for.
    """
    found = []
    rest = [one for one in ranked(rows) if one.id not in taken]
    for rank, one in enumerate(rest, start=1):
        named = subjects.get(one.id) or Named(one.name, one.id)
        last = one.last
        reason = Reason.NEVER if last is None else Reason.LONG_AGO
        params: dict[str, object] = {"rank": rank, "name": one.name}
        if last is not None:
            params |= {"date": last}
        make, whom = partial(_about, named, pattern, target), [named.id] if named.id else []
        found.append(Proposal(ProposalKind.UNCOVERED, one.id, reason, whom, make, params))
    return found


def _about(named: Named, pattern: Pattern, target: Target) -> ProgramItem:
    """The line about an organisation, or the committee that leads it."""
    return ProgramItem(
        owner=pattern.owner,
        id=target.new_key(),
        program=target.program,
        year=target.year,
        seq=0,
        task_kind=pattern.task_kind,
        content=pattern.content or _USUAL_CONTENT,
        subjects=(Subject(target.new_key(), SubjectKind.ORGANIZATION, named.name, named.id),),
        lead=pattern.lead,
        province=pattern.province,
    )
