"""`ktgs papers texts`: the texts of papers, and those this office puts in their place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.paths import read_text

if TYPE_CHECKING:
    from ktgs_desktop.services.paper_texts import KindText

_KIND = click.Choice([kind.value for kind in TextKind])


@click.group()
@common
def texts() -> None:
    """Texts of papers by KIND; new papers get the office's, issued ones stay as they are."""


@texts.command("list")
@common
@pass_state
def list_texts(state: State) -> None:
    """List the kinds of papers with a text of their own, and who replaced which."""
    from ktgs_desktop.services import paper_texts  # after --help

    with state.opened() as workspace:
        found = paper_texts.texts(workspace)
    state.show([_row(one) for one in found])


def _row(one: KindText) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "own": one.own,
        "sections": len(one.sections),
        "changed": len(one.changed),
        "by": one.by,
        "at": one.at,
    }


@texts.command()
@click.argument("kind", type=_KIND)
@click.option("--shipped", is_flag=True, help="The text that ships, whatever the office has.")
@common
@pass_state
def show(state: State, kind: str, *, shipped: bool) -> None:
    """Show the text of KIND with its fields, to be edited and set."""
    from ktgs_desktop.services import paper_texts  # after --help

    with state.opened() as workspace:
        found = paper_texts.get(workspace, TextKind(kind))
    state.show_text("text", found.shipped if shipped else found.text)


@texts.command()
@click.argument("kind", type=_KIND)
@common
@pass_state
def fields(state: State, kind: str) -> None:
    """List what the text of KIND may show, and how that is written."""
    from ktgs_desktop.services import paper_texts  # after --help

    rows = [
        {"written": one.written, "meaning": str(one.meaning)}
        for one in paper_texts.fields(TextKind(kind))
    ]
    state.show(rows)


@texts.command("set")
@click.argument("kind", type=_KIND)
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only check the text.")
@common
@pass_state
def set_text(state: State, kind: str, file: Path, *, dry_run: bool) -> None:
    """Put the text in FILE (UTF-8) in place of the one of KIND, if it can be printed."""
    from ktgs_desktop.services import paper_texts  # after --help

    text = read_text(file)
    with state.opened() as workspace:
        if dry_run:
            paper_texts.check(TextKind(kind), text)
            state.show({"kind": kind, "checked": True})
            return
        state.show(_row(paper_texts.put(workspace, TextKind(kind), text)))


@texts.command()
@click.argument("kind", type=_KIND)
@common
@pass_state
def reset(state: State, kind: str) -> None:
    """Take the text of KIND that ships again."""
    from ktgs_desktop.services import paper_texts  # after --help

    with state.opened() as workspace:
        state.show(_row(paper_texts.reset(workspace, TextKind(kind))))
