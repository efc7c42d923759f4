"""How far programs are, counted by kind of work, by quarter and by body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import ProgramKind

if TYPE_CHECKING:
    from ktgs_desktop.domain.plan_lines import PlanLine

COUNTED = (
    ProgressState.DONE,
    ProgressState.IN_PROGRESS,
    ProgressState.OVERDUE,
    ProgressState.NOT_STARTED,
)
"""The states in the order in which they stand in a bar."""


class By(StrEnum):
    """What lines are counted by."""

    KIND = "kind"
    QUARTER = "quarter"
    YEAR = "year"
    BODY = "body"


def groupings(program_kind: str) -> tuple[By, ...]:
    """What the charts of a program group its lines by: a term by years, a year by quarters.

    Args:
        program_kind: `ANNUAL` or `TERM`.
    """
    term = program_kind == ProgramKind.TERM
    return By.KIND, By.YEAR if term else By.QUARTER, By.BODY


@dataclass(frozen=True, slots=True)
class Bar:
    """The lines of one group by how far they are.

    Attributes:
        key: the kind of work, the quarter, the year, or the name of the body in the lead, as text.
        lines: ids of the lines in each of `COUNTED`.
    """

    key: str
    lines: tuple[tuple[UUID, ...], ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many lines are in each of `COUNTED`."""
        return tuple(map(len, self.lines))

    @property
    def total(self) -> int:
        """Lines in all."""
        return sum(self.counts)


_KEYS: dict[By, Callable[[PlanLine], str]] = {
    By.KIND: lambda line: line.task_kind,
    By.QUARTER: lambda line: str(line.quarter),
    By.YEAR: lambda line: str(line.year),
    By.BODY: lambda line: line.lead,
}


def figures(lines: Iterable[PlanLine], by: By, today: date) -> list[Bar]:
    """The lines in force by group and by how far they are, the largest group first.

    Quarters and years stand in their order, quarters empty or not.

    Args:
        lines: the lines.
        by: what groups them.
        today: the workspace's day.
    """
    found: dict[str, tuple[list[UUID], ...]] = {}
    if by == By.QUARTER:
        found = {str(quarter): _empty() for quarter in range(1, 5)}
    for line in lines:
        state = line.state(today)
        if state in COUNTED:
            found.setdefault(_KEYS[by](line), _empty())[COUNTED.index(state)].append(line.id)
    bars = [Bar(key, tuple(map(tuple, groups))) for key, groups in found.items()]
    if by in (By.QUARTER, By.YEAR):
        return sorted(bars, key=lambda bar: bar.key)
    return sorted(bars, key=lambda bar: (-bar.total, bar.key))


def _empty() -> tuple[list[UUID], ...]:
    return tuple([] for _state in COUNTED)
