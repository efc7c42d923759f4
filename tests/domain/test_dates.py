from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import (
    PartialDate,
    Span,
    days_between,
    exactly,
    format_long,
    parse_quarter,
    parse_typed_date,
    parse_typed_span,
    parse_work_time,
    quarter_of,
    quarter_span,
    show_span,
)
from ktgs_desktop.errors import UserError
from tests.helpers.refusals import told

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3006", "2021-06-30"),
        ("30/6", "2021-06-30"),
        ("30.6.21", "2021-06-30"),
        ("30-6-2021", "2021-06-30"),
        ("30062021", "2021-06-30"),
        ("300621", "2021-06-30"),
        ("1/1/75", "1975-01-01"),
        ("6/2021", "2021-06"),
        ("1975", "1975"),
        ("2020", "2020"),
        ("2012", "2021-12-20"),
        ("2021-06-30", "2021-06-30"),
        ("2021-6", "2021-06"),
    ],
)
def test_dates_are_understood_as_clerks_type_them(typed: str, iso: str) -> None:
    assert parse_typed_date(typed, year=2021).iso == iso


def test_four_digits_mean_the_year_where_a_year_is_expected() -> None:
    assert parse_typed_date("2012", year=2021, prefer_year=True).iso == "2012"
    assert parse_typed_date("3006", year=2021, prefer_year=True).iso == "2021-06-30"


@pytest.mark.parametrize("typed", ["31/2", "32/1", "3113", "1/13/2021", "13/1800"])
def test_a_day_that_no_calendar_has_is_said_to_be_none(typed: str) -> None:
    said = told(lambda: parse_typed_date(f" {typed} ", year=2021), UserError)
    assert said == ("date_impossible", {"text": typed})


@pytest.mark.parametrize("typed", ["0", "abc", "", "1/1/1/1"])
def test_what_is_no_date_is_refused_as_it_was_typed(typed: str) -> None:
    said = told(lambda: parse_typed_date(f" {typed} ", year=2021), UserError)
    assert said == ("date_not_understood", {"text": typed})


@given(days)
def test_a_day_typed_in_full_is_that_day(day: date) -> None:
    assert parse_typed_date(f"{day.day}/{day.month}/{day.year}", year=1999) == exactly(day)
    assert parse_typed_date(f"{day:%d%m%Y}", year=1999) == exactly(day)


@given(days)
def test_a_partial_date_spans_what_it_can_mean(day: date) -> None:
    for iso in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        partial = PartialDate(iso)
        assert partial.first <= day <= partial.last
        assert PartialDate(partial.iso) == partial
    assert exactly(day).exact


@given(days, days)
def test_text_order_of_days_is_date_order(first: date, second: date) -> None:
    assert (exactly(first) < exactly(second)) == (first < second)


@pytest.mark.parametrize(
    ("iso", "code"),
    [
        ("21", "date_not_understood"),
        ("2021-1-1", "date_not_understood"),
        ("x", "date_not_understood"),
        ("2021-13", "date_impossible"),
        ("2021-02-30", "date_impossible"),
        ("1800", "date_impossible"),
    ],
)
def test_a_partial_date_that_cannot_be_is_refused(iso: str, code: str) -> None:
    assert told(lambda: PartialDate(iso), UserError) == (code, {"text": iso})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("q2", (2, None)),
        ("Quý II", (2, None)),
        ("quy 3/2021", (3, 2021)),
        ("QUÝ IV/2022", (4, 2022)),
        ("30/6", None),
    ],
)
def test_quarters_are_understood(typed: str, found: tuple[int, int | None] | None) -> None:
    assert parse_quarter(typed) == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("q7", ("quarter_bad", {"quarter": 7})),
        ("Quý 0", ("quarter_bad", {"quarter": 0})),
        ("tháng sau ", ("work_not_understood", {"text": "tháng sau"})),
        ("31/2", ("date_impossible", {"text": "31/2"})),
        ("30/6 - 15/5", ("dates_reversed", {"name": "30/6 - 15/5"})),
    ],
)
def test_a_time_of_work_that_is_none_says_which(
    typed: str, said: tuple[str, dict[str, object]]
) -> None:
    assert told(lambda: parse_work_time(typed, year=2021), UserError) == said


@given(days)
def test_a_day_lies_in_its_quarter(day: date) -> None:
    assert quarter_span(day.year, quarter_of(day)).holds(day)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2019-2020", "2019 – 2020"),
        ("1/1/2019 – 31/12/2020", "01/01/2019 – 31/12/2020"),
        ("6/2020 đến 12/2020", "06/2020 – 12/2020"),
        ("2020", "2020"),
        ("", ""),
        ("2021-05-01", "01/05/2021"),
    ],
)
def test_spans_are_understood(typed: str, shown: str) -> None:
    assert show_span(*parse_typed_span(typed, year=2021)) == shown


def test_a_span_of_work_takes_days_before_years() -> None:
    start, end = parse_typed_span("15/5-30/6", year=2021, prefer_year=False)
    assert (str(start), str(end)) == ("15/05/2021", "30/06/2021")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2020-2019", ("dates_reversed", {"name": "2020-2019"})),
        ("31/12 - 1/1 ", ("dates_reversed", {"name": "31/12 - 1/1"})),
        ("1-2-3-4", ("date_not_understood", {"text": "1-2-3-4"})),
        ("1/1/2020 - 31/2", ("date_impossible", {"text": "31/2"})),
    ],
)
def test_a_span_that_cannot_be_is_refused(typed: str, said: tuple[str, dict[str, object]]) -> None:
    assert told(lambda: parse_typed_span(typed, year=2021), UserError) == said


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused_as_the_users_error(text: str) -> None:
    try:
        parse_typed_span(text, year=2021)
        parse_typed_date(text, year=2021)
    except UserError as error:
        assert error.code in ("date_not_understood", "date_impossible", "dates_reversed")  # noqa: PT017


def test_papers_write_leading_zeros_below_10_and_for_january_and_february() -> None:
    assert format_long(date(2021, 1, 5)) == "ngày 05 tháng 01 năm 2021"
    assert format_long(date(2021, 3, 15)) == "ngày 15 tháng 3 năm 2021"


def test_open_spans_hold_everything() -> None:
    assert Span().holds(date(2021, 1, 1))
    assert not Span(date(2021, 1, 2)).holds(date(2021, 1, 1))
    assert days_between(date(2021, 1, 1), date(2021, 1, 7)) == 6
