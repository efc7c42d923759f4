"""Use cases: the paper of an amendment, and a program as it was on a day, as PDF and Word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.papers.amendment import default_text
from ktgs_desktop.papers.text_kinds import TextField, check_kind_text, fields_of
from ktgs_desktop.services import printing
from ktgs_desktop.store import office_texts, records

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
    """An amendment as PDF: its signed file, scan or PDF from Word if there is one, else made anew.

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
    kept = printing.kept_file(workspace, paper) if paper else None
    if kept is not None:
        return kept
    made = printing.amendment_as_typed(workspace, found, document_type)
    foot = printing.foot_of(workspace, amendment)
    return printing.as_pdf(made, _stem(made), progress, foot=foot)


def print_as_typed(
    workspace: Workspace,
    amendment: Amendment,
    document_type: str = printing.AMENDMENT_TYPE,
    progress: Progress | None = None,
) -> Printed:
    """An amendment as PDF with a title, reason and text that need not be saved yet.

    Args:
        workspace: the workspace.
        amendment: the amendment as typed.
        document_type: type of the paper of a draft.
        progress: is told how far it is.

    Raises:
        UserError: as `paper_of_amendment`.
    """
    made = printing.amendment_as_typed(workspace, amendment, document_type)
    return printing.as_pdf(made, _stem(made), progress)


def usual_text(workspace: Workspace, amendment: Amendment) -> str:
    """The text with its fields that an amendment has unless it has its own: the office's or ours.

    Args:
        workspace: the workspace.
        amendment: the amendment.
    """
    with workspace.reading() as connection:
        return office_texts.of_amendment(connection, amendment) or default_text()


def fields_of_text() -> tuple[TextField, ...]:
    """What the text of an amendment may show."""
    return fields_of(TextKind.AMENDMENT)


def check_text(amendment: Amendment) -> None:
    """Refuse a text of its own that an amendment could not be printed with, whatever its type.

    Args:
        amendment: the amendment as typed.

    Raises:
        UserError: as `text_kinds.check_kind_text`.
    """
    if amendment.text.strip():
        check_kind_text(TextKind.AMENDMENT, amendment.text)


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
    return printing.as_pdf(made, stem, progress, foot=printing.foot_of(workspace, program))


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
