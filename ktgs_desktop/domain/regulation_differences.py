"""What a newer list changes, field by field, as a person looks at it before it is installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulation_items import ListItem
from ktgs_desktop.domain.regulations import Regulation, RegulationKey, Relation, RelationKind

_PLAIN = tuple(
    one.name for one in fields(Regulation) if one.name not in ("owner", "id", "relations")
)
ARTICLE, RELATION = "article", "relation"
"""Names of differences that are no field of their own."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that changed.

    Attributes:
        name: the field of `Regulation`; `article` and `relation` for parts of it.
        where: which article or relation; empty for a field.
        before: what it said, empty if nothing.
        after: what it says now, empty if nothing.
    """

    name: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text of which something changed.

    Attributes:
        item: it as it is now.
        fields: what of it changed; empty if only another text ended it.
        ended_on: its last day, if that is what is new; None if it has not ended or the day is
            not known.
        ended_by: the text that replaced it, if that is what is new.
        ended: whether it has ended with this list.
    """

    item: ListItem
    fields: tuple[FieldDifference, ...] = ()
    ended: bool = False
    ended_on: PartialDate | None = None
    ended_by: RegulationKey | None = None


@dataclass(frozen=True, slots=True)
class ListDifference:
    """What a newer list changes.

    Attributes:
        new: texts that were not in the list before.
        changed: texts of which something changed.
        ended: texts that have ended since, with what else changed of them.
        unchanged: how many stay as they are.
    """

    new: tuple[ListItem, ...]
    changed: tuple[TextChange, ...]
    ended: tuple[TextChange, ...]
    unchanged: int

    @property
    def touched(self) -> frozenset[UUID]:
        """Texts that are new, changed or ended."""
        several = (*self.changed, *self.ended)
        return frozenset(one.id for one in self.new) | frozenset(one.item.id for one in several)


def difference(before: Sequence[ListItem], after: Sequence[ListItem]) -> ListDifference:
    """What changed from one whole list to a later one.

    Args:
        before: all texts of the earlier version.
        after: all texts of the later one.
    """
    former = {one.id: one for one in before}
    replaced = _replaced(after, {key for one in before for key in _successions(one)})
    new = tuple(one for one in after if one.id not in former)
    changed: list[TextChange] = []
    ended: list[TextChange] = []
    for one in after:
        was = former.get(one.id)
        if was is None or (was == one and one.id not in replaced):
            continue
        last, earlier = one.regulation.effective_to, was.regulation
        by_date = last is not None and earlier.effective_to is None
        known_ended = one.regulation.ended_by is not None and earlier.ended_by is None
        if by_date or known_ended or one.id in replaced:
            ended.append(
                TextChange(
                    one,
                    tuple(_fields(was, one)),
                    ended=True,
                    ended_on=last if by_date else None,
                    ended_by=replaced.get(one.id),
                )
            )
        else:
            changed.append(TextChange(one, tuple(_fields(was, one))))
    touched = len(new) + len(changed) + len(ended)
    return ListDifference(new, tuple(changed), tuple(ended), len(after) - touched)


def _successions(item: ListItem) -> Iterator[tuple[UUID, UUID | None]]:
    for relation in item.regulation.related(RelationKind.REPLACES):
        yield item.id, relation.target


def _replaced(
    after: Sequence[ListItem], known: set[tuple[UUID, UUID | None]]
) -> dict[UUID, RegulationKey]:
    """Texts that another one replaces now and did not before, and by which."""
    return {
        target: one.regulation.key
        for one in after
        for successor, target in _successions(one)
        if target is not None and (successor, target) not in known
    }


def _fields(before: ListItem, after: ListItem) -> Iterator[FieldDifference]:
    for name in _PLAIN:
        was, now = getattr(before.regulation, name), getattr(after.regulation, name)
        if was != now:
            yield FieldDifference(name, "", _shown(was), _shown(now))
    yield from _relations(before.regulation.relations, after.regulation.relations)
    yield from _articles(before, after)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _relations(before: Sequence[Relation], after: Sequence[Relation]) -> Iterator[FieldDifference]:
    """Relations gone and come; one of the same kind to the same text is one that changed."""
    was = {(one.kind, one.number, one.issuer): one for one in before if one not in after}
    now = {(one.kind, one.number, one.issuer): one for one in after if one not in before}
    for key in sorted(was.keys() | now.keys()):
        yield FieldDifference(
            RELATION, f"{key[0]} {key[1]}", _relation(was.get(key)), _relation(now.get(key))
        )


def _relation(one: Relation | None) -> str:
    if one is None:
        return ""
    said = (one.key.label, _shown(one.since), one.note)
    return "; ".join(part for part in said if part)


def _articles(before: ListItem, after: ListItem) -> Iterator[FieldDifference]:
    """Articles by version of the words and path, in the order in which they stand."""
    was, now = _by_path(before), _by_path(after)
    for key in dict.fromkeys((*now, *was)):
        if was.get(key) != now.get(key):
            label = (now.get(key) or was[key])[0]
            where = label if key[0] == 1 else f"{label} ({key[0]})"
            yield FieldDifference(ARTICLE, where, _words(was.get(key)), _words(now.get(key)))


def _by_path(item: ListItem) -> dict[tuple[int, str], tuple[str, str, str]]:
    return {
        (text.version, one.path): (one.label or one.path, one.heading, one.text)
        for text in item.texts
        for one in text.articles
    }


def _words(article: tuple[str, str, str] | None) -> str:
    return "" if article is None else "\n".join(part for part in article[1:] if part)
