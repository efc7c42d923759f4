"""Use cases of papers (văn bản): print, Word, files, preview, the register."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.errors import StorageError, UserError, place_error
from ktgs_desktop.papers import preview, recovery_sheet
from ktgs_desktop.papers.program import default_text, program_text
from ktgs_desktop.papers.text_kinds import TextField, fields_of
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.services import printing
from ktgs_desktop.store import listing, office_texts, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing
    from ktgs_desktop.domain.rows import DocumentRow
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

PageImage = preview.PageImage
Printed = printing.Printed
file_stem = printing.file_stem
LIST = "documents"


# The register ---------------------------------------------------------------------------------


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of the register in its order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions.
    """
    filters = {**query.filters, "today": workspace.today.isoformat()}
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, dataclasses.replace(query, filters=filters))


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[DocumentRow]:
    """What the register shows of some papers.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        return listing.rows(connection, LIST, wanted)


def get(workspace: Workspace, document: UUID) -> Document:
    """A paper.

    Args:
        workspace: the workspace.
        document: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Document, document)


# Printing -------------------------------------------------------------------------------------


def paper_of_program(workspace: Workspace, program: UUID) -> Paper:
    """The paper of a program as its lines are now; a draft is marked.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`, `template_syntax`, `template_field_unknown`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    return paper_as_typed(workspace, found)


def paper_as_typed(workspace: Workspace, program: Program) -> Paper:
    """The paper of a program with a title and text that need not be saved yet.

    Args:
        workspace: the workspace.
        program: with the title and text typed.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    return printing.program_as_typed(workspace, program)


def usual_text(workspace: Workspace, program: Program) -> str:
    """The text with its fields that a program has unless it has its own: the office's or ours.

    Args:
        workspace: the workspace.
        program: the program.
    """
    with workspace.reading() as connection:
        body = records.get(connection, IssuingBody, program.body)
        usual = office_texts.of_program(connection, program)
    return usual or default_text(program, body.kind)


def fields_of_text() -> tuple[TextField, ...]:
    """What the text of a program may show; it is the same for every kind of program."""
    return fields_of(TextKind.TERM)


def text_of_program(workspace: Workspace, program: UUID) -> str:
    """The text of a program's letter with its fields filled in, to be edited.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`, `template_syntax`, `template_field_unknown`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        items = printing.lines_of(connection, found)
        head = printing.letterhead_of(connection, found)
        context = printing.context_of(connection, found)
    return program_text(found, items, head, context)


def print_program(
    workspace: Workspace,
    program: UUID,
    progress: Progress | None = None,
    *,
    charts: bool = False,
) -> Printed:
    """A program as PDF: its signed file if there is one, else made anew.

    Args:
        workspace: the workspace.
        program: its id.
        progress: is told how far it is.
        charts: whether charts of its progress follow; then it is made anew even if it is signed.

    Raises:
        UserError: `record_gone`, `template_syntax`, `template_field_unknown`.
        StorageError: a signed file is missing or damaged.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        document = records.find(connection, Document, found.document) if found.document else None
    if charts:
        paper, last = paper_as_typed(workspace, found), printing.charts_of(workspace, found)
        foot = printing.foot_of(workspace, program)
        return printing.as_pdf(paper, file_stem(paper, found.year), progress, last, foot)
    if document is not None and any(document.latest(role) for role in printing.KEPT):
        return file_of_document(workspace, document.id)
    return print_as_typed(workspace, found, progress)


def print_as_typed(
    workspace: Workspace, program: Program, progress: Progress | None = None
) -> Printed:
    """A program as PDF with a title and text that need not be saved yet.

    Args:
        workspace: the workspace.
        program: with the title and text typed.
        progress: is told how far it is.

    Raises:
        UserError: `template_syntax` or `template_field_unknown`.
    """
    paper = paper_as_typed(workspace, program)
    foot = printing.foot_of(workspace, program.id)
    return printing.as_pdf(paper, file_stem(paper, program.year), progress, foot=foot)


