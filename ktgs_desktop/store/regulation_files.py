"""The words of files attached to regulations: local to this file, found again by the search.

They follow from the files themselves and are not journaled; another computer of the office reads
them out of its own copy of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.store import dialect, tables
from ktgs_desktop.store.bulk_insert import insert_rows, next_row

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_page, _note = tables.file_page, tables.regulation_note


def keep_pages(connection: Connection, regulation: UUID, digest: str, pages: Sequence[str]) -> None:
    """Put the words of a file into the search; a file that has none is noted, too.

    Args:
        connection: the writer's, in a transaction.
        regulation: the regulation it is attached to.
        digest: of the file.
        pages: the words of each page.
    """
    if _known(connection, regulation, digest):
        return
    first = next_row(connection, _page)
    texts = [(number, text) for number, text in enumerate(pages, start=1) if text] or [(0, "")]
    rows = [
        {
            "row": first + place,
            "regulation": regulation,
            "digest": digest,
            "page": number,
            "text": text,
        }
        for place, (number, text) in enumerate(texts)
    ]
    insert_rows(connection, _page, rows)
    words = [(row["row"], *dialect.index_text(str(row["text"]))) for row in rows]
    connection.exec_driver_sql(dialect.search_insert_sql(_page.name), words)


def _known(connection: Connection, regulation: UUID, digest: str) -> bool:
    query = sa.select(_page.c.row).where(_page.c.regulation == regulation, _page.c.digest == digest)
    return connection.execute(query.limit(1)).first() is not None


def still_attached() -> sa.ColumnElement[bool]:
    """The condition that a page is of a file the office keeps with its regulation now.

    The words of one taken away stay, so that undo brings them back without reading the file anew.
    """
    files = sa.type_coerce(_note.c.files, sa.Text)
    return sa.exists().where(
        _note.c.regulation == _page.c.regulation,
        _note.c.voided.is_(None),
        files.contains(_page.c.digest),
    )


def unread(connection: Connection) -> list[tuple[UUID, str]]:
    """Files attached to regulations whose words are not in the search yet.

    Args:
        connection: any.

    Returns:
        The regulation and the file's digest.
    """
    query = sa.select(_note.c.regulation, _note.c.files).where(
        _note.c.voided.is_(None), _note.c.files != []
    )
    return [
        (row.regulation, one["digest"])
        for row in connection.execute(query)
        for one in row.files
        if not _known(connection, row.regulation, one["digest"])
    ]


def page_text(connection: Connection, regulation: UUID, digest: str) -> list[tuple[int, str]]:
    """The words of a file that are in the search, page by page.

    Args:
        connection: any.
        regulation: the regulation it is attached to.
        digest: of the file.
    """
    query = (
        sa.select(_page.c.page, _page.c.text)
        .where(_page.c.regulation == regulation, _page.c.digest == digest, _page.c.page > 0)
        .order_by(_page.c.page)
    )
    return [(row.page, row.text) for row in connection.execute(query)]


def faults(connection: Connection) -> list[str]:
    """Where the search lacks a page, or has one too many, for the check of the file.

    Args:
        connection: any.
    """
    rows = [
        int(row)
        for row in connection.execute(sa.select(_page.c.row).order_by(_page.c.row)).scalars()
    ]
    return (
        []
        if rows == list(dialect.search_rows(connection, _page.name))
        else ["words_differ file_page"]
    )
