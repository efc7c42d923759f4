"""Opinions on a draft program (lấy ý kiến) and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program


class OpinionResult(StrEnum):
    """What the drafting body made of an opinion: tiếp thu, tiếp thu một phần, giải trình."""

    OPEN = ""
    ACCEPTED = "ACCEPTED"
    PARTLY = "PARTLY"
    EXPLAINED = "EXPLAINED"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a body or person says of a draft.

    Attributes:
        owner: the office's unit.
        id: identifier.
        program: the draft.
        giver: who was asked.
        asked_on: day on which they were asked.
        due_on: day until which they may answer, None if none was set.
        received_on: day of their answer, None before.
        text: what they say; an answer without words agrees.
        result: what became of it: empty (open), `ACCEPTED`, `PARTLY` or `EXPLAINED`.
        answer: how it was taken up, or why not.
    """

    owner: UUID
    id: UUID
    program: UUID
    giver: str
    asked_on: date
    due_on: date | None = None
    received_on: date | None = None
    text: str = ""
    result: str = OpinionResult.OPEN
    answer: str = ""

    def is_open(self) -> bool:
        """Whether it still waits: for the answer, or for what becomes of its words."""
        return self.received_on is None or (bool(self.text) and self.result == OpinionResult.OPEN)


def refuse_issued(program: Program) -> None:
    """Refuse to record opinions on what is issued: they are asked for on a draft.

    They may still come while the draft lies before its body.

    Args:
        program: the program.

    Raises:
        UserError: `opinions_closed`.
    """
    if program.issued:
        raise UserError("opinions_closed", number=program.number)


def check_opinion(opinion: Opinion, today: date) -> None:
    """Refuse an opinion that cannot be.

    Args:
        opinion: what is to be saved.
        today: the workspace's day.

    Raises:
        UserError: `name_missing`, `too_long`, `dates_reversed`, `date_future` or
            `answer_missing` (an opinion not taken up as it stands needs a reason).
    """
    if not opinion.giver.strip():
        raise UserError("name_missing")
    limits.check_length("name", opinion.giver, limits.LINE)
    limits.check_length("text", opinion.text, limits.CONTENT)
    limits.check_length("answer", opinion.answer, limits.CONTENT)
    for day in (opinion.due_on, opinion.received_on):
        if day is not None and day < opinion.asked_on:
            raise UserError("dates_reversed", name=opinion.giver)
    if max(opinion.asked_on, opinion.received_on or opinion.asked_on) > today:
        raise UserError("date_future")
    explained = opinion.result in (OpinionResult.PARTLY, OpinionResult.EXPLAINED)
    if explained and not opinion.answer.strip():
        raise UserError("answer_missing", name=opinion.giver)
