"""Administrative units into the Party's organisations there."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop import paths
from ktgs_desktop.domain import units
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.organizations import Level
from ktgs_desktop.domain.units import Unit
from ktgs_desktop.errors import UserError

HEAD = ",".join(units.COLUMNS)
PHU_BINH = "19,Tỉnh Thái Nguyên,173,Huyện Phú Bình"
LINES = (
    HEAD,
    f"{PHU_BINH},05911,Xã Bàn Đạt",
    f"{PHU_BINH},05908,Thị trấn Hương Sơn",
    "19,Tỉnh Thái Nguyên,172,Thị xã Phổ Yên,05860,Phường Ba Hàng",
    "48,Thành phố Đà Nẵng,498,Huyện Hoàng Sa,,",
)


@cache
def shipped() -> tuple[Unit, ...]:
    path = paths.resource("units", "admin_units_2020_2025.csv")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(units.parse_units(lines, file=path.name))


def a_unit(name: str, level: str = Level.GRASSROOTS) -> Unit:
    return Unit("05911", name, level, "19", "" if level == Level.PROVINCE else "173")


# Reading --------------------------------------------------------------------------------------


def test_each_unit_is_read_once_and_after_the_one_above() -> None:
    found = units.parse_units(LINES, file="x.csv")
    assert [unit.code for unit in found] == [
        "19", "173", "05911", "05908", "172", "05860", "48", "498",
    ]  # fmt: skip
    assert found[2] == Unit("05911", "Xã Bàn Đạt", "CS", "19", "173")


def test_names_are_composed_and_their_spaces_single() -> None:
    spelled = unicodedata.normalize("NFD", f"{PHU_BINH},05911,Xã  Bàn Đạt ")
    assert units.parse_units([HEAD, spelled], file="x.csv")[2].name == "Xã Bàn Đạt"


def test_a_file_without_a_column_is_refused_and_the_column_named() -> None:
    with pytest.raises(UserError) as caught:
        units.parse_units(["province_code,province", "19,Tỉnh Thái Nguyên"], file="x.csv")
    assert caught.value.code == "units_columns_missing"
    assert "commune_code" in str(caught.value.params["columns"])
    assert "province_code" not in str(caught.value.params["columns"])


@pytest.mark.parametrize("row", [",Tỉnh Thái Nguyên,,,,", "19,,173,Huyện Phú Bình,,", "19"])
def test_a_row_without_its_province_is_refused_by_its_number(row: str) -> None:
    with pytest.raises(UserError) as caught:
        units.parse_units([*LINES, row], file="x.csv")
    assert caught.value.code == "units_row_bad"
    assert caught.value.params["row"] == 6


def test_the_shipped_file_holds_the_country_of_2020_to_2025() -> None:
    levels = Counter(unit.level for unit in shipped())
    assert levels == {"T": 63, "H": 696, "CS": 10_035}
    codes = [unit.code for unit in shipped()]
    assert len(set(codes)) == len(codes)
    assert all(unicodedata.is_normalized("NFC", unit.name) for unit in shipped())


def test_every_shipped_unit_has_a_kind_and_stands_below_a_unit_of_its_province() -> None:
    by_code = {unit.code: unit for unit in shipped()}
    above = {"T": "", "H": "T", "CS": "H"}
    for unit in shipped():
        parent = by_code.get(unit.parent)
        assert (parent.level if parent else "") == above[unit.level], unit
        assert parent is None or parent.province_code == unit.province_code, unit
        assert units.bare_name(unit) != "", unit
        assert not units.committee_name(unit).startswith(f"Đảng uỷ {unit.name}"), unit


# Choosing -------------------------------------------------------------------------------------


def test_a_district_is_taken_with_all_below_and_its_province_first() -> None:
    found = units.select(list(shipped()), "173")
    assert [unit.name for unit in found[:2]] == ["Tỉnh Thái Nguyên", "Huyện Phú Bình"]
    assert len(found) == 22
    assert {unit.parent for unit in found[2:]} == {"173"}


def test_a_commune_is_taken_with_those_above_only() -> None:
    found = units.select(list(shipped()), "05911")
    assert [unit.code for unit in found] == ["19", "173", "05911"]


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        units.select(list(shipped()), "999")
    assert (caught.value.code, caught.value.params["code"]) == ("unit_unknown", "999")


@given(st.data())
def test_what_is_chosen_is_whole_and_in_order(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([unit.code for unit in shipped()]))
    found = units.select(list(shipped()), code)
    codes = [unit.code for unit in found]
    assert len(set(codes)) == len(codes)
    for place, unit in enumerate(found):
        assert not unit.parent or unit.parent in codes[:place]
    below = {unit.code for unit in shipped() if unit.parent == code}
    assert below <= set(codes)


@pytest.mark.parametrize(
    ("typed", "name"),
    [("phu binh", "Huyện Phú Bình"), ("PHÚ BÌNH", "Huyện Phú Bình"), ("173", "Huyện Phú Bình")],
)
def test_units_are_found_by_name_without_accents_or_by_code(typed: str, name: str) -> None:
    assert name in [unit.name for unit in units.find_units(shipped(), typed)]
    assert units.find_units(shipped(), "không có nơi này") == []


# Their organisations --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "level", "committee", "symbol", "bare"),
    [
        ("Tỉnh Thái Nguyên", "T", "Tỉnh uỷ Thái Nguyên", "TU", "Thái Nguyên"),
        ("Thành phố Hà Nội", "T", "Thành uỷ Hà Nội", "TU", "Hà Nội"),
        ("Huyện Phú Bình", "H", "Huyện uỷ Phú Bình", "HU", "Phú Bình"),
        ("Quận Ba Đình", "H", "Quận uỷ Ba Đình", "QU", "Ba Đình"),
        ("Quận 1", "H", "Quận uỷ Quận 1", "QU", "Quận 1"),
        ("Thị xã Phổ Yên", "H", "Thị uỷ Phổ Yên", "ThU", "Phổ Yên"),
        ("Thị Xã Phổ Yên", "H", "Thị uỷ Phổ Yên", "ThU", "Phổ Yên"),
        ("Thành phố Sông Công", "H", "Thành uỷ Sông Công", "ThU", "Sông Công"),
        ("Xã Bàn Đạt", "CS", "Đảng uỷ xã Bàn Đạt", "ĐU", "Bàn Đạt"),
        ("Phường 10", "CS", "Đảng uỷ phường 10", "ĐU", "Phường 10"),
        ("Thị trấn Hương Sơn", "CS", "Đảng uỷ thị trấn Hương Sơn", "ĐU", "Hương Sơn"),
        ("Đặc khu Mẫu", "CS", "Đảng uỷ đặc khu Mẫu", "ĐU", "Mẫu"),
    ],
)
def test_the_committee_is_called_after_the_kind_of_unit(
    name: str, level: str, committee: str, symbol: str, bare: str
) -> None:
    unit = a_unit(name, level)
    assert units.committee_name(unit) == committee
    assert units.committee_symbol(unit) == symbol
    assert units.bare_name(unit) == bare


def test_a_unit_has_its_party_body_and_three_organs() -> None:
    unit = units.select(list(shipped()), "173")[1]
    body, committee, standing, inspection = units.organizations_of(unit)
    assert [one.name_on() for one in (body, committee, standing, inspection)] == [
        "Đảng bộ huyện Phú Bình",
        "Huyện uỷ Phú Bình",
        "Ban Thường vụ Huyện uỷ Phú Bình",
        "Uỷ ban Kiểm tra Huyện uỷ Phú Bình",
    ]
    assert {one.parent_on() for one in (committee, standing, inspection)} == {body.id}
    assert body.parent_on() == units.organization_id("19", "PARTY_BODY")
    assert {one.owner for one in (body, committee)} == {REGISTER_OWNER}
    assert body.codes[0].code == "173"
    assert body.codes[0].scheme == "GSO"


def test_a_province_stands_at_the_top() -> None:
    body, *_organs = units.organizations_of(shipped()[0])
    assert body.parents == ()


def test_every_organization_of_the_country_has_an_identifier_of_its_own() -> None:
    made = [one for unit in shipped() for one in units.organizations_of(unit)]
    assert len({one.id for one in made}) == len(made) == 4 * len(shipped())
    known = {one.id for one in made}
    assert all(one.parent_on() in known for one in made if one.parents)


@pytest.mark.parametrize(
    ("code", "body", "identifier"),
    [
        ("173", "EXEC_COMMITTEE", "28055c42-1b7a-58bf-add3-a6caa83b62f5"),
        ("19", "PARTY_BODY", "774f73ca-74ff-51bf-b8ec-ccc9dff604bb"),
    ],
)
def test_identifiers_of_the_register_never_change(code: str, body: str, identifier: str) -> None:
    assert units.organization_id(code, body) == UUID(identifier)
