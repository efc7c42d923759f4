"""Days as sheets write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate, format_long
from ktgs_desktop.domain.written_dates import parse_written_date
from tests.helpers.builders import refusal

days = st.dates(date(1950, 1, 1), date(2149, 12, 31))
STYLES = (
    "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{d}-{m}-{y}", " {d} / {m} / {y} ",
    "{d} {m} {y}", "ngày {d} tháng {m} năm {y}", "Ngày {d}/{m}/{y}", "{y}-{m:02}-{d:02}",
    "{y}-{m:02}-{d:02}T00:00:00", "{d:02}/{m:02}/{y} 00:00", "ngày {d}, tháng {m}, năm {y}.",
)  # fmt: skip


@given(days, st.sampled_from(STYLES))
def test_a_day_however_it_is_written(day: date, style: str) -> None:
    text = style.format(d=day.day, m=day.month, y=day.year)
    assert parse_written_date(text) == PartialDate(day.isoformat())


@given(days)
def test_a_day_as_papers_and_excel_have_it(day: date) -> None:
    assert parse_written_date(format_long(day)) == PartialDate(day.isoformat())
    counted = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert parse_written_date(str(counted)) == PartialDate(day.isoformat())


@pytest.mark.parametrize(
    "text", ["7/2026", "07.2026", "tháng 7/2026", "Tháng 7 năm 2026", "T7/2026"]
)
def test_a_month(text: str) -> None:
    assert parse_written_date(text) == PartialDate("2026-07")


@pytest.mark.parametrize("text", ["2026", "năm 2026", "Năm 2026."])
def test_a_year(text: str) -> None:
    assert parse_written_date(text) == PartialDate("2026")


@pytest.mark.parametrize("text", ["", "-", "…", "Chưa rõ", "không xác định"])
def test_nothing_is_no_fault(text: str) -> None:
    assert parse_written_date(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("26/7", "written_date_bad"),
        ("hôm qua", "written_date_bad"),
        ("99999", "written_date_bad"),
        ("26/7/2026 - 1/8/2026", "written_date_bad"),
        ("31/2/2026", "date_impossible"),
        ("13/2026", "date_impossible"),
        ("3006", "date_impossible"),
    ],
)
def test_what_is_no_day_is_refused(text: str, code: str) -> None:
    assert refusal(lambda: parse_written_date(text)).code == code
