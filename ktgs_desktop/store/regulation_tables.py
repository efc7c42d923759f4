"""Tables of regulations: texts and their words, notes, citations, lists installed."""

from __future__ import annotations

import sqlalchemy as sa

from ktgs_desktop.store.table_parts import (
    identifier,
    key,
    metadata,
    nested,
    number,
    records,
    text,
)

regulation = records(
    "regulation",
    text("number"),
    text("issuer"),
    text("title"),
    text("kind"),
    text("issued", empty=True),
    text("effective_from", empty=True),
    text("effective_to", empty=True),
    text("ended_by", empty=True),
    text("doubtful_from", empty=True),
    text("standing"),
    text("classification"),
    text("group"),
    text("confidence"),
    text("title_kind"),
    text("date_note"),
    text("note"),
    nested("relations"),
    nested("partners"),
    text("review_on", empty=True),
    # derived
    key("number_key"),
    key("issuer_key"),
    key("title_key"),
    text("issued_key"),
    text("effective_key"),
    text("number_form"),
    # derived from its dates and from those of the texts that replace it
    text("possible_key"),
    text("sure_key"),
    text("doubt_key"),
    text("ended_key"),
    indexes={
        "number": ("number_key", "issued_key"),
        "issuer": ("issuer_key", "issued_key"),
        "title": ("title_key",),
        "kind": ("kind", "issued_key"),
        "issued": ("issued_key", "number_key"),
        "effective": ("effective_key", "number_key"),
        "ended": ("ended_key", "number_key"),
        "form": ("number_form",),
    },
)

regulation_link = sa.Table(
    "regulation_link",
    metadata,
    number("later"),
    number("place"),
    text("kind"),
    identifier("target"),
    sa.PrimaryKeyConstraint("later", "place"),
)
sa.Index("ix_regulation_link_target", regulation_link.c.target, regulation_link.c.kind)

regulation_text = records(
    "regulation_text",
    identifier("regulation"),
    number("version"),
    text("since", empty=True),
    text("note"),
    nested("articles"),
    indexes={"regulation": ("regulation", "version")},
)

regulation_note = records(
    "regulation_note",
    identifier("regulation"),
    text("text"),
    text("review_on", empty=True),
    nested("files"),
    # derived
    text("review_key"),
    indexes={"regulation": ("regulation",), "review": ("review_key",)},
)

citation = records(
    "citation",
    text("entity"),
    identifier("record"),
    text("field"),
    identifier("regulation"),
    text("path"),
    text("wording"),
    indexes={"record": ("record",), "regulation": ("regulation",)},
)

installed_list = records(
    "installed_list",
    text("name"),
    number("version"),
    text("digest"),
    text("issued", empty=True),
    text("expires", empty=True),
    nested("signers"),
    text("came"),
    text("installed_on"),
    indexes={"name": ("name",)},
)

file_page = sa.Table(
    "file_page",
    metadata,
    sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
    identifier("regulation"),
    text("digest"),
    number("page"),
    text("text"),
)
sa.Index("ix_file_page_file", file_page.c.regulation, file_page.c.digest, file_page.c.page)
