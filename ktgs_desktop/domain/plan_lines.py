"""What the views of programs need of a line: who, when, and how far each subject is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import Subject


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line as the matrix, the calendar and the charts take it.

    Attributes:
        id: the line.
        program: its program.
        lead: name of the body in the lead, or empty.
        part: part of the annex, `A` or `B`.
        seq: place within the part.
        task_kind: code of the kind of work.
        content: what is inspected or supervised.
        subjects: those named.
        unnamed: how many are to be named later.
        year: year of the work.
        quarter: quarter of its last day in time, 1 to 4.
        due_on: last day in time.
        work_from: first day of the work, None if it is not set.
        work_to: last day of the work, None if it is not set.
        progress: how far it is.
        begun: keys of the subjects begun and not done.
        done: keys of the subjects done.
    """

    id: UUID
    program: UUID
    lead: str
    part: str
    seq: int
    task_kind: str
    content: str
    subjects: tuple[Subject, ...]
    unnamed: int
    year: int
    quarter: int
    due_on: date
    work_from: date | None
    work_to: date | None
    progress: LineProgress
    begun: frozenset[UUID] = frozenset()
    done: frozenset[UUID] = frozenset()

    def state(self, today: date) -> ProgressState:
        """How far the line is on a day.

        Args:
            today: the day.
        """
        return self.progress.state(self.due_on, today)

    def subject_state(self, key: UUID, today: date) -> ProgressState:
        """How far one of its subjects is on a day; the line's own day is theirs too.

        Args:
            key: key of the subject.
            today: the day.
        """
        if not self.progress.in_force:
            return ProgressState.DROPPED
        if key in self.done:
            return ProgressState.DONE
        if self.progress.issued and self.due_on < today:
            return ProgressState.OVERDUE
        return ProgressState.IN_PROGRESS if key in self.begun else ProgressState.NOT_STARTED

    def rest_state(self, today: date) -> ProgressState:
        """How far those still unnamed are, or a line that names nobody at all.

        Args:
            today: the day.
        """
        named = len(self.subjects)
        done = self.progress.done - len(self.done)
        rest = LineProgress(
            done=done,
            total=max(self.unnamed, 0 if named else 1),
            started=done > 0 or (self.progress.started and not named),
            issued=self.progress.issued,
            in_force=self.progress.in_force,
        )
        return rest.state(self.due_on, today)
