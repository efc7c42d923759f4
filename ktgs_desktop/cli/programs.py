"""`ktgs programs`: from the draft to its issue."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli import program_lines, program_progress, records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.state import (
    State,
    common,
    given_options,
    pass_state,
    progress_line,
    whole_text,
)
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import DAY_OF_YEAR, FILE, in_year
from ktgs_desktop.domain.documents import symbol
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.offices import IssuingBody, Signer
from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.domain.vietnamese import accented, nfc
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

_SHEET = Sheet(
    late("Programs"),
    ("year", "kind", "body", "state", "number", "issued_on", "lines", "done", "overdue", "title"),
)
_NUMBER = click.IntRange(min=1)
_YEAR = click.IntRange(1900, 2199)


@click.group()
@common
def programs() -> None:
    """Inspection and supervision programs; PROGRAM is a number, HU/2021, HU/2020-2025 or an id."""


for command in (
    program_lines.lines,
    program_lines.show_line,
    program_lines.add_line,
    program_lines.edit_line,
    program_lines.duplicate_line,
    program_lines.move_line,
    program_lines.void_line,
    program_progress.progress,
):
    programs.add_command(command)


@programs.command("list")
@listed
@common
@pass_state
def list_programs(state: State, *, limit: int | None, sheet: Path | None) -> None:
    """List programs with how far they are, the latest year first."""
    from ktgs_desktop.services import programs as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = service.programs(workspace)
    rows = [
        {
            "year": one.program.year,
            "kind": one.program.kind,
            "body": one.body,
            "state": one.program.state,
            "number": one.program.number,
            "issued_on": one.program.issued_on,
            "lines": one.total,
            "done": sum(quarter.done for quarter in one.quarters),
            "overdue": one.overdue,
            "title": one.program.title,
            "id": one.program.id,
        }
        for one in first_of(found, wanted)
    ]
    show_list(state, rows, _SHEET, wanted)


@programs.command()
@click.argument("program")
@common
@pass_state
def show(state: State, program: str) -> None:
    """Show PROGRAM with its lines."""
    from ktgs_desktop.services import program_items  # after --help
    from ktgs_desktop.services import programs as service

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        one = service.get(workspace, wanted)
        items = program_items.items(workspace, wanted)
        today = workspace.today
        query = Listing("order", filters={"program": str(wanted)})
        rows = {
            row.id: row
            for ids in service.stream(workspace, query)
            for row in service.rows(workspace, ids)
        }
    lines = [
        {
            **to_document(item),
            "state": rows[item.id].state(today),
            "done": rows[item.id].progress.done,
            "total": rows[item.id].progress.total,
        }
        for item in items
        if item.id in rows
    ]
    state.show({**to_document(one), "items": lines})


@programs.command()
@click.option("--body", required=True, help="Symbol of the issuing body, e.g. HU, or its id.")
@click.option("--year", type=_YEAR, help="Year of an annual program.")
@click.option("--term-program", is_flag=True, help="A program of the whole term; needs no year.")
@click.option("--title", default="", help="Abstract; empty for the usual one.")
@common
@pass_state
def new(state: State, *, body: str, year: int | None, term_program: bool, title: str) -> None:
    """Begin a program."""
    from ktgs_desktop.services import programs as service  # after --help

    if year is None and not term_program:
        raise WrongUsage(_("{name} is missing.").format(name="--year"))
    with state.opened() as workspace:
        issuing = records.body(workspace, body).id
        kind = ProgramKind.TERM if term_program else ProgramKind.ANNUAL
        first = int(workspace.office.term.partition("-")[0])
        begun = first if year is None else year
        made = service.add(workspace, kind=kind, body=issuing, year=begun, title=title)
        state.show(to_document(made))


@programs.command()
@click.argument("program")
@click.option("--title", help="Abstract (trích yếu).")
@click.option(
    "--text-file", "text", type=FILE, help="Text of the letter, as `programs text` shows it."
)
@click.option("--usual-text", is_flag=True, help="Take the usual text of the letter again.")
@common
@pass_state
def edit(state: State, /, program: str, **_options: Any) -> None:
    """Edit title or text of the draft PROGRAM."""
    from ktgs_desktop.services import programs as service  # after --help

    values = given_options("program")
    if values.pop("usual_text", False):
        if "text" in values:
            raise WrongUsage(_("--text-file and --usual-text exclude each other."))
        values["text"] = ""
    elif "text" in values:
        values["text"] = whole_text(values["text"])
    with state.opened() as workspace:
        there = service.get(workspace, records.program(workspace, program))
        changed = service.edit(workspace, dataclasses.replace(there, **values))
        state.show(to_document(changed))


@programs.command()
@click.argument("program")
@common
@pass_state
def text(state: State, program: str) -> None:
    """Show the text of PROGRAM's letter with its fields filled in, to be edited."""
    from ktgs_desktop.services import papers  # after --help

    with state.opened() as workspace:
        found = papers.text_of_program(workspace, records.program(workspace, program))
    state.show_text("text", found)


