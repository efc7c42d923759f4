"""`ktgs recovery`: what an office lost with a restored copy, and giving it back to units below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli.exchange import identity_of, sent_row
from ktgs_desktop.cli.signing_keys import key_options
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.units_below import unit_of
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import FOLDER
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.recovery import LostRecord
    from ktgs_desktop.services.workspace import Workspace


@click.group()
@common
def recovery() -> None:
    """Records lost with a restored copy: those of this office, and of units below."""


@recovery.command("list")
@common
@pass_state
def list_lost(state: State) -> None:
    """List this office's records that came back and wait for somebody to decide."""
    from ktgs_desktop.services.exchange import recovery as service  # after --help

    with state.opened() as workspace:
        found = service.lost(workspace)
    state.show(
        [
            {
                "record": one.entity,
                "label": one.label,
                "loss": str(one.loss),
                "fields": [
                    {"field": part.field, "here": part.before, "issued": part.after}
                    for part in one.fields
                ],
                "id": one.id,
            }
            for one in found
        ]
    )


def _chosen(workspace: Workspace, wanted: tuple[UUID, ...]) -> list[LostRecord]:
    from ktgs_desktop.services.exchange import recovery as service  # after --help

    found = [one for one in service.lost(workspace) if one.id in wanted]
    missing = set(wanted) - {one.id for one in found}
    if missing:
        told = _("No record with the id {id} waits. `ktgs recovery list` shows those that do.")
        raise Refused(told.format(id=min(missing)))
    return found


@recovery.command()
@click.argument("records", nargs=-1, required=True, type=click.UUID)
@common
@pass_state
def take(state: State, records: tuple[UUID, ...]) -> None:
    """Take RECORDS (ids) as they were issued last."""
    from ktgs_desktop.services.exchange import recovery as service  # after --help

    with state.opened() as workspace:
        count = service.take_back(workspace, _chosen(workspace, records))
    state.show({"records": count})


@recovery.command()
@click.argument("records", nargs=-1, required=True, type=click.UUID)
@common
@pass_state
def keep(state: State, records: tuple[UUID, ...]) -> None:
    """Let RECORDS (ids) stand as they are here; what was withheld goes to other offices again.

    See first whether it may: mark what is secret, void what was wrong.
    """
    from ktgs_desktop.services.exchange import recovery as service  # after --help

    with state.opened() as workspace:
        chosen = _chosen(workspace, records)
        service.keep_own(workspace, chosen)
    state.show({"records": len(chosen)})


@recovery.command("owed")
@common
@pass_state
def list_owed(state: State) -> None:
    """List units below that lost changes of their own which are here."""
    from ktgs_desktop.services.exchange import recovery as service  # after --help

    with state.opened() as workspace:
        found = service.owed(workspace)
    state.show([{"name": one.name, "changes": one.changes, "id": one.unit} for one in found])


@recovery.command()
@click.argument("unit")
@click.argument("folder", type=FOLDER)
@key_options
@common
@pass_state
def send(state: State, /, unit: str, folder: Path, **options: Any) -> None:
    """Write what UNIT lost of its own, as it signed it, to FOLDER."""
    from ktgs_desktop.services.exchange import recovery as service  # after --help

    with state.opened() as workspace:
        wanted = unit_of(workspace, unit)
        with identity_of(workspace, options) as identity:
            made = service.send_back(workspace, wanted, folder, identity)
        state.show(sent_row(made))
