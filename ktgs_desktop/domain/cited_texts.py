"""Citations in running text (viện dẫn): which text a paper names, which part of it, and where.

Papers name a text by its number, its date and its issuer, and a part of it from the smallest to the
largest: "điểm a khoản 2 Điều 5 Quy định số 22-QĐ/TW ngày 28/7/2021" (thể thức văn bản của Đảng,
Hướng dẫn 36-HD/VPTW, phần căn cứ ban hành).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulations import Regulation, RegulationKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError

_NUMBER = re.compile(
    r"(?<![\w/-])\d{1,5}(?:/\d{4})?[-/][A-ZĐ]{1,3}[a-zđ]{0,3}\d{0,2}"
    r"(?:[-/][A-ZĐƯ][A-Za-zĐđƯư]{0,9}){0,3}(?![\w/-])"
)
_POINTS = r"(?:các\s+)?điểm\s+(?P<points>[a-zđ](?:\s*(?:,|và|hoặc)\s*[a-zđ]\b)*)"
_CLAUSES = r"(?:các\s+)?khoản\s+(?P<clauses>\d{1,2}(?:\s*(?:,|và|hoặc)\s*\d{1,2}\b)*)"
_ARTICLES = r"(?:các\s+)?điều\s+(?P<articles>\d{1,3}(?:\s*(?:,|và|hoặc)\s*\d{1,3}\b)*)"
_KIND = (
    r"(?:quy\s+định|quyết\s+định|hướng\s+dẫn|kết\s+luận|chỉ\s+thị|nghị\s+quyết|nghị\s+định|"
    r"thông\s+tư|quy\s+chế|điều\s+lệ|luật|chương\s+trình|văn\s+bản)"
)
_PARTS = re.compile(
    rf"(?:{_POINTS}\s*,?\s*)?(?:{_CLAUSES}\s*,?\s*)?{_ARTICLES}"
    rf"[\s,(]*(?:của\s+|theo\s+)?(?:{_KIND}[\w\s]{{0,60}}?)?(?:số\s*:?\s*)?$",
    re.IGNORECASE,
)
_CALLED = re.compile(rf"{_KIND}\s+(?:số\s*:?\s*)?$", re.IGNORECASE)
_DAY = re.compile(
    r"[\s,(]*(?:được\s+ban\s+hành\s+)?ngày\s+(?P<day>\d{1,2})\s*(?:[/.-]|\s+tháng\s+)\s*(?P<month>\d{1,2})"
    r"\s*(?:[/.-]|\s+năm\s+)\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[\s,]*(?:\(|năm\s+)(?P<year>(?:19|20)\d{2})\b", re.IGNORECASE)
_BEFORE, _AFTER = 220, 60
_ONE = re.compile(r"\d+|\b[a-zđ]\b", re.IGNORECASE)
_JOIN = re.compile(r"\b(?:và|hoặc)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A text named in a paper.

    Attributes:
        start: where the citation begins, its parts included, in characters from 0.
        end: where it ends, its date included.
        number: number and symbol as written, e.g. `22-QĐ/TW`.
        dated: the date written with it, None if there is none.
        parts: paths of its parts, e.g. `5.2.a` for điểm a khoản 2 Điều 5; empty for all of it.
    """

    start: int
    end: int
    number: str
    dated: PartialDate | None = None
    parts: tuple[str, ...] = ()


def mentions(text: str) -> Iterator[Mention]:
    """The texts named in a text by their number, in the order in which they stand.

    Args:
        text: composed Vietnamese (NFC).
    """
    behind = 0
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        around = text[max(behind, start - _BEFORE) : start]
        sentence = around[max(around.rfind(";"), around.rfind("\n")) + 1 :]
        named = _PARTS.search(sentence)
        dated, behind = _dated(text, end)
        called = named or _CALLED.search(sentence)
        first = start - (len(sentence) - called.start()) if called else start
        yield Mention(first, behind, found.group(), dated, _paths(named) if named else ())


def _dated(text: str, end: int) -> tuple[PartialDate | None, int]:
    """The date that follows a number, and where it ends."""
    after = text[end : end + _AFTER]
    if day := _DAY.match(after):
        year, month, number = day["year"], int(day["month"]), int(day["day"])
        try:
            return PartialDate(f"{year}-{month:02}-{number:02}"), end + day.end()
        except UserError:  # a slip of the pen is no date; the number still says which text
            return None, end
    if year_alone := _YEAR.match(after):
        return PartialDate(year_alone["year"]), end + year_alone.end()
    return None, end


def _paths(named: re.Match[str]) -> tuple[str, ...]:
    """Paths of the parts; points belong to the one clause, clauses to the one article."""
    articles = _listed(named["articles"])
    clauses = _listed(named["clauses"])
    points = _listed(named["points"])
    if len(articles) > 1 or not clauses:
        return tuple(articles)
    if len(clauses) > 1 or not points:
        return tuple(f"{articles[0]}.{clause}" for clause in clauses)
    return tuple(f"{articles[0]}.{clauses[0]}.{point}" for point in points)


def _listed(words: str | None) -> list[str]:
    return [] if words is None else _ONE.findall(_JOIN.sub(",", words.lower()))


def part_words(path: str) -> str:
    """How a part is cited: `5.2.a` is "điểm a khoản 2 Điều 5".

    Args:
        path: article, clause and point, joined by full stops.
    """
    article, *rest = path.split(".")
    words = [f"Điều {article}"]
    for word, number in zip(("khoản", "điểm"), rest, strict=False):
        words.append(f"{word} {number}")
    return " ".join(reversed(words))


_KIND_WORDS = {
    RegulationKind.CHARTER: "Điều lệ",
    RegulationKind.REGULATION: "Quy định",
    RegulationKind.DECISION: "Quyết định",
    RegulationKind.GUIDANCE: "Hướng dẫn",
    RegulationKind.RESOLUTION: "Nghị quyết",
    RegulationKind.CONCLUSION: "Kết luận",
    RegulationKind.DIRECTIVE: "Chỉ thị",
    RegulationKind.RULES: "Quy chế",
    RegulationKind.COORDINATION: "Quy chế phối hợp",
    RegulationKind.PROGRAM: "Chương trình",
    RegulationKind.LAW: "Luật",
    RegulationKind.DECREE: "Nghị định",
    RegulationKind.CIRCULAR: "Thông tư",
    RegulationKind.OTHER: "Văn bản",
}
"""What a text is called in papers, whatever the language of the window."""


def citation_words(regulation: Regulation, path: str = "") -> str:
    """How a text is cited in a paper: "điểm a khoản 2 Điều 5 Quy định số 22-QĐ/TW, ngày 28/7/2021".

    Args:
        regulation: the text.
        path: path of the part cited, empty for all of it.
    """
    kind = _KIND_WORDS[RegulationKind(regulation.kind)]
    numbered = any(letter.isdigit() for letter in regulation.number)
    named = f"{kind} số {regulation.number}" if numbered else regulation.number
    words = f"{part_words(path)} {named}" if path else named
    issued = regulation.issued
    if issued is None or not numbered:
        return nfc(words)
    if not issued.exact:
        return nfc(f"{words} năm {issued.first.year}")
    day = issued.first
    # Months that could be made another by adding a figure are written with two (36-HD/VPTW).
    month = f"{day.month:02}" if day.month in (1, 2) else str(day.month)
    return nfc(f"{words}, ngày {day.day:02}/{month}/{day.year}")
