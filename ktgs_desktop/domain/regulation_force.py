"""Which text is in force on a day: computed from dates and relations, never stored.

A text ends on the last day that is stated for it, else on the day before the first text that
replaces it takes effect; one that amends it or repeals a part never ends it. Where a day that
decides is not known, the earlier text is shown with that remark until the next day that is known:
on 01/03/2026 it is 294-QĐ/TW, replaced by 20-QĐ/TW of an unknown day of 2026, because that is
ended for certain only by 208-QĐ/TW (`domain.md` 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.force_spans import (
    DAY,
    ForceSpan,
    ForceStatus,
    first_possible,
    span_among,
    stated_ends,
)
from ktgs_desktop.domain.regulations import Regulation, Relation, RelationKind

__all__ = [
    "Edge",
    "Family",
    "Force",
    "ForceReason",
    "ForceSpan",
    "ForceStatus",
    "LineText",
    "RegulationLibrary",
]

_Step = Callable[[UUID], list[UUID]]
_REPLACES = RelationKind.REPLACES
_CHANGES = (RelationKind.AMENDS, RelationKind.REPEALS_PART)


class ForceReason(StrEnum):
    """Why a text stands as it does; empty for one simply in force."""

    NONE = ""
    STARTS = "STARTS"
    START_UNKNOWN = "START_UNKNOWN"
    REPLACED = "REPLACED"
    REPLACER_UNKNOWN = "REPLACER_UNKNOWN"
    STATED_END = "STATED_END"
    ENDED_SOME_DAY = "ENDED_SOME_DAY"
    UNCONFIRMED = "UNCONFIRMED"


@dataclass(frozen=True, slots=True)
class Force:
    """How a text stands on a day, and why.

    Attributes:
        status: how it stands.
        reason: why.
        by: the text that ended it or may have, None if none did.
        on: the day of it, None if not known.
    """

    status: ForceStatus
    reason: ForceReason = ForceReason.NONE
    by: UUID | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LineText:
    """What a line of texts gives on a day.

    Attributes:
        texts: the texts to go by, mostly one; more where a later text replaced several; none
            where the list has none for the day ("chưa có trong danh mục").
        beside: texts that amend these or repeal a part of them and are in force on the day.
        unlisted: earlier texts that are named but not in the list.
    """

    texts: tuple[Regulation, ...]
    beside: tuple[Regulation, ...] = ()
    unlisted: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two texts of a family.

    Attributes:
        later: the text in which it stands.
        relation: what it does.
        earlier: the text it is done to, None if that is not in the list.
    """

    later: UUID
    relation: Relation
    earlier: UUID | None


@dataclass(frozen=True, slots=True)
class Family:
    """A text with all that it replaced, amended or implemented, and all that did so to these.

    Attributes:
        texts: the texts, those of the earliest first day first.
        edges: what they do to one another, and to texts that are not in the list.
    """

    texts: tuple[Regulation, ...]
    edges: tuple[Edge, ...]


