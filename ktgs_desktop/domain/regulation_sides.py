"""Two texts side by side: which parts stand beside which, and the words that differ.

Parts that say the same keep their places; what lies between two of these is paired in its order as
long as both still have something to do with one another, else it came or went as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from ktgs_desktop.domain.regulation_articles import Article, above

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_ALIKE = 0.3
_LONGEST_EXACT = 4000


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a part that stay together.

    Attributes:
        text: the words.
        differs: whether the other side has other ones, or none.
    """

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A part of one of the texts.

    Attributes:
        path: where it stands.
        label: what it is called.
        pieces: its words.
    """

    path: str
    label: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words in one."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands beside what.

    Attributes:
        left: the part of the first text, None where the second one has something new.
        right: the part of the second text, None where it leaves something out.
    """

    left: Side | None
    right: Side | None

    @property
    def differs(self) -> bool:
        """Whether the two sides say different things."""
        sides = (self.left, self.right)
        return any(one is None or any(p.differs for p in one.pieces) for one in sides)


def parts_of(articles: Sequence[Article], path: str = "") -> tuple[Article, ...]:
    """A part of a text with all parts below it, in their order.

    Args:
        articles: the parts of the text.
        path: path of the part, empty for the whole text.
    """
    if not path:
        return tuple(articles)
    found = []
    for one in articles:
        step = one.path
        while step and step != path:
            step = above(step)
        if step == path:
            found.append(one)
    return tuple(found)


def words_of(article: Article) -> str:
    """Heading and words of a part in one.

    Args:
        article: the part.
    """
    return "\n".join(part for part in (article.heading, article.text) if part)


def side_by_side(left: Sequence[Article], right: Sequence[Article]) -> tuple[Pair, ...]:
    """Two texts beside one another, part by part.

    Args:
        left: parts of the first text, in their order.
        right: parts of the second.
    """
    before, after = [words_of(one) for one in left], [words_of(one) for one in right]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pairs: list[Pair] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs += (_pair(one, other) for one, other in zip(left[a:b], right[c:d], strict=True))
        else:
            pairs += _between(left[a:b], right[c:d])
    return tuple(pairs)


def _between(left: Sequence[Article], right: Sequence[Article]) -> Iterator[Pair]:
    """Parts between two that stay: paired in their order, or each alone."""
    waiting: list[Pair] = []
    for one, other in zip_longest(left, right):
        if one is not None and other is not None and _alike(one, other):
            yield from waiting
            waiting = []
            yield _pair(one, other)
            continue
        if one is not None:
            yield Pair(_whole(one), None)
        if other is not None:
            waiting.append(Pair(None, _whole(other)))
    yield from waiting


def _alike(one: Article, other: Article) -> bool:
    before, after = _split(words_of(one)), _split(words_of(other))
    if one.path == other.path and one.heading and one.heading == other.heading:
        return True
    return SequenceMatcher(None, before, after, autojunk=False).quick_ratio() >= _ALIKE


def _whole(article: Article) -> Side:
    return Side(article.path, article.label, (Piece(words_of(article), differs=True),))


def _split(text: str) -> list[str]:
    return _WORDS.findall(text)


def _pair(one: Article, other: Article) -> Pair:
    left, right = _marked(words_of(one), words_of(other))
    return Pair(Side(one.path, one.label, left), Side(other.path, other.label, right))


def _marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces, those with words that the other does not have marked."""
    old, new = _split(before), _split(after)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > _LONGEST_EXACT)
    for tag, a, b, c, d in matcher.get_opcodes():
        differs = tag != "equal"
        if b > a:
            left.append(Piece("".join(old[a:b]), differs))
        if d > c:
            right.append(Piece("".join(new[c:d]), differs))
    return tuple(left), tuple(right)
