"""Amendments in the making: begun, edited, their changes, given up."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import amendment_checks as checks
from ktgs_desktop.domain import amendments as rules
from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain.amendments import Amendment, AmendmentState, ChangeAction, ItemChange
from ktgs_desktop.domain.programs import Program, ProgramItem, ProgramKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.amendments.lookup import draft_of
from ktgs_desktop.services.cited import CitingRecord, link
from ktgs_desktop.services.register import linked
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import code_lists, queries, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.services.cited import Chosen
    from ktgs_desktop.store.database import Reader


def default_title(program: Program) -> str:
    """The abstract (trích yếu) of an amendment until the office changes it.

    Args:
        program: the program it changes.
    """
    if program.kind == ProgramKind.TERM:
        span = program.term.replace("-", " - ")
        return f"điều chỉnh, bổ sung Chương trình kiểm tra, giám sát nhiệm kỳ {span}"
    return f"điều chỉnh, bổ sung Chương trình kiểm tra, giám sát năm {program.year}"


def begin(workspace: Workspace, program: UUID, *, title: str = "", reason: str = "") -> Amendment:
    """Begin an amendment of an issued program.

    Args:
        workspace: the workspace.
        program: the program.
        title: abstract, empty for the usual one.
        reason: why the program is changed; may follow until the issue.

    Raises:
        UserError: `program_not_amendable`, `program_closed`, `amendment_open`, `too_long`.
    """
    with workspace.writing("begin_amendment") as writer:
        found = records.get(writer.connection, Program, program)
        checks.check_amendable(found)
        others = records.get_all(writer.connection, Amendment, program=program)
        checks.check_alone(others)
        made = Amendment(
            owner=workspace.office.unit,
            id=new_id(),
            program=program,
            seq=max((one.seq for one in others), default=0) + 1,
            state=AmendmentState.DRAFT,
            title=nfc(title) or default_title(found),
            reason=nfc(reason),
            province=workspace.office.province,
        )
        checks.check_amendment(made)
        writer.about = made.title
        writer.put(made)
    return made


def edit(workspace: Workspace, amendment: Amendment, cited: Iterable[Chosen] = ()) -> Amendment:
    """Save title, reason and text of a draft amendment.

    Args:
        workspace: the workspace.
        amendment: with its new title, reason and text; the rest stays as it is.
        cited: regulations put into the text from the library.

    Raises:
        UserError: `amendment_issued`, `title_missing`, `too_long`, `record_gone`.
    """
    with workspace.writing("edit_amendment", nfc(amendment.title)) as writer:
        there, _program = draft_of(writer.connection, amendment.id)
        tidy = dataclasses.replace(
            there,
            title=nfc(amendment.title),
            reason=nfc(amendment.reason),
            text=nfc(amendment.text),
        )
        checks.check_amendment(tidy)
        writer.put(tidy)
        link(workspace, writer, CitingRecord("amendment", tidy.id, tidy.text), cited)
    return tidy


def void(workspace: Workspace, amendment: UUID, reason: str) -> None:
    """Take a draft amendment with its changes out of every list; the program stays as it is.

    Args:
        workspace: the workspace.
        amendment: its id.
        reason: why; kept in the history.

    Raises:
        UserError: `amendment_issued`, `reason_missing`, `record_gone`.
    """
    with workspace.writing("void_amendment") as writer:
        found, _program = draft_of(writer.connection, amendment)
        writer.about = found.title
        for change in records.get_all(writer.connection, ItemChange, amendment=amendment):
            writer.void(change, nfc(reason))
        writer.void(found, nfc(reason))


def blank(workspace: Workspace, amendment: UUID, task_kind: str) -> ProgramItem:
    """A new line at the end of its part, to be filled in and added; nothing is written.

    Args:
        workspace: the workspace.
        amendment: the draft that is to add it.
        task_kind: code of the kind of work.

    Raises:
        UserError: `amendment_issued` or `record_gone`.
    """
    with workspace.reading() as connection:
        _found, program = draft_of(connection, amendment)
    return ProgramItem(
        owner=workspace.office.unit,
        id=new_id(),
        program=program.id,
        year=program.year,
        seq=0,
        task_kind=task_kind,
        content="",
        province=workspace.office.province,
    )


def put_change(
    workspace: Workspace,
    amendment: UUID,
    action: ChangeAction,
    line: ProgramItem,
    reason: str = "",
) -> ItemChange:
    """Let a draft amendment add, change, drop or postpone a line; a line is changed once in it.

    Args:
        workspace: the workspace.
        amendment: the draft.
        action: what is done: anything but `NAMED`.
        line: the line as it is to be; a dropped one as it is.
        reason: why this line is changed, or empty.

    Returns:
        The change as kept.

    Raises:
        UserError: `amendment_issued`, `record_gone`, `line_in_program`, or as
            `amendment_checks.check_change`.
        ValueError: subjects are named by `name_subjects`; a fault of the program.
    """
    if action == ChangeAction.NAMED:
        raise ValueError("naming needs no amendment")
    tidy = linked(workspace, program_checks.tidied(line))
    with workspace.writing("put_change", tidy.content) as writer:
        connection = writer.connection
        found, program = draft_of(connection, amendment)
        before = _line_before(connection, action, tidy, program)
        own = records.get_all(connection, ItemChange, amendment=found.id)
        after = rules.line_after(action, before, tidy)
        if before is None:
            after = dataclasses.replace(after, seq=_place(connection, after, own))
        former = next((one for one in own if one.item == tidy.id), None)
        change = ItemChange(
            owner=workspace.office.unit,
            id=former.id if former else new_id(),
            program=program.id,
            item=tidy.id,
            action=action,
            after=after,
            before=before,
            amendment=found.id,
            reason=nfc(reason),
            province=workspace.office.province,
        )
        checks.check_change(change, program)
        writer.put(change)
    return change


def _line_before(
    connection: Reader, action: ChangeAction, line: ProgramItem, program: Program
) -> ProgramItem | None:
    """The line as it is, None for one that is added."""
    there = records.find(connection, ProgramItem, line.id)
    if action == ChangeAction.ADDED:
        if there is not None:
            raise UserError("line_in_program", name=there.content[:60])
        if line.program != program.id:
            raise UserError("record_gone")
        return None
    if there is None or there.program != program.id:
        raise UserError("record_gone")
    return there


def _place(connection: Reader, line: ProgramItem, own: Sequence[ItemChange]) -> int:
    """The place at the end of its part, after what the draft adds to it already."""
    part = code_lists.part_of(line.task_kind)
    added = [
        one
        for one in own
        if one.action == ChangeAction.ADDED and code_lists.part_of(one.after.task_kind) == part
    ]
    there = next((one for one in added if one.item == line.id), None)
    if there is not None:
        return there.after.seq
    first = queries.next_seq(connection, line.program, part)
    return max([first, *(one.after.seq + 1 for one in added)])


def drop_change(workspace: Workspace, change: UUID) -> None:
    """Take a change out of its draft amendment: the line stays as it is.

    Args:
        workspace: the workspace.
        change: its id.

    Raises:
        UserError: `amendment_issued` or `record_gone`.
    """
    with workspace.writing("drop_change") as writer:
        found = records.get(writer.connection, ItemChange, change)
        if found.amendment is None:
            raise UserError("record_gone")
        draft_of(writer.connection, found.amendment)
        writer.about = found.after.content
        writer.void(found, "drop_change")
