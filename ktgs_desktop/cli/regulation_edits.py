"""`ktgs regulations add`, `words`, `note`, `attach`: what the office itself adds to the library."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli import output
from ktgs_desktop.cli.named_regulation import wanted_regulation
from ktgs_desktop.cli.state import Function, State, common, given, given_options, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY_OR_NONE, FILE, PARTIAL_DATE
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.paper_marks import Classification
from ktgs_desktop.domain.regulations import RegulationKind, Relation, RelationKind
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_file, read_text

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_RELATIONS = {
    "replaces": RelationKind.REPLACES,
    "amends": RelationKind.AMENDS,
    "implements": RelationKind.IMPLEMENTS,
    "repeals": RelationKind.REPEALS_PART,
}


def _facts(function: Function) -> Function:
    options = (
        click.option("--number", help="Number and symbol; of a text without, what it is called."),
        click.option("--title", help="Its abstract."),
        click.option("--issuer", help="Who issued it."),
        click.option("--kind", type=click.Choice([*RegulationKind]), help="What it calls itself."),
        click.option(
            "--issued", type=PARTIAL_DATE, help="Day of issue: 26/7/2026, 7/2026 or 2026."
        ),
        click.option("--from", "effective_from", type=PARTIAL_DATE, help="First day in force."),
        click.option("--to", "effective_to", type=PARTIAL_DATE, help="Last day in force."),
        click.option(
            "--classification", type=click.Choice(["", *Classification]), help="Degree of secrecy."
        ),
        click.option("--partner", "partners", multiple=True, help="Partner body; once for each."),
        click.option("--review", "review_on", type=DAY_OR_NONE, help="When to look again."),
        click.option("--note", help="What is to be said of it."),
        click.option("--replaces", multiple=True, help="Number of a text it replaces."),
        click.option("--amends", multiple=True, help="Number of a text it amends."),
        click.option("--implements", multiple=True, help="Number of a text it implements."),
        click.option("--repeals", multiple=True, help="Number of a text it repeals in part."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _relations(workspace: Workspace, values: dict[str, Any]) -> tuple[Relation, ...] | None:
    """The relations on the command line, None if there are none."""
    from ktgs_desktop.services.regulations import library  # after --help

    found = []
    for name, kind in _RELATIONS.items():
        for text in values.pop(name, ()):
            rows = library.called(workspace, text)
            if len(rows) == 1:
                row = rows[0]
                found.append(Relation(kind, row.number, row.issuer, row.issued, row.id))
            elif rows:
                found.append(
                    Relation(kind, rows[0].number, target=wanted_regulation(workspace, text))
                )
            else:
                found.append(Relation(kind, text))
    return tuple(found) or None


@click.command()
@_facts
@common
@pass_state
def add(state: State, /, **_options: Any) -> None:
    """Add a regulation of the office: its program, a coordination regulation, the province's."""
    from ktgs_desktop.services.regulations import editing  # after --help

    values = given()
    if not {"number", "title"} <= values.keys():
        raise WrongUsage(_("Say number and title: --number …, --title …."))
    with state.opened() as workspace:
        relations = _relations(workspace, values)
        blank = editing.blank(workspace)
        made = dataclasses.replace(blank, **values, relations=relations or ())
        state.show(to_document(editing.save(workspace, made)))


@click.command()
@click.argument("regulation")
@_facts
@common
@pass_state
def edit(state: State, /, regulation: str, **_options: Any) -> None:
    """Edit REGULATION of the office; relations given take the place of all it has."""
    from ktgs_desktop.services.regulations import editing, library  # after --help

    values = given_options("regulation")
    with state.opened() as workspace:
        there = library.get(workspace, wanted_regulation(workspace, regulation))
        relations = _relations(workspace, values)
        if relations is not None:
            values["relations"] = relations
        changed = dataclasses.replace(there, **values)
        state.show(to_document(editing.save(workspace, changed)))


