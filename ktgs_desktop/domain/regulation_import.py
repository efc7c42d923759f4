"""Rows of a table into regulations of the office: new, changed, or there already.

A row is a text that is there if number, issuer and day of issue agree, as far as both say them. A
text of the lists from above is never changed by a table; where the row says otherwise, that is
told. An empty cell changes nothing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulation_cells import RELATION_COLUMNS, read_cells
from ktgs_desktop.domain.regulation_columns import FIELDS
from ktgs_desktop.domain.regulations import (
    Regulation,
    Relation,
    check_regulation,
    circle,
    number_form,
)
from ktgs_desktop.domain.table_import import (
    ColumnMapping,
    Fault,
    ImportRow,
    read_rows,
    repeats_headings,
)
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.domain.written_regulations import (
    WrittenRegulation,
    issuer_form,
    written_regulations,
)
from ktgs_desktop.errors import UserError

_TOTAL = re.compile(r"(?:tong )?cong(?: cong)?\s*(?:[:.(\d].*)?$|tong (?:so|cong)\b")
_COLUMN_OF = {
    "regulation_number_missing": "regulation_number",
    "regulation_title_missing": "title",
    "regulation_dates_reversed": "effective_to",
    "relation_to_itself": "replaces",
}
_TOO_LONG = {"number": "regulation_number"}


@dataclass(frozen=True, slots=True)
class PlannedRegulation:
    """What a row will become.

    Attributes:
        row: the row, with its faults.
        regulation: the text as it will be saved, None if the row is refused or passed over.
        before: the text that is there, None if it is new.
        differs: names of fields in which the row and the text that is there differ.
        passed: whether it is no text at all: a title, a total, heads repeated.
    """

    row: ImportRow
    regulation: Regulation | None = None
    before: Regulation | None = None
    differs: tuple[str, ...] = ()
    passed: bool = False

    @property
    def changes(self) -> bool:
        """Whether a text that is there will be changed."""
        return self.regulation is not None and self.before is not None


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for all rows.

    Attributes:
        owner: unit of the office.
        new_id: gives an identifier.
        there: the texts of the library.
        when_issued: whether a text without a day of effect takes effect on its day of issue.
    """

    owner: UUID
    new_id: Callable[[], UUID]
    there: Sequence[Regulation]
    when_issued: bool = False


class _Library:
    """Texts by number, those of the table among them as soon as they are read."""

    def __init__(self, texts: Sequence[Regulation]) -> None:
        self._texts: dict[str, list[Regulation]] = {}
        for text in texts:
            self.add(text)

    def add(self, text: Regulation) -> None:
        """Know a text."""
        self._texts.setdefault(number_form(text.number), []).append(text)

    def same(self, text: Regulation) -> Regulation | None:
        """The text that is there, one of the lists before the office's own.

        Raises:
            UserError: `regulation_ambiguous`, it may be several.
        """
        found = [one for one in self._of(text.number) if _agree(one, text.issuer, text.issued)]
        surest = [one for one in found if one.issued == text.issued] or found
        surest.sort(key=lambda one: not one.listed)
        if text.issued is None and len({one.issued for one in surest}) > 1:
            days = ", ".join(str(one.issued or "?") for one in surest)
            raise UserError("regulation_ambiguous", number=text.number, dates=days)
        return surest[0] if surest else None

    def named(self, written: WrittenRegulation, by: Regulation) -> Regulation | None:
        """The earlier text that another one names, None if it may be several."""
        found = [
            one
            for one in self._of(written.number)
            if one.id != by.id
            and _agree(one, written.issuer, written.issued)
            and not _later(one.issued, by.issued)
        ]
        return found[0] if len(found) == 1 else None

    def _of(self, number: str) -> list[Regulation]:
        return self._texts.get(number_form(number), [])


def _agree(text: Regulation, issuer: str, issued: PartialDate | None) -> bool:
    """Whether issuer and day are not another's, as far as both say them."""
    first, second = issuer_form(text.issuer), issuer_form(issuer)
    if first and second and first != second:
        return False
    if text.issued is None or issued is None:
        return True
    return text.issued.first <= issued.last and issued.first <= text.issued.last


