"""Phrases an office uses again and again (kho câu mẫu), found by a few letters without accents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.vietnamese import accented, fold, has_accents, sort_key, words
from ktgs_desktop.errors import UserError


class PhraseField(StrEnum):
    """Where phrases are used."""

    CONTENT = "CONTENT"
    NOTE = "NOTE"
    PAPER = "PAPER"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A reusable text.

    Attributes:
        owner: the office's unit.
        id: identifier.
        field: `CONTENT` (content of lines), `NOTE` (notes) or `PAPER` (text of papers).
        text: the text.
    """

    owner: UUID
    id: UUID
    field: str
    text: str


def check_phrase(phrase: Phrase, others: Iterable[Phrase]) -> None:
    """Refuse a phrase that cannot be, or that is there already.

    Args:
        phrase: what is to be saved.
        others: phrases that are there; the phrase itself may be among them.

    Raises:
        UserError: `phrase_empty`, `too_long` or `phrase_exists`.
    """
    if not phrase.text.strip():
        raise UserError("phrase_empty")
    limits.check_length("phrase", phrase.text, limits.CONTENT)
    same = accented(phrase.text)
    for other in others:
        if other.id != phrase.id and other.field == phrase.field and accented(other.text) == same:
            raise UserError("phrase_exists")


def ordered(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Phrases in dictionary order.

    Args:
        phrases: any.
    """
    return sorted(phrases, key=lambda one: (sort_key(one.text), one.id))


def matching(phrases: Iterable[Phrase], typed: str) -> list[Phrase]:
    """Phrases that hold every word typed, the likeliest first.

    A word typed need only begin a word of the phrase; one with accents must have them.

    Args:
        phrases: where to look.
        typed: words typed, those of one phrase in any order; nothing for all phrases.
    """
    wanted = words(typed)
    found = [phrase for phrase in phrases if all(_holds(phrase.text, one) for one in wanted)]
    begun = fold(typed).strip()
    return sorted(
        found,
        key=lambda one: (not fold(one.text).startswith(begun), sort_key(one.text), one.id),
    )


def _holds(text: str, wanted: str) -> bool:
    form = accented if has_accents(wanted) else fold
    return any(word.startswith(form(wanted)) for word in words(form(text)))
