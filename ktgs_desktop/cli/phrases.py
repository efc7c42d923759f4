"""`ktgs phrases`: texts an office uses again in lines and papers (kho câu mẫu)."""

from __future__ import annotations

from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.phrases import PhraseField

_FIELD = click.Choice([*PhraseField], case_sensitive=False)


@click.group()
@common
def phrases() -> None:
    """Phrases used again in the content of lines, in notes and in papers."""


@phrases.command("list")
@click.argument("text", nargs=-1)
@click.option("--field", type=_FIELD, help="Only phrases for this place.")
@common
@pass_state
def list_phrases(state: State, text: tuple[str, ...], *, field: PhraseField | None) -> None:
    """List the phrases that hold the words of TEXT, accents may be left out; without it all."""
    from ktgs_desktop.services import phrases as service  # after --help

    with state.opened() as workspace:
        found = service.suggest(workspace, str(field or ""), " ".join(text))
    state.show([{"field": one.field, "text": one.text, "id": one.id} for one in found])


@phrases.command("add")
@click.argument("text")
@click.option(
    "--field",
    type=_FIELD,
    default=PhraseField.CONTENT,
    show_default=True,
    help="Where it is used.",
)
@common
@pass_state
def add_phrase(state: State, text: str, *, field: PhraseField) -> None:
    """Keep TEXT as a phrase."""
    from ktgs_desktop.services import phrases as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.add(workspace, str(field), text)))


@phrases.command("edit")
@click.argument("phrase", type=click.UUID)
@click.argument("text")
@common
@pass_state
def edit_phrase(state: State, phrase: UUID, text: str) -> None:
    """Give the phrase with the id PHRASE another TEXT."""
    from ktgs_desktop.services import phrases as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.edit(workspace, phrase, text)))


@phrases.command("void")
@click.argument("phrase", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void_phrase(state: State, phrase: UUID, *, reason: str) -> None:
    """Take the phrase with the id PHRASE out of the store."""
    from ktgs_desktop.services import phrases as service  # after --help

    with state.opened() as workspace:
        service.void(workspace, phrase, reason)
    state.show({"voided": phrase})
