"""Step 1: the tables of the first release, as they were; never changed once released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.store import dialect
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def _organizations(tables: shapes.Tables) -> None:
    tables.records(
        "organization",
        shapes.text("org_type"),
        shapes.text("level"),
        shapes.nested("names"),
        shapes.nested("codes"),
        shapes.nested("parents"),
        shapes.text("founded", empty=True),
        shapes.text("ended", empty=True),
        shapes.text("end_reason"),
        shapes.text("note"),
        shapes.text("name"),
        shapes.octets("name_key"),
        shapes.identifier("parent", empty=True),
        shapes.number("type_rank"),
        shapes.text("code"),
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
        shapes.text("kind"),
        shapes.nested("predecessors"),
        shapes.nested("successors"),
        shapes.text("on"),
        shapes.text("basis"),
        indexes={
            "on": "on",
        },
    )
    tables.records(
        "party_member",
        shapes.text("full_name"),
        shapes.text("birth_date", empty=True),
        shapes.identifier("organization", empty=True),
        shapes.nested("positions"),
        shapes.text("sort_name"),
        shapes.text("note"),
        shapes.octets("name_key"),
        shapes.text("birth_key"),
        shapes.text("position"),
        shapes.octets("position_key"),
        indexes={
            "birth": "birth_key",
            "name": "name_key",
            "organization": "organization name_key",
            "position": "position_key",
        },
    )


def _office(tables: shapes.Tables) -> None:
    tables.records(
        "office",
        shapes.identifier("unit"),
        shapes.text("name"),
        shapes.identifier("committee"),
        shapes.identifier("superior", empty=True),
        shapes.text("unit_code"),
        shapes.text("province"),
        shapes.text("term"),
        indexes={},
    )
    tables.records(
        "issuing_body",
        shapes.identifier("organization"),
        shapes.text("kind"),
        shapes.text("name"),
        shapes.text("header_above"),
        shapes.text("header_own"),
        shapes.text("symbol"),
        shapes.text("place"),
        shapes.nested("signers"),
        shapes.nested("recipients"),
        shapes.nested("series"),
        shapes.number("order"),
        indexes={
            "order": "order",
        },
    )
    tables.records(
        "office_user",
        shapes.text("login"),
        shapes.text("full_name"),
        shapes.text("position"),
        shapes.yes_no("active"),
        shapes.octets("name_key"),
        indexes={
            "name": "name_key",
        },
    )


def _programs(tables: shapes.Tables) -> None:
    tables.records(
        "program",
        shapes.text("kind"),
        shapes.identifier("body"),
        shapes.text("term"),
        shapes.number("year"),
        shapes.text("state"),
        shapes.text("title"),
        shapes.identifier("document", empty=True),
        shapes.text("issued_on", empty=True),
        shapes.text("number"),
        shapes.text("signer"),
        shapes.text("province"),
        shapes.text("text"),
        indexes={
            "body": "body year",
            "year": "year kind",
        },
    )
    tables.records(
        "program_item",
        shapes.identifier("program"),
        shapes.number("year"),
        shapes.number("seq"),
        shapes.text("task_kind"),
        shapes.text("content"),
        shapes.nested("subjects"),
        shapes.number("unnamed_organizations"),
        shapes.number("unnamed_members"),
        shapes.text("subject_note"),
        shapes.text("period_from", empty=True),
        shapes.text("period_to", empty=True),
        shapes.number("quarter", empty=True),
        shapes.text("work_from", empty=True),
        shapes.text("work_to", empty=True),
        shapes.text("method"),
        shapes.nested("lead", empty=True),
        shapes.nested("support"),
        shapes.nested("directing_member", empty=True),
        shapes.nested("team_leader", empty=True),
        shapes.text("note"),
        shapes.identifier("term_item", empty=True),
        shapes.text("province"),
        shapes.text("part"),
        shapes.octets("content_key"),
        shapes.octets("subject_key"),
        shapes.octets("lead_key"),
        shapes.text("due_on"),
        shapes.number("due_quarter"),
        shapes.number("subject_count"),
        shapes.number("done_count"),
        shapes.yes_no("started"),
        shapes.yes_no("finished"),
        shapes.text("last_done", empty=True),
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
        shapes.identifier("item"),
        shapes.identifier("program"),
        shapes.identifier("subject", empty=True),
        shapes.text("state"),
        shapes.text("started_on", empty=True),
        shapes.text("done_on", empty=True),
        shapes.number("done_count"),
        shapes.text("note"),
        indexes={
            "item": "item",
            "program": "program",
        },
    )


def _papers(tables: shapes.Tables) -> None:
    tables.records(
        "document",
        shapes.text("document_type"),
        shapes.identifier("body"),
        shapes.text("term"),
        shapes.number("number"),
        shapes.text("symbol"),
        shapes.text("abstract"),
        shapes.text("issued_on"),
        shapes.text("place"),
        shapes.text("authority"),
        shapes.text("signer_position"),
        shapes.text("signer_name"),
        shapes.nested("recipients"),
        shapes.text("state"),
        shapes.identifier("program", empty=True),
        shapes.nested("files"),
        shapes.text("header_above"),
        shapes.text("header_own"),
        shapes.text("province"),
        shapes.octets("abstract_key"),
        shapes.octets("signer_key"),
        shapes.yes_no("signed"),
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
        shapes.text("kind"),
        shapes.text("subject"),
        shapes.text("fingerprint"),
        shapes.text("valid_from"),
        shapes.text("valid_to"),
        shapes.text("content"),
        indexes={
            "subject": "subject",
        },
    )


def _journal(tables: shapes.Tables) -> None:
    tables.plain(
        "change",
        shapes.row(),
        shapes.octets("hash", size=32),
        shapes.text("channel"),
        shapes.text("entity"),
        shapes.identifier("record"),
        shapes.number("lamport"),
        shapes.text("kind"),
        shapes.octets("raw"),
    )
    tables.index("ix_change_hash", "change", "hash", unique=True)
    tables.index("ix_change_record", "change", "entity", "record", "row")
    tables.plain(
        "channel",
        sa.Column("name", sa.Text(), primary_key=True),
        shapes.octets("head", size=32),
        shapes.number("number"),
        shapes.number("lamport"),
        shapes.text("last_at"),
    )
    tables.plain(
        "operation",
        shapes.row(),
        shapes.identifier("id"),
        shapes.text("name"),
        shapes.identifier("user"),
        shapes.text("at"),
        shapes.number("first_change"),
        shapes.number("last_change"),
        shapes.identifier("undoes", empty=True),
        shapes.text("subject"),
    )
    tables.index("ix_operation_id", "operation", "id", unique=True)
    tables.index("ix_operation_last_change", "operation", "last_change")
    tables.index("ix_operation_undoes", "operation", "undoes")
    tables.plain(
        "draft",
        shapes.identifier("user"),
        shapes.text("form"),
        shapes.text("record"),
        shapes.text("content"),
        sa.PrimaryKeyConstraint("user", "form", "record"),
    )


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    _organizations(tables)
    _office(tables)
    _programs(tables)
    _papers(tables)
    _journal(tables)
    for name in ("organization", "party_member", "program_item", "document"):
        dialect.create_search(connection, name)
