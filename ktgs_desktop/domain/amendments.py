"""Amendments of issued programs (điều chỉnh, bổ sung): the original stays, any day can be shown.

An issued program changes only by an amendment with decision, date and reason (`domain.md` 5.3).
Every change of a line keeps the line before and after it, so that the lines of any day follow
from the present ones and the changes alone. Naming subjects that the program left to be named
later is a change without an amendment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.programs import (
    ItemStatus,
    ProgramItem,
    Subject,
    SubjectKind,
)
from ktgs_desktop.errors import UserError


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"


class ChangeAction(StrEnum):
    """What is done to a line; `NAMED` alone needs no amendment."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    DROPPED = "DROPPED"
    POSTPONED = "POSTPONED"
    NAMED = "NAMED"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A decision that changes an issued program.

    Attributes:
        owner: the office's unit.
        id: identifier.
        program: the program.
        seq: its place among the program's amendments, from 1.
        state: `DRAFT` or `ISSUED`.
        title: abstract (trích yếu) of the decision.
        reason: why the program is changed.
        decided_on: date of the decision, None before its issue.
        number: number and symbol, empty before.
        signer: who signed, empty before.
        document: its paper, None before.
        province: code of the office's province on the day of writing.
        text: the paper's text as the office changed it, as Markdown, or empty.
    """

    owner: UUID
    id: UUID
    program: UUID
    seq: int
    state: str
    title: str
    reason: str = ""
    decided_on: date | None = None
    number: str = ""
    signer: str = ""
    document: UUID | None = None
    province: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A change of one line of an issued program.

    Attributes:
        owner: the office's unit.
        id: identifier.
        program: the program.
        item: the line.
        action: `ADDED`, `CHANGED`, `DROPPED`, `POSTPONED` or `NAMED`.
        after: the line after it.
        before: the line before it, None if it was added.
        amendment: the amendment, None for `NAMED`.
        on: day from which it counts, None while the amendment is a draft.
        seq: its place among the changes of its program that count, from 1; 0 in a draft.
        reason: why this line is changed, or empty.
        province: code of the office's province on the day of writing.
    """

    owner: UUID
    id: UUID
    program: UUID
    item: UUID
    action: str
    after: ProgramItem
    before: ProgramItem | None = None
    amendment: UUID | None = None
    on: date | None = None
    seq: int = 0
    reason: str = ""
    province: str = ""


# What a change makes of a line ----------------------------------------------------------------

_STATUS = {
    ChangeAction.ADDED: ItemStatus.ADDED,
    ChangeAction.CHANGED: ItemStatus.CHANGED,
    ChangeAction.DROPPED: ItemStatus.DROPPED,
    ChangeAction.POSTPONED: ItemStatus.POSTPONED,
}


def status_after(action: str, before: ProgramItem | None) -> str:
    """The status a line has after a change; naming subjects leaves it.

    Args:
        action: what is done.
        before: the line before, None if it is added.
    """
    found = _STATUS.get(ChangeAction(action))
    if found is not None:
        return found
    return before.status if before is not None else ItemStatus.ACTIVE


def line_after(action: str, before: ProgramItem | None, line: ProgramItem) -> ProgramItem:
    """What an amendment makes of a line: of what was typed only what the action may change.

    Args:
        action: `ADDED`, `CHANGED`, `DROPPED` or `POSTPONED`.
        before: the line as it is, None if it is added.
        line: the line as it is to be; of a dropped line nothing counts, of one put off its time.
    """
    status = status_after(action, before)
    if before is None:
        return replace(line, status=status, postponed_to=None)
    if action == ChangeAction.DROPPED:
        return replace(before, status=status)
    if action == ChangeAction.POSTPONED:
        return replace(
            before,
            status=status,
            year=line.year,
            quarter=line.quarter,
            work_from=line.work_from,
            work_to=line.work_to,
            postponed_to=line.postponed_to,
        )
    kept = {name: getattr(before, name) for name in ("owner", "program", "seq", "postponed_to")}
    return replace(line, status=status, **kept)


