"""`ktgs organizations import` and `import-table`: many organisations at once, judged before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli import records, tables
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.values import FILE

if TYPE_CHECKING:
    from ktgs_desktop.services.organization_import import OrganizationPlan

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
@tables.options(_FIELDS)
@common
@pass_state
def import_table(state: State, /, sheet: str, *, parent: str, **options: Any) -> int:
    """Add organisations from an Excel, ODS or CSV sheet: name, type, superior, code, note.

    A SHEET of - is a table pasted into the standard input. Rows with faults are shown and refuse
    the whole table, with exit code 1, unless they are left out.
    """
    from ktgs_desktop.services import organization_import  # after --help

    mapping = tables.mapping(options["columns"], options["first_row"], _FIELDS)
    table = tables.read(state, sheet, options)
    with state.opened() as workspace:

        def apply(plan: OrganizationPlan) -> int:
            return organization_import.apply(workspace, plan, progress_line("import"))

        above = records.organization_or_none(workspace, parent)
        plan = organization_import.plan(workspace, table.rows, parent=above, mapping=mapping)
        plan, done = tables.carry_out(plan, options, organization_import.without_refused, apply)
    return tables.show(state, table, plan, done, new=plan.new)
