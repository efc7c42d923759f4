"""Papers laid before whoever signs (trình ký): waiting, signed, or returned with a remark."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.errors import UserError


class SubmissionState(StrEnum):
    """Where a paper laid before the signer stands."""

    WAITING = "WAITING"
    SIGNED = "SIGNED"
    RETURNED = "RETURNED"


@dataclass(frozen=True, slots=True)
class Submission:
    """A paper in the chair's folder (một lần trình ký).

    Attributes:
        owner: the office's unit.
        id: identifier.
        document: the paper.
        drafter: the user who laid it before the signer.
        drafter_name: their full name.
        submitted_on: the day.
        state: `WAITING`, `SIGNED` or `RETURNED`.
        remark: what the drafter says about it, for the signer.
        answer: why it was returned.
        decided_by: full name of whoever signed or returned it.
        decided_on: when, None while it waits.
        seen: whether the drafter has taken note of its return.
    """

    owner: UUID
    id: UUID
    document: UUID
    drafter: UUID
    drafter_name: str
    submitted_on: date
    state: str = SubmissionState.WAITING
    remark: str = ""
    answer: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    seen: bool = False

    @property
    def waiting(self) -> bool:
        """Whether it waits for the signer."""
        return self.state == SubmissionState.WAITING

    @property
    def to_mend(self) -> bool:
        """Whether the drafter has to look at it: returned, and not taken note of yet."""
        return self.state == SubmissionState.RETURNED and not self.seen


def check_submission(document: Document, others: tuple[Submission, ...], remark: str) -> None:
    """Refuse to lay a paper before the signer that cannot be signed.

    Args:
        document: the paper.
        others: its former submissions.
        remark: what the drafter says about it.

    Raises:
        UserError: `document_not_issued`, `submission_waiting` or `too_long`.
    """
    if document.state != DocumentState.ISSUED:
        raise UserError("document_not_issued", symbol=document.symbol)
    if any(one.waiting for one in others):
        raise UserError("submission_waiting", symbol=document.symbol)
    limits.check_length("remark", remark, limits.NOTE)


def signed(submission: Submission, by: str, on: date) -> Submission:
    """A submission whose paper was signed.

    Args:
        submission: it waits.
        by: full name of whoever signed.
        on: the day.
    """
    return dataclasses.replace(
        submission, state=SubmissionState.SIGNED, decided_by=by, decided_on=on
    )


def returned(submission: Submission, answer: str, by: str, on: date) -> Submission:
    """A submission given back to the drafter.

    Args:
        submission: it waits.
        answer: what is to be mended.
        by: full name of whoever returns it.
        on: the day.

    Raises:
        UserError: `submission_closed` if it no longer waits, `remark_missing` or `too_long`.
    """
    if not submission.waiting:
        raise UserError("submission_closed")
    if not answer.strip():
        raise UserError("remark_missing")
    limits.check_length("remark", answer, limits.NOTE)
    return dataclasses.replace(
        submission,
        state=SubmissionState.RETURNED,
        answer=answer.strip(),
        decided_by=by,
        decided_on=on,
    )
