"""`ktgs programs paste-items` and `fill-lines`: many lines of a draft at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records, tables
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import CodeOf
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.fill_down import FILLED

if TYPE_CHECKING:
    from ktgs_desktop.services.item_import import ItemPlan

_FIELDS = (
    "number", "content", "task_kind", "subjects", "period", "work", "method", "lead", "support",
    "directing_member", "team_leader", "note", "year",
)  # fmt: skip


@click.command("paste-items")
@click.argument("program")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--kind",
    type=CodeOf("task_kinds"),
    default="INSPECTION_PROGRAM",
    show_default=True,
    help="Kind of work of rows that name none and stand below no title of a part.",
)
@tables.options(_FIELDS)
@common
@pass_state
def paste_items(state: State, /, program: str, file: str, *, kind: str, **options: Any) -> int:
    """Add lines to the draft PROGRAM from a table (.xlsx, .ods, .csv, .docx, .html, .txt).

    A FILE of - is a table pasted into the standard input. Merged cells and several lines in a cell
    are read as in Word. Rows with faults are shown and refuse the whole table, with exit code 1,
    unless they are left out.
    """
    from ktgs_desktop.services import item_import, program_items  # after --help

    mapping = tables.mapping(options["columns"], options["first_row"], _FIELDS)
    table = tables.read(state, file, options)
    with state.opened() as workspace:

        def apply(plan: ItemPlan) -> int:
            items = item_import.checked(plan)
            return len(program_items.save_many(workspace, items, item_import.OPERATION))

        wanted = records.program(workspace, program)
        plan = item_import.plan(workspace, wanted, table.rows, kind=kind, mapping=mapping)
        plan, done = tables.carry_out(plan, options, item_import.without_refused, apply)
    items = [to_document(item) for item in plan.items]
    unregistered = plan.unregistered
    more = {"unregistered": unregistered, "items": items}
    return tables.show(state, table, plan, done, new=len(items), **more)


@click.command("fill-lines")
@click.argument("source", type=click.UUID)
@click.argument("items", type=click.UUID, nargs=-1, required=True)
@click.option(
    "--field",
    "fields",
    multiple=True,
    required=True,
    type=click.Choice(list(FILLED)),
    help="Which value goes into the lines, once for each.",
)
@common
@pass_state
def fill_lines(
    state: State, source: UUID, items: tuple[UUID, ...], *, fields: tuple[str, ...]
) -> None:
    """Give the lines with the ids ITEMS of a draft values of the line SOURCE, all or none."""
    from ktgs_desktop.services import program_items  # after --help

    with state.opened() as workspace:
        done = program_items.fill_down(workspace, source, dict.fromkeys(items), fields)
    state.show({"changed": [item.id for item in done]})