def word_of_program(workspace: Workspace, program: UUID) -> Printed:
    """A program as Word file.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`, `template_syntax`, `template_field_unknown`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    paper = paper_of_program(workspace, program)
    return printing.as_word(paper, file_stem(paper, found.year))


def file_of_document(workspace: Workspace, document: UUID, *, anew: bool = False) -> Printed:
    """The file of a paper: the signed one, else a kept one, else made anew from what it issues.

    Args:
        workspace: the workspace.
        document: its id.
        anew: make it from what it issues whatever is kept, as it was before it was signed.

    Raises:
        UserError: `record_gone`, `paper_without_file`, `document_foreign`.
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Document, document)
        program = records.find(connection, Program, found.program) if found.program else None
        amended = records.get_all(connection, Amendment, document=document)
    # One made in Word stands in place of ours.
    own = (FileRole.PDF,) if program is not None or amended else ()
    kept = printing.kept_file(workspace, found, own if anew else printing.KEPT)
    if kept is not None:
        return kept
    if found.state == DocumentState.CANCELLED or not (program or amended):
        raise UserError("document_foreign" if anew else "paper_without_file", symbol=found.symbol)
    if program is None:
        paper = printing.amendment_as_typed(workspace, amended[0])
        foot = printing.foot_of(workspace, amended[0].id)
        return printing.as_pdf(paper, file_stem(paper, found.issued_on.year), foot=foot)
    return print_as_typed(workspace, program)


def kept_before_cancelling(workspace: Workspace, document: UUID) -> DocumentFile | None:
    """The file of a paper to be cancelled, kept as it is; None if it has one already or none.

    Args:
        workspace: the workspace.
        document: its id.

    Raises:
        UserError, StorageError: as `file_of_document`.
    """
    found = get(workspace, document)
    with workspace.reading() as connection:
        amended = records.get_all(connection, Amendment, document=document)
    if found.files or not (found.program or amended):
        return None
    made = file_of_document(workspace, document)
    digest = workspace.attachments.put(made.data)
    return DocumentFile(FileRole.PDF, digest, made.name, len(made.data), workspace.today)


def attach(
    workspace: Workspace,
    document: UUID,
    printed: Printed,
    role: str,
    *,
    signed_by: str = "",
    operation: str = "attach_file",
) -> Document:
    """Keep a file with a paper, encrypted beside the database.

    Args:
        workspace: the workspace.
        document: the paper.
        printed: the file.
        role: what it is: `PDF`, `SIGNED_PDF`, `WORD` or `SCAN`.
        signed_by: name in the certificate, for a signed file.
        operation: name of the operation.

    Raises:
        UserError: `record_gone` or `document_cancelled`.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    _refuse_cancelled(get(workspace, document))
    digest = workspace.attachments.put(printed.data)
    with workspace.writing(operation, printed.name) as writer:
        found = records.get(writer.connection, Document, document)
        _refuse_cancelled(found)
        file = DocumentFile(
            role=role,
            digest=digest,
            name=printed.name,
            size=len(printed.data),
            made_on=workspace.today,
            signed_by=signed_by,
        )
        changed = dataclasses.replace(found, files=(*found.files, file))
        writer.put(changed)
    return changed


def _refuse_cancelled(document: Document) -> None:
    if document.state == DocumentState.CANCELLED:
        raise UserError("document_cancelled", symbol=document.symbol)


def save_file(printed: Printed, path: Path) -> str:
    """Write a file where the user wants it and read it back.

    Args:
        printed: the file.
        path: where to.

    Returns:
        SHA-256 of what stands there, hexadecimal.

    Raises:
        StorageError: `folder_missing`, `place_not_writable`, `disk_full` or `disk_error` if it
            cannot be written or reads back otherwise.
    """
    try:
        write_atomically(path, printed.data)
        stands = path.read_bytes()
    except OSError as error:
        raise place_error(error, path) from error
    if stands != printed.data:
        raise StorageError("disk_error", path=str(path))
    return hashlib.sha256(stands).hexdigest()


# Preview --------------------------------------------------------------------------------------


def page_sizes(data: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page of a PDF in points.

    Args:
        data: the file.

    Raises:
        UserError: `pdf_unreadable`.
    """
    return preview.page_sizes(data)


def page_image(data: bytes, page: int, scale: float) -> PageImage:
    """A page of a PDF as pixels, visible signatures included.

    Args:
        data: the file.
        page: index of the page, from 0.
        scale: pixels in a point.

    Raises:
        UserError: `pdf_unreadable`.
    """
    return preview.render(data, page, scale)


def recovery_page(workspace: Workspace, code: str) -> Printed:
    """The sheet with the recovery code to print and to lock away.

    Args:
        workspace: the workspace.
        code: the recovery code.
    """
    office = workspace.office.name
    data = recovery_sheet.recovery_sheet(code, office, workspace.today)
    return Printed("Ma khoi phuc.pdf", data, 1)
