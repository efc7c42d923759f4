"""Dates as offices write them: partial dates, quarters, and what a clerk types for them.

A date may be known to the year or the month only ("năm sinh 1975", "tháng 3/2019"). It is kept
as ISO text, so that text order is date order.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from typing_extensions import override

from ktgs_desktop.errors import UserError

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_SEPARATED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
_ISO_TYPED = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_YEAR = re.compile(r"\d{4}")
_QUARTER = re.compile(r"(?:q|quy|quý)\s*(\d|i{1,3}|iv)(?:[/. ](\d{4}))?", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ROMAN_QUARTERS = ("", "I", "II", "III", "IV")
MIN_YEAR, MAX_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, the month or the year.

    Attributes:
        iso: `2019`, `2019-05` or `2019-05-31`.
    """

    iso: str

    def __post_init__(self) -> None:
        match = _ISO.fullmatch(self.iso)
        if match is None:
            raise UserError("date_not_understood", text=self.iso)
        year, month, day = (int(part) if part else 1 for part in match.groups())
        _checked(year, month, day, self.iso)

    @property
    def first(self) -> date:
        """The first day it can mean."""
        return date.fromisoformat(self.iso + "0000-01-01"[len(self.iso) :])

    @property
    def last(self) -> date:
        """The last day it can mean."""
        first = self.first
        match self.iso.count("-"):
            case 0:
                return date(first.year, 12, 31)
            case 1:
                return first.replace(day=calendar.monthrange(first.year, first.month)[1])
            case _:
                return first

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.iso.count("-") == 2  # noqa: PLR2004 - year-month-day

    @override
    def __str__(self) -> str:
        return "/".join(reversed(self.iso.split("-")))


def exactly(day: date) -> PartialDate:
    """The partial date that is known to the day.

    Args:
        day: a date.
    """
    return PartialDate(day.isoformat())


@dataclass(frozen=True, slots=True)
class Span:
    """From a day to a day, both included; either end may be open.

    Attributes:
        start: first day or None.
        end: last day or None.
    """

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def quarter_span(year: int, quarter: int) -> Span:
    """First and last day of a quarter.

    Args:
        year: four digits.
        quarter: 1 to 4.
    """
    first_month = 3 * quarter - 2
    last_month = first_month + 2
    return Span(
        date(year, first_month, 1),
        date(year, last_month, calendar.monthrange(year, last_month)[1]),
    )


def quarter_of(day: date) -> int:
    """The quarter (1 to 4) a day lies in."""
    return (day.month + 2) // 3


def parse_typed_date(text: str, *, year: int, prefer_year: bool = False) -> PartialDate:
    """Understand a date as it is typed: 3006, 30/6, 30.6.21, 30062021, 6/2021, 2021.

    Args:
        text: what was typed.
        year: the year meant when none is typed, usually the program's.
        prefer_year: four digits that can be both (2012: 20 December, or the year) mean the year,
            as for a birth date.

    Raises:
        UserError: `date_not_understood` with the text, or `date_impossible`.
    """
    typed = text.strip()
    if _YEAR.fullmatch(typed):
        return _year_or_day(typed, year, prefer_year=prefer_year)
    if match := _ISO_TYPED.fullmatch(typed):
        parts = [f"{int(part):02}" for part in match.groups() if part]
        return PartialDate("-".join(parts))
    if match := _MONTH_YEAR.fullmatch(typed):
        month, own_year = (int(part) for part in match.groups())
        _checked(own_year, month, 1, typed)
        return PartialDate(f"{own_year:04}-{month:02}")
    match = _SEPARATED.fullmatch(typed) or _RUN.fullmatch(typed)
    if match is None:
        raise UserError("date_not_understood", text=typed)
    day, month = int(match.group(1)), int(match.group(2))
    own_year = _full_year(match.group(3)) if match.group(3) else year
    return exactly(_checked(own_year, month, day, typed))


def _year_or_day(typed: str, year: int, *, prefer_year: bool) -> PartialDate:
    number = int(typed)
    day, month = divmod(number, 100)
    is_day = 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - months and days
    is_year = MIN_YEAR <= number <= MAX_YEAR
    if is_year and (prefer_year or not is_day):
        return PartialDate(typed)
    return exactly(_checked(year, month, day, typed))


