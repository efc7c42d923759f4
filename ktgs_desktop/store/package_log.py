"""Local books of the exchange: files taken in, packages sent, what others hold, keys, trust."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import newer_versions
from ktgs_desktop.domain.package_log import (
    OPEN_STATES,
    ImportJob,
    JobState,
    Peer,
    SentPackage,
)
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store.bulk_insert import next_row

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_job, _sent = tables.import_job, tables.sent_package


# Files taken in -------------------------------------------------------------------------------


def add_job(connection: Connection, job: ImportJob) -> ImportJob:
    """Write down that a file is being taken in.

    Args:
        connection: the writer's, in a transaction.
        job: the job; its row is given here.

    Returns:
        The job with its row.
    """
    made = dataclasses.replace(job, row=next_row(connection, _job))
    connection.execute(sa.insert(_job).values(_values(made)))
    return made


def save_job(connection: Connection, job: ImportJob) -> None:
    """Write down how far a job is.

    Args:
        connection: the writer's, in a transaction.
        job: the job.
    """
    connection.execute(sa.update(_job).where(_job.c.row == job.row).values(_values(job)))


def _values(entry: ImportJob | SentPackage) -> dict[str, Any]:
    return {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}


def jobs(connection: Connection, *, opened: bool = False, limit: int = 1000) -> list[ImportJob]:
    """Files taken in, newest first.

    Args:
        connection: any.
        opened: only those that are not finished.
        limit: most given.
    """
    query = sa.select(_job).order_by(_job.c.row.desc()).limit(limit)
    if opened:
        query = query.where(_job.c.state.in_(OPEN_STATES))
    return [ImportJob(**row) for row in connection.execute(query).mappings()]


def job(connection: Connection, ident: UUID) -> ImportJob | None:
    """A job by its identifier, None if there is none.

    Args:
        connection: any.
        ident: the identifier.
    """
    row = connection.execute(sa.select(_job).where(_job.c.id == ident)).mappings().first()
    return None if row is None else ImportJob(**row)


def jobs_of_file(connection: Connection, digest: str) -> list[ImportJob]:
    """Jobs of the same file, newest first.

    Args:
        connection: any.
        digest: SHA-256 of the file, in hexadecimal.
    """
    query = sa.select(_job).where(_job.c.digest == digest).order_by(_job.c.row.desc())
    return [ImportJob(**row) for row in connection.execute(query).mappings()]


def latest_jobs(connection: Connection, states: Iterable[str]) -> dict[UUID, ImportJob]:
    """Of each sender the job that is latest among some states.

    Args:
        connection: any.
        states: the states that count.
    """
    newest = (
        sa.select(sa.func.max(_job.c.row))
        .where(_job.c.sender.is_not(None), _job.c.state.in_(list(states)))
        .group_by(_job.c.sender)
    )
    query = sa.select(_job).where(_job.c.row.in_(newest))
    found = (ImportJob(**row) for row in connection.execute(query).mappings())
    return {one.sender: one for one in found if one.sender is not None}


def reopen(connection: Connection) -> int:
    """Open those again that waited for what this program can do by now, each file once.

    Args:
        connection: the writer's, in a transaction.

    Returns:
        How many.
    """
    waiting = sa.select(_job).where(_job.c.code.in_(newer_versions.WAITING_CODES))
    count = 0
    for row in connection.execute(waiting).mappings().all():
        lacked = newer_versions.lacked(row["report"])
        job = ImportJob(**row)
        last = jobs_of_file(connection, job.digest)[0]
        if lacked and last.row == job.row and not newer_versions.lacking(lacked):
            save_job(connection, dataclasses.replace(job, state=JobState.SPOOLED, code=""))
            count += 1
    return count


# Packages sent --------------------------------------------------------------------------------


def next_number(connection: Connection) -> int:
    """The number of the next package this office makes.

    Args:
        connection: the writer's, in a transaction.
    """
    return next_row(connection, _sent)


def add_sent(connection: Connection, package: SentPackage) -> None:
    """Write down that a package was made.

    Args:
        connection: the writer's, in a transaction.
        package: the package, with the row that `next_number` gave.
    """
    connection.execute(sa.insert(_sent).values(_values(package)))


def save_sent(connection: Connection, package: SentPackage) -> None:
    """Write down how far a package that was sent is.

    Args:
        connection: the writer's, in a transaction.
        package: the package.
    """
    connection.execute(sa.update(_sent).where(_sent.c.row == package.row).values(_values(package)))


def sent(
    connection: Connection, recipient: UUID | None = None, *, limit: int = 1000
) -> list[SentPackage]:
    """Packages this office made, newest first.

    Args:
        connection: any.
        recipient: only those for this unit; None for all.
        limit: most given.
    """
    query = sa.select(_sent).order_by(_sent.c.row.desc()).limit(limit)
    if recipient is not None:
        query = query.where(_sent.c.recipient == recipient)
    return [SentPackage(**row) for row in connection.execute(query).mappings()]


def sent_package(connection: Connection, ident: UUID) -> SentPackage | None:
    """A package this office made, by its identifier; None if there is none.

    Args:
        connection: any.
        ident: the identifier.
    """
    row = connection.execute(sa.select(_sent).where(_sent.c.id == ident)).mappings().first()
    return None if row is None else SentPackage(**row)


# What others hold -----------------------------------------------------------------------------


def peer(connection: Connection, unit: UUID) -> Peer | None:
    """What another office holds of ours, None if it never said.

    Args:
        connection: any.
        unit: the other office.
    """
    table = tables.peer
    row = connection.execute(sa.select(table).where(table.c.unit == unit)).mappings().first()
    return None if row is None else Peer(**row)


def save_peer(connection: Connection, said: Peer) -> None:
    """Keep what another office holds of ours.

    Args:
        connection: the writer's, in a transaction.
        said: what its receipt says.
    """
    table = tables.peer
    connection.execute(sa.delete(table).where(table.c.unit == said.unit))
    values = {field.name: getattr(said, field.name) for field in dataclasses.fields(said)}
    connection.execute(sa.insert(table).values(values))


# Keys and trust -------------------------------------------------------------------------------


def key(connection: Connection, name: str) -> bytes | None:
    """A sealed secret of this office's, None if there is none.

    Args:
        connection: any.
        name: its name.
    """
    table = tables.exchange_key
    found = connection.execute(sa.select(table.c.sealed).where(table.c.name == name)).scalar()
    return None if found is None else bytes(found)


def save_key(connection: Connection, name: str, sealed: bytes, at: str) -> None:
    """Keep a sealed secret; one of the same name is replaced.

    Args:
        connection: the writer's, in a transaction.
        name: its name.
        sealed: the secret, sealed.
        at: ISO time.
    """
    table = tables.exchange_key
    connection.execute(sa.delete(table).where(table.c.name == name))
    connection.execute(sa.insert(table).values(name=name, sealed=sealed, at=at))


def forget_keys(connection: Connection) -> None:
    """Forget every sealed secret, in a copy of the file that is not to have them.

    Args:
        connection: the writer's, in a transaction.
    """
    connection.execute(sa.delete(tables.exchange_key))


@dataclasses.dataclass(frozen=True, slots=True)
class KeptStatement:
    """A signed statement of trust that is kept.

    Attributes:
        kind: its media type.
        unit: whom it is about, None for all.
        version: its version or serial number.
        digest: SHA-256 of its bytes.
        at: ISO time at which it was taken in.
        body: its bytes.
        signatures: its signatures, as they travel.
    """

    kind: str
    unit: UUID | None
    version: int
    digest: bytes
    at: str
    body: bytes
    signatures: bytes


def statements(
    connection: Connection, kind: str | None = None, *, version: int | None = None
) -> list[KeptStatement]:
    """Signed statements of trust, the oldest version first.

    Args:
        connection: any.
        kind: only those of a media type; None for all.
        version: only those of a version; None for all.
    """
    table = tables.trust_statement
    query = sa.select(table).order_by(table.c.kind, table.c.version, table.c.row)
    if kind is not None:
        query = query.where(table.c.kind == kind)
    if version is not None:
        query = query.where(table.c.version == version)
    return [
        KeptStatement(
            row.kind,
            row.unit,
            row.version,
            bytes(row.digest),
            row.at,
            bytes(row.body),
            bytes(row.signatures),
        )
        for row in connection.execute(query)
    ]


def statement_versions(connection: Connection, kind: str) -> list[int]:
    """The versions that are kept of one kind of statement, each once, ascending.

    Args:
        connection: any.
        kind: the media type.
    """
    version = tables.trust_statement.c.version
    query = sa.select(version).where(tables.trust_statement.c.kind == kind).distinct()
    return [int(one) for one in connection.execute(query.order_by(version)).scalars()]


def keep_statement(connection: Connection, statement: KeptStatement) -> bool:
    """Keep a signed statement of trust.

    Args:
        connection: the writer's, in a transaction.
        statement: the statement.

    Returns:
        Whether it was not kept before.
    """
    table = tables.trust_statement
    known = sa.select(table.c.row).where(table.c.digest == statement.digest)
    if connection.execute(known).first() is not None:
        return False
    values = dataclasses.asdict(statement)
    connection.execute(sa.insert(table).values(row=next_row(connection, table), **values))
    return True
