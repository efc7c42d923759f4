"""Articles of a text (điều, khoản, điểm): a tree kept as rows with paths, read from plain text.

A path is what a citation points at: `5` is Điều 5, `5.2` its khoản 2, `5.2.a` điểm a of that.
Articles are numbered through all chapters, so a part above them (phần, chương, mục) has a path of
its own that no citation needs: `c1`, `c1.m2`. A guidance without articles (hướng dẫn) is numbered
by Roman parts: `I`, `I.2`, `I.2.a`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError

MAX_ARTICLES = 5000
MAX_BYTES = 240 * 1024
"""What one record of the journal holds; a longer text is attached as a file."""
_FRAME_BYTES = 64
OPENING = "0"
"""Path of what stands before the first part: on what the text is based (căn cứ)."""


class ArticleKind(StrEnum):
    """What a part of a text is: phần mở đầu, phần/chương/mục, điều, khoản, điểm."""

    OPENING = "OPENING"
    DIVISION = "DIVISION"
    ARTICLE = "ARTICLE"
    CLAUSE = "CLAUSE"
    POINT = "POINT"


_KINDS = frozenset(ArticleKind)


@dataclass(frozen=True, slots=True)
class Article:
    """A part of a text.

    Attributes:
        path: where it stands, e.g. `5.2.a`; unique within the text.
        kind: a value of `ArticleKind`.
        label: what it is called, e.g. "Điều 5", "khoản 2", "điểm a".
        heading: its heading, or empty.
        text: its own words, without those of its parts.
    """

    path: str
    kind: str
    label: str
    heading: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RegulationText:
    """The words of a regulation, in one version: as issued, or with amendments worked in.

    Attributes:
        owner: the register, or the office's unit for texts typed here.
        id: identifier.
        regulation: whose words they are.
        version: 1 for the words as issued, higher ones for those with amendments worked in.
        since: from when this version is the one in force, None for the regulation's own first day.
        note: where the words are from.
        articles: its parts in their order.
    """

    owner: UUID
    id: UUID
    regulation: UUID
    version: int = 1
    since: PartialDate | None = None
    note: str = ""
    articles: tuple[Article, ...] = ()

    def part(self, path: str) -> Article | None:
        """A part by its path, None if there is none."""
        return next((one for one in self.articles if one.path == path), None)


@dataclass(frozen=True, slots=True)
class Node:
    """A part with the parts below it.

    Attributes:
        article: the part.
        parts: those below it, in their order.
    """

    article: Article
    parts: list[Node] = field(default_factory=list)


def above(path: str) -> str:
    """The path of the part a part belongs to by its number, empty for a first one.

    Args:
        path: e.g. `5.2.a`.
    """
    return path.rpartition(".")[0]


def tree(articles: Iterable[Article]) -> list[Node]:
    """The parts as a tree: articles below the chapter they stand in, clauses below articles.

    Args:
        articles: parts in their order.
    """
    roots: list[Node] = []
    known: dict[str, Node] = {}
    division: Node | None = None
    for article in articles:
        node = Node(article)
        holder = known.get(above(article.path))
        if article.kind == ArticleKind.DIVISION:
            division = node
        elif holder is None and article.kind != ArticleKind.OPENING:
            holder = division
        (roots if holder is None else holder.parts).append(node)
        known[article.path] = node
    return roots


def cited(path: str, articles: Sequence[Article]) -> str:
    """How a part is cited, the least part first: "điểm a, khoản 2, Điều 5".

    Args:
        path: its path.
        articles: the parts of its text.
    """
    labels = {one.path: one.label for one in articles}
    found = []
    while path:
        if path in labels:
            found.append(labels[path])
        path = above(path)
    return ", ".join(found)


def check_text(text: RegulationText) -> None:
    """Refuse a text that cannot be kept.

    Args:
        text: what is to be saved.

    Raises:
        UserError: `articles_too_many`, `articles_too_long`, `too_long`, `article_path_bad`,
            `article_twice`.
    """
    if len(text.articles) > MAX_ARTICLES:
        raise UserError("articles_too_many", limit=MAX_ARTICLES)
    words = (f"{one.path}{one.label}{one.heading}{one.text}" for one in text.articles)
    if sum(len(one.encode()) + _FRAME_BYTES for one in words) > MAX_BYTES:
        raise UserError("articles_too_long", limit=MAX_BYTES // 1024)
    limits.check_length("note", text.note, limits.NOTE)
    seen: set[str] = set()
    for one in text.articles:
        if _PATH.fullmatch(one.path) is None or one.kind not in _KINDS:
            raise UserError("article_path_bad", label=one.label or one.path)
        if one.path in seen:
            raise UserError("article_twice", label=cited(one.path, text.articles))
        seen.add(one.path)
        limits.check_length("heading", one.heading, limits.CONTENT)
        limits.check_length("text", one.text, limits.PAPER)


# Reading plain text -----------------------------------------------------------------------------

_PATH = re.compile(r"[^\W_]{1,20}(?:\.[^\W_]{1,20}){0,7}")
_DIVISION = re.compile(
    r"(phần|chương|mục|tiểu mục)\s+(thứ\s+\w+|[ivxlc]+|\d+)\b[ .:–-]*(.*)", re.IGNORECASE
)
_ARTICLE = re.compile(r"điều\s+(\d+[a-zđ]?)\b\s*(?:[.:–-]\s*|\s+(?=\S)|$)(.*)", re.IGNORECASE)
_ROMAN = re.compile(r"([IVXLC]{1,7})\s*[.–-]\s*(\S.*)")
_CLAUSE = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})(?:[.)]|(?<=\.\d))\s*(\D.*)")
_POINT = re.compile(r"([a-zđ]{1,2}\d?)[.)]\s+(\S.*)")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"
_DIVISION_RANKS = {"phần": 0, "chương": 1, "mục": 2, "tiểu mục": 3}
_DIVISION_MARKS = ("p", "c", "m", "t")


def parse_articles(text: str) -> tuple[Article, ...]:
    """The parts of a text as it is pasted or extracted from a file.

    What does not begin a part goes on with the one before. A number begins a clause only in its
    turn, so that a year or a sum at the head of a line does not.

    Args:
        text: plain text, a paragraph a line.
    """
    return tuple(_Reading(nfc(text)).articles())


@dataclass(slots=True)
class _Part:
    path: str
    kind: ArticleKind
    label: str
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    def article(self) -> Article:
        return Article(self.path, self.kind, self.label, self.heading, "\n".join(self.lines))


class _Reading:
    """One pass over the lines; `_open` are the parts that a next number may belong to."""

    def __init__(self, text: str) -> None:
        self._lines = [line for line in text.split("\n") if line]
        self._has_articles = any(_ARTICLE.match(line) for line in self._lines)
        self._parts: list[_Part] = []
        self._paths: set[str] = set()
        self._divisions: dict[int, str] = {}
        self._counted: dict[str, int] = {}
        self._article = self._clause = ""
        self._wants_heading = False

    def articles(self) -> Iterator[Article]:
        for line in self._lines:
            begun = self._begun(line)
            if begun is None:
                self._go_on(line)
            else:
                self._parts.append(begun)
                self._paths.add(begun.path)
        return (part.article() for part in self._parts)

    def _begun(self, line: str) -> _Part | None:
        return (
            self._as_division(line)
            or self._as_article(line)
            or self._as_clause(line)
            or self._as_point(line)
        )

    def _go_on(self, line: str) -> None:
        if not self._parts:
            self._parts.append(_Part(OPENING, ArticleKind.OPENING, ""))
        part = self._parts[-1]
        if self._wants_heading and (not part.heading or line.isupper()):
            part.heading = f"{part.heading} {line}".strip()
            return
        self._wants_heading = False
        part.lines.append(line)

    def _as_division(self, line: str) -> _Part | None:
        match = _DIVISION.fullmatch(line)
        # A sentence may begin with “Mục 2 của …”; a title is short, capital or alone.
        if match is None or not _is_title(match.group(3)):
            return None
        word = match.group(1).lower()
        rank = _DIVISION_RANKS[word]
        holder = next(
            (self._divisions[one] for one in range(rank - 1, -1, -1) if one in self._divisions), ""
        )
        for lower in [one for one in self._divisions if one >= rank]:
            del self._divisions[lower]
        mark = _DIVISION_MARKS[rank]
        stem = f"{holder}.{mark}" if holder else mark
        path = f"{stem}{self._next(stem)}"
        self._divisions[rank] = path
        self._article = self._clause = ""
        self._wants_heading = True
        label = f"{match.group(1).capitalize()} {match.group(2)}"
        return _Part(path, ArticleKind.DIVISION, label, match.group(3))

    def _next(self, stem: str) -> int:
        self._counted[stem] = self._counted.get(stem, 0) + 1
        return self._counted[stem]

    def _as_article(self, line: str) -> _Part | None:
        match = _ARTICLE.fullmatch(line) if self._has_articles else None
        if match is not None:
            number, heading = match.group(1).lower(), match.group(2)
            if self._taken(number) or not _is_heading(heading):
                return None
            self._article, self._clause, self._wants_heading = number, "", False
            return _Part(number, ArticleKind.ARTICLE, f"Điều {number}", heading)
        roman = None if self._has_articles else _ROMAN.fullmatch(line)
        if roman is None or self._taken(roman.group(1)):
            return None
        self._article, self._clause, self._wants_heading = roman.group(1), "", False
        return _Part(roman.group(1), ArticleKind.ARTICLE, f"mục {roman.group(1)}", roman.group(2))

    def _taken(self, path: str) -> bool:
        return path in self._paths

    def _as_clause(self, line: str) -> _Part | None:
        match = _CLAUSE.fullmatch(line)
        if match is None or (self._has_articles and not self._article):
            return None
        number, words = match.groups()
        path = f"{self._article}.{number}" if self._article else number
        stem = above(path)
        last = int(number.rpartition(".")[2])
        if last != self._counted.get(f"{stem}.", 0) + 1 or (stem and not self._taken(stem)):
            return None
        self._counted[f"{stem}."] = last
        self._clause, self._wants_heading = path, False
        return _Part(path, ArticleKind.CLAUSE, f"khoản {number}", "", [words])

    def _as_point(self, line: str) -> _Part | None:
        match = _POINT.fullmatch(line)
        holder = self._clause or self._article
        if match is None or not holder:
            return None
        letter, words = match.groups()
        place = _ALPHABET.find(letter[0])
        before = self._counted.get(f"{holder}:", 0)
        if self._taken(f"{holder}.{letter}") or (len(letter) == 1 and place > before + 1):
            return None
        self._counted[f"{holder}:"] = max(before, place + 1)
        self._wants_heading = False
        return _Part(f"{holder}.{letter}", ArticleKind.POINT, f"điểm {letter}", "", [words])


def _is_title(words: str) -> bool:
    return not words or words.isupper() or (words[0].isupper() and not words.endswith((";", ",")))


def _is_heading(words: str) -> bool:
    """Whether what follows “Điều 5” heads it; in “Điều 5 của Quy định này” it does not."""
    return not words or not words[0].islower()
