"""Use cases: what a program lacks or names twice, and whom a line meets while it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.amendments import in_force
from ktgs_desktop.domain.clashes import Clash, clashes
from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.outside_lines import OutsideLine
from ktgs_desktop.domain.program_issue import Gap, Overlap, gaps, overlaps
from ktgs_desktop.domain.programs import (
    Program,
    ProgramItem,
    ProgramKind,
    Subject,
    SubjectKind,
    outside_remit,
    unregistered_subjects,
)
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.services.workspace import codes
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_GAPS: dict[str, Late] = {
    Gap.KIND: late("Lines without a kind of work: {lines}."),
    Gap.SUBJECT: late("Lines without a subject: {lines}."),
    Gap.TIME: late("Lines without a time of the work: {lines}."),
    Gap.LEAD: late("Lines without a body in the lead: {lines}."),
}
_UNREGISTERED = late("In no register, so check how it is written: {names}.")
_KINDS: dict[str, Late] = {
    SubjectKind.ORGANIZATION: late("{name} (organisation)"),
    SubjectKind.MEMBER: late("{name} (member)"),
}
_TWICE = late("The same subject in several lines: {names}.")
_ELSEWHERE = late("The same subject in a program of another body this year: {names}.")
_SAME_QUARTER = late("Another body plans for the same subject in the same quarter: {names}.")
_MEETS = late("{name} (line {lines}, quarter {quarters}; {body}: {theirs})")
_MEETS_HERE = late("{name} (quarter {quarters}; {body}: {theirs})")
_OUTSIDE = late("None of the issuing body's own tasks: lines {lines}.")
_LINES_OF = late("{name} (lines {lines})")
_LINES_THERE = late("{name} (line {lines}; {body}: {others})")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A subject for which two actors plan in the same quarter.

    Attributes:
        name: the subject as named here.
        line: number of the line, as printed; 0 for a line in hand.
        body: the other actor.
        theirs: the subject as the other actor names it.
        quarters: the quarters in which both work.
    """

    name: str
    line: int
    body: str
    theirs: str
    quarters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What there is to think of before a program is issued; nothing of it forbids that.

    Attributes:
        gaps: numbers, as printed, of the lines that lack something, by what they lack.
        twice: subjects that several lines name, each with the lines' numbers.
        elsewhere: subjects that another body's program of the year names too: the subject, its
            lines here, the other body, its lines there.
        unregistered: subjects that stand in no register, and so may be misspelt.
        meetings: subjects for which another actor (a body of the office, the inspectorate, the
            audit, the superior committee) plans in the same quarter.
        outside: numbers of the lines whose kind of work is none of the issuing body's tasks.
    """

    gaps: Mapping[str, tuple[int, ...]]
    twice: tuple[tuple[str, tuple[int, ...]], ...]
    elsewhere: tuple[tuple[str, tuple[int, ...], str, tuple[int, ...]], ...]
    unregistered: tuple[Subject, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    outside: tuple[int, ...] = ()


def review(workspace: Workspace, program: UUID) -> Review:
    """Look through the lines of a program for gaps and overlaps.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        items = _lines(connection, program)
        there = [(body, _lines(connection, other)) for other, body in _others(connection, found)]
        outside = _outside(connection, {found.year})
        issuer = records.find(connection, IssuingBody, found.body)
    unregistered = unregistered_subjects(items)
    strange = _none_of_its_tasks(items, issuer.kind if issuer else "")
    if found.kind != ProgramKind.ANNUAL:  # a term names the same organisations year after year
        return Review(
            _numbered(gaps(found, items), _numbers(items)), (), (), unregistered, outside=strange
        )
    numbers = _numbers(items)
    elsewhere: list[tuple[str, tuple[int, ...], str, tuple[int, ...]]] = []
    meetings: list[Meeting] = []
    for body, lines in there:
        theirs = _numbers(lines)
        met = clashes(items, lines)
        meetings += _meetings(met, numbers, dict.fromkeys(theirs, body))
        told = {one.name for one in met}  # not a second time
        elsewhere += [
            (one.name, _of(one.lines, numbers), body, _of(one.elsewhere, theirs))
            for one in overlaps(items, lines)
            if one.elsewhere and one.name not in told
        ]
    actors = {line.id: line.body for line in outside}
    meetings += _meetings(clashes(items, outside), numbers, actors)
    return Review(
        _numbered(gaps(found, items), numbers),
        _twice(overlaps(items), numbers),
        tuple(elsewhere),
        unregistered,
        tuple(meetings),
        strange,
    )


def _none_of_its_tasks(items: Sequence[ProgramItem], body_kind: str) -> tuple[int, ...]:
    """Numbers of the lines whose kind of work is none of the body's tasks."""
    kinds = codes("task_kinds")
    return tuple(
        number
        for number, item in enumerate(items, start=1)
        if outside_remit(kinds.get(item.task_kind).texts("bodies"), body_kind)
    )


