"""`ktgs programs …-line`: the lines of a program (mục chương trình)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, listed, show_list
from ktgs_desktop.cli.narrowing import QUARTER, several, texts
from ktgs_desktop.cli.state import Function, State, common, given, given_options, pass_state
from ktgs_desktop.cli.values import RECORD, CodeOf
from ktgs_desktop.domain import dates
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import SubjectKind
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import ProgramItem
    from ktgs_desktop.services.workspace import Workspace

_COUNT = click.IntRange(min=0)
_YEAR = click.IntRange(1900, 2199)
KIND = CodeOf("task_kinds")
_NARROWING = ("year", "quarter", "kind", "lead", "state")
_SUBJECTS = ("subjects", "new_organizations", "new_members")
_SHEET = Sheet(
    late("Lines of programs"),
    ("year", "quarter", "task_kind", "content", "subjects", "lead", "due_on", "state", "done"),
)


@click.command()
@click.argument("program", required=False, default="")
@click.option("--search", default="", help="Words of content or subjects; accents make it strict.")
@several("--year", kind=_YEAR, help="Only lines to be done in this year.")
@several("--quarter", kind=QUARTER, help="Only lines due in this quarter.")
@several("--kind", kind=KIND, help="Only this kind of work (code).")
@several("--lead", help="Only lines with this body in the lead (its name).")
@click.option("--part", type=click.Choice(["A", "B"]), help="Only inspection (A), supervision (B).")
@several("--state", kind=click.Choice([*ProgressState]), help="Only lines in this state.")
@click.option("--term-item", type=RECORD, help="Only lines that carry out this one of the term.")
@click.option(
    "--sort",
    default="order",
    show_default=True,
    type=click.Choice(["order", "kind", "content", "subject", "lead", "due", "state", "year"]),
    help="What orders the list.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def lines(state: State, /, program: str, *, search: str, sort: str, **options: Any) -> None:
    """List lines of PROGRAM, or of all programs, with how far they are."""
    from ktgs_desktop.services import list_values  # after --help
    from ktgs_desktop.services import programs as service  # after --help

    wanted = Wanted(options["limit"], options["sheet"])
    chosen = {name: texts(options[name]) for name in _NARROWING}
    filters: Filters = {**list_values.narrowing(service.LIST, chosen)}
    filters |= {name: str(options[name]) for name in ("part", "term_item") if options[name]}
    with state.opened() as workspace:
        if program:
            filters["program"] = str(records.program(workspace, program))
        query = Listing(sort, options["descending"], search, filters)
        found = collect(service, workspace, query, wanted)
        today = workspace.today
    rows = [
        {
            "part": row.part,
            "seq": row.seq,
            "year": row.year,
            "quarter": row.due_quarter,
            "due_on": row.due_on,
            "state": row.state(today),
            "done": row.progress.done,
            "total": row.progress.total,
            "task_kind": row.task_kind,
            "content": row.content,
            "subjects": row.subjects,
            "lead": row.lead,
            "id": row.id,
            "program": row.program,
        }
        for row in found
    ]
    show_list(state, rows, _SHEET, wanted)


@click.command("show-line")
@click.argument("item", type=click.UUID)
@common
@pass_state
def show_line(state: State, item: UUID) -> None:
    """Show the line with the id ITEM and the progress of its subjects."""
    from ktgs_desktop.services import program_items  # after --help

    with state.opened() as workspace:
        found = program_items.get(workspace, item)
        today = workspace.today
    state.show(
        {
            **to_document(found.item),
            "state": found.line.state(found.item.due_on, today),
            "due_on": found.item.due_on,
            "done": found.line.done,
            "total": found.line.total,
            "outside_remit": found.outside_remit,
            "progress": [to_document(one) for one in found.progress],
        }
    )


def line_options(function: Function) -> Function:
    """The options that say what a line is to be.

    Args:
        function: the command.
    """
    options = (
        click.option("--year", type=_YEAR, help="Year of the work, in a program of the term."),
        click.option(
            "--subject",
            "subjects",
            multiple=True,
            help="Name or id of a subject in the register, once for each; in place of those there.",
        ),
        click.option(
            "--new-organization",
            "new_organizations",
            multiple=True,
            metavar="NAME",
            help="Subject that is an organisation outside the register, once for each.",
        ),
        click.option(
            "--new-member",
            "new_members",
            multiple=True,
            metavar="NAME",
            help="Subject that is a member outside the register, once for each.",
        ),
        click.option("--organizations", type=_COUNT, help="Organisations to be named later."),
        click.option("--members", type=_COUNT, help="Members to be named later."),
        click.option("--subject-note", help="How those to be named later are described."),
        click.option("--period", help="Time examined: 2019-2020, 1/1/2019 – 30/6/2020."),
        click.option("--work", help="Time of the work: q2, or 15/5-30/6; “” for none."),
        click.option("--lead", help="Body in the lead: name or id, “” for none."),
        click.option(
            "--support", multiple=True, help="Body that takes part, once for each; name or id."
        ),
        click.option("--directing", help="Committee member who directs: name or id."),
        click.option("--leader", help="Head of the team: name or id."),
        click.option("--method", type=CodeOf("methods"), help="Code of the method; “” for none."),
        click.option("--note", help="Free text."),
        click.option("--term-item", type=RECORD, help="Line of the term's program it carries out."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@click.command("add-line")
@click.argument("program")
@click.option("--kind", type=KIND, required=True, help="Code of the kind of work.")
@click.option("--content", required=True, help="What is inspected or supervised.")
@line_options
@common
@pass_state
def add_line(state: State, /, program: str, *, kind: str, **_options: Any) -> None:
    """Add a line to the draft PROGRAM."""
    from ktgs_desktop.services import program_items  # after --help

    values = {name: value for name, value in given().items() if name not in ("program", "kind")}
    with state.opened() as workspace:
        blank = program_items.blank(workspace, records.program(workspace, program), kind)
        made = program_items.save(workspace, with_values(workspace, blank, values))
        state.show(to_document(made))


@click.command("edit-line")
@click.argument("items", type=click.UUID, nargs=-1, required=True)
@click.option("--kind", type=KIND, help="Code of the kind of work.")
@click.option("--content", help="What is inspected or supervised.")
@line_options
@common
@pass_state
def edit_line(state: State, /, items: tuple[UUID, ...], **_options: Any) -> None:
    """Edit the lines with the ids ITEMS of a draft; all of them get the same new values."""
    from ktgs_desktop.services import program_items  # after --help

    values = given_options("items")
    with state.opened() as workspace:
        there = [program_items.get(workspace, one).item for one in dict.fromkeys(items)]
        changed = [with_values(workspace, one, values) for one in there]
        saved = program_items.save_many(workspace, changed)
        state.show([to_document(one) for one in saved] if len(saved) > 1 else to_document(saved[0]))


def with_values(workspace: Workspace, item: ProgramItem, values: dict[str, Any]) -> ProgramItem:
    """A line with the values that stand on the command line.

    Args:
        workspace: the workspace.
        item: the line as it was.
        values: what was typed, by option.

    Raises:
        UserError: a time is not understood.
    """
    convert: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "kind": ("task_kind", str),
        "organizations": ("unnamed_organizations", int),
        "members": ("unnamed_members", int),
        "lead": ("lead", lambda text: records.named_body(workspace, text)),
        "support": (
            "support",
            lambda texts: tuple(
                filter(None, (records.named_body(workspace, text) for text in texts))
            ),
        ),
        "directing": ("directing_member", lambda text: records.named_person(workspace, text)),
        "leader": ("team_leader", lambda text: records.named_person(workspace, text)),
    }
    changed: dict[str, Any] = {}
    for name, value in values.items():
        if name not in ("period", "work", *_SUBJECTS):
            field, read = convert.get(name, (name, _same))
            changed[field] = read(value)
    if any(name in values for name in _SUBJECTS):
        names, organizations, members = (values.get(name, ()) for name in _SUBJECTS)
        new = {SubjectKind.ORGANIZATION: organizations, SubjectKind.MEMBER: members}
        changed["subjects"] = records.subjects(workspace, names, new, item.subjects)
    year = changed.get("year", item.year)
    if "period" in values:
        changed["period_from"], changed["period_to"] = dates.parse_typed_span(
            values["period"], year=year
        )
    if "work" in values:
        changed |= _work(values["work"], year)
    return dataclasses.replace(item, **changed)


def _same(value: Any) -> Any:
    return value


def _work(text: str, year: int) -> dict[str, Any]:
    """Time of the work: a quarter, days, or nothing."""
    quarter, start, end = dates.parse_work_time(text, year=year)
    if quarter is not None:
        number, own_year = quarter
        found = {"quarter": number, "work_from": None, "work_to": None}
        return found if own_year is None else {**found, "year": own_year}
    return {"quarter": None, "work_from": start, "work_to": end}


@click.command("duplicate-line")
@click.argument("item", type=click.UUID)
@common
@pass_state
def duplicate_line(state: State, item: UUID) -> None:
    """Copy the line with the id ITEM to the end of its part."""
    from ktgs_desktop.services import program_items  # after --help

    with state.opened() as workspace:
        state.show(to_document(program_items.duplicate(workspace, item)))


@click.command("move-line", context_settings={"ignore_unknown_options": True})
@click.argument("item", type=click.UUID)
@click.argument("steps", type=click.INT)
@common
@pass_state
def move_line(state: State, item: UUID, steps: int) -> None:
    """Move the line with the id ITEM by STEPS within its part: -1 is up, 1 down."""
    from ktgs_desktop.services import program_items  # after --help

    with state.opened() as workspace:
        program_items.move(workspace, item, steps)
        state.show({"moved": item, "seq": program_items.get(workspace, item).item.seq})


@click.command("void-line")
@click.argument("items", type=click.UUID, nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void_line(state: State, items: tuple[UUID, ...], *, reason: str) -> None:
    """Delete the lines with the ids ITEMS of a draft; they stay in the history."""
    from ktgs_desktop.services import program_items  # after --help

    wanted = list(dict.fromkeys(items))
    with state.opened() as workspace:
        program_items.void(workspace, wanted, reason)
        state.show({"voided": wanted})
