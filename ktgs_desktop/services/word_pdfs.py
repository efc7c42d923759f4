"""Use case: a PDF saved from Word takes the place of the one made here, and is signed."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import preview
from ktgs_desktop.store import records
from ktgs_desktop.trust import pdf_signatures

if TYPE_CHECKING:
    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace


def attach(workspace: Workspace, document: UUID, file: Printed) -> Document:
    """Keep a PDF made in Word with an issued paper; from then on it is what is printed and signed.

    Args:
        workspace: the workspace.
        document: the paper.
        file: the PDF; without signatures.

    Raises:
        UserError: `pdf_unreadable`, `pdf_signed_elsewhere`, `document_not_issued`,
            `document_signed`, `record_gone`.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    preview.page_sizes(file.data)
    with workspace.reading() as connection:
        there = records.get(connection, Document, document)
    _check(there)
    if pdf_signatures.signature_fields(file.data):
        raise UserError("pdf_signed_elsewhere", file=file.name)
    digest = workspace.attachments.put(file.data)
    kept = DocumentFile(FileRole.PDF, digest, file.name, len(file.data), workspace.today)
    with workspace.writing("attach_file", f"{there.symbol} · {file.name}") as writer:
        found = records.get(writer.connection, Document, document)
        _check(found)
        changed = dataclasses.replace(found, files=(*found.files, kept))
        writer.put(changed)
    return changed


def _check(document: Document) -> None:
    if document.state != DocumentState.ISSUED:
        raise UserError("document_not_issued", symbol=document.symbol)
    if document.latest(FileRole.SIGNED_PDF) is not None:
        raise UserError("document_signed", symbol=document.symbol)
