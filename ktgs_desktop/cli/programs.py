"""`ktgs programs`: from the draft to its issue."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli import (
    amendments,
    opinions,
    paper_numbers,
    program_drafts,
    program_life,
    program_lines,
    program_planning,
    program_progress,
    program_tables,
    program_versions,
    program_views,
    records,
)
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.narrowing import YEAR, several, with_values
from ktgs_desktop.cli.signers import signer_of
from ktgs_desktop.cli.state import (
    State,
    common,
    given,
    given_options,
    pass_state,
    progress_line,
)
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY_OF_YEAR, FILE, in_year
from ktgs_desktop.domain.documents import symbol
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.offices import Signer
from ktgs_desktop.domain.programs import ProgramKind, ProgramState
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_text

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
    program_tables.paste_items,
    program_tables.fill_lines,
    program_progress.progress,
    amendments.amend,
    program_versions.compare,
    program_versions.name_subjects,
    program_planning.coverage,
    program_planning.propose,
    program_life.consult,
    program_life.submit,
    program_life.return_program,
    program_life.close,
    program_life.reopen,
    opinions.opinions,
    program_views.matrix,
    program_views.calendar,
    program_views.figures,
    program_views.lay_into_year,
    program_views.term_progress,
    program_drafts.to_word,
    program_drafts.drafts,
    program_drafts.draft_file,
):
    programs.add_command(command)


@programs.command("list")
@several("--year", kind=YEAR, help="Only programs of this year.")
@several("--kind", kind=click.Choice([*ProgramKind]), help="Only this kind of program.")
@several("--body", help="Only programs of this body: symbol or id.")
@several("--state", "standing", kind=click.Choice([*ProgramState]), help="Only what stands so.")
@listed
@common
@pass_state
def list_programs(
    state: State, /, *, limit: int | None, sheet: Path | None, **options: Any
) -> None:
    """List programs with how far they are, the latest year first."""
    from ktgs_desktop.services import programs as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        bodies = {records.body(workspace, one).id for one in options["body"]}
        found = [
            one for one in service.programs(workspace) if not bodies or one.program.body in bodies
        ]
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
        for one in found
    ]
    chosen = {name: options[name] for name in ("year", "kind")}
    rows = with_values(rows, {**chosen, "state": options["standing"]})
    show_list(state, first_of(rows, wanted), _SHEET, wanted)


@programs.command()
@click.argument("program")
@click.option("--on", "day", type=DAY_OF_YEAR, help="As it was on this day.")
@click.option("--original", is_flag=True, help="As it was issued.")
@common
@pass_state
def show(state: State, program: str, *, day: date | None, original: bool) -> None:
    """Show PROGRAM with its lines, dropped ones with their status."""
    from ktgs_desktop.services import program_items  # after --help
    from ktgs_desktop.services import programs as service

    if day is not None and original:
        raise WrongUsage(_("--on and --original exclude each other."))
    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        if day is not None or original:
            on = in_year("day", day, service.get(workspace, wanted).year)
            state.show(program_versions.version(workspace, wanted, on))
            return
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
@click.option(
    "--names-later/--names-now",
    "names_later",
    help="Whether subjects left open may be named later without an amendment.",
)
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
        values["text"] = read_text(values["text"])
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
    if not number:
        keeper = body.kept_by(service.DOCUMENT_TYPE, found.term)
        raise UserError("number_elsewhere", keeper=keeper)
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
    from ktgs_desktop.services.regulations import citing

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        found = service.get(workspace, wanted)
        body = offices.body(workspace, found.body)
        named = signer_of(body, Signer(signer, position, authority))
        how = service.Issue(in_year("day", day, found.year) or day, named, number, place)
        if not dry_run:
            state.show(to_document(service.issue(workspace, wanted, how)))
            return
        paper = service.tried_issue(workspace, wanted, how)
        notes = program_review.sentences(program_review.review(workspace, wanted))
        notes += citing.program_notes(workspace, wanted, paper.issued_on)
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


@programs.command("print")
@click.argument("program")
@click.argument("file", type=FILE)
@click.option("--on", "day", type=DAY_OF_YEAR, help="With its amendments until this day.")
@click.option(
    "--for-signature",
    "by_hand",
    is_flag=True,
    help="To be signed by hand: not marked as draft, number and date left open.",
)
@click.option("--charts", is_flag=True, help="With charts of its progress on a last page; PDF.")
@paper_numbers.mark_options
@common
@pass_state
def print_program(
    state: State,
    /,
    program: str,
    file: Path,
    *,
    day: date | None,
    by_hand: bool,
    charts: bool,
    **_marks: Any,
) -> None:
    """Write PROGRAM as issued to FILE.pdf or FILE.docx; the signed PDF if there is one."""
    from ktgs_desktop.services import amendment_papers, papers, scans  # after --help
    from ktgs_desktop.services import programs as service

    marks = paper_numbers.marks(given())
    if day is not None and by_hand:
        raise WrongUsage(_("--on and --for-signature exclude each other."))
    if marks != scans.NO_MARKS and not by_hand:
        raise WrongUsage(_("Marks are given with --for-signature; else “papers edit” sets them."))

    suffix = file.suffix.lower()
    if suffix not in (".pdf", ".docx"):
        raise WrongUsage(_("{path}: write a name that ends in .pdf or .docx.").format(path=file))
    if charts and (suffix != ".pdf" or by_hand or day is not None):
        raise WrongUsage(_("--charts goes with a PDF of the program as it is, without --on."))
    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        on = in_year("day", day, service.get(workspace, wanted).year)
        if by_hand:
            word_wanted = suffix == ".docx"
            printed = scans.for_signature(workspace, wanted, marks, word=word_wanted)
        elif on is not None:
            pdf, word = amendment_papers.print_version, amendment_papers.word_of_version
            printed = (
                word(workspace, wanted, on) if suffix == ".docx" else pdf(workspace, wanted, on)
            )
        elif suffix == ".docx":
            printed = papers.word_of_program(workspace, wanted)
        else:
            told = progress_line("print")
            printed = papers.print_program(workspace, wanted, told, charts=charts)
        digest = papers.save_file(printed, file)
    state.show(
        {"file": file, "sha256": digest, "pages": printed.pages or None, "signed": printed.signed}
    )
