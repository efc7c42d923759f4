"""`ktgs organizations`: the register of Party organisations."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click

from ktgs_desktop import messages
from ktgs_desktop.cli.state import State, common, pass_state, progress_line
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import NewOrganization

_DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group()
def organizations() -> None:
    """The register of Party organisations."""


@organizations.command("import")
@click.argument("csv", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--province", "provinces", multiple=True, metavar="CODE", help="Only this province.")
@click.option("--district", "districts", multiple=True, metavar="CODE", help="Only this district.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@common
@pass_state
def import_units(
    state: State,
    csv: Path | None,
    *,
    provinces: tuple[str, ...],
    districts: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Add the organisations of administrative units from CSV, or of the shipped list.

    Doing it twice adds nothing the second time.
    """
    from ktgs_desktop.services import unit_register  # after --help

    units = unit_register.read_units(csv)
    codes = [*provinces, *districts]
    with state.opened() as workspace:
        if dry_run:
            done = unit_register.preview_register(workspace, units, codes)
        else:
            steps = progress_line("import")
            done = unit_register.import_register(workspace, units, codes, steps)
    state.show(
        {"units": done.units, "new": done.new, "kept": done.kept, "sample": list(done.sample)}
    )


@organizations.command("import-table")
@click.argument("sheet", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--parent", type=click.UUID, help="Superior of rows that name none.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@common
@pass_state
def import_table(state: State, sheet: Path, *, parent: UUID | None, dry_run: bool) -> None:
    """Add organisations from an Excel, ODS or CSV sheet: name, type, superior, code, note."""
    from ktgs_desktop.services import organization_import  # after --help

    with state.opened() as workspace:
        table = organization_import.read_sheet(sheet)
        plan = organization_import.plan(workspace, table, parent=parent)
        faults = [
            {
                "row": planned.row.number,
                "column": fault.column,
                "code": fault.code,
                "text": messages.text_of(fault.code, dict(fault.params)),
            }
            for planned in plan.rows
            for fault in planned.row.faults
        ]
        added = 0 if dry_run else organization_import.apply(workspace, plan)
    state.show({"new": plan.new, "existing": plan.existing, "added": added, "faults": faults})


@organizations.command("list")
@click.option("--search", default="", help="Words; accents make them strict.")
@click.option("--type", "org_type", default="", help="Code of a type, e.g. CELL.")
@click.option("--level", default="", help="Code of a level, e.g. CS.")
@click.option("--below", type=click.UUID, help="Only organisations below this one.")
@click.option("--sort", default="name", type=click.Choice(["name", "type", "level", "code"]))
@click.option("--limit", default=200, show_default=True, help="Rows at most; 0 for all.")
@common
@pass_state
def list_organizations(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    search: str,
    org_type: str,
    level: str,
    below: UUID | None,
    sort: str,
    limit: int,
) -> None:
    """List organisations in Vietnamese order."""
    from ktgs_desktop.services import organizations as service  # after --help

    filters: dict[str, str | int | bool] = {}
    for name, value in (("type", org_type), ("level", level), ("below", below)):
        if value:
            filters[name] = str(value)
    with state.opened() as workspace:
        found = []
        for ids in service.stream(workspace, Listing(sort, search=search, filters=filters)):
            found += service.rows(workspace, ids)
            if limit and len(found) >= limit:
                break
    state.show(
        [
            {
                "name": row.name,
                "org_type": row.org_type,
                "level": row.level,
                "code": row.code,
                "ended": row.ended,
                "id": row.id,
                "parent": row.parent,
            }
            for row in (found[:limit] if limit else found)
        ]
    )


@organizations.command()
@click.argument("organization", type=click.UUID)
@common
@pass_state
def show(state: State, organization: UUID) -> None:
    """Show an organisation with its dated names and parents."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.get(workspace, organization)))


@organizations.command()
@click.option("--name", required=True)
@click.option("--type", "org_type", required=True, help="Code of the type, e.g. CELL.")
@click.option("--level", required=True, help="Code of the level, e.g. CB.")
@click.option("--parent", type=click.UUID, help="The superior organisation.")
@click.option("--founded", type=_DAY, help="First day.")
@click.option("--code", default="")
@common
@pass_state
def add(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    name: str,
    org_type: str,
    level: str,
    parent: UUID | None,
    founded: datetime | None,
    code: str,
) -> None:
    """Add an organisation."""
    from ktgs_desktop.services import organizations as service  # after --help

    day = founded.date() if founded else None
    with state.opened() as workspace:
        made = service.add(workspace, NewOrganization(name, org_type, level, parent, day, code))
        state.show(to_document(made))


@organizations.command()
@click.argument("organization", type=click.UUID)
@click.option("--name", required=True)
@click.option("--from", "start", type=_DAY, required=True, help="First day of the name.")
@click.option("--basis", default="", help="Number and date of the decision.")
@common
@pass_state
def rename(state: State, organization: UUID, *, name: str, start: datetime, basis: str) -> None:
    """Give an organisation a new name from a day on."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        day = start.date()
        changed = service.rename(workspace, organization, name=name, start=day, basis=basis)
        state.show(to_document(changed))


@organizations.command()
@click.argument("organization", type=click.UUID)
@click.option("--parent", type=click.UUID, required=True)
@click.option("--from", "start", type=_DAY, required=True, help="First day under it.")
@click.option("--basis", default="", help="Number and date of the decision.")
@common
@pass_state
def move(state: State, organization: UUID, *, parent: UUID, start: datetime, basis: str) -> None:
    """Put an organisation under another from a day on."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        day = start.date()
        changed = service.move(workspace, organization, parent=parent, start=day, basis=basis)
        state.show(to_document(changed))


@organizations.command()
@click.argument("predecessors", type=click.UUID, nargs=-1, required=True)
@click.option("--name", required=True, help="Name of the organisation that follows.")
@click.option("--type", "org_type", required=True)
@click.option("--level", required=True)
@click.option("--parent", type=click.UUID)
@click.option("--on", "day", type=_DAY, required=True, help="First day of the new one.")
@click.option("--basis", default="")
@common
@pass_state
def merge(  # noqa: PLR0913 - the options of the command
    state: State,
    predecessors: tuple[UUID, ...],
    *,
    name: str,
    org_type: str,
    level: str,
    parent: UUID | None,
    day: datetime,
    basis: str,
) -> None:
    """Merge organisations into a new one; those below move along."""
    from ktgs_desktop.services import successions  # after --help

    with state.opened() as workspace:
        new = NewOrganization(name, org_type, level, parent)
        made = successions.merge(workspace, predecessors, new, on=day.date(), basis=basis)
        state.show(to_document(made))


@organizations.command()
@click.argument("predecessor", type=click.UUID)
@click.option("--name", "names", multiple=True, required=True, help="Once for each follower.")
@click.option("--on", "day", type=_DAY, required=True, help="First day of the new ones.")
@click.option("--basis", default="")
@common
@pass_state
def split(
    state: State, predecessor: UUID, *, names: tuple[str, ...], day: datetime, basis: str
) -> None:
    """Split an organisation into new ones of its type, level and superior."""
    from ktgs_desktop.services import organizations as service  # after --help
    from ktgs_desktop.services import successions

    with state.opened() as workspace:
        former = service.get(workspace, predecessor)
        parent = former.parent_on()
        new = [NewOrganization(name, former.org_type, former.level, parent) for name in names]
        made = successions.split(workspace, predecessor, new, on=day.date(), basis=basis)
        state.show([to_document(one) for one in made])


@organizations.command()
@click.argument("organization", type=click.UUID)
@click.option("--on", "day", type=_DAY, required=True, help="First day on which it is no more.")
@click.option("--basis", default="")
@common
@pass_state
def dissolve(state: State, organization: UUID, *, day: datetime, basis: str) -> None:
    """End an organisation; it stays in every list of its time."""
    from ktgs_desktop.services import successions  # after --help

    with state.opened() as workspace:
        successions.dissolve(workspace, organization, on=day.date(), basis=basis)
        state.show({"dissolved": organization, "on": _iso(day)})


def _iso(day: datetime) -> date:
    return day.date()


@organizations.command()
@click.argument("organization", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, organization: UUID, *, reason: str) -> None:
    """Take an organisation entered by mistake out of every list."""
    from ktgs_desktop.services import organizations as service  # after --help

    with state.opened() as workspace:
        service.void(workspace, organization, reason)
        state.show({"voided": organization})
