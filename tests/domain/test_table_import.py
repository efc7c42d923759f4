"""The table importer: headings found, rows read by field, faults told row by row."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.table_import import ColumnMapping, Fault, Field, match_headings, read_rows
from tests.helpers.entities import name_words

FIELDS = (
    Field("name", ("Tên tổ chức", "Tên", "name"), required=True),
    Field("type", ("Loại hình", "Loại")),
    Field("note", ("Ghi chú",)),
)
cells = st.text(max_size=8) | name_words()
tables = st.lists(st.lists(cells, max_size=5), max_size=12)


# Headings -------------------------------------------------------------------------------------


def test_headings_are_found_wherever_their_columns_stand() -> None:
    table = [["Ghi chú", "STT", "Loại", "Tên tổ chức"], ["n", "1", "Chi bộ", "Chi bộ Mẫu"]]
    assert match_headings(table, FIELDS) == ColumnMapping(1, {"name": 3, "type": 2, "note": 0})


@pytest.mark.parametrize("heading", ["TÊN TỔ CHỨC", "ten to chuc", " Tên  tổ chức: ", "Name"])
def test_a_heading_is_known_however_it_is_typed(heading: str) -> None:
    assert match_headings([[heading], ["Chi bộ Mẫu"]], FIELDS).columns == {"name": 0}


def test_titles_above_the_headings_are_passed_over() -> None:
    table = [
        ["DANH SÁCH TỔ CHỨC ĐẢNG", "", ""],
        ["Đơn vị:", "Huyện uỷ Phú Bình", ""],
        ["", "", ""],
        ["STT", "Tên", "Loại hình"],
        ["1", "Chi bộ Mẫu", "Chi bộ"],
    ]
    assert match_headings(table, FIELDS) == ColumnMapping(4, {"name": 1, "type": 2})


DATED = (
    Field("name", ("Tên",), required=True),
    Field("issued", ("Ngày ban hành",)),
    Field("ended", ("Ngày hết hiệu lực",)),
)


@pytest.mark.parametrize(
    "heads",
    [
        [["TT", "Tên", "Ngày", "Ngày"], ["TT", "Tên", "ban hành", "hết hiệu lực"]],
        [["TT", "Tên", "Ngày", ""], ["", "", "ban hành", "hết hiệu lực"]],
        [["", "", "NGÀY:", ""], ["TT", "Tên", "Ban hành", "Hết hiệu lực"]],
    ],
)
def test_headings_over_two_rows_are_read_together(heads: list[list[str]]) -> None:
    table = [["DANH MỤC", "", "", ""], *heads, ["1", "Quy định", "2020", "2021"]]
    columns = {"name": 1, "issued": 2, "ended": 3}
    assert match_headings(table, DATED) == ColumnMapping(3, columns)


def test_a_row_of_data_is_no_second_row_of_headings() -> None:
    table = [["Tên", "Ngày", "Ngày hết hiệu lực"], ["Ban hành", "ban hành", "2021"]]
    assert match_headings(table, DATED) == ColumnMapping(1, {"name": 0, "ended": 2})


def test_the_row_with_most_headings_is_the_one() -> None:
    table = [["Tên", ""], ["Tên tổ chức", "Loại"], ["Chi bộ Mẫu", "Chi bộ"]]
    assert match_headings(table, FIELDS).first_row == 2


def test_one_column_is_one_field() -> None:
    twice = (Field("first", ("Tên",)), Field("second", ("Tên",)))
    assert match_headings([["Tên"]], twice).columns == {"first": 0}
    assert match_headings([["Tên", "Tên"]], twice).columns == {"first": 0, "second": 1}


def test_without_headings_columns_are_taken_in_their_order() -> None:
    table = [["Chi bộ Mẫu", "Chi bộ"], ["Chi bộ Thí Dụ"]]
    assert match_headings(table, FIELDS) == ColumnMapping(0, {"name": 0, "type": 1})
    assert match_headings([], FIELDS) == ColumnMapping(0, {})


@given(tables)
def test_a_mapping_never_leaves_the_table(table: list[list[str]]) -> None:
    mapping = match_headings(table, FIELDS)
    width = max((len(row) for row in table), default=0)
    columns = list(mapping.columns.values())
    assert 0 <= mapping.first_row <= len(table)
    assert len(set(columns)) == len(columns)
    assert all(0 <= column < width for column in columns)
    assert set(mapping.columns) <= {field.name for field in FIELDS}


@given(st.permutations(range(3)), st.integers(0, 4), st.lists(name_words(), max_size=5))
def test_columns_in_any_order_give_the_same_rows(
    order: list[int], blank_rows: int, names: list[str]
) -> None:
    plain = [["Tên", "Loại", "Ghi chú"], *([name, "Chi bộ", "n"] for name in names)]
    shuffled = [[row[place] for place in order] for row in plain]
    above = [["", "", ""] for _ in range(blank_rows)]
    read = [
        [row.values for row in read_rows(table, match_headings(table, FIELDS), FIELDS)]
        for table in (plain, above + shuffled)
    ]
    assert read[0] == read[1]
    assert len(read[0]) == len(names)


# Rows -----------------------------------------------------------------------------------------


def test_rows_are_read_by_field_with_the_number_the_user_sees() -> None:
    table = [["Tên", "Loại"], ["Chi bộ Mẫu", "Chi bộ"], ["", " "], ["Chi bộ Thí Dụ"]]
    first, second = read_rows(table, match_headings(table, FIELDS), FIELDS)
    assert (first.number, dict(first.values)) == (2, {"name": "Chi bộ Mẫu", "type": "Chi bộ"})
    assert (second.number, dict(second.values)) == (4, {"name": "Chi bộ Thí Dụ", "type": ""})
    assert first.faults == second.faults == ()


def test_a_missing_value_is_the_fault_of_its_row_alone() -> None:
    table = [["Tên", "Loại"], ["", "Chi bộ"], ["Chi bộ Mẫu", ""]]
    bad, good = read_rows(table, match_headings(table, FIELDS), FIELDS)
    assert bad.faults == (Fault("name", "value_missing", {"field": "name"}),)
    assert good.faults == ()


def test_a_table_without_the_required_column_is_refused_row_by_row() -> None:
    table = [["Loại", "Ghi chú"], ["Chi bộ", "a"], ["Đảng bộ", "b"]]
    rows = read_rows(table, match_headings(table, FIELDS), FIELDS)
    assert [row.faults[0].code for row in rows] == ["value_missing", "value_missing"]


def test_a_mapping_of_the_user_wins() -> None:
    table = [["Tên", "Loại"], ["x", "Chi bộ Mẫu"]]
    (row,) = read_rows(table, ColumnMapping(1, {"name": 1}), FIELDS)
    assert dict(row.values) == {"name": "Chi bộ Mẫu"}


@given(tables)
def test_every_row_that_is_not_empty_is_read_once(table: list[list[str]]) -> None:
    mapping = ColumnMapping(0, {"name": 1, "type": 0, "note": 4})
    rows = read_rows(table, mapping, FIELDS)
    numbers = [row.number for row in rows]
    assert numbers == sorted(set(numbers))
    for row in rows:
        given_row = table[row.number - 1]
        assert any(row.values.values())
        assert all(unicodedata.is_normalized("NFC", value) for value in row.values.values())
        assert bool(row.faults) == (not row.values["name"])
        assert bool(row.values["type"]) <= bool(given_row[0].strip())
    passed_over = [row for place, row in enumerate(table, start=1) if place not in numbers]
    assert all(not read_rows([row], mapping, FIELDS) for row in passed_over)
