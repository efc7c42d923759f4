"""Commands that make an office: the training one, and a real one."""

from __future__ import annotations

from pathlib import Path

import click

from ktgs_desktop.cli.state import State, common, first_line, pass_state, progress_line
from ktgs_desktop.domain.encoding import to_document


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
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
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unit", required=True, metavar="CODE", help="Code of the office's unit, e.g. 173.")
@click.option(
    "--units",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="CSV",
    help="Unit list; without it the shipped one of early 2025.",
)
@click.option("--name", required=True, help="Full name of the first user.")
@click.option("--position", default="", help="Position of the first user.")
@click.option("--term", default="2020-2025", show_default=True, help="Term in force.")
@click.option(
    "--recovery-file",
    type=click.Path(dir_okay=False, path_type=Path),
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
    from ktgs_desktop.services import offices, papers, unit_register  # after --help

    if not state.user:
        raise click.UsageError("name the first user with --user")
    password = first_line(Path(state.password_file)) if state.password_file else state.password()
    created = offices.create_workspace(
        file,
        offices.NewOffice(unit, state.user, password, name, position, term),
        unit_register.read_units(units),
        progress=progress_line("init"),
    )
    try:
        shown = {
            "workspace": created.workspace.files.database,
            "office": created.workspace.office.name,
            "organizations": created.organizations,
        }
        if recovery_file is not None:
            sheet = papers.recovery_page(created.workspace, created.recovery_code)
            papers.save_file(sheet, recovery_file)
            shown["recovery_file"] = recovery_file
        else:
            shown["recovery_code"] = created.recovery_code
    finally:
        created.workspace.close()
    state.show(shown)


@click.command("office")
@common
@pass_state
def show_office(state: State) -> None:
    """Show whose workspace it is and the bodies it works for."""
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
