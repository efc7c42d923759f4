"""`ktgs units` and `codes`: what may stand where a command asks for a code."""

from __future__ import annotations

from pathlib import Path

import click
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.cli.reorganisation import reorganize
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import FILE

_LISTS = (
    "document_types", "end_reasons", "levels", "methods", "organization_types", "task_kinds",
    "terms",
)  # fmt: skip


class _Finding(click.Group):
    """A group that looks for units unless its first word is one of its commands."""

    @override
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.commands or args[0] in ("-h", "--help"))
        return super().parse_args(ctx, args if named else ["find", *args])


@click.group(cls=_Finding)
@common
def units() -> None:
    """Administrative units: find them by words, or rearrange those of a province.

    Words that are no command are looked for: `ktgs units phu binh`.
    """


units.add_command(reorganize)


@units.command()
@click.argument("text", nargs=-1)
@click.option(
    "--units", "csv", type=FILE, help="Unit list (CSV); without it the shipped one of early 2025."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Units at most."
)
@common
@pass_state
def find(state: State, text: tuple[str, ...], *, csv: Path | None, limit: int) -> None:
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
