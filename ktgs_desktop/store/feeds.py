"""Reading of feeds: heads, what another office has not yet, versions, digests, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.feeds import Head, Named, named, state_digest, winner_first
from ktgs_desktop.domain.journal import decode_change
from ktgs_desktop.store import exchange_tables as tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

CHUNK = 400
_FETCH = 2000
_change, _head, _held = tables.feed_change, tables.feed_head, tables.held_change


@dataclass(frozen=True, slots=True)
class Feed:
    """One unit's changes in one channel.

    Attributes:
        unit: whose.
        channel: the channel.
    """

    unit: UUID
    channel: str

    def holds(self, table: sa.FromClause) -> sa.ColumnElement[bool]:
        """The condition that a row is of this feed.

        Args:
            table: a table with columns `unit` and `channel`.
        """
        return sa.and_(table.c.unit == self.unit, table.c.channel == self.channel)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Changes of a feed that wait for earlier ones.

    Attributes:
        feed: the feed.
        count: how many wait.
        first: lowest number among them.
        here: number up to which changes are here, 0 for none.
        since: ISO time since when the oldest waits.
    """

    unit: UUID
    channel: str
    count: int
    first: int
    here: int
    since: str


def heads(connection: Connection, feed: Feed) -> list[Head]:
    """The last change of each branch of a feed, greatest Lamport number first.

    Args:
        connection: any.
        feed: the feed.
    """
    query = (
        sa.select(_head.c.hash, _head.c.number, _head.c.lamport, _head.c.device)
        .where(feed.holds(_head))
        .order_by(_head.c.lamport.desc(), _head.c.hash.desc())
    )
    return [Head(bytes(row[0]), row[1], row[2], row[3]) for row in connection.execute(query)]


def channels(connection: Connection, unit: UUID | None = None) -> list[tuple[UUID, str]]:
    """The feeds that are here, as unit and channel.

    Args:
        connection: any.
        unit: whose; None for everybody's.
    """
    query = sa.select(_head.c.unit, _head.c.channel).distinct()
    if unit is not None:
        query = query.where(_head.c.unit == unit)
    return sorted((row.unit, row.channel) for row in connection.execute(query))


def known(connection: Connection, names: Iterable[bytes]) -> dict[bytes, Head]:
    """Which of some changes are here, seen as heads.

    Args:
        connection: any.
        names: their hashes.
    """
    found: dict[bytes, Head] = {}
    wanted = list(names)
    columns = (_change.c.hash, _change.c.number, _change.c.lamport, _change.c.device)
    for start in range(0, len(wanted), CHUNK):
        query = sa.select(*columns).where(_change.c.hash.in_(wanted[start : start + CHUNK]))
        for row in connection.execute(query):
            found[bytes(row[0])] = Head(bytes(row[0]), row[1], row[2], row[3])
    return found


def reachable(connection: Connection, heads: Iterable[bytes]) -> set[bytes]:
    """Everything that leads to some heads, themselves included; unknown ones say nothing.

    Args:
        connection: any.
        heads: hashes.
    """
    front = list(heads)
    if not front:
        return set()
    base = sa.select(_change.c.hash, _change.c.previous).where(_change.c.hash.in_(front))
    walk = base.cte("walk", recursive=True)
    walk = walk.union(
        sa.select(_change.c.hash, _change.c.previous).join(walk, _change.c.hash == walk.c.previous)
    )
    return {bytes(name) for name in connection.execute(sa.select(walk.c.hash)).scalars()}


def after(connection: Connection, feed: Feed, heads: Iterable[bytes]) -> Iterator[bytes]:
    """The changes of a feed that do not lead to some heads, predecessors first, as bytes.

    Args:
        connection: any.
        feed: the feed.
        heads: what the other side holds; those unknown here say nothing.
    """
    reached = reachable(connection, heads)
    query = (
        sa.select(_change.c.hash, _change.c.raw)
        .where(feed.holds(_change))
        .order_by(_change.c.lamport, _change.c.hash)
    )
    for row in connection.execute(query.execution_options(yield_per=_FETCH)):
        if bytes(row.hash) not in reached:
            yield bytes(row.raw)


def leaves(connection: Connection, feed: Feed, entity: str, record: UUID) -> list[Named]:
    """The versions of a record in a feed that no other replaces, the provisional winner first.

    Args:
        connection: any.
        feed: the feed.
        entity: name of its kind.
        record: its id.
    """
    query = sa.select(_change.c.raw).where(
        _change.c.record == record,
        _change.c.entity == entity,
        feed.holds(_change),
        _change.c.replaced.is_(False),
    )
    return winner_first(named(bytes(raw)) for raw in connection.execute(query).scalars())


def leaves_elsewhere(connection: Connection, feed: Feed, entity: str, record: UUID) -> list[Named]:
    """The versions of a record in the feeds of other units, which came over with a transfer.

    Args:
        connection: any.
        feed: the feed of the unit that goes on with it.
        entity: name of its kind.
        record: its id.
    """
    query = sa.select(_change.c.raw).where(
        _change.c.record == record,
        _change.c.entity == entity,
        _change.c.unit != feed.unit,
        _change.c.replaced.is_(False),
    )
    found = [named(bytes(raw)) for raw in connection.execute(query).scalars()]
    named_already = {parent for one in found for parent in one.change.parents}
    return winner_first(one for one in found if one.hash not in named_already)


