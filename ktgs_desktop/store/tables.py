"""The tables: one for each kind of record, the journal, and what is local to this file.

A record's table has its entity's fields, and beside them
- `row`: local number, never journaled or sent; long lists stream it;
- `owner`, `id`: its identity everywhere;
- `head`: the change that wrote it;
- `voided`: why it was voided, NULL while it counts;
- derived columns, computed from the record (sort keys, present parent), never journaled.

Nested values (dated names, subjects) are canonical JSON text. Dates are ISO text, so that text
order is date order and a partial date fits.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ktgs_desktop.store.columns import Identifier, Nested
from ktgs_desktop.store.dialect import live_index

metadata = sa.MetaData()


def _text(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=empty)


def _number(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=empty)


def _id(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Identifier, nullable=empty)


def _nested(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Nested, nullable=empty)


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _records(name: str, *columns: sa.Column[Any], indexes: dict[str, tuple[str, ...]]) -> sa.Table:
    table = sa.Table(
        name,
        metadata,
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        _id("owner"),
        _id("id"),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        _text("voided", empty=True),
        *columns,
        sa.UniqueConstraint("owner", "id", name=f"uq_{name}_identity"),
    )
    sa.Index(f"ix_{name}_id", table.c.id)
    for index, names in indexes.items():
        columns_of = [table.c[column] for column in names]
        live_index(f"ix_{name}_{index}", *columns_of, table.c.row, where=table.c.voided.is_(None))
    return table


organization = _records(
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
    # derived
    _text("name"),
    _key("name_key"),
    _id("parent", empty=True),
    _number("type_rank"),
    _text("code"),
    indexes={
        "name": ("name_key",),
        "type": ("type_rank", "name_key"),
        "level": ("level", "name_key"),
        "code": ("code",),
        "parent": ("parent", "type_rank", "name_key"),
    },
)

succession = _records(
    "succession",
    _text("kind"),
    _nested("predecessors"),
    _nested("successors"),
    _text("on"),
    _text("basis"),
    indexes={"on": ("on",)},
)

party_member = _records(
    "party_member",
    _text("full_name"),
    _text("birth_date", empty=True),
    _id("organization", empty=True),
    _nested("positions"),
    _text("sort_name"),
    _text("note"),
    # derived
    _key("name_key"),
    _text("birth_key"),
    _text("position"),
    _key("position_key"),
    indexes={
        "name": ("name_key",),
        "birth": ("birth_key",),
        "position": ("position_key",),
        "organization": ("organization", "name_key"),
    },
)

office = _records(
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

issuing_body = _records(
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
    indexes={"order": ("order",)},
)

office_user = _records(
    "office_user",
    _text("login"),
    _text("full_name"),
    _text("position"),
    sa.Column("active", sa.Boolean, nullable=False),
    # derived
    _key("name_key"),
    indexes={"name": ("name_key",)},
)

program = _records(
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
    indexes={"year": ("year", "kind"), "body": ("body", "year")},
)

program_item = _records(
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
    # derived from the line
    _text("part"),
    _key("content_key"),
    _key("subject_key"),
    _key("lead_key"),
    _text("due_on"),
    _number("due_quarter"),
    _number("subject_count"),
    # computed from the progress of its subjects
    _number("done_count"),
    sa.Column("started", sa.Boolean, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
    _text("last_done", empty=True),
    indexes={
        "program": ("program", "part", "seq"),
        "part": ("part", "seq"),
        "kind": ("task_kind",),
        "content": ("content_key",),
        "subject": ("subject_key",),
        "lead": ("lead_key",),
        "due": ("due_on",),
        "state": ("finished", "due_on"),
        "year": ("year", "due_on"),
        "term_item": ("term_item",),
    },
)

progress = _records(
    "progress",
    _id("item"),
    _id("program"),
    _id("subject", empty=True),
    _text("state"),
    _text("started_on", empty=True),
    _text("done_on", empty=True),
    _number("done_count"),
    _text("note"),
    indexes={"item": ("item",), "program": ("program",)},
)

document = _records(
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
    # derived
    _key("abstract_key"),
    _key("signer_key"),
    sa.Column("signed", sa.Boolean, nullable=False),
    indexes={
        "issued": ("issued_on", "number"),
        "series": ("body", "document_type", "term", "number"),
        "number": ("number",),
        "abstract": ("abstract_key",),
        "signer": ("signer_key",),
        "type": ("document_type", "issued_on"),
    },
)

trust_anchor = _records(
    "trust_anchor",
    _text("kind"),
    _text("subject"),
    _text("fingerprint"),
    _text("valid_from"),
    _text("valid_to"),
    _text("content"),
    indexes={"subject": ("subject",)},
)

RECORD_TABLES: dict[str, sa.Table] = {
    table.name: table
    for table in (
        organization,
        succession,
        party_member,
        office,
        issuing_body,
        office_user,
        program,
        program_item,
        progress,
        document,
        trust_anchor,
    )
}
SEARCHED = ("organization", "party_member", "program_item", "document")

change = sa.Table(
    "change",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    _text("channel"),
    _text("entity"),
    _id("record"),
    _number("lamport"),
    _text("kind"),
    sa.Column("raw", sa.LargeBinary, nullable=False),
)
sa.Index("ix_change_hash", change.c.hash, unique=True)
sa.Index("ix_change_record", change.c.entity, change.c.record, change.c.row)

channel = sa.Table(
    "channel",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("head", sa.LargeBinary(32), nullable=False),
    _number("number"),
    _number("lamport"),
    _text("last_at"),
)

operation = sa.Table(
    "operation",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
    _id("id"),
    _text("name"),
    _id("user"),
    _text("at"),
    _number("first_change"),
    _number("last_change"),
    _id("undoes", empty=True),
    _text("subject"),
)
sa.Index("ix_operation_id", operation.c.id, unique=True)
sa.Index("ix_operation_undoes", operation.c.undoes)
sa.Index("ix_operation_last_change", operation.c.last_change)

draft = sa.Table(
    "draft",
    metadata,
    _id("user"),
    _text("form"),
    _text("record"),
    _text("content"),
    sa.PrimaryKeyConstraint("user", "form", "record"),
)
