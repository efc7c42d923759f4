"""Issuing: what may leave the office is written, as it stands, into the feeds to other offices.

Of each record that may go one change carries its present state; a record that may no longer go is
taken back by a change that says nothing of it. So the chains of the feeds are whole, and nothing
that was not issued leaks through them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import departures
from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.entities import NAMES
from ktgs_desktop.domain.feeds import Head, Named, named
from ktgs_desktop.domain.journal import (
    DELETE,
    PUT,
    SCHEMA_VERSION,
    WITHDRAW,
    Change,
    Json,
    decode_change,
    encode_change,
)
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.store import dissemination_counts, feeds, own_merge, projections, regaining
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.store.tables import change as own_change
from ktgs_desktop.store.transfers import Handed

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.store.authorship import Author
    from ktgs_desktop.store.projections import Projection


@dataclass(slots=True)
class Issued:
    """What was issued, and what stays.

    Attributes:
        written: records written into a feed, by kind.
        taken_back: records taken back, by kind.
        kept: records that stay, by kind and why; the office's inner matters are not counted.
    """

    written: Counter[str] = field(default_factory=Counter)
    taken_back: Counter[str] = field(default_factory=Counter)
    kept: Counter[tuple[str, Kept]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A record on its way into a feed."""

    entity: str
    id: UUID
    kind: str
    document: Mapping[str, Json]
    parents: tuple[bytes, ...] = ()
    source: bytes | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was issued of a record in one feed."""

    kind: str
    leaves: int
    source: bytes | None

    def says(self, kind: str, head: bytes) -> bool:
        """Whether a version of the office's record is said already."""
        if self.kind == WITHDRAW and kind == DELETE:
            return True
        same = self.kind == kind and self.leaves == 1
        return same and (kind == WITHDRAW or self.source == head)


class _Records:
    """The office's records that decide of others, read once."""

    def __init__(self, connection: Connection, owners: Sequence[UUID]) -> None:
        self._found: dict[type, dict[UUID, Any]] = {
            kind: _live(connection, kind, owners)
            for kind in (Program, ProgramItem, Amendment, Document)
        }
        self._done = dissemination_counts.done(connection)

    def program(self, record: UUID) -> Program | None:
        return self._found[Program].get(record)

    def item(self, record: UUID) -> ProgramItem | None:
        return self._found[ProgramItem].get(record)

    def amendment(self, record: UUID) -> Amendment | None:
        return self._found[Amendment].get(record)

    def document(self, record: UUID) -> Document | None:
        return self._found[Document].get(record)

    def dissemination_done(self, record: UUID) -> bool:
        return record in self._done


def _live(connection: Connection, kind: type, owners: Sequence[UUID]) -> dict[UUID, Any]:
    projection = projections.of(kind)
    table = projection.table
    query = sa.select(table).where(table.c.voided.is_(None), table.c.owner.in_(owners))
    return {
        row["id"]: projection.entity_of(dict(row)) for row in connection.execute(query).mappings()
    }


def issue(connection: Connection, author: Author) -> Issued:
    """Write everything that may go, and is not issued as it stands, into the office's feeds.

    Args:
        connection: the writer's, in a transaction.
        author: who issues; the feeds are those of the author's unit.
    """
    round_ = _Round(connection, author.unit)
    for kind in departures.TRAVELLING:
        round_.collect(kind)
    for channel in sorted(round_.outgoing):
        _append(connection, author, Feed(author.unit, channel), round_.outgoing[channel])
    return round_.issued


def _shown(connection: Connection, unit: UUID) -> dict[tuple[str, UUID], dict[str, _Shown]]:
    table = tables.replica
    found: dict[tuple[str, UUID], dict[str, _Shown]] = defaultdict(dict)
    for row in connection.execute(sa.select(table).where(table.c.unit == unit)):
        source = None if row.source is None else bytes(row.source)
        one = _Shown(row.kind, row.leaves, source)
        found[(row.entity, row.id)][row.channel] = one
    return found


def _undecided(connection: Connection, unit: UUID) -> set[tuple[str, UUID]]:
    """Records with several versions, and those of which a version came back from elsewhere.

    To issue them would decide between the versions, and nobody has.
    """
    regaining.agree(connection, unit)
    table = tables.feed_change
    query = sa.select(table.c.entity, table.c.record).where(
        table.c.unit == unit, table.c.job.is_not(None), table.c.replaced.is_(False)
    )
    returned = {(row.entity, row.record) for row in connection.execute(query)}
    return returned.union(own_merge.conflicts(connection))


