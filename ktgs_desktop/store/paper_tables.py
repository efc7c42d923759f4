"""Tables of papers."""

from __future__ import annotations

from ktgs_desktop.store.table_parts import identifier, key, nested, number, records, text, yes_no

document = records(
    "document",
    text("document_type"),
    identifier("body"),
    text("term"),
    number("number"),
    text("symbol"),
    text("abstract"),
    text("issued_on"),
    text("place"),
    text("authority"),
    text("signer_position"),
    text("signer_name"),
    nested("recipients"),
    text("state"),
    identifier("program", empty=True),
    nested("files"),
    text("header_above"),
    text("header_own"),
    text("province"),
    # derived
    key("abstract_key"),
    key("signer_key"),
    yes_no("signed"),
    indexes={
        "issued": ("issued_on", "number"),
        "series": ("body", "document_type", "term", "number"),
        "number": ("number",),
        "abstract": ("abstract_key",),
        "signer": ("signer_key",),
        "type": ("document_type", "issued_on"),
    },
)
