"""How far program lines are: one record for each subject, kept apart from the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program, ProgramItem


class ProgressState(StrEnum):
    """How far a subject or a line is; `OVERDUE` and `DROPPED` are computed, never stored."""

    NOT_STARTED = "NOT_STARTED"
    IN_PROGRESS = "IN_PROGRESS"
    DONE = "DONE"
    OVERDUE = "OVERDUE"
    DROPPED = "DROPPED"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one subject of a line is, or the line's subjects still unnamed.

    Attributes:
        owner: the office's unit.
        id: computed from the line and the subject.
        item: the line.
        program: its program.
        subject: key of the subject, None for those unnamed.
        state: `NOT_STARTED`, `IN_PROGRESS` or `DONE`.
        started_on: first day of the work, None before.
        done_on: day of the conclusion, None before.
        done_count: how many unnamed subjects are done; 1 for a named one that is.
        note: free text.
    """

    owner: UUID
    id: UUID
    item: UUID
    program: UUID
    subject: UUID | None
    state: str
    started_on: date | None = None
    done_on: date | None = None
    done_count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How far a line is.

    Attributes:
        done: subjects done.
        total: subjects in all.
        started: whether any work has begun.
        last_done: day of the latest conclusion, None if none.
        issued: whether its program is issued; a line of a draft binds nobody and is never overdue.
        in_force: whether it is to be done at all: neither dropped nor put off to another year.
    """

    done: int
    total: int
    started: bool
    last_done: date | None = None
    issued: bool = True
    in_force: bool = True

    def state(self, due_on: date, today: date) -> ProgressState:
        """The state on a day.

        Args:
            due_on: the line's last day in time.
            today: the day asked for.
        """
        if not self.in_force:
            return ProgressState.DROPPED
        if self.done >= self.total:
            return ProgressState.DONE
        if self.issued and due_on < today:
            return ProgressState.OVERDUE
        return ProgressState.IN_PROGRESS if self.started else ProgressState.NOT_STARTED


def line_progress(
    item: ProgramItem, records: Iterable[Progress], *, issued: bool = True
) -> LineProgress:
    """How far a line is, from the progress of its subjects.

    Records of subjects that are no longer in the line do not count.

    Args:
        item: the line.
        records: progress records of the line.
        issued: whether its program is issued.
    """
    keys = {subject.key for subject in item.subjects}
    unnamed = item.subject_count - len(item.subjects)
    done, started, last = 0, False, None
    for record in records:
        if record.subject is not None and record.subject not in keys:
            continue
        started = started or record.state != ProgressState.NOT_STARTED
        if record.subject is None:
            done += min(record.done_count, unnamed)
        elif record.state == ProgressState.DONE:
            done += 1
        if record.done_on and (last is None or record.done_on > last):
            last = record.done_on
    return LineProgress(done, item.subject_count, started, last, issued, item.in_force)


def check_recordable(program: Program) -> None:
    """Refuse to record progress of a program that is not issued, or closed.

    Args:
        program: the program.

    Raises:
        UserError: `program_not_issued` or `program_closed`.
    """
    if not program.issued:
        raise UserError("program_not_issued")
    if program.closed_on is not None:
        raise UserError("program_closed", number=program.number)


def check_progress(progress: Progress, item: ProgramItem, today: date) -> None:
    """Refuse progress that cannot be.

    Args:
        progress: what is to be saved.
        item: its line.
        today: the workspace's day.

    Raises:
        UserError: `progress_state_bad`, `done_date_missing`, `dates_reversed`, `date_future`,
            `done_count_bad` or `subject_unknown`.
    """
    if progress.state not in (
        ProgressState.NOT_STARTED,
        ProgressState.IN_PROGRESS,
        ProgressState.DONE,
    ):
        raise UserError("progress_state_bad", state=progress.state)
    if progress.subject is not None and all(s.key != progress.subject for s in item.subjects):
        raise UserError("subject_unknown")
    if progress.state == ProgressState.DONE and progress.done_on is None:
        raise UserError("done_date_missing")
    if progress.started_on and progress.done_on and progress.done_on < progress.started_on:
        raise UserError("dates_reversed", name=item.content[:60])
    if (progress.done_on or progress.started_on or today) > today:
        raise UserError("date_future")
    limit = 1 if progress.subject else item.subject_count - len(item.subjects)
    if not 0 <= progress.done_count <= limit:
        raise UserError("done_count_bad", limit=limit)
