"""Step 2: the life of a program: opinions, submission, amendments; other bodies' plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Widen programs and their lines, and make the new tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.widen(
        "program",
        {
            "text": [
                (shapes.yes_no("names_later"), True),
                (shapes.text("submitted_on", empty=True), None),
                (shapes.text("remark"), ""),
                (shapes.text("closed_on", empty=True), None),
            ]
        },
    )
    tables.widen(
        "program_item",
        {
            "province": [
                (shapes.text("status"), "ACTIVE"),
                (shapes.number("postponed_to", empty=True), None),
            ],
            "subject_count": [(shapes.yes_no("in_force"), True)],
        },
    )
    tables.records(
        "amendment",
        shapes.identifier("program"),
        shapes.number("seq"),
        shapes.text("state"),
        shapes.text("title"),
        shapes.text("reason"),
        shapes.text("decided_on", empty=True),
        shapes.text("number"),
        shapes.text("signer"),
        shapes.identifier("document", empty=True),
        shapes.text("province"),
        shapes.text("text"),
        indexes={"program": "program seq", "document": "document"},
    )
    tables.records(
        "item_change",
        shapes.identifier("program"),
        shapes.identifier("item"),
        shapes.text("action"),
        shapes.nested("after"),
        shapes.nested("before", empty=True),
        shapes.identifier("amendment", empty=True),
        shapes.text("on", empty=True),
        shapes.number("seq"),
        shapes.text("reason"),
        shapes.text("province"),
        indexes={"program": "program seq", "item": "item seq", "amendment": "amendment"},
    )
    tables.records(
        "opinion",
        shapes.identifier("program"),
        shapes.text("giver"),
        shapes.text("asked_on"),
        shapes.text("due_on", empty=True),
        shapes.text("received_on", empty=True),
        shapes.text("text"),
        shapes.text("result"),
        shapes.text("answer"),
        indexes={"program": "program asked_on"},
    )
    tables.records(
        "outside_line",
        shapes.number("year"),
        shapes.text("actor"),
        shapes.text("body"),
        shapes.nested("subjects"),
        shapes.text("content"),
        shapes.number("quarter", empty=True),
        shapes.text("work_from", empty=True),
        shapes.text("work_to", empty=True),
        shapes.text("note"),
        shapes.text("province"),
        indexes={"year": "year actor"},
    )