def named_later(before: ProgramItem, named: Sequence[Subject]) -> ProgramItem:
    """A line with subjects that the program left to be named; their number stays what it was.

    Args:
        before: the line.
        named: those named now.

    Raises:
        UserError: `subject_missing`, `item_not_in_force` or `naming_too_many`.
    """
    if not named:
        raise UserError("subject_missing")
    if not before.in_force:
        raise UserError("item_not_in_force", name=before.content[:60])
    members = sum(subject.kind == SubjectKind.MEMBER for subject in named)
    organizations = len(named) - members
    if organizations > before.unnamed_organizations or members > before.unnamed_members:
        limit = before.unnamed_organizations + before.unnamed_members
        raise UserError("naming_too_many", limit=limit)
    left = before.unnamed_organizations - organizations, before.unnamed_members - members
    # "03 đảng viên diện …" counts those to be named, who are fewer now.
    note = before.subject_note.lstrip(" 0123456789") if any(left) else ""
    return replace(
        before,
        subjects=(*before.subjects, *named),
        unnamed_organizations=left[0],
        unnamed_members=left[1],
        subject_note=note,
    )


# Versions -------------------------------------------------------------------------------------


def version(
    items: Iterable[ProgramItem], changes: Iterable[ItemChange], on: date | None
) -> list[ProgramItem]:
    """All lines of an issued program as they were on a day, dropped ones with their status.

    Args:
        items: the lines as they are now.
        changes: the program's changes; those of drafts do not count.
        on: the day, its own changes included; None for the program as issued.
    """
    by_item: dict[UUID, list[ItemChange]] = defaultdict(list)
    for change in changes:
        if change.on is not None:
            by_item[change.item].append(change)
    found = []
    for item in items:
        line = _on(item, sorted(by_item[item.id], key=_order), on)
        if line is not None:
            found.append(line)
    return found


def _order(change: ItemChange) -> tuple[date, int]:
    return change.on or date.max, change.seq


def _on(item: ProgramItem, changes: Sequence[ItemChange], on: date | None) -> ProgramItem | None:
    """A line on a day: after the last change until then, else before the first one."""
    if not changes:
        return item
    past = [change for change in changes if on is not None and (change.on or date.max) <= on]
    return past[-1].after if past else changes[0].before


def in_force(items: Iterable[ProgramItem]) -> list[ProgramItem]:
    """Those lines that are to be done: neither dropped nor put off beyond their program.

    Args:
        items: lines of a day.
    """
    return [item for item in items if item.in_force]


_COMPARED = (
    "task_kind",
    "content",
    "subjects",
    "unnamed_organizations",
    "unnamed_members",
    "subject_note",
    "period_from",
    "period_to",
    "year",
    "quarter",
    "work_from",
    "work_to",
    "method",
    "lead",
    "support",
    "directing_member",
    "team_leader",
    "note",
    "term_item",
    "postponed_to",
)
"""What of a line an amendment can change; its place and status follow."""


def differences(before: ProgramItem, after: ProgramItem) -> tuple[str, ...]:
    """Names of the fields in which two versions of a line differ, in the order of the annex.

    Args:
        before: the earlier version.
        after: the later one.
    """
    return tuple(name for name in _COMPARED if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True, slots=True)
class Compared:
    """A line in two versions of a program.

    Attributes:
        before: as it was, None if it was not there or not in force.
        after: as it is, None if it is not there or no longer in force.
        fields: names of the fields that differ, none for a line that came or went.
    """

    before: ProgramItem | None
    after: ProgramItem | None
    fields: tuple[str, ...] = ()


def compared(before: Iterable[ProgramItem], after: Iterable[ProgramItem]) -> list[Compared]:
    """The lines in which two versions differ: changed and gone ones in order, then new ones.

    Args:
        before: lines of the earlier day.
        after: lines of the later one.
    """
    was = {item.id: item for item in in_force(before)}
    now = {item.id: item for item in in_force(after)}
    found = []
    for identifier, old in was.items():
        new = now.get(identifier)
        fields = differences(old, new) if new is not None else ()
        if new is None or fields:
            found.append(Compared(old, new, fields))
    return found + [Compared(None, new) for key, new in now.items() if key not in was]
