"""Rows of a table into lines of a program: each cell read as offices write it, faults row by row.

Titles of parts between the rows say what kind of work follows. Rows that continue the one above,
because cells are merged or left empty, add their subjects to it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ktgs_desktop.domain import item_columns, program_checks
from ktgs_desktop.domain.codes import CodeList
from ktgs_desktop.domain.programs import Named, Program, ProgramItem, ProgramKind, Subject
from ktgs_desktop.domain.table_import import Fault, ImportRow, read_rows
from ktgs_desktop.domain.vietnamese import accented, fold
from ktgs_desktop.domain.written_kinds import kind_of, part_title
from ktgs_desktop.domain.written_subjects import (
    WrittenSubject,
    listed,
    parse_written_subjects,
    pieces,
    without_comrade,
)
from ktgs_desktop.domain.written_times import parse_written_period, parse_written_work
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.table_import import ColumnMapping

FIELDS = item_columns.FIELDS
_LEADER = re.compile(r"^(?:trưởng đoàn|đoàn trưởng|tổ trưởng)\s*:?\s*", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_COLUMN_OF = {
    "content_missing": "content",
    "work_other_year": "work",
    "work_outside_term": "work",
    "year_outside_program": "year",
}


@dataclass(frozen=True, slots=True)
class Registers:
    """How names are looked up and records are made.

    Attributes:
        blank: a new line of a kind of work.
        subject: a subject named by a table.
        known: whether a register has a name.
        body: a body as named, with its record if the register has one.
        person: a person as named, with the record if the register has one.
    """

    blank: Callable[[str], ProgramItem]
    subject: Callable[[WrittenSubject], Subject]
    known: Callable[[str], bool]
    body: Callable[[str], Named]
    person: Callable[[str], Named]


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for all rows.

    Attributes:
        program: the program they are for.
        kinds: the list of kinds of work.
        methods: the list of methods.
        kind: kind of work of rows that name none.
        registers: look-ups.
        there: lines the program has already.
    """

    program: Program
    kinds: CodeList
    methods: CodeList
    kind: str
    registers: Registers
    there: Sequence[ProgramItem] = ()


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """What a row will become.

    Attributes:
        row: the row, with its faults.
        item: the line, None if the row is refused, passed over, or no line of its own.
        part: the title of a part, if it is one.
        kind: kind of work of what follows that title.
        joined: number of the row above whose subjects it adds to, 0 if it is a line of its own.
        heading: whether it only repeats the heads.
    """

    row: ImportRow
    item: ProgramItem | None = None
    part: str = ""
    kind: str = ""
    joined: int = 0
    heading: bool = False


@dataclass(slots=True)
class _State:
    """How far the reading is."""

    kind: str
    planned: list[PlannedItem] = field(default_factory=list)
    last: int = -1  # place of the last row that is a line of its own
    values: dict[str, str] = field(default_factory=dict)  # of that row


def plan(
    table: Sequence[Sequence[str]], mapping: ColumnMapping, ground: Ground
) -> list[PlannedItem]:
    """What each row will become, or why not.

    Args:
        table: rows of text.
        mapping: which column holds which field.
        ground: what holds for all rows.
    """
    state = _State(ground.kind)
    for row in read_rows(table, mapping, FIELDS):
        cells = table[row.number - 1]
        if item_columns.is_heading(cells, mapping):
            plain = dataclasses.replace(row, faults=())
            state.planned.append(PlannedItem(plain, heading=True))
            continue
        title = part_title(cells)
        if title:
            _begin_part(row, title, ground, state)
        elif _continues(row, state):
            _join(row, ground, state)
        else:
            state.last, state.values = len(state.planned), dict(row.values)
            state.planned.append(_planned(row, ground, state.kind))
    return _without_known(state.planned, ground.there)


def _begin_part(row: ImportRow, title: str, ground: Ground, state: _State) -> None:
    state.kind = kind_of(title, ground.kinds) or state.kind
    state.last = -1
    plain = dataclasses.replace(row, faults=())
    state.planned.append(PlannedItem(plain, part=title, kind=state.kind))


def _continues(row: ImportRow, state: _State) -> bool:
    """Whether a row only names further subjects of the line above."""
    if state.last < 0 or not row.values.get("subjects"):
        return False
    others = {name: text for name, text in row.values.items() if name != "subjects"}
    if not others.get("content"):
        return not others.get("number") and all(
            not text or text == state.values.get(name) for name, text in others.items()
        )
    merged = bool(others.get("number"))
    return merged and all(text == state.values.get(name) for name, text in others.items())


def _join(row: ImportRow, ground: Ground, state: _State) -> None:
    above = state.planned[state.last]
    plain = dataclasses.replace(row, faults=())
    state.planned.append(PlannedItem(plain, joined=above.row.number))
    same = row.values["subjects"] == state.values.get("subjects", "")
    if above.item is None or same:  # one cell over all its rows
        return
    whole = "\n".join((state.values.get("subjects", ""), row.values["subjects"]))
    state.values["subjects"] = whole
    values = {**above.row.values, "subjects": whole}
    item = dataclasses.replace(above.item, **_subjects(values, ground))
    state.planned[state.last] = dataclasses.replace(above, item=item)


