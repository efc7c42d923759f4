"""Step 14: what two people confirmed together, and days an office gives for reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.records(
        "confirmation",
        shapes.text("kind"),
        shapes.text("subject"),
        shapes.identifier("first"),
        shapes.identifier("second"),
        shapes.text("on"),
        indexes={},
    )
    tables.records("period_due", shapes.text("period"), shapes.number("days"), indexes={})
