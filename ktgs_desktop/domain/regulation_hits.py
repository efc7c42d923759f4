"""What a search in regulations found, with the places of the words found, to be shown in colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.vietnamese import accented, fold, has_accents, nfc, words

_AROUND = 60
_MOST = 240
_WORD = re.compile(r"\d+|[^\W\d_]+")


class HitPlace(StrEnum):
    """Where the words were found."""

    NUMBER = "NUMBER"
    TITLE = "TITLE"
    ARTICLE = "ARTICLE"
    NOTE = "NOTE"
    FILE = "FILE"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text with the words that were looked for.

    Attributes:
        text: the piece.
        marks: first and last place (excluded) of each word found in it.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RegulationHit:
    """A regulation found.

    Attributes:
        regulation: its id.
        number: number and symbol.
        title: its title.
        place: where the words were found.
        path: path of the part, for `ARTICLE`; page, for `FILE`; else empty.
        label: the part as it is cited, or the file's name; else empty.
        excerpt: the words in their surroundings.
    """

    regulation: UUID
    number: str
    title: str
    place: HitPlace
    path: str
    label: str
    excerpt: Excerpt


def excerpt(text: str, typed: str) -> Excerpt:
    """The piece of a text with most of the words typed.

    Args:
        text: the text.
        typed: words typed; one with accents must match with them.
    """
    plain = " ".join(nfc(text).split())
    marks = found_in(plain, typed)
    if not marks:
        return Excerpt(_cut(plain, 0, _MOST), ())
    start = max(0, best_start(marks) - _AROUND)
    if start:
        start = plain.rfind(" ", 0, start) + 1
    piece = _cut(plain, start, start + _MOST)
    shift = start - (1 if start else 0)
    inside = [(a - shift, b - shift) for a, b in marks if a >= start and b - shift < len(piece)]
    return Excerpt(piece, tuple(inside))


def _cut(text: str, start: int, end: int) -> str:
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def best_start(marks: Sequence[tuple[int, int]]) -> int:
    """Where the piece with most of the words begins.

    Args:
        marks: places of words, in their order; at least one.
    """
    best, most = marks[0][0], 0
    last = 0
    for first in range(len(marks)):
        while last < len(marks) and marks[last][1] - marks[first][0] <= _MOST - _AROUND:
            last += 1
        if last - first > most:
            best, most = marks[first][0], last - first
    return best


def found_in(text: str, typed: str) -> list[tuple[int, int]]:
    """The places of the words of a text that begin with a word typed.

    Args:
        text: composed text.
        typed: words typed; one with accents must match with them.
    """
    strict = tuple(accented(word) for word in words(typed) if has_accents(word))
    loose = tuple(fold(word) for word in words(typed) if not has_accents(word))
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if (loose and fold(word).startswith(loose)) or (
            strict and accented(word).startswith(strict)
        ):
            found.append(match.span())
    return found


class WantedWords:
    """Words that are looked for, in many texts one after the other.

    Args:
        typed: words typed; one with accents must match with them.
    """

    def __init__(self, typed: str) -> None:
        wanted = dict.fromkeys(words(typed))
        self._loose = [_beginning(fold(one)) for one in wanted if not has_accents(one)]
        self._strict = [_beginning(accented(one)) for one in wanted if has_accents(one)]
        self.number = len(wanted)

    def count(self, text: str) -> int:
        """How many of the words begin a word of a text."""
        found = 0
        if self._loose:
            folded = fold(text)
            found += sum(one.search(folded) is not None for one in self._loose)
        if self._strict:
            plain = accented(text)
            found += sum(one.search(plain) is not None for one in self._strict)
        return found

    def best(self, parts: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
        """The part of a text that holds most of the words, the first of equal ones.

        Args:
            parts: paths and texts.

        Returns:
            Path and text, None if no part holds any.
        """
        best, most = None, 0
        for path, text in parts:
            number = self.count(text)
            if number > most:
                best, most = (path, text), number
            if most == self.number:
                break
        return best


def _beginning(word: str) -> re.Pattern[str]:
    before = r"\d" if word[0].isdecimal() else r"[^\W\d_]"
    return re.compile(rf"(?<!{before}){re.escape(word)}")


def count_found(text: str, typed: str) -> int:
    """How many different words typed a text holds.

    Args:
        text: any text.
        typed: words typed.
    """
    return WantedWords(typed).count(text)
