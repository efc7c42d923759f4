"""What an amendment of an issued program, and a change of its lines, must be to be saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.amendments import AmendmentState, ChangeAction, differences
from ktgs_desktop.domain.program_checks import check_line
from ktgs_desktop.domain.programs import ProgramState, years_of
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.amendments import Amendment, ItemChange
    from ktgs_desktop.domain.program_progress import Progress
    from ktgs_desktop.domain.programs import Program, ProgramItem


def check_amendable(program: Program) -> None:
    """Refuse to amend a program that is not issued, or closed.

    Args:
        program: the program.

    Raises:
        UserError: `program_not_amendable` or `program_closed`.
    """
    if program.state == ProgramState.CLOSED:
        raise UserError("program_closed", number=program.number)
    if program.state != ProgramState.ISSUED:
        raise UserError("program_not_amendable")


def check_amendment(amendment: Amendment) -> None:
    """Refuse an amendment without title, or with texts that are too long.

    Args:
        amendment: what is to be saved.

    Raises:
        UserError: `title_missing` or `too_long`.
    """
    if not amendment.title.strip():
        raise UserError("title_missing")
    limits.check_length("abstract", amendment.title, limits.ABSTRACT)
    limits.check_length("reason", amendment.reason, limits.NOTE)


def check_ready(amendment: Amendment, changes: Sequence[ItemChange]) -> None:
    """Refuse to issue an amendment that is issued already, or without changes or reason.

    Args:
        amendment: the draft.
        changes: its changes.

    Raises:
        UserError: `amendment_issued`, `amendment_empty` or `reason_missing`.
    """
    refuse_issued(amendment)
    if not changes:
        raise UserError("amendment_empty")
    if not amendment.reason.strip():
        raise UserError("reason_missing")


def refuse_drafted(amendments: Iterable[Amendment]) -> None:
    """Refuse to close a program while an amendment of it is in the making: it could not be issued.

    Args:
        amendments: those of the program.

    Raises:
        UserError: `amendment_drafted` (title).
    """
    for one in amendments:
        if one.state == AmendmentState.DRAFT:
            raise UserError("amendment_drafted", title=one.title)


def refuse_issued(amendment: Amendment) -> None:
    """Refuse to touch an amendment that is issued.

    Args:
        amendment: the amendment.

    Raises:
        UserError: `amendment_issued`.
    """
    if amendment.state != AmendmentState.DRAFT:
        raise UserError("amendment_issued", number=amendment.number)


def check_day(program: Program, day: date, today: date, former: Iterable[ItemChange] = ()) -> None:
    """Refuse a day on which an issued program cannot be changed.

    Args:
        program: the program.
        day: date of the decision, or day on which subjects were named.
        today: the present day.
        former: changes of the program that count.

    Raises:
        UserError: `issue_date_future`, `amendment_date_odd` or `amendment_before_another`.
    """
    if day > today:
        raise UserError("issue_date_future", date=day, today=today)
    first, last = program.issued_on or day, date(years_of(program)[-1], 12, 31)
    if not first <= day <= last:
        raise UserError(
            "amendment_date_odd", number=program.number, date=day, first=first, last=last
        )
    latest = max((change.on for change in former if change.on is not None), default=None)
    if latest is not None and day < latest:
        raise UserError("amendment_before_another", on=latest)


def check_change(change: ItemChange, program: Program) -> None:
    """Refuse a change that cannot be.

    Args:
        change: what is to be saved.
        program: the program.

    Raises:
        UserError: as `check_line`; `item_not_in_force`, `change_nothing`, `postponed_backwards`
            or `postponed_year_bad` (year).
    """
    before, after = change.before, change.after
    check_line(after, program)
    limits.check_length("reason", change.reason, limits.NOTE)
    if before is None:
        return
    if not before.in_force:
        raise UserError("item_not_in_force", name=before.content[:60])
    if change.action in (ChangeAction.CHANGED, ChangeAction.NAMED) and not differences(
        before, after
    ):
        raise UserError("change_nothing", name=before.content[:60])
    if change.action == ChangeAction.POSTPONED:
        _check_postponed(before, after, program)


def _check_postponed(before: ProgramItem, after: ProgramItem, program: Program) -> None:
    if after.postponed_to is None:
        if after.due_on <= before.due_on:
            raise UserError("postponed_backwards", name=before.content[:60])
    elif after.postponed_to <= years_of(program)[-1]:
        raise UserError("postponed_year_bad", year=after.postponed_to)


def check_alone(others: Iterable[Amendment]) -> None:
    """Refuse a second draft amendment of a program: two could not both be made on its lines.

    Args:
        others: the other amendments of the program.

    Raises:
        UserError: `amendment_open`.
    """
    if any(other.state == AmendmentState.DRAFT for other in others):
        raise UserError("amendment_open")


def check_progress_kept(after: ProgramItem, recorded: Iterable[Progress]) -> None:
    """Refuse to name more of a line's subjects than are not yet done without a name.

    Args:
        after: the line with those named now.
        recorded: progress of the line.

    Raises:
        UserError: `naming_done_unnamed` with the number done.
    """
    left = after.unnamed_organizations + after.unnamed_members
    done = sum(record.done_count for record in recorded if record.subject is None)
    if done > left:
        raise UserError("naming_done_unnamed", count=done)
