"""`ktgs programs paste-items` and `fill-lines`: many lines of a draft at once."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import output, records, tables
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import CodeOf
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.fill_down import FILLED
from ktgs_desktop.errors import UserError

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
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NUMBER",
    help=f"Which column a field is, from 1, in place of the headings: {', '.join(_FIELDS)}.",
)
@click.option(
    "--first-row",
    type=click.IntRange(min=1),
    help="Where data begin, from 1; needed with --column below headings.",
)
@click.option("--leave-out-refused", is_flag=True, help="Add the rows without faults.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@common
@pass_state
def paste_items(  # noqa: PLR0913 - the options of the command
    state: State,
    program: str,
    file: str,
    *,
    kind: str,
    columns: tuple[str, ...],
    first_row: int | None,
    leave_out_refused: bool,
    dry_run: bool,
) -> int:
    """Add lines to the draft PROGRAM from a table (.xlsx, .ods, .csv, .docx, .html, .txt).

    A FILE of - is a table pasted into the standard input. Merged cells and several lines in a cell
    are read as in Word. Rows with faults are shown and refuse the whole table, with exit code 1,
    unless they are left out.
    """
    from ktgs_desktop.services import item_import, program_items  # after --help

    mapping = tables.mapping(columns, first_row, _FIELDS)
    if file == tables.STDIN:
        table = item_import.read_clipboard(tables.pasted(state))
    else:
        table = item_import.read_file(Path(file))
    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        plan = item_import.plan(workspace, wanted, table, kind=kind, mapping=mapping)
        for field in plan.missing:
            raise UserError("column_missing", field=field)
        faults, existing = tables.refused(plan.rows), plan.existing
        if leave_out_refused:
            plan = item_import.without_refused(plan)
        stop = bool(plan.refused)
        added = 0
        if not (dry_run or stop):
            items = item_import.checked(plan)
            added = len(program_items.save_many(workspace, items, item_import.OPERATION))
    state.show(
        {
            "new": len(plan.items),
            "existing": existing,
            "added": added,
            "unregistered": plan.unregistered,
            "items": [to_document(item) for item in plan.items],
            "faults": faults,
        }
    )
    if not stop:
        return 0
    refusal = UserError("rows_refused", count=plan.refused)
    output.complain(messages.sentence(refusal))
    return refusal.exit_code


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
