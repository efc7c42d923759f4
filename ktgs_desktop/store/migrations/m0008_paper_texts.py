"""Step 8: texts of papers an office puts in place of those that ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the table.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.records("paper_text", shapes.text("kind"), shapes.text("text"), indexes={"kind": "kind"})
