"""Rows of a table into lines: columns found, parts, rows that continue, faults by column."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import item_columns, item_import
from ktgs_desktop.domain.item_import import Ground, PlannedItem, Registers
from ktgs_desktop.domain.programs import Named, Subject
from ktgs_desktop.domain.written_kinds import kind_of, part_title
from ktgs_desktop.services.workspace import codes
from tests.helpers.entities import a_draft, an_id, an_item

HEADS = ["STT", "Nội dung", "Đối tượng", "Thời gian", "Chủ trì"]
_KINDS = codes("task_kinds")


def ground(**values: Any) -> Ground:
    registers = Registers(
        blank=lambda kind: an_item(task_kind=kind, content="", quarter=None),
        subject=lambda one: Subject(an_id(one.name), one.kind, one.name, None, one.position),
        known=lambda _name: False,
        body=Named,
        person=Named,
    )
    usual = Ground(a_draft(), _KINDS, codes("methods"), "INSPECTION_PROGRAM", registers)
    return dataclasses.replace(usual, **values)


def planned(table: Sequence[Sequence[str]], **values: Any) -> list[PlannedItem]:
    mapping = item_columns.match_columns(table, 2021, lambda text: bool(kind_of(text, _KINDS)))
    return item_import.plan(table, mapping, ground(**values))


def columns(table: Sequence[Sequence[str]]) -> dict[str, int]:
    found = item_columns.match_columns(table, 2021, lambda text: bool(kind_of(text, _KINDS)))
    return dict(found.columns)


def faults(rows: Sequence[PlannedItem]) -> list[tuple[int, str, str]]:
    return [(one.row.number, f.column, f.code) for one in rows for f in one.row.faults]


# Columns ------------------------------------------------------------------------------------------


def test_heads_are_known_with_and_without_accents_and_remarks() -> None:
    heads = ["tt", "noi dung (chuyen de)", "DOI TUONG", "Moc thoi gian", "Quý", "Chủ trì",
             "Phối hợp", "Thành viên chỉ đạo", "Ghi chú", "Loại hình"]  # fmt: skip
    assert columns([["Phụ lục"], heads, ["1", "x"]]) == {
        "number": 0, "content": 1, "subjects": 2, "period": 3, "work": 4, "lead": 5, "support": 6,
        "directing_member": 7, "note": 8, "task_kind": 9,
    }  # fmt: skip


def test_without_heads_cells_and_places_say_what_a_column_is() -> None:
    table = [
        ["1", "Quản lý đất đai", "Đảng uỷ xã Bàn Đạt", "KT", "2019-2020", "Quý I", "UBKT Huyện uỷ"],
        ["2", "Giữ gìn đoàn kết", "Đảng uỷ xã Tân Kim", "GS", "2020", "Tháng 3-5", "Ban Tổ chức"],
    ]
    assert columns(table) == {
        "number": 0, "content": 1, "subjects": 2, "task_kind": 3, "period": 4, "work": 5, "lead": 6,
    }  # fmt: skip
    assert columns([["Quản lý đất đai", "Đảng uỷ xã Bàn Đạt", "Quý I"]]) == {
        "content": 0, "subjects": 1, "work": 2,
    }  # fmt: skip


def test_heads_repeated_on_each_page_and_numbers_of_columns_are_no_lines() -> None:
    table = [HEADS, ["(1)", "(2)", "(3)", "(4)", "(5)"], ["1", "A", "", "Quý I", ""], HEADS,
             ["2", "B", "", "Quý II", ""]]  # fmt: skip
    assert [one.item.content for one in planned(table) if one.item] == ["A", "B"]


# Kinds and parts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("KT", "INSPECTION_PROGRAM"),
        ("Giám sát", "SUPERVISION_THEMATIC"),
        ("GS thường xuyên", "SUPERVISION_REGULAR"),
        ("Kiểm tra tổ chức đảng khi có dấu hiệu vi phạm", "INSPECTION_VIOLATION_SIGN"),
        ("Kiểm tra tài chính đảng", "INSPECTION_FINANCE"),
        ("Kiểm tra thực hiện nhiệm vụ kiểm tra, giám sát", "INSPECTION_KTGS_DUTY"),
        ("KT thi hành KL", "INSPECTION_DISCIPLINE_DUTY"),
        ("Kiểm tra, giám sát", "INSPECTION_PROGRAM"),
        ("Quý I", ""),
        ("", ""),
    ],
)
def test_kinds_as_offices_write_them(text: str, kind: str) -> None:
    assert kind_of(text, _KINDS) == kind


def test_every_kind_is_known_by_each_of_its_names() -> None:
    for code in _KINDS.codes.values():
        for name in (code.vi, code.en, code.short("vi"), code.short("en"), code.code):
            assert kind_of(name, _KINDS) == code.code


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (["A. KIỂM TRA", "", ""], "KIỂM TRA"),
        (["B. GIÁM SÁT"] * 3, "GIÁM SÁT"),
        (["I", "Giám sát chuyên đề", ""], "Giám sát chuyên đề"),
        (["", "GIÁM SÁT", ""], "GIÁM SÁT"),
        (["1", "Giám sát chuyên đề", ""], ""),
        (["", "Giám sát việc quản lý", ""], ""),
        (["1", "A", "Đảng uỷ"], ""),
        (["", "", ""], ""),
    ],
)
def test_which_rows_are_titles_of_parts(row: list[str], title: str) -> None:
    assert part_title(row) == title


def test_a_part_gives_its_kind_to_the_rows_below_it() -> None:
    rows = planned(
        [HEADS, ["A. KIỂM TRA"] * 5, ["1", "Một", "", "", ""], ["B", "GIÁM SÁT", "", "", ""],
         ["2", "Hai", "", "", ""], ["II", "Giám sát thường xuyên", "", "", ""],
         ["3", "Ba", "", "", ""]]
    )  # fmt: skip
    assert [one.item.task_kind for one in rows if one.item] == [
        "INSPECTION_PROGRAM", "SUPERVISION_THEMATIC", "SUPERVISION_REGULAR",
    ]  # fmt: skip


# Rows that continue -------------------------------------------------------------------------------


def names(one: PlannedItem) -> list[str]:
    assert one.item is not None
    return [subject.name for subject in one.item.subjects]


def test_merged_and_empty_cells_add_subjects_to_the_line_above() -> None:
    rows = planned(
        [HEADS, ["1", "Một", "Chi bộ A", "Quý I", "BTV"], ["1", "Một", "Chi bộ B", "Quý I", "BTV"],
         ["", "", "Chi bộ C", "", ""], ["2", "Hai", "Chi bộ D", "Quý I", "BTV"]]
    )  # fmt: skip
    assert names(rows[0]) == ["Chi bộ A", "Chi bộ B", "Chi bộ C"]
    assert [one.joined for one in rows] == [0, 2, 2, 0]
    assert names(rows[3]) == ["Chi bộ D"]


def test_rows_of_one_number_with_times_of_their_own_are_lines_of_their_own() -> None:
    rows = planned(
        [HEADS, ["1", "Một", "Chi bộ A", "Quý I", ""], ["1", "Một", "Chi bộ B", "Quý II", ""]]
    )
    assert [one.item.quarter for one in rows if one.item] == [1, 2]


# Faults -------------------------------------------------------------------------------------------


def test_each_fault_names_its_row_and_column() -> None:
    table = [
        [*HEADS, "Mốc thời gian", "Loại hình", "Phương thức"],
        ["1", "Một", "", "khi có", "", "đầu nhiệm kỳ", "Họp", "Bí mật"],
        ["2", "", "", "Quý I", "", "", "KT", ""],
        ["3", "Ba", "", "Quý II/2022", "", "", "KT", ""],
        ["4", "Bốn" * 2000, "", "Quý I", "", "", "KT", ""],
        ["5", "Năm", "", "Quý I", "", "2020", "GS", "Trực tiếp"],
    ]
    rows = planned(table)
    assert faults(rows) == [
        (2, "task_kind", "task_kind_unknown"),
        (2, "period", "date_not_understood"),
        (2, "work", "work_not_understood"),
        (2, "method", "method_unknown"),
        (3, "content", "value_missing"),
        (4, "work", "work_other_year"),
        (5, "content", "too_long"),
    ]
    assert [one.item is not None for one in rows] == [False, False, False, False, True]


def test_a_line_that_is_there_is_not_added_again() -> None:
    there = an_item(content="Một", quarter=1, subjects=(Subject(an_id("s"), "TCD", "CHI BỘ A"),))
    rows = planned([HEADS, ["1", "một", "Chi bộ A", "Quý I", ""]], there=[there])
    assert rows[0].row.exists
    assert rows[0].item is None


def test_a_year_of_the_term_is_the_lines_and_one_outside_it_a_fault() -> None:
    term = a_draft(kind="TERM", year=2020)
    heads = ["STT", "Nội dung", "Năm thực hiện", "Thời gian"]
    rows = planned(
        [heads, ["1", "Một", "2022", "Quý I"], ["2", "Hai", "", "Quý III/2023"],
         ["3", "Ba", "2031", ""]],
        program=term,
    )  # fmt: skip
    assert [(one.item.year, one.item.quarter) for one in rows if one.item] == [(2022, 1), (2023, 3)]
    assert faults(rows) == [(4, "year", "year_outside_program")]


# Whatever stands in a table -----------------------------------------------------------------------

_CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ("1", "Quý I", "A. KIỂM TRA", "Chi bộ A\nChi bộ B", "03 đảng viên", "GS", *HEADS)
    ),
)


@given(st.lists(st.lists(_CELLS, min_size=1, max_size=7), max_size=12))
def test_every_row_that_says_something_is_told_about(table: list[list[str]]) -> None:
    mapping = item_columns.match_columns(table, 2021, lambda text: bool(kind_of(text, _KINDS)))
    if "content" not in mapping.columns:
        return
    rows = item_import.plan(table, mapping, ground())
    numbers = [one.row.number for one in rows]
    assert numbers == sorted(set(numbers))
    told = set(numbers)
    for place, cells in enumerate(table[mapping.first_row :], start=mapping.first_row + 1):
        used = [cells[at] for at in mapping.columns.values() if at < len(cells)]
        if any(cell.strip() for cell in used) and place not in told:
            quiet = not any(any(c.isprintable() and not c.isspace() for c in t) for t in used)
            assert quiet, cells
    for one in rows:
        ways = [one.item is not None, bool(one.row.faults), bool(one.part), bool(one.joined),
                one.heading]  # fmt: skip
        assert sum(ways) == 1 or one.row.exists, one
