"""Use cases: how many days after a period of reporting the units below may take to send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.identity import period_due_id
from ktgs_desktop.domain.reporting_periods import PeriodDue, check_days
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import codes
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_PERIODS = "reporting_periods"


@dataclass(frozen=True, slots=True)
class DueDays:
    """How long the units below may take for a period.

    Attributes:
        period: code of the period.
        days: days after its end; 0 if no day is set.
        shipped: what ships with the program.
    """

    period: str
    days: int
    shipped: int


def listed(workspace: Workspace) -> list[DueDays]:
    """The periods of a year in their order.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        own = {one.period: one.days for one in records.get_all(connection, PeriodDue)}
    return [
        DueDays(code.code, own.get(code.code, code.number("due_days")), code.number("due_days"))
        for code in codes(_PERIODS).codes.values()
    ]


def save(workspace: Workspace, days: Mapping[str, int]) -> None:
    """Set how long the units below may take.

    Args:
        workspace: the workspace.
        days: days by period.

    Raises:
        UserError: `due_days_bad`, `period_unknown`.
    """
    known = codes(_PERIODS).codes
    for period, count in days.items():
        if period not in known:
            raise UserError("period_unknown", period=period, periods=", ".join(known))
        check_days(count)
    unit = workspace.office.unit
    with workspace.writing("set_due_days", ", ".join(sorted(days))) as writer:
        for period, count in days.items():
            writer.put(PeriodDue(unit, period_due_id(unit, period), period, count))
