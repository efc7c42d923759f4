"""`ktgs programs opinions`: who was asked about a draft, what they said, what became of it."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.state import State, common, given_options, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY, DAY_OR_NONE, FILE
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.opinions import OpinionResult
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

_SHEET = Sheet(
    late("Opinions"),
    ("giver", "asked_on", "due_on", "received_on", "text", "result", "answer"),
)
_RESULTS = [str(result) for result in OpinionResult]


@click.group()
@common
def opinions() -> None:
    """Opinions on a draft program."""


@opinions.command("list")
@click.argument("program")
@click.option("--open", "waiting", is_flag=True, help="Only those that still wait for something.")
@listed
@common
@pass_state
def list_opinions(
    state: State, program: str, *, waiting: bool, limit: int | None, sheet: Path | None
) -> None:
    """List the opinions on PROGRAM."""
    from ktgs_desktop.services import opinions as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = service.opinions(workspace, records.program(workspace, program))
    chosen = [one for one in found if one.is_open() or not waiting]
    rows = [
        {
            "giver": one.giver,
            "asked_on": one.asked_on,
            "due_on": one.due_on,
            "received_on": one.received_on,
            "text": one.text,
            "result": str(one.result),
            "answer": one.answer,
            "open": one.is_open(),
            "id": one.id,
        }
        for one in first_of(chosen, wanted)
    ]
    show_list(state, rows, _SHEET, wanted)


@opinions.command("ask")
@click.argument("program")
@click.argument("givers", nargs=-1, required=True)
@click.option("--asked", type=DAY, help="Day on which they were asked; today if left out.")
@click.option("--due", type=DAY_OR_NONE, help="Day until which they may answer.")
@common
@pass_state
def ask(
    state: State, program: str, givers: tuple[str, ...], *, asked: date | None, due: date | None
) -> None:
    """Note that GIVERS were asked about PROGRAM."""
    from ktgs_desktop.services import opinions as service  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        made = [
            dataclasses.replace(
                service.blank(workspace, wanted),
                giver=giver,
                asked_on=asked or workspace.today,
                due_on=due,
            )
            for giver in givers
        ]
        state.show([to_document(one) for one in service.save(workspace, made)])


@opinions.command("record")
@click.argument("opinion", type=click.UUID)
@click.option("--received", "received_on", type=DAY_OR_NONE, help="Day of the answer.")
@click.option("--due", "due_on", type=DAY_OR_NONE, help="Day until which they may answer.")
@click.option("--text", help="What they say; an answer without words agrees.")
@click.option("--result", type=click.Choice(_RESULTS), help="What became of it.")
@click.option("--answer", help="How it was taken up, or why not.")
@common
@pass_state
def record(state: State, /, opinion: UUID, **_options: Any) -> None:
    """Record what was answered in the opinion with the id OPINION; what is left out stays."""
    from ktgs_desktop.services import opinions as service  # after --help

    values = given_options("opinion")
    with state.opened() as workspace:
        there = service.get(workspace, opinion)
        if values.get("text") and there.received_on is None:
            values.setdefault("received_on", workspace.today)
        (saved,) = service.save(workspace, [dataclasses.replace(there, **values)])
        state.show(to_document(saved))


@opinions.command("void")
@click.argument("opinion", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, opinion: UUID, *, reason: str) -> None:
    """Take the opinion with the id OPINION, entered by mistake, out of every list."""
    from ktgs_desktop.services import opinions as service  # after --help

    with state.opened() as workspace:
        service.void(workspace, [opinion], reason)
        state.show({"voided": opinion})


@opinions.command("print")
@click.argument("program")
@click.argument("file", type=FILE)
@common
@pass_state
def print_opinions(state: State, program: str, file: Path) -> None:
    """Write the summary of the opinions on PROGRAM to FILE.pdf or FILE.docx."""
    from ktgs_desktop.services import opinion_papers, papers  # after --help

    suffix = file.suffix.lower()
    if suffix not in (".pdf", ".docx"):
        raise WrongUsage(_("{path}: write a name that ends in .pdf or .docx.").format(path=file))
    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        printed = opinion_papers.printed(workspace, wanted, word=suffix == ".docx")
        digest = papers.save_file(printed, file)
    state.show({"file": file, "sha256": digest, "pages": printed.pages or None})
