"""Times as tables write them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import ROMAN_QUARTERS, PartialDate
from ktgs_desktop.domain.written_times import parse_written_period, parse_written_work
from ktgs_desktop.errors import UserError
from tests.helpers.entities import partial_dates


def on(*isos: str) -> tuple[PartialDate, ...]:
    return tuple(map(PartialDate, isos))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", (None, None, None)),
        ("Quý II/2021", (2, None, None)),
        ("quy iv", (4, None, None)),
        ("III", (3, None, None)),
        ("Quý I\nnăm 2021", (1, None, None)),
        ("Quý I, II", (None, *on("2021-01", "2021-06"))),
        ("Quý III và quý IV/2021", (None, *on("2021-07", "2021-12"))),
        ("Tháng 3", (None, *on("2021-03", "2021-03"))),
        ("Từ tháng 3 đến tháng 5/2021", (None, *on("2021-03", "2021-05"))),
        ("6 tháng đầu năm", (None, *on("2021-01", "2021-06"))),
        ("06 tháng cuối năm 2021", (None, *on("2021-07", "2021-12"))),
        ("Cả năm", (None, *on("2021", "2021"))),
        ("Thường xuyên", (None, *on("2021", "2021"))),
        ("Từ ngày 15/5 đến ngày 30/6/2021", (None, *on("2021-05-15", "2021-06-30"))),
        ("15/5 - 30/6", (None, *on("2021-05-15", "2021-06-30"))),
    ],
)
def test_when_work_is_done(text: str, wanted: object) -> None:
    assert parse_written_work(text, 2021) == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("khi có", "work_not_understood"),
        ("Quý 5", "quarter_bad"),
        ("Quý I/2022", "work_other_year"),
        ("Quý II - III/2020", "work_other_year"),
        ("Tháng 13", "date_impossible"),
        ("Tháng 5 - 3", "dates_reversed"),
        ("31/2", "date_impossible"),
    ],
)
def test_what_is_no_time_of_work(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_written_work(text, 2021)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", (None, None)),
        ("2019-2020", on("2019", "2020")),
        ("Năm 2019, 2020", on("2019", "2020")),
        ("Năm 2020", on("2020", "2020")),
        ("Từ 01/01/2019 đến 31/12/2020", on("2019-01-01", "2020-12-31")),
        ("Từ tháng 01/2019 đến tháng 6/2020", on("2019-01", "2020-06")),
        ("Từ 2019", (PartialDate("2019"), None)),
        ("Từ năm 2019 đến nay", (PartialDate("2019"), None)),
        ("Đến 31/12/2020", (None, PartialDate("2020-12-31"))),
    ],
)
def test_which_time_is_examined(text: str, wanted: object) -> None:
    assert parse_written_period(text, 2021) == wanted


def test_a_period_in_words_is_told_and_not_guessed() -> None:
    with pytest.raises(UserError) as caught:
        parse_written_period("đầu nhiệm kỳ", 2021)
    assert (caught.value.code, caught.value.params["text"]) == (
        "date_not_understood",
        "đầu nhiệm kỳ",
    )


@given(partial_dates(), partial_dates())
def test_a_period_as_papers_print_it_is_read_back(one: PartialDate, other: PartialDate) -> None:
    start, end = sorted((one, other), key=lambda date: (date.first, date.last))
    if start == end or end.last < start.first:
        return
    assert parse_written_period(f"{start} – {end}", 2021) == (start, end)
    assert parse_written_period(f"Từ {start} đến {end}", 2021) == (start, end)


@given(st.integers(1, 4), st.integers(2000, 2060))
def test_a_quarter_as_papers_print_it_is_read_back(quarter: int, year: int) -> None:
    text = f"Quý {ROMAN_QUARTERS[quarter]}/{year}"
    assert parse_written_work(text, year) == (quarter, None, None)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_with_a_sentence_or_understood(text: str) -> None:
    for read in (parse_written_work, parse_written_period):
        with contextlib.suppress(UserError):  # nothing else may come out of any text
            read(text, 2021)
