"""Rows of a table into organisations: types by name or by how the name begins, parents by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.organizations import Level, NewOrganization, OrganizationType
from ktgs_desktop.domain.table_import import Fault, Field, ImportRow
from ktgs_desktop.domain.vietnamese import accented, fold

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList

FIELDS = (
    Field("name", ("Tên tổ chức", "Tên", "Tổ chức đảng", "name"), required=True),
    Field("type", ("Loại", "Loại hình", "Loại tổ chức", "type")),
    Field("parent", ("Trực thuộc", "Cấp trên", "Cấp trên trực tiếp", "Đơn vị cấp trên", "parent")),
    Field("code", ("Mã", "Mã số", "Mã tổ chức", "code")),
    Field("note", ("Ghi chú", "note")),
)  # fmt: skip
_BEGINNINGS = (
    ("dang bo co so", OrganizationType.GRASSROOTS_PARTY_BODY),
    ("dang bo bo phan", OrganizationType.SUB_PARTY_BODY),
    ("chi bo co so", OrganizationType.GRASSROOTS_CELL),
    ("dang bo", OrganizationType.GRASSROOTS_PARTY_BODY),
    ("dang uy", OrganizationType.GRASSROOTS_PARTY_BODY),
    ("chi bo", OrganizationType.CELL),
    ("uy ban kiem tra", OrganizationType.INSPECTION_COMMITTEE),
    ("ubkt", OrganizationType.INSPECTION_COMMITTEE),
    ("ban thuong vu", OrganizationType.STANDING_COMMITTEE),
    ("ban chap hanh", OrganizationType.EXEC_COMMITTEE),
    ("ban can su dang", "PARTY_CAUCUS"),
    ("ban ", OrganizationType.ADVISORY_BODY),
    ("van phong", OrganizationType.ADVISORY_BODY),
)
_LEVELS: dict[str, Level] = {
    OrganizationType.GRASSROOTS_PARTY_BODY: Level.GRASSROOTS,
    OrganizationType.GRASSROOTS_CELL: Level.GRASSROOTS,
    OrganizationType.SUB_PARTY_BODY: Level.SUB,
    OrganizationType.CELL: Level.CELL,
}


@dataclass(frozen=True, slots=True)
class PlannedOrganization:
    """What a row will become.

    Attributes:
        row: the row, with its faults.
        new: the organisation, None if the row is refused or passed over.
        parent_row: number of the row its parent stands in, None if the register has it.
    """

    row: ImportRow
    new: NewOrganization | None = None
    parent_row: int | None = None


def type_of(text: str, name: str, types: CodeList) -> str:
    """The type a row means, by its own words or by how the name begins; empty if unknown.

    Args:
        text: the cell for the type, may be empty.
        name: the organisation's name.
        types: list of types.
    """
    wanted = fold(text).strip()
    for code in types.codes.values():
        if wanted and wanted in (fold(code.vi), fold(code.en), code.code.lower()):
            return code.code
    begun = fold(text or name)
    for beginning, kind in _BEGINNINGS:
        if begun.startswith(beginning):
            return kind
    return ""


def plan(
    rows: Sequence[ImportRow],
    *,
    types: CodeList,
    parent: UUID | None,
    find: Callable[[str], UUID | None],
    siblings: Mapping[UUID | None, frozenset[str]],
) -> list[PlannedOrganization]:
    """What each row will become, or why not.

    Args:
        rows: rows of the table.
        types: list of types.
        parent: parent of rows that name none.
        find: the organisation of the register with a name, None if there is none or several.
        siblings: names (as `accented` gives them) already there below each parent.
    """
    own = _only_ones(rows)
    found = []
    seen: set[tuple[str, UUID | None, int | None]] = set()
    for row in rows:
        planned = _planned(row, types, parent, find, own)
        name = accented(row.values.get("name", ""))
        if planned.new is not None:
            key = (name, planned.new.parent, planned.parent_row)
            if key in seen:
                planned = _refused(row, Fault("name", "row_twice", {"name": row.values["name"]}))
            seen.add(key)
        registered = planned.new is not None and planned.parent_row is None
        if planned.new and registered and name in siblings.get(planned.new.parent, frozenset()):
            planned = PlannedOrganization(dataclasses.replace(row, exists=True))
        found.append(planned)
    return found


def _only_ones(rows: Sequence[ImportRow]) -> dict[str, int]:
    """Numbers of the rows whose name stands in the table once, so that others can mean them."""
    numbers: dict[str, int] = {}
    twice: set[str] = set()
    for row in rows:
        name = accented(row.values.get("name", ""))
        if numbers.setdefault(name, row.number) != row.number:
            twice.add(name)
    return {name: number for name, number in numbers.items() if name not in twice}


def _planned(
    row: ImportRow,
    types: CodeList,
    parent: UUID | None,
    find: Callable[[str], UUID | None],
    own: Mapping[str, int],
) -> PlannedOrganization:
    if row.faults:
        return PlannedOrganization(row)
    name, typed = row.values["name"], row.values.get("type", "")
    kind = type_of(typed, name, types)
    if not kind:
        return _refused(row, Fault("type", "type_unknown", {"text": typed or name}))
    above = row.values.get("parent", "")
    above_id, above_row = parent, None
    if above:
        above_id = find(above)
        above_row = own.get(accented(above)) if above_id is None else None
        if above_id is None and above_row is None:
            return _refused(row, Fault("parent", "parent_unknown", {"name": above}))
        if above_row == row.number:
            return _refused(row, Fault("parent", "own_parent", {"name": name}))
    if above_id is None and above_row is None:
        return _refused(row, Fault("parent", "value_missing", {"field": "parent"}))
    new = NewOrganization(
        name=name,
        org_type=kind,
        level=_LEVELS.get(kind, Level.GRASSROOTS),
        parent=above_id,
        code=row.values.get("code", ""),
        note=row.values.get("note", ""),
    )
    return PlannedOrganization(row, new, above_row)


def _refused(row: ImportRow, fault: Fault) -> PlannedOrganization:
    return PlannedOrganization(dataclasses.replace(row, faults=(*row.faults, fault)))
