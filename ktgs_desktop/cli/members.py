"""`ktgs members`: the register of Party members."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import click

from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.domain.dates import parse_typed_date
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.members import Position


@click.group()
def members() -> None:
    """The register of Party members."""


@members.command("list")
@click.option("--search", default="", help="Words or initials; accents make them strict.")
@click.option("--organization", type=click.UUID)
@click.option("--sort", default="name", type=click.Choice(["name", "birth", "position"]))
@click.option("--limit", default=200, show_default=True, help="Rows at most; 0 for all.")
@common
@pass_state
def list_members(
    state: State, *, search: str, organization: UUID | None, sort: str, limit: int
) -> None:
    """List members by given name."""
    from ktgs_desktop.services import members as service  # after --help

    filters: dict[str, str | int | bool] = {}
    if organization:
        filters["organization"] = str(organization)
    with state.opened() as workspace:
        found = []
        for ids in service.stream(workspace, Listing(sort, search=search, filters=filters)):
            found += service.rows(workspace, ids)
            if limit and len(found) >= limit:
                break
    state.show(
        [
            {
                "full_name": row.full_name,
                "birth_date": row.birth_date,
                "organization": row.organization,
                "position": row.position,
                "id": row.id,
            }
            for row in (found[:limit] if limit else found)
        ]
    )


@members.command()
@click.option("--name", required=True, help="Full name.")
@click.option("--birth", default="", help="Day, month or year: 14/9/1980, 9/1980, 1980.")
@click.option("--organization", type=click.UUID)
@click.option("--position", default="")
@common
@pass_state
def add(state: State, *, name: str, birth: str, organization: UUID | None, position: str) -> None:
    """Add a member."""
    from ktgs_desktop.services import members as service  # after --help

    with state.opened() as workspace:
        year = workspace.today.year
        born = parse_typed_date(birth, year=year, prefer_year=True) if birth else None
        member = dataclasses.replace(
            service.blank(workspace),
            full_name=name,
            birth_date=born,
            organization=organization,
            positions=(Position(position, organization),) if position else (),
        )
        state.show(to_document(service.save(workspace, member)))


@members.command()
@click.argument("member", type=click.UUID)
@common
@pass_state
def show(state: State, member: UUID) -> None:
    """Show a member."""
    from ktgs_desktop.services import members as service  # after --help

    with state.opened() as workspace:
        state.show(to_document(service.get(workspace, member)))


@members.command()
@click.argument("member", type=click.UUID)
@click.option("--reason", required=True, help="Why; the history keeps it.")
@common
@pass_state
def void(state: State, member: UUID, *, reason: str) -> None:
    """Take a member entered by mistake out of every list."""
    from ktgs_desktop.services import members as service  # after --help

    with state.opened() as workspace:
        service.void(workspace, member, reason)
        state.show({"voided": member})
