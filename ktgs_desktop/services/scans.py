"""Use cases of the hand-signed way: print for signature, then attach the scan.

A draft is printed with empty number and date and without the draft mark, signed and stamped by
hand; number and date are entered when it is issued, and the scan is attached.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.domain.paper_marks import PaperMarks, check_marks
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import scan_pages
from ktgs_desktop.paths import MOST_BYTES, read_file
from ktgs_desktop.services import printing
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.papers.annex_foot import AnnexFoot
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace

NO_MARKS = PaperMarks()
KINDS = scan_pages.KINDS
"""Endings of the files a scan may come in."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan as one PDF.

    Attributes:
        name: file name.
        data: the PDF.
        pages: how many pages it has.
    """

    name: str
    data: bytes
    pages: int


def for_signature(
    workspace: Workspace, program: UUID, marks: PaperMarks = NO_MARKS, *, word: bool = False
) -> Printed:
    """The paper of a program to be signed by hand: no draft mark, number and date left open.

    Args:
        workspace: the workspace.
        program: its id.
        marks: urgency and secrecy of a draft; an issued paper has its own.
        word: as Word file instead of PDF.

    Raises:
        UserError: `record_gone`, `template_syntax`, `template_field_unknown`, or what is wrong
            with the marks.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    paper = printing.program_as_typed(workspace, found)
    foot = printing.foot_of(workspace, program)
    return _for_signature(paper, found.year, marks, foot, word=word)


def amendment_for_signature(
    workspace: Workspace,
    amendment: UUID,
    kind: str = printing.AMENDMENT_TYPE,
    marks: PaperMarks = NO_MARKS,
    *,
    word: bool = False,
) -> Printed:
    """The paper of an amendment to be signed by hand; as `for_signature`.

    Args:
        workspace: the workspace.
        amendment: its id.
        kind: type of the paper of a draft.
        marks: urgency and secrecy of a draft; an issued paper has its own.
        word: as Word file instead of PDF.

    Raises:
        UserError: as `for_signature`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Amendment, amendment)
    paper = printing.amendment_as_typed(workspace, found, kind)
    foot = printing.foot_of(workspace, amendment)
    return _for_signature(paper, paper.year, marks, foot, word=word)


def _for_signature(
    paper: Paper, year: int, marks: PaperMarks, foot: AnnexFoot | None, *, word: bool
) -> Printed:
    check_marks(marks)
    plain = dataclasses.replace(
        paper,
        draft=False,
        urgency=paper.urgency or marks.urgency,
        classification=paper.classification or marks.classification,
    )
    stem = printing.file_stem(paper, year)
    stem = stem if paper.issued_on else stem.replace("Du thao", "Trinh ky", 1)
    return printing.as_word(plain, stem) if word else printing.as_pdf(plain, stem, foot=foot)


def joined(files: Sequence[Path]) -> Scan:
    """One PDF of scanned pages, in their order.

    Args:
        files: PDFs and pictures (JPG, PNG).

    Raises:
        UserError: `scan_unreadable`, `scan_kind_unknown`, `scan_too_sharp`, `file_too_large`.
        StorageError: as `read_file`.
    """
    parts: list[tuple[str, bytes]] = []
    left = MOST_BYTES
    for path in files:
        data = read_file(path, left)
        left -= len(data)
        parts.append((path.name, data))
    data, pages = scan_pages.joined(parts)
    return Scan(f"{files[0].stem}.pdf", data, pages)


def attach(workspace: Workspace, document: UUID, scan: Scan) -> Document:
    """Keep the scan of an issued paper, encrypted beside the database.

    Args:
        workspace: the workspace.
        document: the paper.
        scan: its pages.

    Raises:
        UserError: `record_gone`, `scan_not_issued`.
        StorageError: `attachment_too_large`, `disk_full`.
    """
    with workspace.reading() as connection:
        _check(records.get(connection, Document, document))
    digest = workspace.attachments.put(scan.data)
    file = DocumentFile(FileRole.SCAN, digest, scan.name, len(scan.data), workspace.today)
    with workspace.writing("attach_scan") as writer:
        found = records.get(writer.connection, Document, document)
        _check(found)
        changed = dataclasses.replace(found, files=(*found.files, file))
        writer.about = f"{found.symbol} · {scan.name}"
        writer.put(changed)
    return changed


def _check(document: Document) -> None:
    if document.state != DocumentState.ISSUED:
        raise UserError("scan_not_issued", symbol=document.symbol)
