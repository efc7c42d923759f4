"""Step 12: the library of regulations, its words, notes, citations and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.store import dialect
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection

_SEARCHED = ("regulation", "regulation_text", "regulation_note", "file_page")


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables; a file of before gets the list that ships when it is opened.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    _regulations(tables)
    _beside(tables)
    for name in _SEARCHED:
        dialect.create_search(connection, name)


def _regulations(tables: shapes.Tables) -> None:
    text = shapes.text
    tables.records(
        "regulation",
        *(text(name) for name in ("number", "issuer", "title", "kind")),
        *(
            text(name, empty=True)
            for name in ("issued", "effective_from", "effective_to", "ended_by", "doubtful_from")
        ),
        *(
            text(name)
            for name in (
                "standing", "classification", "group", "confidence", "title_kind", "date_note",
                "note",
            )
        ),
        shapes.nested("relations"),
        shapes.nested("partners"),
        text("review_on", empty=True),
        *(shapes.octets(name) for name in ("number_key", "issuer_key", "title_key")),
        *(
            text(name)
            for name in (
                "issued_key", "effective_key", "number_form", "possible_key", "sure_key",
                "doubt_key", "ended_key",
            )
        ),
        indexes={
            "number": "number_key issued_key",
            "issuer": "issuer_key issued_key",
            "title": "title_key",
            "kind": "kind issued_key",
            "issued": "issued_key number_key",
            "effective": "effective_key number_key",
            "ended": "ended_key number_key",
            "form": "number_form",
        },
    )  # fmt: skip
    tables.plain(
        "regulation_link",
        shapes.number("later"),
        shapes.number("place"),
        text("kind"),
        shapes.identifier("target"),
        sa.PrimaryKeyConstraint("later", "place"),
    )
    tables.index("ix_regulation_link_target", "regulation_link", "target", "kind")
    tables.records(
        "regulation_text",
        shapes.identifier("regulation"),
        shapes.number("version"),
        text("since", empty=True),
        text("note"),
        shapes.nested("articles"),
        indexes={"regulation": "regulation version"},
    )


def _beside(tables: shapes.Tables) -> None:
    text = shapes.text
    tables.records(
        "regulation_note",
        shapes.identifier("regulation"),
        text("text"),
        text("review_on", empty=True),
        shapes.nested("files"),
        text("review_key"),
        indexes={"regulation": "regulation", "review": "review_key"},
    )
    tables.records(
        "citation",
        text("entity"),
        shapes.identifier("record"),
        text("field"),
        shapes.identifier("regulation"),
        text("path"),
        text("wording"),
        indexes={"record": "record", "regulation": "regulation"},
    )
    tables.records(
        "installed_list",
        text("name"),
        shapes.number("version"),
        text("digest"),
        text("issued", empty=True),
        text("expires", empty=True),
        shapes.nested("signers"),
        text("came"),
        text("installed_on"),
        indexes={"name": "name"},
    )
    tables.plain(
        "file_page",
        shapes.row(),
        shapes.identifier("regulation"),
        text("digest"),
        shapes.number("page"),
        text("text"),
    )
    tables.index("ix_file_page_file", "file_page", "regulation", "digest", "page")