def _full_year(text: str) -> int:
    number = int(text)
    if len(text) == 4:  # noqa: PLR2004 - a full year
        return number
    return 2000 + number if number < 70 else 1900 + number  # noqa: PLR2004 - 69 is 2069


def _checked(year: int, month: int, day: int, typed: str) -> date:
    try:
        value = date(year, month, day)
    except ValueError:
        raise UserError("date_impossible", text=typed) from None
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise UserError("date_impossible", text=typed)
    return value


def parse_quarter(text: str) -> tuple[int, int | None] | None:
    """Understand a quarter as it is typed: q2, Quý II, quý 3/2021.

    Args:
        text: what was typed.

    Returns:
        Quarter 1 to 4 and the year if one was typed, or None if it is no quarter.

    Raises:
        UserError: `quarter_bad`, it is a quarter that no year has.
    """
    match = _QUARTER.fullmatch(text.strip())
    if match is None:
        return None
    mark = match.group(1).lower()
    quarter = _ROMAN.get(mark) or int(mark)
    if not 1 <= quarter <= 4:  # noqa: PLR2004 - a year has four
        raise UserError("quarter_bad", quarter=quarter)
    return quarter, int(match.group(2)) if match.group(2) else None


def parse_work_time(
    text: str, *, year: int
) -> tuple[tuple[int, int | None] | None, PartialDate | None, PartialDate | None]:
    """Understand when work is done as it is typed: q2, Quý II/2021, 15/5 - 30/6, 6/2021.

    Args:
        text: what was typed.
        year: the year meant when none is typed.

    Returns:
        The quarter with its year if typed, or first and last day; None for what is not given.

    Raises:
        UserError: `work_not_understood`, `quarter_bad`, `date_impossible`, `dates_reversed`.
    """
    quarter = parse_quarter(text)
    if quarter is not None:
        return quarter, None, None
    try:
        return None, *parse_typed_span(text, year=year, prefer_year=False)
    except UserError as error:
        if error.code != "date_not_understood":
            raise
        raise UserError("work_not_understood", text=text.strip()) from error


def format_long(day: date) -> str:
    """A date as papers write it: "ngày 05 tháng 01 năm 2021".

    Days below 10 and the months 1 and 2 take a leading zero (Hướng dẫn 36-HD/VPTW, mục II).

    Args:
        day: the date.
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 - see above
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def days_between(earlier: date, later: date) -> int:
    """Calendar days from one date to another; negative if the second is earlier."""
    return (later - earlier) // timedelta(days=1)


_BETWEEN = re.compile(r"\s*(?:–|—|->|→|đến|den|\s-\s)\s*|(?<=\d)-(?=\d)", re.IGNORECASE)


def parse_typed_span(
    text: str, *, year: int, prefer_year: bool = True
) -> tuple[PartialDate | None, PartialDate | None]:
    """Understand a time from and to as it is typed: 2019-2020, 1/1/2019 – 31/12/2020, 15/5-30/6.

    Args:
        text: what was typed; one date stands for both ends, nothing for none.
        year: the year meant when none is typed.
        prefer_year: as for `parse_typed_date`.

    Returns:
        Start and end.

    Raises:
        UserError: `date_not_understood`, `date_impossible` or `dates_reversed`.
    """
    typed = text.strip()
    if not typed:
        return None, None
    if _ISO_TYPED.fullmatch(typed) and typed.count("-") == 2:  # noqa: PLR2004 - one ISO day
        parts = [typed]
    else:
        parts = [part for part in _BETWEEN.split(typed) if part]
    if len(parts) > 2:  # noqa: PLR2004 - from and to
        raise UserError("date_not_understood", text=typed)
    found = [parse_typed_date(part, year=year, prefer_year=prefer_year) for part in parts]
    start, end = found[0], found[-1]
    if end.last < start.first:
        raise UserError("dates_reversed", name=typed)
    return start, end


def show_span(start: PartialDate | None, end: PartialDate | None) -> str:
    """A time from and to as tables show it.

    Args:
        start: start, None if open.
        end: end, None if open.
    """
    if start is None and end is None:
        return ""
    if start == end:
        return str(start)
    return f"{start or '…'} – {end or '…'}"
