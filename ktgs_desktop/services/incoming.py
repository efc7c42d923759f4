"""Use cases of incoming papers (sổ văn bản đến)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import incoming as rules
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import listing, paper_queries, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.domain.rows import IncomingRow
    from ktgs_desktop.store.database import Reader

LIST = "incoming"


# Reading --------------------------------------------------------------------------------------


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of incoming papers in their order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions.
    """
    filters = {**query.filters, "today": workspace.today.isoformat()}
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, dataclasses.replace(query, filters=filters))


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[IncomingRow]:
    """What the list shows of some papers.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        found: list[IncomingRow] = listing.rows(connection, LIST, wanted)
        places = hub.places(connection, "incoming_document", [row.id for row in found])
    return [
        dataclasses.replace(row, desk=places[row.id]) if row.id in places else row for row in found
    ]


def row_number(workspace: Workspace, paper: UUID) -> int:
    """The local row number of a paper, 0 if it is not there.

    Args:
        workspace: the workspace.
        paper: its id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, paper)


def get(workspace: Workspace, paper: UUID) -> IncomingDocument:
    """An incoming paper.

    Args:
        workspace: the workspace.
        paper: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, IncomingDocument, paper)


def numbered(workspace: Workspace, year: int, number: int) -> list[IncomingDocument]:
    """Incoming papers with a number of a year's book; more than one if it was given twice.

    Args:
        workspace: the workspace.
        year: the year.
        number: the number.
    """
    with workspace.reading() as connection:
        return records.get_all(connection, IncomingDocument, year=year, number=number)


def years(workspace: Workspace) -> list[int]:
    """The years that have a book, the latest first; the present one has it from its first day.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = paper_queries.incoming_years(connection)
    return sorted({workspace.today.year, *found}, reverse=True)


def symbol_of(workspace: Workspace, reply: UUID | None) -> str:
    """Number and symbol of the paper that answers an incoming one, empty if there is none.

    Args:
        workspace: the workspace.
        reply: the outgoing paper.
    """
    if reply is None:
        return ""
    with workspace.reading() as connection:
        found = records.find(connection, Document, reply)
    return found.symbol if found else ""


def reply_called(workspace: Workspace, symbol: str, present: UUID | None = None) -> UUID | None:
    """The outgoing paper with a number and symbol, None if nothing is typed.

    Args:
        workspace: the workspace.
        symbol: e.g. "15-BC/UBKTHU"; spaces around do not count.
        present: the paper that answers it until now; it stays what it is as long as its own
            number and symbol stand there, be it cancelled or its number given twice since.

    Raises:
        UserError: `reply_unknown` if none has it, `reply_several` if more than one has.
    """
    wanted = nfc(symbol)
    if not wanted:
        return None
    with workspace.reading() as connection:
        there = records.get_all(connection, Document, symbol=wanted)
    if present in {one.id for one in there}:
        return present
    found = [one.id for one in there if one.state == DocumentState.ISSUED]
    if not found:
        raise UserError("reply_unknown", symbol=wanted)
    if len(found) > 1:
        raise UserError("reply_several", symbol=wanted)
    return found[0]


def doubles(workspace: Workspace) -> list[tuple[IncomingDocument, ...]]:
    """Numbers that more than one incoming paper has, as two computers can give them.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        _outgoing, found = paper_queries.double_numbers(connection)
        return rules.doubles(records.get_many(connection, IncomingDocument, found))


def blank(workspace: Workspace) -> IncomingDocument:
    """A new incoming paper to be filled in: it came today and has the next number.

    Args:
        workspace: the workspace.
    """
    today = workspace.today
    with workspace.reading() as connection:
        number = paper_queries.next_incoming_number(connection, today.year)
    return IncomingDocument(
        owner=workspace.office.unit,
        id=new_id(),
        year=today.year,
        number=number,
        received_on=today,
        sender="",
        abstract="",
        province=workspace.office.province,
    )


# Writing --------------------------------------------------------------------------------------


def save(
    workspace: Workspace, paper: IncomingDocument, scan: tuple[str, bytes] | None = None
) -> IncomingDocument:
    """Enter an incoming paper or save one that was edited.

    Args:
        workspace: the workspace.
        paper: with its new values; number 0 for the next one of its year. The scans of one that
            is there are those it has, not those it had when it was opened.
        scan: name and contents (PDF) of a scan that came with it, None for none.

    Raises:
        UserError: `incoming_number_taken`, what `check_incoming` refuses, or `record_gone` if it
            was voided meanwhile.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    tidy = dataclasses.replace(
        paper,
        year=paper.received_on.year,
        sender=nfc(paper.sender),
        abstract=nfc(paper.abstract),
        symbol=nfc(paper.symbol),
        instruction=nfc(paper.instruction),
        assignee=nfc(paper.assignee),
        note=nfc(paper.note),
    )
    scans = () if scan is None else (_kept(workspace, *scan),)
    with workspace.writing("save_incoming") as writer:
        there = records.find(writer.connection, IncomingDocument, tidy.id, voided=True)
        if there is not None:
            there = records.get(writer.connection, IncomingDocument, tidy.id)
            tidy = dataclasses.replace(tidy, files=there.files)
        if not tidy.number:
            given = paper_queries.next_incoming_number(writer.connection, tidy.year)
            tidy = dataclasses.replace(tidy, number=given)
        rules.check_incoming(tidy, workspace.today)
        if there is None or (there.year, there.number) != (tidy.year, tidy.number):
            _check_free(writer.connection, tidy)
        tidy = dataclasses.replace(tidy, files=(*tidy.files, *scans))
        writer.about = f"{tidy.number}/{tidy.year} · {tidy.abstract}"
        writer.put(tidy)
    return tidy


