"""One office on several computers: changes of the internal channel made on another of its PCs.

Each computer writes its own branch of the channel `int`. Taking another's branch in adds its
changes to the journal and brings every row they touch to what the journal now says. Where both
computers changed a record, both versions stay: the one with the greater Lamport number stands in
the row, the record is noted in `own_conflict`, and a person chooses (`Writer.join`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.entities import ENTITIES
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
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL, DELETE, WITHDRAW, leaves
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import (
    aggregates,
    dialect,
    dissemination_counts,
    projections,
    records,
    regulation_links,
    tables,
)
from ktgs_desktop.store import exchange_tables as exchange
from ktgs_desktop.store.bulk_insert import insert_rows, next_row, undisturbed
from ktgs_desktop.store.feeds import CHUNK

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.store.projections import Projection

_OPERATION = "merge_own_copy"


@dataclass(frozen=True, slots=True)
class OwnOrigin:
    """Where a branch is from.

    Attributes:
        unit: the office's unit.
        user: who takes it in.
        at: ISO time.
        operation: identifier of the operation.
        subject: what it is about, for the history.
    """

    unit: UUID
    user: UUID
    at: str
    operation: UUID
    subject: str


@dataclass(slots=True)
class Merged:
    """What a branch brought.

    Attributes:
        new: changes that were not here, predecessors first.
        known: how many were here.
        conflicts: records that have more than one version that none replaces.
        touched: ids by kind of record.
    """

    new: list[Named] = field(default_factory=list)
    known: int = 0
    conflicts: list[tuple[str, UUID]] = field(default_factory=list)
    touched: dict[str, set[UUID]] = field(default_factory=dict)


def heads(connection: Connection) -> list[bytes]:
    """The last change of each branch of the internal channel that is here.

    Args:
        connection: any.
    """
    main = sa.select(tables.channel.c.head).where(tables.channel.c.name == CHANNEL_INTERNAL)
    table = exchange.feed_head
    others = sa.select(table.c.hash).where(table.c.channel == CHANNEL_INTERNAL)
    found = [*connection.execute(main).scalars(), *connection.execute(others).scalars()]
    return [bytes(name) for name in found]


def after(connection: Connection, known: Iterable[bytes]) -> list[bytes]:
    """The changes of the internal channel that do not lead to some heads, predecessors first.

    A change stands in the journal after all it follows from; so those another computer lacks
    stand after the earliest of its heads, or on a branch that began there.

    Args:
        connection: any.
        known: heads of the other computer; those unknown here say nothing.
    """
    table = tables.change
    rows = _rows(connection, known)
    reached = set(rows)
    query = sa.select(table.c.hash, table.c.raw).order_by(table.c.row.desc())
    for name, raw in connection.execute(query):
        if bytes(name) in reached:
            previous = named(bytes(raw)).change.previous
            if previous is not None:
                reached.add(previous)
    query = sa.select(table.c.hash, table.c.raw).order_by(table.c.row)
    return [bytes(raw) for name, raw in connection.execute(query) if bytes(name) not in reached]


def knows(connection: Connection, name: bytes) -> bool:
    """Whether a change of the internal channel is here.

    Args:
        connection: any.
        name: its hash.
    """
    return bool(_rows(connection, [name]))


def _rows(connection: Connection, names: Iterable[bytes]) -> dict[bytes, int]:
    table = tables.change
    wanted = list(names)
    found: dict[bytes, int] = {}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        query = sa.select(table.c.hash, table.c.row).where(table.c.hash.in_(part))
        found.update((bytes(row.hash), row.row) for row in connection.execute(query))
    return found


def merge(connection: Connection, arriving: Iterable[bytes], origin: OwnOrigin) -> Merged:
    """Take another computer's branch of the internal channel in.

    Args:
        connection: the writer's, in a transaction.
        arriving: its changes' bytes, in any order.
        origin: where they are from.

    Raises:
        PackageError: `change_of_other_feed`, `change_chain_broken`, `change_lamport_leap`,
            `record_kind_unknown` if a newer program wrote it, `branch_incomplete` if changes
            before these are missing.
    """
    with undisturbed():
        return _merge(connection, arriving, origin)


def _merge(connection: Connection, arriving: Iterable[bytes], origin: OwnOrigin) -> Merged:
    done = Merged()
    every = named_many(list(arriving))
    here = _rows(connection, {one.hash for one in every})
    fresh: dict[bytes, Named] = {}
    for one in every:
        if one.hash in here or one.hash in fresh:
            done.known += 1
        else:
            _check(one, origin.unit)
            fresh[one.hash] = one
    main = connection.execute(
        sa.select(tables.channel).where(tables.channel.c.name == CHANNEL_INTERNAL)
    ).one()
    check_leap(main.lamport, fresh.values(), len(fresh))
    before = {one.change.previous for one in fresh.values() if one.change.previous is not None}
    standing = _standing(connection, before - fresh.keys())
    done.new, held = in_order(fresh.values(), set(standing))
    if held:
        raise PackageError("branch_incomplete", first=min(one.change.number for one in held))
    for one in done.new:
        previous = one.change.previous
        check_link(one, None if previous is None else standing[previous])
        standing[one.hash] = head_of(one)
    if done.new:
        _journal(connection, done.new, origin)
        _set_heads(connection, done.new, origin.unit)
        _bring_rows(connection, done, origin.at)
    return done


def _check(one: Named, unit: UUID) -> None:
    change = one.change
    if change.unit != unit or change.channel != CHANNEL_INTERNAL or change.kind == WITHDRAW:
        raise PackageError("change_of_other_feed", number=change.number)
    if change.entity not in ENTITIES:
        raise PackageError("record_kind_unknown", entity=change.entity)


def _standing(connection: Connection, names: Iterable[bytes]) -> dict[bytes, Head]:
    table = tables.change
    found: dict[bytes, Head] = {}
    wanted = list(names)
    for start in range(0, len(wanted), CHUNK):
        query = sa.select(table.c.raw).where(table.c.hash.in_(wanted[start : start + CHUNK]))
        for raw in connection.execute(query).scalars():
            one = named(bytes(raw))
            found[one.hash] = head_of(one)
    return found


def _journal(connection: Connection, new: Sequence[Named], origin: OwnOrigin) -> None:
    first = next_row(connection, tables.change)
    rows = [
        {
            "row": first + place,
            "hash": one.hash,
            "channel": one.change.channel,
            "entity": one.change.entity,
            "record": one.change.id,
            "lamport": one.change.lamport,
            "kind": one.change.kind,
            "raw": one.raw,
        }
        for place, one in enumerate(new)
    ]
    insert_rows(connection, tables.change, rows)
    connection.execute(
        sa.insert(tables.operation).values(
            row=next_row(connection, tables.operation),
            id=origin.operation,
            name=_OPERATION,
            user=origin.user,
            at=origin.at,
            first_change=first,
            last_change=first + len(new) - 1,
            undoes=None,
            subject=origin.subject,
        )
    )


def _set_heads(connection: Connection, new: Sequence[Named], unit: UUID) -> None:
    """The head with the greatest Lamport number is written on from; the others are kept beside."""
    table = exchange.feed_head
    followed = {one.change.previous for one in new}
    standing = _standing(connection, heads(connection)).values()
    every = {head.hash: head for head in standing if head.hash not in followed}
    every.update((one.hash, head_of(one)) for one in new if one.hash not in followed)
    ordered = sorted(every.values(), key=lambda head: (head.lamport, head.hash), reverse=True)
    main, *others = ordered
    connection.execute(sa.delete(table).where(table.c.channel == CHANNEL_INTERNAL))
    rows = [
        {
            "unit": unit,
            "channel": CHANNEL_INTERNAL,
            "hash": head.hash,
            "number": head.number,
            "lamport": head.lamport,
            "device": head.device,
        }
        for head in others
    ]
    insert_rows(connection, table, rows)
    connection.execute(
        sa.update(tables.channel)
        .where(tables.channel.c.name == CHANNEL_INTERNAL)
        .values(head=main.hash, number=main.number, lamport=main.lamport)
    )


# Rows -----------------------------------------------------------------------------------------


def _bring_rows(connection: Connection, done: Merged, at: str) -> None:
    lines: set[UUID] = set()
    for one in done.new:
        done.touched.setdefault(one.change.entity, set()).add(one.change.id)
    for entity in ENTITIES:
        ids = done.touched.get(entity)
        if not ids:
            continue
        projection = projections.of(ENTITIES[entity])
        for record in sorted(ids):
            versions = leaves(records.versions(connection, entity, record))
            note_conflict(connection, entity, record, len(versions), at)
            if len(versions) > 1:
                done.conflicts.append((entity, record))
            written = _bring_row(connection, projection, Named(*versions[0], raw=b""))
            if entity == "progress":
                lines.add(written.item)
            elif entity == "program_item":
                lines.add(record)
    if lines:
        done.touched.setdefault("program_item", set()).update(lines)
        aggregates.refresh_items(connection, lines)
    aggregates.refresh_successions(connection, done.touched.get("succession", set()))
    dissemination_counts.refresh(connection, done.touched)
    regulations = done.touched.get("regulation", set())
    regulation_links.refresh(connection, regulations, regulations)


def _bring_row(connection: Connection, projection: Projection, winner: Named) -> Any:
    table, change = projection.table, winner.change
    document = dict(change.document)
    entity: Any = from_document(projection.kind, document)
    values = projection.values(entity, document)
    values.update(head=winner.hash, voided=change.reason if change.kind == DELETE else None)
    query = sa.select(table.c.row).where(table.c.id == change.id, table.c.owner == entity.owner)
    row = connection.execute(query).scalar_one_or_none()
    if row is None:
        row = next_row(connection, table)
        values.update(projection.initial, row=row, owner=entity.owner, id=change.id)
        insert_rows(connection, table, [values])
        if table is tables.program_item:
            aggregates.add_subjects(connection, [values])
    else:
        connection.execute(sa.update(table).where(table.c.row == row).values(values))
        if projection.search_text:
            connection.exec_driver_sql(dialect.search_delete_sql(table.name), (row,))
    if projection.search_text and change.kind != DELETE:
        words = dialect.index_text(projection.search_text(entity))
        connection.exec_driver_sql(dialect.search_insert_sql(table.name), [(row, *words)])
    return entity


def note_conflict(
    connection: Connection, entity: str, record: UUID, versions: int, at: str
) -> None:
    """Note how many versions of a record stand side by side for a person to decide.

    Args:
        connection: the writer's, in a transaction.
        entity: name of its kind.
        record: its id.
        versions: how many; one leaves nothing to decide.
        at: ISO time since when.
    """
    forget_conflict(connection, entity, record)
    if versions > 1:
        table = exchange.own_conflict
        row = {"entity": entity, "record": record, "leaves": versions, "since": at}
        connection.execute(sa.insert(table).values(row))


def forget_conflict(connection: Connection, entity: str, record: UUID) -> None:
    """A record's versions are joined: nothing is left to decide.

    Args:
        connection: the writer's, in a transaction.
        entity: name of its kind.
        record: its id.
    """
    table = exchange.own_conflict
    this = sa.and_(table.c.entity == entity, table.c.record == record)
    connection.execute(sa.delete(table).where(this))


def conflicts(connection: Connection) -> Mapping[tuple[str, UUID], str]:
    """The office's records with more than one version, and since when.

    Args:
        connection: any.
    """
    table = exchange.own_conflict
    query = sa.select(table).order_by(table.c.since, table.c.entity, table.c.record)
    return {(row.entity, row.record): row.since for row in connection.execute(query)}
