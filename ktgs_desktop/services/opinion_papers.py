"""Use case: the report that sums up the opinions on a draft, as PDF and Word."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.opinions import Opinion
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.papers.letterhead import draft_letterhead, issued_letterhead
from ktgs_desktop.papers.opinions import DOCUMENT_TYPE, opinions_paper
from ktgs_desktop.services import printing
from ktgs_desktop.store import office_texts, records

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace


def summary_paper(workspace: Workspace, program: UUID, document: UUID | None = None) -> Paper:
    """The report on the opinions on a program.

    Args:
        workspace: the workspace.
        program: its id.
        document: the paper it is in the register, None while it has no number.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        body = records.get(connection, IssuingBody, found.body)
        opinions = records.get_all(connection, Opinion, program=program)
        issued = records.get(connection, Document, document) if document is not None else None
        usual = office_texts.of_kind(connection, found.owner, TextKind.OPINIONS)
    ordered = sorted(opinions, key=lambda one: (one.asked_on, one.id))
    if issued is not None:
        head = issued_letterhead(issued, body)
    else:
        head = draft_letterhead(body, DOCUMENT_TYPE)
    return opinions_paper(found, ordered, head, workspace.today, usual)


def printed(
    workspace: Workspace,
    program: UUID,
    progress: Progress | None = None,
    *,
    word: bool = False,
    document: UUID | None = None,
) -> Printed:
    """The report as a file.

    Args:
        workspace: the workspace.
        program: the program.
        progress: is told how far it is.
        word: whether as Word, else as PDF.
        document: the paper it is in the register, None while it has no number.

    Raises:
        UserError: `record_gone`.
    """
    paper = summary_paper(workspace, program, document)
    stem = "Tong hop y kien gop y " + printing.file_stem(paper, paper.year)
    if word:
        return printing.as_word(paper, stem)
    return printing.as_pdf(paper, stem, progress, foot=printing.foot_of(workspace, program))
