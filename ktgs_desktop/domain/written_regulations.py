"""Regulations as sheets name them: "Quy định số 22-QĐ/TW ngày 28/7/2021 của BCHTW; 30-QĐ/TW"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulations import number_form
from ktgs_desktop.domain.vietnamese import accented, fold, nfc
from ktgs_desktop.domain.written_dates import parse_written_date
from ktgs_desktop.errors import UserError

_NUMBER = re.compile(
    r"\d+[a-z]?\s?[-–/]\s?(?:\d{4}/)?[^\W\d_][\w.]*(?:[-–/&][^\W_][\w.]*)*", re.IGNORECASE
)
_DAY = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}"
    r"|\d{1,2}\s*/\s*\d{4}|\b(?:19|20)\d{2}\b",
    re.IGNORECASE,
)
_ISSUER = re.compile(r"\bcủa\s+([^;,()\n]+)", re.IGNORECASE)
_PART = re.compile(r"\b(?:mot phan|mot so (?:dieu|noi dung))\b")
_CALLED = re.compile(r"^\s*số\s*:?\s*", re.IGNORECASE)
_ABBREVIATED = (
    (re.compile(r"\b(?:bch ?tw|bch trung uong)\b"), "ban chap hanh trung uong"),
    (re.compile(r"\bbct\b"), "bo chinh tri"),
    (re.compile(r"\bbbt(?: ?tw)?\b"), "ban bi thu"),
    (re.compile(r"\bubkt ?tw\b"), "uy ban kiem tra trung uong"),
    (re.compile(r"\bvp ?tw\b"), "van phong trung uong"),
    (re.compile(r"\bbtc ?tw\b"), "ban to chuc trung uong"),
    (re.compile(r"\bubkt\b"), "uy ban kiem tra"),
    (re.compile(r"\bbtv\b"), "ban thuong vu"),
    (re.compile(r"\btw\b"), "trung uong"),
)
_OF_PARTY = re.compile(r"\b(?:dang|dang cong san viet nam|khoa [ivxl]+)$")
_SHORT = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class WrittenRegulation:
    """A regulation as a cell names it.

    Attributes:
        number: number and symbol.
        issued: day of issue as far as it says it.
        issuer: who issued it, empty if it does not say.
        part: whether only a part of it is meant.
    """

    number: str
    issued: PartialDate | None = None
    issuer: str = ""
    part: bool = False


def written_regulations(text: str) -> tuple[WrittenRegulation, ...]:
    """The regulations that a cell names, in their order; none if there is no number in it.

    Args:
        text: the cell.
    """
    cell = nfc(text)
    found = [one for one in _NUMBER.finditer(cell) if _DAY.fullmatch(one.group()) is None]
    ends = [one.start() for one in found[1:]] + [len(cell)]
    return tuple(
        _named(one.group(), cell[one.end() : end]) for one, end in zip(found, ends, strict=False)
    )


def _named(number: str, behind: str) -> WrittenRegulation:
    day, issuer = _DAY.search(behind), _ISSUER.search(behind)
    return WrittenRegulation(
        spelled(number),
        _day_or_none(day.group()) if day else None,
        " ".join(issuer.group(1).split()) if issuer else "",
        part=_PART.search(fold(behind)) is not None,
    )


def _day_or_none(text: str) -> PartialDate | None:
    try:
        return parse_written_date(text)
    except UserError:
        return None  # "99/99/2021" behind a number names the text no better


def spelled(number: str) -> str:
    """A number as it is kept: without "Số", and without blanks around its signs.

    Args:
        number: number and symbol as written.
    """
    return re.sub(r"\s*([-–/])\s*", r"\1", _CALLED.sub("", nfc(number))).replace("–", "-")


def number_and_day(text: str) -> tuple[str, PartialDate | None]:
    """The number that a cell for it holds, and the day where the cell holds that too.

    Args:
        text: e.g. "22-QĐ/TW", "Số: 22-QĐ/TW ngày 28/7/2021"; what has no number is taken whole.
    """
    named = written_regulations(text)
    if len(named) != 1:
        return " ".join(_CALLED.sub("", nfc(text)).split()), None
    return named[0].number, named[0].issued


def issuer_form(issuer: str) -> str:
    """An issuer as it is compared: abbreviations written out, without accents and what is added.

    Args:
        issuer: as written, e.g. "BCHTW khoá XIV", "Ban Chấp hành Trung ương (BCHTW)".
    """
    plain = " ".join(fold(_SHORT.sub(" ", issuer)).replace(".", "").split()).strip(" -–,;")
    for pattern, words in _ABBREVIATED:
        plain = pattern.sub(words, plain)
    while (shorter := _OF_PARTY.sub("", plain).strip()) != plain:
        plain = shorter
    return plain


def same_number(number: str, other: str) -> bool:
    """Whether two numbers are one; a text without number is compared by its name.

    Args:
        number: number and symbol.
        other: another one.
    """
    return number_form(number) == number_form(other) and accented(number) != ""
