"""Tables of regulations: sheets as offices keep them, compared field by field; new and changed."""

from __future__ import annotations

import dataclasses
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_columns import FIELDS
from ktgs_desktop.domain.regulation_import import Ground, PlannedRegulation, plan
from ktgs_desktop.domain.regulations import Regulation, Relation
from ktgs_desktop.domain.table_import import match_headings
from ktgs_desktop.papers import table_reader
from tests.helpers.regulation_sheets import EXPECTED, FOLDER, TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence

OWNER = UUID(int=1)
HEADS = ["Số ký hiệu", "Cơ quan ban hành", "Trích yếu", "Ngày ban hành", "Ngày có hiệu lực",
         "Ngày hết hiệu lực", "Thay thế", "Ghi chú"]  # fmt: skip


def planned(
    *rows: Sequence[str],
    there: Sequence[Regulation] = (),
    heads: Sequence[str] = HEADS,
    when_issued: bool = False,
) -> list[PlannedRegulation]:
    numbers = count(100)
    ground = Ground(OWNER, lambda: UUID(int=next(numbers)), there, when_issued)
    table = [list(heads), *map(list, rows)]
    return plan(table, match_headings(table, FIELDS), ground)


def faults(one: PlannedRegulation) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in one.row.faults]


def told(text: Regulation, known: dict[UUID, str]) -> dict[str, Any]:
    """A text as a person reads it, field by field."""
    days = {name: getattr(text, name) for name in ("issued", "effective_from", "effective_to")}
    relations = [(one.kind, one.number, known.get(one.target or text.id) == one.number)
                 for one in text.relations]  # fmt: skip
    found = {
        "number": text.number, "issuer": text.issuer, "title": text.title, "kind": text.kind,
        **{name: day.iso if day else "" for name, day in days.items()},
        "relations": relations, "note": text.note,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def wanted() -> list[dict[str, Any]]:
    plain = ("number", "issuer", "title", "issued", "effective_from", "note")
    return [
        {name: text[name] for name in plain if name in text} | EXPECTED[text["number"]]
        for text in TEXTS
    ]


# Sheets -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_a_sheet_is_read_as_a_person_reads_it(file: Any) -> None:
    table = table_reader.read_file(file, name=file.name)
    mapping = match_headings(table.rows, FIELDS)
    numbers = count(1)
    found = plan(table.rows, mapping, Ground(OWNER, lambda: UUID(int=next(numbers)), ()))
    assert [faults(one) for one in found if one.row.faults] == []
    texts = [one.regulation for one in found if one.regulation is not None]
    known = {text.id: text.number for text in texts}
    assert [told(text, known) for text in texts] == wanted()
    legacy = next((name for name in ("tcvn3", "vni", "windows") if name in file.name), "unicode")
    assert table.reading.encoding.partition("-")[0] == legacy
    assert table.reading.sure


def test_only_texts_become_rows_of_the_sheet_with_titles_and_a_total() -> None:
    file = FOLDER / "excel_days_as_text.xlsx"
    rows = table_reader.read_file(file, name=file.name).rows
    found = plan(rows, match_headings(rows, FIELDS), Ground(OWNER, lambda: OWNER, ()))
    assert [rows[one.row.number - 1][0] for one in found if one.passed][:2] == [
        "(1)", "I. Ban Thường vụ",
    ]  # fmt: skip
    assert sum(one.passed for one in found) == 5


# Rows ---------------------------------------------------------------------------------------------


def test_a_row_is_refused_with_its_field() -> None:
    rows = (
        ["", "Tỉnh uỷ", "Quy định gì đó", "2020"],
        ["01-QĐ/TU", "Tỉnh uỷ", "", "2020"],
        ["02-QĐ/TU", "Tỉnh uỷ", "Quy định hai", "30/2/2020"],
        ["03-QĐ/TU", "Tỉnh uỷ", "Quy định ba", "26/7"],
        ["04-QĐ/TU", "Tỉnh uỷ", "Quy định bốn", "2020", "1/6/2021", "1/1/2021"],
        ["05-QĐ/TU", "Tỉnh uỷ", "Quy định năm", "2020", "", "", "cái trước"],
        ["06-QĐ/TU", "Tỉnh uỷ", "x" * 5000, "2020"],
        ["07-QĐ/TU", "Tỉnh uỷ", "Quy định bảy", "2020", "", "", "07-QĐ/TU (2020) của Tỉnh uỷ"],
    )
    assert [faults(one) for one in planned(*rows)] == [
        [("regulation_number", "value_missing")],
        [("title", "value_missing")],
        [("issued", "date_impossible")],
        [("issued", "written_date_bad")],
        [("effective_to", "regulation_dates_reversed")],
        [("replaces", "relation_not_understood")],
        [("title", "too_long")],
        [("replaces", "relation_to_itself")],
    ]


def test_the_same_text_twice_is_refused_and_a_number_of_two_years_is_not() -> None:
    found = planned(
        ["20-QĐ/TU", "Tỉnh uỷ", "Quy định một", "2011"],
        ["20 - QĐ/TU", "Tỉnh uỷ", "Quy định khác", "3/2/2026"],
        ["Số 20-QĐ/TU", "Tỉnh uỷ", "Quy định một nữa", "2011"],
    )
    assert [faults(one) for one in found] == [[], [], [("", "row_twice")]]
    assert found[0].regulation is not None
    assert found[1].regulation is not None
    assert found[0].regulation.id != found[1].regulation.id


def test_texts_that_replace_one_another_in_a_circle_are_refused() -> None:
    found = planned(
        ["1-QĐ/TU", "", "Quy định một", "2020", "", "", "2-QĐ/TU"],
        ["2-QĐ/TU", "", "Quy định hai", "2020", "", "", "1-QĐ/TU"],
        ["3-QĐ/TU", "", "Quy định ba", "2021", "", "", "2-QĐ/TU"],
    )
    assert [faults(one) for one in found] == [[("replaces", "regulation_circle")]] * 2 + [[]]


def test_days_from_words_and_the_option() -> None:
    rows = (
        ["22-QĐ/TU ngày 28/7/2021", "Tỉnh uỷ", "Quy định một", "", "từ ngày ký"],
        ["23-QĐ/TU", "Tỉnh uỷ", "Quy định hai", "28/7/2021"],
    )
    assert [one.regulation.effective_from for one in planned(*rows) if one.regulation] == [
        PartialDate("2021-07-28"), None,
    ]  # fmt: skip
    found = planned(*rows, when_issued=True)
    assert found[1].regulation is not None
    assert found[1].regulation.effective_from == PartialDate("2021-07-28")


# What is there ------------------------------------------------------------------------------------


def text(number: str, issued: str, **more: Any) -> Regulation:
    values = {"issuer": "Ban Chấp hành Trung ương", "title": "Quy định cũ", "kind": "REGULATION"}
    day = PartialDate(issued) if issued else None
    made = {"owner": OWNER, "id": UUID(int=7), "issued": day, **values, **more}
    return Regulation(number=number, **made)


def test_the_same_row_changes_nothing_and_an_empty_cell_neither() -> None:
    known = text("22-QĐ/TW", "2021-07-28", effective_from=PartialDate("2021-07-28"), note="giữ")
    (same,) = planned(["22-QĐ/TW", "BCHTW khoá XIII", "Quy định cũ", "2021"], there=[known])
    assert (same.row.exists, same.regulation, same.differs) == (True, None, ())


def test_a_row_changes_what_it_says_otherwise() -> None:
    old = text("30-QĐ/TW", "2016-07-26", id=UUID(int=8))
    known = text("22-QĐ/TW", "2021-07-28", note="giữ", relations=(
        Relation("AMENDS", "9-QĐ/TW"), Relation("REPLACES", "46-QĐ/TW"),
    ))  # fmt: skip
    (found,) = planned(
        ["22-QĐ/TW", "", "Quy định mới", "28.7.2021", "28.7.2021", "", "30-QĐ/TW"],
        there=[old, known],
    )
    assert found.differs == ("title", "effective_from", "replaces")
    assert found.regulation == dataclasses.replace(
        known,
        title="Quy định mới",
        effective_from=PartialDate("2021-07-28"),
        relations=(Relation("AMENDS", "9-QĐ/TW"), Relation("REPLACES", "30-QĐ/TW", target=old.id)),
    )


def test_a_text_of_the_lists_stays_and_the_difference_is_told() -> None:
    listed = text("22-QĐ/TW", "2021-07-28", owner=REGISTER_OWNER)
    own = text("22-QĐ/TW", "2021-07-28", id=UUID(int=9))
    (found,) = planned(["22-QĐ/TW", "BCHTW", "Quy định mới", "28/7/2021"], there=[own, listed])
    assert (found.regulation, found.before, found.differs) == (None, listed, ("title",))
    assert found.row.exists


def test_another_issuer_is_another_text_and_no_date_may_mean_several() -> None:
    there = [text("20-QĐ/TW", "2011"), text("20-QĐ/TW", "2026", id=UUID(int=9))]
    other, unsure = planned(
        ["20-QĐ/TW", "Ban Bí thư", "Quy định khác", "2011"],
        ["20-QĐ/TW", "", "Quy định nào đó", ""],
        there=there,
    )
    assert other.before is None
    assert other.regulation is not None
    assert faults(unsure) == [("issued", "regulation_ambiguous")]


def test_an_earlier_text_is_tied_only_where_it_is_plain() -> None:
    there = [
        text("20-QĐ/TW", "2011"),
        text("20-QĐ/TW", "2026-01-05", id=UUID(int=9)),
        text("20-QĐ/TW", "2026-09-09", id=UUID(int=10)),
    ]
    rows = [
        [f"{number}-QĐ/TU", "", f"Quy định {number}", day, "", "", named]
        for number, day, named in (
            (1, "5/2012", "20-QĐ/TW"),
            (2, "5/2026", "20-QĐ/TW"),
            (3, "5/2026", "20-QĐ/TW (2026)"),
            (4, "12/2026", "20-QĐ/TW ngày 9/9/2026"),
            (5, "12/2026", "99-QĐ/TW"),
        )
    ]
    found = [one.regulation.relations[0].target for one in planned(*rows, there=there)
             if one.regulation]  # fmt: skip
    assert found == [UUID(int=7), None, UUID(int=9), UUID(int=10), None]
