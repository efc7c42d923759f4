"""Step 9: the exchange of packages between offices, and remarks of superiors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.store import dialect
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def _hash(name: str, *, empty: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(32), nullable=empty)


def _feeds(tables: shapes.Tables, operations: Operations) -> None:
    tables.plain(
        "feed_change",
        shapes.row(),
        _hash("hash"),
        shapes.identifier("unit"),
        shapes.text("channel"),
        shapes.identifier("device"),
        shapes.text("entity"),
        shapes.identifier("record"),
        shapes.number("lamport"),
        shapes.number("number"),
        _hash("previous", empty=True),
        shapes.text("kind"),
        shapes.yes_no("replaced"),
        shapes.number("job", empty=True),
        shapes.octets("raw"),
    )
    tables.index("ix_feed_change_hash", "feed_change", "hash", unique=True)
    tables.index("ix_feed_change_feed", "feed_change", "unit", "channel", "lamport")
    tables.index("ix_feed_change_record", "feed_change", "record", "entity")
    tables.index("ix_feed_change_job", "feed_change", "job")
    tables.index("ix_feed_change_previous", "feed_change", "previous")
    leaf = dialect.only_where(sa.column("replaced").is_(False))
    operations.create_index(
        "ix_feed_change_leaf", "feed_change", ["unit", "channel", "hash"], **leaf
    )
    tables.plain(
        "feed_head",
        shapes.identifier("unit"),
        shapes.text("channel"),
        _hash("hash"),
        shapes.number("number"),
        shapes.number("lamport"),
        shapes.identifier("device"),
        sa.PrimaryKeyConstraint("unit", "channel", "hash"),
    )
    tables.plain("early_parent", sa.Column("hash", sa.LargeBinary(32), primary_key=True))
    tables.plain(
        "held_change",
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        shapes.identifier("unit"),
        shapes.text("channel"),
        shapes.number("number"),
        shapes.number("job", empty=True),
        shapes.text("since"),
        shapes.octets("raw"),
    )
    tables.index("ix_held_change_feed", "held_change", "unit", "channel")


def _states(tables: shapes.Tables, operations: Operations) -> None:
    tables.plain(
        "replica",
        shapes.row(),
        shapes.identifier("unit"),
        shapes.text("channel"),
        shapes.text("entity"),
        shapes.identifier("id"),
        _hash("head"),
        shapes.text("kind"),
        shapes.number("leaves"),
        _hash("source", empty=True),
        shapes.number("year", empty=True),
        shapes.text("code"),
        shapes.text("state"),
        shapes.identifier("parent", empty=True),
        shapes.text("label"),
        sa.UniqueConstraint("unit", "channel", "entity", "id", name="uq_replica_identity"),
    )
    tables.index("ix_replica_id", "replica", "id")
    tables.index("ix_replica_unit", "replica", "unit", "entity", "year", "row")
    tables.index("ix_replica_entity", "replica", "entity", "year", "row")
    several = dialect.only_where(sa.column("leaves") > sa.literal(1))
    operations.create_index("ix_replica_conflict", "replica", ["unit", "row"], **several)
    tables.plain(
        "own_conflict",
        shapes.text("entity"),
        shapes.identifier("record"),
        shapes.number("leaves"),
        shapes.text("since"),
        sa.PrimaryKeyConstraint("entity", "record"),
    )


def _files(tables: shapes.Tables) -> None:
    tables.plain(
        "import_job",
        shapes.row(),
        shapes.identifier("id"),
        shapes.text("name"),
        shapes.text("digest"),
        shapes.number("size"),
        shapes.text("state"),
        shapes.text("kind"),
        shapes.identifier("package", empty=True),
        shapes.identifier("sender", empty=True),
        shapes.text("made_at"),
        shapes.text("at"),
        shapes.text("code"),
        shapes.nested("report", empty=True),
    )
    tables.index("ix_import_job_digest", "import_job", "digest")
    tables.index("ix_import_job_sender", "import_job", "sender", "row")
    tables.plain(
        "sent_package",
        shapes.row(),
        shapes.identifier("id"),
        shapes.text("kind"),
        shapes.identifier("recipient"),
        shapes.text("name"),
        shapes.text("digest"),
        shapes.number("size"),
        shapes.text("at"),
        shapes.text("state"),
        shapes.nested("heads"),
        shapes.nested("report", empty=True),
    )
    tables.index("ix_sent_package_id", "sent_package", "id", unique=True)
    tables.index("ix_sent_package_recipient", "sent_package", "recipient", "row")


def _peers(tables: shapes.Tables) -> None:
    tables.plain(
        "peer",
        sa.Column("unit", shapes.identifier("unit").type, primary_key=True),
        shapes.nested("heads"),
        shapes.text("digests"),
        shapes.text("receipt_at"),
        shapes.text("program"),
        shapes.number("schema"),
        shapes.text("package"),
        shapes.text("sha256"),
    )
    tables.plain(
        "exchange_key",
        sa.Column("name", sa.Text(), primary_key=True),
        shapes.octets("sealed"),
        shapes.text("at"),
    )
    tables.plain(
        "trust_statement",
        shapes.row(),
        shapes.text("kind"),
        shapes.identifier("unit", empty=True),
        shapes.number("version"),
        _hash("digest"),
        shapes.text("at"),
        shapes.octets("body"),
        shapes.octets("signatures"),
    )
    tables.index("ix_trust_statement_digest", "trust_statement", "digest", unique=True)
    tables.index("ix_trust_statement_kind", "trust_statement", "kind", "version")


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    _feeds(tables, operations)
    _states(tables, operations)
    _files(tables)
    _peers(tables)
    tables.records(
        "remark",
        shapes.identifier("to"),
        shapes.text("kind"),
        shapes.text("text"),
        shapes.text("on"),
        shapes.text("entity"),
        shapes.identifier("record", empty=True),
        shapes.text("version"),
        shapes.text("figure"),
        shapes.text("due", empty=True),
        indexes={"to": "to on"},
    )
    dialect.create_search(connection, "replica")
