"""`ktgs incoming`: the book of incoming papers."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, listed, show_list
from ktgs_desktop.cli.narrowing import several, texts
from ktgs_desktop.cli.state import (
    Function,
    State,
    common,
    given,
    given_options,
    pass_state,
    progress_line,
)
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import DAY, DAY_OR_NONE, FILE
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.domain.paper_marks import Classification, Urgency
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.incoming import IncomingDocument
    from ktgs_desktop.services.workspace import Workspace

_SHEET = Sheet(
    late("Register of incoming papers"),
    ("number", "received_on", "sender", "symbol", "abstract", "assignee", "due_on", "state"),
)
_YEAR = click.IntRange(1900, 2199)


@click.group()
@common
def incoming() -> None:
    """Incoming papers; PAPER is a number of this year's book, 15/2021, or an id."""


def _wanted(workspace: Workspace, text: str) -> UUID:
    """The paper that is meant.

    Raises:
        Refused: none or more than one is.
    """
    from ktgs_desktop.services import incoming as service  # after --help

    known = records.identifier(text)
    if known is not None:
        return known
    number, _slash, year = text.partition("/")
    found = []
    if number.isdecimal() and (year.isdecimal() or not year):
        book = int(year) if year else workspace.today.year
        found = service.numbered(workspace, book, int(number))
    if not found:
        said = _("No incoming paper is “{text}”; “ktgs incoming list” shows all.")
        raise Refused(said.format(text=text))
    if len(found) > 1:
        said = _("“{text}” means {count} records; write the id of one: {choices}")
        ids = "; ".join(f"{one.sender} ({one.id})" for one in found)
        raise Refused(said.format(text=text, count=len(found), choices=ids))
    return found[0].id


@incoming.command("list")
@click.option("--search", default="", help="Words of sender, symbol, abstract or assignee.")
@several("--year", kind=_YEAR, help="Only the book of this year.")
@several("--sender", help="Only what this body sent (its name).")
@several("--assignee", help="Only what this person deals with.")
@several("--state", "reached", kind=click.Choice([*IncomingState]), help="Only these.")
@click.option(
    "--sort",
    type=click.Choice(["received", "number", "sender", "abstract", "assignee", "due"]),
    help="What orders the list; if left out, the latest come first.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def list_incoming(
    state: State,
    /,
    *,
    search: str,
    sort: str | None,
    descending: bool,
    limit: int | None,
    sheet: Path | None,
    **options: Any,
) -> None:
    """List incoming papers; LATE ones are past their day."""
    from ktgs_desktop.services import incoming as service  # after --help
    from ktgs_desktop.services import list_values  # after --help

    wanted = Wanted(limit, sheet)
    chosen = {
        "year": texts(options["year"]),
        "sender": options["sender"],
        "assignee": options["assignee"],
        "state": texts(options["reached"]),
    }
    filters: Filters = {**list_values.narrowing(service.LIST, chosen)}
    query = Listing(sort or "received", descending or sort is None, search, filters)
    with state.opened() as workspace:
        found = collect(service, workspace, query, wanted)
        today = workspace.today
    rows = [
        {
            "number": f"{row.number}/{row.year}",
            "received_on": row.received_on,
            "sender": row.sender,
            "symbol": row.symbol,
            "dated": row.dated,
            "abstract": row.abstract,
            "assignee": row.assignee,
            "due_on": row.due_on,
            "done_on": row.done_on,
            "state": row.state(today),
            "id": row.id,
        }
        for row in found
    ]
    show_list(state, rows, _SHEET, wanted)


@incoming.command()
@click.argument("paper")
@common
@pass_state
def show(state: State, paper: str) -> None:
    """Show PAPER with the number of its reply."""
    from ktgs_desktop.services import incoming as service  # after --help

    with state.opened() as workspace:
        found = service.get(workspace, _wanted(workspace, paper))
        answered = service.symbol_of(workspace, found.reply)
        today = workspace.today
    stands = found.state(today)
    state.show({**to_document(found), "state": stands, "reply_symbol": answered})


