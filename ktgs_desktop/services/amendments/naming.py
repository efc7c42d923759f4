"""Subjects named that an issued program left to be named; no amendment is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from ktgs_desktop.domain import amendment_checks as checks
from ktgs_desktop.domain import amendments as rules
from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain.amendments import ChangeAction, ItemChange
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem, Subject
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.amendments.lookup import next_seq
from ktgs_desktop.services.register import linked
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records


def name_subjects(
    workspace: Workspace, item: UUID, subjects: Sequence[Subject], on: date | None = None
) -> ProgramItem:
    """Name subjects that an issued program left to be named later; needs no amendment.

    Args:
        workspace: the workspace.
        item: the line.
        subjects: those named now.
        on: day on which they were named, None for today.

    Returns:
        The line as it is now.

    Raises:
        UserError: `naming_not_allowed`, `naming_too_many`, `naming_done_unnamed`,
            `item_in_amendment`, `item_not_in_force`, `subject_missing`,
            `program_not_amendable`, `program_closed`, `amendment_before_another`, …
    """
    day = on or workspace.today
    with workspace.writing("name_subjects") as writer:
        connection = writer.connection
        before = records.get(connection, ProgramItem, item)
        program = records.get(connection, Program, before.program)
        writer.about = before.content
        checks.check_amendable(program)
        if not program.names_later:
            raise UserError("naming_not_allowed")
        changes = records.get_all(connection, ItemChange, program=program.id)
        if any(change.item == item and change.on is None for change in changes):
            raise UserError("item_in_amendment", name=before.content[:60])
        checks.check_day(program, day, workspace.today, changes)
        after = program_checks.tidied(rules.named_later(before, subjects))
        after = linked(workspace, after)
        checks.check_progress_kept(after, records.get_all(connection, Progress, item=item))
        change = ItemChange(
            owner=workspace.office.unit,
            id=new_id(),
            program=program.id,
            item=item,
            action=ChangeAction.NAMED,
            after=after,
            before=before,
            on=day,
            seq=next_seq(connection, program.id),
            province=workspace.office.province,
        )
        checks.check_change(change, program)
        writer.put(change)
        writer.put(after)
    return after
