"""`ktgs transfers`: whose records go over to whom, and going on with them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.values import DAY
from ktgs_desktop.domain.encoding import to_document


@click.group()
@common
def transfers() -> None:
    """Records that go over from one unit to another."""


@transfers.command("list")
@common
@pass_state
def list_transfers(state: State) -> None:
    """List the transfers that count: this office's own, and those its superiors said."""
    from ktgs_desktop.services.exchange import handing_over  # after --help

    with state.opened() as workspace:
        found = handing_over.standing(workspace)
    state.show(
        [
            {
                "source": source,
                "target": target,
                "on": one.on,
                "basis": one.basis,
                "records": len(one.records),
                "id": one.id,
            }
            for one, source, target in found
        ]
    )


@transfers.command()
@click.argument("source")
@click.argument("target")
@click.option("--on", type=DAY, required=True, help="First day on which TARGET goes on.")
@click.option("--basis", required=True, help="Number and date of the decision.")
@click.option(
    "--record", "wanted", multiple=True, type=click.UUID, help="Only this record; without it all."
)
@common
@pass_state
def add(
    state: State, source: str, target: str, *, on: date, basis: str, wanted: tuple[UUID, ...]
) -> None:
    """Say that the records of SOURCE go over to TARGET (inspection committees: name or id).

    Only the superior of both may say so; the next packages carry it to both.
    """
    from ktgs_desktop.services.exchange import handing_over  # after --help

    with state.opened() as workspace:
        new = handing_over.NewTransfer(
            records.organization(workspace, source),
            records.organization(workspace, target),
            on,
            basis,
            wanted,
        )
        state.show(to_document(handing_over.say(workspace, new)))


@transfers.command()
@click.argument("transfer", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, transfer: UUID, *, reason: str) -> None:
    """Take TRANSFER (id), said by mistake, back."""
    from ktgs_desktop.services.exchange import handing_over  # after --help

    with state.opened() as workspace:
        handing_over.void(workspace, transfer, reason)
        state.show({"voided": transfer})


@transfers.command("open")
@common
@pass_state
def open_sources(state: State) -> None:
    """List the units with whose records this office is to go on, and how many are still waiting."""
    from ktgs_desktop.services.exchange import handing_over  # after --help

    with state.opened() as workspace:
        found = handing_over.open_sources(workspace)
    state.show([{"name": name, "waiting": count, "id": unit} for unit, name, count in found])


@transfers.command("take-over")
@click.argument("source")
@common
@pass_state
def take_over(state: State, source: str) -> None:
    """Go on with the records of SOURCE (inspection committee: name or id) that came so far."""
    from ktgs_desktop.services.exchange import handing_over  # after --help

    with state.opened() as workspace:
        unit = records.organization(workspace, source)
        done = handing_over.take_over(workspace, unit, progress_line("take-over"))
    state.show({"name": done.name, "written": done.written, "known": done.known, "left": done.left})
