"""Step 4: phrases an office uses again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the table of phrases.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.records("phrase", shapes.text("field"), shapes.text("text"), indexes={"field": "field"})