def _later(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.first > other.last


def plan(
    table: Sequence[Sequence[str]], mapping: ColumnMapping, ground: Ground
) -> list[PlannedRegulation]:
    """What each row will become, or why not.

    Args:
        table: rows of text.
        mapping: which column holds which field.
        ground: what holds for all rows.
    """
    library = _Library(ground.there)
    seen: set[tuple[object, ...]] = set()
    read: list[PlannedRegulation] = []
    for row in read_rows(table, mapping, FIELDS):
        planned = _read(row, table[row.number - 1], mapping, ground)
        text = planned.regulation
        if text is not None:
            planned = _found(planned, text, library, seen)
        read.append(planned)
    for one in read:
        if one.regulation is not None and one.before is None:
            library.add(one.regulation)
    return _without_circles([_judged(one, library) for one in read], ground.there)


def _found(
    planned: PlannedRegulation, text: Regulation, library: _Library, seen: set[tuple[object, ...]]
) -> PlannedRegulation:
    """A row with the text that is there, refused if the table has it already."""
    key = (number_form(text.number), issuer_form(text.issuer), text.issued)
    if key in seen:
        return _refused(planned.row, [Fault("", "row_twice", {"name": text.label})])
    seen.add(key)
    try:
        return dataclasses.replace(planned, before=library.same(text))
    except UserError as error:
        return _refused(planned.row, [Fault("issued", error.code, error.params)])


def _without_circles(
    planned: Sequence[PlannedRegulation], there: Sequence[Regulation]
) -> list[PlannedRegulation]:
    """The rows, refusing those by which texts would replace one another in a circle."""
    found = list(planned)
    while True:
        texts = {one.id: one for one in there}
        texts |= {one.regulation.id: one.regulation for one in found if one.regulation is not None}
        around = circle(texts.values())
        numbers = ", ".join(texts[one].number for one in around)
        fault = Fault("replaces", "regulation_circle", {"numbers": numbers})
        places = [
            place
            for place, one in enumerate(found)
            if one.regulation is not None and one.regulation.id in around
        ]
        for place in places:
            found[place] = _refused(found[place].row, [fault])
        if not places:
            return found


def _read(
    row: ImportRow, cells: Sequence[str], mapping: ColumnMapping, ground: Ground
) -> PlannedRegulation:
    """A row by itself, its relations not yet tied to the library."""
    if _is_no_text(row, cells) or repeats_headings(cells, mapping, FIELDS):
        return PlannedRegulation(dataclasses.replace(row, faults=()), passed=True)
    values, faults = read_cells(row.values)
    if row.faults or faults:
        return _refused(row, [*row.faults, *faults])
    if ground.when_issued and values["effective_from"] is None:
        values["effective_from"] = values["issued"]
    text = Regulation(owner=ground.owner, id=ground.new_id(), **values)
    return PlannedRegulation(row, text)


def _refused(row: ImportRow, faults: Sequence[Fault]) -> PlannedRegulation:
    return PlannedRegulation(dataclasses.replace(row, faults=tuple(faults)))


def _is_no_text(row: ImportRow, cells: Sequence[str]) -> bool:
    """Whether a row is a title of a part, a total, or what stands below the table."""
    number, title = row.values.get("regulation_number", ""), row.values.get("title", "")
    if written_regulations(number):
        return False
    filled = {cell.strip() for cell in cells} - {""}
    return (
        len(filled) == 1
        or any(_TOTAL.match(fold(cell)) for cell in filled)
        or (not number and not title)
    )


_COMPARED = {
    "title": "title",
    "kind": "regulation_kind",
    "issued": "issued",
    "effective_from": "effective_from",
    "effective_to": "effective_to",
    "classification": "classification",
    "note": "note",
}


def _judged(planned: PlannedRegulation, library: _Library) -> PlannedRegulation:
    """A row beside what is there: new, changed or the same; refused if it cannot be."""
    text, before = planned.regulation, planned.before
    if text is None:
        return planned
    text = dataclasses.replace(text, relations=_tied(text, before or text, library))
    differs: tuple[str, ...] = ()
    if before is not None:
        text, differs = _brought(before, text, planned.row.values)
        if before.listed or not differs:
            row = dataclasses.replace(planned.row, exists=True)
            return PlannedRegulation(row, before=before, differs=differs)
    try:
        check_regulation(text)
    except UserError as error:
        column = _COLUMN_OF.get(error.code, str(error.params.get("field", "")))
        fault = Fault(_TOO_LONG.get(column, column), error.code, error.params)
        return _refused(planned.row, [fault])
    return PlannedRegulation(planned.row, text, before, differs)


def _tied(text: Regulation, as_known: Regulation, library: _Library) -> tuple[Relation, ...]:
    """The relations of a text with the texts they mean, as far as that is plain."""
    found = []
    by = dataclasses.replace(text, id=as_known.id)
    for relation in text.relations:
        written = WrittenRegulation(relation.number, relation.issued, relation.issuer)
        target = library.named(written, by)
        found.append(dataclasses.replace(relation, target=target.id if target else None))
    return tuple(found)


def _brought(
    before: Regulation, text: Regulation, row: Mapping[str, str]
) -> tuple[Regulation, tuple[str, ...]]:
    """The text that is there with what the row says otherwise, and in which fields it does."""
    changed: dict[str, Any] = {}
    for name in _COMPARED:
        value = getattr(text, name)
        said = bool(value) and (name != "kind" or bool(row.get("regulation_kind")))
        known = getattr(before, name)
        if said and value != known and not _vaguer(value, known):
            changed[name] = value
    if text.issuer and issuer_form(text.issuer) != issuer_form(before.issuer):
        changed["issuer"] = text.issuer
    said_kinds = {relation.kind for relation in text.relations}
    kept = tuple(one for one in before.relations if one.kind not in said_kinds)
    names = [_COMPARED.get(name, name) for name in changed]
    more = {kind for kind, _number in _meant(text.relations) - _meant(before.relations)}
    if more:
        changed["relations"] = (*kept, *text.relations)
        names += [column for column, kinds in RELATION_COLUMNS.items() if more & set(kinds)]
    return dataclasses.replace(before, **changed), tuple(names)


def _vaguer(value: object, known: object) -> bool:
    """Whether a date only says less than the one that is known."""
    return (
        isinstance(value, PartialDate)
        and isinstance(known, PartialDate)
        and known.iso.startswith(value.iso)
    )


def _meant(relations: Sequence[Relation]) -> set[tuple[str, str]]:
    return {(relation.kind, number_form(relation.number)) for relation in relations}
