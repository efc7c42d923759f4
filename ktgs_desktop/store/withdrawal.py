"""Undo of an import: what it brought leaves again, as if it had not come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.domain.feeds import Named, named
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, replicas
from ktgs_desktop.store.bulk_insert import insert_rows
from ktgs_desktop.store.feeds import Feed

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_change, _held = tables.feed_change, tables.held_change


def withdraw(connection: Connection, job: int) -> int:
    """Take out again what an import admitted and made wait; nothing later may build on it.

    What an earlier import brought, and had waited for this one, waits again. The import's own
    record stays, with what it brought; the file can be taken in again.

    Args:
        connection: the writer's, in a transaction.
        job: row of the import.

    Returns:
        How many changes left.

    Raises:
        PackageError: `withdrawal_followed` if changes of a later import, or of the office's own,
            build on one of them.
    """
    leaving = list(feeds.of_job(connection, job))
    connection.execute(sa.delete(_held).where(_held.c.job == job))
    fallen = _fallen(connection, job, {one.hash for one in leaving})
    going = [*leaving, *fallen]
    gone = {one.hash for one in going}
    expected = _named_by_others(connection, job, going, gone)
    _hold(connection, fallen)
    _forget(connection, gone)
    parents = {parent for one in going for parent in one.change.parents} - gone
    _unmark(connection, parents)
    _expect(connection, expected)
    by_feed: dict[Feed, dict[replicas.Record, list[Named]]] = {}
    for one in going:
        feed = Feed(one.change.unit, one.change.channel)
        by_feed.setdefault(feed, {}).setdefault((one.change.entity, one.change.id), []).append(one)
    for feed, touched in by_feed.items():
        _reset_heads(connection, feed)
        replicas.show(connection, feed, dict.fromkeys(touched, ()), {})
    return len(leaving)


def _parts(names: Iterable[bytes]) -> Iterator[list[bytes]]:
    ordered = sorted(names)
    for start in range(0, len(ordered), feeds.CHUNK):
        yield ordered[start : start + feeds.CHUNK]


def _check_earlier(job: int, other: int | None) -> None:
    if other is None or other > job:
        raise PackageError("withdrawal_followed")


def _fallen(connection: Connection, job: int, names: set[bytes]) -> list[Named]:
    """Changes of earlier imports that follow from those that leave."""
    fallen: dict[bytes, Named] = {}
    front = names
    while front:
        found: dict[bytes, Named] = {}
        for part in _parts(front):
            query = sa.select(_change.c.hash, _change.c.job, _change.c.raw).where(
                _change.c.previous.in_(part)
            )
            for row in connection.execute(query):
                if row.job != job:
                    _check_earlier(job, row.job)
                    found[bytes(row.hash)] = named(bytes(row.raw))
        fallen.update(found)
        front = set(found)
        # What follows from one that falls may be of the import itself; it leaves anyway.
    return list(fallen.values())


def _named_by_others(
    connection: Connection, job: int, going: list[Named], gone: set[bytes]
) -> set[bytes]:
    """Those that go and that changes which stay replace: expected again, if those came before."""
    expected: set[bytes] = set()
    records = sorted({one.change.id for one in going})
    for start in range(0, len(records), feeds.CHUNK):
        part = records[start : start + feeds.CHUNK]
        query = sa.select(_change.c.hash, _change.c.job, _change.c.raw).where(
            _change.c.record.in_(part)
        )
        for row in connection.execute(query):
            if bytes(row.hash) in gone:
                continue
            replaced = gone.intersection(named(bytes(row.raw)).change.parents)
            if replaced:
                _check_earlier(job, row.job)
                expected |= replaced
    return expected


def _hold(connection: Connection, fallen: list[Named]) -> None:
    """They wait again, since the import that brought them."""
    jobs = tables.import_job
    since = {row.row: row.at for row in connection.execute(sa.select(jobs.c.row, jobs.c.at))}
    rows = []
    for one in fallen:
        query = sa.select(_change.c.job).where(_change.c.hash == one.hash)
        job = connection.execute(query).scalar_one()
        change = one.change
        rows.append(
            {
                "hash": one.hash,
                "unit": change.unit,
                "channel": change.channel,
                "number": change.number,
                "job": job,
                "since": since.get(job, change.at),
                "raw": one.raw,
            }
        )
    insert_rows(connection, _held, rows)


def _forget(connection: Connection, gone: set[bytes]) -> None:
    for part in _parts(gone):
        connection.execute(sa.delete(_change).where(_change.c.hash.in_(part)))


def _unmark(connection: Connection, parents: set[bytes]) -> None:
    """Versions that only what left had replaced stand again."""
    early = tables.early_parent
    for name in sorted(parents):
        columns = (_change.c.record, _change.c.entity, _change.c.unit, _change.c.channel)
        mine = sa.select(*columns).where(_change.c.hash == name)
        record = connection.execute(mine).first()
        if record is None:
            connection.execute(sa.delete(early).where(early.c.hash == name))
            continue
        query = sa.select(_change.c.raw).where(
            _change.c.record == record.record,
            _change.c.entity == record.entity,
            Feed(record.unit, record.channel).holds(_change),
        )
        versions = (named(bytes(raw)) for raw in connection.execute(query).scalars())
        still = any(name in one.change.parents for one in versions)
        connection.execute(sa.update(_change).where(_change.c.hash == name).values(replaced=still))


def _expect(connection: Connection, expected: set[bytes]) -> None:
    early = tables.early_parent
    known = {bytes(name) for name in connection.execute(sa.select(early.c.hash)).scalars()}
    insert_rows(connection, early, [{"hash": name} for name in sorted(expected - known)])


def _reset_heads(connection: Connection, feed: Feed) -> None:
    head = tables.feed_head
    connection.execute(sa.delete(head).where(feed.holds(head)))
    later = _change.alias()
    followed = sa.exists().where(later.c.previous == _change.c.hash, feed.holds(later))
    query = sa.select(
        _change.c.unit,
        _change.c.channel,
        _change.c.hash,
        _change.c.number,
        _change.c.lamport,
        _change.c.device,
    ).where(feed.holds(_change), ~followed)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    insert_rows(connection, head, rows)
