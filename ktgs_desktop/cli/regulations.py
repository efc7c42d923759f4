"""`ktgs regulations`: the library of regulations - lists, a day, a line, a family, a search."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli import (
    dissemination,
    regulation_citations,
    regulation_edits,
    regulation_lists,
)
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, first_of, listed, show_list
from ktgs_desktop.cli.named_regulation import wanted_regulation
from ktgs_desktop.cli.narrowing import YEAR, several, texts
from ktgs_desktop.cli.regulation_import import import_table
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import DAY
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.domain.regulation_force import ForceStatus
from ktgs_desktop.domain.regulations import RegulationKind
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.domain.regulations import Regulation
    from ktgs_desktop.domain.rows import RegulationRow

_SHEET = Sheet(
    late("Regulations"),
    ("number", "issued", "issuer", "title", "effective_from", "status", "certain"),
)
_HITS = 50


@click.group()
@common
def regulations() -> None:
    """The library of regulations; REGULATION is a number, “20-QĐ/TW (2026)”, or an id."""


regulations.add_command(import_table)


for command in (
    regulation_citations.cite,
    regulation_citations.citations,
    regulation_citations.check_text,
    dissemination.dissemination,
    *regulation_lists.COMMANDS,
    *regulation_edits.COMMANDS,
):
    regulations.add_command(command)


def _lines(rows: Sequence[RegulationRow], day: date) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number,
            "issued": "" if row.issued is None else str(row.issued),
            "issuer": row.issuer,
            "title": row.title,
            "kind": row.kind,
            "effective_from": "" if row.effective_from is None else str(row.effective_from),
            "status": row.status(day),
            "certain": row.certain,
            "group": row.group,
            "listed": row.listed,
            "id": row.id,
        }
        for row in rows
    ]


@regulations.command("list")
@click.option("--search", default="", help="Words of number, title, issuer, articles or files.")
@several("--kind", kind=click.Choice([*RegulationKind]), help="Only this kind.")
@several("--issuer", help="Only what this body issued (its name).")
@several("--group", help="Only this group of the list, e.g. B.")
@several("--year", kind=YEAR, help="Only what was issued in this year.")
@several("--status", kind=click.Choice([*ForceStatus]), help="Only what stands so on the day.")
@click.option("--on", "day", type=DAY, help="The day of the status; today if left out.")
@click.option("--listed/--own", "from_list", default=None, help="Only of the list, or only own.")
@click.option(
    "--sort",
    type=click.Choice(["issued", "number", "issuer", "title", "kind", "effective", "ended"]),
    help="What orders the list; if left out, the latest come first.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def list_regulations(
    state: State, /, *, day: date | None, sort: str | None, limit: int | None, **options: Any
) -> None:
    """List regulations with how they stand on a day."""
    from ktgs_desktop.services import list_values  # after --help
    from ktgs_desktop.services.regulations import library

    wanted = Wanted(limit, options["sheet"])
    chosen = {
        "kind": texts(options["kind"]),
        "issuer": options["issuer"],
        "group": options["group"],
        "year": texts(options["year"]),
        "state": texts(options["status"]),
    }
    filters: Filters = {**list_values.narrowing(library.LIST, chosen)}
    if options["from_list"] is not None:
        filters["listed"] = options["from_list"]
    with state.opened() as workspace:
        on = day or workspace.today
        filters["today"] = on.isoformat()
        falling = options["descending"] or sort is None
        query = Listing(sort or "issued", falling, options["search"], filters)
        found = collect(library, workspace, query, wanted)
    show_list(state, _lines(found, on), _SHEET, wanted)


@regulations.command("in-force")
@click.option("--on", "day", type=DAY, help="The day; today if left out.")
@listed
@common
@pass_state
def in_force(state: State, *, day: date | None, limit: int | None, sheet: Path | None) -> None:
    """List the regulations to go by on a day; UNCERTAIN ones say so."""
    from ktgs_desktop.services.regulations import library  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        on = day or workspace.today
        found = library.in_force(workspace, on)
    show_list(state, _lines(first_of(found, wanted), on), _SHEET, wanted)


def _named(text: Regulation) -> dict[str, Any]:
    return {"number": text.label, "title": text.title, "id": text.id}


@regulations.command()
@click.argument("regulation")
@click.option("--on", "day", type=DAY, help="The day of the status; today if left out.")
@click.option("--part", default="", help="Only this part of its words, e.g. 5.2.a.")
@common
@pass_state
def show(state: State, regulation: str, *, day: date | None, part: str) -> None:
    """Show REGULATION: its facts, how it stands on a day, its line and its articles."""
    from ktgs_desktop.services.regulations import library  # after --help

    with state.opened() as workspace:
        on = day or workspace.today
        found = library.details(workspace, wanted_regulation(workspace, regulation), on)
        words = library.articles(workspace, found.regulation.id, on)
    by = found.named.get(found.force.by) if found.force.by is not None else None
    parts = [] if words is None else [to_document(one) for one in words.articles]
    if part:
        parts = [one for one in parts if f"{one['path']}.".startswith(f"{part}.")]
        if not parts:
            raise Refused(_("This regulation has no part “{path}”.").format(path=part))
    state.show(
        {
            **to_document(found.regulation),
            "status": found.force.status,
            "reason": found.force.reason,
            "by": None if by is None else by.label,
            "on": found.force.on,
            "certain": found.regulation.certain,
            "in_line": [_named(one) for one in found.line.texts],
            "beside": [_named(one) for one in found.line.beside],
            "not_in_list": [one.key.label for one in found.line.unlisted],
            "changed_by": [_named(one) for one in found.changing],
            "own_note": found.note.text if found.note else "",
            "files": [one.name for one in found.note.files] if found.note else [],
            "articles": parts,
        }
    )


@regulations.command()
@click.argument("regulation")
@common
@pass_state
def family(state: State, regulation: str) -> None:
    """Show what replaced, amended and implemented what around REGULATION."""
    from ktgs_desktop.services.regulations import library  # after --help

    with state.opened() as workspace:
        found = library.family(workspace, wanted_regulation(workspace, regulation))
    names = {one.id: one.label for one in found.texts}
    state.show(
        [
            {
                "later": names[edge.later],
                "does": edge.relation.kind,
                "earlier": edge.relation.key.label,
                "in_list": edge.earlier is not None,
                "note": edge.relation.note,
            }
            for edge in found.edges
        ]
    )


@regulations.command()
@click.argument("words")
@click.option(
    "--limit", type=click.IntRange(min=1), default=_HITS, show_default=True, help="Hits at most."
)
@common
@pass_state
def search(state: State, words: str, *, limit: int) -> None:
    """Search WORDS in numbers, titles, articles, notes and attached files; accents make strict."""
    from ktgs_desktop.services.regulations import library  # after --help

    with state.opened() as workspace:
        found = library.search(workspace, words, limit)
    state.show(
        [
            {
                "number": hit.number,
                "place": hit.place,
                "part": hit.label or hit.path,
                "text": hit.excerpt.text,
                "path": hit.path,
                "marks": [list(mark) for mark in hit.excerpt.marks],
                "id": hit.regulation,
            }
            for hit in found
        ]
    )
