"""What a package brings, as a person sees it before anything changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL, DELETE, WITHDRAW, Json, spelled
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from ktgs_desktop.domain.feeds import Named

MAX_RECORDS = 500
"""Records shown one by one; all of them are counted."""
MAX_VALUE = 300
_NOT_SHOWN = frozenset(("owner", "id"))


class Effect(StrEnum):
    """What becomes of a record."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    VOIDED = "VOIDED"
    WITHDRAWN = "WITHDRAWN"
    CONFLICT = "CONFLICT"
    HELD = "HELD"
    NEWER = "NEWER"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs.

    Attributes:
        field: its name.
        before: what it was, spelled; empty if it was not there.
        after: what it becomes, spelled; empty if it is gone.
    """

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ArrivingRecord:
    """A record a package touches.

    Attributes:
        unit: whose it is.
        channel: the channel it comes by.
        entity: kind of record.
        id: its identifier.
        label: what it is called.
        effect: what becomes of it.
        fields: fields that differ, of one that was here.
    """

    unit: UUID
    channel: str
    entity: str
    id: UUID
    label: str
    effect: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrivingFeed:
    """A feed a package brings changes of.

    Attributes:
        unit: whose it is.
        name: that unit's name.
        channel: the channel.
        new: changes that would be taken in.
        known: changes that are here already.
        held: changes that would wait for earlier ones.
        here: number up to which the feed is here.
        signed_by: who signed, as people know them.
        depth: 0 for the sender's own, more if it was handed on.
        base: heads from which it was sent, in hexadecimal.
        heads: heads up to which it was sent, in hexadecimal.
        least: the lowest schema version that can show what it brings.
        kept: changes that only a newer program can take in; they are kept and handed on.
    """

    unit: UUID
    name: str
    channel: str
    new: int
    known: int
    held: int
    here: int
    signed_by: str
    depth: int
    base: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    least: int = 1
    kept: int = 0


def differences(
    before: Mapping[str, Json] | None, after: Mapping[str, Json]
) -> tuple[FieldChange, ...]:
    """The fields in which two versions of a record differ, in the order of their names.

    Args:
        before: the version here, None if there is none.
        after: the version that comes.
    """
    if before is None:
        return ()
    names = sorted({*before, *after} - _NOT_SHOWN)
    return tuple(
        FieldChange(name, _shown(before.get(name)), _shown(after.get(name)))
        for name in names
        if before.get(name) != after.get(name)
    )


def _shown(value: Json) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else spelled(value)
    return text[:MAX_VALUE]


def effect_of(one: Named, before: Mapping[str, Json] | None, versions: int) -> Effect:
    """What becomes of a record by a change.

    Args:
        one: the change.
        before: the record as it is here, None if it is not.
        versions: how many versions stand side by side afterwards.
    """
    if versions > 1:
        return Effect.CONFLICT
    if one.change.kind == WITHDRAW:
        return Effect.WITHDRAWN
    if one.change.kind == DELETE:
        return Effect.VOIDED
    return Effect.NEW if before is None else Effect.CHANGED


def check_channels(kind: PackageKind, names: Iterable[str], me: UUID) -> None:
    """Refuse a package that brings changes by a channel its kind does not use.

    Args:
        kind: kind of package.
        names: the channels of its changes.
        me: the office that reads it.

    Raises:
        PackageError: `channel_not_for_kind`.
    """
    allowed = _ALLOWED.get(kind, frozenset())
    for name in names:
        mine = channels.is_down(name) and name == channels.down(me)
        if name not in allowed and not (kind is PackageKind.DIRECTIVE and mine):
            raise PackageError("channel_not_for_kind", channel=name)


_ALLOWED: Mapping[PackageKind, frozenset[str]] = {
    PackageKind.DATA: frozenset(channels.UPWARD),
    PackageKind.DIRECTIVE: frozenset((channels.REGULATIONS,)),
    PackageKind.RECOVERY: frozenset(channels.UPWARD),
    PackageKind.INTERNAL: frozenset((CHANNEL_INTERNAL,)),
}


def to_json(part: ArrivingRecord | ArrivingFeed) -> Json:
    """A part of a report as it is kept with the job.

    Args:
        part: a record or a feed.
    """
    found = dataclasses.asdict(part)
    return cast("Json", {name: _plain(value) for name, value in found.items()})


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


@dataclass(frozen=True, slots=True)
class BroughtFeed:
    """How much of a feed a package brought.

    Attributes:
        unit: whose feed.
        channel: its channel.
        base: heads from which it was sent.
        heads: heads up to which it was sent.
        least: the lowest schema version that can show what it brought.
    """

    unit: UUID
    channel: str
    base: tuple[bytes, ...]
    heads: tuple[bytes, ...]
    least: int = 1


def feeds_of_report(report: Json) -> list[BroughtFeed]:
    """How much of which feeds a package brought, from the report kept of it.

    Args:
        report: the report, as `to_json` wrote its feeds; None if there is none.
    """
    found = report.get("feeds") if isinstance(report, dict) else None
    return [
        BroughtFeed(
            unit=UUID(str(one["unit"])),
            channel=str(one["channel"]),
            base=_hashes(one.get("base")),
            heads=_hashes(one.get("heads")),
            least=int(str(one.get("least", 1))),
        )
        for one in (found if isinstance(found, list) else ())
        if isinstance(one, dict)
    ]


def _hashes(value: Json) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(str(one)) for one in value) if isinstance(value, list) else ()
