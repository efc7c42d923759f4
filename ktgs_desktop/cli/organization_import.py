"""`ktgs organizations import` and `import-table`: many organisations at once, judged before."""

from __future__ import annotations

from pathlib import Path

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import output, records, tables
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.errors import UserError

_FIELDS = ("name", "type", "parent", "code", "note")


@click.command("import")
@click.argument("csv", type=FILE, required=False)
@click.option("--province", "provinces", multiple=True, metavar="CODE", help="Only this province.")
@click.option("--district", "districts", multiple=True, metavar="CODE", help="Only this district.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@common
@pass_state
def import_units(
    state: State,
    csv: Path | None,
    *,
    provinces: tuple[str, ...],
    districts: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Add the organisations of administrative units from CSV, or of the shipped list.

    Doing it twice adds nothing the second time.
    """
    from ktgs_desktop.services import unit_register  # after --help

    units = unit_register.read_units(csv)
    codes = [*provinces, *districts]
    with state.opened() as workspace:
        if dry_run:
            done = unit_register.preview_register(workspace, units, codes)
        else:
            steps = progress_line("import")
            done = unit_register.import_register(workspace, units, codes, steps)
    state.show(
        {
            "units": done.units,
            "new": done.new,
            "kept": done.kept,
            "sample": list(done.sample),
            "written": not dry_run,
        }
    )


@click.command("import-table")
@click.argument("sheet", metavar="SHEET|-")
@click.option("--parent", default="", help="Superior of rows that name none: name or id.")
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
def import_table(  # noqa: PLR0913 - the options of the command
    state: State,
    sheet: str,
    *,
    parent: str,
    columns: tuple[str, ...],
    first_row: int | None,
    leave_out_refused: bool,
    dry_run: bool,
) -> int:
    """Add organisations from an Excel, ODS or CSV sheet: name, type, superior, code, note.

    A SHEET of - is a table pasted into the standard input. Rows with faults are shown and refuse
    the whole table, with exit code 1, unless they are left out.
    """
    from ktgs_desktop.services import organization_import  # after --help

    mapping = tables.mapping(columns, first_row, _FIELDS)
    if sheet == tables.STDIN:
        table = organization_import.read_pasted(tables.pasted(state))
    else:
        table = organization_import.read_sheet(Path(sheet))
    with state.opened() as workspace:
        above = records.organization_or_none(workspace, parent)
        plan = organization_import.plan(workspace, table, parent=above, mapping=mapping)
        for field in plan.missing:
            raise UserError("column_missing", field=field)
        refused = tables.refused(plan.rows)
        new, existing = plan.new, plan.existing
        if leave_out_refused:
            plan = organization_import.without_refused(plan)
        stop = bool(plan.refused)
        added = 0
        if not (dry_run or stop):
            added = organization_import.apply(workspace, plan, progress_line("import"))
    state.show({"new": new, "existing": existing, "added": added, "faults": refused})
    if not stop:
        return 0
    refusal = UserError("rows_refused", count=plan.refused)
    output.complain(messages.sentence(refusal))
    return refusal.exit_code