def _values(function: Function) -> Function:
    options = (
        click.option("--number", type=click.IntRange(min=1), help="Number in the book."),
        click.option("--received", "received_on", type=DAY, help="Day it came."),
        click.option("--symbol", help="Number and symbol at the sender."),
        click.option("--date", "dated", type=DAY_OR_NONE, help="Date of the paper; “” for none."),
        click.option("--urgency", type=click.Choice(["", *Urgency]), help="As marked on it."),
        click.option(
            "--classification", type=click.Choice(["", *Classification]), help="As marked on it."
        ),
        click.option("--instruction", help="What the chair ordered."),
        click.option("--assignee", help="Who is to deal with it."),
        click.option("--due", "due_on", type=DAY_OR_NONE, help="Until when; “” for no day."),
        click.option("--done", "done_on", type=DAY_OR_NONE, help="When it was done; “” for not."),
        click.option("--reply", help="Number and symbol of the paper that answers it."),
        click.option("--note", help="Free text."),
        click.option("--scan", "scans", type=FILE, multiple=True, help="Its scan: PDF, JPG, PNG."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@incoming.command()
@click.option("--sender", required=True, help="Who sent it.")
@click.option("--abstract", required=True, help="Type and abstract.")
@_values
@common
@pass_state
def add(state: State, /, **_options: Any) -> None:
    """Enter an incoming paper; it came today and gets the next number unless said otherwise."""
    from ktgs_desktop.services import incoming as service  # after --help

    values = given()
    with state.opened() as workspace:
        blank = dataclasses.replace(service.blank(workspace), number=0)
        state.show(to_document(_saved(workspace, blank, values)))


@incoming.command()
@click.argument("paper")
@click.option("--sender", help="Who sent it.")
@click.option("--abstract", help="Type and abstract.")
@_values
@common
@pass_state
def edit(state: State, /, paper: str, **_options: Any) -> None:
    """Edit PAPER."""
    from ktgs_desktop.services import incoming as service  # after --help

    values = given_options("paper")
    with state.opened() as workspace:
        there = service.get(workspace, _wanted(workspace, paper))
        state.show(to_document(_saved(workspace, there, values)))


def _saved(
    workspace: Workspace, paper: IncomingDocument, values: dict[str, Any]
) -> IncomingDocument:
    from ktgs_desktop.services import incoming as service  # after --help
    from ktgs_desktop.services import scans

    files = values.pop("scans", ())
    scan = scans.joined(files) if files else None
    if "reply" in values:
        values["reply"] = service.reply_called(workspace, values["reply"], paper.reply)
    changed = dataclasses.replace(paper, **values)
    return service.save(workspace, changed, (scan.name, scan.data) if scan else None)


@incoming.command()
@click.argument("paper")
@click.option("--date", "day", type=DAY, help="The day; today if left out.")
@click.option("--reply", default="", help="Number and symbol of the paper that answers it.")
@common
@pass_state
def done(state: State, paper: str, *, day: date | None, reply: str) -> None:
    """Write down that PAPER is dealt with."""
    from ktgs_desktop.services import incoming as service  # after --help

    with state.opened() as workspace:
        wanted = _wanted(workspace, paper)
        present = service.get(workspace, wanted).reply
        answer = service.reply_called(workspace, reply, present)
        service.finish(workspace, wanted, day or workspace.today, answer)
        state.show(to_document(service.get(workspace, wanted)))


@incoming.command()
@click.argument("paper")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, paper: str, *, reason: str) -> None:
    """Take PAPER, entered by mistake, out of the book."""
    from ktgs_desktop.services import incoming as service  # after --help

    with state.opened() as workspace:
        wanted = _wanted(workspace, paper)
        service.void(workspace, wanted, reason)
        state.show({"voided": wanted})


@incoming.command("print")
@click.argument("paper")
@click.argument("file", type=FILE)
@common
@pass_state
def print_scan(state: State, paper: str, file: Path) -> None:
    """Write the scan of PAPER to FILE.pdf."""
    from ktgs_desktop.services import incoming as service  # after --help
    from ktgs_desktop.services import papers

    with state.opened() as workspace:
        found = service.scan_of(workspace, _wanted(workspace, paper))
        if found is None:
            raise Refused(_("This paper has no scan yet; “ktgs incoming edit --scan” keeps one."))
        digest = papers.save_file(papers.Printed(found[0], found[1]), file)
    state.show({"file": file, "sha256": digest})


@incoming.command()
@click.option("--year", type=_YEAR, help="Year of the book; this year's if left out.")
@click.argument("file", type=FILE)
@common
@pass_state
def book(state: State, file: Path, *, year: int | None) -> None:
    """Write the book of incoming papers to FILE.pdf, FILE.docx or FILE.xlsx."""
    from ktgs_desktop.services import register_books  # after --help

    with state.opened() as workspace:
        made = register_books.incoming_book(workspace, year or workspace.today.year)
        written = register_books.save(workspace, made, file, progress_line("book"))
    state.show({"file": file, "pages": written.pages or None})
