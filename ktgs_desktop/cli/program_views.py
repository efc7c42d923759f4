"""`ktgs programs matrix`, `calendar`, `figures`, and the lines of a term laid into years."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import several, with_values
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.domain import program_calendar
from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.program_figures import COUNTED, By
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.program_matrix import Mark, Matrix, MatrixRow
    from ktgs_desktop.services.printing import Printed

_SIGNS = {"DONE": "✓", "IN_PROGRESS": "→", "OVERDUE": "!", "NOT_STARTED": "○"}
_YEAR = click.IntRange(1900, 2199)
_CALENDAR = Sheet(
    late("Calendar of the program"),
    ("due_on", "work_from", "work_to", "content", "subjects", "lead", "state"),
)
_TERM = Sheet(
    late("Lines of the term and their years"),
    ("year", "content", "number", "state", "done", "total", "due_on"),
)


def _printed(function: Any) -> Any:
    return click.option(
        "--pdf", type=FILE, help="Write it to this PDF, to be printed on landscape pages."
    )(function)


def _print(state: State, printed: Printed, file: Path) -> None:
    """Write a view as PDF and say so."""
    from ktgs_desktop.services import papers  # after --help

    digest = papers.save_file(printed, file)
    state.show({"file": file, "pages": printed.pages, "sha256": digest})


def _all_bodies(function: Any) -> Any:
    return click.option(
        "--all-bodies", is_flag=True, help="Lines of all issued annual programs of its year."
    )(function)


@click.command()
@click.argument("program")
@_all_bodies
@click.option("--search", default="", help="Words of the name; accents make it strict.")
@_printed
@listed
@common
@pass_state
def matrix(state: State, /, program: str, *, all_bodies: bool, search: str, **wanted: Any) -> None:
    """Show who is inspected in which quarter (done, in progress, overdue, planned)."""
    from ktgs_desktop.services import program_views  # after --help

    pdf, shown = wanted["pdf"], Wanted(wanted["limit"], wanted["sheet"])
    if pdf is not None and shown.sheet is not None:
        raise WrongUsage(_("Choose --pdf or --xlsx."))
    with state.opened() as workspace:
        one = records.program(workspace, program)
        if pdf is not None:
            told = progress_line("matrix")
            printed = program_views.print_matrix(
                workspace, one, told, all_bodies=all_bodies, words=search
            )
            _print(state, printed, pdf)
            return
        found = program_views.matrix(workspace, one, all_bodies=all_bodies)
        found = found.narrowed(search, str(program_views.UNNAMED))
    coded = state.as_json and shown.sheet is None
    rows = [_row(found, row, coded=coded) for row in first_of(found.rows, shown)]
    heads = [_column(found, column) for column in found.columns]
    if shown.sheet is not None:
        named = str(program_views.UNNAMED)
        rows = [
            {**row, "name": row["name"] or named, "lines": str(row["total"])}
            | {head: row[str(column)] for head, column in zip(heads, found.columns, strict=True)}
            for row in rows
        ]
    sheet = Sheet(late("Matrix of the program"), ("name", *heads, "lines"))
    show_list(state, rows, sheet, shown)


def _column(matrix: Matrix, column: int) -> str:
    """The heading of a quarter or year."""
    if matrix.by_year:
        return _("Year {year}").format(year=column)
    return _("Quarter {number}").format(number=ROMAN_QUARTERS[column])


def _row(matrix: Matrix, row: MatrixRow, *, coded: bool) -> dict[str, Any]:
    cells = {
        str(column): _cell(cell, coded=coded)
        for column, cell in zip(matrix.columns, row.cells, strict=True)
    }
    return {"kind": row.kind, "name": row.name, **cells, "total": row.total, "id": row.id}


def _cell(marks: tuple[Mark, ...], *, coded: bool) -> Any:
    if coded:
        return [{"line": mark.line, "state": mark.state} for mark in marks]
    return " ".join(_SIGNS[mark.state] for mark in marks)


@click.command()
@click.argument("program")
@click.option("--month", type=click.IntRange(1, 12), help="Only this month; the year if left out.")
@_all_bodies
@_printed
@listed
@common
@pass_state
def calendar(
    state: State, /, program: str, *, month: int | None, all_bodies: bool, **wanted: Any
) -> None:
    """Show the lines of PROGRAM in the order of the days on which they are due.

    As PDF it is a table of all lines with a column for each month, of a term for each year.
    """
    from ktgs_desktop.services import program_views  # after --help

    pdf, listing = wanted["pdf"], Wanted(wanted["limit"], wanted["sheet"])
    if pdf is not None and (listing.sheet is not None or month is not None):
        raise WrongUsage(_("--pdf shows the whole program; it goes without --month and --xlsx."))
    with state.opened() as workspace:
        one = records.program(workspace, program)
        if pdf is not None:
            told = progress_line("calendar")
            _print(
                state,
                program_views.print_calendar(workspace, one, told, all_bodies=all_bodies),
                pdf,
            )
            return
        _found, lines = program_views.lines(workspace, one, all_bodies=all_bodies)
        today = workspace.today
    shown = [
        {
            "due_on": line.due_on,
            "work_from": program_calendar.work_span(line)[0],
            "work_to": program_calendar.work_span(line)[1],
            "state": line.state(today),
            "content": line.content,
            "subjects": "; ".join(subject.name for subject in line.subjects),
            "lead": line.lead,
            "id": line.id,
        }
        for line in sorted(lines, key=lambda one: (one.due_on, one.part, one.seq))
        if month is None or line.due_on.month == month
    ]
    show_list(state, first_of(shown, listing), _CALENDAR, listing)


@click.command()
@click.argument("program")
@click.option(
    "--by",
    type=click.Choice([one.value for one in By]),
    default=By.KIND.value,
    help="What groups the lines.",
)
@_all_bodies
@common
@pass_state
def figures(state: State, program: str, *, by: str, all_bodies: bool) -> None:
    """Count the lines of PROGRAM by kind of work, quarter or body, and by how far they are."""
    from ktgs_desktop.services import program_views  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        found = program_views.figures(workspace, wanted, By(by), all_bodies=all_bodies)
    state.show(
        [
            {
                by: bar.key,
                "total": bar.total,
                **{one.lower(): count for one, count in zip(COUNTED, bar.counts, strict=True)},
            }
            for bar in found
        ]
    )


@click.command("lay-into-year")
@click.argument("year", type=_YEAR)
@click.argument("items", nargs=-1, required=True, type=click.UUID)
@common
@pass_state
def lay_into_year(state: State, year: int, items: tuple[UUID, ...]) -> None:
    """Make the term lines with the ids ITEMS lines of the body's draft for YEAR."""
    from ktgs_desktop.services import term_lines  # after --help

    with state.opened() as workspace:
        laid = term_lines.lay_into_year(workspace, items, year)
    state.show(
        {
            "program": laid.program.id,
            "begun": laid.begun,
            "skipped": laid.skipped,
            "items": [to_document(item) for item in laid.items],
        }
    )


