"""`ktgs settings`: language, look and lock on this computer, as the window's settings page."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from ktgs_desktop import settings as service
from ktgs_desktop.cli.state import State, common, given_options, pass_state


@click.group()
@common
def settings() -> None:
    """What was chosen on this computer: language, colours, sizes, lock."""


@settings.command()
@common
@pass_state
def show(state: State) -> None:
    """Show the settings; no workspace is needed."""
    state.show(dataclasses.asdict(service.load()))


@settings.command()
@click.option(
    "--language", type=click.Choice(service.LANGUAGES), help="Of the window and of messages."
)
@click.option("--theme", type=click.Choice(service.THEMES), help="Colours of the window.")
@click.option("--font-size", type=click.INT, help="Letters of the window in points, 8 to 20.")
@click.option("--row-height", type=click.Choice(service.ROW_HEIGHTS), help="Rows of long lists.")
@click.option(
    "--lock-after-minutes",
    type=click.INT,
    help="Minutes without a key until the window locks, up to 240; 0 for never.",
)
@click.option(
    "--annex-codes",
    type=click.Choice((service.ON, service.OFF)),
    help="Small at the foot of annexes: what was printed, of which data and when.",
)
@common
@pass_state
def edit(state: State, /, **_options: Any) -> None:
    """Change settings; what is not said stays."""
    changed = dataclasses.replace(service.load(), **given_options())
    service.save(changed)
    state.show(dataclasses.asdict(changed))
