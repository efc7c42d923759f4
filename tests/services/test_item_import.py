"""Lines by paste or from a file on a real workspace: names tied to the register, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ktgs_desktop.services import history, item_import, program_items, tables
from tests.helpers import line_tables
from tests.helpers.builders import a_line, a_member, a_program, an_issued_program, changes, refusal

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

TABLE = [
    ["STT", "Nội dung", "Đối tượng", "Quý", "Chủ trì", "Thành viên chỉ đạo"],
    ["1", "Quản lý đất đai", "Đảng ủy xã Bàn Đạt", "II", "Huyện uỷ Phú Bình", "Đ/c Lê Văn Ví Dụ"],
    ["2", "Đoàn kết", "Đảng uỷ xã Không Có\nTrần Thị Thí Dụ, Bí thư", "III", "BTV", "Ai Đó"],
]


def planned(workspace: Workspace, program: Any, table: Any = TABLE, **values: Any) -> Any:
    usual = {"kind": "SUPERVISION_THEMATIC", **values}
    return item_import.plan(workspace, program.id, table, **usual)


def test_names_are_tied_to_the_register_and_strangers_are_told(workspace: Workspace) -> None:
    chief = a_member(workspace, "Lê Văn Ví Dụ")
    person = a_member(workspace)
    program = a_program(workspace)
    before = changes(workspace)
    plan = planned(workspace, program)
    assert changes(workspace) == before, "a plan writes nothing"
    first, second = plan.items
    assert first.subjects[0].name == "Đảng uỷ xã Bàn Đạt"
    assert first.subjects[0].id is not None
    assert first.lead is not None
    assert first.lead.id is not None
    assert (first.directing_member.name, first.directing_member.id) == ("Lê Văn Ví Dụ", chief.id)
    assert [(one.kind, one.name, one.position) for one in second.subjects] == [
        ("TCD", "Đảng uỷ xã Không Có", ""),
        ("DV", "Trần Thị Thí Dụ", "Bí thư"),
    ]
    assert second.subjects[1].id == person.id
    assert plan.unregistered == ["Đảng uỷ xã Không Có"]


def test_lines_are_written_as_one_operation_that_undo_takes_back(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program, content="Đã có", task_kind="SUPERVISION_THEMATIC")
    items = item_import.checked(planned(workspace, program))
    program_items.save_many(workspace, items, item_import.OPERATION)
    lines = program_items.items(workspace, program.id)
    assert [(one.content, one.seq) for one in lines] == [
        ("Đã có", 1), ("Quản lý đất đai", 2), ("Đoàn kết", 3),
    ]  # fmt: skip
    assert history.undo(workspace) is not None
    assert [one.content for one in program_items.items(workspace, program.id)] == ["Đã có"]


def test_what_is_refused_stops_the_whole_unless_it_is_left_out(workspace: Workspace) -> None:
    program = a_program(workspace)
    table = [*TABLE, ["3", "Ba", "Chi bộ A", "khi có", "", ""], ["", "", "Chi bộ B", "", "", ""]]
    plan = planned(workspace, program, table)
    assert plan.refused == 1
    assert refusal(lambda: item_import.checked(plan)).code == "rows_refused"
    kept = item_import.without_refused(plan)
    assert [one.content for one in item_import.checked(kept)] == ["Quản lý đất đai", "Đoàn kết"]


def test_a_table_without_contents(workspace: Workspace) -> None:
    program = a_program(workspace)
    plan = planned(workspace, program, [["Đối tượng", "Quý"], ["Chi bộ A", "I"]])
    assert plan.missing == ("content",)
    assert refusal(lambda: item_import.checked(plan)).code == "column_missing"


def test_an_issued_program_refuses_each_line(workspace: Workspace) -> None:
    issued, _items = an_issued_program(workspace)
    plan = planned(workspace, issued)
    assert {fault.code for one in plan.rows for fault in one.row.faults} == {"program_issued"}


@pytest.mark.parametrize("make", [line_tables.sheet, line_tables.word])
def test_the_file_itself_is_read_like_its_copy(
    workspace: Workspace, tmp_path: Path, make: Any
) -> None:
    program = a_program(workspace)
    plan = planned(workspace, program, tables.read_file(make(tmp_path)).rows)
    assert [line_tables.kept(item) for item in plan.items] == [
        line.kept for line in line_tables.lines()
    ]