def _kept(workspace: Workspace, name: str, data: bytes) -> DocumentFile:
    """A scan, kept encrypted beside the database."""
    digest = workspace.attachments.put(data)
    return DocumentFile(FileRole.SCAN, digest, name, len(data), workspace.today)


def _check_free(connection: Reader, paper: IncomingDocument) -> None:
    same = records.get_all(connection, IncomingDocument, year=paper.year, number=paper.number)
    if any(one.id != paper.id for one in same):
        raise UserError("incoming_number_taken", number=paper.number, year=paper.year)


def finish(workspace: Workspace, paper: UUID, on: date | None, reply: UUID | None = None) -> None:
    """Write down that an incoming paper is dealt with, or that it is not after all.

    Args:
        workspace: the workspace.
        paper: its id.
        on: the day, None to take it back.
        reply: the outgoing paper that answers it, None to leave that as it is.

    Raises:
        UserError: `record_gone`, `done_before_received`, `done_future`.
    """
    with workspace.writing("finish_incoming") as writer:
        found = records.get(writer.connection, IncomingDocument, paper)
        changed = dataclasses.replace(found, done_on=on, reply=reply or found.reply)
        rules.check_incoming(changed, workspace.today)
        writer.about = f"{found.number}/{found.year} · {found.abstract}"
        writer.put(changed)


def renumber(workspace: Workspace, paper: UUID) -> IncomingDocument:
    """Give an incoming paper the next number of its year's book, as when two have one number.

    Args:
        workspace: the workspace.
        paper: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.writing("renumber_incoming") as writer:
        found = records.get(writer.connection, IncomingDocument, paper)
        number = paper_queries.next_incoming_number(writer.connection, found.year)
        changed = dataclasses.replace(found, number=number)
        writer.about = f"{found.number}/{found.year} → {number}/{found.year} · {found.abstract}"
        writer.put(changed)
    return changed


def void(workspace: Workspace, paper: UUID, reason: str) -> None:
    """Take an incoming paper entered by mistake out of the book.

    Args:
        workspace: the workspace.
        paper: its id.
        reason: why; the history keeps it.

    Raises:
        UserError: `record_gone`, `reason_missing`.
    """
    with workspace.writing("void_incoming") as writer:
        found = records.get(writer.connection, IncomingDocument, paper)
        writer.about = f"{found.number}/{found.year} · {found.abstract}"
        writer.void(found, nfc(reason))


def attach_scan(workspace: Workspace, paper: UUID, name: str, data: bytes) -> IncomingDocument:
    """Keep the scan of an incoming paper, encrypted.

    Args:
        workspace: the workspace.
        paper: its id.
        name: file name.
        data: a PDF.

    Raises:
        UserError: `record_gone`.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    file = _kept(workspace, name, data)
    with workspace.writing("attach_file", name) as writer:
        found = records.get(writer.connection, IncomingDocument, paper)
        changed = dataclasses.replace(found, files=(*found.files, file))
        writer.put(changed)
    return changed


def scan_of(workspace: Workspace, paper: UUID) -> tuple[str, bytes] | None:
    """Name and contents of the newest scan of an incoming paper, None if it has none.

    Args:
        workspace: the workspace.
        paper: its id.

    Raises:
        UserError: `record_gone`.
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    files = get(workspace, paper).files
    return (files[-1].name, workspace.attachments.get(files[-1].digest)) if files else None
