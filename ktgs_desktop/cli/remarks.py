"""`ktgs remarks`: what a superior says of a unit's records and figures, on both sides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import YEAR
from ktgs_desktop.cli.state import State, common, given_options, pass_state
from ktgs_desktop.cli.units_below import unit_of
from ktgs_desktop.cli.values import DAY, DAY_OR_NONE
from ktgs_desktop.domain.consolidation import Measure
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.remark_states import FigureName, RemarkState
from ktgs_desktop.domain.remarks import RemarkKind
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.domain.remark_states import RemarkRow

_SHEET = Sheet(
    late("Remarks, directives"), ("on", "side", "kind", "unit", "about", "text", "due_on", "state")
)
_KIND = click.Choice([*RemarkKind], case_sensitive=False)


@click.group()
@common
def remarks() -> None:
    """Remarks and directives to units below, and those received from the superior."""


@remarks.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only those without an answer.")
@click.option("--record", type=click.UUID, help="Only those on the record with this id.")
@listed
@common
@pass_state
def list_remarks(
    state: State, *, only_open: bool, record: UUID | None, limit: int | None, sheet: Any
) -> None:
    """List remarks, those received first, the latest at the head."""
    from ktgs_desktop.services.exchange import remarks as service  # after --help

    with state.opened() as workspace:
        if record is not None:
            found = service.of_record(workspace, record)
        else:
            found = [*service.received(workspace), *service.written(workspace)]
    wanted = Wanted(limit, sheet)
    chosen = [one for one in found if not only_open or one.state != RemarkState.ANSWERED]
    show_list(state, [_row(one) for one in first_of(chosen, wanted)], _SHEET, wanted)


def _row(row: RemarkRow) -> dict[str, Any]:
    remark = row.remark
    return {
        "on": remark.on,
        "side": str(row.side),
        "kind": remark.kind,
        "unit": row.unit,
        "about": row.about or remark.figure,
        "text": remark.text,
        "due_on": remark.due,
        "state": str(row.state),
        "record": remark.record,
        "id": remark.id,
    }


@remarks.command("add")
@click.argument("unit")
@click.argument("text")
@click.option(
    "--kind", type=_KIND, default=RemarkKind.REMARK, show_default=True, help="What it is."
)
@click.option("--record", type=click.UUID, help="Id of the unit's record it is about.")
@click.option(
    "--figure",
    type=click.Choice([str(one) for one in Measure]),
    help="The figure it is about; --year and --task-kind say of which lines.",
)
@click.option("--year", type=YEAR, help="The year of the figure.")
@click.option("--task-kind", default="", help="The kind of work of the figure.")
@click.option("--due", type=DAY, help="Day by which an answer is awaited.")
@common
@pass_state
def add_remark(state: State, /, unit: str, text: str, **said: Any) -> None:
    """Write TEXT to UNIT (code, name or id); it goes with the next package to it."""
    from ktgs_desktop.services.exchange import remarks as service  # after --help

    figure = said["figure"]
    name = str(FigureName(figure, said["year"], said["task_kind"])) if figure else ""
    with state.opened() as workspace:
        new = service.NewRemark(
            unit_of(workspace, unit), text, str(said["kind"]), said["record"], name, said["due"]
        )
        state.show(to_document(service.add(workspace, new)))


@remarks.command("edit")
@click.argument("remark", type=click.UUID)
@click.option("--text", help="What it is to say.")
@click.option("--kind", type=_KIND, help="What it is.")
@click.option("--due", type=DAY_OR_NONE, help="Day by which an answer is awaited; empty for none.")
@common
@pass_state
def edit_remark(
    state: State, remark: UUID, *, text: str | None, kind: str | None, due: date | None
) -> None:
    """Change the remark with the id REMARK; what is not given stays."""
    from ktgs_desktop.services.exchange import remarks as service  # after --help

    changed = given_options("remark")
    with state.opened() as workspace:
        known = service.get(workspace, remark)
        said = service.NewRemark(
            known.to,
            known.text if text is None else text,
            str(kind or known.kind),
            known.record,
            known.figure,
            due if "due" in changed else known.due,
        )
        state.show(to_document(service.edit(workspace, remark, said)))


@remarks.command("void")
@click.argument("remark", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void_remark(state: State, remark: UUID, *, reason: str) -> None:
    """Take the remark with the id REMARK back."""
    from ktgs_desktop.services.exchange import remarks as service  # after --help

    with state.opened() as workspace:
        service.void(workspace, remark, reason)
    state.show({"voided": remark})
