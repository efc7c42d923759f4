"""`ktgs regulations import`: regulations of the office from a table, judged before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli import tables
from ktgs_desktop.cli.state import State, common, pass_state, progress_line

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_import import PlannedRegulation
    from ktgs_desktop.services.regulation_import import RegulationPlan

_FIELDS = (
    "regulation_number", "issuer", "title", "regulation_kind", "issued", "effective_from",
    "effective_to", "ended", "replaces", "amends", "implements", "classification", "note",
)  # fmt: skip


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--in-force-when-issued",
    "when_issued",
    is_flag=True,
    help="Texts without a day of effect take effect on their day of issue.",
)
@tables.options(_FIELDS)
@common
@pass_state
def import_table(state: State, /, file: str, *, when_issued: bool, **options: Any) -> int:
    """Add or change regulations of the office from a table (.xlsx, .xls, .ods, .csv, .docx, .html).

    A FILE of - is a table pasted into the standard input. A row is a text that is there if number,
    issuer and day of issue agree; an empty cell changes nothing, and texts of the lists from above
    are never changed. Rows with faults are shown and refuse the whole table, with exit code 1,
    unless they are left out.
    """
    from ktgs_desktop.services import regulation_import  # after --help

    mapping = tables.mapping(options["columns"], options["first_row"], _FIELDS)
    table = tables.read(state, file, options)
    with state.opened() as workspace:

        def apply(plan: RegulationPlan) -> int:
            return regulation_import.apply(workspace, plan, progress_line("import"))

        plan = regulation_import.plan(workspace, table.rows, mapping, when_issued=when_issued)
        plan, done = tables.carry_out(plan, options, regulation_import.without_refused, apply)
    rows = [_row(one) for one in plan.rows if one.regulation is not None or one.differs]
    return tables.show(state, table, plan, done, new=plan.new, changed=plan.changed, texts=rows)


def _row(planned: PlannedRegulation) -> dict[str, Any]:
    """What becomes of a row; a text of the lists that differs is told and stays."""
    text = planned.regulation or planned.before
    if text is None:
        return {}
    change = "changed" if planned.changes else "new" if planned.regulation else "kept"
    return {
        "row": planned.row.number,
        "change": change,
        "fields": list(planned.differs),
        "id": text.id,
        "number": text.number,
        "issuer": text.issuer,
        "issued": str(text.issued or ""),
        "title": text.title,
    }
