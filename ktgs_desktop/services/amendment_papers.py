"""Use cases: the paper of an amendment, and a program as it was on a day, as PDF and Word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.documents import Document, FileRole
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.services import printing
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

Printed = printing.Printed


def paper_of_amendment(
    workspace: Workspace, amendment: UUID, document_type: str = printing.AMENDMENT_TYPE
) -> Paper:
    """The paper of an amendment; a draft is marked.

    Args:
        workspace: the workspace.
        amendment: its id.
        document_type: type of the paper of a draft: `QĐ`, `CTr` or `TB`.

    Raises:
        UserError: `record_gone`, `template_syntax`, `template_field_unknown`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Amendment, amendment)
    return printing.amendment_as_typed(workspace, found, document_type)


def print_amendment(
    workspace: Workspace,
    amendment: UUID,
    document_type: str = printing.AMENDMENT_TYPE,
    progress: Progress | None = None,
) -> Printed:
    """An amendment as PDF: its signed file or its scan if there is one, else made anew.

    Args:
        workspace: the workspace.
        amendment: its id.
        document_type: type of the paper of a draft.
        progress: is told how far it is.

    Raises:
        UserError: as `paper_of_amendment`.
        StorageError: a signed file is missing or damaged.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Amendment, amendment)
        paper = records.find(connection, Document, found.document) if found.document else None
    for role in (FileRole.SIGNED_PDF, FileRole.SCAN):
        kept = paper.latest(role) if paper else None
        if kept is not None:
            data = workspace.attachments.get(kept.digest)
            return Printed(kept.name, data, signed=role == FileRole.SIGNED_PDF)
    made = printing.amendment_as_typed(workspace, found, document_type)
    return printing.as_pdf(made, _stem(made), progress)


def word_of_amendment(
    workspace: Workspace, amendment: UUID, document_type: str = printing.AMENDMENT_TYPE
) -> Printed:
    """An amendment as Word file.

    Args:
        workspace: the workspace.
        amendment: its id.
        document_type: type of the paper of a draft.

    Raises:
        UserError: as `paper_of_amendment`.
    """
    made = paper_of_amendment(workspace, amendment, document_type)
    return printing.as_word(made, _stem(made))


def _stem(paper: Paper) -> str:
    return printing.file_stem(paper, paper.issued_on.year if paper.issued_on else paper.year)


def print_version(
    workspace: Workspace, program: UUID, on: date, progress: Progress | None = None
) -> Printed:
    """A program as it was on a day (bản hợp nhất) as PDF.

    Args:
        workspace: the workspace.
        program: its id.
        on: the day.
        progress: is told how far it is.

    Raises:
        UserError: `record_gone`, `program_not_issued_yet`, `template_syntax`,
            `template_field_unknown`.
    """
    made, stem = _version(workspace, program, on)
    return printing.as_pdf(made, stem, progress)


def word_of_version(workspace: Workspace, program: UUID, on: date) -> Printed:
    """A program as it was on a day (bản hợp nhất) as Word file.

    Args:
        workspace: the workspace.
        program: its id.
        on: the day.

    Raises:
        UserError: as `print_version`.
    """
    made, stem = _version(workspace, program, on)
    return printing.as_word(made, stem)


def _version(workspace: Workspace, program: UUID, on: date) -> tuple[Paper, str]:
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    made = printing.version_as_paper(workspace, program, on)
    return made, f"{printing.file_stem(made, found.year)} hop nhat {on:%Y-%m-%d}"
