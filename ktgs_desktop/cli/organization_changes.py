"""What happens to organisations on a day: new names and superiors, mergers, splits, their end."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.state import State, common, given_options, pass_state
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.cli.values import DAY, DAY_OR_NONE, CodeOf
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.organizations import NewOrganization
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

Dated = TypeVar("Dated")
_BASIS = "Number and date of the decision."
_FROM = "First day of it, “” if unknown."
_UNTIL = "Last day of it, “” while it holds."
_PLACE = click.IntRange(min=1)


@click.command()
@click.argument("organization")
@click.option("--name", required=True, help="The new official name.")
@click.option("--from", "start", type=DAY, required=True, help="First day of the name.")
@click.option("--basis", default="", help=_BASIS)
@common
@pass_state
def rename(state: State, organization: str, *, name: str, start: date, basis: str) -> None:
    """Give ORGANIZATION (name or id) a new name from a day on."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        changed = service.rename(workspace, wanted, name=name, start=start, basis=basis)
        state.show(to_document(changed))


@click.command()
@click.argument("organization")
@click.option("--parent", required=True, help="The new superior: name or id.")
@click.option("--from", "start", type=DAY, required=True, help="First day under it.")
@click.option("--basis", default="", help=_BASIS)
@common
@pass_state
def move(state: State, organization: str, *, parent: str, start: date, basis: str) -> None:
    """Put ORGANIZATION (name or id) under another one from a day on."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        above = records.organization(workspace, parent)
        changed = service.move(workspace, wanted, parent=above, start=start, basis=basis)
        state.show(to_document(changed))


@click.command("correct-name")
@click.argument("organization")
@click.argument("place", type=_PLACE)
@click.option("--name", help="What it should have been.")
@click.option("--from", "start", type=DAY_OR_NONE, help=_FROM)
@click.option("--until", "end", type=DAY_OR_NONE, help=_UNTIL)
@click.option("--basis", help=_BASIS)
@common
@pass_state
def correct_name(state: State, /, organization: str, place: int, **_options: Any) -> None:
    """Correct one of the dated names of ORGANIZATION (name or id); PLACE 1 is the oldest."""
    from ktgs_desktop.services import organizations as service  # after --help

    values = given_options("organization", "place")
    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        former = _at(service.get(workspace, wanted).names, place)
        name = dataclasses.replace(former, **values)
        state.show(to_document(service.correct_name(workspace, wanted, place - 1, name)))


@click.command("correct-superior")
@click.argument("organization")
@click.argument("place", type=_PLACE)
@click.option("--parent", help="The superior it should have been: name or id.")
@click.option("--from", "start", type=DAY_OR_NONE, help=_FROM)
@click.option("--until", "end", type=DAY_OR_NONE, help=_UNTIL)
@click.option("--basis", help=_BASIS)
@common
@pass_state
def correct_superior(state: State, /, organization: str, place: int, **_options: Any) -> None:
    """Correct one of the dated superiors of ORGANIZATION (name or id); PLACE 1 is the oldest."""
    from ktgs_desktop.services import organizations as service  # after --help

    values = given_options("organization", "place")
    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        former = _at(service.get(workspace, wanted).parents, place)
        if "parent" in values:
            values["parent"] = records.organization(workspace, values["parent"])
        parent = dataclasses.replace(former, **values)
        state.show(to_document(service.correct_parent(workspace, wanted, place - 1, parent)))


def _at(dated: Sequence[Dated], place: int) -> Dated:
    """The dated value at a place, from 1.

    Raises:
        Refused: there are not so many.
    """
    if place > len(dated):
        text = _("There is no place {place}; the organisation has {count}.")
        raise Refused(text.format(place=place, count=len(dated)))
    return dated[place - 1]


@click.command()
@click.argument("predecessors", nargs=-1, required=True)
@click.option("--name", required=True, help="Name of the organisation that follows.")
@click.option(
    "--type",
    "org_type",
    type=CodeOf("organization_types"),
    help="Code of its type; that of the first one if left out.",
)
@click.option(
    "--level", type=CodeOf("levels"), help="Code of its level; that of the first if left out."
)
@click.option("--parent", help="Its superior: name or id; that of the first one if left out.")
@click.option("--on", "day", type=DAY, required=True, help="First day of the new one.")
@click.option("--basis", default="", help=_BASIS)
@common
@pass_state
def merge(  # noqa: PLR0913 - the options of the command
    state: State,
    predecessors: tuple[str, ...],
    *,
    name: str,
    org_type: str | None,
    level: str | None,
    parent: str | None,
    day: date,
    basis: str,
) -> None:
    """Merge PREDECESSORS (names or ids) into a new organisation; those below move along."""
    from ktgs_desktop.services import successions  # after --help

    with state.opened() as workspace:
        ending = [records.organization(workspace, one) for one in predecessors]
        new = _follower(workspace, ending[0], name, (org_type, level, parent))
        made = successions.merge(workspace, ending, new, on=day, basis=basis)
        state.show(to_document(made))


@click.command()
@click.argument("predecessor")
@click.option("--name", "names", multiple=True, required=True, help="Once for each follower.")
@click.option(
    "--type",
    "org_type",
    type=CodeOf("organization_types"),
    help="Code of their type; that of the former one if left out.",
)
@click.option(
    "--level", type=CodeOf("levels"), help="Code of their level; that of the former if left out."
)
@click.option("--parent", help="Their superior: name or id; that of the former one if left out.")
@click.option("--on", "day", type=DAY, required=True, help="First day of the new ones.")
@click.option("--basis", default="", help=_BASIS)
@common
@pass_state
def split(  # noqa: PLR0913 - the options of the command
    state: State,
    predecessor: str,
    *,
    names: tuple[str, ...],
    org_type: str | None,
    level: str | None,
    parent: str | None,
    day: date,
    basis: str,
) -> None:
    """Split PREDECESSOR (name or id) into new ones; what stands below is to be moved by hand."""
    from ktgs_desktop.services import successions  # after --help

    with state.opened() as workspace:
        ending = records.organization(workspace, predecessor)
        new = [_follower(workspace, ending, name, (org_type, level, parent)) for name in names]
        made = successions.split(workspace, ending, new, on=day, basis=basis)
        state.show([to_document(one) for one in made])


def _follower(
    workspace: Workspace, former: UUID, name: str, given: tuple[str | None, str | None, str | None]
) -> NewOrganization:
    """What follows an organisation: as given, else of the same type, level and superior."""
    from ktgs_desktop.services import organizations as service  # after --help

    found = service.get(workspace, former)
    org_type, level, parent = given
    return NewOrganization(
        name,
        org_type or found.org_type,
        level or found.level,
        found.parent_on() if parent is None else records.organization_or_none(workspace, parent),
    )


@click.command()
@click.argument("organization")
@click.option("--on", "day", type=DAY, required=True, help="First day on which it is no more.")
@click.option("--basis", default="", help=_BASIS)
@common
@pass_state
def dissolve(state: State, organization: str, *, day: date, basis: str) -> None:
    """End ORGANIZATION (name or id); it stays in every list of its time."""
    from ktgs_desktop.services import successions  # after --help

    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        successions.dissolve(workspace, wanted, on=day, basis=basis)
        state.show({"dissolved": wanted, "on": day})
