"""The days that decide how a text stands, and how it stands on a day by them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ktgs_desktop.domain.regulations import Regulation, Relation

DAY = timedelta(days=1)
_Replacers = Iterable[tuple[Regulation, Relation]]


class ForceStatus(StrEnum):
    """How a text stands on a day: còn hiệu lực, chưa có, đã hết, chưa rõ."""

    IN_FORCE = "IN_FORCE"
    NOT_YET = "NOT_YET"
    ENDED = "ENDED"
    UNCERTAIN = "UNCERTAIN"


@dataclass(frozen=True, slots=True)
class ForceSpan:
    """The days that decide how a text stands; None where none is known.

    Attributes:
        possible: first day on which it can be in force; None if it always can.
        sure: first day on which it surely is.
        doubt: first day on which it can have ended.
        ended: first day on which it surely has.
    """

    possible: date | None = None
    sure: date | None = None
    doubt: date | None = None
    ended: date | None = None

    def status(self, day: date) -> ForceStatus:
        """How the text stands on a day."""
        if self.ended is not None and day >= self.ended:
            return ForceStatus.ENDED
        if self.possible is not None and day < self.possible:
            return ForceStatus.NOT_YET
        if self.sure is None or day < self.sure:
            return ForceStatus.UNCERTAIN
        if self.doubt is not None and day >= self.doubt:
            return ForceStatus.UNCERTAIN
        return ForceStatus.IN_FORCE

    def stands(self, day: date) -> bool:
        """Whether it is the text to go by on a day: begun for certain, not ended for certain."""
        return (
            self.sure is not None and self.sure <= day and (self.ended is None or day < self.ended)
        )


def own_span(text: Regulation) -> ForceSpan:
    """The days that decide how a text stands, as long as no other text replaces it.

    Args:
        text: the text.
    """
    return span_among(text, (), min(stated_ends(text), default=None))


def span_among(text: Regulation, replacers: _Replacers, ended: date | None) -> ForceSpan:
    """The days that decide how a text stands.

    Args:
        text: the text.
        replacers: the texts that replace it, each with its relation that says so.
        ended: first day on which it surely has ended, None if it has not.
    """
    possible = text.effective_from or text.issued
    sure = text.effective_from.last if text.effective_from else None
    return ForceSpan(
        possible=possible.first if possible else None,
        sure=sure,
        doubt=_doubt(text, replacers, sure, ended),
        ended=ended,
    )


def stated_ends(text: Regulation) -> list[date]:
    """First days on which a text has surely ended by what is said of itself.

    Args:
        text: the text.
    """
    found = [] if text.effective_to is None else [text.effective_to.last + DAY]
    return found if text.ended_by is None else [*found, text.ended_by.last]


def _doubt(
    text: Regulation, replacers: _Replacers, sure: date | None, ended: date | None
) -> date | None:
    """First day on which a text can have ended, if that is before it surely has."""
    days: list[date] = []
    begun = sure or (text.issued.first if text.issued else date.min)
    if text.effective_to is not None:
        days.append(text.effective_to.first + DAY)
    if text.doubtful_from is not None:
        days.append(text.doubtful_from.first)
    elif text.ended_by is not None:
        days.append(begun)
    days += [first_possible(later, relation, begun) for later, relation in replacers]
    first = min((max(day, begun) for day in days), default=None)
    return None if first is None or first == ended else first


def first_possible(later: Regulation, relation: Relation, begun: date) -> date:
    """First day on which a text can have replaced another, which was there before it.

    Args:
        later: the text that replaces.
        relation: its relation that says so.
        begun: first day of the earlier text.
    """
    since = relation.since or later.effective_from or later.issued
    return max(since.first, begun) if since else begun
