"""The matrix of a program: who is inspected or supervised, against the quarters of the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import Subject, SubjectKind
from ktgs_desktop.domain.vietnamese import (
    accented,
    fold,
    has_accents,
    person_sort_key,
    sort_key,
)

if TYPE_CHECKING:
    from ktgs_desktop.domain.plan_lines import PlanLine

UNNAMED = ""
"""Kind of the row of those who are to be named later."""

_QUARTERS = (1, 2, 3, 4)
_ORDER = (SubjectKind.ORGANIZATION, SubjectKind.MEMBER, UNNAMED)
_Key: TypeAlias = tuple[str, UUID | str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A line in a cell.

    Attributes:
        line: the line.
        content: what it is about.
        state: how far this subject of it is.
    """

    line: UUID
    content: str
    state: ProgressState


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A subject and its lines in every column.

    Attributes:
        kind: `TCD`, `DV`, or empty for those still unnamed.
        name: what the first line calls it; empty for those still unnamed.
        id: its record, None if it is in no register.
        cells: its marks in each column, in the order of the lines.
    """

    kind: str
    name: str
    id: UUID | None
    cells: tuple[tuple[Mark, ...], ...]

    @property
    def total(self) -> int:
        """Lines in all."""
        return sum(map(len, self.cells))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Subjects against quarters, or against the years of a term.

    Attributes:
        columns: the quarters (1 to 4) or the years.
        rows: organisations by name, then members by name, then those still unnamed.
        by_year: whether the columns are years.
    """

    columns: tuple[int, ...]
    rows: tuple[MatrixRow, ...]
    by_year: bool = False

    def lines(self, column: int) -> tuple[UUID, ...]:
        """The lines of a column, each once.

        Args:
            column: its place.
        """
        return tuple(dict.fromkeys(mark.line for row in self.rows for mark in row.cells[column]))

    def narrowed(self, words: str, unnamed: str) -> Matrix:
        """The same with the rows whose names hold some words.

        Args:
            words: what was typed; accents make it strict.
            unnamed: what the row of those still unnamed is called.
        """
        plain = accented if has_accents(words) else fold
        wanted = plain(words).split()
        rows = [
            row for row in self.rows if all(word in plain(row.name or unnamed) for word in wanted)
        ]
        return replace(self, rows=tuple(rows))


def matrix(lines: Iterable[PlanLine], today: date, years: Iterable[int] = ()) -> Matrix:
    """The matrix of some lines; dropped ones are left out.

    A subject that several lines name has one row, by its record or else by its name.

    Args:
        lines: the lines, in the order of the annex.
        today: the workspace's day.
        years: the years of a term for columns of years; none for quarters.
    """
    columns = tuple(years)
    by_year = bool(columns)
    columns = columns or _QUARTERS
    places = {column: place for place, column in enumerate(columns)}
    cells: dict[_Key, list[list[Mark]]] = {}
    subjects: dict[_Key, Subject | None] = {}
    for line in lines:
        place = places.get(line.year if by_year else line.quarter)
        if place is None or not line.progress.in_force:
            continue
        for key, subject, state in _marks(line, today):
            if key not in cells:
                cells[key] = [[] for _column in columns]
                subjects[key] = subject
            cells[key][place].append(Mark(line.id, line.content, state))
    rows = sorted(
        (_row(subjects[key], marks) for key, marks in cells.items()),
        key=lambda row: (_ORDER.index(row.kind), _name_key(row), row.name),
    )
    return Matrix(columns, tuple(rows), by_year)


def _marks(line: PlanLine, today: date) -> Iterable[tuple[_Key, Subject | None, ProgressState]]:
    seen: set[_Key] = set()
    for subject in line.subjects:
        key: _Key = (subject.kind, subject.id or accented(" ".join(subject.name.split())))
        if key not in seen:  # a line that names somebody twice is still one line
            seen.add(key)
            yield key, subject, line.subject_state(subject.key, today)
    if line.unnamed or not line.subjects:
        yield (UNNAMED, UNNAMED), None, line.rest_state(today)


def _row(subject: Subject | None, marks: list[list[Mark]]) -> MatrixRow:
    cells = tuple(tuple(cell) for cell in marks)
    if subject is None:
        return MatrixRow(UNNAMED, "", None, cells)
    return MatrixRow(subject.kind, subject.name, subject.id, cells)


def _name_key(row: MatrixRow) -> bytes:
    return person_sort_key(row.name) if row.kind == SubjectKind.MEMBER else sort_key(row.name)
