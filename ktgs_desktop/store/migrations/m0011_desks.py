"""Step 11: the office's computers, and which record is worked on where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables; a file of before is the hub's.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.records("desk", shapes.text("name"), shapes.text("made_on"), indexes={})
    tables.records(
        "assignment",
        shapes.text("entity"),
        shapes.identifier("record"),
        shapes.identifier("desk", empty=True),
        indexes={"record": "record"},
    )
    kind = shapes.identifier("desk").type
    tables.plain("own_desk", sa.Column("desk", kind, primary_key=True))
