"""Replay of the journal: is every link of the chain whole, and is every row what it says?

The journal is read once in its order to check the chain, and once by record, side by side with
the table, to compare rows. Memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.journal import (
    CHANNEL_INTERNAL,
    DELETE,
    Change,
    change_hash,
    decode_change,
    leaves,
)
from ktgs_desktop.domain.organizations import Succession
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import (
    aggregates,
    dialect,
    dissemination_counts,
    exchange_tables,
    projections,
    regulation_links,
    tables,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.progress import Progress as Steps
    from ktgs_desktop.store.projections import Projection

_FETCH = 2000
# Columns that other records decide, and that are compared together with these.
_DECIDED = {"regulation": regulation_links.DECIDED}
MAX_FAULTS = 100


@dataclass(slots=True)
class ReplayReport:
    """What a replay found.

    Attributes:
        changes: changes read.
        records: records compared.
        faults: what is wrong, as code and place; empty if all is well.
        conflicts: records with more than one leaf version.
    """

    changes: int = 0
    records: int = 0
    faults: list[str] = field(default_factory=list)
    conflicts: int = 0

    def note(self, fault: str) -> None:
        """Add a fault, up to a limit."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)


def check(connection: Connection, progress: Steps) -> ReplayReport:
    """Replay the journal and compare every row with it.

    Args:
        connection: a reader's, which sees one state of the data.
        progress: is told how far it is.

    Raises:
        Cancelled: the user asked to stop.
    """
    report = ReplayReport()
    total = int(
        connection.execute(sa.select(sa.func.count()).select_from(tables.change)).scalar_one()
    )
    _check_chain(connection, report, progress, total)
    for projection in projections.PROJECTIONS.values():
        _check_rows(connection, projection, report, progress, total)
        if projection.search_text is not None:
            _check_words(connection, projection, report)
    _check_subjects(connection, report)
    _check_pairs(connection, report)
    for fault in regulation_links.faults(connection):
        report.note(fault)
    for fault in dissemination_counts.faults(connection):
        report.note(fault)
    return report


def _check_chain(connection: Connection, report: ReplayReport, progress: Steps, total: int) -> None:
    chain = _Chain(connection)
    query = sa.select(tables.change).order_by(tables.change.c.row)
    for row in connection.execute(query.execution_options(yield_per=_FETCH)):
        report.changes += 1
        if report.changes % _FETCH == 0:
            progress.step(report.changes, 2 * total)
        raw = bytes(row.raw)
        name = change_hash(raw)
        try:
            change = decode_change(raw)
        except PackageError as error:
            report.note(f"{error.code} change {row.row}")
            continue
        stands = (row.channel, row.entity, row.record, row.lamport, row.kind, bytes(row.hash))
        says = (change.channel, change.entity, change.id, change.lamport, change.kind, name)
        if stands != says:
            report.note(f"change_altered change {row.row}")
        if not chain.follows(change, row.row):
            report.note(f"chain_broken change {row.row}")
        chain.add(name, change)
    _check_heads(connection, report, chain.heads)


class _Chain:
    """The branches of the channel, one a computer; mostly there is one."""

    def __init__(self, connection: Connection) -> None:
        self.heads: dict[bytes, tuple[int, int]] = {}
        self._connection = connection

    def follows(self, change: Change, row: int) -> bool:
        """Whether a change's predecessor stands before it, and its numbers follow."""
        number, lamport = 0, 0
        if change.previous is not None:
            before = self.heads.get(change.previous) or self._earlier(change.previous, row)
            if before is None:
                return False
            number, lamport = before
        return change.number == number + 1 and change.lamport > lamport

    def _earlier(self, name: bytes, row: int) -> tuple[int, int] | None:
        table = tables.change
        query = sa.select(table.c.raw).where(table.c.hash == name, table.c.row < row)
        raw = self._connection.execute(query).scalar_one_or_none()
        if raw is None or change_hash(bytes(raw)) != name:
            return None
        before = decode_change(bytes(raw))
        return before.number, before.lamport

    def add(self, name: bytes, change: Change) -> None:
        """A change is the last of its branch until another follows."""
        if change.previous is not None:
            self.heads.pop(change.previous, None)
        self.heads[name] = (change.number, change.lamport)


def _check_heads(
    connection: Connection, report: ReplayReport, heads: Mapping[bytes, tuple[int, int]]
) -> None:
    kept = {
        bytes(row.head): (row.number, row.lamport)
        for row in connection.execute(sa.select(tables.channel))
    }
    beside = exchange_tables.feed_head
    others = sa.select(beside).where(beside.c.channel == CHANNEL_INTERNAL)
    kept.update((bytes(row.hash), (row.number, row.lamport)) for row in connection.execute(others))
    if kept != dict(heads):
        report.note("channel_head_wrong")