class RegulationLibrary:
    """Regulations with their relations, for questions about days and lines.

    Args:
        regulations: those that count, without the voided ones.
    """

    def __init__(self, regulations: Iterable[Regulation]) -> None:
        self._known: dict[UUID, Regulation] = {one.id: one for one in regulations}
        self._later: dict[UUID, list[tuple[Regulation, Relation]]] = defaultdict(list)
        for one in self._known.values():
            for relation in one.relations:
                if relation.target is not None and relation.target in self._known:
                    self._later[relation.target].append((one, relation))
        self._ended: dict[UUID, date | None] = {}

    def __iter__(self) -> Iterator[Regulation]:
        return iter(self._known.values())

    def get(self, regulation: UUID) -> Regulation | None:
        """A regulation, None if it is not there."""
        return self._known.get(regulation)

    # Days -----------------------------------------------------------------------------------

    def span(self, regulation: UUID) -> ForceSpan:
        """The days that decide how a text stands.

        Args:
            regulation: its id, which is there.
        """
        return span_among(
            self._known[regulation], self.replacers(regulation), self._end(regulation)
        )

    def spans(self) -> dict[UUID, ForceSpan]:
        """The days that decide, of every text."""
        return {regulation: self.span(regulation) for regulation in self._known}

    def replacers(self, regulation: UUID) -> list[tuple[Regulation, Relation]]:
        """The texts that replace one, with the relation that says so.

        Args:
            regulation: the earlier text.
        """
        return [pair for pair in self._later[regulation] if pair[1].kind == _REPLACES]

    def _end(self, regulation: UUID) -> date | None:
        """First day on which a text has surely ended; those after it are computed first."""
        walk = [regulation]
        under_way: set[UUID] = set()
        while walk:
            here = walk[-1]
            following = [one.id for one, _relation in self.replacers(here)]
            waiting = [one for one in following if one not in self._ended and one not in under_way]
            if here not in under_way and waiting:
                under_way.add(here)
                walk += waiting
                continue
            walk.pop()
            if here not in self._ended:
                self._ended[here] = self._end_of(self._known[here])
        return self._ended[regulation]

    def _end_of(self, text: Regulation) -> date | None:
        days: list[date | None] = [*stated_ends(text)]
        for later, relation in self.replacers(text.id):
            since = relation.since or later.effective_from
            # A text was there before it was replaced itself.
            days += [since.last if since else None, self._ended.get(later.id)]
        return min((day for day in days if day is not None), default=None)

    def force(self, regulation: UUID, day: date) -> Force:
        """How a text stands on a day, and why.

        Args:
            regulation: its id, which is there.
            day: the day.
        """
        span = self.span(regulation)
        status = span.status(day)
        match status:
            case ForceStatus.IN_FORCE:
                return Force(status)
            case ForceStatus.NOT_YET:
                return Force(status, ForceReason.STARTS, on=span.sure or span.possible)
            case ForceStatus.ENDED:
                return self._why_ended(regulation, span)
            case _:
                return self._why_uncertain(regulation, span, day)

    def _why_ended(self, regulation: UUID, span: ForceSpan) -> Force:
        text, status = self._known[regulation], ForceStatus.ENDED
        if text.effective_to is not None and text.effective_to.last + DAY == span.ended:
            return Force(status, ForceReason.STATED_END, on=text.effective_to.last)
        exact = span.doubt is None
        for later, relation in self.replacers(regulation):
            since = relation.since or later.effective_from
            if span.ended in (since.last if since else None, self._ended.get(later.id)):
                known = exact and since is not None and since.exact
                return Force(
                    status, ForceReason.REPLACED, later.id, since.first if known and since else None
                )
        return Force(status, ForceReason.ENDED_SOME_DAY, on=span.ended)

    def _why_uncertain(self, regulation: UUID, span: ForceSpan, day: date) -> Force:
        text, status = self._known[regulation], ForceStatus.UNCERTAIN
        if span.sure is None or day < span.sure:
            return Force(status, ForceReason.START_UNKNOWN)
        for later, relation in self.replacers(regulation):
            if first_possible(later, relation, span.sure) <= day:
                return Force(status, ForceReason.REPLACER_UNKNOWN, later.id)
        if text.ended_by is not None:
            return Force(status, ForceReason.ENDED_SOME_DAY, on=text.ended_by.last)
        if text.effective_to is not None and text.effective_to.first < day:
            return Force(status, ForceReason.STATED_END)
        on = text.doubtful_from.first if text.doubtful_from else None
        return Force(status, ForceReason.UNCONFIRMED, on=on)

    # Lines ----------------------------------------------------------------------------------

    def line(self, regulation: UUID) -> list[Regulation]:
        """The texts a text replaced and was replaced by, over any number of steps, and itself.

        Args:
            regulation: its id, which is there.

        Returns:
            In the order of their first days; what the text did not replace is not among them.
        """
        found = {regulation, *self._walk(regulation, self._before)}
        found.update(self._walk(regulation, self._after))
        return self._ordered(found)

    def _before(self, regulation: UUID) -> list[UUID]:
        relations = self._known[regulation].related(_REPLACES)
        targets = [one.target for one in relations if one.target is not None]
        return [one for one in targets if one in self._known]

    def _after(self, regulation: UUID) -> list[UUID]:
        return [later.id for later, _relation in self.replacers(regulation)]

    def _walk(self, start: UUID, step: _Step) -> set[UUID]:
        found: set[UUID] = set()
        walk = step(start)
        while walk:
            here = walk.pop()
            if here not in found:
                found.add(here)
                walk += step(here)
        return found

    def _ordered(self, chosen: Iterable[UUID]) -> list[Regulation]:
        return sorted((self._known[one] for one in chosen), key=_by_first_day)

    def in_line_on(self, regulation: UUID, day: date) -> LineText:
        """The text of a text's line to go by on a day, with those that amend it.

        Args:
            regulation: any text of the line.
            day: the day.
        """
        line = self.line(regulation)
        standing = [one for one in line if self.span(one.id).stands(day)]
        # An amending text is replaced together with the text it amends; it stands beside it.
        texts = [one for one in standing if one.id == regulation or not _only_changes(one)]
        beside = [
            later
            for one in texts
            for later in self.changing(one.id)
            if self.span(later.id).stands(day) and later not in texts
        ]
        named = [
            relation
            for one in line
            for relation in one.related(_REPLACES)
            if relation.target is None or relation.target not in self._known
        ]
        return LineText(
            tuple(texts or standing), tuple(dict.fromkeys(beside)), () if texts else tuple(named)
        )

    def changing(self, regulation: UUID) -> list[Regulation]:
        """The texts that amend one or repeal a part of it, those of the earliest day first.

        Args:
            regulation: the text that is changed.
        """
        found = {one.id for one, relation in self._later[regulation] if relation.kind in _CHANGES}
        return self._ordered(found)

    def family(self, regulation: UUID) -> Family:
        """A text with all that is related to it in any way, over any number of steps.

        Args:
            regulation: its id, which is there.
        """
        found = {regulation, *self._walk(regulation, self._related)}
        texts = self._ordered(found)
        edges = [
            Edge(one.id, relation, relation.target if relation.target in self._known else None)
            for one in texts
            for relation in one.relations
        ]
        return Family(tuple(texts), tuple(edges))

    def _related(self, regulation: UUID) -> list[UUID]:
        earlier = [one.target for one in self._known[regulation].relations]
        later = [one.id for one, _relation in self._later[regulation]]
        return [one for one in (*earlier, *later) if one is not None and one in self._known]


def _only_changes(text: Regulation) -> bool:
    return any(relation.kind in _CHANGES for relation in text.relations) and not text.related(
        _REPLACES
    )


def _by_first_day(text: Regulation) -> tuple[str, str, str]:
    day = text.effective_from or text.issued
    return (day.iso if day else "9999", text.number, str(text.id))
