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

import sqlalchemy as sa

from ktgs_desktop.store import (
    desk_tables,
    dissemination_tables,
    exchange_tables,
    paper_tables,
    phrase_tables,
    program_tables,
    regulation_tables,
    signing_tables,
    transfer_tables,
)
from ktgs_desktop.store.table_parts import (
    identifier,
    key,
    metadata,
    nested,
    number,
    records,
    text,
    yes_no,
)

organization = records(
    "organization",
    text("org_type"),
    text("level"),
    nested("names"),
    nested("codes"),
    nested("parents"),
    text("founded", empty=True),
    text("ended", empty=True),
    text("end_reason"),
    text("note"),
    # derived
    text("name"),
    key("name_key"),
    identifier("parent", empty=True),
    number("type_rank"),
    text("code"),
    indexes={
        "name": ("name_key",),
        "type": ("type_rank", "name_key"),
        "level": ("level", "name_key"),
        "code": ("code",),
        "parent": ("parent", "type_rank", "name_key"),
    },
)

succession = records(
    "succession",
    text("kind"),
    nested("predecessors"),
    nested("successors"),
    text("on"),
    text("basis"),
    nested("parts"),
    indexes={"on": ("on",)},
)

party_member = records(
    "party_member",
    text("full_name"),
    text("birth_date", empty=True),
    identifier("organization", empty=True),
    nested("positions"),
    text("sort_name"),
    text("note"),
    # derived
    key("name_key"),
    text("birth_key"),
    text("position"),
    key("position_key"),
    indexes={
        "name": ("name_key",),
        "birth": ("birth_key",),
        "position": ("position_key",),
        "organization": ("organization", "name_key"),
    },
)

office = records(
    "office",
    identifier("unit"),
    text("name"),
    identifier("committee"),
    identifier("superior", empty=True),
    text("unit_code"),
    text("province"),
    text("term"),
    indexes={},
)

issuing_body = records(
    "issuing_body",
    identifier("organization"),
    text("kind"),
    text("name"),
    text("header_above"),
    text("header_own"),
    text("symbol"),
    text("place"),
    nested("signers"),
    nested("recipients"),
    nested("series"),
    number("order"),
    indexes={"order": ("order",)},
)

office_user = records(
    "office_user",
    text("login"),
    text("full_name"),
    text("position"),
    yes_no("active"),
    # derived
    key("name_key"),
    indexes={"name": ("name_key",)},
)

trust_anchor = records(
    "trust_anchor",
    text("kind"),
    text("subject"),
    text("fingerprint"),
    text("valid_from"),
    text("valid_to"),
    text("content"),
    indexes={"subject": ("subject",)},
)

program = program_tables.program
program_item = program_tables.program_item
item_subject = program_tables.item_subject
program_draft = program_tables.program_draft
progress = program_tables.progress
amendment = program_tables.amendment
item_change = program_tables.item_change
opinion = program_tables.opinion
outside_line = program_tables.outside_line
document = paper_tables.document
incoming_document = paper_tables.incoming_document
phrase = phrase_tables.phrase
paper_text = phrase_tables.paper_text
submission = signing_tables.submission
signer_images = signing_tables.signer_images
remark = exchange_tables.remark
transfer = transfer_tables.transfer
regulation = regulation_tables.regulation
regulation_link = regulation_tables.regulation_link
regulation_text = regulation_tables.regulation_text
regulation_note = regulation_tables.regulation_note
citation = regulation_tables.citation
installed_list = regulation_tables.installed_list
file_page = regulation_tables.file_page
desk = desk_tables.desk
assignment = desk_tables.assignment
confirmation = desk_tables.confirmation
period_due = desk_tables.period_due
dissemination = dissemination_tables.dissemination
dissemination_session = dissemination_tables.dissemination_session
succession_pair = transfer_tables.succession_pair

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
        incoming_document,
        amendment,
        item_change,
        opinion,
        outside_line,
        phrase,
        paper_text,
        program_draft,
        submission,
        signer_images,
        trust_anchor,
        remark,
        transfer,
        desk,
        assignment,
        confirmation,
        period_due,
        dissemination,
        dissemination_session,
        regulation,
        regulation_text,
        regulation_note,
        citation,
        installed_list,
    )
}
SEARCHED = (
    "organization",
    "party_member",
    "program_item",
    "document",
    "incoming_document",
    "regulation",
    "regulation_text",
    "regulation_note",
    "dissemination",
)

change = sa.Table(
    "change",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    text("channel"),
    text("entity"),
    identifier("record"),
    number("lamport"),
    text("kind"),
    sa.Column("raw", sa.LargeBinary, nullable=False),
)
sa.Index("ix_change_hash", change.c.hash, unique=True)
sa.Index("ix_change_record", change.c.entity, change.c.record, change.c.row)

channel = sa.Table(
    "channel",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("head", sa.LargeBinary(32), nullable=False),
    number("number"),
    number("lamport"),
    text("last_at"),
)

operation = sa.Table(
    "operation",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
    identifier("id"),
    text("name"),
    identifier("user"),
    text("at"),
    number("first_change"),
    number("last_change"),
    identifier("undoes", empty=True),
    text("subject"),
)
sa.Index("ix_operation_id", operation.c.id, unique=True)
sa.Index("ix_operation_undoes", operation.c.undoes)
sa.Index("ix_operation_last_change", operation.c.last_change)

draft = sa.Table(
    "draft",
    metadata,
    identifier("user"),
    text("form"),
    text("record"),
    text("content"),
    sa.PrimaryKeyConstraint("user", "form", "record"),
)
