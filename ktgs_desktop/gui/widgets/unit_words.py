"""Words for units below and the periods they send for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.domain.reporting_periods import Period, PeriodState, Punctuality
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.units import UnitStanding

STATES: Mapping[str, Late] = {
    "OVERDUE": late("late"),
    "GAP": late("with a gap"),
    "CONFLICT": late("in conflict"),
    "NEVER": late("never sent"),
    "AWAITED": late("awaited"),
    "SENT": late("up to date"),
}
"""How a unit stands, the most urgent first."""
_SIGNS: Mapping[str, str] = {
    "OVERDUE": "▲",
    "GAP": "▲",
    "CONFLICT": "▲",
    "NEVER": "○",
    "AWAITED": "→",
    "SENT": "✔",
}
TINTS: Mapping[str, str] = {
    "OVERDUE": "overdue",
    "GAP": "overdue",
    "CONFLICT": "overdue",
    "NEVER": "muted",
    "AWAITED": "in_progress",
    "SENT": "done",
}
PERIOD_SIGNS: Mapping[Punctuality, str] = {
    Punctuality.OVERDUE: "▲",
    Punctuality.LATE: "✔",
    Punctuality.AWAITED: "→",
    Punctuality.SENT: "✔",
    Punctuality.MISSING: "·",
}


def period_name(state: PeriodState) -> str:
    """What a period is called, with its year.

    Args:
        state: how a unit stands with it.
    """
    return called(state.period)


def called(period: Period) -> str:
    """What a period is called, with its year.

    Args:
        period: the period.
    """
    from ktgs_desktop.services.workspace import codes  # brings the database along

    name = codes("reporting_periods").get(period.code).name(i18n.language())
    return f"{name} {period.year}"


def period_text(state: PeriodState) -> str:
    """A period with its sign, for a narrow column.

    Args:
        state: how a unit stands with it.
    """
    return f"{PERIOD_SIGNS[state.state]} {period_name(state)}"


def period_told(state: PeriodState) -> str:
    """How a unit stands with a period, as a sentence.

    Args:
        state: how it stands.
    """
    due = i18n.day(state.period.due) if state.period.due else ""
    sent = i18n.day(state.sent_on) if state.sent_on else ""
    told = {
        Punctuality.OVERDUE: _("not sent, due {due}, {days} days late"),
        Punctuality.LATE: _("sent {sent}, {days} days late"),
        Punctuality.AWAITED: _("not sent yet, due {due}"),
        Punctuality.SENT: _("sent {sent}"),
        Punctuality.MISSING: _("not sent, no day was set"),
    }
    return told[state.state].format(due=due, sent=sent, days=state.days)


def state_told(unit: UnitStanding) -> str:
    """How a unit stands, with since when or how much.

    Args:
        unit: the unit.
    """
    sign, overdue = _SIGNS[unit.state], unit.overdue
    if overdue is not None and overdue.since is not None:
        told = _("late since {day}").format(day=i18n.day(overdue.since))
    elif unit.waiting:
        first = unit.waiting[0]
        told = _("lacks {first} to {last}").format(first=first.here + 1, last=first.first - 1)
    else:
        told = str(STATES[unit.state])
    return f"{sign} {told}"
