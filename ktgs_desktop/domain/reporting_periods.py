"""For which periods a unit below has sent its data, and who is late since when.

Periods are cumulative within the year (chế độ báo cáo, Quyết định 885): a package made on the last
day of a period or later carries all of it. Which periods there are and which of them are awaited
by a day is data (`resources/codes/reporting_periods.json`).
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.codes import CodeList

MOST_DAYS = 180


@dataclass(frozen=True, slots=True)
class Period:
    """A period of reporting.

    Attributes:
        code: its code, e.g. `H1`.
        year: the year.
        closes: its last day.
        due: day by which a package is awaited, None if none is.
    """

    code: str
    year: int
    closes: date
    due: date | None


@dataclass(frozen=True, slots=True)
class PeriodDue:
    """How long an office lets the units below take for a period, in place of what ships.

    Attributes:
        owner: the office's unit.
        id: computed from the period, so that two computers mean the same one.
        period: code of the period.
        days: days after its end by which a package is awaited; 0 if none is.
    """

    owner: UUID
    id: UUID
    period: str
    days: int


def check_days(days: int) -> None:
    """Refuse a number of days that is no span for a report.

    Args:
        days: days after the end of a period.

    Raises:
        UserError: `due_days_bad`.
    """
    if not 0 <= days <= MOST_DAYS:
        raise UserError("due_days_bad", most=MOST_DAYS)


class Punctuality(StrEnum):
    """How a unit stands with a period."""

    OVERDUE = "OVERDUE"
    LATE = "LATE"
    AWAITED = "AWAITED"
    SENT = "SENT"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class PeriodState:
    """How a unit stands with a period that has ended.

    Attributes:
        period: the period.
        state: `SENT`, `LATE` (sent after the day), `AWAITED` (the day is still to come),
            `OVERDUE`, or `MISSING` (nothing came, and no day was set).
        sent_on: day of the first package that carries all of it, None if none came.
        days: days late so far, or by which it was late.
    """

    period: Period
    state: Punctuality
    sent_on: date | None = None
    days: int = 0

    @property
    def since(self) -> date | None:
        """First day on which it was late, None if it is not overdue."""
        due = self.period.due
        if self.state != Punctuality.OVERDUE or due is None:
            return None
        return due + timedelta(days=1)


def ended_periods(
    codes: CodeList, since: date, today: date, own: Mapping[str, int] | None = None
) -> tuple[Period, ...]:
    """The periods that have ended and can be asked for, the latest first.

    Args:
        codes: the periods of a year; `month` is the last, `due_days` how long a package may take.
        since: day from which packages are exchanged; what was due before is not asked for.
        today: the day.
        own: days by period where the office has its own; None for those that ship.
    """
    found = []
    for year in range(since.year - 1, today.year + 1):
        for code in codes.codes.values():
            month, days = code.number("month"), code.number("due_days")
            days = (own or {}).get(code.code, days)
            closes = date(year, month, calendar.monthrange(year, month)[1])
            due = closes + timedelta(days=days) if days else None
            if closes < today and (due or closes) >= since:
                found.append(Period(code.code, year, closes, due))
    return tuple(sorted(found, key=lambda one: one.closes, reverse=True))


def carried(codes: CodeList, made: date) -> Period | None:
    """The latest period of which a package made on a day carries all, None if there is none.

    Args:
        codes: the periods of a year.
        made: the day on which the package was made.
    """
    found = ended_periods(codes, date(made.year - 1, 1, 1), made + timedelta(days=1))
    return next(iter(found), None)


def standing(
    periods: Iterable[Period], sent: Collection[date], today: date, *, judged: bool = True
) -> tuple[PeriodState, ...]:
    """How a unit stands with some periods.

    Args:
        periods: periods that have ended.
        sent: days on which its packages were made.
        today: the day.
        judged: whether lateness is to be judged; of a unit whose packages are handed on only the
            last is known, and its own superior judges.
    """
    days = sorted(sent)
    return tuple(_state(period, days, today, judged=judged) for period in periods)


def _state(period: Period, sent: Sequence[date], today: date, *, judged: bool) -> PeriodState:
    first = next((day for day in sent if day >= period.closes), None)
    due = period.due
    if first is not None:
        late = (first - due).days if due is not None and judged else 0
        if late > 0:
            return PeriodState(period, Punctuality.LATE, first, late)
        return PeriodState(period, Punctuality.SENT, first)
    if due is None:
        return PeriodState(period, Punctuality.MISSING)
    if today > due:
        return PeriodState(period, Punctuality.OVERDUE, None, (today - due).days)
    return PeriodState(period, Punctuality.AWAITED)


def worst(states: Iterable[PeriodState]) -> PeriodState | None:
    """The period that has been overdue longest, None if none is.

    Args:
        states: how a unit stands with each.
    """
    overdue = [one for one in states if one.state == Punctuality.OVERDUE]
    return max(overdue, key=lambda one: one.days, default=None)
