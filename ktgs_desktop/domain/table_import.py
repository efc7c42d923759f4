"""The one table importer: from rows of text to values by field, with faults row by row.

A table comes by paste or from a sheet. Its headings are matched to fields, the user may change
the match, and every row is checked before anything is written. What the values mean is the
business of the list that is imported.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Generic, Protocol, TypeVar

from ktgs_desktop.domain.vietnamese import fold, nfc, words
from ktgs_desktop.errors import UserError

_HEADING_ROWS = 10
_SCORED = 2
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
_REMARK = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field a table may have a column for.

    Attributes:
        name: identifier.
        headings: how sheets call it, the usual one first.
        required: whether a row without it is refused.
    """

    name: str
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column holds which field.

    Attributes:
        first_row: index of the first row of data.
        columns: index of the column by field name.
    """

    first_row: int
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused.

    Attributes:
        column: name of the field, or empty for the row as a whole.
        code: name of the message.
        params: values for the message.
    """

    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the table, understood or refused.

    Attributes:
        number: its number in the sheet, from 1, as the user sees it.
        values: text by field.
        faults: why it is refused; empty if it is good.
        exists: whether the register has it already, so that it is passed over.
    """

    number: int
    values: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    exists: bool = False


class PlannedRow(Protocol):
    """A row and what it will become."""

    @property
    def row(self) -> ImportRow:
        """The row, with its faults."""
        ...


Row_co = TypeVar("Row_co", bound=PlannedRow, covariant=True)


@dataclass(frozen=True, slots=True)
class TablePlan(Generic[Row_co]):
    """What importing a table would do.

    Attributes:
        fields: fields a column may hold.
        mapping: which column holds which field.
        rows: each row and what it will become.
    """

    fields: ClassVar[Sequence[Field]] = ()
    mapping: ColumnMapping
    rows: tuple[Row_co, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of required fields no column is chosen for; there are no rows then."""
        return without_column(self.mapping, self.fields)

    @property
    def existing(self) -> int:
        """Rows of what is there already."""
        return sum(one.row.exists for one in self.rows)

    @property
    def refused(self) -> int:
        """How many rows have faults."""
        return sum(bool(one.row.faults) for one in self.rows)

    def check_columns(self) -> None:
        """Refuse a plan without a column for a required field.

        Raises:
            UserError: `column_missing`.
        """
        for name in self.missing:
            raise UserError("column_missing", field=name)

    def check(self) -> None:
        """Refuse a plan that cannot be written as a whole.

        Raises:
            UserError: `column_missing`, or `rows_refused` with their number.
        """
        self.check_columns()
        if self.refused:
            raise UserError("rows_refused", count=self.refused)


AnyPlan = TypeVar("AnyPlan", bound=TablePlan[PlannedRow])


def without_refused(plan: AnyPlan) -> AnyPlan:
    """The plan without its refused rows.

    Args:
        plan: the plan.
    """
    return dataclasses.replace(plan, rows=tuple(one for one in plan.rows if not one.row.faults))


def _key(text: str) -> str:
    return " ".join(words(fold(_REMARK.sub(" ", text))))


def match_headings(table: Sequence[Sequence[str]], fields: Sequence[Field]) -> ColumnMapping:
    """Find the headings and which column each field is.

    They may stand in two rows of which the upper spans some of the lower: "Ngày" over "Ban hành"
    and "Hiệu lực" is read as "Ngày ban hành", "Ngày hiệu lực". Without headings the columns are
    taken in the order of the fields.

    Args:
        table: rows of text.
        fields: fields to look for.
    """
    best = ColumnMapping(0, {})
    for index, row in enumerate(table[:_HEADING_ROWS]):
        found = headings_in(row, fields)
        if len(found) > len(best.columns):
            best = ColumnMapping(index + 1, found)
        if index + 1 < len(table):
            found = _columns_of(_headings_below(row, table[index + 1]), fields)
            if len(found) > len(best.columns) and _adds(found, row, table[index + 1], fields):
                best = ColumnMapping(index + 2, found)
    if best.columns:
        return best
    width = max((len(row) for row in table), default=0)
    return ColumnMapping(0, {part.name: i for i, part in enumerate(fields) if i < width})


def headings_in(row: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Which column of a row is the heading of which field.

    Args:
        row: the row.
        fields: fields to look for.
    """
    return _columns_of([(cell,) for cell in row], fields)


def _columns_of(cells: Sequence[Sequence[str]], fields: Sequence[Field]) -> dict[str, int]:
    """Which column is which field, each column with what it may be called."""
    found: dict[str, int] = {}
    keys = [{_key(text) for text in texts} for texts in cells]
    for part in fields:
        wanted = {_key(heading) for heading in part.headings}
        for column, called in enumerate(keys):
            if called & wanted and column not in found.values():
                found[part.name] = column
                break
    return found


def _headings_below(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, ...]]:
    """What columns may be called whose headings stand in two rows; a span may be merged or not."""
    found: list[tuple[str, ...]] = []
    spans = ""
    for column in range(max(len(upper), len(lower))):
        above = upper[column].strip() if column < len(upper) else ""
        below = lower[column].strip() if column < len(lower) else ""
        spans = above or (spans if below else "")
        if not below:
            found.append((above,))
        elif above and above != below:
            found.append((f"{above} {below}",))
        elif above:
            found.append((below,))
        else:
            found.append((f"{spans} {below}", below))
    return found


def _adds(
    found: Mapping[str, int], upper: Sequence[str], lower: Sequence[str], fields: Sequence[Field]
) -> bool:
    """Whether two rows say more together than either alone: the lower one is no row of data."""
    alone = max(len(headings_in(upper, fields)), len(headings_in(lower, fields)))
    return len(found) > max(alone, 1)


def repeats_headings(row: Sequence[str], mapping: ColumnMapping, fields: Sequence[Field]) -> bool:
    """Whether a row below the heads repeats them, as on each page in Word, or counts the columns.

    Args:
        row: the row.
        mapping: which column holds which field.
        fields: the fields.
    """
    cells = [nfc(cell) for cell in row]
    filled = [cell for cell in cells if cell]
    counted = [cell for cell in filled if _COLUMN_NUMBER.fullmatch(cell)]
    numbers = [int(cell.strip("()")) for cell in counted]
    if len(filled) > _SCORED and len(counted) == len(filled):
        return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    again = headings_in(cells, fields)
    return len(again) >= _SCORED and all(
        mapping.columns.get(name) == at for name, at in again.items()
    )


def without_column(mapping: ColumnMapping, fields: Sequence[Field]) -> tuple[str, ...]:
    """Names of required fields no column is chosen for; without them no row can be judged.

    Args:
        mapping: which column holds which field.
        fields: the fields.
    """
    return tuple(part.name for part in fields if part.required and part.name not in mapping.columns)


def read_rows(
    table: Sequence[Sequence[str]], mapping: ColumnMapping, fields: Sequence[Field]
) -> list[ImportRow]:
    """The rows of a table by field; empty rows are passed over, missing values are faults.

    Args:
        table: rows of text.
        mapping: which column holds which field.
        fields: the fields.
    """
    found = []
    for index, row in enumerate(table[mapping.first_row :], start=mapping.first_row + 1):
        values = {
            name: nfc(row[column]) if column < len(row) else ""
            for name, column in mapping.columns.items()
        }
        if not any(values.values()):
            continue
        faults = tuple(
            Fault(part.name, "value_missing", {"field": part.name})
            for part in fields
            if part.required and not values.get(part.name)
        )
        found.append(ImportRow(index, values, faults))
    return found
