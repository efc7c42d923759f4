"""`ktgs papers`: outgoing numbers: series, reservations, papers made elsewhere, marks, doubles."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import YEAR, several, with_values
from ktgs_desktop.cli.state import (
    State,
    common,
    given,
    given_options,
    pass_state,
)
from ktgs_desktop.cli.values import DAY, FILE, SIGNER, CodeOf
from ktgs_desktop.domain.column_values import name_value
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.paper_marks import Classification, PaperMarks, Urgency
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.cli.state import Function
    from ktgs_desktop.domain.number_series import Place
    from ktgs_desktop.domain.offices import Signer
    from ktgs_desktop.domain.rows import NumberedPaper
    from ktgs_desktop.services.workspace import Workspace

CONFLICTS = 5
_TYPE = CodeOf("document_types")
_TERM = CodeOf("terms")
_NUMBER = click.IntRange(min=1)
_STANDS = click.Choice(["ISSUED", "RESERVED", "CANCELLED", "MISSING", "DOUBLE"])
_SHEET = Sheet(
    late("Numbers of outgoing papers"), ("body", "symbol", "state", "issued_on", "abstract")
)


def _series(function: Function) -> Function:
    options = (
        click.option("--body", required=True, help="Symbol of the issuing body, or its id."),
        click.option(
            "--type", "kind", type=_TYPE, required=True, help="Type of paper, e.g. CTr, QĐ."
        ),
        click.option("--term", type=_TERM, default="", help="Term; the present one if left out."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def _key(workspace: Workspace, body: str, kind: str, term: str) -> SeriesKey:
    issuing = records.body(workspace, body).id
    return SeriesKey(issuing, kind, term or workspace.office.term)


def mark_options(function: Function) -> Function:
    """The options that mark a paper: urgency, secrecy with its basis and who decided it.

    Args:
        function: the command.
    """
    options = (
        click.option("--urgency", type=click.Choice(["", *Urgency]), help="Degree; “” for none."),
        click.option(
            "--classification",
            type=click.Choice(["", *Classification]),
            help="Degree of secrecy; “” for none.",
        ),
        click.option("--basis", help="Item of the list of state secrets; needed for a degree."),
        click.option("--decided-by", help="Who decided on the degree of secrecy."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def marks(values: dict[str, Any], former: PaperMarks | None = None) -> PaperMarks:
    """The marks that stand on the command line.

    Args:
        values: the options typed.
        former: the marks so far; without a degree of secrecy its basis goes too.
    """
    names = [one.name for one in dataclasses.fields(PaperMarks)]
    typed = {name: values[name] for name in names if values.get(name) is not None}
    made = dataclasses.replace(former or PaperMarks(), **typed)
    if typed.get("classification") == "":
        return dataclasses.replace(made, basis="", decided_by="")
    return made


@click.command()
@several("--body", help="Only this body: symbol or id.")
@several("--type", "kind", kind=_TYPE, help="Only this type, e.g. CTr.")
@several("--signer", help="Only what this person signed (full name).")
@several("--year", kind=YEAR, help="Only papers of this year.")
@several("--state", "standing", kind=_STANDS, help="Only what stands so.")
@click.option("--term", type=_TERM, default="", help="Term; the present one if left out.")
@click.option("--missing", is_flag=True, help="Only numbers that no paper has.")
@listed
@common
@pass_state
def series(
    state: State,
    /,
    *,
    term: str,
    missing: bool,
    limit: int | None,
    sheet: Path | None,
    **options: Any,
) -> None:
    """List the outgoing numbers by series; MISSING has no paper, DOUBLE more than one."""
    from ktgs_desktop.services import outgoing  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        bodies = {records.body(workspace, one).id for one in options["body"]}
        found = [
            one
            for one in outgoing.all_series(workspace, term)
            if (not bodies or one.key.body in bodies)
            and (not options["kind"] or one.key.document_type in options["kind"])
        ]
    signers = {name_value(one) for one in options["signer"]}
    years = set(options["year"])
    rows = [
        _row(one.body, one.shown(place.number), place, paper)
        for one in found
        for place in one.places
        for paper in place.papers or (None,)
        if (place.missing or not missing)
        and (not signers or (paper is not None and name_value(paper.signer_name) in signers))
        and (not years or (paper is not None and paper.issued_on.year in years))
    ]
    rows = with_values(rows, {"state": options["standing"]})
    show_list(state, first_of(rows, wanted), _SHEET, wanted)


def _row(
    body: str, symbol: str, place: Place[NumberedPaper], paper: NumberedPaper | None
) -> dict[str, Any]:
    double = place.double and paper is not None and paper.state != "CANCELLED"
    stands = "DOUBLE" if double else paper.state if paper else "MISSING"
    return {
        "symbol": paper.symbol if paper else symbol,
        "state": stands,
        "issued_on": paper.issued_on if paper else None,
        "abstract": (paper.abstract or paper.reason) if paper else "",
        "reason": paper.reason if paper else "",
        "body": body,
        "id": paper.id if paper else None,
    }


@click.command()
@_series
@click.option("--number", type=_NUMBER, help="First number; the next one if left out.")
@click.option("--count", type=_NUMBER, default=1, show_default=True, help="How many numbers.")
@click.option("--reason", required=True, help="What for; the register keeps it.")
@common
@pass_state
def reserve(  # noqa: PLR0913 - the options of the command
    state: State, *, body: str, kind: str, term: str, number: int | None, count: int, reason: str
) -> None:
    """Reserve numbers of a series for papers to come."""
    from ktgs_desktop.services import outgoing  # after --help

    with state.opened() as workspace:
        key = _key(workspace, body, kind, term)
        made = outgoing.reserve(workspace, outgoing.Reservation(key, reason, number, count))
    state.show([{"symbol": one.symbol, "number": one.number, "id": one.id} for one in made])


@click.command()
@click.argument("documents", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def release(state: State, documents: tuple[str, ...], *, reason: str) -> None:
    """Let the reserved numbers DOCUMENTS be given again."""
    from ktgs_desktop.services import outgoing  # after --help

    with state.opened() as workspace:
        wanted = [records.document(workspace, one) for one in dict.fromkeys(documents)]
        outgoing.release(workspace, wanted, reason)
    state.show({"released": wanted})


@click.command()
@click.argument("document")
@click.option("--reason", required=True, help="Why; the register and the history keep it.")
@common
@pass_state
def cancel(state: State, document: str, *, reason: str) -> None:
    """Cancel DOCUMENT; its number stays taken, its program becomes a draft again."""
    from ktgs_desktop.services import outgoing, papers  # after --help

    with state.opened() as workspace:
        wanted = records.document(workspace, document)
        kept = papers.kept_before_cancelling(workspace, wanted)
        state.show(to_document(outgoing.cancel(workspace, wanted, reason, kept)))


@click.command()
@click.argument("document")
@click.option("--number", type=_NUMBER, help="The new number; the next one if left out.")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def renumber(state: State, document: str, *, number: int | None, reason: str) -> None:
    """Give DOCUMENT, neither signed nor scanned, another number."""
    from ktgs_desktop.services import outgoing  # after --help

    with state.opened() as workspace:
        wanted = records.document(workspace, document)
        state.show(to_document(outgoing.renumber(workspace, wanted, reason, number)))


@click.command()
@_series
@click.option("--date", "day", type=DAY, required=True, help="Date of the paper.")
@click.option("--abstract", required=True, help="Trích yếu.")
@click.option("--signer", type=SIGNER, required=True, help="Who signed.")
@click.option("--number", type=_NUMBER, help="Its number; the next one, or a reserved one.")
@click.option(
    "--recipient", "recipients", multiple=True, help="Line under “Nơi nhận”; the body's if none."
)
@click.option("--copies", type=click.IntRange(min=0), default=0, help="How many copies were made.")
@click.option("--archived-by", default="", help="Who keeps the archive copy.")
@click.option("--note", default="", help="Free text.")
@click.option("--scan", "scans", type=FILE, multiple=True, help="Its scan: PDF, JPG or PNG.")
@mark_options
@common
@pass_state
def register(  # noqa: PLR0913 - the options of the command
    state: State,
    /,
    *,
    body: str,
    kind: str,
    term: str,
    day: date,
    abstract: str,
    signer: Signer,
    number: int | None,
    recipients: tuple[str, ...],
    copies: int,
    archived_by: str,
    note: str,
    scans: tuple[Path, ...],
    **_marks: Any,
) -> None:
    """Enter a paper that was made outside the program."""
    from ktgs_desktop.services import registered  # after --help

    with state.opened() as workspace:
        paper = registered.Registered(
            series=_key(workspace, body, kind, term),
            issued_on=day,
            abstract=abstract,
            signer=signer,
            number=number,
            recipients=recipients or None,
            marks=marks(given()),
            copies=copies,
            archived_by=archived_by,
            note=note,
            scan=_scan(scans),
        )
        state.show(to_document(registered.register(workspace, paper)))


def _scan(files: tuple[Path, ...]) -> tuple[str, bytes] | None:
    from ktgs_desktop.services import scans  # after --help

    scan = scans.joined(files) if files else None
    return (scan.name, scan.data) if scan is not None else None


@click.command()
@click.argument("document")
@mark_options
@click.option("--copies", type=click.IntRange(min=0), help="How many copies were made.")
@click.option("--archived-by", help="Who keeps the archive copy.")
@click.option("--note", help="Free text.")
@common
@pass_state
def edit(state: State, /, document: str, **_options: Any) -> None:
    """Edit the marks of DOCUMENT and what the register's book says of it."""
    from ktgs_desktop.services import papers, registered  # after --help

    values = given_options("document")
    with state.opened() as workspace:
        found = papers.get(workspace, records.document(workspace, document))
        particulars = registered.Particulars(
            marks(values, registered.marks_of(found)),
            values.get("copies", found.copies),
            values.get("archived_by", found.archived_by),
            values.get("note", found.note),
        )
        state.show(to_document(registered.edit(workspace, found.id, particulars)))


@click.command()
@common
@pass_state
def doubles(state: State) -> int:
    """List numbers that more than one paper has; exit code 5 if there are any."""
    from ktgs_desktop.services import incoming, outgoing  # after --help

    with state.opened() as workspace:
        out = outgoing.doubles(workspace)
        came = incoming.doubles(workspace)
    rows = [
        {
            "book": "OUTGOING",
            "symbol": paper.symbol,
            "issued_on": paper.issued_on,
            "abstract": paper.abstract or paper.reason,
            "id": paper.id,
        }
        for one in out
        for paper in one.papers
    ]
    rows += [
        {
            "book": "INCOMING",
            "symbol": f"{paper.number}/{paper.year}",
            "issued_on": paper.received_on,
            "abstract": paper.abstract,
            "id": paper.id,
        }
        for papers in came
        for paper in papers
    ]
    state.show(rows)
    return CONFLICTS if rows else 0


COMMANDS = (
    series,
    reserve,
    release,
    cancel,
    renumber,
    register,
    edit,
    doubles,
)
