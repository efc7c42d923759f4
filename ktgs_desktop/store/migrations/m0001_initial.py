"""Step 1: the tables of the first release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store import dialect, tables

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables.metadata.create_all(connection)
    for name in tables.SEARCHED:
        dialect.create_search(connection, name)
