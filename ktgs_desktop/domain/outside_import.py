"""Rows of a table into plans of other bodies: who comes, to whom, about what and when."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ktgs_desktop.domain.dates import parse_work_time
from ktgs_desktop.domain.outside_lines import OutsideActor, OutsideLine, check_outside_line
from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.domain.table_import import Fault, Field, ImportRow
from ktgs_desktop.domain.vietnamese import accented, fold
from ktgs_desktop.domain.written_subjects import WrittenSubject, parse_written_subjects
from ktgs_desktop.errors import UserError

FIELDS = (
    Field(
        "subjects",
        (
            "Đối tượng", "Đơn vị được thanh tra", "Đơn vị được kiểm tra", "Đơn vị được kiểm toán",
            "Đối tượng thanh tra", "Đối tượng kiểm tra", "Đối tượng kiểm toán", "Đơn vị",
            "Tên đơn vị", "Tổ chức", "subjects", "subject",
        ),
        required=True,
    ),
    Field(
        "body",
        (
            "Cơ quan", "Cơ quan thực hiện", "Cơ quan chủ trì", "Đơn vị chủ trì",
            "Cơ quan tiến hành", "Đơn vị tiến hành", "Đơn vị thực hiện", "Chủ trì", "body",
        ),
    ),
    Field("actor", ("Loại cơ quan", "Loại", "actor")),
    Field(
        "content",
        (
            "Nội dung", "Nội dung thanh tra", "Nội dung kiểm tra", "Nội dung kiểm toán",
            "Chuyên đề", "content",
        ),
    ),
    Field(
        "work",
        (
            "Thời gian", "Thời gian tiến hành", "Thời gian thực hiện", "Thời gian triển khai",
            "Quý", "Thời điểm", "work", "time",
        ),
    ),
    Field("year", ("Năm", "year")),
    Field("note", ("Ghi chú", "note", "remarks")),
)  # fmt: skip
_ACTORS = (
    (OutsideActor.AUDIT, ("kiem toan", "audit")),
    (OutsideActor.SUPERIOR, ("cap tren", "uy ban kiem tra", "ubkt", "tinh uy", "superior")),
    (OutsideActor.INSPECTORATE, ("thanh tra", "inspectorate")),
    (OutsideActor.OTHER, ("khac", "other")),
)
_BARE_QUARTER = re.compile(r"[1-4]|I{1,3}|IV", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20|21)\d{2}")


def actor_of(text: str) -> str:
    """The kind of body that words mean: thanh tra, kiểm toán, cấp trên; empty if they say none.

    Args:
        text: the cell for the kind, or the name of the body.
    """
    for actor in OutsideActor:
        if text.strip() == actor:
            return actor
    said = fold(text)
    return next((actor for actor, words in _ACTORS if any(one in said for one in words)), "")


@dataclass(frozen=True, slots=True)
class PlannedOutsideLine:
    """What a row will become.

    Attributes:
        row: the row, with its faults.
        line: the line, None if the row is refused or passed over.
    """

    row: ImportRow
    line: OutsideLine | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for all rows.

    Attributes:
        blank: a line to be filled in: year, body and actor of rows that name none.
        new_line: gives a copy of the blank line with an identifier of its own.
        subject: a subject named by a table.
        known: whether a register has a name.
    """

    blank: OutsideLine
    new_line: Callable[[], OutsideLine]
    subject: Callable[[WrittenSubject], Subject]
    known: Callable[[str], bool]


def plan(
    rows: Iterable[ImportRow], ground: Ground, there: Collection[OutsideLine]
) -> list[PlannedOutsideLine]:
    """What each row will become, or why not.

    Args:
        rows: rows of the table.
        ground: what holds for all rows.
        there: lines that are there already; a row that says the same is passed over.
    """
    seen = {same_line(line) for line in there}
    found = []
    for row in rows:
        planned = _planned(row, ground)
        same = None if planned.line is None else same_line(planned.line)
        if same in seen:
            planned = PlannedOutsideLine(dataclasses.replace(row, exists=True))
        elif same is not None:
            seen.add(same)
        found.append(planned)
    return found


def same_line(line: OutsideLine) -> tuple[object, ...]:
    """What makes two lines one: year, body, subjects, matter and time.

    Args:
        line: the line.
    """
    subjects = frozenset(subject.id or accented(subject.name) for subject in line.subjects)
    time = (line.quarter, line.work_from, line.work_to)
    return line.year, accented(line.body), subjects, accented(line.content), *time


def _planned(row: ImportRow, ground: Ground) -> PlannedOutsideLine:
    if row.faults:
        return PlannedOutsideLine(row)
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for column, read in _READERS.items():
        try:
            values |= read(row.values, ground, values.get("year", ground.blank.year))
        except UserError as error:
            faults.append(Fault(column, error.code, error.params))
    line = dataclasses.replace(ground.new_line(), **values)
    if not faults:
        try:
            check_outside_line(line)
        except UserError as error:
            faults.append(Fault(_COLUMN_OF.get(error.code, ""), error.code, error.params))
    if faults:
        return PlannedOutsideLine(dataclasses.replace(row, faults=(*row.faults, *faults)))
    return PlannedOutsideLine(row, line)


_COLUMN_OF = {"name_missing": "body", "subject_missing": "subjects", "quarter_bad": "work"}


def _year(values: Mapping[str, str], ground: Ground, _year: int) -> dict[str, Any]:
    text = values.get("year", "")
    if not text:
        return {"year": ground.blank.year}
    if not _YEAR.fullmatch(text):
        raise UserError("year_bad", year=text)
    return {"year": int(text)}


def _work(values: Mapping[str, str], _ground: Ground, year: int) -> dict[str, Any]:
    text = values.get("work", "")
    if not text:
        return {}
    typed = f"q{text}" if _BARE_QUARTER.fullmatch(text.strip()) else text
    quarter, start, end = parse_work_time(typed, year=year)
    if quarter is None:
        own = start or end
        return {"work_from": start, "work_to": end, "year": own.first.year if own else year}
    return {"quarter": quarter[0], "year": quarter[1] or year}


def _body(values: Mapping[str, str], ground: Ground, _year: int) -> dict[str, Any]:
    body, said = values.get("body", "") or ground.blank.body, values.get("actor", "")
    actor = actor_of(said) if said else actor_of(values.get("body", ""))
    if said and not actor:
        raise UserError("outside_actor_bad", text=said)
    return {"body": " ".join(body.split()), "actor": actor or ground.blank.actor}


def _subjects(values: Mapping[str, str], ground: Ground, _year: int) -> dict[str, Any]:
    named = parse_written_subjects(values.get("subjects", ""), ground.known).named
    return {"subjects": tuple(map(ground.subject, named))}


def _texts(values: Mapping[str, str], _ground: Ground, _year: int) -> dict[str, Any]:
    return {"content": values.get("content", ""), "note": values.get("note", "")}


_READERS: Mapping[str, Callable[[Mapping[str, str], Ground, int], dict[str, Any]]] = {
    "year": _year,
    "work": _work,
    "actor": _body,
    "subjects": _subjects,
    "content": _texts,
}


def lines_of(planned: Sequence[PlannedOutsideLine]) -> list[OutsideLine]:
    """The lines that will be added, in their order.

    Args:
        planned: what `plan` gave.
    """
    return [one.line for one in planned if one.line is not None]
