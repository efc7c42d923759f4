"""The one door through which records are written.

A write puts the change into the journal and the row into its table in one transaction, and notes
what was touched. Nothing else in the program writes a business record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.encoding import added_document, from_document, merged
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.journal import (
    CHANNEL_INTERNAL,
    DELETE,
    PUT,
    SCHEMA_VERSION,
    Change,
    Json,
    change_hash,
    decode_change,
    encode_change,
    leaves,
)
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import (
    aggregates,
    dialect,
    dissemination_counts,
    own_merge,
    projections,
    records,
    regulation_links,
    tables,
)
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.store.bulk_insert import insert_rows, next_row, undisturbed

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.store.authorship import Author
    from ktgs_desktop.store.projections import Projection


_CHUNK = 400
_SLICE = 2000


@dataclass(frozen=True, slots=True)
class _Present:
    """The row a record has already."""

    row: int
    head: bytes
    voided: str | None


class _Write(NamedTuple):
    """A record on its way into the journal."""

    entity: Any
    document: dict[str, Json]
    present: _Present | None
    reason: str | None = None
    replaced: tuple[bytes, ...] | None = None


class Writer:
    """Writes records inside one transaction.

    Args:
        connection: the writer's connection, in a transaction.
        author: who writes.
        operation: name of the operation.

    Attributes:
        about: what the operation is about, if that is known only once it is under way.
    """

    def __init__(self, connection: Connection, author: Author, operation: str) -> None:
        self.connection = connection
        self.changes = Changes(operation)
        self.about = ""
        self._author = author
        head = connection.execute(
            sa.select(tables.channel).where(tables.channel.c.name == CHANNEL_INTERNAL)
        ).first()
        self._head: bytes | None = head.head if head else None
        self._number: int = head.number if head else 0
        self._lamport: int = head.lamport if head else 0
        self._next_change = self._first_change = next_row(connection, tables.change)
        self._next_rows: dict[str, int] = {}
        self._known_channel = head is not None
        self._items: set[UUID] = set()
        self._rewritten: set[UUID] = set()

    def put(self, entity: Any) -> bool:
        """Save a record.

        Args:
            entity: the record, new or changed.

        Returns:
            Whether anything changed.
        """
        return self.put_many([entity]) == 1

    def put_many(self, entities: Sequence[Any]) -> int:
        """Save records of one kind at the engine's speed.

        Args:
            entities: the records, new or changed; each once.

        Returns:
            How many were new or differ from what was there.

        Raises:
            PackageError: `json_not_canonical` if a text is not composed or too long.
        """
        written = 0
        for start in range(0, len(entities), _SLICE):
            with undisturbed():
                written += self._put_slice(entities[start : start + _SLICE])
        return written

    def add_many(self, entities: Sequence[Any]) -> None:
        """Save new records of one kind without looking whether they are there.

        Args:
            entities: the records, known not to be there; one that is makes the write fail.

        Raises:
            PackageError: `json_not_canonical` if a text is not composed or too long.
        """
        for start in range(0, len(entities), _SLICE):
            part = entities[start : start + _SLICE]
            with undisturbed():
                projection = projections.of(type(part[0]))
                self._write(projection, [_Write(one, added_document(one), None) for one in part])

    def _put_slice(self, entities: Sequence[Any]) -> int:
        projection = projections.of(type(entities[0]))
        present = self._present(projection, entities)
        former = self._documents([found.head for found in present.values()])
        writes = []
        for entity in entities:
            here = present.get((entity.owner, entity.id))
            before = former.get(here.head) if here else None
            document = merged(entity, before)
            if here and here.voided is None and document == before:
                continue
            writes.append(_Write(entity, document, here))
        self._write(projection, writes)
        return len(writes)

    def void(self, entity: Any, reason: str) -> None:
        """Take a record that was entered by mistake out of every list, with a reason.

        Args:
            entity: the record.
            reason: why; kept in the history.

        Raises:
            UserError: `reason_missing` or `record_gone`.
        """
        if not reason.strip():
            raise UserError("reason_missing")
        projection = projections.of(type(entity))
        present = self._present(projection, [entity]).get((entity.owner, entity.id))
        if present is None or present.voided is not None:
            raise UserError("record_gone")
        document = self._documents([present.head])[present.head]
        self._write(projection, [_Write(entity, dict(document), present, reason)])

    def join(
        self,
        entity: Any,
        *,
        document: Mapping[str, Json] | None = None,
        reason: str | None = None,
        versions: tuple[bytes, ...] = (),
    ) -> None:
        """Save a record in place of versions that stand side by side: a conflict is decided.

        Args:
            entity: the record as it is to be.
            document: the object it was read from, with keys unknown here; None for the present
                version's.
            reason: why it is voided, None if it is not.
            versions: those it replaces; none for all.
        """
        projection = projections.of(type(entity))
        present = self._present(projection, [entity]).get((entity.owner, entity.id))
        standing = leaves(records.versions(self.connection, projection.entity, entity.id))
        before = standing[0][1].document if document is None and standing else document
        joined = versions or tuple(name for name, _change in standing)
        write = _Write(entity, merged(entity, before), present, reason, joined)
        self._write(projection, [write])
        left, kind = 1 + len(standing) - len(joined), projection.entity
        own_merge.note_conflict(self.connection, kind, entity.id, left, self._author.at)

    def restore(self, version: Change, *, replaced: tuple[bytes, ...] | None = None) -> None:
        """Write a former version of a record again, as it was to the last key.

        Args:
            version: a change of this office's; one that voided voids again.
            replaced: the versions it replaces, None for the present one; with an empty tuple the
                present version stays beside it, for a person to choose.
        """
        entity: Any = from_document(ENTITIES[version.entity], dict(version.document))
        projection = projections.of(type(entity))
        present = self._present(projection, [entity]).get((entity.owner, entity.id))
        write = _Write(entity, dict(version.document), present, version.reason, replaced)
        self._write(projection, [write])
        if replaced is not None:
            kind = projection.entity
            standing = leaves(records.versions(self.connection, kind, entity.id))
            own_merge.note_conflict(
                self.connection, kind, entity.id, len(standing), self._author.at
            )

    def finish(self, *, user: UUID, undoes: UUID | None, operation_id: UUID, subject: str) -> None:
        """Close the books of the transaction: the channel's head and the operation.

        Args:
            user: who did it.
            undoes: the operation this one undoes, if any.
            operation_id: identifier of this operation.
            subject: what it was about, for the history list.
        """
        if self._next_change == self._first_change:
            return
        aggregates.refresh_items(self.connection, self._items)
        aggregates.refresh_successions(self.connection, self.changes.ids.get("succession", ()))
        dissemination_counts.refresh(self.connection, self.changes.ids)
        touched = self.changes.ids.get("regulation", ())
        regulation_links.refresh(self.connection, touched, self._rewritten)
        values = {
            "head": self._head,
            "number": self._number,
            "lamport": self._lamport,
            "last_at": self._author.at,
        }
        if self._known_channel:
            where = tables.channel.c.name == CHANNEL_INTERNAL
            self.connection.execute(sa.update(tables.channel).where(where).values(values))
        else:
            row = {"name": CHANNEL_INTERNAL, **values}
            self.connection.execute(sa.insert(tables.channel).values(row))
        self.connection.execute(
            sa.insert(tables.operation).values(
                row=next_row(self.connection, tables.operation),
                id=operation_id,
                name=self.changes.operation,
                user=user,
                at=self._author.at,
                first_change=self._first_change,
                last_change=self._next_change - 1,
                undoes=undoes,
                subject=subject,
            )
        )

    # What is there already --------------------------------------------------------------

    def _present(
        self, projection: Projection, entities: Sequence[Any]
    ) -> dict[tuple[UUID, UUID], _Present]:
        table = projection.table
        if self._next_row_of(projection) == 1:
            return {}
        found: dict[tuple[UUID, UUID], _Present] = {}
        columns = (table.c.owner, table.c.id, table.c.row, table.c.head, table.c.voided)
        for start in range(0, len(entities), _CHUNK):
            ids = [entity.id for entity in entities[start : start + _CHUNK]]
            for row in self.connection.execute(sa.select(*columns).where(table.c.id.in_(ids))):
                found[(row.owner, row.id)] = _Present(row.row, row.head, row.voided)
        return found

    def _documents(self, heads: list[bytes]) -> dict[bytes, Mapping[str, Json]]:
        found: dict[bytes, Mapping[str, Json]] = {}
        for start in range(0, len(heads), _CHUNK):
            part = heads[start : start + _CHUNK]
            columns = (tables.change.c.hash, tables.change.c.raw)
            query = sa.select(*columns).where(tables.change.c.hash.in_(part))
            for name, raw in self.connection.execute(query):
                found[bytes(name)] = decode_change(bytes(raw)).document
        return found

    def _next_row_of(self, projection: Projection) -> int:
        name = projection.entity
        if name not in self._next_rows:
            self._next_rows[name] = next_row(self.connection, projection.table)
        return self._next_rows[name]

    # Writing ----------------------------------------------------------------------------

    def _write(self, projection: Projection, writes: list[_Write]) -> None:
        if not writes:
            return
        heads = self._journal(projection, writes)
        fresh: list[dict[str, Any]] = []
        words: list[tuple[int, str, str]] = []
        for write, head in zip(writes, heads, strict=True):
            values = projection.values(write.entity, write.document)
            values.update(head=head, voided=write.reason)
            if write.present is None:
                row = self._next_row_of(projection)
                self._next_rows[projection.entity] = row + 1
                owner, record = write.entity.owner, write.entity.id
                values.update(projection.initial, row=row, owner=owner, id=record)
                fresh.append(values)
            else:
                row = write.present.row
                self._update(projection, row, values)
            if projection.search_text and write.reason is None:
                words.append((row, *dialect.index_text(projection.search_text(write.entity))))
            self._note(projection.entity, write)
        insert_rows(self.connection, projection.table, fresh)
        if projection.table is tables.program_item:
            aggregates.add_subjects(self.connection, fresh)
        elif projection.table is tables.regulation:
            regulation_links.add(self.connection, fresh)
        if words:
            sql = dialect.search_insert_sql(projection.table.name)
            self.connection.exec_driver_sql(sql, words)

    def _note(self, kind: str, write: _Write) -> None:
        self.changes.ids[kind].add(write.entity.id)
        if kind == "progress":
            self._items.add(write.entity.item)
            self.changes.ids["program_item"].add(write.entity.item)
        elif kind == "dissemination_session":
            self.changes.ids["dissemination"].add(write.entity.plan)
        elif kind == "program_item" and write.present is not None:
            self._items.add(write.entity.id)
        elif kind == "regulation" and write.present is not None:
            self._rewritten.add(write.entity.id)

    def _update(self, projection: Projection, row: int, values: dict[str, Any]) -> None:
        table = projection.table
        self.connection.execute(sa.update(table).where(table.c.row == row).values(values))
        if projection.search_text:
            self.connection.exec_driver_sql(dialect.search_delete_sql(table.name), (row,))

    def _journal(self, projection: Projection, writes: list[_Write]) -> list[bytes]:
        heads: list[bytes] = []
        rows: list[dict[str, Any]] = []
        for write in writes:
            self._lamport += 1
            self._number += 1
            change = self._change(projection.entity, write)
            raw = encode_change(change)
            self._head = change_hash(raw)
            heads.append(self._head)
            rows.append(
                {
                    "row": self._next_change,
                    "hash": self._head,
                    "channel": change.channel,
                    "entity": change.entity,
                    "record": change.id,
                    "lamport": change.lamport,
                    "kind": change.kind,
                    "raw": raw,
                }
            )
            self._next_change += 1
        insert_rows(self.connection, tables.change, rows)
        return heads

    def _change(self, entity: str, write: _Write) -> Change:
        heads = (write.present.head,) if write.present else ()
        return Change(
            at=self._author.at,
            author=self._author.user,
            channel=CHANNEL_INTERNAL,
            clock=self._author.clock,
            document=write.document,
            device=self._author.device,
            entity=entity,
            id=write.entity.id,
            kind=PUT if write.reason is None else DELETE,
            lamport=self._lamport,
            number=self._number,
            parents=heads if write.replaced is None else write.replaced,
            previous=self._head,
            schema=SCHEMA_VERSION,
            unit=self._author.unit,
            reason=write.reason,
        )
