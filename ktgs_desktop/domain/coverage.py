"""Who was inspected or supervised in the years of a term, who is planned for, and who never was.

An organisation is inspected when it, or an organ of it (its committee, standing committee or
inspection committee), is a subject of part A that is done, and supervised by one of part B; the
year is that of the line. A line of the term counts until an annual line carries it out, so that
nothing is counted twice. Plans of other bodies are never counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class CellState(StrEnum):
    """What a year of an organisation comes to, the strongest first."""

    INSPECTED = "INSPECTED"
    SUPERVISED = "SUPERVISED"
    PLANNED = "PLANNED"
    DRAFTED = "DRAFTED"
    NEVER = "NEVER"


@dataclass(frozen=True, slots=True)
class Cell:
    """An organisation in one year.

    Attributes:
        year: the year.
        inspected: how often it was inspected.
        supervised: how often it was supervised.
        planned: how often it stands in lines of issued programs that are in force and not done.
        drafted: how often it stands in lines of drafts.
    """

    year: int
    inspected: int = 0
    supervised: int = 0
    planned: int = 0
    drafted: int = 0

    @property
    def done(self) -> int:
        """How often it was inspected or supervised."""
        return self.inspected + self.supervised

    @property
    def states(self) -> tuple[CellState, ...]:
        """All that the year comes to, the strongest first; `NEVER` alone for nothing."""
        counts = {
            CellState.INSPECTED: self.inspected,
            CellState.SUPERVISED: self.supervised,
            CellState.PLANNED: self.planned,
            CellState.DRAFTED: self.drafted,
        }
        return tuple(state for state, count in counts.items() if count) or (CellState.NEVER,)


@dataclass(frozen=True, slots=True)
class Coverage:
    """An organisation over the years of a term.

    Attributes:
        row: local row number of the organisation.
        id: the organisation.
        name: its present name.
        org_type: code of its type.
        level: code of its level.
        parent: its present superior.
        cells: one for each year of the term.
        last_inspected: day of the latest inspection, of whatever term; None if never.
        last_supervised: day of the latest supervision, of whatever term; None if never.
    """

    row: int
    id: UUID
    name: str
    org_type: str
    level: str
    parent: UUID | None
    cells: tuple[Cell, ...]
    last_inspected: date | None = None
    last_supervised: date | None = None

    @property
    def times(self) -> int:
        """How often it was inspected or supervised in the term."""
        return sum(cell.done for cell in self.cells)

    @property
    def never(self) -> bool:
        """Whether it was neither inspected nor supervised in the term."""
        return not any(cell.done for cell in self.cells)

    @property
    def last(self) -> date | None:
        """The latest day on which it was inspected or supervised, None if never."""
        days = [day for day in (self.last_inspected, self.last_supervised) if day is not None]
        return max(days, default=None)

    def cell(self, year: int) -> Cell:
        """Its cell of a year.

        Args:
            year: the year; one outside the term is empty.
        """
        return next((cell for cell in self.cells if cell.year == year), Cell(year))


@dataclass(frozen=True, slots=True)
class CoverageTotals:
    """How many organisations there are and how many of them came up.

    Attributes:
        organizations: all of them.
        never: those neither inspected nor supervised in the term.
        years: for each year of the term the organisations inspected, supervised, planned and
            drafted, each organisation once in each.
    """

    organizations: int
    never: int
    years: tuple[Cell, ...]


def term_years(term: str) -> range:
    """The years of a term.

    Args:
        term: its code, e.g. `2020-2025`.
    """
    first, _dash, last = term.partition("-")
    return range(int(first), int(last) + 1)
