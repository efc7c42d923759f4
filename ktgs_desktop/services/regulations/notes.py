"""What the office keeps to a regulation of the list or its own: a note, a day of review, files.

No list touches any of it. Files are PDFs; their words go into the search.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import regulation_notes as rules
from ktgs_desktop.domain.documents import DocumentFile, FileRole
from ktgs_desktop.domain.identity import regulation_note_id
from ktgs_desktop.domain.regulation_notes import RegulationNote
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.papers import pdf_text
from ktgs_desktop.progress import Progress
from ktgs_desktop.store import records, regulation_files

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_PDF = b"%PDF-"
_PDF_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file just attached.

    Attributes:
        note: what is kept to the regulation now.
        pages: how many pages it has.
        pages_with_words: how many of them can be searched; a scan has none.
    """

    note: RegulationNote
    pages: int
    pages_with_words: int


def get(workspace: Workspace, regulation: UUID) -> RegulationNote:
    """What the office keeps to a regulation; empty if nothing yet.

    Args:
        workspace: the workspace.
        regulation: the regulation.
    """
    with workspace.reading() as connection:
        return _there(workspace, connection, regulation)


def _there(workspace: Workspace, connection: Reader, regulation: UUID) -> RegulationNote:
    unit = workspace.office.unit
    number = regulation_note_id(unit, regulation)
    found = records.find(connection, RegulationNote, number)
    return found or RegulationNote(unit, number, regulation)


def save(
    workspace: Workspace, regulation: UUID, text: str, review_on: date | None
) -> RegulationNote:
    """Write the office's note on a regulation.

    Args:
        workspace: the workspace.
        regulation: the regulation, of the list or own.
        text: the note; empty for none.
        review_on: when it is to be looked through again, None for no day.

    Raises:
        UserError: `record_gone`, `too_long`.
    """
    with workspace.writing("note_regulation") as writer:
        about = records.get(writer.connection, Regulation, regulation)
        there = _there(workspace, writer.connection, regulation)
        changed = dataclasses.replace(there, text=nfc(text), review_on=review_on)
        rules.check_note(changed)
        writer.about = about.label
        writer.put(changed)
    return changed


def attach(workspace: Workspace, regulation: UUID, name: str, data: bytes) -> AttachedFile:
    """Keep a PDF with a regulation, encrypted, and put its words into the search.

    Args:
        workspace: the workspace.
        regulation: the regulation, of the list or own.
        name: file name.
        data: the file.

    Raises:
        UserError: `record_gone`, `regulation_file_kind`, `regulation_file_known`,
            `pdf_unreadable`.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    if _PDF not in data[:_PDF_WITHIN]:
        raise UserError("regulation_file_kind", file=name)
    with workspace.reading() as connection:
        records.get(connection, Regulation, regulation)
    pages = pdf_text.page_texts(data)
    digest = workspace.attachments.put(data)
    file = DocumentFile(FileRole.PDF, digest, nfc(name), len(data), workspace.today)
    with workspace.writing("attach_to_regulation") as writer:
        about = records.get(writer.connection, Regulation, regulation)
        there = _there(workspace, writer.connection, regulation)
        if digest in {one.digest for one in there.files}:
            raise UserError("regulation_file_known", file=name)
        changed = dataclasses.replace(there, files=(*there.files, file))
        writer.about = f"{about.label} · {file.name}"
        writer.put(changed)
        regulation_files.keep_pages(writer.connection, regulation, digest, pages)
    return AttachedFile(changed, len(pages), sum(bool(one) for one in pages))


def detach(workspace: Workspace, regulation: UUID, digest: str) -> RegulationNote:
    """Take a file away from a regulation; the history can bring it back.

    Args:
        workspace: the workspace.
        regulation: the regulation.
        digest: the file's digest.

    Raises:
        UserError: `record_gone`, also if the file is not there.
    """
    with workspace.writing("detach_from_regulation") as writer:
        about = records.get(writer.connection, Regulation, regulation)
        there = _there(workspace, writer.connection, regulation)
        gone = [one for one in there.files if one.digest == digest]
        if not gone:
            raise UserError("record_gone")
        left = tuple(one for one in there.files if one.digest != digest)
        changed = dataclasses.replace(there, files=left)
        writer.about = f"{about.label} · {gone[0].name}"
        writer.put(changed)
    return changed


def digest_of(workspace: Workspace, regulation: UUID, name: str) -> str:
    """The digest of a file kept with a regulation.

    Args:
        workspace: the workspace.
        regulation: the regulation.
        name: its file name; of several the newest.

    Raises:
        UserError: `record_gone`, there is none of that name.
    """
    found = [one.digest for one in get(workspace, regulation).files if one.name == nfc(name)]
    if not found:
        raise UserError("record_gone")
    return found[-1]


def file_of(workspace: Workspace, regulation: UUID, digest: str = "") -> tuple[str, bytes]:
    """Name and contents of a file kept with a regulation.

    Args:
        workspace: the workspace.
        regulation: the regulation.
        digest: the file's digest, empty for the newest.

    Raises:
        UserError: `record_gone`.
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    files = [one for one in get(workspace, regulation).files if digest in ("", one.digest)]
    if not files:
        raise UserError("record_gone")
    return files[-1].name, workspace.attachments.get(files[-1].digest)


def read_files(workspace: Workspace, progress: Progress | None = None) -> int:
    """Put the words of files that another computer attached into the search.

    Args:
        workspace: the workspace.
        progress: is told how far it is and may stop it.

    Returns:
        How many files were read; those that are not here yet wait for the next time.

    Raises:
        Cancelled: the user asked to stop.
    """
    if workspace.read_only:
        return 0
    with workspace.reading() as connection:
        waiting = regulation_files.unread(connection)
    steps, done = progress or Progress(), 0
    for place, (regulation, digest) in enumerate(waiting):
        steps.step(place, len(waiting))
        try:
            pages = pdf_text.page_texts(workspace.attachments.get(digest))
        except StorageError:
            continue  # it comes with a later copy
        except UserError:
            pages = []
        with workspace.store.local_writing() as connection:
            regulation_files.keep_pages(connection, regulation, digest, pages)
        done += 1
    return done
