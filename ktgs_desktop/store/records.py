"""Reading of single records: entities by id, all of a kind, all versions of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.journal import Change, decode_change
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.store import projections, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Entity = TypeVar("Entity")
_CHUNK = 400


def get(connection: Connection, kind: type[Entity], /, record: UUID) -> Entity:
    """A record by its id.

    Args:
        connection: any.
        kind: its dataclass.
        record: its id.

    Raises:
        UserError: `record_gone` if it is not there or was voided.
    """
    found = find(connection, kind, record)
    if found is None:
        raise UserError("record_gone")
    return found


def find(
    connection: Connection, kind: type[Entity], /, record: UUID, *, voided: bool = False
) -> Entity | None:
    """A record by its id, None if there is none.

    Args:
        connection: any.
        kind: its dataclass.
        record: its id.
        voided: whether a voided one is given too.
    """
    table = projections.of(kind).table
    query = sa.select(table).where(table.c.id == record)
    if not voided:
        query = query.where(table.c.voided.is_(None))
    row = connection.execute(query).mappings().first()
    return None if row is None else _entity(kind, row)


def get_many(connection: Connection, kind: type[Entity], /, ids: Iterable[UUID]) -> list[Entity]:
    """Records by their ids, in no particular order; voided and unknown ones are left out.

    Args:
        connection: any.
        kind: their dataclass.
        ids: identifiers.
    """
    table = projections.of(kind).table
    wanted = list(ids)
    found: list[Entity] = []
    for start in range(0, len(wanted), _CHUNK):
        query = sa.select(table).where(
            table.c.id.in_(wanted[start : start + _CHUNK]), table.c.voided.is_(None)
        )
        found += [_entity(kind, row) for row in connection.execute(query).mappings()]
    return found


def known_ids(connection: Connection, kind: type[Entity], /, ids: Iterable[UUID]) -> set[UUID]:
    """Which of some ids have a record here, voided or not.

    Args:
        connection: any.
        kind: their dataclass.
        ids: identifiers.
    """
    table = projections.of(kind).table
    wanted = list(ids)
    found: set[UUID] = set()
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        found.update(
            connection.execute(sa.select(table.c.id).where(table.c.id.in_(part))).scalars()
        )
    return found


def ids_of_owner(connection: Connection, kind: type[Entity], /, owner: UUID) -> set[UUID]:
    """The ids of all records of a kind that a unit owns, voided or not.

    Args:
        connection: any.
        kind: their dataclass.
        owner: the unit, or the register that ships.
    """
    table = projections.of(kind).table
    return set(connection.execute(sa.select(table.c.id).where(table.c.owner == owner)).scalars())


def get_all(connection: Connection, kind: type[Entity], /, **equal: Any) -> list[Entity]:
    """All records of a kind that are not voided, in the order they were entered.

    Args:
        connection: any.
        kind: their dataclass.
        equal: columns and the value each must have.
    """
    table = projections.of(kind).table
    query = sa.select(table).where(table.c.voided.is_(None)).order_by(table.c.row)
    for name, value in equal.items():
        query = query.where(table.c[name] == value)
    return [_entity(kind, row) for row in connection.execute(query).mappings()]


def _entity(kind: type[Entity], row: Mapping[Any, Any]) -> Entity:
    entity = projections.of(kind).entity_of(row)
    if not isinstance(entity, kind):
        raise StorageError("file_damaged", path="")
    return entity


def versions(connection: Connection, entity: str, record: UUID) -> list[tuple[bytes, Change]]:
    """All versions of a record, oldest first.

    Args:
        connection: any.
        entity: name of its kind.
        record: its id.
    """
    query = (
        sa.select(tables.change.c.hash, tables.change.c.raw)
        .where(tables.change.c.entity == entity, tables.change.c.record == record)
        .order_by(tables.change.c.row)
    )
    return [(bytes(name), decode_change(bytes(raw))) for name, raw in connection.execute(query)]
