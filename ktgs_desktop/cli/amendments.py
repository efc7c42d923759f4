"""`ktgs programs amend …`: amendments of an issued program (điều chỉnh, bổ sung)."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.program_lines import KIND, line_options, with_values
from ktgs_desktop.cli.signers import signer_of
from ktgs_desktop.cli.state import State, common, given, given_options, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY_OF_YEAR, FILE, in_year
from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.offices import Signer
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.paths import read_text

if TYPE_CHECKING:
    from ktgs_desktop.domain.amendments import ItemChange
    from ktgs_desktop.services.amendments import AmendmentDetail
    from ktgs_desktop.services.workspace import Workspace

_SHEET = Sheet(
    late("Amendments"), ("seq", "state", "number", "decided_on", "signer", "changes", "title")
)
_TYPES = ("QĐ", "CTr", "TB")
_NUMBER = click.IntRange(min=1)


@click.group()
@common
def amend() -> None:
    """Amend an issued PROGRAM: one draft at a time, which counts once it is issued."""


@amend.command("list")
@click.argument("program")
@listed
@common
@pass_state
def list_amendments(state: State, program: str, *, limit: int | None, sheet: Path | None) -> None:
    """List the amendments of PROGRAM, the draft last."""
    from ktgs_desktop.services import amendments  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = amendments.of_program(workspace, records.program(workspace, program))
    rows = [
        {
            "seq": one.amendment.seq,
            "state": one.amendment.state,
            "number": one.amendment.number,
            "decided_on": one.amendment.decided_on,
            "signer": one.amendment.signer,
            "changes": len(one.changes),
            "title": one.amendment.title,
            "id": one.amendment.id,
        }
        for one in first_of(found, wanted)
    ]
    show_list(state, rows, _SHEET, wanted)


@amend.command()
@click.argument("program")
@click.option("--number", type=_NUMBER, help="Which, counted from 1; the latest if left out.")
@common
@pass_state
def show(state: State, program: str, *, number: int | None) -> None:
    """Show an amendment of PROGRAM with its changes."""
    with state.opened() as workspace:
        found = _of(workspace, program, number)
    state.show(_shown(found))


def _of(workspace: Workspace, program: str, number: int | None) -> AmendmentDetail:
    """The amendment of a program by its place, or the latest."""
    from ktgs_desktop.services import amendments  # after --help

    every = amendments.of_program(workspace, records.program(workspace, program))
    found = [one for one in every if number is None or one.amendment.seq == number]
    if not found:
        raise UserError("amendment_unknown")
    return found[-1]


def _draft(workspace: Workspace, program: str | UUID) -> AmendmentDetail:
    """The draft amendment of a program."""
    from ktgs_desktop.services import amendments  # after --help

    wanted = program if isinstance(program, UUID) else records.program(workspace, program)
    found = [one for one in amendments.of_program(workspace, wanted) if one.draft]
    if not found:
        raise UserError("amendment_none")
    return found[0]


def _shown(found: AmendmentDetail) -> dict[str, Any]:
    return {
        **to_document(found.amendment),
        "changes": [change_row(change) for change in found.changes],
    }


def change_row(change: ItemChange) -> dict[str, Any]:
    """A change as it is shown: what is done to which line, and what it becomes.

    Args:
        change: the change.
    """
    from ktgs_desktop.domain.amendments import differences

    fields = differences(change.before, change.after) if change.before else ()
    before = to_document(change.before) if change.before else {}
    after = to_document(change.after)
    return {
        "action": change.action,
        "on": change.on,
        "content": change.after.content,
        "fields": list(fields),
        "before": {name: before[name] for name in fields},
        "after": {name: after[name] for name in fields},
        "reason": change.reason,
        "item": change.item,
        "id": change.id,
    }


@amend.command()
@click.argument("program")
@click.option("--title", default="", help="Abstract (trích yếu); empty for the usual one.")
@click.option("--reason", default="", help="Why the program is changed; may follow later.")
@common
@pass_state
def begin(state: State, program: str, *, title: str, reason: str) -> None:
    """Begin an amendment of the issued PROGRAM."""
    from ktgs_desktop.services import amendments  # after --help

    with state.opened() as workspace:
        wanted = records.program(workspace, program)
        state.show(to_document(amendments.begin(workspace, wanted, title=title, reason=reason)))


@amend.command()
@click.argument("program")
@click.option("--title", help="Abstract (trích yếu).")
@click.option("--reason", help="Why the program is changed.")
@click.option(
    "--text-file", "text", type=FILE, help="Text of the decision, as `amend text` shows it."
)
@click.option("--usual-text", is_flag=True, help="Take the usual text of the decision again.")
@common
@pass_state
def edit(state: State, /, program: str, **_options: Any) -> None:
    """Edit title, reason or text of the draft amendment of PROGRAM."""
    from ktgs_desktop.services import amendment_papers, amendments  # after --help

    values = given_options("program")
    if values.pop("usual_text", False):
        if "text" in values:
            raise WrongUsage(_("--text-file and --usual-text exclude each other."))
        values["text"] = ""
    elif "text" in values:
        values["text"] = read_text(values["text"])
    with state.opened() as workspace:
        draft = dataclasses.replace(_draft(workspace, program).amendment, **values)
        amendment_papers.check_text(draft)
        state.show(to_document(amendments.edit(workspace, draft)))


@amend.command()
@click.argument("program")
@click.option("--number", type=_NUMBER, help="Which, counted from 1; the latest if left out.")
@common
@pass_state
def text(state: State, program: str, *, number: int | None) -> None:
    """Show the text of an amendment of PROGRAM with its fields, to be edited."""
    from ktgs_desktop.services import amendment_papers  # after --help

    with state.opened() as workspace:
        found = _of(workspace, program, number).amendment
        shown = found.text or amendment_papers.usual_text(workspace, found)
    state.show_text("text", shown)


@amend.command()
@click.argument("program")
@click.option("--kind", type=KIND, required=True, help="Code of the kind of work.")
@click.option("--content", required=True, help="What is inspected or supervised.")
@click.option("--why", default="", help="Why this line is added.")
@line_options
@common
@pass_state
def add(state: State, /, program: str, *, kind: str, content: str, why: str, **_more: Any) -> None:
    """Let the draft amendment of PROGRAM add a line."""
    from ktgs_desktop.services import amendments  # after --help

    left = ("program", "kind", "why", "content")
    values = {name: value for name, value in given().items() if name not in left}
    with state.opened() as workspace:
        draft = _draft(workspace, program).amendment.id
        blank = amendments.blank(workspace, draft, kind)
        line = with_values(workspace, blank, {**values, "content": content})
        made = amendments.put_change(workspace, draft, ChangeAction.ADDED, line, why)
        state.show(change_row(made))


@amend.command()
@click.argument("item", type=click.UUID)
@click.option("--kind", type=KIND, help="Code of the kind of work.")
@click.option("--content", help="What is inspected or supervised.")
@click.option("--why", default="", help="Why this line is changed.")
@line_options
@common
@pass_state
def change(state: State, /, item: UUID, *, why: str, **_options: Any) -> None:
    """Let the draft amendment change the line with the id ITEM; one it adds may be edited too."""
    values = given_options("item", "why")
    with state.opened() as workspace:
        _put(state, workspace, item, ChangeAction.CHANGED, values, why)


@amend.command()
@click.argument("item", type=click.UUID)
@click.option("--why", default="", help="Why this line is dropped.")
@common
@pass_state
def drop(state: State, item: UUID, *, why: str) -> None:
    """Let the draft amendment drop the line with the id ITEM."""
    with state.opened() as workspace:
        _put(state, workspace, item, ChangeAction.DROPPED, {}, why)


@amend.command()
@click.argument("item", type=click.UUID)
@click.option("--work", help="Later time of the work: q4, or 1/10-30/11.")
@click.option("--to-year", type=click.IntRange(1900, 2199), help="A year after the program's.")
@click.option("--why", default="", help="Why this line is put off.")
@common
@pass_state
def postpone(state: State, item: UUID, *, work: str | None, to_year: int | None, why: str) -> None:
    """Let the draft amendment put off the line with the id ITEM."""
    if (work is None) == (to_year is None):
        raise WrongUsage(_("Give either --work or --to-year."))
    values = {"work": work} if work is not None else {"postponed_to": to_year}
    with state.opened() as workspace:
        _put(state, workspace, item, ChangeAction.POSTPONED, values, why)


def _put(
    state: State,
    workspace: Workspace,
    item: UUID,
    action: ChangeAction,
    values: dict[str, Any],
    why: str,
) -> None:
    from ktgs_desktop.services import amendments, program_items  # after --help

    own = amendments.draft_change_of(workspace, item)
    if own is not None and own.action == ChangeAction.ADDED and action == ChangeAction.CHANGED:
        line, action, program = own.after, ChangeAction.ADDED, own.program
    else:
        line = program_items.get(workspace, item).item
        program = line.program
    draft = _draft(workspace, program).amendment.id
    line = with_values(workspace, line, values)
    reason = why or (own.reason if own is not None else "")
    state.show(change_row(amendments.put_change(workspace, draft, action, line, reason)))


@amend.command("take-out")
@click.argument("item", type=click.UUID)
@common
@pass_state
def take_out(state: State, item: UUID) -> None:
    """Take the change of the line with the id ITEM out of the draft amendment."""
    from ktgs_desktop.services import amendments  # after --help

    with state.opened() as workspace:
        own = amendments.draft_change_of(workspace, item)
        if own is None:
            raise UserError("record_gone")
        amendments.drop_change(workspace, own.id)
        state.show({"taken_out": item})


@amend.command()
@click.argument("program")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, program: str, *, reason: str) -> None:
    """Delete the draft amendment of PROGRAM; the program stays as it is."""
    from ktgs_desktop.services import amendments  # after --help

    with state.opened() as workspace:
        draft = _draft(workspace, program).amendment.id
        amendments.void(workspace, draft, reason)
        state.show({"voided": draft})


@amend.command()
@click.argument("program")
@click.option("--date", "day", type=DAY_OF_YEAR, required=True, help="Date of the decision.")
@click.option("--number", type=_NUMBER, help="Number in the series; the next one if left out.")
@click.option("--type", "kind", type=click.Choice(_TYPES), default=_TYPES[0], show_default=True,
              help="Type of the paper.")  # fmt: skip
@click.option("--place", default="", help="Place name before the date; the body's if left out.")
@click.option("--signer", default="", help="Name; that of the body's usual signer if left out.")
@click.option("--position", default="", help="As printed, e.g. BÍ THƯ; the signer's if left out.")
@click.option("--authority", default="", help="E.g. T/M BAN THƯỜNG VỤ; the signer's if left out.")
@click.option("--dry-run", is_flag=True, help="Issue nothing; show the paper it would have.")
@common
@pass_state
def issue(  # noqa: PLR0913 - the options of the command
    state: State,
    program: str,
    *,
    day: date,
    number: int | None,
    kind: str,
    place: str,
    signer: str,
    position: str,
    authority: str,
    dry_run: bool,
) -> None:
    """Issue the draft amendment of PROGRAM; its changes count from then on."""
    from ktgs_desktop.services import amendments, offices  # after --help

    with state.opened() as workspace:
        draft = _draft(workspace, program)
        body = offices.body(workspace, draft.program.body)
        named = signer_of(body, Signer(signer, position, authority))
        dated = in_year("day", day, draft.program.year) or day
        how = amendments.Issue(dated, named, number, place)
        act = amendments.tried_issue if dry_run else amendments.issue
        state.show(to_document(act(workspace, draft.amendment.id, how, kind)))


@amend.command("print")
@click.argument("program")
@click.argument("file", type=FILE)
@click.option("--number", type=_NUMBER, help="Which, counted from 1; the latest if left out.")
@click.option("--type", "kind", type=click.Choice(_TYPES), default=_TYPES[0], show_default=True,
              help="Type of the paper of a draft.")  # fmt: skip
@click.option("--for-signature", "by_hand", is_flag=True,
              help="To be signed by hand: not marked, number and date left open.")  # fmt: skip
@common
@pass_state
def print_amendment(
    state: State, program: str, file: Path, *, number: int | None, kind: str, by_hand: bool
) -> None:
    """Write an amendment of PROGRAM to FILE.pdf or FILE.docx; a draft is marked."""
    from ktgs_desktop.services import amendment_papers, papers, scans  # after --help

    write = {".pdf": amendment_papers.print_amendment, ".docx": amendment_papers.word_of_amendment}
    make = write.get(file.suffix.lower())
    if make is None:
        raise WrongUsage(_("{path}: write a name that ends in .pdf or .docx.").format(path=file))
    with state.opened() as workspace:
        found = _of(workspace, program, number)
        if by_hand:
            word, wanted = file.suffix.lower() == ".docx", found.amendment.id
            printed = scans.amendment_for_signature(workspace, wanted, kind, word=word)
        else:
            printed = make(workspace, found.amendment.id, kind)
        digest = papers.save_file(printed, file)
    state.show(
        {"file": file, "sha256": digest, "pages": printed.pages or None, "signed": printed.signed}
    )
