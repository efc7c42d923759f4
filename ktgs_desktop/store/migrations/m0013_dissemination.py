"""Step 13: the dissemination of regulations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store import dialect
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables of plans and of their sessions.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.records(
        "dissemination",
        shapes.text("title"),
        shapes.nested("regulations"),
        shapes.text("starts_on"),
        shapes.text("ends_on"),
        shapes.nested("targets"),
        shapes.nested("body", empty=True),
        shapes.text("way"),
        shapes.text("note"),
        shapes.text("province"),
        shapes.octets("title_key"),
        shapes.octets("body_key"),
        shapes.number("target_count"),
        shapes.number("reached_count"),
        shapes.number("session_count"),
        shapes.number("attended_count"),
        shapes.text("last_on", empty=True),
        indexes={
            "starts": "starts_on",
            "ends": "ends_on",
            "title": "title_key",
            "body": "body_key",
        },
    )
    dialect.create_search(connection, "dissemination")
    tables.records(
        "dissemination_session",
        shapes.identifier("plan"),
        shapes.text("held_on"),
        shapes.text("meeting"),
        shapes.text("place"),
        shapes.text("chair"),
        shapes.text("reporter"),
        shapes.nested("regulations"),
        shapes.nested("sites"),
        shapes.nested("attendance"),
        shapes.nested("files"),
        shapes.text("note"),
        shapes.text("province"),
        indexes={"plan": "plan held_on", "held": "held_on"},
    )
