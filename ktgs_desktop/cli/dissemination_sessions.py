"""`ktgs regulations dissemination session`: who came to which session."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import records
from ktgs_desktop.cli.named_regulation import wanted_regulation
from ktgs_desktop.cli.state import Function, State, common, given, given_options, pass_state
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import DAY, FILE
from ktgs_desktop.domain.attendance_table import ReadAttendance, read_attendance
from ktgs_desktop.domain.dissemination import Meeting, Site
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.domain.dissemination import (
        Attendance,
        Dissemination,
        DisseminationSession,
    )
    from ktgs_desktop.services.workspace import Workspace


@click.group()
@common
def session() -> None:
    """Sessions of a plan; SESSION is an id, as “dissemination show” gives it."""


def wanted_plan(workspace: Workspace, text: str) -> UUID:
    """The plan that is meant.

    Args:
        workspace: the workspace.
        text: an identifier, or words of the title.

    Raises:
        Refused: none or more than one is.
    """
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    known = records.identifier(text)
    if known is not None:
        return known
    numbers = [one for part in service.stream(workspace, Listing(search=text)) for one in part]
    found = service.rows(workspace, numbers)
    exact = [one for one in found if one.title.casefold() == text.strip().casefold()]
    found = exact or found
    if not found:
        said = _("No plan is “{text}”; “ktgs regulations dissemination list” shows all.")
        raise Refused(said.format(text=text))
    if len(found) > 1:
        said = _("“{text}” means {count} records; write the id of one: {choices}")
        ids = "; ".join(f"{one.title} ({one.id})" for one in found[:5])
        raise Refused(said.format(text=text, count=len(found), choices=ids))
    return found[0].id


def session_line(one: DisseminationSession, plan: Dissemination) -> dict[str, Any]:
    """What a list shows of a session.

    Args:
        one: the session.
        plan: its plan.
    """
    names = {text.id: text.name for text in plan.regulations}
    return {
        "held_on": one.held_on,
        "meeting": one.meeting,
        "place": one.place,
        "chair": one.chair,
        "reporter": one.reporter,
        "regulations": [names.get(text, str(text)) for text in one.regulations],
        "sites": len(one.sites),
        "units": sum(unit.attended > 0 for unit in one.attendance),
        "invited": one.invited,
        "attended": one.attended,
        "minutes": [file.name for file in one.files],
        "id": one.id,
    }


def _values(function: Function) -> Function:
    options = (
        click.option("--date", "held_on", type=DAY, help="Its day."),
        click.option("--video/--in-person", "video", default=None, help="How people met."),
        click.option("--place", help="Where it was; of one by video the main site."),
        click.option("--site", "sites", multiple=True, metavar="NAME;PLACE;NUMBER",
                     help="A further site of one by video. Once for each."),
        click.option("--chair", help="Who presided."),
        click.option("--reporter", help="Who reported."),
        click.option("--regulation", "regulations", multiple=True,
                     help="A regulation it dealt with; all of the plan if left out."),
        click.option("--attendance", multiple=True, metavar="UNIT=INVITED/CAME/MEMBERS/COMMITTEE",
                     help="Who came of a unit, e.g. “Đảng bộ xã Nga My=12/10/10/4”."),
        click.option("--table", type=FILE, help="Sheet with the units and their numbers."),
        click.option("--minutes", type=FILE, multiple=True, help="Minutes: PDF, JPG, PNG."),
        click.option("--note", help="Free text."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def _site(text: str) -> Site:
    name, place, number, *more = *text.split(";"), "", "0"
    plain = number.strip() or "0"
    if len(more) > 2 or not plain.isdecimal():  # noqa: PLR2004 - what stands in for parts left out
        raise WrongUsage(_("“{text}” is no site; write NAME;PLACE;NUMBER.").format(text=text))
    return Site(name.strip(), place.strip(), int(plain))


def _came(
    workspace: Workspace, plan: Dissemination, lines: Sequence[str], table: Path | None
) -> tuple[Attendance, ...]:
    """Who came, by options and by a sheet.

    Raises:
        Refused: a row cannot be; nothing is written then.
    """
    from ktgs_desktop.services import tables  # after --help
    from ktgs_desktop.services.regulations import dissemination

    others = dissemination.other_units(workspace, plan)
    found: list[ReadAttendance] = []
    if lines:
        typed = [[name, *numbers.split("/")] for name, _is, numbers in _parted(lines)]
        found.append(read_attendance(typed, plan.targets, others))
    if table is not None:
        found.append(read_attendance(tables.read_file(table).rows, plan.targets, others))
    faults = [fault for one in found for row in one.faults for fault in row.faults]
    if faults:
        said = [messages.sentence(UserError(one.code, **one.params)) for one in faults]
        raise Refused("\n".join(said))
    by_unit = {row.unit.id: row for one in found for row in one.rows}
    return tuple(by_unit.values())


def _parted(lines: Sequence[str]) -> list[tuple[str, str, str]]:
    parted = [line.rpartition("=") for line in lines]
    for line, (name, is_, _numbers) in zip(lines, parted, strict=True):
        if not is_ or not name.strip():
            said = _("“{text}” says nobody came; write UNIT=INVITED/CAME/MEMBERS/COMMITTEE.")
            raise WrongUsage(said.format(text=line))
    return parted


def _changed(
    workspace: Workspace, one: DisseminationSession, options: dict[str, Any]
) -> DisseminationSession:
    from ktgs_desktop.services.regulations import dissemination as service  # after --help

    values = {name: value for name, value in options.items() if name != "minutes"}
    plan = service.get(workspace, one.plan)
    if "video" in values:
        values["meeting"] = Meeting.VIDEO if values.pop("video") else Meeting.IN_PERSON
    if "sites" in values:
        values["sites"] = tuple(_site(text) for text in values["sites"])
    if "regulations" in values:
        texts = values["regulations"]
        values["regulations"] = tuple(wanted_regulation(workspace, text) for text in texts)
    lines, table = values.pop("attendance", ()), values.pop("table", None)
    if lines or table:
        values["attendance"] = _came(workspace, plan, lines, table)
    return dataclasses.replace(one, **values)


def _save(state: State, workspace: Workspace, one: DisseminationSession, scans: Any) -> None:
    from ktgs_desktop.domain.dissemination_checks import remarks  # after --help
    from ktgs_desktop.services import scans as scanning
    from ktgs_desktop.services.regulations import dissemination, dissemination_sessions

    minutes = scanning.joined(scans) if scans else None
    kept = (minutes.name, minutes.data) if minutes else None
    saved, _remarks = dissemination_sessions.save(workspace, one, kept)
    plan = dissemination.get(workspace, saved.plan)
    state.show({**to_document(saved), "remarks": [str(odd) for odd in remarks(saved, plan)]})


@session.command()
@click.argument("plan")
@_values
@common
@pass_state
def add(state: State, /, plan: str, **_options: Any) -> None:
    """Record a session of PLAN, held today unless said otherwise."""
    from ktgs_desktop.services.regulations import dissemination_sessions as service

    values = {name: value for name, value in given().items() if name != "plan"}
    with state.opened() as workspace:
        blank = service.blank(workspace, wanted_plan(workspace, plan))
        blank = dataclasses.replace(blank, attendance=())
        made = _changed(workspace, blank, values)
        _save(state, workspace, made, values.get("minutes"))


@session.command()
@click.argument("session", type=click.UUID)
@_values
@common
@pass_state
def edit(state: State, /, session: UUID, **_options: Any) -> None:
    """Edit SESSION; what is left out stays, units given replace those there."""
    from ktgs_desktop.services.regulations import dissemination_sessions as service

    values = given_options("session")
    with state.opened() as workspace:
        made = _changed(workspace, service.get(workspace, session), values)
        _save(state, workspace, made, values.get("minutes"))


@session.command()
@click.argument("session", type=click.UUID)
@common
@pass_state
def show(state: State, session: UUID) -> None:
    """Show SESSION with who came."""
    from ktgs_desktop.services.regulations import dissemination_sessions as service

    with state.opened() as workspace:
        state.show(to_document(service.get(workspace, session)))


@session.command()
@click.argument("session", type=click.UUID)
@click.argument("file", type=FILE)
@common
@pass_state
def minutes(state: State, session: UUID, file: Path) -> None:
    """Write the minutes of SESSION to FILE.pdf."""
    from ktgs_desktop.services import papers  # after --help
    from ktgs_desktop.services.regulations import dissemination_sessions as service

    with state.opened() as workspace:
        found = service.minutes_of(workspace, session)
        if found is None:
            raise Refused(_("This session has no minutes yet; “session edit --minutes” keeps one."))
        digest = papers.save_file(papers.Printed(found[0], found[1]), file)
    state.show({"file": file, "sha256": digest})


@session.command()
@click.argument("session", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, session: UUID, *, reason: str) -> None:
    """Take SESSION, recorded by mistake, out of its plan."""
    from ktgs_desktop.services.regulations import dissemination_sessions as service

    with state.opened() as workspace:
        service.void(workspace, session, reason)
        state.show({"voided": session})
