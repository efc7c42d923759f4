"""`ktgs regulations dissemination`: plans, their sessions, who is missing, the report."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.dissemination_sessions import session, session_line, wanted_plan
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, first_of, listed, show_list
from ktgs_desktop.cli.named_regulation import wanted_regulation
from ktgs_desktop.cli.narrowing import YEAR, several, texts
from ktgs_desktop.cli.state import (
    Function,
    State,
    common,
    given,
    given_options,
    pass_state,
    progress_line,
)
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY, FILE
from ktgs_desktop.domain.dissemination import DisseminationState, Way
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import Dissemination
    from ktgs_desktop.domain.dissemination_report import Briefing, UnitBriefings
    from ktgs_desktop.services.workspace import Workspace

_SHEET = Sheet(
    late("Plans of dissemination"),
    ("title", "starts_on", "ends_on", "body", "reached", "targets", "percent", "state"),
)
_MISSING = Sheet(
    late("Units not briefed yet"), ("organization", "regulation", "title", "due_on", "state")
)


@click.group()
@common
def dissemination() -> None:
    """Dissemination of regulations; PLAN is a title, its beginning, or an id."""


dissemination.add_command(session)


# Units ----------------------------------------------------------------------------------------


def _targets(workspace: Workspace, options: dict[str, Any]) -> tuple[Named, ...]:
    """The units that options name: by name, by type, directly below, or all."""
    from ktgs_desktop.services import organizations  # after --help
    from ktgs_desktop.services.regulations import dissemination as service

    found: dict[UUID, str] = {}
    types = options.pop("types", ())
    direct, below = options.pop("direct", False), options.pop("below", False)
    if types or direct or below:
        rows = service.units(workspace, types, direct=direct)
        found.update({one.id: one.name for one in rows})
    for text in options.pop("units", ()):
        unit = records.organization(workspace, text)
        found[unit] = organizations.get(workspace, unit).name_on(workspace.today)
    return tuple(Named(name, identifier) for identifier, name in found.items())


_TARGETS = ("units", "types", "direct", "below")


def _changed(workspace: Workspace, plan: Dissemination, options: dict[str, Any]) -> Dissemination:
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    values = dict(options)
    if values.keys() & set(_TARGETS):
        values["targets"] = _targets(workspace, values)
    if "regulations" in values:
        wanted = [wanted_regulation(workspace, text) for text in values["regulations"]]
        values["regulations"] = service.regulations_named(workspace, wanted)
    if "body" in values:
        values["body"] = records.named_body(workspace, values["body"])
    return dataclasses.replace(plan, **values)


def _values(function: Function) -> Function:
    options = (
        click.option("--regulation", "regulations", multiple=True,
                     help="Number or id of a regulation. Once for each."),
        click.option("--from", "starts_on", type=DAY, help="First day."),
        click.option("--to", "ends_on", type=DAY, help="Last day."),
        click.option("--unit", "units", multiple=True,
                     help="Name or id of a unit to be briefed. Once for each."),
        click.option("--type", "types", multiple=True,
                     help="Code of a type: all units of it below the committee. Once for each."),
        click.option("--direct", is_flag=True, help="Units directly below the committee only."),
        click.option("--all-below", "below", is_flag=True, help="All units below the committee."),
        click.option("--body", help="Body responsible: name or id; “” for none."),
        click.option("--way", type=click.Choice([*Way]), help="How the units are briefed."),
        click.option("--note", help="Free text."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


# Plans ----------------------------------------------------------------------------------------


@dissemination.command()
@click.argument("title")
@_values
@common
@pass_state
def plan(state: State, /, title: str, **_options: Any) -> None:
    """Plan to brief units on regulations, under TITLE; from today for a month if left out."""
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    values = {**given(), "title": title}
    with state.opened() as workspace:
        made = _changed(workspace, service.blank(workspace), values)
        state.show(to_document(service.save(workspace, made)))


@dissemination.command()
@click.argument("plan")
@click.option("--title", help="What the plan is called.")
@_values
@common
@pass_state
def edit(state: State, /, plan: str, **_options: Any) -> None:
    """Edit PLAN; what is left out stays, units and regulations given replace those there."""
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    values = given_options("plan")
    with state.opened() as workspace:
        there = service.get(workspace, wanted_plan(workspace, plan))
        state.show(to_document(service.save(workspace, _changed(workspace, there, values))))


@dissemination.command()
@click.argument("plan")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, plan: str, *, reason: str) -> None:
    """Take PLAN, entered by mistake, out of the list."""
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    with state.opened() as workspace:
        wanted = wanted_plan(workspace, plan)
        service.void(workspace, wanted, reason)
        state.show({"voided": wanted})


@dissemination.command("list")
@click.option("--search", default="", help="Words of title, regulations, body or note.")
@several("--state", "reached", kind=click.Choice([*DisseminationState]), help="Only these.")
@several("--year", kind=YEAR, help="Only plans that begin in this year.")
@several("--body", help="Only those of this body (its name).")
@click.option("--regulation", help="Only plans with this regulation (number or id).")
@click.option("--unit", help="Only plans that are to brief this unit (name or id).")
@click.option(
    "--sort",
    type=click.Choice(["starts", "ends", "title", "body"]),
    help="What orders the list; if left out, the latest come first.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def list_plans(
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
    """List plans with how far they are; LATE ones are past their last day."""
    from ktgs_desktop.services import list_values  # after --help
    from ktgs_desktop.services.regulations import dissemination as service

    wanted = Wanted(limit, sheet)
    chosen = {
        "state": texts(options["reached"]),
        "year": texts(options["year"]),
        "body": options["body"],
    }
    filters: Filters = {**list_values.narrowing(service.LIST, chosen)}
    with state.opened() as workspace:
        if options["regulation"]:
            filters["regulation"] = str(wanted_regulation(workspace, options["regulation"]))
        if options["unit"]:
            filters["unit"] = str(records.organization(workspace, options["unit"]))
        query = Listing(sort or "starts", descending or sort is None, search, filters)
        found = collect(service, workspace, query, wanted)
        today = workspace.today
    rows = [
        {
            "title": row.title,
            "regulations": row.regulations,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "body": row.body,
            "reached": row.reached,
            "targets": row.targets,
            "percent": row.percent,
            "sessions": row.sessions,
            "attended": row.attended,
            "state": row.state(today),
            "id": row.id,
        }
        for row in found
    ]
    show_list(state, rows, _SHEET, wanted)


@dissemination.command()
@click.argument("plan")
@common
@pass_state
def show(state: State, plan: str) -> None:
    """Show PLAN with its sessions, how many were briefed on each regulation, and who is missing."""
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    with state.opened() as workspace:
        found = service.followed(workspace, wanted_plan(workspace, plan))
        today = workspace.today
    far = found.standing
    state.show(
        {
            **to_document(found.plan),
            "state": found.plan.state(far, today),
            "reached": far.reached,
            "percent": far.percent,
            "invited": far.invited,
            "attended": far.attended,
            "by_regulation": [
                {"regulation": one.name, "reached": number, "targets": far.targets}
                for one, number in zip(found.plan.regulations, far.by_regulation, strict=True)
            ],
            "missing": [{"organization": one.name, "id": one.id} for one in found.missing],
            "sessions": [session_line(one, found.plan) for one in found.sessions],
        }
    )


# Who was briefed ------------------------------------------------------------------------------


def _span(function: Function) -> Function:
    options = (
        click.option("--plan", help="Only of this plan (title or id)."),
        click.option("--unit", help="Only of this unit (name or id)."),
        click.option("--term", default="", help="Code of a term; the office's if left out."),
        click.option("--year", type=YEAR, help="Only plans that begin in this year."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@dissemination.command()
@_span
@click.option("--regulation", help="Only of this regulation (number or id).")
@click.option("--reached", is_flag=True, help="Those that were briefed instead.")
@listed
@common
@pass_state
def missing(
    state: State,
    /,
    *,
    regulation: str | None,
    reached: bool,
    limit: int | None,
    sheet: Path | None,
    **span: Any,
) -> None:
    """List which units still miss which regulation."""
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = service.reported(
            workspace,
            span["term"],
            year=span["year"],
            unit=records.organization_or_none(workspace, span["unit"]),
            plan=wanted_plan(workspace, span["plan"]) if span["plan"] else None,
        )
        only = wanted_regulation(workspace, regulation) if regulation else None
        today = workspace.today
    lines = [
        _line(unit_of, one, today)
        for unit_of in found.units
        for one in unit_of.briefings
        if one.reached == reached and only in (None, one.regulation.id)
    ]
    show_list(state, first_of(lines, wanted), _MISSING, wanted)


def _line(unit: UnitBriefings, one: Briefing, today: date) -> dict[str, Any]:
    late_by = one.due_on < today and not one.reached
    return {
        "organization": unit.unit.name,
        "regulation": one.regulation.name,
        "title": one.title,
        "due_on": one.due_on,
        "state": "DONE" if one.reached else "LATE" if late_by else "NOT_STARTED",
        "days": [str(day) for day in one.days],
        "invited": one.invited,
        "attended": one.attended,
        "members": one.members,
        "committee": one.committee,
        "id": unit.unit.id,
    }


@dissemination.command()
@_span
@click.option("--from-body", "issuer", help="Symbol of the body that reports, e.g. HU.")
@click.argument("file", type=FILE)
@common
@pass_state
def report(state: State, /, *, issuer: str | None, file: Path, **span: Any) -> None:
    """Write who was briefed on what, and who is missing, to FILE.pdf, FILE.docx or FILE.xlsx."""
    from ktgs_desktop.services import papers  # after --help
    from ktgs_desktop.services.regulations import dissemination_papers as service

    ending = file.suffix.lower()
    if ending not in service.KINDS:
        said = _("{path}: write a name that ends in {endings}.")
        raise WrongUsage(said.format(path=file, endings=", ".join(service.KINDS)))
    with state.opened() as workspace:
        wanted = service.Wanted(
            term=span["term"],
            year=span["year"],
            unit=records.organization_or_none(workspace, span["unit"]),
            plan=wanted_plan(workspace, span["plan"]) if span["plan"] else None,
            body=records.body(workspace, issuer).id if issuer else None,
        )
        made = service.printed(workspace, wanted, progress_line("report"), ending)
        digest = papers.save_file(made, file)
    state.show({"file": file, "sha256": digest, "pages": made.pages or None})
