"""`ktgs bodies`: the bodies whose papers the office prepares."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import Function, State, common, given, given_options, pass_state
from ktgs_desktop.cli.values import DAY, FILE, SERIES, SIGNER, CodeOf
from ktgs_desktop.domain.encoding import to_document


@click.group()
@common
def bodies() -> None:
    """The bodies whose papers the office prepares: headers, symbols, signers, numbers."""


@bodies.command("list")
@common
@pass_state
def list_bodies(state: State) -> None:
    """List the bodies in the order of their tabs."""
    from ktgs_desktop.services import offices  # after --help

    with state.opened() as workspace:
        found = offices.bodies(workspace)
    state.show(
        [
            {
                "symbol": one.symbol,
                "name": one.name,
                "kind": one.kind,
                "place": one.place,
                "signer": one.signers[0].name if one.signers else "",
                "order": one.order,
                "id": one.id,
            }
            for one in found
        ]
    )


@bodies.command()
@click.argument("body")
@common
@pass_state
def show(state: State, body: str) -> None:
    """Show the body with the symbol or id BODY."""
    with state.opened() as workspace:
        state.show(to_document(records.body(workspace, body)))


def _values(function: Function) -> Function:
    options = (
        click.option("--name", help="As papers call it: Ban Thường vụ Huyện uỷ."),
        click.option("--header-above", help="First header line, in capitals; may be empty."),
        click.option("--header-own", help="Second header line, in capitals."),
        click.option("--symbol", help="In numbers, e.g. HU in 02-CTr/HU."),
        click.option("--place", help="Place name before the date."),
        click.option("--kind", type=CodeOf("organization_types"), help="Code of its type."),
        click.option(
            "--signer",
            "signers",
            type=SIGNER,
            multiple=True,
            help="Who signs, the usual one first; once for each, in place of those there.",
        ),
        click.option(
            "--recipient",
            "recipients",
            multiple=True,
            help="Line under “Nơi nhận”, the archive last; in place of those there.",
        ),
        click.option(
            "--series",
            type=SERIES,
            multiple=True,
            help="First number of a type in a term, and who keeps the series elsewhere (@…), if "
            "anyone does; in place of those there.",
        ),
    )
    for option in reversed(options):
        function = option(function)
    return function


@bodies.command()
@click.argument("body")
@_values
@common
@pass_state
def edit(state: State, /, body: str, **_options: Any) -> None:
    """Edit the body with the symbol or id BODY; papers already issued stay as they are."""
    from ktgs_desktop.services import offices  # after --help

    values = given_options("body")
    with state.opened() as workspace:
        changed = dataclasses.replace(records.body(workspace, body), **values)
        state.show(to_document(offices.save_body(workspace, changed)))


@bodies.command()
@click.option("--organization", required=True, help="The body in the register: name or id.")
@_values
@common
@pass_state
def add(state: State, /, *, organization: str, **_options: Any) -> None:
    """Add a body, e.g. an advisory one, whose papers the office prepares too."""
    from ktgs_desktop.services import offices  # after --help

    values = {name: value for name, value in given().items() if name != "organization"}
    with state.opened() as workspace:
        blank = offices.blank_body(workspace, records.organization(workspace, organization))
        made = offices.save_body(workspace, dataclasses.replace(blank, **values))
        state.show(to_document(made))


@bodies.command()
@click.argument("bodies", nargs=-1, required=True)
@common
@pass_state
def order(state: State, bodies: tuple[str, ...]) -> None:
    """Put the bodies into the order of BODIES, all of them by symbol or id."""
    from ktgs_desktop.services import offices  # after --help

    with state.opened() as workspace:
        wanted = [records.body(workspace, one).id for one in bodies]
        offices.order_bodies(workspace, wanted)
        state.show({"order": [one.symbol for one in offices.bodies(workspace)]})


@bodies.command()
@click.argument("body")
@click.argument("file", type=FILE)
@click.option("--date", "day", type=DAY, help="Date of the paper, which decides its layout.")
@common
@pass_state
def sample(state: State, body: str, file: Path, *, day: date | None) -> None:
    """Write a paper without contents to FILE (PDF), as those of BODY are printed."""
    from ktgs_desktop.services import offices, papers  # after --help

    with state.opened() as workspace:
        made = offices.sample_paper(records.body(workspace, body), day or workspace.today)
        digest = papers.save_file(papers.Printed(file.name, made), file)
    state.show({"file": file, "sha256": digest})
