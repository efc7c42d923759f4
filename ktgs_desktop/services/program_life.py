"""Use cases of a program's life: sent for opinions, laid before the body, returned, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import amendment_checks
from ktgs_desktop.domain import program_life as rules
from ktgs_desktop.domain.amendments import Amendment
from ktgs_desktop.domain.opinions import Opinion, check_opinion
from ktgs_desktop.domain.program_progress import Progress, ProgressState, line_progress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import code_lists, queries, records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.store.database import Reader


def send_for_opinions(
    workspace: Workspace, program: UUID, givers: Sequence[str] = (), due_on: date | None = None
) -> Program:
    """Send a draft for opinions, and note who is asked.

    Args:
        workspace: the workspace.
        program: its id.
        givers: who is asked; others can be noted later.
        due_on: day until which they may answer, None if none is set.

    Raises:
        UserError: `program_empty`, `program_issued`, `program_state_bad`, or as
            `domain.opinions.check_opinion`.
    """
    named = list(dict.fromkeys(name for giver in givers if (name := " ".join(giver.split()))))
    with workspace.writing("send_for_opinions", _title(workspace, program)) as writer:
        found = _with_lines(writer.connection, program)
        asked = [
            Opinion(workspace.office.unit, new_id(), program, giver, workspace.today, due_on)
            for giver in named
        ]
        for one in asked:
            check_opinion(one, workspace.today)
        changed = rules.consulting(found)
        writer.put(changed)
        writer.put_many(asked)
    return changed


def submit(workspace: Workspace, program: UUID, on: date | None = None) -> Program:
    """Lay a draft before its body; it is locked until it is issued or returned.

    Args:
        workspace: the workspace.
        program: its id.
        on: day, None for today.

    Raises:
        UserError: `program_empty`, `program_issued`, `program_submitted`, `date_future`.
    """
    with workspace.writing("submit_program", _title(workspace, program)) as writer:
        found = _with_lines(writer.connection, program)
        changed = rules.submitted(found, on or workspace.today, workspace.today)
        writer.put(changed)
    return changed


def send_back(workspace: Workspace, program: UUID, remark: str = "") -> Program:
    """Make a program that was sent out or submitted a draft again.

    Args:
        workspace: the workspace.
        program: its id.
        remark: what the drafter is to change; empty if the drafter takes it back.

    Raises:
        UserError: `program_issued`, `program_state_bad`, `too_long`.
    """
    return _moved(workspace, program, "return_program", lambda found: rules.returned(found, remark))


def remaining(workspace: Workspace, program: UUID) -> list[ProgramItem]:
    """Lines in force that are not done, in the order of the annex.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        return _remaining(connection, found, workspace.today)


def _remaining(connection: Reader, program: Program, today: date) -> list[ProgramItem]:
    steps: dict[UUID, list[Progress]] = {}
    for step in records.get_all(connection, Progress, program=program.id):
        steps.setdefault(step.item, []).append(step)
    finished = (ProgressState.DONE, ProgressState.DROPPED)
    lines = [
        item
        for item in records.get_all(connection, ProgramItem, program=program.id)
        if line_progress(item, steps.get(item.id, ())).state(item.due_on, today) not in finished
    ]
    return sorted(lines, key=lambda item: (code_lists.part_of(item.task_kind), item.seq, item.id))


def close(
    workspace: Workspace, program: UUID, on: date | None = None, *, unfinished: bool = False
) -> Program:
    """Close an issued program: nothing more is recorded in it.

    Args:
        workspace: the workspace.
        program: its id.
        on: day, None for today.
        unfinished: whether it may be closed with lines that are not done.

    Raises:
        UserError: `amendment_drafted` (title), `program_unfinished` (count, names),
            `program_closed`, `program_state_bad`, `date_future`, `closed_before_issue`.
    """
    with workspace.writing("close_program", _title(workspace, program)) as writer:
        found = records.get(writer.connection, Program, program)
        changed = rules.closed(found, on or workspace.today, workspace.today)
        drafted = records.get_all(writer.connection, Amendment, program=program)
        amendment_checks.refuse_drafted(drafted)
        open_lines = _remaining(writer.connection, found, workspace.today)
        if open_lines and not unfinished:
            names = "; ".join(item.content.split("\n")[0][:80] for item in open_lines)
            raise UserError("program_unfinished", count=len(open_lines), names=names)
        writer.put(changed)
    return changed


def reopen(workspace: Workspace, program: UUID) -> Program:
    """Open a closed program again.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `program_state_bad`, `record_gone`.
    """
    return _moved(workspace, program, "reopen_program", rules.reopened)


def _moved(
    workspace: Workspace, program: UUID, operation: str, move: Callable[[Program], Program]
) -> Program:
    with workspace.writing(operation, _title(workspace, program)) as writer:
        changed = move(records.get(writer.connection, Program, program))
        writer.put(changed)
    return changed


def _title(workspace: Workspace, program: UUID) -> str:
    """What a program is called in the history."""
    with workspace.reading() as connection:
        return subject_of(records.get(connection, Program, program).title, 1)


def _with_lines(connection: Reader, program: UUID) -> Program:
    found = records.get(connection, Program, program)
    if not queries.count_items(connection, program):
        raise UserError("program_empty")
    return found
