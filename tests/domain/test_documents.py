"""Numbers of papers, and the guidance on their layout in force on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.documents import (
    DocumentFile,
    LayoutRule,
    check_number,
    layout_rule,
    next_number,
    number_text,
    symbol,
)
from ktgs_desktop.errors import UserError
from tests.helpers.entities import a_paper

numbers = st.integers(1, 400)


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "01"), (9, "09"), (10, "10"), (99, "99"), (100, "100")]
)
def test_numbers_below_ten_have_a_leading_zero(number: int, shown: str) -> None:
    assert number_text(number) == shown


def test_number_and_symbol_stand_together() -> None:
    assert symbol(2, "CTr", "HU") == "02-CTr/HU"
    assert symbol(15, "CTr", "UBKTHU") == "15-CTr/UBKTHU"


@given(st.lists(numbers), numbers)
def test_the_next_number_is_free_and_the_least_after_all_given(used: list[int], start: int) -> None:
    found = next_number(used, start)
    assert found not in used
    assert found >= start
    assert found == start or found - 1 in used
    assert all(found > number for number in used)
    check_number(found, used, "shown")


@given(numbers, st.integers(0, 40))
def test_numbers_given_one_after_the_other_have_no_gap(start: int, count: int) -> None:
    used: list[int] = []
    for _ in range(count):
        used.append(next_number(used, start))
    assert used == list(range(start, start + count))


@given(st.lists(numbers, min_size=1), st.data())
def test_a_number_given_already_is_refused_with_its_symbol(
    used: list[int], data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from(used))
    with pytest.raises(UserError) as caught:
        check_number(number, used, symbol(number, "CTr", "HU"))
    assert caught.value.code == "number_taken"
    assert caught.value.params["symbol"] == symbol(number, "CTr", "HU")


@pytest.mark.parametrize("number", [0, -1])
def test_numbers_begin_with_one(number: int) -> None:
    with pytest.raises(UserError) as caught:
        check_number(number, [], "shown")
    assert (caught.value.code, caught.value.params) == ("number_bad", {"number": number})


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2021, 1, 5), LayoutRule.HD36),
        (date(2026, 5, 26), LayoutRule.HD36),
        (date(2026, 5, 27), LayoutRule.HD05),
        (date(2027, 1, 1), LayoutRule.HD05),
    ],
)
def test_the_day_decides_the_guidance(day: date, rule: LayoutRule) -> None:
    assert layout_rule(day) == rule


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_once_the_newer_guidance_holds_it_goes_on_holding(day: date) -> None:
    later = layout_rule(day + timedelta(days=1))
    assert later == LayoutRule.HD05 or layout_rule(day) == LayoutRule.HD36


def test_of_files_of_a_kind_the_newest_counts() -> None:
    files = tuple(
        DocumentFile(role, f"{number:064x}", f"{number}.pdf", 10, date(2021, 1, 5))
        for number, role in enumerate(["PDF", "SIGNED_PDF", "PDF", "SCAN"])
    )
    paper = a_paper(files=files)
    assert paper.latest("PDF") == files[2]
    assert paper.latest("SIGNED_PDF") == files[1]
    assert paper.latest("WORD") is None
