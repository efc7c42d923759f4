"""Use cases of the register of outgoing papers: papers made elsewhere, marks, particulars."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits, number_series
from ktgs_desktop.domain.documents import Document, DocumentFile, FileRole
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.paper_marks import PaperMarks, check_marks
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import numbering
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Registered:
    """A paper that was made outside the program, to be entered in the register.

    Attributes:
        series: body, type and term.
        issued_on: date of the paper.
        abstract: trích yếu.
        signer: who signed.
        number: its number, None for the next one of an own series.
        recipients: lines under "Nơi nhận"; None for those of the body.
        marks: urgency and secrecy.
        copies: how many copies were made.
        archived_by: who keeps the archive copy.
        note: free text.
        scan: name and contents (PDF) of its scan, if there is one.
    """

    series: SeriesKey
    issued_on: date
    abstract: str
    signer: Signer
    number: int | None = None
    recipients: tuple[str, ...] | None = None
    marks: PaperMarks = field(default_factory=PaperMarks)
    copies: int = 0
    archived_by: str = ""
    note: str = ""
    scan: tuple[str, bytes] | None = None


def register(workspace: Workspace, paper: Registered) -> Document:
    """Enter a paper made elsewhere; a number that was reserved is used.

    Args:
        workspace: the workspace.
        paper: what it is.

    Returns:
        Its entry in the register.

    Raises:
        UserError: `abstract_missing`, `signer_missing`, `number_taken`, `number_bad`,
            `number_elsewhere`, `issue_date_future`, `document_type_unknown`, `copies_negative`,
            `too_long`, `record_gone`, or what is wrong with its marks.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    key = paper.series
    abstract = nfc(paper.abstract)
    if not abstract:
        raise UserError("abstract_missing")
    limits.check_length("abstract", abstract, limits.LINE)
    numbering.check_type(key.document_type)
    _check_day(paper.issued_on, workspace.today)
    check_marks(paper.marks)
    _check_book(paper)
    how = numbering.Issue(paper.issued_on, paper.signer, paper.number)
    numbering.check_signer(how)
    files = _kept(workspace, paper.scan)
    with workspace.writing("register_document", abstract) as writer:
        body = records.get(writer.connection, IssuingBody, key.body)
        unnumbered = numbering.Unnumbered(key.document_type, key.term, abstract)
        made = numbering.numbered(workspace, writer.connection, body, unnumbered, how)
        recipients = made.recipients if paper.recipients is None else paper.recipients
        made = dataclasses.replace(
            _marked(made, paper.marks),
            recipients=tuple(filter(None, map(nfc, recipients))),
            copies=paper.copies,
            archived_by=nfc(paper.archived_by),
            note=nfc(paper.note),
            files=(*made.files, *files),
        )
        writer.about = f"{made.symbol} · {abstract}"
        writer.put(made)
    return made


def _kept(workspace: Workspace, scan: tuple[str, bytes] | None) -> tuple[DocumentFile, ...]:
    """The scan, kept encrypted beside the database."""
    if scan is None:
        return ()
    name, data = scan
    digest = workspace.attachments.put(data)
    return (DocumentFile(FileRole.SCAN, digest, name, len(data), workspace.today),)


def _check_book(entry: Registered | Particulars) -> None:
    """Refuse what the book's columns cannot hold."""
    if entry.copies < 0:
        raise UserError("copies_negative")
    limits.check_length("archived_by", entry.archived_by, limits.NAME)
    limits.check_length("note", entry.note, limits.NOTE)


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise UserError("issue_date_future", date=day, today=today)


def _marked(document: Document, marks: PaperMarks) -> Document:
    return dataclasses.replace(
        document,
        urgency=marks.urgency,
        classification=marks.classification,
        classification_basis=nfc(marks.basis),
        classified_by=nfc(marks.decided_by),
    )


def marks_of(document: Document) -> PaperMarks:
    """The marks of a paper.

    Args:
        document: the paper.
    """
    return PaperMarks(
        document.urgency,
        document.classification,
        document.classification_basis,
        document.classified_by,
    )


@dataclass(frozen=True, slots=True)
class Particulars:
    """What the register's book says of a paper beside the paper itself.

    Attributes:
        marks: urgency and secrecy.
        copies: how many copies were made.
        archived_by: who keeps the archive copy.
        note: free text.
    """

    marks: PaperMarks
    copies: int = 0
    archived_by: str = ""
    note: str = ""


def edit(workspace: Workspace, document: UUID, particulars: Particulars) -> Document:
    """Change the marks of a paper, or what the book says of it.

    Args:
        workspace: the workspace.
        document: the paper.
        particulars: the new values, all of them.

    Raises:
        UserError: `marks_printed` if a file kept with it shows other marks, `copies_negative`,
            `too_long`, `record_gone`, or what is wrong with the marks.
    """
    check_marks(particulars.marks)
    _check_book(particulars)
    with workspace.writing("edit_document") as writer:
        found = records.get(writer.connection, Document, document)
        _check_printed(found, particulars.marks)
        changed = dataclasses.replace(
            _marked(found, particulars.marks),
            copies=particulars.copies,
            archived_by=nfc(particulars.archived_by),
            note=nfc(particulars.note),
        )
        writer.about = found.symbol
        writer.put(changed)
    return changed


def _check_printed(document: Document, marks: PaperMarks) -> None:
    """Refuse to mark a paper otherwise than its signed file, its scan or its own PDF is marked."""
    printed = (document.urgency, document.classification)
    if number_series.bears_number(document) and (marks.urgency, marks.classification) != printed:
        raise UserError("marks_printed", symbol=document.symbol)