def _planned(row: ImportRow, ground: Ground, kind: str) -> PlannedItem:
    faults = list(row.faults)
    named = row.values.get("task_kind", "")
    own = kind_of(named, ground.kinds) if named else kind
    if not own:
        faults.append(Fault("task_kind", "task_kind_unknown", {"text": named}))
        own = kind
    changed: dict[str, Any] = {}
    year = ground.program.year
    for name, read in (("year", _year), ("period", _period), ("work", _work)):
        try:
            changed |= read(row.values.get(name, ""), changed.get("year", year), ground)
        except UserError as error:
            faults.append(Fault(name, error.code, error.params))
    try:
        changed |= _method(row.values.get("method", ""), ground)
    except UserError as error:
        faults.append(Fault("method", error.code, error.params))
    if faults:
        return PlannedItem(dataclasses.replace(row, faults=tuple(faults)))
    changed |= {"content": row.values["content"], "note": row.values.get("note", "")}
    changed |= _subjects(row.values, ground) | _people(row.values, ground)
    item = dataclasses.replace(ground.registers.blank(own), **changed)
    try:
        program_checks.check_item(item, ground.program)
    except UserError as error:
        fault = Fault(_COLUMN_OF.get(error.code, _field(error)), error.code, error.params)
        return PlannedItem(dataclasses.replace(row, faults=(fault,)))
    return PlannedItem(row, item)


def _field(error: UserError) -> str:
    """The column a fault is in, as far as the error says."""
    known = {"subject": "subjects", "subject_note": "subjects"}
    name = str(error.params.get("field", ""))
    return known.get(name, name)


def _year(text: str, year: int, ground: Ground) -> dict[str, Any]:
    found = _YEAR.search(text)
    if not text:
        return {"year": year}
    if found is None:
        raise UserError("year_bad", year=text)
    if ground.program.kind == ProgramKind.ANNUAL and int(found.group()) != year:
        raise UserError("year_outside_program", year=found.group())
    return {"year": int(found.group())}


def _period(text: str, year: int, _ground: Ground) -> dict[str, Any]:
    start, end = parse_written_period(text, year)
    return {"period_from": start, "period_to": end}


def _work(text: str, year: int, ground: Ground) -> dict[str, Any]:
    """Time of the work; in a program of the term a year in it is the line's."""
    own = _YEAR.search(text) if ground.program.kind == ProgramKind.TERM else None
    used = int(own.group()) if own else year
    quarter, start, end = parse_written_work(text, used)
    return {"year": used, "quarter": quarter, "work_from": start, "work_to": end}


def _method(text: str, ground: Ground) -> dict[str, Any]:
    plain = fold(text).strip()
    if not plain:
        return {}
    for code in ground.methods.codes.values():
        names = [fold(code.vi), fold(code.en), code.code.lower()]
        if any(name == plain or name.startswith(f"{plain} ") for name in names):
            return {"method": code.code}
    raise UserError("method_unknown", text=text)


def _subjects(values: Mapping[str, str], ground: Ground) -> dict[str, Any]:
    lookup = ground.registers
    found = parse_written_subjects(values.get("subjects", ""), lookup.known)
    return {
        "subjects": tuple(lookup.subject(one) for one in found.named),
        "unnamed_organizations": found.organizations,
        "unnamed_members": found.members,
        "subject_note": found.note,
    }


def _people(values: Mapping[str, str], ground: Ground) -> dict[str, Any]:
    """Bodies and people; a team leader may stand in the cell of who directs."""
    lookup = ground.registers
    lead = "; ".join(pieces(values.get("lead", "")))
    leaders = pieces(values.get("team_leader", ""))
    directing = []
    for piece in pieces(values.get("directing_member", "")):
        if _LEADER.match(piece):
            leaders.append(_LEADER.sub("", piece))
        else:
            directing.append(piece)
    return {
        "lead": lookup.body(lead) if lead else None,
        "support": tuple(
            lookup.body(name) for name in listed(values.get("support", ""), lookup.known)
        ),
        "directing_member": _person(directing, lookup),
        "team_leader": _person(leaders, lookup),
    }


def _person(names: Sequence[str], lookup: Registers) -> Named | None:
    if not names:
        return None
    plain = [without_comrade(name) for name in names]
    return lookup.person(plain[0]) if len(plain) == 1 else Named("; ".join(plain))


def same_line(item: ProgramItem) -> tuple[object, ...]:
    """What makes two lines of a program the same: kind, content, subjects and time.

    Args:
        item: a line.
    """
    names = frozenset(accented(subject.name) for subject in item.subjects)
    unnamed = (item.unnamed_organizations, item.unnamed_members)
    time = (item.year, item.quarter, item.work_from, item.work_to)
    return item.task_kind, accented(item.content), names, unnamed, time


def _without_known(
    planned: Sequence[PlannedItem], there: Iterable[ProgramItem]
) -> list[PlannedItem]:
    """The rows, those of lines the program has already marked as such."""
    known = set(map(same_line, there))
    found = []
    for one in planned:
        if one.item is not None and same_line(one.item) in known:
            found.append(PlannedItem(dataclasses.replace(one.row, exists=True)))
        else:
            found.append(one)
    return found
