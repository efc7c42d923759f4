"""Incoming papers (văn bản đến): numbered by the year, with instruction, assignee, day and reply.

The number is that of the office's own book of incoming papers, which begins with 1 each year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.documents import DocumentFile
from ktgs_desktop.domain.paper_marks import Classification, check_urgency
from ktgs_desktop.errors import UserError


class IncomingState(StrEnum):
    """Where an incoming paper stands; `FILED` needs no action."""

    FILED = "FILED"
    OPEN = "OPEN"
    LATE = "LATE"
    DONE = "DONE"


@dataclass(frozen=True, slots=True)
class IncomingDocument:
    """A paper that came in.

    Attributes:
        owner: the office's unit.
        id: identifier.
        year: year of the book it stands in, that of `received_on`.
        number: its number in the book (số đến).
        received_on: day it came (ngày đến).
        sender: who sent it (tác giả).
        symbol: its number and symbol at the sender, or empty.
        dated: its date, None if it has none.
        abstract: type and abstract (tên loại, trích yếu).
        urgency: `URGENT`, `VERY_URGENT`, `EXPRESS` or empty.
        classification: `CONFIDENTIAL`, `SECRET`, `TOP_SECRET` or empty, as marked by the sender.
        instruction: what the chair ordered (ý kiến chỉ đạo).
        assignee: who is to deal with it (đơn vị hoặc người nhận).
        due_on: until when, None for no day.
        done_on: when it was dealt with, None if it was not.
        reply: the outgoing paper that answers it, None if there is none.
        note: free text.
        files: its scans, oldest first.
        province: code of the office's province on the day.
    """

    owner: UUID
    id: UUID
    year: int
    number: int
    received_on: date
    sender: str
    abstract: str
    symbol: str = ""
    dated: date | None = None
    urgency: str = ""
    classification: str = ""
    instruction: str = ""
    assignee: str = ""
    due_on: date | None = None
    done_on: date | None = None
    reply: UUID | None = None
    note: str = ""
    files: tuple[DocumentFile, ...] = ()
    province: str = ""

    def state(self, today: date) -> IncomingState:
        """Where it stands on a day."""
        return state_on(self.assignee, self.due_on, self.done_on, today)


def state_on(
    assignee: str, due_on: date | None, done_on: date | None, today: date
) -> IncomingState:
    """Where an incoming paper stands on a day.

    Args:
        assignee: who is to deal with it, or empty.
        due_on: until when.
        done_on: when it was dealt with.
        today: the day.
    """
    if done_on is not None:
        return IncomingState.DONE
    if due_on is None and not assignee:
        return IncomingState.FILED
    return IncomingState.LATE if due_on is not None and due_on < today else IncomingState.OPEN


def check_incoming(paper: IncomingDocument, today: date) -> None:
    """Refuse an incoming paper that could not stand in the book.

    Args:
        paper: what is to be saved.
        today: the present day.

    Raises:
        UserError: `sender_missing`, `abstract_missing`, `number_bad`, `received_future`,
            `dated_after_received`, `done_before_received`, `done_future`, `due_before_received`,
            `urgency_unknown`, `classification_unknown`, `too_long`.
    """
    if not paper.sender.strip():
        raise UserError("sender_missing")
    if not paper.abstract.strip():
        raise UserError("abstract_missing")
    if paper.number < 1:
        raise UserError("number_bad", number=paper.number)
    check_urgency(paper.urgency)
    if paper.classification and paper.classification not in list(Classification):
        raise UserError("classification_unknown", text=paper.classification)
    limits.check_length("sender", paper.sender, limits.NAME)
    limits.check_length("symbol", paper.symbol, limits.NAME)
    limits.check_length("abstract", paper.abstract, limits.LINE)
    limits.check_length("instruction", paper.instruction, limits.NOTE)
    limits.check_length("assignee", paper.assignee, limits.NAME)
    limits.check_length("note", paper.note, limits.NOTE)
    _check_days(paper, today)


def _check_days(paper: IncomingDocument, today: date) -> None:
    received = paper.received_on
    if received > today:
        raise UserError("received_future", date=received, today=today)
    if paper.dated is not None and paper.dated > received:
        raise UserError("dated_after_received", date=paper.dated, received=received)
    if paper.due_on is not None and paper.due_on < received:
        raise UserError("due_before_received", date=paper.due_on, received=received)
    if paper.done_on is not None and paper.done_on < received:
        raise UserError("done_before_received", date=paper.done_on, received=received)
    if paper.done_on is not None and paper.done_on > today:
        raise UserError("done_future", date=paper.done_on)


def doubles(papers: Iterable[IncomingDocument]) -> list[tuple[IncomingDocument, ...]]:
    """Incoming papers that share a number of one year's book, as two computers can give it.

    Args:
        papers: papers of any year.
    """
    found: dict[tuple[int, int], list[IncomingDocument]] = defaultdict(list)
    for paper in papers:
        found[(paper.year, paper.number)].append(paper)
    return [
        tuple(sorted(papers, key=lambda one: one.id))
        for _key, papers in sorted(found.items())
        if len(papers) > 1
    ]
