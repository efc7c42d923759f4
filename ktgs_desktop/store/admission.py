"""Taking changes of feeds in: the one door for what comes from, or goes to, another office.

Whatever arrives is checked, linked to its predecessor, kept as the bytes it came in, and shown in
`replica`; what cannot be linked yet waits in `held_change`. All of it happens in the caller's
transaction: all or nothing. The same code runs for a dry run, whose transaction is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.feeds import (
    Head,
    Named,
    check_leap,
    check_link,
    head_of,
    in_order,
    named,
    named_many,
)
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.journal import WITHDRAW
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, replicas
from ktgs_desktop.store.bulk_insert import insert_rows, next_row, undisturbed
from ktgs_desktop.store.needed_versions import NeededVersions
from ktgs_desktop.store.transfers import Handed

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.store.feeds import Feed

_SLICE = 2000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where changes are from.

    Attributes:
        at: ISO time at which they are taken in, for those that have to wait.
        job: row of the import they came with, None for the office's own.
        sources: of the office's own changes, by hash, the internal version each shows.
        least: the lowest schema version that can show them, as their package says.
    """

    at: str
    job: int | None = None
    sources: Mapping[bytes, bytes] = field(default_factory=dict)
    least: int = 1


@dataclass(slots=True)
class Admission:
    """What became of changes that arrived.

    Attributes:
        new: admitted now, predecessors first; with those that had waited for them.
        known: how many were here before.
        held: how many of the feed wait now.
        conflicts: records with more than one version that none replaces.
    """

    new: list[Named] = field(default_factory=list)
    known: int = 0
    held: int = 0
    conflicts: list[replicas.Record] = field(default_factory=list)


def admit(
    connection: Connection, feed: Feed, arriving: Iterable[bytes], origin: Origin
) -> Admission:
    """Take changes of one feed in.

    Args:
        connection: the writer's, in a transaction.
        feed: whose they are, as their signature says, and by which channel.
        arriving: the changes' bytes, in any order, any of them more than once.
        origin: where they are from.

    Raises:
        PackageError: `channel_unknown`, `change_not_owner`, `change_of_other_feed`,
            `change_chain_broken`, `change_lamport_leap`, or what reading a change refuses.
    """
    if not channels.known(feed.channel):
        raise PackageError("channel_unknown", channel=feed.channel)
    with undisturbed():
        return _admit(connection, feed, list(arriving), origin)


def _admit(
    connection: Connection,
    feed: Feed,
    arriving: Sequence[bytes],
    origin: Origin,
) -> Admission:
    done = Admission()
    here: dict[bytes, Head] = {}
    fresh = _fresh(connection, feed, arriving, done, here)
    greatest = feeds.greatest_lamport(connection, feed)
    check_leap(greatest, fresh.values(), len(fresh))
    waiting, jobs = _waiting(connection, feed)
    both = {**waiting, **fresh}
    previous = {one.change.previous for one in both.values() if one.change.previous is not None}
    here.update(feeds.known(connection, previous - here.keys() - both.keys()))
    ready, held = in_order(both.values(), set(here))
    for one in ready:
        before = one.change.previous
        check_link(one, None if before is None else here[before])
        here[one.hash] = head_of(one)
    _keep(
        connection, feed, ready, {one.hash: jobs.get(one.hash, origin.job) for one in ready}, here
    )
    _release(connection, ready, waiting)
    _hold(connection, feed, [one for one in held if one.hash not in waiting], origin)
    done.new, done.held = ready, len(held)
    touched: dict[replicas.Record, list[Named]] = {}
    for one in ready:
        touched.setdefault((one.change.entity, one.change.id), []).append(one)
    needed = NeededVersions(connection, feed, {origin.job: origin.least})
    done.conflicts = replicas.show(connection, feed, touched, origin.sources, needed)
    return done


def _fresh(
    connection: Connection,
    feed: Feed,
    arriving: Sequence[bytes],
    done: Admission,
    here: dict[bytes, Head],
) -> dict[bytes, Named]:
    """Those that are not here yet, each once and each checked to be of this feed."""
    fresh: dict[bytes, Named] = {}
    handed = Handed(connection)
    for start in range(0, len(arriving), _SLICE):
        part = named_many(arriving[start : start + _SLICE])
        here.update(feeds.known(connection, {one.hash for one in part}))
        for one in part:
            if one.hash in here or one.hash in fresh:
                done.known += 1
                continue
            _check_feed(feed, one, handed)
            fresh[one.hash] = one
    return fresh


def _check_feed(feed: Feed, one: Named, handed: Handed) -> None:
    change = one.change
    if change.unit != feed.unit or change.channel != feed.channel:
        raise PackageError("change_of_other_feed", number=change.number)
    if change.kind == WITHDRAW:
        return
    owner = change.document.get("owner")
    if change.document.get("id") != str(change.id):
        raise PackageError("change_malformed")
    if owner in (str(feed.unit), str(REGISTER_OWNER)) or _goes_on(feed, one, handed):
        return
    raise PackageError("change_not_owner", number=change.number, entity=change.entity)


