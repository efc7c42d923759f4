"""Use cases: the books of outgoing and incoming papers as PDF, Word or Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import number_series
from ktgs_desktop.domain.documents import Document, layout_rule
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.errors import UserError, place_error
from ktgs_desktop.papers import register_book, sheet_writer
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.services import printing
from ktgs_desktop.services.workspace import Workspace, codes
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Annex
    from ktgs_desktop.progress import Progress

KINDS = (".pdf", ".docx", ".xlsx")
"""Endings of the files a book is written to."""


@dataclass(frozen=True, slots=True)
class BookFile:
    """A book as a file.

    Attributes:
        data: the file.
        pages: how many pages it has, 0 if that is not known.
    """

    data: bytes
    pages: int = 0


def outgoing_book(workspace: Workspace, body: UUID, term: str = "", kind: str = "") -> Annex:
    """The book of outgoing papers of a body in a term.

    Args:
        workspace: the workspace.
        body: the issuing body.
        term: code of the term; empty for the one in force.
        kind: abbreviation of the one type wanted; empty for all.

    Raises:
        UserError: `record_gone`.
    """
    wanted = term or workspace.office.term
    with workspace.reading() as connection:
        issuing = records.get(connection, IssuingBody, body)
        papers = records.get_all(connection, Document, body=body, term=wanted)
    found = number_series.by_series(papers)
    types = codes("document_types")
    order = list(types.codes)
    series = [
        _series(issuing, key, members)
        for key, members in sorted(
            found.items(),
            key=lambda one: (
                order.index(one[0].document_type) if one[0].document_type in order else len(order),
                one[0].document_type,
            ),
        )
        if kind in ("", key.document_type)
    ]
    return register_book.outgoing_book(issuing.name, wanted, series, types)


def _series(
    body: IssuingBody, key: number_series.SeriesKey, papers: Sequence[Document]
) -> register_book.BookSeries:
    kept_by = body.kept_by(key.document_type, key.term)
    start = body.start_of(key.document_type, key.term)
    places = number_series.places(papers, start, kept_elsewhere=bool(kept_by))
    return register_book.BookSeries(key.document_type, body.symbol, kept_by, places)


def incoming_book(workspace: Workspace, year: int) -> Annex:
    """The book of incoming papers of a year.

    Args:
        workspace: the workspace.
        year: the year.
    """
    with workspace.reading() as connection:
        papers = records.get_all(connection, IncomingDocument, year=year)
        replies = {paper.reply for paper in papers if paper.reply is not None}
        symbols = {one.id: one.symbol for one in records.get_many(connection, Document, replies)}
    ordered = sorted(papers, key=lambda one: (one.number, one.id))
    return register_book.incoming_book(workspace.office.name, year, ordered, symbols)


def written(
    workspace: Workspace, book: Annex, ending: str, progress: Progress | None = None
) -> BookFile:
    """A book as a file; where codes at the foot are switched on, its pages say whose it is.

    Args:
        workspace: the workspace.
        book: the book.
        ending: `.pdf`, `.docx` or `.xlsx`.
        progress: is told how far it is.

    Raises:
        UserError: `book_kind_unknown`.
        Cancelled: the user asked to stop.
    """
    today = workspace.today
    rule = layout_rule(today)
    if ending == ".pdf":
        foot = printing.foot_of(workspace, workspace.office.unit)
        data, pages = register_book.book_pdf(book, rule, f"D:{today:%Y%m%d}", progress, foot)
        return BookFile(data, pages)
    if ending == ".docx":
        return BookFile(register_book.book_word(book, rule, today))
    if ending != ".xlsx":
        raise UserError("book_kind_unknown", kind=ending)
    headings = [column.title for column in book.columns]
    rows = register_book.book_rows(book)
    title = f"{book.title} {book.subtitle}"
    return BookFile(
        sheet_writer.write_table(title, headings, rows, widths=register_book.widths(book))
    )


def save(
    workspace: Workspace, book: Annex, path: Path, progress: Progress | None = None
) -> BookFile:
    """Write a book where the user wants it; the ending says as what.

    Args:
        workspace: the workspace.
        book: the book.
        path: where to.
        progress: is told how far it is.

    Raises:
        UserError: `book_kind_unknown`.
        StorageError: `folder_missing`, `place_not_writable`, `disk_full`, `disk_error`.
        Cancelled: the user asked to stop.
    """
    made = written(workspace, book, path.suffix.lower(), progress)
    try:
        write_atomically(path, made.data)
    except OSError as error:
        raise place_error(error, path) from error
    return made
