"""`ktgs programs`: from the draft to its issue, and its progress."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.domain import dates
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.offices import Signer
from ktgs_desktop.domain.programs import Named, subject_kind_of

_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group()
def programs() -> None:
    """Inspection and supervision programs."""


@programs.command("list")
@common
@pass_state
def list_programs(state: State) -> None:
    """List programs with how far they are."""
    from ktgs_desktop.services import programs as service  # after --help

    with state.opened() as workspace:
        found = service.programs(workspace)
    state.show(
        [
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
    )


@programs.command()
@click.argument("program", type=click.UUID)
@common
@pass_state
def show(state: State, program: UUID) -> None:
    """Show a program with its lines."""
    from ktgs_desktop.services import program_items  # after --help
    from ktgs_desktop.services import programs as service

    with state.opened() as workspace:
        one = service.get(workspace, program)
        items = program_items.items(workspace, program)
        today = workspace.today
        query = Listing("order", filters={"program": str(program)})
        rows = [
            row for ids in service.stream(workspace, query) for row in service.rows(workspace, ids)
        ]
    states = {row.id: row for row in rows}
    lines = []
    for item in items:
        row = states[item.id]
        progress = row.progress
        lines.append(
            {
                **to_document(item),
                "state": row.state(today),
                "done": progress.done,
                "total": progress.total,
            }
        )
    state.show({**to_document(one), "items": lines})


@programs.command()
@click.option("--body", required=True, help="Symbol of the issuing body, e.g. HU.")
@click.option("--year", type=int, required=True)
@click.option("--term-program", is_flag=True, help="A program of the whole term.")
@click.option("--title", default="", help="Abstract; empty for the usual one.")
@common
@pass_state
def new(state: State, *, body: str, year: int, term_program: bool, title: str) -> None:
    """Begin a program."""
    from ktgs_desktop.services import offices  # after --help
    from ktgs_desktop.services import programs as service

    with state.opened() as workspace:
        known = {one.symbol: one for one in offices.bodies(workspace)}
        if body not in known:
            raise click.BadParameter(f"one of {', '.join(known)}", param_hint="--body")
        kind = "TERM" if term_program else "ANNUAL"
        made = service.add(workspace, kind=kind, body=known[body].id, year=year, title=title)
        state.show(to_document(made))


@programs.command("add-line")
@click.argument("program", type=click.UUID)
@click.option("--kind", required=True, help="Code of the kind of work.")
@click.option("--content", required=True)
@click.option("--subject", "subjects", multiple=True, help="Name of a subject; may be repeated.")
@click.option("--organizations", type=int, default=0, help="Organisations to be named later.")
@click.option("--members", type=int, default=0, help="Members to be named later.")
@click.option("--subject-note", default="", help="How those to be named later are described.")
@click.option("--period", default="", help="Time examined: 2019-2020.")
@click.option("--work", default="", help="Time of the work: q2, or 15/5-30/6.")
@click.option("--year", type=int, help="Year of a term program's line.")
@click.option("--lead", default="")
@click.option("--support", multiple=True)
@click.option("--directing", default="")
@click.option("--leader", default="")
@click.option("--method", default="")
@click.option("--note", default="")
@click.option("--term-item", type=click.UUID, help="Line of the term program it carries out.")
@common
@pass_state
def add_line(state: State, /, program: UUID, **given: Any) -> None:
    """Add a line to a draft."""
    from ktgs_desktop.services import organizations, program_items  # after --help

    with state.opened() as workspace:
        blank = program_items.blank(workspace, program, given["kind"])
        year = given["year"] or blank.year
        period = dates.parse_typed_span(given["period"], year=year)
        quarter = dates.parse_quarter(given["work"]) if given["work"] else None
        work = (
            (None, None)
            if quarter
            else dates.parse_typed_span(given["work"], year=year, prefer_year=False)
        )

        def named(name: str) -> Named | None:
            return Named(name, organizations.named(workspace, name)) if name else None

        subjects = tuple(
            program_items.new_subject(
                subject_kind_of(name), name, organizations.named(workspace, name)
            )
            for name in given["subjects"]
        )
        support = tuple(filter(None, map(named, given["support"])))
        item = dataclasses.replace(
            blank,
            year=year,
            content=given["content"],
            subjects=subjects,
            unnamed_organizations=given["organizations"],
            unnamed_members=given["members"],
            subject_note=given["subject_note"],
            period_from=period[0],
            period_to=period[1],
            quarter=quarter[0] if quarter else None,
            work_from=work[0],
            work_to=work[1],
            method=given["method"],
            lead=named(given["lead"]),
            support=support,
            directing_member=named(given["directing"]),
            team_leader=named(given["leader"]),
            note=given["note"],
            term_item=given["term_item"],
        )
        state.show(to_document(program_items.save(workspace, item)))


@programs.command()
@click.argument("program", type=click.UUID)
@click.option("--date", "day", type=_DAY, required=True, help="Date of the paper.")
@click.option("--number", type=int, help="Number in the series; the next one if left out.")
@click.option("--signer", default="", help="Name; the body's usual signer if left out.")
@click.option("--position", default="")
@click.option("--authority", default="")
@common
@pass_state
def issue(  # noqa: PLR0913 - the options of the command
    state: State,
    program: UUID,
    *,
    day: datetime,
    number: int | None,
    signer: str,
    position: str,
    authority: str,
) -> None:
    """Issue a program: number, date, signer; afterwards it is locked."""
    from ktgs_desktop.services import offices  # after --help
    from ktgs_desktop.services import programs as service

    with state.opened() as workspace:
        body = offices.body(workspace, service.get(workspace, program).body)
        usual = body.signers[0] if body.signers else Signer("", "", "")
        named = Signer(
            signer or usual.name, position or usual.position, authority or usual.authority
        )
        document = service.issue(workspace, program, service.Issue(day.date(), named, number))
        state.show(to_document(document))


@programs.command()
@click.argument("item", type=click.UUID)
@click.option("--subject", "subject_name", default="", help="Name of the subject; all if left out.")
@click.option(
    "--state",
    "reached",
    required=True,
    type=click.Choice(["NOT_STARTED", "IN_PROGRESS", "DONE"]),
)
@click.option("--started", type=_DAY)
@click.option("--done", type=_DAY)
@click.option("--count", type=int, help="How many unnamed subjects are done.")
@click.option("--note", default="")
@common
@pass_state
def progress(  # noqa: PLR0913 - the options of the command
    state: State,
    item: UUID,
    *,
    subject_name: str,
    reached: str,
    started: datetime | None,
    done: datetime | None,
    count: int | None,
    note: str,
) -> None:
    """Record how far the subjects of an issued line are."""
    from ktgs_desktop.services import program_items  # after --help

    begun, ended = started.date() if started else None, done.date() if done else None
    with state.opened() as workspace:
        line = program_items.get(workspace, item).item
        keys = [
            subject.key
            for subject in line.subjects
            if not subject_name or subject.name == subject_name
        ]
        if subject_name and not keys:
            raise click.BadParameter("no such subject in the line", param_hint="--subject")
        steps = [
            program_items.Step(key, reached, begun, ended, int(reached == "DONE"), note)
            for key in keys
        ]
        if not line.subjects or count is not None:
            most = line.subject_count - len(line.subjects)
            number = count if count is not None else (most if reached == "DONE" else 0)
            steps.append(program_items.Step(None, reached, begun, ended, number, note))
        reached_now = program_items.record_progress(workspace, item, steps)
        state.show({"done": reached_now.done, "total": reached_now.total})


@programs.command("void-line")
@click.argument("item", type=click.UUID)
@click.option("--reason", required=True)
@common
@pass_state
def void_line(state: State, item: UUID, *, reason: str) -> None:
    """Delete a line of a draft; it stays in the history."""
    from ktgs_desktop.services import program_items  # after --help

    with state.opened() as workspace:
        program_items.void(workspace, [item], reason)
        state.show({"voided": item})


@programs.command("print")
@click.argument("program", type=click.UUID)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@common
@pass_state
def print_program(state: State, program: UUID, file: Path) -> None:
    """Write a program as FILE.pdf or FILE.docx; the signed file if there is one."""
    from ktgs_desktop.services import papers  # after --help

    with state.opened() as workspace:
        word = file.suffix.lower() == ".docx"
        printed = (papers.word_of_program if word else papers.print_program)(workspace, program)
        digest = papers.save_file(printed, file)
    state.show({"file": file, "sha256": digest, "pages": printed.pages, "signed": printed.signed})
