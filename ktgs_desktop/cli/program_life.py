"""`ktgs programs consult`, `submit`, `return`, `close`, `reopen`: the life of a program."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import DAY, DAY_OR_NONE

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program


@click.command()
@click.argument("program")
@click.option("--giver", "givers", multiple=True, help="Who is asked, once for each.")
@click.option("--due", type=DAY_OR_NONE, help="Day until which they may answer.")
@common
@pass_state
def consult(state: State, program: str, *, givers: tuple[str, ...], due: date | None) -> None:
    """Send the draft PROGRAM for opinions; its lines may still be edited."""
    from ktgs_desktop.services import program_life  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        state.show(_shown(program_life.send_for_opinions(workspace, wanted, givers, due)))


@click.command()
@click.argument("program")
@click.option("--date", "day", type=DAY, help="Day; today if left out.")
@common
@pass_state
def submit(state: State, program: str, *, day: date | None) -> None:
    """Lay the draft PROGRAM before its body; it is locked until it is issued or returned."""
    from ktgs_desktop.services import program_life  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        state.show(_shown(program_life.submit(workspace, wanted, day)))


@click.command("return")
@click.argument("program")
@click.option("--remark", default="", help="What the drafter is to change; the page shows it.")
@common
@pass_state
def return_program(state: State, program: str, *, remark: str) -> None:
    """Make PROGRAM, sent out or submitted, a draft again."""
    from ktgs_desktop.services import program_life  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        state.show(_shown(program_life.send_back(workspace, wanted, remark)))


@click.command()
@click.argument("program")
@click.option("--date", "day", type=DAY, help="Day; today if left out.")
@click.option("--unfinished", is_flag=True, help="Close it although lines are not done.")
@common
@pass_state
def close(state: State, program: str, *, day: date | None, unfinished: bool) -> None:
    """Close the issued PROGRAM; lines that are not done are named, and refuse it."""
    from ktgs_desktop.services import program_life  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        state.show(_shown(program_life.close(workspace, wanted, day, unfinished=unfinished)))


@click.command()
@click.argument("program")
@common
@pass_state
def reopen(state: State, program: str) -> None:
    """Open the closed PROGRAM again."""
    from ktgs_desktop.services import program_life  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        state.show(_shown(program_life.reopen(workspace, wanted)))


def _shown(program: Program) -> dict[str, object]:
    """What tells where a program is."""
    return {
        "id": program.id,
        "state": program.state,
        "submitted_on": program.submitted_on,
        "remark": program.remark,
        "closed_on": program.closed_on,
    }
