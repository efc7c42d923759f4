"""Amendments of a program, its versions of any day, the changes of a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import amendment_checks as checks
from ktgs_desktop.domain import amendments as rules
from ktgs_desktop.domain.amendments import (
    Amendment,
    AmendmentState,
    Compared,
    ItemChange,
)
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import code_lists, records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


@dataclass(frozen=True, slots=True)
class AmendmentDetail:
    """An amendment with what it changes.

    Attributes:
        amendment: the amendment.
        program: the program it changes.
        changes: its changes, in the order they were made.
    """

    amendment: Amendment
    program: Program
    changes: tuple[ItemChange, ...]

    @property
    def draft(self) -> bool:
        """Whether it may still be edited."""
        return self.amendment.state == AmendmentState.DRAFT


@dataclass(frozen=True, slots=True)
class LineChange:
    """A change of a line that counts, as the line's panel tells it.

    Attributes:
        change: the change.
        amendment: the amendment that made it, None if subjects were named.
        fields: names of the fields it changed.
    """

    change: ItemChange
    amendment: Amendment | None
    fields: tuple[str, ...]


def of_program(workspace: Workspace, program: UUID) -> list[AmendmentDetail]:
    """All amendments of a program, the draft last.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        every = records.get_all(connection, Amendment, program=program)
        changes = records.get_all(connection, ItemChange, program=program)
    return [
        AmendmentDetail(one, found, tuple(c for c in changes if c.amendment == one.id))
        for one in sorted(every, key=lambda one: one.seq)
    ]


def get(workspace: Workspace, amendment: UUID) -> AmendmentDetail:
    """An amendment with what it changes.

    Args:
        workspace: the workspace.
        amendment: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Amendment, amendment)
        program = records.get(connection, Program, found.program)
        changes = records.get_all(connection, ItemChange, amendment=amendment)
    return AmendmentDetail(found, program, tuple(changes))


def version(workspace: Workspace, program: UUID, on: date | None) -> list[ProgramItem]:
    """All lines of an issued program as they were on a day, dropped ones with their status.

    Args:
        workspace: the workspace.
        program: its id.
        on: the day, its own changes included; None for the program as issued.

    Raises:
        UserError: `record_gone` or `program_not_issued_yet`.
    """
    with workspace.reading() as connection:
        return _version(connection, program, on)


def _version(connection: Reader, program: UUID, on: date | None) -> list[ProgramItem]:
    found = records.get(connection, Program, program)
    if not found.issued:
        raise UserError("program_not_issued_yet")
    items = records.get_all(connection, ProgramItem, program=program)
    changes = records.get_all(connection, ItemChange, program=program)
    return _ordered(rules.version(items, changes, on))


def _ordered(items: Iterable[ProgramItem]) -> list[ProgramItem]:
    return sorted(items, key=lambda item: (code_lists.part_of(item.task_kind), item.seq, item.id))


def compared(
    workspace: Workspace, program: UUID, before: date | None, after: date | None
) -> list[Compared]:
    """The lines in which a program differs on two days.

    Args:
        workspace: the workspace.
        program: its id.
        before: the earlier day, None for the program as issued.
        after: the later day, None for the program as issued.

    Raises:
        UserError: as `version`.
    """
    with workspace.reading() as connection:
        earlier = _version(connection, program, before)
        return rules.compared(earlier, _version(connection, program, after))


def days(workspace: Workspace, program: UUID) -> list[date]:
    """The days on which an issued program was changed, the latest last.

    Args:
        workspace: the workspace.
        program: its id.
    """
    with workspace.reading() as connection:
        changes = records.get_all(connection, ItemChange, program=program)
    return sorted({change.on for change in changes if change.on is not None})


def of_line(workspace: Workspace, item: UUID) -> list[LineChange]:
    """The changes of a line that count, the latest last.

    Args:
        workspace: the workspace.
        item: the line.
    """
    with workspace.reading() as connection:
        changes = records.get_all(connection, ItemChange, item=item)
        wanted = {change.amendment for change in changes if change.amendment is not None}
        known = {one.id: one for one in records.get_many(connection, Amendment, wanted)}
    counting = sorted((one for one in changes if one.on is not None), key=lambda one: one.seq)
    return [
        LineChange(
            change,
            known.get(change.amendment) if change.amendment else None,
            rules.differences(change.before, change.after) if change.before else (),
        )
        for change in counting
    ]


def draft_change_of(workspace: Workspace, item: UUID) -> ItemChange | None:
    """What a draft amendment does to a line, None if nothing.

    Args:
        workspace: the workspace.
        item: the line.
    """
    with workspace.reading() as connection:
        changes = records.get_all(connection, ItemChange, item=item)
    return next((change for change in changes if change.on is None), None)


def draft_of(connection: Reader, amendment: UUID) -> tuple[Amendment, Program]:
    """A draft amendment that may be edited, and its program.

    Args:
        connection: any.
        amendment: its id.

    Raises:
        UserError: `record_gone`, `amendment_issued`, `program_not_amendable`, `program_closed`.
    """
    found = records.get(connection, Amendment, amendment)
    checks.refuse_issued(found)
    program = records.get(connection, Program, found.program)
    checks.check_amendable(program)
    return found, program


def next_seq(connection: Reader, program: UUID) -> int:
    """The place of the next change of a program that counts.

    Args:
        connection: any.
        program: its id.
    """
    changes = records.get_all(connection, ItemChange, program=program)
    return max((change.seq for change in changes), default=0) + 1
