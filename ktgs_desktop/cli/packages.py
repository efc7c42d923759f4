"""`ktgs packages`: the books of packages sent and taken in, and what is done about them later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli.exchange import identity_of, job_of, job_row, sent_row, unit_of
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.signing_keys import key_options
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import FILE, FOLDER
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

_SENT = Sheet(late("Packages sent"), ("number", "name", "at", "state"))
_TAKEN = Sheet(late("Packages taken in"), ("number", "name", "at", "state"))


@click.group()
@common
def packages() -> None:
    """Packages sent to other offices, and taken in from them."""


@packages.command("sent")
@click.option("--late", "late_only", is_flag=True, help="Only those long without a receipt.")
@listed
@common
@pass_state
def list_sent(state: State, *, late_only: bool, limit: int | None, sheet: Path | None) -> None:
    """List the packages this office made, newest first."""
    from ktgs_desktop.services.exchange import logbook  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = [one for one in logbook.sent(workspace) if one.late or not late_only]
    rows = [
        {
            **sent_row(one.package),
            "name": one.name,
            "waited": one.waited,
            "late": one.late,
            "code": one.refusal,
        }
        for one in first_of(found, wanted)
    ]
    show_list(state, rows, _SENT, wanted)


@packages.command("received")
@click.option("--open", "opened", is_flag=True, help="Only those that wait to be dealt with.")
@listed
@common
@pass_state
def list_received(state: State, *, opened: bool, limit: int | None, sheet: Path | None) -> None:
    """List the files that were taken in, newest first."""
    from ktgs_desktop.domain.package_log import OPEN_STATES
    from ktgs_desktop.services.exchange import logbook  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = [
            one for one in logbook.taken(workspace) if one.job.state in OPEN_STATES or not opened
        ]
    rows = [{**job_row(one.job), "name": one.name} for one in first_of(found, wanted)]
    show_list(state, rows, _TAKEN, wanted)


@packages.command()
@common
@pass_state
def gaps(state: State) -> None:
    """List units whose later data waits here for earlier data."""
    from ktgs_desktop.services.exchange import logbook  # after --help

    with state.opened() as workspace:
        found = logbook.gaps(workspace)
    state.show(
        [
            {
                "name": gap.name,
                "channel": one.channel,
                "waiting": one.count,
                "first_missing": one.here + 1,
                "last_missing": one.first - 1,
                "since": one.since,
                "unit": gap.unit,
            }
            for gap in found
            for one in gap.waiting
        ]
    )


@packages.command()
@click.argument("unit")
@click.argument("folder", type=FOLDER)
@key_options
@common
@pass_state
def ask(state: State, /, unit: str, folder: Path, **options: Any) -> None:
    """Write a request to FOLDER that asks UNIT to send again what is missing here."""
    from ktgs_desktop.services.exchange import receipts  # after --help

    with state.opened() as workspace:
        wanted = unit_of(workspace, unit)
        with identity_of(workspace, options) as identity:
            made = receipts.ask_again(workspace, wanted, folder, identity)
        state.show(sent_row(made))


@packages.command()
@click.argument("package")
@click.argument("folder", type=FOLDER)
@common
@pass_state
def copy(state: State, package: str, folder: Path) -> None:
    """Copy PACKAGE (number or id), made before, to FOLDER once more and read it back there."""
    from ktgs_desktop.services.exchange import packing  # after --help

    with state.opened() as workspace:
        for one in packing.packages(workspace):
            if package in (str(one.row), str(one.id)):
                carried = packing.carry(workspace, one.id, folder, progress_line("copy"))
                state.show(sent_row(carried))
                return
    raise Refused(_("No package with the number or id “{name}” was made.").format(name=package))


@packages.command()
@click.argument("job")
@common
@pass_state
def leave(state: State, job: str) -> None:
    """Leave JOB (number or id), a file that was copied; nothing of it is taken in."""
    from ktgs_desktop.services.exchange import receiving  # after --help

    with state.opened() as workspace:
        state.show(job_row(receiving.leave(workspace, job_of(workspace, job))))


@packages.command()
@click.argument("job")
@click.option("--reason", required=True, help="Why; the books keep it.")
@common
@pass_state
def undo(state: State, job: str, *, reason: str) -> None:
    """Undo the taking in JOB (number or id); nothing taken in later may build on it."""
    from ktgs_desktop.services.exchange import receiving  # after --help

    with state.opened() as workspace:
        count = receiving.withdraw(workspace, job_of(workspace, job), reason)
    state.show({"changes": count})


@packages.command()
@click.argument("job")
@click.argument("file", type=FILE)
@common
@pass_state
def slip(state: State, job: str, file: Path) -> None:
    """Print the receipt for the taking in JOB (number or id) on paper, to FILE (PDF)."""
    from ktgs_desktop.services import papers  # after --help
    from ktgs_desktop.services.exchange import slips

    with state.opened() as workspace:
        printed = slips.printed(workspace, job_of(workspace, job))
        digest = papers.save_file(printed, file)
    state.show({"file": file, "sha256": digest, "pages": printed.pages})
