"""Rows of a table into organisations: types, superiors, doubles."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop import paths
from ktgs_desktop.domain.codes import CodeList, code_list
from ktgs_desktop.domain.organization_import import FIELDS, PlannedOrganization, plan, type_of
from ktgs_desktop.domain.table_import import match_headings, read_rows
from ktgs_desktop.domain.vietnamese import accented, fold, words
from tests.helpers.entities import an_id, name_words

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME, COMMUNE = an_id("Đảng bộ huyện Phú Bình"), an_id("Đảng bộ xã Bàn Đạt")
REGISTER = {"Đảng bộ huyện Phú Bình": HOME, "Đảng bộ xã Bàn Đạt": COMMUNE}
HEADINGS = ["Tên tổ chức", "Loại", "Trực thuộc", "Mã", "Ghi chú"]


@cache
def types() -> CodeList:
    return code_list(json.loads(paths.resource("codes", "organization_types.json").read_bytes()))


def planned(
    *table: list[str],
    parent: UUID | None = HOME,
    siblings: Mapping[UUID | None, frozenset[str]] | None = None,
) -> list[PlannedOrganization]:
    whole = [HEADINGS, *table]
    rows = read_rows(whole, match_headings(whole, FIELDS), FIELDS)
    known = {accented(name): found for name, found in REGISTER.items()}
    return plan(
        rows,
        types=types(),
        parent=parent,
        find=lambda name: known.get(accented(name)),
        siblings=siblings or {},
    )


def codes_of(one: PlannedOrganization) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in one.row.faults]


# Types ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("Chi bộ", "Mẫu", "CELL"),
        ("CELL", "Mẫu", "CELL"),
        ("party cell", "Mẫu", "CELL"),
        ("dang bo co so", "Mẫu", "GRASSROOTS_PARTY_BODY"),
        ("Đảng bộ", "Đảng bộ huyện Mẫu", "PARTY_BODY"),
        ("Đảng đoàn", "Mẫu", "PARTY_DELEGATION"),
        ("Chi bộ cơ sở trực thuộc", "Mẫu", "GRASSROOTS_CELL"),
        ("", "Chi bộ Trường Mẫu", "CELL"),
        ("", "Chi bộ cơ sở Bưu điện", "GRASSROOTS_CELL"),
        ("", "Đảng bộ bộ phận Mẫu", "SUB_PARTY_BODY"),
        ("", "Đảng bộ Công an huyện", "GRASSROOTS_PARTY_BODY"),
        ("", "ĐẢNG UỶ CÔNG AN", "GRASSROOTS_PARTY_BODY"),
        ("", "Uỷ ban Kiểm tra Đảng uỷ", "INSPECTION_COMMITTEE"),
        ("", "UBKT Đảng uỷ", "INSPECTION_COMMITTEE"),
        ("", "Ban Thường vụ Đảng uỷ", "STANDING_COMMITTEE"),
        ("", "Ban Chấp hành Đảng bộ xã Mẫu", "EXEC_COMMITTEE"),
        ("", "Ban cán sự đảng UBND tỉnh", "PARTY_CAUCUS"),
        ("", "Ban Tổ chức Huyện uỷ", "ADVISORY_BODY"),
        ("", "Văn phòng Huyện uỷ", "ADVISORY_BODY"),
        ("", "Ban chấp hành hội nông dân", ""),
        ("", "Ban Chấp hành Công đoàn", ""),
        ("Ban chấp hành", "Huyện uỷ Mẫu", "EXEC_COMMITTEE"),
        ("", "Trường Tiểu học Mẫu", ""),
        ("loại lạ", "Chi bộ Mẫu", ""),
    ],
)
def test_the_type_is_what_is_typed_or_how_the_name_begins(typed: str, name: str, kind: str) -> None:
    assert type_of(typed, name, types()) == kind


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_type_is_known_by_its_name(language: str) -> None:
    for code in types().codes.values():
        assert type_of(code.name(language).upper(), "", types()) == code.code


# Headings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("name", "Tên tổ chức đảng"),
        ("name", "TÊN TỔ CHỨC"),
        ("name", "Tên đảng bộ, chi bộ"),
        ("name", "Tên chi bộ (ghi đầy đủ)"),
        ("parent", "Tổ chức đảng cấp trên trực tiếp"),
        ("parent", "Cấp trên trực tiếp"),
        ("parent", "Cấp uỷ cấp trên"),
        ("parent", "Cấp ủy cấp trên trực tiếp"),
        ("type", "Loại hình"),
        ("type", "Loại hình tổ chức đảng"),
        ("code", "Mã số"),
        ("code", "Mã số tổ chức đảng"),
        ("note", "Ghi chú"),
    ],
)
def test_natural_headings_are_recognised(name: str, heading: str) -> None:
    table = [["STT", heading], ["1", "Mẫu"]]
    assert match_headings(table, FIELDS).columns == {name: 1}


def test_no_heading_means_two_fields() -> None:
    known = [" ".join(words(fold(heading))) for part in FIELDS for heading in part.headings]
    assert len(known) == len(set(known))


# Rows -----------------------------------------------------------------------------------------


def test_a_row_becomes_an_organization_below_the_one_it_names() -> None:
    (one,) = planned(["Chi bộ xóm Mẫu", "", "Đảng bộ xã Bàn Đạt", "07", "ghi chú"])
    assert one.new is not None
    assert (one.new.name, one.new.org_type, one.new.level) == ("Chi bộ xóm Mẫu", "CELL", "CB")
    assert (one.new.parent, one.new.code, one.new.note) == (COMMUNE, "07", "ghi chú")
    assert one.parent_row is None


def test_a_row_that_names_no_superior_stands_below_the_chosen_one() -> None:
    (one,) = planned(["Chi bộ Mẫu"])
    assert one.new is not None
    assert one.new.parent == HOME


def test_the_superior_may_stand_in_the_table_above_or_below() -> None:
    below, above, last = planned(
        ["Chi bộ A", "", "Đảng bộ Trường Mẫu"],
        ["Đảng bộ Trường Mẫu"],
        ["Chi bộ B", "", "đảng bộ trường mẫu"],
    )
    assert above.new is not None
    assert (below.parent_row, last.parent_row) == (above.row.number, above.row.number)


def test_the_register_comes_before_the_table() -> None:
    one, _same_name = planned(
        ["Chi bộ A", "", "Đảng bộ xã Bàn Đạt"], ["Đảng bộ xã Bàn Đạt", "Đảng bộ cơ sở"]
    )
    assert one.new is not None
    assert (one.new.parent, one.parent_row) == (COMMUNE, None)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "Chi bộ"], ("name", "value_missing")),
        (["Trường Mẫu"], ("type", "type_unknown")),
        (["Chi bộ Mẫu", "loại lạ"], ("type", "type_unknown")),
        (["Chi bộ Mẫu", "", "Đảng bộ không có"], ("parent", "organization_unknown")),
        (["Chi bộ Mẫu", "", "Chi bộ Mẫu"], ("parent", "own_parent")),
        (["Chi bộ " + "x" * 300], ("name", "too_long")),
        (["Chi bộ Mẫu", "", "", "", "x" * 4001], ("note", "too_long")),
    ],
)
def test_a_row_that_cannot_be_is_refused_alone(row: list[str], fault: tuple[str, str]) -> None:
    good, bad = planned(["Chi bộ Thí Dụ"], row)
    assert codes_of(bad) == [fault]
    assert bad.new is None
    assert good.new is not None
    assert good.row.faults == ()


def test_without_a_superior_nothing_is_added_at_the_top() -> None:
    (one,) = planned(["Chi bộ Mẫu"], parent=None)
    assert codes_of(one) == [("parent", "value_missing")]


def test_one_name_below_one_superior_stands_in_the_table_once() -> None:
    first, second, third, elsewhere = planned(
        ["Chi bộ 1"],
        ["CHI BỘ 1"],
        ["Chi bộ 1", "", "Đảng bộ huyện Phú Bình"],
        ["Chi bộ 1", "", "Đảng bộ xã Bàn Đạt"],
    )
    assert first.new is not None
    assert codes_of(second) == codes_of(third) == [("name", "row_twice")]
    assert elsewhere.new is not None


def test_a_superior_that_could_be_either_of_two_rows_is_refused() -> None:
    *_rows, under = planned(
        ["Chi bộ 1"],
        ["Chi bộ 1", "", "Đảng bộ xã Bàn Đạt"],
        ["Tổ đảng Mẫu", "Tổ đảng", "Chi bộ 1"],
    )
    assert codes_of(under) == [("parent", "parent_row_twice")]


def test_what_the_register_has_below_the_same_superior_is_passed_over() -> None:
    siblings = {HOME: frozenset({accented("Chi bộ Mẫu")})}
    known, elsewhere = planned(
        ["chi bộ mẫu"], ["Chi bộ Mẫu", "", "Đảng bộ xã Bàn Đạt"], siblings=siblings
    )
    assert known.row.exists
    assert known.new is None
    assert known.row.faults == ()
    assert elsewhere.new is not None


parents = st.sampled_from(["", *REGISTER, "Chi bộ 1", "Đảng bộ Mẫu", "không có"])
rows = st.lists(st.tuples(name_words() | st.just("Chi bộ 1"), st.just(""), parents), max_size=12)


@given(rows, st.none() | st.just(HOME))
def test_a_row_is_added_passed_over_or_refused_and_never_two_of_them(
    table: list[tuple[str, str, str]], parent: UUID | None
) -> None:
    siblings = {HOME: frozenset({accented("Chi bộ 1")})}
    found = planned(*map(list, table), parent=parent, siblings=siblings)
    assert len(found) == len(table)
    for one in found:
        assert (one.new is not None) + one.row.exists + bool(one.row.faults) == 1
        if one.new is not None:
            assert (one.new.parent is None) == (one.parent_row is not None)
            assert one.parent_row != one.row.number
    added = [
        (accented(one.new.name), one.new.parent, one.parent_row)
        for one in found
        if one.new is not None
    ]
    assert len(set(added)) == len(added)
