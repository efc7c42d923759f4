"""The real administrative units as Party organisations: any part of the country, twice as once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.units import organization_id, organizations_of, select
from ktgs_desktop.domain.vietnamese import sort_key
from ktgs_desktop.errors import Cancelled, StorageError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    history,
    maintenance,
    offices,
    organizations,
    overview,
    unit_register,
)
from ktgs_desktop.store import records
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import changes, refusal
from tests.helpers.refusals import told

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.domain.units import Unit
    from ktgs_desktop.services.workspace import Workspace

HA_GIANG, DONG_VAN = "02", "026"


@pytest.fixture(scope="module")
def units() -> list[Unit]:
    return unit_register.read_units()


def registered(workspace: Workspace) -> dict[bytes, bytes]:
    """Every organisation as the journal spells it, by its identifier."""
    with workspace.reading() as connection:
        found = records.get_all(connection, Organization)
    return {one.id.bytes: canonical(to_document(one)) for one in found}


# A part of the country ------------------------------------------------------------------------


def test_a_province_comes_with_all_below(workspace: Workspace, units: list[Unit]) -> None:
    chosen = select(units, HA_GIANG)
    before = registered(workspace)
    done = unit_register.import_register(workspace, units, [HA_GIANG])
    assert (done.units, done.new, done.kept) == (len(chosen), 4 * len(chosen), 0)
    added = registered(workspace).keys() - before.keys()
    assert added == {one.id.bytes for unit in chosen for one in organizations_of(unit)}
    district = organization_id(DONG_VAN, "PARTY_BODY")
    assert organizations.get(workspace, district).name_on() == "Đảng bộ huyện Đồng Văn"
    below = organizations.children(workspace, district)
    assert [one.name for one in below if one.org_type != "PARTY_BODY"] == [
        "Huyện uỷ Đồng Văn",
        "Ban Thường vụ Huyện uỷ Đồng Văn",
        "Uỷ ban Kiểm tra Huyện uỷ Đồng Văn",
    ]
    assert len(below) == 3 + sum(unit.parent == DONG_VAN for unit in units)
    assert organizations.path_to(workspace, district) == [
        organization_id(HA_GIANG, "PARTY_BODY"),
        district,
    ]


def test_a_district_brings_its_province_along(workspace: Workspace, units: list[Unit]) -> None:
    done = unit_register.import_register(workspace, units, [DONG_VAN])
    assert done.units == len(select(units, DONG_VAN))
    assert organizations.get(workspace, organization_id(HA_GIANG, "EXEC_COMMITTEE"))
    assert done.sample[0] == "Đảng bộ tỉnh Hà Giang"


def test_several_parts_that_overlap_are_taken_once(workspace: Workspace, units: list[Unit]) -> None:
    done = unit_register.import_register(workspace, units, [DONG_VAN, HA_GIANG, DONG_VAN])
    assert done.new == 4 * len(select(units, HA_GIANG))


def test_the_preview_says_what_will_be_done_and_does_nothing(
    workspace: Workspace, units: list[Unit]
) -> None:
    before = changes(workspace)
    shown = unit_register.preview_register(workspace, units, ["19"])
    assert changes(workspace) == before
    assert shown.kept == 88
    assert shown.new == 4 * len(select(units, "19")) - 88
    assert unit_register.import_register(workspace, units, ["19"]) == shown
    again = unit_register.preview_register(workspace, units, ["19"])
    assert (again.new, again.kept) == (0, shown.new + shown.kept)


def test_the_second_time_nothing_is_written(workspace: Workspace, units: list[Unit]) -> None:
    unit_register.import_register(workspace, units, [DONG_VAN])
    before, operations = registered(workspace), history.operations(workspace)
    again = unit_register.import_register(workspace, units, [DONG_VAN])
    assert (again.new, again.sample) == (0, ())
    assert registered(workspace) == before
    assert history.operations(workspace) == operations


def test_what_the_office_has_edited_or_voided_stays_so(
    workspace: Workspace, units: list[Unit], clock: Clock
) -> None:
    unit_register.import_register(workspace, units, [DONG_VAN])
    committee = organization_id(DONG_VAN, "EXEC_COMMITTEE")
    standing = organization_id(DONG_VAN, "STANDING_COMMITTEE")
    organizations.rename(
        workspace, committee, name="Huyện uỷ Mẫu", start=clock().date(), basis="QĐ 01"
    )
    organizations.void(workspace, standing, "không có")
    again = unit_register.import_register(workspace, units, [HA_GIANG])
    assert again.kept == 4 * len(select(units, DONG_VAN))
    assert organizations.get(workspace, committee).name_on() == "Huyện uỷ Mẫu"
    assert refusal(lambda: organizations.get(workspace, standing)).code == "record_gone"


def test_an_import_that_is_stopped_adds_nothing(workspace: Workspace, units: list[Unit]) -> None:
    before = registered(workspace)
    progress = Progress(lambda done, _total, _label: done and progress.cancel())
    with pytest.raises(Cancelled):
        unit_register.import_register(workspace, units, [], progress)
    assert registered(workspace) == before
    assert maintenance.check(workspace).sound


def test_an_import_is_undone_and_done_again(workspace: Workspace, units: list[Unit]) -> None:
    before = registered(workspace)
    unit_register.import_register(workspace, units, [DONG_VAN])
    after = registered(workspace)
    assert history.undo(workspace).startswith("Nhập đơn vị")
    assert registered(workspace) == before
    history.redo(workspace)
    assert registered(workspace) == after


def test_an_unknown_unit_is_refused(workspace: Workspace, units: list[Unit]) -> None:
    for attempt in (unit_register.import_register, unit_register.preview_register):
        assert refusal(lambda attempt=attempt: attempt(workspace, units, ["999"])).code == (
            "unit_unknown"
        )


def test_a_file_of_ones_own_is_read_or_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "don-vi.csv"
    path.write_text(
        "province_code,province,district_code,district,commune_code,commune\n"
        "19,Tỉnh Thái Nguyên,173,Huyện Phú Bình,05911,Xã Bàn Đạt\n",
        "utf-8-sig",
    )
    assert [unit.code for unit in unit_register.read_units(path)] == ["19", "173", "05911"]
    path.write_text("mã,tên\n", "utf-8")
    assert refusal(lambda: unit_register.read_units(path)).code == "units_columns_missing"
    path.write_text("Tỉnh Thái Nguyên", "utf-16")
    assert refusal(lambda: unit_register.read_units(path)).code == "file_unreadable_text"
    missing = told(lambda: unit_register.read_units(tmp_path / "none.csv"), StorageError)
    assert missing == ("file_missing", {"path": str(tmp_path / "none.csv")})


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("phu binh", "UBKT Huyện uỷ Phú Bình"),
        ("Phú Bình, Thái Nguyên", "UBKT Huyện uỷ Phú Bình"),
        ("173", "UBKT Huyện uỷ Phú Bình"),
        ("bàn đạt", "UBKT Đảng uỷ xã Bàn Đạt"),
        ("thai nguyen", "UBKT Tỉnh uỷ Thái Nguyên"),
    ],
)
def test_ones_office_is_found_as_it_is_typed(units: list[Unit], typed: str, first: str) -> None:
    assert unit_register.find_offices(units, typed)[0].name == first


def test_without_a_word_the_provinces_are_offered(units: list[Unit]) -> None:
    offered = unit_register.find_offices(units, " ")
    assert len(offered) == 63
    assert "UBKT Thành uỷ Hà Nội" in [one.name for one in offered]
    assert [one.place for one in offered] == sorted((one.place for one in offered), key=sort_key)
    assert unit_register.find_offices(units, "không có nơi này") == []


# The whole country ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_whole_country_twice_is_the_same_register_in_every_office(
    workspace: Workspace, tmp_path: Path, units: list[Unit], clock: Clock
) -> None:
    """All 63 provinces: the second time zero changes; two offices apart have equal records."""
    first = unit_register.import_register(workspace, units, [])
    assert first.units == len(units) == 63 + 696 + 10_035
    assert first.new + first.kept == 4 * len(units)
    once, written = registered(workspace), changes(workspace)
    assert len(once) == 4 * len(units)
    second = unit_register.import_register(workspace, units, [])
    assert (second.new, second.kept) == (0, 4 * len(units))
    assert changes(workspace) == written
    assert registered(workspace) == once

    elsewhere = offices.create_workspace(
        tmp_path / "ha-giang" / "office",
        offices.NewOffice(DONG_VAN, "khac", PASSWORD, "Trần Thị Thí Dụ"),
        units,
        clock=Clock(clock.now),
    ).workspace
    for code in reversed([unit.code for unit in units if not unit.parent]):
        unit_register.import_register(elsewhere, units, [code])
    assert registered(elsewhere) == once
    assert overview.overview(elsewhere).organizations == 4 * len(units)
    query = Listing("name", search="Ban Thuong vu Huyen uy Phu Binh")
    assert sum(len(chunk) for chunk in organizations.stream(elsewhere, query)) == 1
    elsewhere.close()
