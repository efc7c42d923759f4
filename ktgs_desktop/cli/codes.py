"""`ktgs units` and `codes`: what may stand where a command asks for a code."""

from __future__ import annotations

from pathlib import Path

import click

from ktgs_desktop import i18n
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import FILE

_LISTS = (
    "document_types", "end_reasons", "levels", "methods", "organization_types", "task_kinds",
    "terms",
)  # fmt: skip


@click.command()
@click.argument("text", nargs=-1)
@click.option(
    "--units", "csv", type=FILE, help="Unit list (CSV); without it the shipped one of early 2025."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Units at most."
)
@common
@pass_state
def units(state: State, text: tuple[str, ...], *, csv: Path | None, limit: int) -> None:
    """Find administrative units and their codes by the words of TEXT; without it the provinces."""
    from ktgs_desktop.services import unit_register  # after --help

    found = unit_register.find_offices(unit_register.read_units(csv), " ".join(text))
    state.show(
        [
            {"code": one.code, "office": one.name, "place": one.place}
            for one in (found[:limit] if text else found)
        ]
    )


@click.command()
@click.argument("name", type=click.Choice(_LISTS))
@common
@pass_state
def codes(state: State, name: str) -> None:
    """Show the codes of the list NAME and what they mean."""
    from ktgs_desktop.services.workspace import codes as known  # after --help

    language = i18n.language()
    state.show(
        [
            {"code": one.code, "name": one.name(language), "start": one.start, "end": one.end}
            for one in known(name).codes.values()
        ]
    )
