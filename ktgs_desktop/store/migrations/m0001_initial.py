"""Step 1: the tables of the first release, as they were; never changed once released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.store import dialect
from ktgs_desktop.store.columns import Identifier, Nested

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def _text(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=empty)


def _number(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=empty)


def _yes_no(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _id(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Identifier(), nullable=empty)


def _nested(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Nested(), nullable=empty)


def _bytes(name: str, *, size: int | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(size), nullable=False)


def _row() -> sa.Column[Any]:
    return sa.Column("row", sa.Integer(), primary_key=True, autoincrement=False)


class _Tables:
    """Makes tables and indexes through Alembic."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    def plain(self, name: str, *parts: Any) -> None:
        """A table of this file alone."""
        self._operations.create_table(name, *parts)

    def index(self, name: str, table: str, *columns: str, unique: bool = False) -> None:
        """An index of all rows."""
        self._operations.create_index(name, table, list(columns), unique=unique)

    def records(self, name: str, *columns: sa.Column[Any], indexes: dict[str, str]) -> None:
        """A table of journaled records; `indexes` of those not voided, columns by blanks."""
        self._operations.create_table(
            name,
            _row(),
            _id("owner"),
            _id("id"),
            _bytes("head", size=32),
            _text("voided", empty=True),
            *columns,
            sa.UniqueConstraint("owner", "id", name=f"uq_{name}_identity"),
        )
        self.index(f"ix_{name}_id", name, "id")
        live = dialect.only_where(sa.column("voided").is_(None))
        for index, names in indexes.items():
            self._operations.create_index(
                f"ix_{name}_{index}",
                name,
                [*names.split(), "row"],
                **live,
            )


def _organizations(tables: _Tables) -> None:
    tables.records(
        "organization",
        _text("org_type"),
        _text("level"),
        _nested("names"),
        _nested("codes"),
        _nested("parents"),
        _text("founded", empty=True),
        _text("ended", empty=True),
        _text("end_reason"),
        _text("note"),
        _text("name"),
        _bytes("name_key"),
        _id("parent", empty=True),
        _number("type_rank"),
        _text("code"),
        indexes={
            "code": "code",
            "level": "level name_key",
            "name": "name_key",
            "parent": "parent type_rank name_key",
            "type": "type_rank name_key",
        },
    )
    tables.records(
        "succession",
        _text("kind"),
        _nested("predecessors"),
        _nested("successors"),
        _text("on"),
        _text("basis"),
        indexes={
            "on": "on",
        },
    )
    tables.records(
        "party_member",
        _text("full_name"),
        _text("birth_date", empty=True),
        _id("organization", empty=True),
        _nested("positions"),
        _text("sort_name"),
        _text("note"),
        _bytes("name_key"),
        _text("birth_key"),
        _text("position"),
        _bytes("position_key"),
        indexes={
            "birth": "birth_key",
            "name": "name_key",
            "organization": "organization name_key",
            "position": "position_key",
        },
    )


def _office(tables: _Tables) -> None:
    tables.records(
        "office",
        _id("unit"),
        _text("name"),
        _id("committee"),
        _id("superior", empty=True),
        _text("unit_code"),
        _text("province"),
        _text("term"),
        indexes={},
    )
    tables.records(
        "issuing_body",
        _id("organization"),
        _text("kind"),
        _text("name"),
        _text("header_above"),
        _text("header_own"),
        _text("symbol"),
        _text("place"),
        _nested("signers"),
        _nested("recipients"),
        _nested("series"),
        _number("order"),
        indexes={
            "order": "order",
        },
    )
    tables.records(
        "office_user",
        _text("login"),
        _text("full_name"),
        _text("position"),
        _yes_no("active"),
        _bytes("name_key"),
        indexes={
            "name": "name_key",
        },
    )


