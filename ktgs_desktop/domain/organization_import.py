"""Rows of a table into organisations: types by name or by how the name begins, parents by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.organizations import Level, NewOrganization, OrganizationType
from ktgs_desktop.domain.table_import import Fault, Field, ImportRow
from ktgs_desktop.domain.vietnamese import accented, fold

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList

FIELDS = (
    Field(
        "name",
        (
            "Tên tổ chức", "Tên", "Tổ chức đảng", "Tên tổ chức đảng", "Tổ chức", "Tên đơn vị",
            "Đơn vị", "Tên chi bộ", "Chi bộ", "Tên đảng bộ", "Tên chi bộ, đảng bộ",
            "Tên đảng bộ, chi bộ", "Tên tổ chức cơ sở đảng", "Tổ chức cơ sở đảng",
            "Tên gọi", "Họ tên tổ chức", "name", "organisation", "organization",
        ),
        required=True,
    ),
    Field(
        "type",
        (
            "Loại", "Loại hình", "Loại tổ chức", "Loại hình tổ chức", "Loại tổ chức đảng",
            "Loại hình tổ chức đảng", "Kiểu", "type",
        ),
    ),
    Field(
        "parent",
        (
            "Trực thuộc", "Cấp trên", "Cấp trên trực tiếp", "Đơn vị cấp trên", "Tổ chức cấp trên",
            "Tổ chức cấp trên trực tiếp", "Tổ chức đảng cấp trên",
            "Tổ chức đảng cấp trên trực tiếp", "Đảng bộ cấp trên", "Đảng bộ cấp trên trực tiếp",
            "Cấp uỷ cấp trên", "Cấp uỷ cấp trên trực tiếp", "Đơn vị trực thuộc", "Thuộc",
            "Thuộc tổ chức đảng", "Thuộc đảng bộ", "Trực thuộc đảng bộ",
            "Trực thuộc tổ chức đảng", "parent", "superior",
        ),
    ),
    Field(
        "code",
        ("Mã", "Mã số", "Mã tổ chức", "Mã tổ chức đảng", "Mã số tổ chức đảng", "Mã đơn vị", "code"),
    ),
    Field("note", ("Ghi chú", "Chú thích", "Diễn giải", "note", "notes", "remarks")),
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
    ("ban chap hanh dang bo", OrganizationType.EXEC_COMMITTEE),
    ("ban chap hanh", ""),  # of an association, a union: no organ of the Party
    ("ban can su dang", "PARTY_CAUCUS"),
    ("ban ", OrganizationType.ADVISORY_BODY),
    ("van phong", OrganizationType.ADVISORY_BODY),
)
_LIMITS = {"name": limits.NAME, "code": limits.CODE, "note": limits.NOTE}
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
    if wanted == "ban chap hanh":
        return OrganizationType.EXEC_COMMITTEE
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
    explain: Callable[[str], Fault] | None = None,
) -> list[PlannedOrganization]:
    """What each row will become, or why not.

    Args:
        rows: rows of the table.
        types: list of types.
        parent: parent of rows that name none.
        find: the organisation of the register with a name, None if there is none or several.
        siblings: names (as `accented` gives them) already there below each parent.
        explain: why a name that neither register nor table has says nothing.
    """
    above = _Above(parent, find, explain or nobody, _own_names(rows))
    found = []
    seen: set[tuple[str, UUID | None, int | None]] = set()
    for row in rows:
        planned = _planned(row, types, above)
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


def _own_names(rows: Sequence[ImportRow]) -> dict[str, int | None]:
    """The row each name of the table stands in, None for a name that stands in several."""
    numbers: dict[str, int | None] = {}
    for row in rows:
        name = accented(row.values.get("name", ""))
        numbers[name] = None if name in numbers else row.number
    return numbers


def nobody(name: str) -> Fault:
    """The fault of a row whose superior nothing has the name of.

    Args:
        name: the name.
    """
    return Fault("parent", "organization_unknown", {"name": name})


@dataclass(frozen=True, slots=True)
class _Above:
    """Where superiors are looked up: the register first, then the table itself."""

    parent: UUID | None
    find: Callable[[str], UUID | None]
    explain: Callable[[str], Fault]
    own: Mapping[str, int | None]


def _too_long(row: ImportRow) -> Fault | None:
    for name, limit in _LIMITS.items():
        if len(row.values.get(name, "")) > limit:
            return Fault(name, "too_long", {"field": name, "limit": limit})
    return None


def _planned(row: ImportRow, types: CodeList, lookup: _Above) -> PlannedOrganization:
    long = _too_long(row)
    if row.faults or long is not None:
        return _refused(row, long)
    name, typed = row.values["name"], row.values.get("type", "")
    kind = type_of(typed, name, types)
    if not kind:
        return _refused(row, Fault("type", "type_unknown", {"text": typed or name}))
    above = row.values.get("parent", "")
    above_id, above_row = lookup.parent, None
    if above:
        above_id = lookup.find(above)
        above_row = lookup.own.get(accented(above)) if above_id is None else None
        if above_id is None and above_row is None:
            twice = Fault("parent", "parent_row_twice", {"name": above})
            return _refused(row, twice if accented(above) in lookup.own else lookup.explain(above))
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


def _refused(row: ImportRow, fault: Fault | None) -> PlannedOrganization:
    more = (fault,) if fault is not None else ()
    return PlannedOrganization(dataclasses.replace(row, faults=(*row.faults, *more)))
