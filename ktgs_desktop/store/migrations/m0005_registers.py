"""Step 5: marks and cancelling of papers, the book of incoming papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.store import dialect
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Widen papers, and make the table of incoming papers.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.widen(
        "document",
        {
            "province": [
                (shapes.text("urgency"), ""),
                (shapes.text("classification"), ""),
                (shapes.text("classification_basis"), ""),
                (shapes.text("classified_by"), ""),
                (shapes.text("reason"), ""),
                (shapes.number("copies"), 0),
                (shapes.text("archived_by"), ""),
                (shapes.text("note"), ""),
            ],
            "signed": [(shapes.yes_no("scanned"), False)],
        },
    )
    _note_scans(connection)
    tables.records(
        "incoming_document",
        shapes.number("year"),
        shapes.number("number"),
        shapes.text("received_on"),
        shapes.text("sender"),
        shapes.text("abstract"),
        shapes.text("symbol"),
        shapes.text("dated", empty=True),
        shapes.text("urgency"),
        shapes.text("classification"),
        shapes.text("instruction"),
        shapes.text("assignee"),
        shapes.text("due_on", empty=True),
        shapes.text("done_on", empty=True),
        shapes.identifier("reply", empty=True),
        shapes.text("note"),
        shapes.nested("files"),
        shapes.text("province"),
        shapes.octets("sender_key"),
        shapes.octets("abstract_key"),
        shapes.octets("assignee_key"),
        shapes.text("due_key"),
        indexes={
            "number": "year number",
            "received": "received_on number",
            "sender": "sender_key",
            "abstract": "abstract_key",
            "assignee": "assignee_key",
            "due": "due_key",
            "reply": "reply",
        },
    )
    dialect.create_search(connection, "incoming_document")


def _note_scans(connection: Connection) -> None:
    """Say of each paper that is there whether its scan is attached."""
    document = sa.table("document", sa.column("row"), sa.column("files"), sa.column("scanned"))
    scanned = document.c.files.contains('"role":"SCAN"', autoescape=True)
    connection.execute(sa.update(document).where(scanned).values(scanned=True))
