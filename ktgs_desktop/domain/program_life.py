"""The life of a program: dự thảo, lấy ý kiến, trình, ban hành, kết thúc; and its steps back."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.program_checks import check_program
from ktgs_desktop.domain.program_titles import usual_title
from ktgs_desktop.domain.programs import Program, ProgramState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import IssuingBody, Office

STEPS = (
    ProgramState.DRAFT,
    ProgramState.CONSULTING,
    ProgramState.SUBMITTED,
    ProgramState.ISSUED,
    ProgramState.CLOSED,
)
"""The states in their order, as the page shows them."""


class Move(StrEnum):
    """What can be done with a program as a whole."""

    CONSULT = "consult"
    SUBMIT = "submit"
    RETURN = "return"
    ISSUE = "issue"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class NewProgram:
    """A program to be begun.

    Attributes:
        kind: `ANNUAL` or `TERM`.
        year: the year; of a term program its first.
        term: code of the term.
        title: abstract, empty for the usual one.
    """

    kind: str
    year: int
    term: str
    title: str = ""


def begun(office: Office, body: IssuingBody, new: NewProgram, identifier: UUID) -> Program:
    """The draft with which a program begins.

    Args:
        office: whose program it is.
        body: who issues it.
        new: what it is.
        identifier: its id.

    Raises:
        UserError: as `check_program`.
    """
    program = Program(
        owner=office.unit,
        id=identifier,
        kind=new.kind,
        body=body.id,
        term=new.term,
        year=new.year,
        state=ProgramState.DRAFT,
        title=nfc(new.title) or usual_title(new.kind, new.year, new.term, body.name),
        province=office.province,
    )
    check_program(program)
    return program


_FROM: dict[Move, tuple[ProgramState, ...]] = {
    Move.CONSULT: (ProgramState.DRAFT,),
    Move.SUBMIT: (ProgramState.DRAFT, ProgramState.CONSULTING),
    Move.RETURN: (ProgramState.CONSULTING, ProgramState.SUBMITTED),
    Move.ISSUE: (ProgramState.DRAFT, ProgramState.CONSULTING, ProgramState.SUBMITTED),
    Move.CLOSE: (ProgramState.ISSUED,),
    Move.REOPEN: (ProgramState.CLOSED,),
}
_NEXT = {
    ProgramState.DRAFT: Move.CONSULT,
    ProgramState.CONSULTING: Move.SUBMIT,
    ProgramState.SUBMITTED: Move.ISSUE,
    ProgramState.ISSUED: Move.CLOSE,
    ProgramState.CLOSED: Move.REOPEN,
}


def moves(program: Program) -> tuple[Move, ...]:
    """What can be done with a program now, in the order of its life.

    Args:
        program: the program.
    """
    return tuple(move for move, states in _FROM.items() if program.state in states)


def next_move(program: Program) -> Move:
    """What usually comes next; an office may leave a step out.

    Args:
        program: the program.
    """
    return _NEXT[ProgramState(program.state)]


def check_move(program: Program, move: Move) -> None:
    """Refuse a step that does not lead on from where the program is.

    Args:
        program: the program.
        move: what is to be done.

    Raises:
        UserError: `program_issued`, `program_closed` or `program_state_bad` (state).
    """
    if program.state in _FROM[move]:
        return
    if move in (Move.CONSULT, Move.SUBMIT, Move.RETURN, Move.ISSUE) and program.issued:
        raise UserError("program_issued", number=program.number)
    if program.state == ProgramState.CLOSED:
        raise UserError("program_closed", number=program.number)
    raise UserError("program_state_bad", state=program.state)


def consulting(program: Program) -> Program:
    """The draft, sent for opinions; its lines may still be edited.

    Args:
        program: the program.

    Raises:
        UserError: as `check_move`.
    """
    check_move(program, Move.CONSULT)
    return dataclasses.replace(program, state=ProgramState.CONSULTING)


def submitted(program: Program, on: date, today: date) -> Program:
    """The draft, laid before the body; it is locked until it is issued or returned.

    Args:
        program: the program.
        on: day on which it was laid before the body.
        today: the present day.

    Raises:
        UserError: as `check_move`; `date_future`.
    """
    check_move(program, Move.SUBMIT)
    if on > today:
        raise UserError("date_future")
    return dataclasses.replace(program, state=ProgramState.SUBMITTED, submitted_on=on, remark="")


def returned(program: Program, remark: str) -> Program:
    """The program, a draft again; the remark stays with it until it is submitted anew.

    Args:
        program: the program.
        remark: what is to be changed; empty if the drafter took it back.

    Raises:
        UserError: as `check_move`; `too_long`.
    """
    check_move(program, Move.RETURN)
    limits.check_length("remark", remark, limits.NOTE)
    return dataclasses.replace(
        program, state=ProgramState.DRAFT, submitted_on=None, remark=nfc(remark)
    )


def closed(program: Program, on: date, today: date) -> Program:
    """The program, at its end: nothing more is recorded in it.

    Args:
        program: the program.
        on: day on which the office closes it.
        today: the present day.

    Raises:
        UserError: as `check_move`; `date_future` or `closed_before_issue` (date).
    """
    check_move(program, Move.CLOSE)
    if on > today:
        raise UserError("date_future")
    if program.issued_on is not None and on < program.issued_on:
        raise UserError("closed_before_issue", date=program.issued_on)
    return dataclasses.replace(program, state=ProgramState.CLOSED, closed_on=on)


def reopened(program: Program) -> Program:
    """The program, open again for progress and amendments.

    Args:
        program: the program.

    Raises:
        UserError: as `check_move`.
    """
    check_move(program, Move.REOPEN)
    return dataclasses.replace(program, state=ProgramState.ISSUED, closed_on=None)
