"""Use cases of the progress (tiến độ) of a program's lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_progress as rules
from ktgs_desktop.domain.identity import progress_id
from ktgs_desktop.domain.program_progress import LineProgress, Progress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """Progress of one subject as recorded by a clerk.

    Attributes:
        subject: key of the subject, None for those unnamed or a line without subjects.
        state: `NOT_STARTED`, `IN_PROGRESS` or `DONE`.
        started_on: first day of the work.
        done_on: day of the conclusion.
        done_count: how many unnamed subjects are done.
        note: free text.
    """

    subject: UUID | None
    state: str
    started_on: date | None = None
    done_on: date | None = None
    done_count: int = 0
    note: str = ""


def record_progress(workspace: Workspace, item: UUID, steps: Sequence[Step]) -> LineProgress:
    """Record how far subjects of a line of an issued program are.

    Args:
        workspace: the workspace.
        item: the line.
        steps: progress of the subjects that changed.

    Returns:
        How far the line is now.

    Raises:
        UserError: `program_not_issued`, `done_date_missing`, `date_future`, …
    """
    with workspace.reading() as connection:
        content = records.get(connection, ProgramItem, item).content
    with workspace.writing("record_progress", content) as writer:
        found = records.get(writer.connection, ProgramItem, item)
        program = records.get(writer.connection, Program, found.program)
        rules.check_recordable(program)
        made = [_progress(workspace, found, step) for step in steps]
        for one in made:
            rules.check_progress(one, found, workspace.today)
        writer.put_many(made)
        now = records.get_all(writer.connection, Progress, item=item)
    return rules.line_progress(found, now)


def _progress(workspace: Workspace, item: ProgramItem, step: Step) -> Progress:
    done = step.state == rules.ProgressState.DONE
    named = step.subject is not None
    return Progress(
        owner=workspace.office.unit,
        id=progress_id(item.id, step.subject),
        item=item.id,
        program=item.program,
        subject=step.subject,
        state=step.state,
        started_on=step.started_on,
        done_on=step.done_on,
        done_count=int(done) if named else step.done_count,
        note=nfc(step.note),
    )
