"""`ktgs check`, `backup`, `restore`, `migrate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ktgs_desktop.cli.state import State, common, pass_state, progress_line

_STORAGE = 4


@click.command()
@common
@pass_state
def check(state: State) -> None:
    """Check the file, replay the journal, compare every row; exit code 4 if anything is wrong."""
    from ktgs_desktop.services import maintenance  # after --help

    with state.opened() as workspace:
        report = maintenance.check(workspace, progress_line("check"))
    state.show(
        {
            "sound": report.sound,
            "changes": report.changes,
            "records": report.records,
            "conflicts": report.conflicts,
            "file_faults": list(report.file_faults),
            "journal_faults": list(report.journal_faults),
            "attachment_faults": list(report.attachment_faults),
        }
    )
    if not report.sound:
        sys.exit(_STORAGE)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@common
@pass_state
def backup(state: State, folder: Path | None) -> None:
    """Copy the workspace, encrypted, into FOLDER or its own folder of copies; the copy is tried."""
    from ktgs_desktop.services import maintenance  # after --help

    with state.opened() as workspace:
        made = maintenance.back_up(workspace, folder)
    state.show({"file": made.path, "made_at": made.made_at, "size": made.size})


@click.command()
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@common
@pass_state
def restore(state: State, copy: Path) -> None:
    """Put COPY in the place of the workspace; what was there is kept beside it."""
    from ktgs_desktop.services import maintenance  # after --help

    path = state.path()
    if not state.user:
        raise click.UsageError("name the user with --user or KTGS_USER")
    kept = maintenance.restore(path, copy, login=state.user, password=state.password())
    state.show({"restored": path, "replaced_kept_as": kept})


@click.command()
@common
@pass_state
def migrate(state: State) -> None:
    """Bring an older workspace to this program's format; a copy is made before each step."""
    from ktgs_desktop.services import maintenance  # after --help

    with state.opened() as workspace:
        state.show({"workspace": state.path(), "version": maintenance.file_version(workspace)})
