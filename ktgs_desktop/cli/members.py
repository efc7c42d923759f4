"""`ktgs members`: the register of Party members."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, listed, show_list
from ktgs_desktop.cli.narrowing import several, texts
from ktgs_desktop.cli.state import Function, State, common, given, given_options, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.domain.dates import PartialDate, parse_typed_date
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.domain.members import PartyMember, Position
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_PARTS = 4
_SHEET = Sheet(late("Party members"), ("full_name", "birth_date", "organization", "position"))


@click.group()
@common
def members() -> None:
    """The register of Party members."""


@members.command("list")
@click.option("--search", default="", help="Words or initials; accents make them strict.")
@several("--organization", help="Only members of this one: name or id.")
@several("--position", help="Only those in this position.")
@click.option(
    "--sort",
    default="name",
    show_default=True,
    type=click.Choice(["name", "birth", "position"]),
    help="What orders the list.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def list_members(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    search: str,
    organization: tuple[str, ...],
    position: tuple[str, ...],
    sort: str,
    descending: bool,
    limit: int | None,
    sheet: Path | None,
) -> None:
    """List members by given name."""
    from ktgs_desktop.services import list_values  # after --help
    from ktgs_desktop.services import members as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        homes = texts([records.organization(workspace, one) for one in organization])
        chosen = {"organization": homes, "position": position}
        filters: Filters = {**list_values.narrowing(service.LIST, chosen)}
        found = collect(service, workspace, Listing(sort, descending, search, filters), wanted)
    rows = [
        {
            "full_name": row.full_name,
            "birth_date": row.birth_date,
            "organization": row.organization,
            "position": row.position,
            "id": row.id,
        }
        for row in found
    ]
    show_list(state, rows, _SHEET, wanted)


@members.command()
@click.argument("member")
@common
@pass_state
def show(state: State, member: str) -> None:
    """Show MEMBER (name or id)."""
    from ktgs_desktop.services import members as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.get(workspace, records.member(workspace, member))))


def _values(function: Function) -> Function:
    options = (
        click.option("--birth", help="Day, month or year: 14/9/1980, 9/1980, 1980; “” if unknown."),
        click.option("--organization", help="Where the member belongs: name or id, “” for none."),
        click.option(
            "--position",
            "positions",
            multiple=True,
            metavar="TITLE;ORGANIZATION;FROM;UNTIL",
            help="Once for each, the oldest first, in place of those there; a title is enough.",
        ),
        click.option("--sort-name", help="How the name is sorted if not by its last word."),
        click.option("--note", help="Free text."),
    )
    for option in reversed(options):
        function = option(function)
    return function


@members.command()
@click.option("--name", required=True, help="Full name.")
@_values
@common
@pass_state
def add(state: State, /, **_options: Any) -> None:
    """Add a member."""
    from ktgs_desktop.services import members as service  # after --help

    with state.opened() as workspace:
        member = _with(workspace, service.blank(workspace), given())
        state.show(to_document(service.save(workspace, member)))


@members.command()
@click.argument("member")
@click.option("--name", help="Full name.")
@_values
@common
@pass_state
def edit(state: State, /, member: str, **_options: Any) -> None:
    """Edit MEMBER (name or id)."""
    from ktgs_desktop.services import members as service  # after --help

    values = given_options("member")
    with state.opened() as workspace:
        there = service.get(workspace, records.member(workspace, member))
        changed = service.save(workspace, _with(workspace, there, values))
        state.show(to_document(changed))


def _with(workspace: Workspace, member: PartyMember, values: dict[str, Any]) -> PartyMember:
    """The member with the values that stand on the command line."""
    year = workspace.today.year
    changed: dict[str, Any] = {
        name: values[name] for name in ("sort_name", "note") if name in values
    }
    if "name" in values:
        changed["full_name"] = values["name"]
    if "birth" in values:
        changed["birth_date"] = _date(values["birth"], year)
    if "organization" in values:
        changed["organization"] = records.organization_or_none(workspace, values["organization"])
    home = changed.get("organization", member.organization)
    if "positions" in values:
        changed["positions"] = _positions(workspace, values["positions"], home)
    return dataclasses.replace(member, **changed)


def _date(text: str, year: int) -> PartialDate | None:
    return parse_typed_date(text, year=year, prefer_year=True) if text.strip() else None


def _positions(
    workspace: Workspace, texts: Sequence[str], home: UUID | None
) -> tuple[Position, ...]:
    year = workspace.today.year
    found = []
    for text in texts:
        parts = [part.strip() for part in text.split(";")]
        if len(parts) > _PARTS:
            wanted = _("“{text}” is no position; write “title;organization;from;until”.")
            raise WrongUsage(wanted.format(text=text))
        title, where, start, end = (*parts, *[""] * (_PARTS - len(parts)))
        place = records.organization_or_none(workspace, where) or home
        if title:
            found.append(Position(title, place, _date(start, year), _date(end, year)))
    return tuple(found)


@members.command()
@click.argument("member")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, member: str, *, reason: str) -> None:
    """Take MEMBER (name or id), entered by mistake, out of every list."""
    from ktgs_desktop.services import members as service  # after --help

    with state.opened() as workspace:
        wanted = records.member(workspace, member)
        service.void(workspace, wanted, reason)
        state.show({"voided": wanted})
