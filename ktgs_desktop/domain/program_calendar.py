"""The calendar of a program: which lines are due on a day, and which are at work."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.program_progress import ProgressState

if TYPE_CHECKING:
    from ktgs_desktop.domain.plan_lines import PlanLine

WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line in a cell of the calendar.

    Attributes:
        line: the line.
        content: what it is about.
        state: how far it is.
        on: its last day in time, of a line at work the first day of the cell.
        due: whether that last day falls into the cell; else the work goes on there.
    """

    line: UUID
    content: str
    state: ProgressState
    on: date
    due: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of days in the grid: a day of a month, or a week of a month.

    Attributes:
        start: its first day.
        end: its last day.
        entries: its lines, those due first, then those at work, each in the order of its day.
        inside: whether it belongs to the month or quarter shown.
    """

    start: date
    end: date
    entries: tuple[Entry, ...]
    inside: bool = True


def month_grid(lines: Sequence[PlanLine], year: int, month: int, today: date) -> list[list[Cell]]:
    """The weeks of a month from Monday to Sunday, a cell a day.

    Args:
        lines: the lines.
        year: the year.
        month: the month, 1 to 12.
        today: the workspace's day.
    """
    days = calendar.Calendar().monthdatescalendar(year, month)
    spans = [(day, day, day.month == month) for week in days for day in week]
    cells = _cells(lines, spans, today)
    return [cells[place : place + WEEK] for place in range(0, len(cells), WEEK)]


def quarter_grid(
    lines: Sequence[PlanLine], year: int, quarter: int, today: date
) -> list[list[Cell]]:
    """The weeks of a quarter's months, a column a month; weeks are cut at the month's ends.

    Args:
        lines: the lines.
        year: the year.
        quarter: 1 to 4.
        today: the workspace's day.
    """
    months = range(quarter * 3 - 2, quarter * 3 + 1)
    columns = [list(_weeks(year, month)) for month in months]
    most = max(map(len, columns))
    spans = []
    for place in range(most):
        for column in columns:
            inside = place < len(column)
            start, end = column[place] if inside else (column[-1][1] + _DAY, column[-1][1])
            spans.append((start, end, inside))
    cells = _cells(lines, spans, today)
    return [cells[place : place + 3] for place in range(0, len(cells), 3)]


def _weeks(year: int, month: int) -> Iterable[tuple[date, date]]:
    last = date(year, month, calendar.monthrange(year, month)[1])
    start = date(year, month, 1)
    while start <= last:
        end = min(start + timedelta(days=6 - start.weekday()), last)
        yield start, end
        start = end + _DAY


def _cells(
    lines: Iterable[PlanLine], spans: Sequence[tuple[date, date, bool]], today: date
) -> list[Cell]:
    """The cells of some spans of days, filled with the lines in force."""
    first, last = spans[0][0], max(end for _start, end, _inside in spans)
    found: dict[int, list[Entry]] = defaultdict(list)
    for line in lines:
        begin, finish = work_span(line)
        if not line.progress.in_force or max(finish, line.due_on) < first or begin > last:
            continue
        state = line.state(today)
        for place, (start, end, _inside) in enumerate(spans):
            if start <= line.due_on <= end:
                found[place].append(Entry(line.id, line.content, state, line.due_on, due=True))
            elif begin <= end and start <= finish:
                found[place].append(Entry(line.id, line.content, state, start))
    return [
        Cell(
            start,
            end,
            tuple(sorted(found.get(place, ()), key=lambda one: (not one.due, one.on))),
            inside,
        )
        for place, (start, end, inside) in enumerate(spans)
    ]


def work_span(line: PlanLine) -> tuple[date, date]:
    """First and last day on which a line is at work; a quarter alone gives its last day only.

    Args:
        line: the line.
    """
    if line.work_from is None:
        return line.due_on, line.due_on
    return line.work_from, line.work_to or line.due_on
