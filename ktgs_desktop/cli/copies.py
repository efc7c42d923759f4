"""`ktgs copies`: copies kept against loss, copies for other computers, what is worked on where."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import FOLDER
from ktgs_desktop.domain.desks import ASSIGNABLE
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.i18n import translate as _

_HUB = "hub"


@click.group(invoke_without_command=True)
@common
@pass_state
@click.pass_context
def copies(context: click.Context, state: State) -> None:
    """List the copies in the workspace's own folder, the latest first; no password is needed.

    The commands are about copies for other computers of the office.
    """
    if context.invoked_subcommand is not None:
        return
    from ktgs_desktop.services import maintenance  # after --help

    state.show(
        [
            {"made_at": one.made_at, "size": one.size, "file": one.path}
            for one in maintenance.copies(state.path())
        ]
    )


@copies.command("make")
@click.argument("folder", type=FOLDER)
@click.option("--name", required=True, help="What people call the other computer.")
@common
@pass_state
def make(state: State, folder: Path, *, name: str) -> None:
    """Make a copy of the file for another of the office's computers in FOLDER, read back there."""
    from ktgs_desktop.services.exchange import own_copies  # after --help

    with state.opened() as workspace:
        made = own_copies.make(workspace, folder, name, progress_line("copies"))
    state.show({"file": made, "name": name})


@copies.command("computers")
@common
@pass_state
def computers(state: State) -> None:
    """List the office's computers; the one whose file this is is marked."""
    from ktgs_desktop.services.exchange import own_copies  # after --help

    with state.opened() as workspace:
        found = own_copies.desks(workspace)
    state.show(
        [
            {"name": _HUB, "made_on": None, "this": found.own is None, "id": None},
            *(
                {
                    "name": one.name,
                    "made_on": one.made_on,
                    "this": one.id == found.own,
                    "id": one.id,
                }
                for one in found.desks
            ),
        ]
    )


@copies.command("take-over")
@common
@pass_state
def take_over(state: State) -> None:
    """Let this copy be the main computer's file, because that computer is lost."""
    from ktgs_desktop.services.exchange import own_copies  # after --help

    with state.opened() as workspace:
        own_copies.take_over(workspace)
    state.show({"role": _HUB})


@copies.command("send")
@click.argument("folder", type=FOLDER)
@click.option("--to", default="", help="Name of the computer; in a copy it is the main one.")
@click.option("--full", is_flag=True, help="Send everything, not only what the other has not.")
@click.option("--dry-run", is_flag=True, help="Only show what would go.")
@common
@pass_state
def send(state: State, folder: Path, *, to: str, full: bool, dry_run: bool) -> None:
    """Write the work that another of the office's computers lacks to FOLDER, read back there.

    The other computer takes it in with `ktgs import`.
    """
    from ktgs_desktop.services.exchange import own_packages  # after --help

    with state.opened() as workspace:
        known = own_packages.computers(workspace)
        found = [one for one in known if not to or fold(one.name) == fold(to)]
        if fold(to) == _HUB and not found:
            found = [one for one in known if one.id == workspace.office.id]
        if len(found) != 1:
            told = _("There is no computer called {name}. `ktgs copies computers` lists them.")
            raise Refused(told.format(name=to or _HUB))
        if dry_run:
            look = own_packages.preview(workspace, found[0].id, full=full)
            counts = {"changes": look.changes, "files": look.files, "missing": look.missing}
            state.show({"to": found[0].name, **counts})
            return
        line = progress_line("copies")
        made = own_packages.send(workspace, found[0].id, folder, line, full=full)
    state.show([{"file": one.name, "to": found[0].name, "sha256": one.digest} for one in made])


@copies.command("assign")
@click.argument("record", type=click.UUID)
@click.option("--entity", type=click.Choice(sorted(ASSIGNABLE)), required=True, help="Its kind.")
@click.option("--to", help="Name of the computer, `hub` for the main one; left out: any.")
@common
@pass_state
def assign(state: State, record: UUID, *, entity: str, to: str | None) -> None:
    """Say at which computer RECORD (its id) is worked on; the others ask before they edit it."""
    from ktgs_desktop.services.exchange import assignments, own_copies  # after --help

    with state.opened() as workspace:
        if to is None:
            assignments.free(workspace, record)
        elif fold(to) == _HUB:
            assignments.assign(workspace, entity, record, None)
        else:
            known = {fold(one.name): one.id for one in own_copies.desks(workspace).desks}
            if fold(to) not in known:
                told = _("There is no computer called {name}. `ktgs copies computers` lists them.")
                raise Refused(told.format(name=to))
            assignments.assign(workspace, entity, record, known[fold(to)])
    state.show({"record": record, "computer": to})
