"""Two versions of one record side by side, field by field, with the version both came from.

Two computers of an office changed a record before their work met. What one side alone changed is
suggested; what decides something about people or papers is never suggested: a person chooses it,
field by field (sync.md 2.15, C1 to C3). Nothing here is taken by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ktgs_desktop.domain.journal import DELETE, Change, Json, spelled
from ktgs_desktop.domain.sensitive_fields import Reason, reason_of
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

VOIDED = "voided"
"""Stands for a field: why a version voided the record, None if it did not."""
_IDENTITY = ("owner", "id")
_PART_KEYS: Mapping[str, tuple[str, ...]] = {
    "articles": ("path",),
    "codes": ("scheme", "start"),
    "files": ("digest",),
    "images": ("kind",),
    "names": ("start",),
    "parents": ("start",),
    "positions": ("title", "organization", "start"),
    "relations": ("kind", "number", "issued"),
    "series": ("document_type", "term"),
    "signers": ("name", "position"),
    "subjects": ("key",),
    "support": ("name",),
}
"""What tells the parts of a list apart; a text tells itself apart."""


class Standing(StrEnum):
    """How a field stands between two versions and their base."""

    EQUAL = "EQUAL"
    MINE = "MINE"
    THEIRS = "THEIRS"
    BOTH = "BOTH"


class Pick(StrEnum):
    """Which value of a field is to stand."""

    BASE = "BASE"
    MINE = "MINE"
    THEIRS = "THEIRS"
    COMBINED = "COMBINED"


@dataclass(frozen=True, slots=True)
class FieldMerge:
    """A field of two versions.

    Attributes:
        field: its name.
        base: its value in the version both came from, None if there is none.
        mine: its value here.
        theirs: its value there.
        standing: who changed it.
        sensitive: why it is never suggested, None if it may be.
        combined: a list that holds the changes of both sides, None if they do not go together.
    """

    field: str
    base: Json
    mine: Json
    theirs: Json
    standing: Standing
    sensitive: Reason | None = None
    combined: Json = None

    @property
    def differs(self) -> bool:
        """Whether there is something to choose."""
        return self.standing != Standing.EQUAL

    @property
    def suggested(self) -> Pick | None:
        """What may be chosen beforehand, None if a person must choose."""
        if self.standing == Standing.EQUAL:
            return Pick.MINE
        if self.sensitive is not None:
            return None
        if self.standing == Standing.BOTH:
            return None if self.combined is None else Pick.COMBINED
        return Pick.MINE if self.standing == Standing.MINE else Pick.THEIRS

    def value(self, pick: Pick) -> Json:
        """Its value on a side.

        Args:
            pick: which.
        """
        return {
            Pick.BASE: self.base,
            Pick.MINE: self.mine,
            Pick.THEIRS: self.theirs,
            Pick.COMBINED: self.combined,
        }[pick]


@dataclass(frozen=True, slots=True)
class Merge:
    """Two versions of a record.

    Attributes:
        fields: all fields, in the order of their names; that of voiding first.
        based: whether the version both came from is known.
    """

    fields: tuple[FieldMerge, ...]
    based: bool

    @property
    def open(self) -> tuple[FieldMerge, ...]:
        """The fields in which the versions differ."""
        return tuple(one for one in self.fields if one.differs)

    def offers(self, field: FieldMerge) -> tuple[Pick, ...]:
        """What may be chosen for a field.

        Args:
            field: one that differs.
        """
        picks = [Pick.MINE, Pick.THEIRS]
        if self.based and field.standing == Standing.BOTH:
            picks.insert(0, Pick.BASE)
        if field.combined is not None:
            picks.append(Pick.COMBINED)
        return tuple(picks)


def compare(entity: str, base: Change | None, mine: Change, theirs: Change) -> Merge:
    """Two versions of a record field by field.

    Args:
        entity: kind of record.
        base: the version both came from, None if it is not known.
        mine: the version of this computer.
        theirs: the other one.
    """
    before = {} if base is None else _values(base)
    here, there = _values(mine), _values(theirs)
    names = sorted({*before, *here, *there} - {VOIDED})
    return Merge(
        tuple(
            _field(entity, name, (before.get(name), here.get(name), there.get(name)))
            for name in (VOIDED, *names)
        ),
        based=base is not None,
    )


def _values(change: Change) -> dict[str, Json]:
    values: dict[str, Json] = {
        name: value for name, value in change.document.items() if name not in _IDENTITY
    }
    values[VOIDED] = change.reason if change.kind == DELETE else None
    return values


def _field(entity: str, name: str, values: tuple[Json, Json, Json]) -> FieldMerge:
    base, mine, theirs = values
    if same(mine, theirs):
        standing = Standing.EQUAL
    elif same(base, theirs):
        standing = Standing.MINE
    elif same(base, mine):
        standing = Standing.THEIRS
    else:
        standing = Standing.BOTH
    combined = combine(name, base, mine, theirs) if standing == Standing.BOTH else None
    sensitive = Reason.VOIDING if name == VOIDED else reason_of(entity, name)
    return FieldMerge(name, base, mine, theirs, standing, sensitive, combined)


def same(one: Json, other: Json) -> bool:
    """Whether two values are spelled alike; true is not one.

    Args:
        one: a value.
        other: another.
    """
    return spelled(one) == spelled(other)


def resolve(merge: Merge, picks: Mapping[str, Pick]) -> dict[str, Json]:
    """The values of the record as it is to be, `VOIDED` among them.

    Args:
        merge: the two versions.
        picks: what was chosen, by field; nothing is taken that was not chosen.

    Raises:
        UserError: `choice_missing` for a field that differs and was not chosen, `choice_unknown`
            for one that is not offered.
    """
    chosen: dict[str, Json] = {}
    for one in merge.fields:
        pick = picks.get(one.field) if one.differs else Pick.MINE
        if pick is None:
            raise UserError("choice_missing", field=one.field)
        if one.differs and pick not in merge.offers(one):
            raise UserError("choice_unknown", field=one.field)
        chosen[one.field] = one.value(pick)
    strangers = picks.keys() - {one.field for one in merge.fields}
    if strangers:
        raise UserError("choice_unknown", field=min(strangers))
    return chosen


# Lists ----------------------------------------------------------------------------------------


def combine(field: str, base: Json, mine: Json, theirs: Json) -> Json:
    """A list with what both sides added, changed and took out, if that does not overlap.

    Args:
        field: name of the field, which says what tells its parts apart.
        base: the list both came from.
        mine: the list here.
        theirs: the list there.

    Returns:
        The list; None if it is no list of parts, if both changed one part, or if a side put
        parts into another order.
    """
    parts = [_parts(field, value) for value in (base, mine, theirs)]
    if any(part is None for part in parts):
        return None
    before, here, there = (part or {} for part in parts)
    if not (_in_order(before, here) and _in_order(before, there)):
        return None
    found: list[Json] = []
    for name in before:
        part = _part(before[name], here.get(name), there.get(name))
        if part is _CLASH:
            return None
        if part is not None:
            found.append(part)
    added = {**here, **there}
    fresh = sorted(added.keys() - before.keys())
    if any(name in here and name in there and not same(here[name], there[name]) for name in fresh):
        return None
    return found + [added[name] for name in fresh]


_CLASH: Json = {"clash": True}


def _part(base: Json, mine: Json, theirs: Json) -> Json:
    if same(mine, theirs) or same(base, theirs):
        return mine
    return theirs if same(base, mine) else _CLASH


def _parts(field: str, value: Json) -> dict[str, Json] | None:
    """The parts of a list by what tells them apart; None if something does not."""
    found: dict[str, Json] = {}
    for part in value if isinstance(value, list) else ():
        if isinstance(part, str):
            name = part
        elif isinstance(part, dict) and field in _PART_KEYS:
            name = spelled([part.get(key) for key in _PART_KEYS[field]])
        else:
            return None
        if name in found:
            return None
        found[name] = part
    return found if value is None or isinstance(value, list) else None


def _in_order(before: Mapping[str, Json], after: Mapping[str, Json]) -> bool:
    kept = [name for name in before if name in after]
    return kept == [name for name in after if name in before]


# The version both came from -------------------------------------------------------------------


def origin(versions: Mapping[bytes, Change], name: bytes) -> bytes:
    """The version that a version brought back by undoing a choice; else itself.

    Args:
        versions: all versions of the record.
        name: the version.
    """
    change = versions[name]
    if len(change.parents) != 1:
        return name
    chosen = versions.get(change.parents[0])
    for parent in chosen.parents if chosen is not None and len(chosen.parents) > 1 else ():
        former = versions.get(parent)
        if former is not None and _alike(former, change):
            return parent
    return name


def _alike(one: Change, other: Change) -> bool:
    return (one.kind, one.document, one.reason) == (other.kind, other.document, other.reason)


def common_base(versions: Mapping[bytes, Change], one: bytes, other: bytes) -> bytes | None:
    """The latest version that two versions both came from, None if there is none here.

    Of several that stand side by side, the one with the greatest Lamport number.

    Args:
        versions: all versions of the record.
        one: a version.
        other: another.
    """
    both = _ancestors(versions, one) & _ancestors(versions, other)
    passed = _above(versions, both)
    latest = [(versions[name].lamport, name) for name in both - passed]
    return max(latest)[1] if latest else None


def _ancestors(versions: Mapping[bytes, Change], name: bytes) -> set[bytes]:
    """A version and all it came from."""
    found: set[bytes] = set()
    front: Sequence[bytes] = [name]
    while front:
        found.update(front)
        above = {parent for each in front for parent in versions[each].parents}
        front = [each for each in above if each in versions and each not in found]
    return found


def _above(versions: Mapping[bytes, Change], names: Iterable[bytes]) -> AbstractSet[bytes]:
    found: set[bytes] = set()
    for name in names:
        found |= _ancestors(versions, name) - {name}
    return found
