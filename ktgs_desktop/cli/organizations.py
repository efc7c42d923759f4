"""`ktgs organizations`: the register of Party organisations, its lists, single ones, entering."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import click

from ktgs_desktop.cli import organization_changes, organization_import, records
from ktgs_desktop.cli.lists import Sheet, Wanted, collect, listed, show_list
from ktgs_desktop.cli.narrowing import several, texts
from ktgs_desktop.cli.state import State, common, given_options, pass_state
from ktgs_desktop.cli.usage import WrongUsage
from ktgs_desktop.cli.values import DAY, DAY_OR_NONE, CodeOf
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Filters, Listing
from ktgs_desktop.domain.organizations import NewOrganization
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

_TYPE, _LEVEL = CodeOf("organization_types"), CodeOf("levels")
_SHEET = Sheet(
    late("Party organisations"), ("name", "org_type", "level", "superior", "code", "ended")
)


@click.group()
@common
def organizations() -> None:
    """The register of Party organisations."""


for command in (
    organization_import.import_units,
    organization_import.import_table,
    organization_changes.rename,
    organization_changes.move,
    organization_changes.correct_name,
    organization_changes.correct_superior,
    organization_changes.merge,
    organization_changes.split,
    organization_changes.dissolve,
):
    organizations.add_command(command)


@organizations.command("list")
@click.option("--search", default="", help="Words of the name or the code; accents make it strict.")
@several("--type", "org_type", kind=_TYPE, help="Only this type (code), e.g. CELL.")
@several("--level", kind=_LEVEL, help="Only this level (code), e.g. CS.")
@click.option("--below", default="", help="Only what stands below this one: name or id.")
@several("--parent", help="Only what stands directly below this one: name or id.")
@click.option("--ended/--existing", default=None, help="Only those that have ended, or exist.")
@click.option(
    "--sort",
    default="name",
    show_default=True,
    type=click.Choice(["name", "type", "level", "code"]),
    help="What orders the list.",
)
@click.option("--descending", is_flag=True, help="The greatest first.")
@listed
@common
@pass_state
def list_organizations(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    search: str,
    org_type: tuple[str, ...],
    level: tuple[str, ...],
    below: str,
    parent: tuple[str, ...],
    ended: bool | None,
    sort: str,
    descending: bool,
    limit: int | None,
    sheet: Path | None,
) -> None:
    """List organisations in Vietnamese order."""
    from ktgs_desktop.services import list_values  # after --help
    from ktgs_desktop.services import organizations as service  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        above = texts([records.organization(workspace, one) for one in parent])
        chosen = {"type": org_type, "level": level, "superior": above}
        filters: Filters = {**list_values.narrowing(service.LIST, chosen)}
        if below:
            filters["below"] = str(records.organization(workspace, below))
        if ended is not None:
            filters["exists"] = not ended
        query = Listing(sort, descending, search, filters)
        found = collect(service, workspace, query, wanted)
        names = service.names(workspace, {row.parent for row in found if row.parent is not None})
    rows = [
        {
            "name": row.name,
            "org_type": row.org_type,
            "level": row.level,
            "code": row.code,
            "superior": names.get(row.parent, "") if row.parent is not None else "",
            "ended": row.ended,
            "id": row.id,
            "parent": row.parent,
        }
        for row in found
    ]
    show_list(state, rows, _SHEET, wanted)


@organizations.command()
@click.argument("organization")
@common
@pass_state
def show(state: State, organization: str) -> None:
    """Show ORGANIZATION (name or id) with its dated names, its superiors and what became of it."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        found = service.get(workspace, wanted)
        followed = service.successions(workspace, wanted)
        path = service.path_to(workspace, wanted)
        names = service.names(workspace, path)
    state.show(
        {
            **to_document(found),
            "path": [names[one] for one in path if one in names],
            "successions": [to_document(one) for one in followed],
        }
    )


@organizations.command()
@click.option("--name", required=True, help="Its full official name.")
@click.option("--type", "org_type", type=_TYPE, default="", help="Code of the type, e.g. CELL.")
@click.option("--level", type=_LEVEL, default="", help="Code of the level, e.g. CB.")
@click.option("--parent", default="", help="The organisation above: name or id.")
@click.option("--founded", type=DAY, help="First day.")
@click.option("--code", default="", help="Its code in the office's own list.")
@click.option("--note", default="", help="Free text.")
@common
@pass_state
def add(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    name: str,
    org_type: str,
    level: str,
    parent: str,
    founded: date | None,
    code: str,
    note: str,
) -> None:
    """Add an organisation; its name tells type and level if they are left out."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        above = records.organization_or_none(workspace, parent)
        usual_type, usual_level = service.proposal(workspace, name, above)
        kind, rank = org_type or usual_type, level or usual_level
        if not kind or not rank:
            raise WrongUsage(_("The name does not tell type and level; give --type and --level."))
        new = NewOrganization(name, kind, rank, above, founded, code, note)
        state.show(to_document(service.add(workspace, new)))


@organizations.command()
@click.argument("organization")
@click.option("--name", help="Its present name as it should have been written.")
@click.option("--type", "org_type", type=_TYPE, help="Code of the type.")
@click.option("--level", type=_LEVEL, help="Code of the level.")
@click.option("--parent", help="The organisation above: name or id, “” for none.")
@click.option("--founded", type=DAY_OR_NONE, help="First day, “” if unknown.")
@click.option("--code", help="Its code in the office's own list, “” for none.")
@click.option("--note", help="Free text.")
@common
@pass_state
def edit(state: State, /, organization: str, **_options: Any) -> None:
    """Correct the present values of ORGANIZATION (name or id); its dated past stays.

    For a change that happened on a day there are `rename` and `move`.
    """
    from ktgs_desktop.services import organizations as service  # after --help

    values = given_options("organization")
    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        if "parent" in values:
            values["parent"] = records.organization_or_none(workspace, values["parent"])
        present = service.present(service.get(workspace, wanted))
        changed = service.correct(workspace, wanted, dataclasses.replace(present, **values))
        state.show(to_document(changed))


@organizations.command()
@click.argument("organization")
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, organization: str, *, reason: str) -> None:
    """Take ORGANIZATION (name or id), entered by mistake, out of every list."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        wanted = records.organization(workspace, organization)
        service.void(workspace, wanted, reason)
        state.show({"voided": wanted})
