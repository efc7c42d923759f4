"""Times as tables of programs write them: "Quý I", "Tháng 3 - 5", "Từ 01/01/2019 đến 31/12/2020".

A form asks for a time in its shortest way; a table that is pasted has whatever the office writes.
"""

from __future__ import annotations

import re

from ktgs_desktop.domain.dates import (
    PartialDate,
    parse_quarter,
    parse_typed_span,
    parse_work_time,
    quarter_span,
)
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import UserError

Work = tuple[int | None, PartialDate | None, PartialDate | None]
Period = tuple[PartialDate | None, PartialDate | None]

_BREAKS = re.compile(r"\s+")
_FILLERS = re.compile(r"\b(?:trong|thoi gian|khoang|tu|ngay|nam)\b\s*")
_ALONE = re.compile(r"(?:q\s*)?([1-4]|i{1,3}|iv)")
_QUARTERS = re.compile(
    r"(?:q|quy)\s*([1-4]|i{1,3}|iv)\s*(?:-|–|,|;|va|den|&|\+)\s*(?:q|quy)?\s*([1-4]|i{1,3}|iv)"
    r"(?:\s*[/.-]?\s*(\d{4}))?"
)
_MONTHS = re.compile(
    r"(?:thang|t)\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?"
    r"(?:\s*(?:-|–|,|va|den)\s*(?:thang|t)?\s*(\d{1,2}))?(?:\s*[/.-]?\s*(\d{4}))?"
)
_HALF = re.compile(r"(?:6|06|sau) thang (dau|cuoi)(?:\s+(\d{4}))?")
_WHOLE = re.compile(r"(?:ca|hang|thuong xuyen|trong|12 thang|quanh|)\s*(?:nam)?\s*(\d{4})?")
_WHOLE_WORDS = ("nam", "thuong xuyen", "12 thang")
_YEARS = re.compile(r"(\d{4})(?:\s*(?:,|;|va|&)\s*(\d{4}))+")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_JOINED = re.compile(r"\s*(?:den|–|—|→)\s*")


def _plain(text: str) -> str:
    """The text without accents and marks that say nothing: "Từ ngày 15/5 …" is "15/5 …"."""
    folded = _BREAKS.sub(" ", fold(nfc(text))).strip(" .,;:()")
    return _FILLERS.sub("", folded).strip()


def parse_written_work(text: str, year: int) -> Work:
    """Understand when work is done, as tables write it.

    Args:
        text: e.g. "Quý II/2021", "II", "Tháng 3 - 5", "6 tháng đầu năm", "15/5 - 30/6", "cả năm".
        year: the year meant when none is written.

    Returns:
        Quarter, first and last day; None for what is not said.

    Raises:
        UserError: `work_not_understood`, `work_other_year`, `quarter_bad`, `date_impossible`,
            `dates_reversed`.
    """
    if not nfc(text):
        return None, None, None
    folded = _BREAKS.sub(" ", fold(nfc(text))).strip(" .,;:()")
    found = _in_words(folded, text, year) or _in_words(_plain(text), text, year)
    return found or _typed(_plain(text), text, year)


def _typed(plain: str, text: str, year: int) -> Work:
    joined = _JOINED.sub(" - ", plain)
    try:
        quarter, start, end = parse_work_time(joined, year=year)
    except UserError as error:
        if error.code != "work_not_understood":
            raise
        raise UserError("work_not_understood", text=nfc(text)) from error
    if quarter is None:
        return None, start, end
    _same_year(quarter[1], text, year)
    return quarter[0], None, None


def _in_words(plain: str, text: str, year: int) -> Work | None:
    """Quarters, months and parts of a year, None if it is none of them."""
    if match := _ALONE.fullmatch(plain):
        return _number(match.group(1)), None, None
    if match := _QUARTERS.fullmatch(plain):
        _same_year(match.group(3), text, year)
        first, last = _number(match.group(1)), _number(match.group(2))
        return _span_of(quarter_month(first), quarter_month(last) + 2, text, year)
    if parse_quarter(plain) is None and (match := _MONTHS.fullmatch(plain)):
        own = match.group(4) or match.group(2)
        _same_year(own, text, year)
        first = int(match.group(1))
        return _span_of(first, int(match.group(3) or first), text, year)
    if match := _HALF.fullmatch(plain):
        _same_year(match.group(2), text, year)
        return (
            _span_of(1, 6, text, year) if match.group(1) == "dau" else _span_of(7, 12, text, year)
        )
    if (match := _WHOLE.fullmatch(plain)) and any(word in plain for word in _WHOLE_WORDS):
        _same_year(match.group(1), text, year)
        return None, PartialDate(str(year)), PartialDate(str(year))
    return None


def _number(mark: str) -> int:
    return _ROMAN.get(mark) or int(mark)


def quarter_month(quarter: int) -> int:
    """The first month of a quarter.

    Args:
        quarter: 1 to 4.
    """
    first = quarter_span(2000, quarter).start
    return first.month if first is not None else 1


def _same_year(written: str | int | None, text: str, year: int) -> None:
    if written is not None and int(written) != year:
        raise UserError("work_other_year", text=nfc(text), year=year)


def _span_of(first: int, last: int, text: str, year: int) -> Work:
    if not (1 <= first <= 12 and 1 <= last <= 12):  # noqa: PLR2004 - months
        raise UserError("date_impossible", text=nfc(text))
    if last < first:
        raise UserError("dates_reversed", name=nfc(text))
    return None, PartialDate(f"{year:04}-{first:02}"), PartialDate(f"{year:04}-{last:02}")


def parse_written_period(text: str, year: int) -> Period:
    """Understand the time examined, as tables write it.

    Args:
        text: e.g. "2019-2020", "Năm 2019, 2020", "Từ 01/01/2019 đến 31/12/2020", "Từ 2019".
        year: the year meant when none is written.

    Returns:
        Start and end; "từ …" and "… đến nay" have no end, "đến …" has no start.

    Raises:
        UserError: `date_not_understood`, `date_impossible` or `dates_reversed`.
    """
    whole = _BREAKS.sub(" ", fold(nfc(text))).strip(" .,;:()")
    if not whole:
        return None, None
    begun = re.sub(r"\s*(?:den|-|–)\s*(?:nay|thoi diem kiem tra|khi kiem tra)$", "", whole)
    plain = re.sub(r"\b(?:thang)\b\s*", "", _plain(begun))
    if several := _YEARS.fullmatch(plain):
        years = re.findall(r"\d{4}", several.group())
        plain = f"{min(years)} - {max(years)}"
    try:
        if plain.startswith("den "):
            return None, parse_typed_span(plain.removeprefix("den "), year=year)[1]
        start, end = parse_typed_span(_JOINED.sub(" - ", plain), year=year)
    except UserError as error:
        if error.code != "date_not_understood":
            raise
        raise UserError("date_not_understood", text=nfc(text)) from error
    one = start == end and start is not None
    if one and (begun != whole or whole.startswith("tu ")):
        return start, None
    return start, end
