"""Administrative units into Party organisations: đảng bộ, cấp uỷ, ban thường vụ, UBKT of each.

The unit list names "Huyện Phú Bình"; the Party's organisations there are Đảng bộ huyện Phú Bình
with its Huyện uỷ, Ban Thường vụ Huyện uỷ and Uỷ ban Kiểm tra Huyện uỷ.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ktgs_desktop.domain.identity import REGISTER_OWNER, register_id
from ktgs_desktop.domain.organizations import (
    DatedCode,
    DatedName,
    DatedParent,
    Level,
    Organization,
    OrganizationType,
)
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import UserError

SCHEME = "GSO"
REGISTER_VALID_FROM = ""
COLUMNS = (
    "province_code",
    "province",
    "district_code",
    "district",
    "commune_code",
    "commune",
)
_COMMITTEES = (
    ("thành phố", "Thành uỷ"),
    ("thị trấn", "Đảng uỷ thị trấn"),
    ("thị xã", "Thị uỷ"),
    ("đặc khu", "Đảng uỷ đặc khu"),
    ("phường", "Đảng uỷ phường"),
    ("huyện", "Huyện uỷ"),
    ("quận", "Quận uỷ"),
    ("tỉnh", "Tỉnh uỷ"),
    ("xã", "Đảng uỷ xã"),
)
_SYMBOLS = {
    "Thành uỷ": "ThU",
    "Thị uỷ": "ThU",
    "Huyện uỷ": "HU",
    "Quận uỷ": "QU",
    "Tỉnh uỷ": "TU",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit.

    Attributes:
        code: its code: two digits for a province, three for a district, five for a commune.
        name: its name with its kind, e.g. "Huyện Phú Bình".
        level: `T`, `H` or `CS`.
        province_code: code of its province.
        parent: code of the unit above, empty for a province.
    """

    code: str
    name: str
    level: str
    province_code: str
    parent: str = ""


def parse_units(lines: Iterable[str], *, file: str) -> list[Unit]:
    """The units of a CSV file with the columns of `COLUMNS`, parents before children.

    Args:
        lines: lines of the file.
        file: its name, for messages.

    Raises:
        UserError: `units_columns_missing` names the columns, `units_row_bad` the row.
    """
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise UserError("units_columns_missing", file=file, columns=", ".join(missing))
    units: dict[str, Unit] = {}
    for number, row in enumerate(reader, start=2):
        values = {name: nfc(row[name] or "") for name in COLUMNS}
        if not values["province_code"] or not values["province"]:
            raise UserError("units_row_bad", file=file, row=number)
        for unit in _units_of_row(values):
            units.setdefault(unit.code, unit)
    return list(units.values())


def _units_of_row(row: dict[str, str]) -> Iterator[Unit]:
    province = row["province_code"]
    yield Unit(province, row["province"], Level.PROVINCE, province)
    if row["district_code"]:
        code = row["district_code"]
        yield Unit(code, row["district"], Level.DISTRICT, province, province)
    if row["commune_code"]:
        parent = row["district_code"] or province
        yield Unit(row["commune_code"], row["commune"], Level.GRASSROOTS, province, parent)


def select(units: list[Unit], code: str) -> list[Unit]:
    """A unit, all units below it and, first, those above it.

    Args:
        units: the whole list, parents before children.
        code: code of a province, district or commune.

    Raises:
        UserError: `unit_unknown`.
    """
    by_code = {unit.code: unit for unit in units}
    if code not in by_code:
        raise UserError("unit_unknown", code=code)
    above: list[Unit] = []
    step = by_code[code].parent
    while step:
        above.insert(0, by_code[step])
        step = by_code[step].parent
    below = {code}
    chosen = []
    for unit in units:
        if unit.code in below or unit.parent in below:
            below.add(unit.code)
            chosen.append(unit)
    return above + chosen