@click.command()
@click.argument("regulation")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, regulation: str, *, reason: str) -> None:
    """Take REGULATION of the office, entered by mistake, out of the library."""
    from ktgs_desktop.services.regulations import editing  # after --help

    with state.opened() as workspace:
        wanted = wanted_regulation(workspace, regulation)
        editing.void(workspace, wanted, reason)
    state.show({"voided": wanted})


@click.command()
@click.argument("regulation")
@click.argument("file", type=FILE)
@click.option("--since", type=PARTIAL_DATE, help="From when these words are in force.")
@click.option("--note", default="", help="Where the words are from.")
@common
@pass_state
def words(state: State, regulation: str, file: Path, *, since: Any, note: str) -> None:
    """Keep the words of REGULATION from a text FILE; its articles are found in it."""
    from ktgs_desktop.domain.regulation_articles import parse_articles  # after --help
    from ktgs_desktop.services.regulations import editing

    articles = parse_articles(read_text(file))
    with state.opened() as workspace:
        blank = editing.blank_text(workspace, wanted_regulation(workspace, regulation))
        text = dataclasses.replace(blank, since=since, note=note, articles=articles)
        kept = editing.save_text(workspace, text)
    state.show(
        {"id": kept.id, "version": kept.version, "parts": [one.path for one in kept.articles]}
    )


@click.command()
@click.argument("regulation")
@click.option("--text", help="The note; “” for none.")
@click.option("--review", "review_on", type=DAY_OR_NONE, help="When to look again; “” for no day.")
@common
@pass_state
def note(state: State, /, regulation: str, **_options: Any) -> None:
    """Write the office's note on REGULATION; no list from above touches it."""
    from ktgs_desktop.services.regulations import notes  # after --help

    values = given_options("regulation")
    with state.opened() as workspace:
        wanted = wanted_regulation(workspace, regulation)
        there = notes.get(workspace, wanted)
        text: str = values.get("text", there.text)
        review_on: date | None = values.get("review_on", there.review_on)
        state.show(to_document(notes.save(workspace, wanted, text, review_on)))


@click.command()
@click.argument("regulation")
@click.argument("files", type=FILE, nargs=-1, required=True)
@common
@pass_state
def attach(state: State, regulation: str, files: tuple[Path, ...]) -> None:
    """Keep PDF FILES with REGULATION; their words are searched."""
    from ktgs_desktop.services.regulations import notes  # after --help

    with state.opened() as workspace:
        wanted = wanted_regulation(workspace, regulation)
        done = []
        for path in files:
            found = notes.attach(workspace, wanted, path.name, read_file(path))
            done.append(
                {"file": path.name, "pages": found.pages, "searched": found.pages_with_words}
            )
            if not found.pages_with_words:
                said = _("{file} is a scan without words; the search cannot look into it.")
                output.complain(said.format(file=path.name))
    state.show(done)


@click.command()
@click.argument("regulation")
@click.argument("name")
@common
@pass_state
def detach(state: State, regulation: str, name: str) -> None:
    """Take the file NAME away from REGULATION."""
    from ktgs_desktop.services.regulations import notes  # after --help

    with state.opened() as workspace:
        wanted = wanted_regulation(workspace, regulation)
        digest = notes.digest_of(workspace, wanted, name)
        notes.detach(workspace, wanted, digest)
    state.show({"detached": name})


@click.command("file")
@click.argument("regulation")
@click.argument("file", type=FILE)
@click.option("--name", default="", help="Which of its files; the newest if left out.")
@common
@pass_state
def file_of(state: State, regulation: str, file: Path, *, name: str) -> None:
    """Write a file kept with REGULATION to FILE.pdf."""
    from ktgs_desktop.services import papers  # after --help
    from ktgs_desktop.services.regulations import notes

    with state.opened() as workspace:
        wanted = wanted_regulation(workspace, regulation)
        digest = notes.digest_of(workspace, wanted, name) if name else ""
        called, data = notes.file_of(workspace, wanted, digest)
        saved = papers.save_file(papers.Printed(called, data), file)
    state.show({"file": file, "sha256": saved})


COMMANDS = (add, edit, void, words, note, attach, detach, file_of)