@programs.command()
@click.argument("program")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, program: str, *, reason: str) -> None:
    """Take the draft PROGRAM, begun by mistake, out of every list, with its lines."""
    from ktgs_desktop.services import programs as service  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        service.void(workspace, wanted, reason)
        state.show({"voided": wanted})


@programs.command("next-number")
@click.argument("program")
@common
@pass_state
def next_number(state: State, program: str) -> None:
    """Show the number that the draft PROGRAM would get if it were issued now."""
    from ktgs_desktop.services import offices  # after --help
    from ktgs_desktop.services import programs as service

    with state.opened() as workspace:
        found = service.get(workspace, records.program(workspace, program))
        body = offices.body(workspace, found.body)
        number = offices.next_number(workspace, body, service.DOCUMENT_TYPE, found.term)
    shown = symbol(number, service.DOCUMENT_TYPE, body.symbol)
    state.show({"number": number, "symbol": shown})


@programs.command()
@click.argument("program")
@click.option("--date", "day", type=DAY_OF_YEAR, required=True, help="Date of the paper.")
@click.option("--number", type=_NUMBER, help="Number in the series; the next one if left out.")
@click.option("--place", default="", help="Place name before the date; the body's if left out.")
@click.option("--signer", default="", help="Name; that of the body's usual signer if left out.")
@click.option("--position", default="", help="As printed, e.g. BÍ THƯ; the signer's if left out.")
@click.option("--authority", default="", help="E.g. T/M BAN THƯỜNG VỤ; the signer's if left out.")
@click.option(
    "--dry-run", is_flag=True, help="Issue nothing; show the paper and what the lines still lack."
)
@common
@pass_state
def issue(  # noqa: PLR0913 - the options of the command
    state: State,
    program: str,
    *,
    day: date,
    number: int | None,
    place: str,
    signer: str,
    position: str,
    authority: str,
    dry_run: bool,
) -> None:
    """Issue PROGRAM: number, date, signer; afterwards it is locked and cannot be undone."""
    from ktgs_desktop.services import offices, program_review  # after --help
    from ktgs_desktop.services import programs as service

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        found = service.get(workspace, wanted)
        body = offices.body(workspace, found.body)
        named = _signer(body, Signer(signer, position, authority))
        how = service.Issue(in_year("day", day, found.year) or day, named, number, place)
        if not dry_run:
            state.show(to_document(service.issue(workspace, wanted, how)))
            return
        paper = service.tried_issue(workspace, wanted, how)
        notes = program_review.sentences(program_review.review(workspace, wanted))
        state.show(
            {
                "symbol": paper.symbol,
                "issued_on": paper.issued_on,
                "signer": paper.signer_name,
                "position": named.position,
                "authority": named.authority,
                "notes": notes,
            }
        )


def _signer(body: IssuingBody, given: Signer) -> Signer:
    """Who signs: what was given, the rest from the body's signer of that name.

    Raises:
        Refused: nobody of that name signs for the body, and what is printed above it is not given.
    """
    wanted = accented(nfc(given.name))
    known = [one for one in body.signers if not wanted or accented(nfc(one.name)) == wanted]
    known = known or [one for one in body.signers if not one.name]  # a position still unnamed
    if wanted and not known and not given.position:
        said = _("{name} is no signer of {body}; give --position, or choose one of {choices}.")
        choices = ", ".join(one.name for one in body.signers)
        raise Refused(said.format(name=given.name, body=body.name, choices=choices))
    usual = known[0] if known else Signer("", "", "")
    return Signer(
        given.name or usual.name,
        given.position or usual.position,
        given.authority or usual.authority,
    )


@programs.command("print")
@click.argument("program")
@click.argument("file", type=FILE)
@common
@pass_state
def print_program(state: State, program: str, file: Path) -> None:
    """Write PROGRAM to FILE.pdf or FILE.docx; the signed PDF if there is one."""
    from ktgs_desktop.services import papers  # after --help

    suffix = file.suffix.lower()
    if suffix not in (".pdf", ".docx"):
        raise WrongUsage(_("{path}: write a name that ends in .pdf or .docx.").format(path=file))
    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        if suffix == ".docx":
            printed = papers.word_of_program(workspace, wanted)
        else:
            printed = papers.print_program(workspace, wanted, progress_line("print"))
        digest = papers.save_file(printed, file)
    state.show(
        {"file": file, "sha256": digest, "pages": printed.pages or None, "signed": printed.signed}
    )
