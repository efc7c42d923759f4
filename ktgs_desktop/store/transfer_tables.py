"""Tables of units that follow one another, and of records that go over with them."""

from __future__ import annotations

import sqlalchemy as sa

from ktgs_desktop.store.table_parts import identifier, metadata, nested, records, text

transfer = records(
    "transfer",
    identifier("source"),
    identifier("target"),
    text("on"),
    text("basis"),
    nested("records"),
    text("attachment"),
    indexes={"source": ("source",), "target": ("target",)},
)

succession_pair = sa.Table(
    "succession_pair",
    metadata,
    identifier("succession"),
    identifier("predecessor"),
    identifier("successor"),
    sa.PrimaryKeyConstraint("succession", "predecessor", "successor"),
)
"""Which organisation's records are found under which; computed from the successions."""
sa.Index("ix_succession_pair_successor", succession_pair.c.successor, succession_pair.c.predecessor)
sa.Index(
    "ix_succession_pair_predecessor", succession_pair.c.predecessor, succession_pair.c.successor
)