def _records(
    connection: Connection, projection: Projection
) -> Iterator[tuple[UUID, list[tuple[bytes, Change]]]]:
    change = tables.change
    query = (
        sa.select(change.c.record, change.c.hash, change.c.raw)
        .where(change.c.entity == projection.entity)
        .order_by(change.c.record, change.c.row)
    )
    found = connection.execute(query.execution_options(yield_per=_FETCH))
    for record, group in groupby(found, key=lambda row: row.record):
        yield record, [(bytes(row.hash), decode_change(bytes(row.raw))) for row in group]


def _check_rows(
    connection: Connection,
    projection: Projection,
    report: ReplayReport,
    progress: Steps,
    total: int,
) -> None:
    table = projection.table
    query = sa.select(table).order_by(table.c.id)
    rows = connection.execute(query.execution_options(yield_per=_FETCH)).mappings()
    standing = iter(rows)
    progresses = _progresses(connection) if projection.kind is ProgramItem else None
    for record, versions in _records(connection, projection):
        report.records += 1
        if report.records % _FETCH == 0:
            progress.step(total + min(report.records, total), 2 * total)
        row = next(standing, None)
        if row is None or row["id"] != record:
            report.note(f"row_missing {projection.entity} {record}")
            return
        expected = _expected(projection, versions, report)
        if progresses is not None:
            expected.update(_counted(versions, progresses))
        for name in _DECIDED.get(projection.entity, ()):
            expected.pop(name)
        if any(row[name] != value for name, value in expected.items()):
            report.note(f"row_differs {projection.entity} {record}")
    if next(standing, None) is not None:
        report.note(f"row_without_change {projection.entity}")


def _expected(
    projection: Projection, versions: list[tuple[bytes, Change]], report: ReplayReport
) -> dict[str, Any]:
    standing = leaves(versions)
    if len(standing) > 1:
        report.conflicts += 1
    head, change = standing[0]
    entity: Any = from_document(projection.kind, dict(change.document))
    values = projection.values(entity, change.document)
    values["head"] = head
    values["voided"] = change.reason if change.kind == DELETE else None
    values["owner"] = entity.owner
    return values


class _Progresses:
    """Progress of program lines, handed out line by line in the order of their ids."""

    def __init__(self, connection: Connection) -> None:
        table = tables.progress
        query = sa.select(table).where(table.c.voided.is_(None)).order_by(table.c.item, table.c.row)
        found = connection.execute(query.execution_options(yield_per=_FETCH)).mappings()
        self._groups = groupby(found, key=lambda row: row["item"])
        self._next: tuple[UUID, list[Progress]] | None = None

    def of(self, item: UUID) -> list[Progress]:
        """Progress of a line; lines must be asked in the order of their ids."""
        while self._next is None or self._next[0].bytes < item.bytes:
            group = next(self._groups, None)
            if group is None:
                return []
            entity_of = projections.of(Progress).entity_of
            self._next = (group[0], [entity_of(dict(row)) for row in group[1]])
        return self._next[1] if self._next[0] == item else []


def _progresses(connection: Connection) -> _Progresses:
    return _Progresses(connection)


def _counted(versions: list[tuple[bytes, Change]], progresses: _Progresses) -> dict[str, Any]:
    item: ProgramItem = from_document(ProgramItem, dict(leaves(versions)[0][1].document))
    return aggregates.item_values(item, progresses.of(item.id))


def _check_words(connection: Connection, projection: Projection, report: ReplayReport) -> None:
    table = projection.table
    query = sa.select(table.c.row).where(table.c.voided.is_(None)).order_by(table.c.row)
    live = [int(row) for row in connection.execute(query).scalars()]
    if live != list(dialect.search_rows(connection, table.name)):
        report.note(f"words_differ {projection.entity}")


def _check_subjects(connection: Connection, report: ReplayReport) -> None:
    """Compare who lines name, and when they were done, with the lines, which were checked."""
    line, own = tables.program_item, tables.item_subject
    lines = sa.select(line).where(line.c.voided.is_(None)).order_by(line.c.id)
    standing = (
        sa.select(own)
        .outerjoin(line, line.c.row == own.c.item)
        .order_by(line.c.id, own.c.item, own.c.place)
    )
    rows = iter(connection.execute(standing.execution_options(yield_per=_FETCH)).mappings())
    progresses = _progresses(connection)
    for row in connection.execute(lines.execution_options(yield_per=_FETCH)).mappings():
        for expected in aggregates.subject_rows(row, progresses.of(row["id"])):
            if dict(next(rows, {})) != expected:
                report.note(f"subjects_differ program_item {row['id']}")
                return
    if next(rows, None) is not None:
        report.note("subjects_differ program_item")


def _check_pairs(connection: Connection, report: ReplayReport) -> None:
    """Compare which organisations follow which with the successions, which were checked."""
    own = tables.succession_pair
    query = sa.select(tables.succession).where(tables.succession.c.voided.is_(None))
    entities = projections.of(Succession).entities(connection, query)
    expected = {tuple(row.values()) for row in aggregates.pair_rows(entities)}
    standing = {tuple(row) for row in connection.execute(sa.select(own))}
    if expected != standing:
        report.note("pairs_differ succession")
