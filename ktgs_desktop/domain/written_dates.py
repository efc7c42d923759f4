"""Days as sheets write them: "26/7/2026", "7/2026", "năm 2026", or the number Excel counts them by.

Unlike a date that is typed, one in a sheet never means this year if it names none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ktgs_desktop.domain.dates import MAX_YEAR, MIN_YEAR, PartialDate
from ktgs_desktop.domain.vietnamese import fold, nfc
from ktgs_desktop.errors import UserError

_UNKNOWN = frozenset(
    (
        "", "-", "–", "—", "?", "…", "...", "x", "khong", "khong ro", "chua ro", "chua co",
        "khong xac dinh", "chua xac dinh", "n/a",
    )
)  # fmt: skip
_CLOCK = re.compile(r"(?:\s+|(?<=\d)t)\d{1,2}[:h]\d{2}(?::\d{2})?(?:[.,]\d+)?z?$")
_WORDS = re.compile(r"\b(?:ngay|thang|nam|t)(?=\s|\d)\s*")
_BETWEEN = re.compile(r"\s*[/.\-–,\s]\s*")
_FROM_YEAR = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_TO_YEAR = re.compile(r"(?:(?:(\d{1,2})/)?(\d{1,2})/)?(\d{4}|(?<=/)\d{2})")
_COUNTED = re.compile(r"(\d{5})(?:[.,]0+)?")
_FIRST_DAY = date(1899, 12, 30)  # Excel's day 0, as its year 1900 has a 29 February
_COUNTED_FROM, _COUNTED_TO = 18_264, 91_313  # the years 1950 to 2149
_PIVOT = 70


def parse_written_date(text: str) -> PartialDate | None:
    """Understand a day as a sheet writes it.

    Args:
        text: "26/7/2026", "26.7.26", "26 / 7 / 2026", "ngày 26 tháng 7 năm 2026", "2026-07-26",
            "7/2026", "tháng 7 năm 2026", "2026", "46229" (Excel's number of a day).

    Returns:
        The day as far as it says it; None for nothing, "-" or "chưa rõ".

    Raises:
        UserError: `written_date_bad` with the text, or `date_impossible`.
    """
    typed = nfc(text)
    plain = fold(typed).strip(" .,;()")
    if plain in _UNKNOWN or fold(typed) in _UNKNOWN:
        return None
    plain = _CLOCK.sub("", plain)
    if match := _COUNTED.fullmatch(plain):
        return _counted(int(match.group(1)), typed)
    if match := _FROM_YEAR.fullmatch(plain):
        return _made([part for part in match.groups() if part], typed)
    plain = _BETWEEN.sub("/", _WORDS.sub("/", plain)).strip("/")
    match = _TO_YEAR.fullmatch(re.sub("/+", "/", plain))
    if match is None:
        raise UserError("written_date_bad", text=typed)
    return _made([part for part in reversed(match.groups()) if part], typed)


def _counted(number: int, typed: str) -> PartialDate:
    if not _COUNTED_FROM <= number <= _COUNTED_TO:
        raise UserError("written_date_bad", text=typed)
    return PartialDate((_FIRST_DAY + timedelta(days=number)).isoformat())


def _made(parts: list[str], typed: str) -> PartialDate:
    """The date of year, month and day as written."""
    year, *rest = map(int, parts)
    if len(parts[0]) < len("2026"):
        year += 2000 if year < _PIVOT else 1900
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise UserError("date_impossible", text=typed)
    try:
        return PartialDate("-".join((f"{year:04}", *(f"{part:02}" for part in rest))))
    except UserError:
        raise UserError("date_impossible", text=typed) from None