def leaves_of(
    connection: Connection, feed: Feed, records: Sequence[tuple[str, UUID]]
) -> dict[tuple[str, UUID], list[Named]]:
    """As `leaves`, of many records at once.

    Args:
        connection: any.
        feed: the feed.
        records: kinds and ids.
    """
    found: dict[tuple[str, UUID], list[Named]] = defaultdict(list)
    wanted = set(records)
    ids = sorted({record for _entity, record in records})
    for start in range(0, len(ids), CHUNK):
        query = sa.select(_change.c.raw).where(
            _change.c.record.in_(ids[start : start + CHUNK]),
            feed.holds(_change),
            _change.c.replaced.is_(False),
        )
        for raw in connection.execute(query).scalars():
            one = named(bytes(raw))
            if (one.change.entity, one.change.id) in wanted:
                found[(one.change.entity, one.change.id)].append(one)
    return {record: winner_first(versions) for record, versions in found.items()}


def versions(connection: Connection, unit: UUID, entity: str, record: UUID) -> list[Named]:
    """All versions of a record that a unit issued, in all channels, oldest first.

    Args:
        connection: any.
        unit: whose record.
        entity: name of its kind.
        record: its id.
    """
    query = (
        sa.select(_change.c.raw)
        .where(_change.c.record == record, _change.c.entity == entity, _change.c.unit == unit)
        .order_by(_change.c.lamport, _change.c.hash)
    )
    return [named(bytes(raw)) for raw in connection.execute(query).scalars()]


def version(connection: Connection, name: bytes) -> Named | None:
    """A change by its hash, None if it is not here.

    Args:
        connection: any.
        name: its hash.
    """
    query = sa.select(_change.c.raw).where(_change.c.hash == name)
    raw = connection.execute(query).scalar_one_or_none()
    return None if raw is None else named(bytes(raw))


def digest(connection: Connection, feed: Feed) -> str:
    """The digest of a feed's state, as `domain.feeds.state_digest`.

    Args:
        connection: any.
        feed: the feed.
    """
    query = sa.select(_change.c.hash).where(feed.holds(_change), _change.c.replaced.is_(False))
    return state_digest(bytes(name) for name in connection.execute(query).scalars())


def count(connection: Connection, feed: Feed) -> int:
    """How many changes of a feed are here.

    Args:
        connection: any.
        feed: the feed.
    """
    query = sa.select(sa.func.count()).where(feed.holds(_change))
    return int(connection.execute(query).scalar_one())


def waiting(connection: Connection) -> list[Waiting]:
    """Feeds of which changes wait for earlier ones.

    Args:
        connection: any.
    """
    here = (
        sa.select(sa.func.max(_head.c.number))
        .where(_head.c.unit == _held.c.unit, _head.c.channel == _held.c.channel)
        .scalar_subquery()
    )
    query = (
        sa.select(
            _held.c.unit,
            _held.c.channel,
            sa.func.count().label("waiting"),
            sa.func.min(_held.c.number).label("first"),
            sa.func.min(_held.c.since).label("since"),
            here.label("here"),
        )
        .group_by(_held.c.unit, _held.c.channel)
        .order_by(_held.c.unit, _held.c.channel)
    )
    return [
        Waiting(row.unit, row.channel, row.waiting, row.first, row.here or 0, row.since)
        for row in connection.execute(query)
    ]


def greatest_lamport(connection: Connection, feed: Feed) -> int:
    """The greatest Lamport number of a feed, 0 for an empty one.

    Args:
        connection: any.
        feed: the feed.
    """
    query = sa.select(sa.func.max(_change.c.lamport)).where(feed.holds(_change))
    return int(connection.execute(query).scalar() or 0)


def every(connection: Connection, feed: Feed) -> Iterator[Named]:
    """All changes of a feed, predecessors first.

    Args:
        connection: any.
        feed: the feed.
    """
    query = (
        sa.select(_change.c.raw)
        .where(feed.holds(_change))
        .order_by(_change.c.lamport, _change.c.hash)
    )
    for raw in connection.execute(query.execution_options(yield_per=_FETCH)).scalars():
        yield named(bytes(raw))


def of_job(connection: Connection, job: int) -> Iterator[Named]:
    """The changes an import admitted, in the order they stand.

    Args:
        connection: any.
        job: row of the import.
    """
    query = sa.select(_change.c.raw).where(_change.c.job == job).order_by(_change.c.row)
    for raw in connection.execute(query.execution_options(yield_per=_FETCH)).scalars():
        yield named(bytes(raw))


def document_of(raw: Any) -> dict[str, Any]:
    """The record's JSON object of a change's bytes."""
    return dict(decode_change(bytes(raw)).document)
