"""`ktgs programs matrix`, `calendar`, `figures`, and the lines of a term laid into years."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.domain import program_calendar
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.program_figures import COUNTED, By
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.domain.program_matrix import Mark

_SIGNS = {"DONE": "✓", "IN_PROGRESS": "→", "OVERDUE": "!", "NOT_STARTED": "○"}
_YEAR = click.IntRange(1900, 2199)
_TERM = Sheet(
    late("Lines of the term and their years"),
    ("year", "content", "number", "state", "done", "total", "due_on"),
)


def _all_bodies(function: Any) -> Any:
    return click.option(
        "--all-bodies", is_flag=True, help="Lines of all issued annual programs of its year."
    )(function)


@click.command()
@click.argument("program")
@_all_bodies
@common
@pass_state
def matrix(state: State, program: str, *, all_bodies: bool) -> None:
    """Show who is inspected in which quarter (done, in progress, overdue, planned)."""
    from ktgs_desktop.services import program_views  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        found = program_views.matrix(workspace, wanted, all_bodies=all_bodies)
    state.show(
        [
            {
                "kind": row.kind,
                "name": row.name,
                **{
                    str(column): _cell(state, cell)
                    for column, cell in zip(found.columns, row.cells, strict=True)
                },
                "id": row.id,
            }
            for row in found.rows
        ]
    )


def _cell(state: State, marks: tuple[Mark, ...]) -> Any:
    if state.as_json:
        return [{"line": mark.line, "state": mark.state} for mark in marks]
    return " ".join(_SIGNS[mark.state] for mark in marks)


@click.command()
@click.argument("program")
@click.option("--month", type=click.IntRange(1, 12), help="Only this month; the year if left out.")
@_all_bodies
@common
@pass_state
def calendar(state: State, program: str, *, month: int | None, all_bodies: bool) -> None:
    """Show the lines of PROGRAM in the order of the days on which they are due."""
    from ktgs_desktop.services import program_views  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        _found, lines = program_views.lines(workspace, wanted, all_bodies=all_bodies)
        today = workspace.today
    shown = [
        {
            "due_on": line.due_on,
            "work_from": program_calendar.work_span(line)[0],
            "work_to": program_calendar.work_span(line)[1],
            "state": line.state(today),
            "content": line.content,
            "id": line.id,
        }
        for line in sorted(lines, key=lambda one: (one.due_on, one.part, one.seq))
        if month is None or line.due_on.month == month
    ]
    state.show(shown)


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
@listed
@common
@pass_state
def term_progress(state: State, program: str, *, limit: int | None, sheet: Path | None) -> None:
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
