"""The present state of feeds, row by row: what is shown of another office's records.

`replica` follows from the changes alone: of a record's versions that none replaces the one with
the greatest Lamport number stands there, with how many there are. Of what only a newer program can
show nothing is shown but that it is here: it stands as `newer`, which no figure and no rule counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import replicas as rules
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.newer_versions import NEWER
from ktgs_desktop.store import dialect, feeds
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store.bulk_insert import insert_rows, next_row
from ktgs_desktop.store.needed_versions import NeededVersions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.store.feeds import Feed

Record = tuple[str, UUID]
"""Name of a kind of record, and an id."""


def show(
    connection: Connection,
    feed: Feed,
    touched: Mapping[Record, Sequence[Named]],
    sources: Mapping[bytes, bytes],
    needed: NeededVersions | None = None,
) -> list[Record]:
    """Bring `replica` up to date for some records.

    Args:
        connection: the writer's, in a transaction.
        feed: the feed.
        touched: the records, with the versions that are new.
        sources: internal versions, by the hash of the change that shows each.
        needed: who knows which versions only a newer program can show; None to ask the books.

    Returns:
        Records with more than one version that none replaces.
    """
    asked = needed or NeededVersions(connection, feed)
    standing = standing_of(connection, feed, touched)
    plain = {
        record: versions[0]
        for record, versions in touched.items()
        if record not in standing and len(versions) == 1
    }
    several = [record for record in touched if record not in plain]
    leaves = feeds.leaves_of(connection, feed, several)
    conflicts = [record for record, versions in leaves.items() if len(versions) > 1]
    row = next_row(connection, tables.replica)
    fresh: list[dict[str, Any]] = []
    words: list[tuple[int, str, str]] = []
    for record in touched:
        found = leaves.get(record) or ([plain[record]] if record in plain else [])
        here = standing.get(record)
        if not found:
            if here is not None:
                _forget(connection, here[0])
            continue
        values, text = _values(found, sources, asked)
        if here is None:
            place = row
            row += 1
            entity, ident = record
            values.update(row=place, unit=feed.unit, channel=feed.channel, entity=entity, id=ident)
            fresh.append(values)
        else:
            place, head = here
            if values["head"] == head and values["source"] is None:
                del values["source"]  # the version that stood there stands on
            table = tables.replica
            connection.execute(sa.update(table).where(table.c.row == place).values(values))
            connection.exec_driver_sql(dialect.search_delete_sql("replica"), (place,))
        if text:
            words.append((place, *dialect.index_text(text)))
    insert_rows(connection, tables.replica, fresh)
    if words:
        connection.exec_driver_sql(dialect.search_insert_sql("replica"), words)
    return conflicts


def standing_of(
    connection: Connection, feed: Feed, wanted: Iterable[Record]
) -> dict[Record, tuple[int, bytes]]:
    """Which records of a feed are shown, with their local number and the version shown.

    Args:
        connection: any.
        feed: the feed.
        wanted: the records.
    """
    table = tables.replica
    found: dict[Record, tuple[int, bytes]] = {}
    ids = sorted({record for _entity, record in wanted})
    for start in range(0, len(ids), feeds.CHUNK):
        query = sa.select(table.c.row, table.c.entity, table.c.id, table.c.head).where(
            table.c.id.in_(ids[start : start + feeds.CHUNK]),
            feed.holds(table),
        )
        for here in connection.execute(query):
            found[(here.entity, here.id)] = (here.row, bytes(here.head))
    return found


def _forget(connection: Connection, row: int) -> None:
    table = tables.replica
    connection.execute(sa.delete(table).where(table.c.row == row))
    connection.exec_driver_sql(dialect.search_delete_sql("replica"), (row,))


def _values(
    leaves: Sequence[Named], sources: Mapping[bytes, bytes], needed: NeededVersions
) -> tuple[dict[str, Any], str]:
    one = leaves[0]
    change = one.change
    newer = needed.of(one)
    facts = rules.ReplicaFacts() if newer else rules.facts(change.entity, change.document)
    values = {
        "head": one.hash,
        "kind": NEWER if newer and change.kind == PUT else change.kind,
        "leaves": len(leaves),
        "source": sources.get(one.hash),
        "year": facts.year,
        "code": facts.code,
        "state": facts.state,
        "parent": facts.parent,
        "label": facts.label,
    }
    return values, "" if newer else rules.searched(change.entity, change.document, facts)


def project_again(connection: Connection) -> int:
    """Show every record by the rules of this program, which may be newer than when it came.

    Args:
        connection: the writer's, in a transaction.

    Returns:
        How many records are shown otherwise than before.
    """
    changed = 0
    table = tables.replica
    for unit, channel in feeds.channels(connection):
        feed = feeds.Feed(unit, channel)
        rows = connection.execute(sa.select(table).where(feed.holds(table))).mappings().all()
        for start in range(0, len(rows), feeds.CHUNK):
            part = {(row["entity"], row["id"]): row for row in rows[start : start + feeds.CHUNK]}
            changed += _project_again(connection, feed, part)
    return changed


def _project_again(connection: Connection, feed: Feed, rows: Mapping[Record, Any]) -> int:
    needed = NeededVersions(connection, feed)
    leaves = feeds.leaves_of(connection, feed, list(rows))
    other = []
    for record, row in rows.items():
        values, _text = _values(leaves[record], {}, needed) if record in leaves else ({}, "")
        values.pop("source", None)
        if not values or any(row[name] != value for name, value in values.items()):
            other.append(record)
    show(connection, feed, dict.fromkeys(other, ()), {}, needed)
    return len(other)
