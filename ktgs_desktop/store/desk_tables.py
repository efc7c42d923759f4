"""Tables of the office's own order: computers, what two confirmed, days given for reports."""

from __future__ import annotations

import sqlalchemy as sa

from ktgs_desktop.store.table_parts import identifier, metadata, number, records, text

desk = records("desk", text("name"), text("made_on"), indexes={})

assignment = records(
    "assignment",
    text("entity"),
    identifier("record"),
    identifier("desk", empty=True),
    indexes={"record": ("record",)},
)

confirmation = records(
    "confirmation",
    text("kind"),
    text("subject"),
    identifier("first"),
    identifier("second"),
    text("on"),
    indexes={},
)

period_due = records("period_due", text("period"), number("days"), indexes={})

own_desk = sa.Table(
    "own_desk",
    metadata,
    sa.Column("desk", identifier("desk").type, primary_key=True),
)
"""Which of the office's computers this file is worked on at; empty in the hub's. Never journaled,
so that it stays with the file."""
