"""`ktgs check`, `backup`, `restore`, `migrate`: that nothing is lost."""

from __future__ import annotations

from pathlib import Path

import click

from ktgs_desktop.cli.paper_numbers import CONFLICTS
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.values import FILE, FOLDER
from ktgs_desktop.errors import StorageError


@click.command()
@common
@pass_state
def check(state: State) -> int:
    """Check the file, replay the journal, compare every row; exit code 4 if anything is wrong.

    Numbers that more than one paper has are told too; they alone give exit code 5.
    """
    from ktgs_desktop.services import maintenance  # after --help

    with state.opened() as workspace:
        report = maintenance.check(workspace, progress_line("check"))
    state.show(
        {
            "sound": report.sound,
            "changes": report.changes,
            "records": report.records,
            "conflicts": report.conflicts,
            "doubles": list(report.doubles),
            "file_faults": list(report.file_faults),
            "journal_faults": list(report.journal_faults),
            "attachment_faults": list(report.attachment_faults),
        }
    )
    if not report.sound:
        return StorageError.exit_code
    return CONFLICTS if report.doubles else 0


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@common
@pass_state
def backup(state: State, folder: Path | None) -> None:
    """Copy the workspace, encrypted, into FOLDER or its own folder of copies; the copy is tried."""
    from ktgs_desktop.services import maintenance  # after --help

    with state.opened() as workspace:
        made = maintenance.back_up(workspace, folder)
    state.show({"file": made.path, "made_at": made.made_at, "size": made.size})


@click.command()
@click.argument("copy", type=FILE)
@common
@pass_state
def restore(state: State, copy: Path) -> None:
    """Put COPY in the place of the workspace; what was there is kept beside it."""
    from ktgs_desktop.services import maintenance  # after --help

    path, login = state.path(), state.login()
    kept = maintenance.restore(path, copy, login=login, password=state.password())
    state.show({"restored": path, "replaced_kept_as": kept if kept != path else None})


@click.command()
@common
@pass_state
def migrate(state: State) -> None:
    """Bring an older workspace to this program's format; a copy is made before each step."""
    from ktgs_desktop.services import maintenance  # after --help

    with state.opened() as workspace:
        state.show({"workspace": state.path(), "version": maintenance.file_version(workspace)})