def bare_name(unit: Unit) -> str:
    """The unit's name without its kind: "Phú Bình"; a numbered one keeps it: "Quận 1".

    Args:
        unit: the unit.
    """
    kind, rest = _split(unit.name)
    return unit.name if not kind or rest[:1].isdigit() else rest


def _split(name: str) -> tuple[str, str]:
    for kind, _committee in _COMMITTEES:
        if name.lower().startswith(kind + " "):
            return kind, name[len(kind) + 1 :]
    return "", name


def committee_name(unit: Unit) -> str:
    """Name of the unit's executive committee (cấp uỷ): "Huyện uỷ Phú Bình".

    Args:
        unit: the unit.
    """
    kind, rest = _split(unit.name)
    if not kind:
        return f"Đảng uỷ {unit.name}"
    committee = dict(_COMMITTEES)[kind]
    if rest[:1].isdigit() and not committee.startswith("Đảng uỷ"):
        return f"{committee} {unit.name}"
    return f"{committee} {rest}"


def committee_symbol(unit: Unit) -> str:
    """Symbol of the committee in document numbers: HU, ThU, TU, ĐU.

    Args:
        unit: the unit.
    """
    if unit.level == Level.PROVINCE:
        return "TU"
    words = committee_name(unit).split()
    return _SYMBOLS.get(" ".join(words[:2]), "ĐU")


def organization_id(code: str, body: str, since: date | None = None) -> UUID:
    """Fixed identifier of a body of a unit, the same in every office.

    Args:
        code: code of the unit.
        body: type of organisation.
        since: first day on which the code means this unit, None for units of early 2025.
    """
    return register_id("unit", code, body, since.isoformat() if since else REGISTER_VALID_FROM)


def organizations_of(
    unit: Unit, *, since: date | None = None, under: UUID | None = None
) -> tuple[Organization, ...]:
    """The party body of a unit and its three organs.

    Args:
        unit: the unit.
        since: first day of the unit, None for units of early 2025, whose first day is unknown.
        under: the party body above, None for that of the unit above.

    Returns:
        Đảng bộ, cấp uỷ, ban thường vụ and uỷ ban kiểm tra, in this order.
    """
    committee = committee_name(unit)
    kind, rest = _split(unit.name)
    place = f"{kind} {rest}" if kind else unit.name
    body = organization_id(unit.code, OrganizationType.PARTY_BODY, since)
    above = under
    if above is None and unit.parent:
        above = organization_id(unit.parent, OrganizationType.PARTY_BODY)
    codes = (DatedCode(unit.code, SCHEME, since),)

    def make(org_type: OrganizationType, name: str, parent: UUID | None) -> Organization:
        return Organization(
            owner=REGISTER_OWNER,
            id=organization_id(unit.code, org_type, since),
            org_type=org_type,
            level=unit.level,
            names=(DatedName(name, since),),
            codes=codes,
            parents=() if parent is None else (DatedParent(parent, since),),
            founded=since,
        )

    return (
        make(OrganizationType.PARTY_BODY, f"Đảng bộ {place}", above),
        make(OrganizationType.EXEC_COMMITTEE, committee, body),
        make(OrganizationType.STANDING_COMMITTEE, f"Ban Thường vụ {committee}", body),
        make(OrganizationType.INSPECTION_COMMITTEE, f"Uỷ ban Kiểm tra {committee}", body),
    )


def find_units(units: Iterable[Unit], text: str) -> list[Unit]:
    """Units whose name or code matches what was typed, without diacritics.

    Args:
        units: where to look.
        text: name, part of a name, or code.
    """
    wanted = fold(text).strip()
    return [unit for unit in units if unit.code == wanted or wanted in fold(unit.name)]


_LONG, _SHORT = "Uỷ ban Kiểm tra ", "UBKT "


def short_committee(name: str) -> str:
    """The name of an inspection committee as offices are called: "UBKT Huyện uỷ Phú Bình".

    Args:
        name: the name in the register.
    """
    return _SHORT + name.removeprefix(_LONG) if name.startswith(_LONG) else name