def _goes_on(feed: Feed, one: Named, handed: Handed) -> bool:
    """Whether the unit goes on with a record that a transfer gave it, from a version of before."""
    change = one.change
    try:
        owner = UUID(str(change.document.get("owner")))
    except ValueError:
        return False
    return bool(change.parents) and handed.may_go_on(owner, feed.unit, change.id)


def _waiting(
    connection: Connection, feed: Feed
) -> tuple[dict[bytes, Named], dict[bytes, int | None]]:
    """What waits, and with which import each came; it stays that import's, whoever frees it."""
    table = tables.held_change
    query = sa.select(table.c.hash, table.c.raw, table.c.job).where(feed.holds(table))
    found: dict[bytes, Named] = {}
    jobs: dict[bytes, int | None] = {}
    for row in connection.execute(query):
        found[bytes(row.hash)] = named(bytes(row.raw))
        jobs[bytes(row.hash)] = row.job
    return found, jobs


def _keep(
    connection: Connection,
    feed: Feed,
    ready: Sequence[Named],
    jobs: Mapping[bytes, int | None],
    here: Mapping[bytes, Head],
) -> None:
    if not ready:
        return
    replaced = _replaced(connection, feed, ready)
    row = next_row(connection, tables.feed_change)
    rows = []
    for number, one in enumerate(ready):
        change = one.change
        rows.append(
            {
                "row": row + number,
                "hash": one.hash,
                "unit": change.unit,
                "channel": change.channel,
                "device": change.device,
                "entity": change.entity,
                "record": change.id,
                "lamport": change.lamport,
                "number": change.number,
                "previous": change.previous,
                "kind": change.kind,
                "replaced": one.hash in replaced,
                "job": jobs[one.hash],
                "raw": one.raw,
            }
        )
    insert_rows(connection, tables.feed_change, rows)
    _keep_heads(connection, feed, ready, here)


def _replaced(connection: Connection, feed: Feed, ready: Sequence[Named]) -> set[bytes]:
    """Which of the new are replaced already; marks those replaced that are here.

    A version may arrive after one that replaces it, when two branches were joined: what is named
    as a parent and is not here is noted until it comes. Versions of another unit, with whose
    record this one goes on, stay as they are: the state of a feed follows from it alone.
    """
    table, early = tables.feed_change, tables.early_parent
    fresh = {one.hash for one in ready}
    parents = {parent for one in ready for parent in one.change.parents}
    elsewhere = parents - fresh
    here = set(feeds.known(connection, elsewhere))
    for start in range(0, len(here), feeds.CHUNK):
        part = sorted(here)[start : start + feeds.CHUNK]
        mine = sa.and_(table.c.hash.in_(part), feed.holds(table))
        connection.execute(sa.update(table).where(mine).values(replaced=True))
    expected = {bytes(name) for name in connection.execute(sa.select(early.c.hash)).scalars()}
    arrived = expected & fresh
    for name in sorted(arrived):
        connection.execute(sa.delete(early).where(early.c.hash == name))
    unknown = elsewhere - here - expected
    insert_rows(connection, early, [{"hash": name} for name in sorted(unknown)])
    return (parents & fresh) | _named_here(connection, feed, arrived, ready)


def _named_here(
    connection: Connection, feed: Feed, arrived: set[bytes], ready: Sequence[Named]
) -> set[bytes]:
    """Which of those that were expected are replaced by a version of the same feed."""
    table = tables.feed_change
    found: set[bytes] = set()
    for one in ready:
        if one.hash in arrived:
            query = sa.select(table.c.raw).where(table.c.record == one.change.id, feed.holds(table))
            versions = connection.execute(query).scalars()
            if any(one.hash in named(bytes(raw)).change.parents for raw in versions):
                found.add(one.hash)
    return found


def _keep_heads(
    connection: Connection, feed: Feed, ready: Sequence[Named], here: Mapping[bytes, Head]
) -> None:
    table = tables.feed_head
    followed = {one.change.previous for one in ready if one.change.previous is not None}
    standing = {head.hash for head in feeds.heads(connection, feed)}
    for name in sorted(followed & standing):
        connection.execute(sa.delete(table).where(feed.holds(table), table.c.hash == name))
    rows = [
        {
            "unit": feed.unit,
            "channel": feed.channel,
            "hash": one.hash,
            "number": here[one.hash].number,
            "lamport": here[one.hash].lamport,
            "device": one.change.device,
        }
        for one in ready
        if one.hash not in followed
    ]
    insert_rows(connection, table, rows)


def _release(
    connection: Connection, ready: Sequence[Named], waiting: Mapping[bytes, Named]
) -> None:
    """Those that waited and are admitted now wait no longer."""
    table = tables.held_change
    for one in ready:
        if one.hash in waiting:
            connection.execute(sa.delete(table).where(table.c.hash == one.hash))


def _hold(connection: Connection, feed: Feed, held: Sequence[Named], origin: Origin) -> None:
    rows = [
        {
            "hash": one.hash,
            "unit": feed.unit,
            "channel": feed.channel,
            "number": one.change.number,
            "job": origin.job,
            "since": origin.at,
            "raw": one.raw,
        }
        for one in held
    ]
    insert_rows(connection, tables.held_change, rows)