def meetings_of(workspace: Workspace, item: ProgramItem) -> list[Meeting]:
    """Actors that plan for a subject of a line in the same quarter, for a line being typed.

    Args:
        workspace: the workspace.
        item: the line as typed, saved or not.
    """
    with workspace.reading() as connection:
        program = records.find(connection, Program, item.program)
        if program is None or program.kind != ProgramKind.ANNUAL:
            return []
        found: list[Meeting] = []
        for other, body in _others(connection, program):
            lines = _lines(connection, other)
            found += _meetings(clashes([item], lines), {}, {line.id: body for line in lines})
        outside = _outside(connection, {item.year})
    actors = {line.id: line.body for line in outside}
    return found + _meetings(clashes([item], outside), {}, actors)


def _outside(connection: Reader, years: Iterable[int]) -> list[OutsideLine]:
    return [line for year in years for line in records.get_all(connection, OutsideLine, year=year)]


def _meetings(
    found: Iterable[Clash], numbers: Mapping[UUID, int], bodies: Mapping[UUID, str]
) -> list[Meeting]:
    return [
        Meeting(one.name, numbers.get(one.line, 0), bodies[one.other], one.theirs, one.quarters)
        for one in found
    ]


def _others(connection: Reader, program: Program) -> list[tuple[UUID, str]]:
    """Programs of other bodies for the same year, each with its body's name."""
    names = {body.id: body.name for body in records.get_all(connection, IssuingBody)}
    found = records.get_all(connection, Program, kind=ProgramKind.ANNUAL, year=program.year)
    return [
        (other.id, names.get(other.body, other.number))
        for other in found
        if other.body != program.body
    ]


def _lines(connection: Reader, program: UUID) -> list[ProgramItem]:
    """Lines of a program that are to be done, as they are printed."""
    parts = codes("task_kinds")
    return sorted(
        in_force(records.get_all(connection, ProgramItem, program=program)),
        key=lambda item: (parts.get(item.task_kind).text("group") or "C", item.seq, item.id),
    )


def _numbers(items: Sequence[ProgramItem]) -> dict[UUID, int]:
    return {item.id: number for number, item in enumerate(items, start=1)}


def _of(lines: Iterable[UUID], numbers: Mapping[UUID, int]) -> tuple[int, ...]:
    return tuple(sorted(numbers[line] for line in lines))


def _numbered(
    found: Mapping[Gap, tuple[UUID, ...]], numbers: Mapping[UUID, int]
) -> dict[str, tuple[int, ...]]:
    return {str(gap): _of(lines, numbers) for gap, lines in found.items()}


def _twice(
    found: Iterable[Overlap], numbers: Mapping[UUID, int]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((one.name, _of(one.lines, numbers)) for one in found)


def sentences(found: Review, most: int | None = None) -> list[str]:
    """A review in words, a sentence for each matter; none if there is nothing to tell.

    Args:
        found: the review.
        most: how many lines or subjects a sentence names, None for all.
    """
    said = [
        str(_GAPS[gap]).format(lines=_short(map(str, lines), most))
        for gap, lines in found.gaps.items()
    ]
    if found.outside:
        said.append(str(_OUTSIDE).format(lines=_short(map(str, found.outside), most)))
    if found.unregistered:
        words = (
            str(_KINDS[subject.kind]).format(name=subject.name) for subject in found.unregistered
        )
        said.append(str(_UNREGISTERED).format(names=_short(words, most)))
    if found.twice:
        names = (str(_LINES_OF).format(name=name, lines=_list(own)) for name, own in found.twice)
        said.append(str(_TWICE).format(names=_short(names, most)))
    if found.meetings:
        said.append(meeting_sentence(found.meetings, most))
    if found.elsewhere:
        names = (
            str(_LINES_THERE).format(name=name, lines=_list(own), body=body, others=_list(others))
            for name, own, body, others in found.elsewhere
        )
        said.append(str(_ELSEWHERE).format(names=_short(names, most)))
    return said


def meeting_sentence(found: Sequence[Meeting], most: int | None = None) -> str:
    """Who else plans for the same subjects in the same quarter, in words; empty for nobody.

    Args:
        found: the meetings.
        most: how many the sentence names, None for all.
    """
    names = (
        str(_MEETS if one.line else _MEETS_HERE).format(
            name=one.name,
            lines=one.line,
            quarters=", ".join(ROMAN_QUARTERS[quarter] for quarter in one.quarters),
            body=one.body,
            theirs=one.theirs,
        )
        for one in found
    )
    return str(_SAME_QUARTER).format(names=_short(names, most)) if found else ""


def _list(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _short(texts: Iterable[str], most: int | None) -> str:
    found = list(texts)
    if most is None or len(found) <= most:
        return ", ".join(found)
    return ", ".join(found[:most]) + " …"