def _programs(tables: _Tables) -> None:
    tables.records(
        "program",
        _text("kind"),
        _id("body"),
        _text("term"),
        _number("year"),
        _text("state"),
        _text("title"),
        _id("document", empty=True),
        _text("issued_on", empty=True),
        _text("number"),
        _text("signer"),
        _text("province"),
        _text("text"),
        indexes={
            "body": "body year",
            "year": "year kind",
        },
    )
    tables.records(
        "program_item",
        _id("program"),
        _number("year"),
        _number("seq"),
        _text("task_kind"),
        _text("content"),
        _nested("subjects"),
        _number("unnamed_organizations"),
        _number("unnamed_members"),
        _text("subject_note"),
        _text("period_from", empty=True),
        _text("period_to", empty=True),
        _number("quarter", empty=True),
        _text("work_from", empty=True),
        _text("work_to", empty=True),
        _text("method"),
        _nested("lead", empty=True),
        _nested("support"),
        _nested("directing_member", empty=True),
        _nested("team_leader", empty=True),
        _text("note"),
        _id("term_item", empty=True),
        _text("province"),
        _text("part"),
        _bytes("content_key"),
        _bytes("subject_key"),
        _bytes("lead_key"),
        _text("due_on"),
        _number("due_quarter"),
        _number("subject_count"),
        _number("done_count"),
        _yes_no("started"),
        _yes_no("finished"),
        _text("last_done", empty=True),
        indexes={
            "content": "content_key",
            "due": "due_on",
            "kind": "task_kind",
            "lead": "lead_key",
            "part": "part seq",
            "program": "program part seq",
            "state": "finished due_on",
            "subject": "subject_key",
            "term_item": "term_item",
            "year": "year due_on",
        },
    )
    tables.records(
        "progress",
        _id("item"),
        _id("program"),
        _id("subject", empty=True),
        _text("state"),
        _text("started_on", empty=True),
        _text("done_on", empty=True),
        _number("done_count"),
        _text("note"),
        indexes={
            "item": "item",
            "program": "program",
        },
    )


def _papers(tables: _Tables) -> None:
    tables.records(
        "document",
        _text("document_type"),
        _id("body"),
        _text("term"),
        _number("number"),
        _text("symbol"),
        _text("abstract"),
        _text("issued_on"),
        _text("place"),
        _text("authority"),
        _text("signer_position"),
        _text("signer_name"),
        _nested("recipients"),
        _text("state"),
        _id("program", empty=True),
        _nested("files"),
        _text("header_above"),
        _text("header_own"),
        _text("province"),
        _bytes("abstract_key"),
        _bytes("signer_key"),
        _yes_no("signed"),
        indexes={
            "abstract": "abstract_key",
            "issued": "issued_on number",
            "number": "number",
            "series": "body document_type term number",
            "signer": "signer_key",
            "type": "document_type issued_on",
        },
    )
    tables.records(
        "trust_anchor",
        _text("kind"),
        _text("subject"),
        _text("fingerprint"),
        _text("valid_from"),
        _text("valid_to"),
        _text("content"),
        indexes={
            "subject": "subject",
        },
    )


def _journal(tables: _Tables) -> None:
    tables.plain(
        "change",
        _row(),
        _bytes("hash", size=32),
        _text("channel"),
        _text("entity"),
        _id("record"),
        _number("lamport"),
        _text("kind"),
        _bytes("raw"),
    )
    tables.index("ix_change_hash", "change", "hash", unique=True)
    tables.index("ix_change_record", "change", "entity", "record", "row")
    tables.plain(
        "channel",
        sa.Column("name", sa.Text(), primary_key=True),
        _bytes("head", size=32),
        _number("number"),
        _number("lamport"),
        _text("last_at"),
    )
    tables.plain(
        "operation",
        _row(),
        _id("id"),
        _text("name"),
        _id("user"),
        _text("at"),
        _number("first_change"),
        _number("last_change"),
        _id("undoes", empty=True),
        _text("subject"),
    )
    tables.index("ix_operation_id", "operation", "id", unique=True)
    tables.index("ix_operation_last_change", "operation", "last_change")
    tables.index("ix_operation_undoes", "operation", "undoes")
    tables.plain(
        "draft",
        _id("user"),
        _text("form"),
        _text("record"),
        _text("content"),
        sa.PrimaryKeyConstraint("user", "form", "record"),
    )


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = _Tables(operations)
    _organizations(tables)
    _office(tables)
    _programs(tables)
    _papers(tables)
    _journal(tables)
    for name in ("organization", "party_member", "program_item", "document"):
        dialect.create_search(connection, name)
