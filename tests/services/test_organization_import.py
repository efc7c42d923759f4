"""Organisations by paste or from a sheet: preview, faults row by row, all or nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.table_import import ColumnMapping
from ktgs_desktop.errors import Cancelled
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    exports,
    history,
    organization_import,
    organizations,
    successions,
    tables,
)
from tests.helpers.builders import DISTRICT, a_cell, changes, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.services.organization_import import OrganizationPlan
    from ktgs_desktop.services.workspace import Workspace

HEAD = ["STT", "Tên tổ chức", "Loại", "Trực thuộc", "Mã"]
POLICE = ["1", "Đảng bộ Công an Mẫu", "Đảng bộ cơ sở", "", "CA"]
TEAM = ["2", "Chi bộ Đội Tổng hợp", "", "Đảng bộ Công an Mẫu", "CA01"]
SCHOOL = ["3", "Chi bộ Trường Mẫu", "Chi bộ", "Đảng bộ xã Bàn Đạt", ""]
GOOD = [HEAD, POLICE, TEAM, SCHOOL]


def planned(workspace: Workspace, table: list[list[str]]) -> OrganizationPlan:
    return organization_import.plan(workspace, table, parent=DISTRICT)


def imported(workspace: Workspace, table: list[list[str]]) -> int:
    return organization_import.apply(workspace, planned(workspace, table))


def parent_of(workspace: Workspace, name: str) -> str:
    found = organizations.named(workspace, name)
    assert found is not None, name
    parent = organizations.get(workspace, found).parent_on()
    assert parent is not None
    return organizations.get(workspace, parent).name_on()


# What comes in --------------------------------------------------------------------------------


def test_a_table_becomes_organizations_below_those_it_names(workspace: Workspace) -> None:
    plan = planned(workspace, GOOD)
    assert (plan.new, plan.existing, plan.refused) == (3, 0, 0)
    assert organization_import.apply(workspace, plan) == 3
    assert parent_of(workspace, "Đảng bộ Công an Mẫu") == "Đảng bộ huyện Phú Bình"
    assert parent_of(workspace, "Chi bộ Đội Tổng hợp") == "Đảng bộ Công an Mẫu"
    assert parent_of(workspace, "Chi bộ Trường Mẫu") == "Đảng bộ xã Bàn Đạt"
    team = organizations.named(workspace, "Chi bộ Đội Tổng hợp")
    assert team is not None
    made = organizations.get(workspace, team)
    assert (made.org_type, made.level, made.owner) == ("CELL", "CB", workspace.office.unit)
    assert made.codes[0].code == "CA01"


def test_a_preview_writes_nothing(workspace: Workspace) -> None:
    before = changes(workspace)
    planned(workspace, GOOD)
    assert changes(workspace) == before


def test_the_same_table_again_adds_nothing(workspace: Workspace) -> None:
    imported(workspace, GOOD)
    before, operations = changes(workspace), history.operations(workspace)
    again = planned(workspace, [[cell.upper() for cell in row] for row in GOOD])
    assert (again.new, again.existing, again.refused) == (0, 3, 0)
    assert organization_import.apply(workspace, again) == 0
    assert changes(workspace) == before
    assert history.operations(workspace) == operations


def test_rows_that_are_new_come_in_beside_those_that_are_known(workspace: Workspace) -> None:
    imported(workspace, GOOD)
    more = ["4", "Chi bộ Đội Cảnh sát", "", "Đảng bộ Công an Mẫu", ""]
    plan = planned(workspace, [*GOOD, more])
    assert (plan.new, plan.existing) == (1, 3)
    organization_import.apply(workspace, plan)
    assert parent_of(workspace, "Chi bộ Đội Cảnh sát") == "Đảng bộ Công an Mẫu"


def test_three_hundred_cells_are_one_operation_and_one_undo(workspace: Workspace) -> None:
    table = [HEAD, POLICE]
    table += [["", f"Chi bộ Mẫu {n}", "", "Đảng bộ Công an Mẫu", ""] for n in range(300)]
    assert imported(workspace, table) == 301
    entry = history.operations(workspace)[0]
    assert (entry.subject, entry.changes) == ("Đảng bộ Công an Mẫu, … (301)", 301)
    history.undo(workspace)
    assert organizations.suggest(workspace, "chi bo mau") == []
    history.redo(workspace)
    assert parent_of(workspace, "Chi bộ Mẫu 299") == "Đảng bộ Công an Mẫu"


# What does not --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["", "", "Chi bộ", "", ""], "name", "value_missing"),
        (["", "Trường Mẫu", "", "", ""], "type", "type_unknown"),
        (["", "Chi bộ Mẫu", "loại lạ", "", ""], "type", "type_unknown"),
        (["", "Chi bộ Mẫu", "", "Đảng bộ không có", ""], "parent", "organization_unknown"),
        (["", "Chi bộ Đội Tổng hợp", "", "Đảng bộ Công an Mẫu", ""], "name", "row_twice"),
    ],
)
def test_one_bad_row_is_told_and_nothing_is_added(
    workspace: Workspace, row: list[str], column: str, code: str
) -> None:
    before = changes(workspace)
    plan = planned(workspace, [*GOOD, row])
    (bad,) = [one for one in plan.rows if one.row.faults]
    assert bad.row.number == 5
    assert [(fault.column, fault.code) for fault in bad.row.faults] == [(column, code)]
    error = refusal(lambda: organization_import.apply(workspace, plan))
    assert (error.code, error.params) == ("rows_refused", {"count": 1})
    assert changes(workspace) == before


def test_refused_rows_are_left_out_with_what_stands_below_them(workspace: Workspace) -> None:
    table = [
        HEAD,
        ["1", "Trường Mẫu", "loại lạ", "", ""],
        ["2", "Chi bộ Khối 1", "", "Trường Mẫu", ""],
        ["3", "Tổ đảng Mẫu", "Tổ đảng", "Chi bộ Khối 1", ""],
        ["4", "Chi bộ Thí Dụ", "", "", ""],
    ]
    plan = planned(workspace, table)
    faults = [[fault.code for fault in one.row.faults] for one in plan.rows]
    assert faults == [["type_unknown"], ["parent_refused"], ["parent_refused"], []]
    kept = organization_import.without_refused(plan)
    assert organization_import.apply(workspace, kept) == 1
    assert organizations.named(workspace, "Chi bộ Khối 1") is None
    assert parent_of(workspace, "Chi bộ Thí Dụ") == "Đảng bộ huyện Phú Bình"


def test_rows_that_stand_below_each_other_are_refused(workspace: Workspace) -> None:
    table = [
        HEAD,
        ["", "Chi bộ A", "", "Chi bộ B", ""],
        ["", "Chi bộ B", "", "Chi bộ C", ""],
        ["", "Chi bộ C", "", "Chi bộ A", ""],
        ["", "Chi bộ D", "", "Chi bộ A", ""],
        ["", "Chi bộ E", "", "", ""],
    ]
    plan = planned(workspace, table)
    assert [bool(one.row.faults) for one in plan.rows] == [True, True, True, True, False]


def test_a_superior_that_two_organizations_could_be_is_refused(workspace: Workspace) -> None:
    for above in ("Đảng bộ xã Bàn Đạt", "Đảng bộ xã Bảo Lý"):
        home = organizations.named(workspace, above)
        assert home is not None
        a_cell(workspace, "Chi bộ Trùng Tên", home)
    plan = planned(workspace, [HEAD, ["", "Tổ đảng Mẫu", "Tổ đảng", "Chi bộ Trùng Tên", ""]])
    (fault,) = plan.rows[0].row.faults
    assert fault.code == "organization_ambiguous"
    assert fault.params["count"] == 2
    assert fault.params["superiors"] == "“Đảng bộ xã Bàn Đạt”, “Đảng bộ xã Bảo Lý”"
    name = "Chi bộ Trùng Tên, đảng bộ xã Bảo Lý"
    (one,) = planned(workspace, [HEAD, ["", "Tổ đảng Mẫu", "Tổ đảng", name, ""]]).rows
    assert one.new is not None
    assert one.new.parent == organizations.named(workspace, name)


def test_a_superior_that_is_mistyped_is_told_with_similar_names(workspace: Workspace) -> None:
    plan = planned(workspace, [HEAD, ["", "Chi bộ Mẫu", "", "Đảng bộ xã Bàn Đạc", ""]])
    (fault,) = plan.rows[0].row.faults
    assert fault.code == "organization_misnamed"
    assert str(fault.params["similar"]).startswith("“Đảng bộ xã Bàn Đạt”")
    assert str(fault.params["similar"]).count("“") <= 3


def test_without_a_column_for_the_name_no_row_is_judged(workspace: Workspace) -> None:
    plan = planned(workspace, [["Loại", "Ghi chú"], ["Chi bộ", "a"], ["Chi bộ", "b"]])
    assert (plan.missing, plan.rows) == (("name",), ())
    error = refusal(lambda: organization_import.apply(workspace, plan))
    assert (error.code, error.params) == ("column_missing", {"field": "name"})


def test_an_organization_that_has_ended_is_no_superior(workspace: Workspace) -> None:
    old = a_cell(workspace, "Chi bộ Đổi Mới")
    successions.dissolve(workspace, old.id, on=date(2021, 3, 1), basis="QĐ 01")
    row = ["", "Tổ đảng Mẫu", "Tổ đảng", "Chi bộ Đổi Mới", ""]
    (gone,) = planned(workspace, [HEAD, row]).rows
    assert [fault.column for fault in gone.row.faults] == ["parent"]
    new = a_cell(workspace, "Chi bộ Đổi Mới")
    (found,) = planned(workspace, [HEAD, row]).rows
    assert found.new is not None
    assert found.new.parent == new.id


def test_an_import_that_is_stopped_adds_nothing(workspace: Workspace) -> None:
    before = changes(workspace)
    progress = Progress()
    progress.cancel()
    plan = planned(workspace, GOOD)
    with pytest.raises(Cancelled):
        organization_import.apply(workspace, plan, progress)
    assert changes(workspace) == before


# Where tables come from -----------------------------------------------------------------------


def test_a_table_is_pasted_with_line_breaks_in_its_cells(workspace: Workspace) -> None:
    pasted = (
        "Tên tổ chức\tTrực thuộc\r\n"
        '"Chi bộ Trường\nTHPT Mẫu"\tĐảng bộ xã Bàn Đạt\r\n'
        "Chi bộ Bưu điện\t\r\n"
    )
    plan = planned(workspace, tables.read_clipboard(pasted).rows)
    assert [one.row.faults for one in plan.rows] == [(), ()]
    assert [one.new.org_type for one in plan.rows if one.new] == ["CELL", "CELL"]


def test_a_sheet_from_excel_is_read_with_a_mapping_of_ones_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "to-chuc.xlsx"
    headings = ["Cột lạ", "Cột khác"]
    rows = [["Đảng bộ xã Bàn Đạt", "Chi bộ Xóm Mẫu"], ["", "Chi bộ Xóm Thí Dụ"]]
    exports.save_sheet(path, "Danh sách", headings, rows, [30, 30])
    table = tables.read_file(path).rows
    first = next(number for number, row in enumerate(table) if row[:2] == headings) + 1
    mapping = ColumnMapping(first, {"name": 1, "parent": 0})
    plan = organization_import.plan(workspace, table, parent=DISTRICT, mapping=mapping)
    assert plan.mapping == mapping
    assert organization_import.apply(workspace, plan) == 2
    assert parent_of(workspace, "Chi bộ Xóm Mẫu") == "Đảng bộ xã Bàn Đạt"
    assert parent_of(workspace, "Chi bộ Xóm Thí Dụ") == "Đảng bộ huyện Phú Bình"


def test_a_file_that_is_no_sheet_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "to-chuc.xlsx"
    path.write_bytes(b"PK\x03\x04 damaged")
    error = refusal(lambda: tables.read_file(path))
    assert (error.code, error.params["file"]) == ("sheet_unreadable", "to-chuc.xlsx")
