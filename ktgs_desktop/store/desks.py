"""What this file is to its office, and which record is worked on at which computer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.store import desk_tables
from ktgs_desktop.store.feeds import CHUNK

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_own = desk_tables.own_desk
_assignment = desk_tables.assignment


def own(connection: Connection) -> UUID | None:
    """The computer this file is worked on at, None for the hub.

    Args:
        connection: any.
    """
    found: UUID | None = connection.execute(sa.select(_own.c.desk)).scalar_one_or_none()
    return found


def set_own(connection: Connection, desk: UUID | None) -> None:
    """Say which computer this file is worked on at.

    Args:
        connection: the writer's, in a transaction.
        desk: the computer, None for the hub.
    """
    connection.execute(sa.delete(_own))
    if desk is not None:
        connection.execute(sa.insert(_own).values(desk=desk))


def made_with(connection: Connection, desk: UUID) -> bytes | None:
    """The last change that stood in a copy when it was made: the one that names its computer.

    Args:
        connection: any.
        desk: the computer.
    """
    table = desk_tables.desk
    found = connection.execute(sa.select(table.c.head).where(table.c.id == desk)).scalar()
    return None if found is None else bytes(found)


def assigned(connection: Connection, entity: str, ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Where some records are worked on; those not assigned are left out.

    Args:
        connection: any.
        entity: kind of the records.
        ids: their ids.
    """
    wanted = list(ids)
    found: dict[UUID, UUID | None] = {}
    table = _assignment
    for start in range(0, len(wanted), CHUNK):
        query = sa.select(table.c.record, table.c.desk).where(
            table.c.record.in_(wanted[start : start + CHUNK]),
            table.c.entity == entity,
            table.c.voided.is_(None),
        )
        found.update((row.record, row.desk) for row in connection.execute(query))
    return found
