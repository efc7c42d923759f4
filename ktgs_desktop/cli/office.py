"""`ktgs demo`, `init` and `office`: make a training office or a real one, show and edit it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, given_options, pass_state, progress_line
from ktgs_desktop.cli.values import FILE, FOLDER, CodeOf
from ktgs_desktop.domain.encoding import to_document


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--no-screens", is_flag=True, help="Make no pictures of the pages.")
@common
@pass_state
def demo(state: State, folder: Path, *, no_screens: bool) -> None:
    """Make a training office of real units in FOLDER, with programs and signed papers."""
    from ktgs_desktop.services import demo as training  # loads every room of the program

    made = training.make(folder, progress_line("demo"), screens=not no_screens)
    state.show(
        {
            "workspace": made.workspace,
            "user": made.login,
            "password": made.password,
            "recovery_code": made.recovery_code,
            "papers": list(made.papers),
            "certificates": list(made.certificates),
            "pin": made.pin,
            "screens": list(made.screens),
        }
    )


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--unit", required=True, metavar="CODE", help="Code of its unit; `ktgs units` finds it."
)
@click.option(
    "--units", type=FILE, metavar="CSV", help="Unit list; without it the shipped one of early 2025."
)
@click.option("--name", required=True, help="Full name of the first user.")
@click.option("--position", default="", help="Position of the first user.")
@click.option(
    "--term",
    type=CodeOf("terms"),
    default="",
    help="Code of the term in force; that of today if left out.",
)
@click.option(
    "--recovery-file",
    type=FILE,
    help="Write the recovery sheet (PDF) there instead of printing the code.",
)
@common
@pass_state
def init(  # noqa: PLR0913 - the options of the command
    state: State,
    file: Path,
    *,
    unit: str,
    units: Path | None,
    name: str,
    position: str,
    term: str,
    recovery_file: Path | None,
) -> None:
    """Make a new office file FILE from the unit register; --user names its first user."""
    from ktgs_desktop.services import offices, papers, places, unit_register  # after --help

    login = state.login()
    offices.check_new_file(file, probe=True)
    known = unit_register.read_units(units)
    if recovery_file is not None:
        # A place that cannot be written is found before the office is made, not after.
        places.probe(recovery_file)
    created = offices.create_workspace(
        file,
        offices.NewOffice(unit, login, state.password(new=True), name, position, term),
        known,
        progress=progress_line("init"),
    )
    shown: dict[str, Any] = {
        "workspace": created.workspace.files.database,
        "office": created.workspace.office.name,
        "organizations": created.organizations,
    }
    try:
        if recovery_file is not None:
            sheet = papers.recovery_page(created.workspace, created.recovery_code)
            papers.save_file(sheet, recovery_file)
            shown["recovery_file"] = recovery_file
        else:
            shown["recovery_code"] = created.recovery_code
    finally:
        created.workspace.close()
    state.show(shown)


@click.group(invoke_without_command=True)
@common
@pass_state
@click.pass_context
def office(context: click.Context, state: State) -> None:
    """Show whose workspace it is and the bodies it works for."""
    if context.invoked_subcommand is None:
        _show(state)


@office.command()
@common
@pass_state
def show(state: State) -> None:
    """Show whose workspace it is and the bodies it works for."""
    _show(state)


def _show(state: State) -> None:
    from ktgs_desktop.services import offices  # after --help

    with state.opened() as workspace:
        bodies = offices.bodies(workspace)
        state.show(
            {
                "office": to_document(workspace.office),
                "read_only": workspace.read_only,
                "issuing_bodies": [to_document(body) for body in bodies],
            }
        )


@office.command()
@click.option("--name", help="Short name, e.g. UBKT Huyện uỷ Phú Bình.")
@click.option("--term", type=CodeOf("terms"), help="Code of the term in force.")
@click.option("--superior", help="Inspection committee above: name or id, “” for none.")
@common
@pass_state
def edit(state: State, /, **_options: Any) -> None:
    """Edit the office's own facts; new programs and numbers belong to its term."""
    from ktgs_desktop.services import offices  # after --help

    values = given_options()
    with state.opened() as workspace:
        if "superior" in values:
            values["superior"] = records.organization_or_none(workspace, values["superior"])
        offices.save_office(workspace, dataclasses.replace(workspace.office, **values))
        state.show(to_document(workspace.office))


@office.command()
@click.argument("unit", default="")
@common
@pass_state
def becomes(state: State, unit: str) -> None:
    """Go on as UNIT (name or id), which follows the office's own; without it list such units.

    New keys of the exchange are made; `ktgs trust request` carries the request to the superior.
    """
    from ktgs_desktop.services.exchange import becoming  # after --help

    with state.opened() as workspace:
        if not unit:
            found = becoming.look(workspace)
            state.show(
                [
                    {"name": one.name, "superior": one.superior_name, "code": one.code,
                     "id": one.unit}
                    for one in found.followers
                ]
            )  # fmt: skip
            return
        asked = becoming.resume(workspace)
        wanted = records.organization(workspace, unit)
        if wanted != workspace.office.unit:
            asked = becoming.become(workspace, wanted)
        shown = to_document(workspace.office)
    state.show({"office": shown, "code": asked.code if asked else None})
