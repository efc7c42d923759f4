"""Use case: copies of issued papers (sao y, trích sao), numbered in a series of their own."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import Document, DocumentFile, FileRole
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.paper_copies import COPY_TYPE, CopyKind, check_copy
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import preview
from ktgs_desktop.papers.copy_leaf import copy_leaf
from ktgs_desktop.papers.wording import wording
from ktgs_desktop.services import numbering, printing
from ktgs_desktop.services.workspace import codes
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What copy is wanted.

    Attributes:
        original: the paper copied; signed digitally, or by hand and scanned.
        kind: the whole or a part.
        body: the body that certifies the copy.
        how: date, signer and number of the copy.
        extract: text of the part, as small Markdown; empty for the whole.
    """

    original: UUID
    kind: CopyKind
    body: UUID
    how: numbering.Issue
    extract: str = ""


def make(workspace: Workspace, order: CopyOrder) -> Document:
    """Make a copy: it gets its number, and its PDF and Word file are kept with it.

    The PDF of a whole copy is the original as signed, followed by the copy's own leaf; an extract
    is the leaf with the text of the part. Secrecy and urgency are those of the original.

    Args:
        workspace: the workspace.
        order: which copy.

    Returns:
        The copy in the register.

    Raises:
        UserError: `copy_of_unsigned`, `copy_extract_missing`, `copy_extract_needless`,
            `issue_date_future`, `copy_before_original`, `signer_missing`, `number_taken`,
            `number_bad`, `number_elsewhere`, `record_gone`.
        StorageError: `attachment_missing`, `attachment_damaged`, `disk_full`.
    """
    numbering.check_signer(order.how)
    with workspace.reading() as connection:
        original = records.get(connection, Document, order.original)
        check_copy(original, order.kind, order.extract)
        _check_day(workspace, original, order)
        tried = _copy(workspace, connection, original, order)
        issuer = records.find(connection, IssuingBody, original.body, voided=True)
    files = _files(workspace, tried, original, issuer.name if issuer else "", order)
    with workspace.writing("copy_document", f"{tried.symbol} · {tried.abstract}") as writer:
        made = _copy(workspace, writer.connection, original, order)
        if made.symbol != tried.symbol:  # another paper took the number meanwhile
            raise UserError("number_taken", symbol=tried.symbol)
        made = dataclasses.replace(made, files=files)
        writer.put(made)
    return made


def _check_day(workspace: Workspace, original: Document, order: CopyOrder) -> None:
    day = order.how.issued_on
    if day > workspace.today:
        raise UserError("issue_date_future", date=day, today=workspace.today)
    if day < original.issued_on:
        raise UserError("copy_before_original", date=day, original=original.issued_on)


def _copy(
    workspace: Workspace, connection: Reader, original: Document, order: CopyOrder
) -> Document:
    body = records.get(connection, IssuingBody, order.body)
    abstract = wording(
        "copy_abstract",
        kind=wording(f"copy_{order.kind}"),
        symbol=original.symbol,
        abstract=original.abstract,
    )
    unnumbered = numbering.Unnumbered(COPY_TYPE, workspace.office.term, abstract)
    made = numbering.numbered(workspace, connection, body, unnumbered, order.how)
    return dataclasses.replace(
        made,
        urgency=original.urgency,
        classification=original.classification,
        classification_basis=original.classification_basis,
        classified_by=original.classified_by,
    )


def _files(
    workspace: Workspace, copy: Document, original: Document, issuer: str, order: CopyOrder
) -> tuple[DocumentFile, ...]:
    kind = codes("document_types").get(original.document_type).vi
    leaf = copy_leaf(copy, original, kind, issuer, nfc(order.extract))
    stem = printing.file_stem(leaf, copy.issued_on.year)
    pdf, word = printing.as_pdf(leaf, stem), printing.as_word(leaf, stem)
    data = pdf.data
    if order.kind == CopyKind.SAO_Y:
        signed = original.latest(FileRole.SIGNED_PDF) or original.latest(FileRole.SCAN)
        if signed is not None:
            data = preview.joined([workspace.attachments.get(signed.digest), pdf.data])
    return tuple(
        DocumentFile(
            role, workspace.attachments.put(contents), name, len(contents), workspace.today
        )
        for role, name, contents in (
            (FileRole.PDF, pdf.name, data),
            (FileRole.WORD, word.name, word.data),
        )
    )
