"""The views of a program on paper: who against the quarters, and the lines against the months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.program_calendar import work_span
from ktgs_desktop.domain.program_figures import COUNTED
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.papers.paper import Align, Annex, AnnexGroup, Column
from ktgs_desktop.papers.program import subject_text
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.domain.plan_lines import PlanLine
    from ktgs_desktop.domain.program_matrix import Matrix, MatrixRow

SIGNS = {
    ProgressState.DONE: "✓",
    ProgressState.IN_PROGRESS: "→",
    ProgressState.OVERDUE: "!",
    ProgressState.NOT_STARTED: "○",
}
_AT_WORK = "–"
_EACH = 3
"""So many signs of a cell stand side by side; more are counted."""
_LETTERS = "ABCDEF"
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Viewed:
    """Whose lines a view shows, and of which day.

    Attributes:
        program: the program.
        today: the day of the figures.
        all_bodies: whether the lines of all issued annual programs of its year are meant.
    """

    program: Program
    today: date
    all_bodies: bool = False

    @property
    def subtitle(self) -> str:
        """What stands under the title."""
        program, day = self.program, f"{self.today:%d/%m/%Y}"
        if self.all_bodies:
            return wording("views_of_all", year=program.year, date=day)
        if program.number:
            return wording(
                "views_of_numbered", symbol=program.number, title=program.title, date=day
            )
        return wording("views_of", title=program.title, date=day)


def _legend(*more: str) -> str:
    signs = [
        wording("views_sign", sign=SIGNS[state], state=wording(f"charts_{state}"))
        for state in COUNTED
    ]
    return wording("views_legend", signs="; ".join([*signs, *more]))


# Matrix ---------------------------------------------------------------------------------------


def matrix_annex(matrix: Matrix, viewed: Viewed) -> Annex:
    """The matrix as a table: a row for each subject, a column for each quarter or year.

    Args:
        matrix: the matrix.
        viewed: whose it is.
    """
    wide = 112.0 / len(matrix.columns)
    columns = (
        Column(wording("views_seq"), 12, Align.CENTER),
        Column(wording("matrix_subject"), 110),
        *(Column(_heading(matrix, value), wide, Align.CENTER) for value in matrix.columns),
        Column(wording("matrix_total"), 18, Align.CENTER),
    )
    return Annex(
        title=wording("matrix_title_years" if matrix.by_year else "matrix_title"),
        subtitle=viewed.subtitle,
        columns=columns,
        groups=tuple(_matrix_groups(matrix)) or (AnnexGroup(wording("views_none"), ()),),
        labelled=False,
        legend=_legend(),
    )


def _heading(matrix: Matrix, value: int) -> str:
    if matrix.by_year:
        return wording("charts_year_of", year=value)
    return wording("matrix_quarter", quarter=ROMAN_QUARTERS[value])


def _matrix_groups(matrix: Matrix) -> Iterable[AnnexGroup]:
    """The rows by kind of subject, numbered through, and the number of lines last."""
    kinds = list(dict.fromkeys(row.kind for row in matrix.rows))
    seq = 0
    for letter, kind in zip(_LETTERS, kinds, strict=False):
        rows = []
        for row in matrix.rows:
            if row.kind == kind:
                seq += 1
                rows.append(_matrix_row(seq, row))
        yield AnnexGroup(wording(f"matrix_group_{kind}", letter=letter), tuple(rows))
    if kinds:
        lines = [matrix.lines(place) for place in range(len(matrix.columns))]
        sums = (*(str(len(one)) for one in lines), str(len({x for one in lines for x in one})))
        yield AnnexGroup("", (("", wording("matrix_sum"), *sums),))


def _matrix_row(seq: int, row: MatrixRow) -> tuple[str, ...]:
    cells = (signs_text([mark.state for mark in cell]) for cell in row.cells)
    return (str(seq), row.name or wording("matrix_unnamed"), *cells, str(row.total))


def signs_text(states: Sequence[ProgressState]) -> str:
    """The signs of a cell: a few side by side, many of one kind counted.

    Args:
        states: how far each line of the cell is.
    """
    if len(states) <= _EACH:
        return " ".join(SIGNS[state] for state in states)
    counts = Counter(states)
    return "\n".join(
        wording("views_times", sign=SIGNS[state], count=counts[state])
        for state in COUNTED
        if counts[state]
    )


# Calendar -------------------------------------------------------------------------------------


def calendar_annex(lines: Sequence[PlanLine], years: Sequence[int], viewed: Viewed) -> Annex:
    """The calendar as a table: a row for each line, a column for each month or year.

    Where a line is due stands how far it is; where it is at work before, a dash.

    Args:
        lines: the lines, in the order of the annex.
        years: the years of a term for columns of years; one for the months of it.
        viewed: whose they are.
    """
    months = len(years) == 1
    spans = [(years[0], month) for month in _MONTHS] if months else [(year, 0) for year in years]
    heads = [str(month or year) for year, month in spans]
    columns = (
        Column(wording("views_seq"), 11, Align.CENTER),
        Column(wording("calendar_content"), 78),
        Column(wording("calendar_subjects"), 54),
        *(Column(head, 90 / len(heads), Align.CENTER) for head in heads),
        Column(wording("calendar_due"), 24, Align.CENTER),
    )
    shown = [line for line in lines if line.progress.in_force]
    groups = []
    seq = 0
    for part in dict.fromkeys(line.part for line in sorted(shown, key=lambda one: one.part)):
        rows = []
        for line in shown:
            if line.part == part:
                seq += 1
                rows.append(_calendar_row(seq, line, spans, viewed))
        groups.append(AnnexGroup(wording(f"program_group_{part}"), tuple(rows)))
    more = [wording("calendar_at_work"), *([wording("calendar_months")] if months else [])]
    return Annex(
        title=wording("calendar_title"),
        subtitle=viewed.subtitle,
        columns=columns,
        groups=tuple(groups) or (AnnexGroup(wording("views_none"), ()),),
        labelled=False,
        legend=_legend(*more),
    )


def _calendar_row(
    seq: int, line: PlanLine, spans: Sequence[tuple[int, int]], viewed: Viewed
) -> tuple[str, ...]:
    start, end = work_span(line)
    sign = SIGNS[line.state(viewed.today)]

    def place(day: date, span: tuple[int, int]) -> tuple[int, int]:
        return day.year, day.month if span[1] else 0

    cells = []
    for span in spans:
        if place(line.due_on, span) == span:
            cells.append(sign)
        else:
            cells.append(_AT_WORK if place(start, span) <= span <= place(end, span) else "")
    content = f"{line.content}\n({line.lead})" if viewed.all_bodies and line.lead else line.content
    names = [subject_text(subject) for subject in line.subjects]
    if line.unnamed:
        names.append(wording("calendar_unnamed", count=line.unnamed))
    if len(names) > 1:
        names = [wording("program_one_of_many", name=name) for name in names]
    return str(seq), content, "\n".join(names), *cells, f"{line.due_on:%d/%m/%Y}"
