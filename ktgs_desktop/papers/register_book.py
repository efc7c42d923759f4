"""The books of papers (sổ đăng ký văn bản đi, văn bản đến) as tables to be printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.number_series import Place
from ktgs_desktop.papers.annex_table import AnnexTable
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM, layout_of
from ktgs_desktop.papers.pages import LANDSCAPE, Pages, PdfInfo
from ktgs_desktop.papers.paper import (
    Align,
    Annex,
    AnnexGroup,
    Column,
    Paper,
    SignatureBlock,
    prepared,
)
from ktgs_desktop.papers.wording import wording
from ktgs_desktop.paths import resource
from ktgs_desktop.progress import Progress

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.codes import CodeList
    from ktgs_desktop.domain.documents import LayoutRule
    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.papers.annex_foot import AnnexFoot
    from ktgs_desktop.papers.layouts import Layout

OUTGOING, INCOMING = "OUTGOING", "INCOMING"
_MM_IN_CHARACTER = 2.1


@dataclass(frozen=True, slots=True)
class BookSeries:
    """A series as a part of the book.

    Attributes:
        document_type: abbreviation of the type.
        body_symbol: symbol of the issuing body.
        kept_by: who keeps it elsewhere, or empty.
        places: its numbers in order.
    """

    document_type: str
    body_symbol: str
    kept_by: str
    places: Sequence[Place[Document]]


@cache
def _columns(book: str) -> tuple[Column, ...]:
    document = json.loads(resource("papers", "register_columns.json").read_text("utf-8"))
    return tuple(
        Column(entry["title"], entry["width_mm"], Align(entry.get("align", "left")))
        for entry in document[book]
    )


def widths(book: Annex) -> list[int]:
    """Widths of a book's columns in characters, for a spreadsheet.

    Args:
        book: the book.
    """
    return [round(column.width_mm / _MM_IN_CHARACTER) for column in book.columns]


# Outgoing -------------------------------------------------------------------------------------


def outgoing_book(
    body_name: str, term: str, series: Iterable[BookSeries], types: CodeList
) -> Annex:
    """The book of outgoing papers of a body in a term, a part for each type.

    Args:
        body_name: name of the body.
        term: code of the term.
        series: its series in order.
        types: the types of papers.
    """
    groups = [_series_group(one, types) for one in series if one.places]
    return Annex(
        title=wording("register_outgoing"),
        subtitle=wording("register_outgoing_of", body=body_name, term=term.replace("-", " - ")),
        columns=_columns(OUTGOING),
        groups=tuple(groups) or (AnnexGroup(wording("register_empty"), ()),),
        labelled=False,
    )


def _series_group(series: BookSeries, types: CodeList) -> AnnexGroup:
    kind = types.get(series.document_type).vi
    shown = f"…-{series.document_type}/{series.body_symbol}"
    title = (
        wording("register_series_kept", type=kind, symbol=shown, keeper=series.kept_by)
        if series.kept_by
        else wording("register_series", type=kind, symbol=shown)
    )
    rows: list[tuple[str, ...]] = []
    struck: set[int] = set()
    for place in series.places:
        if place.missing:
            symbol = f"{place.number:02}-{series.document_type}/{series.body_symbol}"
            rows.append((symbol, "", wording("register_missing"), "", "", "", "", ""))
        for paper in place.papers:
            if paper.state == DocumentState.CANCELLED:
                struck.add(len(rows))
            rows.append(_outgoing_row(paper, kind, double=place.double))
    return AnnexGroup(title, tuple(rows), struck=frozenset(struck))


def _outgoing_row(paper: Document, kind: str, *, double: bool) -> tuple[str, ...]:
    notes = [paper.note, _marks(paper.classification, paper.urgency)]
    if double and paper.state != DocumentState.CANCELLED:
        notes.append(wording("register_double"))
    if paper.state == DocumentState.CANCELLED:
        notes.append(wording("register_cancelled", reason=paper.reason))
    if paper.state == DocumentState.RESERVED:
        about = wording("register_reserved", reason=paper.reason)
        return (paper.symbol, "", about, "", "", "", "", _lines(notes))
    recipients = [line.strip().lstrip("-–").rstrip(".,;").strip() for line in paper.recipients]
    return (
        paper.symbol,
        f"{paper.issued_on:%d/%m/%Y}" if paper.abstract else "",
        wording("register_type_abstract", type=kind, abstract=paper.abstract).strip(),
        paper.signer_name,
        "; ".join(filter(None, recipients)),
        paper.archived_by,
        str(paper.copies or ""),
        _lines(notes),
    )


def _marks(classification: str, urgency: str) -> str:
    found = [wording(f"classification_{classification}")] if classification else []
    found += [wording(f"urgency_{urgency}")] if urgency else []
    return ", ".join(found)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


# Incoming -------------------------------------------------------------------------------------


def incoming_book(
    office_name: str,
    year: int,
    papers: Sequence[IncomingDocument],
    replies: Mapping[UUID, str],
) -> Annex:
    """The book of incoming papers of a year.

    Args:
        office_name: name of the office.
        year: the year.
        papers: the papers in the order of their numbers.
        replies: number and symbol of each paper that answers one.
    """
    rows = tuple(_incoming_row(paper, replies) for paper in papers)
    group = AnnexGroup("" if rows else wording("register_empty"), rows)
    return Annex(
        title=wording("register_incoming"),
        subtitle=wording("register_incoming_of", office=office_name, year=year),
        columns=_columns(INCOMING),
        groups=(group,),
        labelled=False,
    )


def _incoming_row(paper: IncomingDocument, replies: Mapping[UUID, str]) -> tuple[str, ...]:
    result = []
    if paper.done_on is not None:
        result.append(wording("register_done", date=f"{paper.done_on:%d/%m/%Y}"))
    if paper.reply is not None and paper.reply in replies:
        result.append(wording("register_replied", symbol=replies[paper.reply]))
    return (
        f"{paper.received_on:%d/%m/%Y}",
        f"{paper.number:02}",
        paper.sender,
        paper.symbol,
        f"{paper.dated:%d/%m/%Y}" if paper.dated else "",
        paper.abstract,
        paper.instruction,
        paper.assignee,
        f"{paper.due_on:%d/%m/%Y}" if paper.due_on else "",
        _lines(result),
        _lines((paper.note, _marks(paper.classification, paper.urgency))),
    )


# Writing --------------------------------------------------------------------------------------


def book_rows(book: Annex) -> list[tuple[str, ...]]:
    """The rows of a book for a spreadsheet, each part's title as a row of that one text.

    Args:
        book: the book.
    """
    found: list[tuple[str, ...]] = []
    for group in book.groups:
        found += [(group.title,)] if group.title else []
        found += group.rows
    return found


def book_pdf(
    book: Annex,
    rule: LayoutRule,
    made: str,
    progress: Progress | None = None,
    foot: AnnexFoot | None = None,
) -> tuple[bytes, int]:
    """The book as PDF on landscape pages of A4, and how many pages it has.

    Args:
        book: the book.
        rule: guidance whose layout it follows.
        made: PDF date of its making, e.g. "D:20210105".
        progress: told how many rows are done; may stop the work.
        foot: line of codes at the foot of its pages, None for none.

    Raises:
        Cancelled: the user asked to stop.
    """
    layout = layout_of(rule)
    book = prepared(book, layout.spelling)
    pages = Pages(PdfInfo(book.title, book.subtitle.strip("()"), "", made))

    def begin() -> None:
        _begin(pages, layout)
        if foot is not None:
            foot.draw(pages, layout)

    table = AnnexTable(book, layout, pages, begin, progress or Progress())
    table.draw(with_cells=False)
    return pages.finish(), pages.count


def book_word(book: Annex, rule: LayoutRule, day: date) -> bytes:
    """The book as a .docx file.

    Args:
        book: the book.
        rule: guidance whose layout it follows.
        day: day of its making.
    """
    from ktgs_desktop.papers.word import write_word_table  # python-docx takes 100 ms to load

    facts = Paper(
        layout=rule,
        header_above="",
        header_own=book.subtitle.strip("()"),
        symbol_text="",
        place="",
        issued_on=day,
        year=day.year,
        type_name=book.title,
        abstract="",
        blocks=(),
        signature=SignatureBlock("", "", ""),
    )
    return write_word_table(book, facts)


def _begin(pages: Pages, layout: Layout) -> None:
    """Open a page and write its number, from the second page on."""
    pages.open(LANDSCAPE)
    if pages.count > 1:
        face, points = typeface(Style.REGULAR), layout.page_number_pt
        baseline = LANDSCAPE[1] - layout.page_number_edge_mm * MM - face.ascent * points
        middle = (layout.annex_left_mm + layout.annex_width_mm / 2) * MM
        pages.centred((middle, baseline), str(pages.count), face, points)