@click.command("term-lines")
@click.argument("program")
@several("--year", kind=_YEAR, help="Only annual lines of this year.")
@several("--state", "reached", kind=click.Choice([*ProgressState]), help="Only lines so far.")
@listed
@common
@pass_state
def term_progress(
    state: State,
    program: str,
    *,
    year: tuple[int, ...],
    reached: tuple[str, ...],
    limit: int | None,
    sheet: Path | None,
) -> None:
    """List the lines of the term PROGRAM, each with the annual lines that carry it out."""
    from ktgs_desktop.services import program_items, term_lines  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        term = records.program(workspace, program)
        items = program_items.items(workspace, term)
        found = term_lines.carried_out(workspace, term)
        today = workspace.today
    rows: list[dict[str, Any]] = []
    for item in items:
        rows += [_carried(item.id, item.content, one, today) for one in found[item.id]]
        if not found[item.id]:
            rows.append(_carried(item.id, item.content, None, today))
    rows = with_values(rows, {"year": year, "state": reached})
    show_list(state, first_of(rows, wanted), _TERM, wanted)


def _carried(term_item: UUID, content: str, one: Any, today: date) -> dict[str, Any]:
    """A row of the list; a line that nothing carries out has no year."""
    return {
        "content": content,
        "year": one.item.year if one else None,
        "number": one.program.number if one else "",
        "state": one.progress.state(one.item.due_on, today) if one else "",
        "done": one.progress.done if one else None,
        "total": one.progress.total if one else None,
        "due_on": one.item.due_on if one else None,
        "term_item": term_item,
        "item": one.item.id if one else None,
    }
