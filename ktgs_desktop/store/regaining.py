"""What an office gets back of its own: issued, lost with a restored copy, kept by others.

The changes return into the office's feed as they were signed. Here they return into its own
records, too; else the next issuing would write the older state over them, unseen by anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.feeds import Named, named, winner_first
from ktgs_desktop.domain.journal import WITHDRAW, Change, Json, leaves
from ktgs_desktop.store import exchange_tables as exchange
from ktgs_desktop.store import feeds, own_merge, records
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.store.replicas import Record

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.store.writer import Writer

_change = exchange.feed_change


@dataclass(slots=True)
class Regained:
    """What became of what came back.

    Attributes:
        taken: records that are again as they were issued last.
        conflicts: records that went on here since; both versions stand side by side.
        withheld: records taken back from others after the copy was made. They are not issued
            again until somebody has looked, for they may have been marked secret.
    """

    taken: list[Record] = field(default_factory=list)
    conflicts: list[Record] = field(default_factory=list)
    withheld: list[Record] = field(default_factory=list)


def regain(writer: Writer, unit: UUID, at: str) -> Regained:
    """Bring what came back of the office's own feeds into its own records.

    A record that stands as it once was issued takes the state issued later. One that was changed
    here since, or is issued on two branches, gets the version beside its own: a conflict for a
    person. Done again, it finds nothing to do.

    Args:
        writer: an open write; the caller finishes it.
        unit: the office's unit.
        at: ISO time, for new conflicts.
    """
    done = Regained()
    connection = writer.connection
    kept: list[bytes] = []
    for channel, found in _returned(connection, unit).items():
        feed = Feed(unit, channel)
        for record, versions in feeds.leaves_of(connection, feed, list(found)).items():
            fresh = [one for one in versions if one.hash in found[record]]
            if any(one.change.kind == WITHDRAW for one in versions):
                done.withheld.append(record)
                kept += [one.hash for one in fresh]
            elif fresh and record[0] in ENTITIES:
                _bring(writer, feed, versions, fresh, done)
    _adopt(connection, unit, kept)
    for entity, ident in dict.fromkeys(done.conflicts):
        standing = leaves(records.versions(connection, entity, ident))
        own_merge.note_conflict(connection, entity, ident, len(standing), at)
    return done


def _returned(connection: Connection, unit: UUID) -> dict[str, dict[Record, set[bytes]]]:
    """Changes of the office's own feeds that came with an import, by channel and record."""
    columns = (_change.c.hash, _change.c.channel, _change.c.entity, _change.c.record)
    query = sa.select(*columns).where(_change.c.unit == unit, _change.c.job.is_not(None))
    found: dict[str, dict[Record, set[bytes]]] = {}
    for row in connection.execute(query):
        of_channel = found.setdefault(row.channel, {})
        of_channel.setdefault((row.entity, row.record), set()).add(bytes(row.hash))
    return found


def _bring(
    writer: Writer, feed: Feed, versions: Sequence[Named], fresh: Sequence[Named], done: Regained
) -> None:
    """Bring one record, of which some of the present versions came back."""
    connection, change = writer.connection, fresh[0].change
    record = (change.entity, change.id)
    own = leaves(records.versions(connection, *record))
    standing = [_said(one.change) for one in versions]
    if not own or _overtaken(connection, feed, own, standing):
        first, *rest = fresh
        writer.restore(first.change)
        own = leaves(records.versions(connection, *record))
        done.taken.append(record)
    else:
        rest = list(fresh)
    here = {repr(_said(change)): name for name, change in own}
    for one in rest:
        if repr(_said(one.change)) not in here:
            writer.restore(one.change, replaced=())
            done.conflicts.append(record)
    source = here.get(repr(standing[0]))
    if len(versions) == 1 and source is not None:
        _shows(connection, feed, versions[0], source)


def undecided(connection: Connection, feed: Feed) -> dict[Record, Named]:
    """Of each record the version that came back and about which nobody has decided yet.

    Args:
        connection: any.
        feed: one of the office's own feeds.
    """
    query = sa.select(_change.c.raw).where(
        feed.holds(_change), _change.c.job.is_not(None), _change.c.replaced.is_(False)
    )
    found: dict[Record, Named] = {}
    for one in winner_first(named(bytes(raw)) for raw in connection.execute(query).scalars()):
        found.setdefault((one.change.entity, one.change.id), one)
    return found


def agree(connection: Connection, unit: UUID) -> None:
    """Adopt what came back and says what the office's own record says anyway.

    Args:
        connection: the writer's, in a transaction.
        unit: the office's unit.
    """
    for channel, found in _returned(connection, unit).items():
        standing = feeds.leaves_of(connection, Feed(unit, channel), list(found))
        for record, versions in standing.items():
            own = leaves(records.versions(connection, *record))
            same = len(own) == len(versions) == 1
            if same and _said(own[0][1]) == _said(versions[0].change):
                adopt(connection, Feed(unit, channel), *record)


def adopt(connection: Connection, feed: Feed, entity: str, record: UUID) -> None:
    """A person has decided about a record that came back: it may be issued again as it stands.

    Args:
        connection: the writer's, in a transaction.
        feed: the office's own feed.
        entity: name of its kind.
        record: its id.
    """
    this = sa.and_(feed.holds(_change), _change.c.entity == entity, _change.c.record == record)
    connection.execute(sa.update(_change).where(this).values(job=None))


def _said(change: Change) -> tuple[str, dict[str, Json]]:
    return change.kind, dict(change.document)


def _overtaken(
    connection: Connection,
    feed: Feed,
    own: Sequence[tuple[bytes, Change]],
    standing: Sequence[tuple[str, dict[str, Json]]],
) -> bool:
    """Whether a record stands as it was issued once, and its feed has gone on since."""
    if len(own) != 1:
        return False
    change = own[0][1]
    if _said(change) in standing:
        return False
    issued = feeds.versions(connection, feed.unit, change.entity, change.id)
    return any(_said(one.change) == _said(change) for one in issued)


def _shows(connection: Connection, feed: Feed, one: Named, source: bytes) -> None:
    """The office's own version that a change of its feed shows."""
    table = exchange.replica
    this = sa.and_(feed.holds(table), table.c.id == one.change.id, table.c.head == one.hash)
    connection.execute(sa.update(table).where(this).values(source=source))


def _adopt(connection: Connection, unit: UUID, kept: Sequence[bytes]) -> None:
    """They are the office's own again, and no import's to take back."""
    query = sa.select(_change.c.hash).where(_change.c.unit == unit, _change.c.job.is_not(None))
    for name in connection.execute(query).scalars().all():
        if bytes(name) not in kept:
            connection.execute(
                sa.update(_change).where(_change.c.hash == bytes(name)).values(job=None)
            )
