"""Operations of the past and the changes each made, as the history and undo need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.journal import Change, decode_change
from ktgs_desktop.store import list_values, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.column_values import Chosen
    from ktgs_desktop.domain.listing import ValueCount

_COLUMNS: Mapping[str, sa.Column[Any]] = {
    "user": tables.operation.c.user,
    "operation": tables.operation.c.name,
}
ALL: Chosen = MappingProxyType({})
"""Nothing chosen: every operation."""


@dataclass(frozen=True, slots=True)
class PastOperation:
    """An operation of the past.

    Attributes:
        row: local row number, growing with time.
        id: identifier.
        name: name of the operation.
        user: who did it.
        at: the clock's claim, ISO 8601.
        first_change: first row of the journal it wrote.
        last_change: last row of the journal it wrote.
        undoes: the operation it undoes, None if none.
        subject: what it was about.
    """

    row: int
    id: UUID
    name: str
    user: UUID
    at: str
    first_change: int
    last_change: int
    undoes: UUID | None
    subject: str


def _operation(row: Any) -> PastOperation:
    return PastOperation(
        row=row.row,
        id=row.id,
        name=row.name,
        user=row.user,
        at=row.at,
        first_change=row.first_change,
        last_change=row.last_change,
        undoes=row.undoes,
        subject=row.subject,
    )


def last_row(connection: Connection) -> int:
    """Local row number of the last operation, 0 if there is none.

    Args:
        connection: any.
    """
    return int(connection.execute(sa.select(sa.func.max(tables.operation.c.row))).scalar() or 0)


def _chosen(chosen: Chosen) -> list[Any]:
    return [list_values.holds_one_of(_COLUMNS[key], wanted) for key, wanted in chosen.items()]


def values(connection: Connection, key: str, chosen: Chosen) -> list[ValueCount]:
    """The different users or names of operations, each with its number of operations.

    Args:
        connection: any.
        key: `user` or `operation`.
        chosen: values by what is narrowed; those of the key itself do not count.
    """
    others = {one: wanted for one, wanted in chosen.items() if one != key}
    row = tables.operation.c.row
    return list_values.count_each(connection, _COLUMNS[key], row, _chosen(others))


def operations(
    connection: Connection,
    *,
    after: int = 0,
    user: UUID | None = None,
    limit: int = 0,
    chosen: Chosen = ALL,
) -> list[PastOperation]:
    """Operations, the latest first.

    Args:
        connection: any.
        after: only those with a greater row number.
        user: only this user's, None for all.
        limit: at most so many, 0 for all.
        chosen: only those with one of these values of `user` (ids) or `operation` (names).
    """
    table = tables.operation
    query = sa.select(table).where(table.c.row > after, *_chosen(chosen))
    query = query.order_by(table.c.row.desc())
    if user is not None:
        query = query.where(table.c.user == user)
    if limit:
        query = query.limit(limit)
    return [_operation(row) for row in connection.execute(query)]


def operation(connection: Connection, identifier: UUID) -> PastOperation | None:
    """An operation by its id, None if it is not here.

    Args:
        connection: any.
        identifier: its id.
    """
    query = sa.select(tables.operation).where(tables.operation.c.id == identifier)
    row = connection.execute(query).first()
    return None if row is None else _operation(row)


def operation_changes(
    connection: Connection, operation: PastOperation
) -> list[tuple[bytes, Change]]:
    """The changes an operation made, in their order.

    Args:
        connection: any.
        operation: the operation.
    """
    table = tables.change
    query = (
        sa.select(table.c.hash, table.c.raw)
        .where(table.c.row.between(operation.first_change, operation.last_change))
        .order_by(table.c.row)
    )
    return [(bytes(name), decode_change(bytes(raw))) for name, raw in connection.execute(query)]


def change_of(connection: Connection, name: bytes) -> Change | None:
    """A change by its hash, None if it is not here.

    Args:
        connection: any.
        name: 32 bytes.
    """
    query = sa.select(tables.change.c.raw).where(tables.change.c.hash == name)
    raw = connection.execute(query).scalar()
    return None if raw is None else decode_change(bytes(raw))


def number_of_changes(connection: Connection) -> int:
    """How many changes the office has written, which tells one state of its data from another.

    Args:
        connection: any.
    """
    return int(connection.execute(sa.select(sa.func.max(tables.change.c.row))).scalar() or 0)


def head_of(connection: Connection, entity: str, record: UUID) -> bytes | None:
    """The change that wrote a record's row, None if there is no row.

    Args:
        connection: any.
        entity: name of its kind.
        record: its id.
    """
    table = tables.RECORD_TABLES[entity]
    head = connection.execute(sa.select(table.c.head).where(table.c.id == record)).scalar()
    return None if head is None else bytes(head)


def operations_of_record(
    connection: Connection, entity: str, record: UUID
) -> list[tuple[PastOperation | None, Change]]:
    """Every version of a record with the operation that made it, the latest first.

    Args:
        connection: any.
        entity: name of its kind.
        record: its id.
    """
    change, operation = tables.change, tables.operation
    within = sa.and_(
        operation.c.first_change <= change.c.row, operation.c.last_change >= change.c.row
    )
    query = (
        sa.select(change.c.raw, operation)
        .select_from(change.outerjoin(operation, within))
        .where(change.c.entity == entity, change.c.record == record)
        .order_by(change.c.row.desc())
    )
    return [
        (_operation(row) if row.id is not None else None, decode_change(bytes(row.raw)))
        for row in connection.execute(query)
    ]


_USED_BY: dict[str, tuple[tuple[str, str], ...]] = {
    "organization": (
        ("organization", "parent"),
        ("party_member", "organization"),
        ("issuing_body", "organization"),
        ("office", "unit"),
        ("office", "committee"),
    ),
    "issuing_body": (("program", "body"), ("document", "body")),
    "program": (
        ("program_item", "program"),
        ("document", "program"),
        ("amendment", "program"),
        ("item_change", "program"),
        ("opinion", "program"),
        ("program_draft", "program"),
    ),
    "program_item": (
        ("progress", "item"),
        ("program_item", "term_item"),
        ("item_change", "item"),
    ),
    "amendment": (("item_change", "amendment"),),
    "dissemination": (("dissemination_session", "plan"),),
}


def users_of(connection: Connection, entity: str, record: UUID) -> dict[str, int]:
    """Which kinds of records name a record, and how many of each.

    Args:
        connection: any.
        entity: name of its kind.
        record: its id.
    """
    found: dict[str, int] = {}
    for kind, column in _USED_BY.get(entity, ()):
        table = tables.RECORD_TABLES[kind]
        query = (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c[column] == record, table.c.voided.is_(None))
        )
        number = int(connection.execute(query).scalar_one())
        if number:
            found[kind] = found.get(kind, 0) + number
    return found
