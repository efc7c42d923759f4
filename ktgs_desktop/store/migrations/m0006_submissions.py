"""Step 6: papers waiting for signature, and the pictures of signatures and seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the new tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.records(
        "submission",
        shapes.identifier("document"),
        shapes.identifier("drafter"),
        shapes.text("drafter_name"),
        shapes.text("submitted_on"),
        shapes.text("state"),
        shapes.text("remark"),
        shapes.text("answer"),
        shapes.text("decided_by"),
        shapes.text("decided_on", empty=True),
        shapes.yes_no("seen"),
        indexes={"state": "state submitted_on", "document": "document submitted_on"},
    )
    tables.records(
        "signer_images",
        shapes.text("signer"),
        shapes.nested("images"),
        indexes={"signer": "signer"},
    )
