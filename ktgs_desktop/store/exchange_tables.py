"""Tables of the exchange between offices: feeds, what waits, what was received, sent and trusted.

The office's own edits stay in `change`; here are the changes of feeds, those it issued and those
it received. `replica` shows their present state for every unit apart from the office's own
records, so that no list of the office's can show another's record by a forgotten condition; it
holds kinds of records this program does not know, too.
"""

from __future__ import annotations

import sqlalchemy as sa

from ktgs_desktop.store.dialect import live_index
from ktgs_desktop.store.table_parts import (
    identifier,
    metadata,
    nested,
    number,
    records,
    text,
    yes_no,
)


def _row() -> sa.Column[int]:
    return sa.Column("row", sa.Integer, primary_key=True, autoincrement=False)


def _hash(name: str, *, empty: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(32), nullable=empty)


def _octets(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


feed_change = sa.Table(
    "feed_change",
    metadata,
    _row(),
    _hash("hash"),
    identifier("unit"),
    text("channel"),
    identifier("device"),
    text("entity"),
    identifier("record"),
    number("lamport"),
    number("number"),
    _hash("previous", empty=True),
    text("kind"),
    yes_no("replaced"),
    number("job", empty=True),
    _octets("raw"),
)
sa.Index("ix_feed_change_hash", feed_change.c.hash, unique=True)
sa.Index("ix_feed_change_feed", feed_change.c.unit, feed_change.c.channel, feed_change.c.lamport)
sa.Index("ix_feed_change_record", feed_change.c.record, feed_change.c.entity)
sa.Index("ix_feed_change_job", feed_change.c.job)
sa.Index("ix_feed_change_previous", feed_change.c.previous)
live_index(
    "ix_feed_change_leaf",
    feed_change.c.unit,
    feed_change.c.channel,
    feed_change.c.hash,
    where=feed_change.c.replaced.is_(False),
)

feed_head = sa.Table(
    "feed_head",
    metadata,
    identifier("unit"),
    text("channel"),
    _hash("hash"),
    number("number"),
    number("lamport"),
    identifier("device"),
    sa.PrimaryKeyConstraint("unit", "channel", "hash"),
)

early_parent = sa.Table(
    "early_parent",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
)

held_change = sa.Table(
    "held_change",
    metadata,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    identifier("unit"),
    text("channel"),
    number("number"),
    number("job", empty=True),
    text("since"),
    _octets("raw"),
)
sa.Index("ix_held_change_feed", held_change.c.unit, held_change.c.channel)

replica = sa.Table(
    "replica",
    metadata,
    _row(),
    identifier("unit"),
    text("channel"),
    text("entity"),
    identifier("id"),
    _hash("head"),
    text("kind"),
    number("leaves"),
    _hash("source", empty=True),
    number("year", empty=True),
    text("code"),
    text("state"),
    identifier("parent", empty=True),
    text("label"),
    sa.UniqueConstraint("unit", "channel", "entity", "id", name="uq_replica_identity"),
)
sa.Index("ix_replica_id", replica.c.id)
sa.Index("ix_replica_unit", replica.c.unit, replica.c.entity, replica.c.year, replica.c.row)
sa.Index("ix_replica_entity", replica.c.entity, replica.c.year, replica.c.row)
live_index(
    "ix_replica_conflict", replica.c.unit, replica.c.row, where=replica.c.leaves > sa.literal(1)
)

own_conflict = sa.Table(
    "own_conflict",
    metadata,
    text("entity"),
    identifier("record"),
    number("leaves"),
    text("since"),
    sa.PrimaryKeyConstraint("entity", "record"),
)

import_job = sa.Table(
    "import_job",
    metadata,
    _row(),
    identifier("id"),
    text("name"),
    text("digest"),
    number("size"),
    text("state"),
    text("kind"),
    identifier("package", empty=True),
    identifier("sender", empty=True),
    text("made_at"),
    text("at"),
    text("code"),
    nested("report", empty=True),
)
sa.Index("ix_import_job_digest", import_job.c.digest)
sa.Index("ix_import_job_sender", import_job.c.sender, import_job.c.row)

sent_package = sa.Table(
    "sent_package",
    metadata,
    _row(),
    identifier("id"),
    text("kind"),
    identifier("recipient"),
    text("name"),
    text("digest"),
    number("size"),
    text("at"),
    text("state"),
    nested("heads"),
    nested("report", empty=True),
)
sa.Index("ix_sent_package_id", sent_package.c.id, unique=True)
sa.Index("ix_sent_package_recipient", sent_package.c.recipient, sent_package.c.row)

peer = sa.Table(
    "peer",
    metadata,
    sa.Column("unit", identifier("unit").type, primary_key=True),
    nested("heads"),
    text("digests"),
    text("receipt_at"),
    text("program"),
    number("schema"),
    text("package"),
    text("sha256"),
)

exchange_key = sa.Table(
    "exchange_key",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    _octets("sealed"),
    text("at"),
)

trust_statement = sa.Table(
    "trust_statement",
    metadata,
    _row(),
    text("kind"),
    identifier("unit", empty=True),
    number("version"),
    _hash("digest"),
    text("at"),
    _octets("body"),
    _octets("signatures"),
)
sa.Index("ix_trust_statement_digest", trust_statement.c.digest, unique=True)
sa.Index("ix_trust_statement_kind", trust_statement.c.kind, trust_statement.c.version)

remark = records(
    "remark",
    identifier("to"),
    text("kind"),
    text("text"),
    text("on"),
    text("entity"),
    identifier("record", empty=True),
    text("version"),
    text("figure"),
    text("due", empty=True),
    indexes={"to": ("to", "on")},
)
