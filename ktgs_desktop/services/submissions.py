"""Use cases of papers laid before whoever signs (trình ký): submit, look through, return."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import submissions as rules
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import paper_queries, records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Laid:
    """A paper with the latest time it was laid before the signer.

    Attributes:
        submission: that time.
        document: the paper.
    """

    submission: Submission
    document: Document


def submit(workspace: Workspace, document: UUID, remark: str = "") -> Submission:
    """Lay a paper before whoever signs it.

    Args:
        workspace: the workspace.
        document: the paper.
        remark: what the drafter says about it.

    Raises:
        UserError: `record_gone`, `document_not_issued`, `submission_waiting` or `too_long`.
    """
    with workspace.reading() as connection:
        symbol = records.get(connection, Document, document).symbol
    with workspace.writing("submit_document", symbol) as writer:
        paper = records.get(writer.connection, Document, document)
        former = tuple(records.get_all(writer.connection, Submission, document=document))
        rules.check_submission(paper, former, remark)
        for one in former:
            if one.to_mend:
                writer.put(dataclasses.replace(one, seen=True))
        made = Submission(
            owner=workspace.office.unit,
            id=new_id(),
            document=document,
            drafter=workspace.user.id,
            drafter_name=workspace.user.full_name,
            submitted_on=workspace.today,
            remark=nfc(remark).strip(),
        )
        writer.put(made)
    return made


def give_back(workspace: Workspace, submission: UUID, answer: str) -> Submission:
    """Return a paper to its drafter.

    Args:
        workspace: the workspace.
        submission: the waiting submission.
        answer: what is to be mended.

    Raises:
        UserError: `record_gone`, `submission_closed`, `remark_missing` or `too_long`.
    """
    symbol = _symbol(workspace, submission)
    with workspace.writing("return_document", symbol) as writer:
        found = records.get(writer.connection, Submission, submission)
        by, on = workspace.user.full_name, workspace.today
        changed = rules.returned(found, nfc(answer), by, on)
        writer.put(changed)
    return changed


def note_return(workspace: Workspace, submission: UUID) -> Submission:
    """Take note that a paper came back; it leaves the list of what is to be mended.

    Args:
        workspace: the workspace.
        submission: the returned submission.

    Raises:
        UserError: `record_gone`.
    """
    symbol = _symbol(workspace, submission)
    with workspace.writing("note_return", symbol) as writer:
        found = records.get(writer.connection, Submission, submission)
        changed = dataclasses.replace(found, seen=True)
        if found.to_mend:
            writer.put(changed)
    return changed


def _symbol(workspace: Workspace, submission: UUID) -> str:
    with workspace.reading() as connection:
        found = records.get(connection, Submission, submission)
        paper = records.find(connection, Document, found.document, voided=True)
    return paper.symbol if paper else ""


def waiting(workspace: Workspace) -> list[Laid]:
    """The papers before the signer, the longest waiting first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, Submission, state=str(SubmissionState.WAITING))
        return [Laid(*one) for one in paper_queries.with_papers(connection, found)]


def to_mend(workspace: Workspace) -> list[Laid]:
    """The papers returned to the user of which no note was taken yet.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        returned = paper_queries.returned_papers(connection, workspace.user.id)
    return [Laid(*one) for one in returned]


def of_document(workspace: Workspace, document: UUID) -> list[Submission]:
    """Every time a paper was laid before the signer, the latest last.

    Args:
        workspace: the workspace.
        document: the paper.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, Submission, document=document)
    return sorted(found, key=lambda one: (one.submitted_on, one.id))
