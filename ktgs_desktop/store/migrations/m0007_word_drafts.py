"""Step 7: drafts of programs that went out to Word or came back from it."""

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
    shapes.Tables(operations, connection).records(
        "program_draft",
        shapes.identifier("program"),
        shapes.number("number"),
        shapes.text("origin"),
        shapes.nested("file"),
        shapes.identifier("handed_out", empty=True),
        shapes.text("province"),
        indexes={"program": "program number"},
    )
