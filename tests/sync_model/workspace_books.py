"""The books of an office in a workspace file, through the store's own doors."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.channels import DETAIL, FIGURES
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.feeds import Feed as Model
from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.journal import leaves
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.organizations import DatedName, Organization
from ktgs_desktop.domain.remarks import Remark
from ktgs_desktop.store import (
    admission,
    feeds,
    issuing,
    own_merge,
    projections,
    records,
    regaining,
    withdrawal,
)
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store.authorship import Author
from ktgs_desktop.store.database import Store
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.writer import Writer
from tests.sync_model.books import USER, FeedName, Tokens, written

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.exchange_protocol import History

KEY = bytes(range(32))
_KINDS = (Organization, PartyMember, Remark)
_IMAGE: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    (tables.feed_change, ("hash", "replaced", "raw")),
    (tables.feed_head, ("unit", "channel", "hash", "number", "lamport", "device")),
    (tables.held_change, ("hash", "raw")),
    (tables.early_parent, ("hash",)),
    (tables.own_conflict, ("entity", "record", "leaves")),
    (tables.replica, ("unit", "channel", "entity", "id", "head", "kind", "leaves", "label")),
)


class WorkspaceBooks:
    """Books in a file.

    Args:
        path: the file, a copy of an empty one.
        unit: whose it is.
        device: the computer.
    """

    def __init__(self, path: Path, unit: UUID, device: UUID) -> None:
        self.unit, self.device, self._path = unit, device, path
        self._store = Store(path, KEY)
        self.closed = False
        self._inside: Connection | None = None

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            self._store.close()

    def wipe(self) -> None:
        """The file and its copies are needed no longer."""
        shutil.rmtree(self._path.parent)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._inside is not None:
            yield self._inside
        else:
            with self._store.reading() as connection:
                yield connection

    @contextmanager
    def one_step(self) -> Iterator[None]:
        if self._inside is not None:
            yield
            return
        with self._store.local_writing() as connection:
            self._inside = connection
            try:
                yield
            finally:
                self._inside = None

    @contextmanager
    def _writing(self, at: str) -> Iterator[Writer]:
        with self.one_step():
            assert self._inside is not None
            writer = Writer(self._inside, self._author(at), "edit_organization")
            yield writer
            writer.finish(user=USER, undoes=None, operation_id=uuid4(), subject="")

    def _author(self, at: str) -> Author:
        return Author(USER, self.device, self.unit, at, "ok")

    # Feeds --------------------------------------------------------------------------------

    def feeds(self) -> list[FeedName]:
        held = tables.held_change
        with self._reading() as connection:
            found = set(feeds.channels(connection))
            query = sa.select(held.c.unit, held.c.channel).distinct()
            found.update((row.unit, row.channel) for row in connection.execute(query))
        return sorted(found)

    def history(self, name: FeedName) -> History:
        return self._loaded(name) if self._inside is None else FeedHistory(self._inside, _of(name))

    def _loaded(self, name: FeedName) -> Model:
        """The same changes in the model, which must say what the tables say."""
        model = Model()
        model.admit(named(raw) for raw in self.after(name, ()))
        with self._reading() as connection:
            assert feeds.digest(connection, _of(name)) == model.digest()
            assert feeds.heads(connection, _of(name)) == model.heads()
        return model

    def names(self, name: FeedName) -> AbstractSet[bytes]:
        return {named(raw).hash for raw in self.after(name, ())}

    def waiting(self, name: FeedName) -> list[bytes]:
        held = tables.held_change
        with self._reading() as connection:
            query = sa.select(held.c.raw).where(_of(name).holds(held))
            return [bytes(raw) for raw in connection.execute(query).scalars()]

    def after(self, name: FeedName, base: Iterable[bytes]) -> list[bytes]:
        with self._reading() as connection:
            return list(feeds.after(connection, _of(name), base))

    def tokens(self, name: FeedName) -> tuple[Tokens, Tokens]:
        model = self._loaded(name)
        last = [one.change for versions in model.leaves().values() for one in versions]
        return written(one.change for one in model.after(())), written(last)

    def admit(self, name: FeedName, raws: Iterable[bytes], job: int) -> None:
        with self.one_step():
            assert self._inside is not None
            origin = admission.Origin("2021-07-06T09:15:00+07:00", job)
            admission.admit(self._inside, _of(name), raws, origin)

    def withdraw(self, job: int) -> None:
        with self.one_step():
            assert self._inside is not None
            withdrawal.withdraw(self._inside, job)

    # The office's own records ---------------------------------------------------------------

    def edit(self, record: int, channel: str, token: str, at: str) -> None:
        kind, ident = _kind(channel), UUID(int=record)
        with self._writing(at) as writer:
            here = records.find(writer.connection, kind, ident, voided=True)
            tokens = _tokens(here) | {token}
            writer.put(self._record(kind, ident, channel, tokens))

    def void(self, record: int, channel: str, at: str) -> None:
        kind, ident = _kind(channel), UUID(int=record)
        with self._writing(at) as writer:
            here = records.find(writer.connection, kind, ident)
            if here is not None:
                writer.void(here, "nhập nhầm")

    def _record(self, kind: type, ident: UUID, channel: str, tokens: Tokens) -> Any:
        words = " ".join(sorted(tokens))
        if kind is Organization:
            return Organization(self.unit, ident, "CELL", "CB", (DatedName("Mẫu"),), note=words)
        if kind is PartyMember:
            return PartyMember(self.unit, ident, "Nguyễn Văn Mẫu", note=words)
        to = UUID(channel.removeprefix("down:"))
        return Remark(self.unit, ident, to, "REMARK", words, date(2021, 7, 6))

    def issue(self, at: str) -> None:
        with self.one_step():
            assert self._inside is not None
            issuing.issue(self._inside, self._author(at))

    def regain(self, at: str) -> None:
        with self._writing(at) as writer:
            regaining.regain(writer, self.unit, at)

    def decide(self, at: str) -> int:
        with self._writing(at) as writer:
            conflicts = own_merge.conflicts(writer.connection)
            for entity, ident in conflicts:
                versions = leaves(records.versions(writer.connection, entity, ident))
                said = frozenset[str]().union(*(written([change]) for _name, change in versions))
                first = versions[0][1]
                channel = channels.down(UUID(str(first.document.get("to", ident))))
                kind = ENTITIES[entity]
                writer.join(self._record(kind, ident, channel, said))
        return len(conflicts)

    def own(self) -> Tokens:
        found: set[str] = set()
        with self._reading() as connection:
            for kind in _KINDS:
                for one in _every(connection, kind):
                    found |= _tokens(one)
        return frozenset(found)

    # Copies -----------------------------------------------------------------------------------

    def image(self) -> Any:
        found: dict[str, Any] = {}
        with self._reading() as connection:
            for table, columns in _IMAGE:
                query = sa.select(*(table.c[name] for name in columns))
                found[table.name] = sorted(map(tuple, connection.execute(query)), key=repr)
            for kind in _KINDS:
                table = projections.of(kind).table
                query = sa.select(table.c.id, table.c.head).order_by(table.c.id)
                found[table.name] = list(map(tuple, connection.execute(query)))
        return found

    def backup(self) -> Path:
        kept = self._path.with_name(f"{uuid4()}.backup")
        assert self._store.settle()
        shutil.copyfile(self._path, kept)
        return kept

    def restore(self, kept: Path) -> None:
        self._store.close()
        for end in ("-wal", "-shm"):
            self._path.with_name(self._path.name + end).unlink(missing_ok=True)
        shutil.copyfile(kept, self._path)
        self._store = Store(self._path, KEY)


def _of(name: FeedName) -> feeds.Feed:
    return feeds.Feed(*name)


def _kind(channel: str) -> type:
    return {FIGURES: Organization, DETAIL: PartyMember}.get(channel, Remark)


def _every(connection: Connection, kind: type) -> list[Any]:
    projection = projections.of(kind)
    rows = connection.execute(sa.select(projection.table)).mappings()
    return [projection.entity_of(dict(row)) for row in rows]


def _tokens(record: Any) -> Tokens:
    if record is None:
        return frozenset()
    words = record.text if isinstance(record, Remark) else record.note
    return frozenset(words.split())
