"""Rows of a table, pasted or of a sheet, into who came to a session: unit by unit, with faults."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.dissemination import Attendance
from ktgs_desktop.domain.dissemination_checks import check_numbers
from ktgs_desktop.domain.table_import import (
    ColumnMapping,
    Fault,
    Field,
    ImportRow,
    match_headings,
    read_rows,
    repeats_headings,
)
from ktgs_desktop.domain.vietnamese import fold, words
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Named

NUMBERS = ("invited", "attended", "members", "committee")
FIELDS = (
    Field(
        "unit",
        ("Tổ chức đảng", "Đơn vị", "Tên đơn vị", "Tên tổ chức đảng", "Đảng bộ, chi bộ",
         "Chi bộ, đảng bộ", "Tổ chức", "unit", "organization"),
        required=True,
    ),
    Field("invited", ("Triệu tập", "Số triệu tập", "Mời", "Số mời", "Được mời", "Tổng số",
                      "invited")),
    Field("attended", ("Tham dự", "Số tham dự", "Có mặt", "Số dự", "Dự", "Số người dự",
                       "attended")),
    Field("members", ("Đảng viên", "Số đảng viên", "Trong đó đảng viên", "members")),
    Field("committee", ("Cấp uỷ viên", "Cấp ủy viên", "Số cấp uỷ viên", "Trong đó cấp uỷ viên",
                        "committee")),
    Field("note", ("Ghi chú", "note")),
)  # fmt: skip
_NUMBER = re.compile(r"\d+|\d{1,3}(?:[. ]\d{3})+")
_ORGAN = re.compile(
    r"^(?:dang bo|dang uy|huyen uy|thanh uy|thi uy|quan uy|ban chap hanh|chi uy|chi bo)\s+"
)
_PLACE = re.compile(r"^(?:xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh)\s+")


@dataclass(frozen=True, slots=True)
class ReadAttendance:
    """What a table says of who came.

    Attributes:
        rows: the rows understood, one for each unit.
        faults: the rows that are not, with why.
    """

    rows: tuple[Attendance, ...]
    faults: tuple[ImportRow, ...]


def _key(name: str) -> str:
    return " ".join(words(fold(name)))


def _ways(name: str) -> tuple[str, ...]:
    """How a unit may be written, in full first: Đảng uỷ for Đảng bộ, xã Nga My, Nga My."""
    whole = _key(name)
    bare = _ORGAN.sub("", whole)
    return tuple(dict.fromkeys((whole, bare, _PLACE.sub("", bare))))


def names_units(table: Sequence[Sequence[str]]) -> bool:
    """Whether a table names units, so that its rows are told apart by them; else only numbers.

    Args:
        table: rows of text.
    """
    filled = [cell for row in table for cell in row if cell.strip()]
    return any(not _NUMBER.fullmatch(cell.strip()) for cell in filled)


def read_attendance(
    table: Sequence[Sequence[str]], units: Sequence[Named], others: Sequence[Named] = ()
) -> ReadAttendance:
    """Who came, by the names of the units.

    Args:
        table: rows of text, with or without headings; without them the first column of words is
            the unit, the numbers follow in the order of `FIELDS`.
        units: the units of the plan, which a name means first.
        others: further units that can be meant.
    """
    mapping = match_headings(table, FIELDS)
    if mapping.first_row == 0:
        mapping = _in_order(table)
    rows = [
        one
        for one in read_rows(table, mapping, FIELDS)
        if not repeats_headings(table[one.number - 1], mapping, FIELDS)
    ]
    known = {**_known(others), **_known(units)}
    found: dict[str, Attendance] = {}
    refused = []
    for row in rows:
        try:
            one = _attendance(row, known, found)
        except UserError as error:
            refused.append(_refused(row, error))
        else:
            found[one.unit.name] = one
    return ReadAttendance(tuple(found.values()), tuple(refused))


def _in_order(table: Sequence[Sequence[str]]) -> ColumnMapping:
    """Columns in the order of the fields, after a column of running numbers if there is one."""
    width = max((len(row) for row in table), default=0)
    first = 0
    for column in range(width):
        cells = [row[column].strip() for row in table if column < len(row)]
        if any(cell and not _NUMBER.fullmatch(cell) for cell in cells):
            first = column
            break
    names = [part.name for part in FIELDS]
    columns = {name: first + place for place, name in enumerate(names) if first + place < width}
    return ColumnMapping(0, columns)


def _known(units: Sequence[Named]) -> Mapping[str, Named]:
    """Units by how they may be written; what means two of them means none."""
    ways: dict[str, list[Named]] = defaultdict(list)
    for unit in units:
        for way in _ways(unit.name):
            ways[way].append(unit)
    exact = {_key(unit.name): unit for unit in units}
    return {**{way: found[0] for way, found in ways.items() if len(found) == 1}, **exact}


def _attendance(row: ImportRow, known: Mapping[str, Named], there: Collection[str]) -> Attendance:
    name = row.values.get("unit", "")
    if row.faults:
        raise UserError(row.faults[0].code, **row.faults[0].params)
    unit = next((known[way] for way in _ways(name) if way in known), None)
    if unit is None:
        raise UserError("dissemination_name_unknown", name=name)
    if unit.name in there:
        raise UserError("dissemination_named_twice", name=unit.name)
    numbers = {field: number_of(row.values.get(field, "")) for field in NUMBERS}
    found = Attendance(unit, note=row.values.get("note", ""), **numbers)
    check_numbers(found)
    return found


def _refused(row: ImportRow, error: UserError) -> ImportRow:
    return ImportRow(row.number, row.values, (Fault("", error.code, error.params),))


def number_of(text: str) -> int:
    """A number as people type it; nothing is 0.

    Args:
        text: e.g. "12", "1.200" or "".

    Raises:
        UserError: `session_number_unreadable`.
    """
    plain = text.strip()
    if not plain or plain in ("-", "–"):
        return 0
    if not _NUMBER.fullmatch(plain):
        raise UserError("session_number_unreadable", text=plain)
    return int(re.sub(r"[. ]", "", plain))
