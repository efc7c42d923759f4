"""`ktgs outside`: plans of the inspectorate, the audit and the superior committee."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records, tables
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import QUARTER, several, texts
from ktgs_desktop.cli.state import Function, State, common, given, given_options, pass_state
from ktgs_desktop.domain import dates
from ktgs_desktop.domain.column_values import name_value
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.outside_lines import OutsideActor
from ktgs_desktop.domain.programs import SubjectKind
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.domain.outside_lines import OutsideLine
    from ktgs_desktop.services.workspace import Workspace

_YEAR = click.IntRange(1945, 2100)
_ACTOR = click.Choice([str(actor) for actor in OutsideActor])
_FIELDS = ("subjects", "body", "actor", "content", "work", "year", "note")
_SHEET = Sheet(
    late("Plans of other bodies"),
    ("year", "quarter", "due_on", "body", "subjects", "content"),
)


@click.group()
@common
def outside() -> None:
    """Plans of other bodies, known only so that plans do not collide."""


@outside.command("list")
@several("--year", kind=_YEAR, help="Only those of this year.")
@several("--quarter", kind=QUARTER, help="Only work in this quarter.")
@several("--body", help="Only the plan of this body (its name).")
@several("--actor", kind=_ACTOR, help="Only those of this kind of body.")
@listed
@common
@pass_state
def list_lines(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    year: tuple[int, ...],
    quarter: tuple[int, ...],
    body: tuple[str, ...],
    actor: tuple[str, ...],
    limit: int | None,
    sheet: Path | None,
) -> None:
    """List them, the latest year first."""
    from ktgs_desktop.services import outside_lines  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = outside_lines.listed(workspace)
    chosen = {
        "year": texts(year),
        "quarter": texts(quarter),
        "body": tuple(map(name_value, body)),
        "actor": texts(actor),
    }
    given_ones = {name: values for name, values in chosen.items() if values}
    found = outside_lines.narrowed(found, given_ones)
    show_list(state, [_row(line) for line in first_of(found, wanted)], _SHEET, wanted)


def _row(line: OutsideLine) -> dict[str, Any]:
    return {
        "year": line.year,
        "quarter": line.quarter,
        "due_on": line.due_on,
        "actor": line.actor,
        "body": line.body,
        "subjects": "; ".join(subject.name for subject in line.subjects),
        "content": line.content,
        "id": line.id,
    }


def _values(function: Function) -> Function:
    options = (
        click.option("--actor", type=_ACTOR, help="Kind of body; from its name if left out."),
        click.option(
            "--subject", "subjects", multiple=True, help="Name or id in the register, each once."
        ),
        click.option(
            "--new-organization",
            "organizations",
            multiple=True,
            metavar="NAME",
            help="Subject outside the register, e.g. UBND xã Bàn Đạt, once for each.",
        ),
        click.option("--new-member", "members", multiple=True, metavar="NAME", help="A person."),
        click.option("--content", help="What is inspected."),
        click.option("--work", help="Time of the work: q2, or 15/5-30/6; “” for none."),
        click.option("--note", help="Free text, e.g. number of the plan."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@outside.command()
@click.option("--year", type=_YEAR, required=True, help="Year of the work.")
@click.option("--body", required=True, help="Name of the body.")
@_values
@common
@pass_state
def add(state: State, /, *, year: int, **_options: Any) -> None:
    """Enter a line of another body's plan."""
    from ktgs_desktop.domain.outside_import import actor_of
    from ktgs_desktop.services import outside_lines  # after --help

    values = {name: value for name, value in given().items() if name != "year"}
    actor = actor_of(str(values["body"])) or OutsideActor.OTHER
    with state.opened() as workspace:
        blank = outside_lines.blank(workspace, year, actor)
        made = outside_lines.save(workspace, _with_values(workspace, blank, values))
    state.show(to_document(made))


@outside.command()
@click.argument("line", type=click.UUID)
@click.option("--year", type=_YEAR, help="Year of the work.")
@click.option("--body", help="Name of the body.")
@_values
@common
@pass_state
def edit(state: State, /, line: UUID, **_options: Any) -> None:
    """Edit the LINE with this id."""
    from ktgs_desktop.services import outside_lines  # after --help

    values = given_options("line")
    with state.opened() as workspace:
        there = outside_lines.get(workspace, line)
        saved = outside_lines.save(workspace, _with_values(workspace, there, values))
    state.show(to_document(saved))


def _with_values(workspace: Workspace, line: OutsideLine, values: dict[str, Any]) -> OutsideLine:
    changed = dict(values)
    named = {name: changed.pop(name, ()) for name in ("subjects", "organizations", "members")}
    if any(named.values()):
        new = {
            SubjectKind.ORGANIZATION: named["organizations"],
            SubjectKind.MEMBER: named["members"],
        }
        changed["subjects"] = records.subjects(workspace, named["subjects"], new, line.subjects)
    if "work" in changed:
        text, year = str(changed.pop("work")), int(changed.get("year", line.year))
        quarter, start, end = None, None, None
        if text.strip():
            quarter, start, end = dates.parse_work_time(text, year=year)
        changed |= {"quarter": quarter[0] if quarter else None, "work_from": start, "work_to": end}
    return dataclasses.replace(line, **changed)


@outside.command()
@click.argument("line", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, line: UUID, *, reason: str) -> None:
    """Take the LINE with this id out of the list."""
    from ktgs_desktop.services import outside_lines  # after --help

    with state.opened() as workspace:
        outside_lines.void(workspace, line, reason)
    state.show({"voided": line})


@outside.command()
@click.argument("file", metavar="FILE|-")
@click.option("--year", type=_YEAR, required=True, help="Year of rows that name none.")
@click.option("--actor", type=_ACTOR, default="OTHER", help="Kind of body of rows that say none.")
@click.option("--body", default="", help="Body of rows that name none.")
@tables.options(_FIELDS)
@common
@pass_state
def paste(state: State, /, file: str, **options: Any) -> int:
    """Add lines from a table in FILE (.xlsx, .ods, .csv, .docx, .html, .txt).

    A FILE of - is a table pasted into the standard input.

    Rows with faults are shown and refuse the whole table, with exit code 1, unless they are left
    out.
    """
    from ktgs_desktop.services import outside_import  # after --help

    mapping = tables.mapping(options["columns"], options["first_row"], _FIELDS)
    table = tables.read(state, file, options)
    usual = outside_import.Usual(options["year"], options["actor"], options["body"])
    with state.opened() as workspace:
        plan, done = tables.carry_out(
            outside_import.plan(workspace, table.rows, usual, mapping),
            options,
            outside_import.without_refused,
            lambda sure: outside_import.apply(workspace, sure),
        )
    lines = [_row(line) for line in plan.lines]
    return tables.show(state, table, plan, done, new=len(lines), lines=lines)