class _Round:
    """One issuing: what goes, by channel."""

    def __init__(self, connection: Connection, unit: UUID) -> None:
        self.issued = Issued()
        self.outgoing: dict[str, list[_Outgoing]] = defaultdict(list)
        self._connection, self._unit = connection, unit
        self._owners = [unit, *sorted(Handed(connection).sources(unit))]
        self._around = _Records(connection, self._owners)
        self._shown = _shown(connection, unit)
        self._undecided = _undecided(connection, unit)

    def collect(self, kind: type) -> None:
        """Look through the records of a kind."""
        entity, projection = NAMES[kind], projections.of(kind)
        table = projection.table
        query = sa.select(table).where(table.c.owner.in_(self._owners)).order_by(table.c.row)
        for row in self._connection.execute(query).mappings():
            record = dict(row)
            targets = () if record["voided"] else self._targets(entity, projection, record)
            shown = self._shown.get((entity, record["id"]), {})
            if (entity, record["id"]) in self._undecided:
                self.issued.kept[(entity, Kept.UNDECIDED)] += 1
                continue
            for channel in sorted({*shown, *targets}):
                one = self._next(entity, record, Feed(self._unit, channel), targets)
                if one is not None:
                    self.outgoing[channel].append(one)
                    counted = self.issued.written if one.kind == PUT else self.issued.taken_back
                    counted[entity] += 1

    def _targets(
        self, entity: str, projection: Projection, record: dict[str, Any]
    ) -> tuple[str, ...]:
        leaving = departures.leaving(projection.entity_of(record), self._around)
        if leaving.kept not in (None, Kept.INTERNAL):
            self.issued.kept[(entity, leaving.kept)] += 1
        return leaving.channels

    def _next(
        self, entity: str, record: Mapping[str, Any], feed: Feed, targets: Sequence[str]
    ) -> _Outgoing | None:
        """What a feed has to say of a record, None if it has said it."""
        head, voided = bytes(record["head"]), record["voided"]
        kind = PUT if feed.channel in targets else WITHDRAW if voided is None else DELETE
        before = self._shown.get((entity, record["id"]), {}).get(feed.channel)
        leaves: list[Named] = []
        if before is not None:
            if before.says(kind, head):
                return None
            leaves = feeds.leaves(self._connection, feed, entity, record["id"])
        document = {} if kind == WITHDRAW else _document(self._connection, head)
        if len(leaves) == 1 and leaves[0].change.kind == kind == PUT:
            said = dict(leaves[0].change.document)
            if said == document:
                return None
        if before is None and record["owner"] != self._unit:
            # The first version of a record that came over goes on from those of its old unit.
            elsewhere = feeds.leaves_elsewhere(self._connection, feed, entity, record["id"])
            leaves = [one for one in elsewhere if one.change.kind != WITHDRAW]
            if not leaves:
                return None
        return _Outgoing(
            entity=entity,
            id=record["id"],
            kind=kind,
            document=document,
            parents=tuple(one.hash for one in leaves),
            source=head,
            reason=voided if kind == DELETE else None,
        )


def _document(connection: Connection, head: bytes) -> dict[str, Json]:
    query = sa.select(own_change.c.raw).where(own_change.c.hash == head)
    return dict(decode_change(bytes(connection.execute(query).scalar_one())).document)


def _append(
    connection: Connection, author: Author, feed: Feed, outgoing: Sequence[_Outgoing]
) -> None:
    """Write changes at the end of one of the office's own feeds."""
    standing = feeds.heads(connection, feed)
    mine = (head for head in standing if head.device == author.device)
    last: Head | None = next(mine, standing[0] if standing else None)
    previous = last.hash if last else None
    number = last.number if last else 0
    lamport = feeds.greatest_lamport(connection, feed)
    raws: list[bytes] = []
    sources: dict[bytes, bytes] = {}
    for one in outgoing:
        number += 1
        lamport += 1
        change = Change(
            at=author.at,
            author=author.user,
            channel=feed.channel,
            clock=author.clock,
            document=one.document,
            device=author.device,
            entity=one.entity,
            id=one.id,
            kind=one.kind,
            lamport=lamport,
            number=number,
            parents=one.parents,
            previous=previous,
            schema=SCHEMA_VERSION,
            unit=feed.unit,
            reason=one.reason,
        )
        written = named(encode_change(change))
        previous = written.hash
        raws.append(written.raw)
        if one.source is not None:
            sources[written.hash] = one.source
    admit(connection, feed, raws, Origin(author.at, sources=sources))
