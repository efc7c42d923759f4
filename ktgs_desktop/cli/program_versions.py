"""`ktgs programs compare`, `name-subjects`, and a program as it was on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli import records
from ktgs_desktop.cli.lists import Sheet, Wanted, first_of, listed, show_list
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.values import DAY_OF_YEAR, in_year
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.programs import SubjectKind
from ktgs_desktop.i18n import late

if TYPE_CHECKING:
    from ktgs_desktop.domain.amendments import Compared
    from ktgs_desktop.services.workspace import Workspace

_SHEET = Sheet(late("Compared lines"), ("difference", "content", "fields", "before", "after"))


def version(workspace: Workspace, program: UUID, on: date | None) -> dict[str, Any]:
    """A program as it was on a day, as it is shown.

    Args:
        workspace: the workspace.
        program: its id.
        on: the day, None for the program as issued.
    """
    from ktgs_desktop.services import amendments, programs  # after --help

    found = programs.get(workspace, program)
    lines = amendments.version(workspace, program, on)
    shown = [{**to_document(line), "in_force": line.in_force} for line in lines]
    return {**to_document(found), "on": on, "items": shown}


@click.command()
@click.argument("program")
@click.option("--from", "before", type=DAY_OF_YEAR, help="Earlier day; as issued if left out.")
@click.option("--to", "after", type=DAY_OF_YEAR, help="Later day; today if left out.")
@listed
@common
@pass_state
def compare(
    state: State,
    program: str,
    *,
    before: date | None,
    after: date | None,
    limit: int | None,
    sheet: Path | None,
) -> None:
    """List the lines in which PROGRAM differs on two days."""
    from ktgs_desktop.services import amendments, programs  # after --help

    wanted = Wanted(limit, sheet)
    with state.opened() as workspace:
        found = programs.get(workspace, records.program(workspace, program))
        first = in_year("before", before, found.year)
        last = in_year("after", after, found.year) or workspace.today
        differing = amendments.compared(workspace, found.id, first, last)
    show_list(state, [_row(one) for one in first_of(differing, wanted)], _SHEET, wanted)


def _row(one: Compared) -> dict[str, Any]:
    before = to_document(one.before) if one.before else {}
    after = to_document(one.after) if one.after else {}
    line = one.after or one.before
    return {
        "difference": "GONE" if one.after is None else "NEW" if one.before is None else "CHANGED",
        "content": line.content if line else "",
        "fields": list(one.fields),
        "before": {name: before[name] for name in one.fields},
        "after": {name: after[name] for name in one.fields},
        "item": line.id if line else None,
    }


@click.command("name-subjects")
@click.argument("item", type=click.UUID)
@click.option(
    "--subject", "subjects", multiple=True, help="Name or id in the register, once for each."
)
@click.option(
    "--new-organization",
    "organizations",
    multiple=True,
    metavar="NAME",
    help="Subject that is an organisation outside the register, once for each.",
)
@click.option(
    "--new-member",
    "members",
    multiple=True,
    metavar="NAME",
    help="Subject that is a member outside the register, once for each.",
)
@click.option("--on", "day", type=DAY_OF_YEAR, help="Day on which they were named; today if none.")
@common
@pass_state
def name_subjects(
    state: State,
    item: UUID,
    *,
    subjects: tuple[str, ...],
    organizations: tuple[str, ...],
    members: tuple[str, ...],
    day: date | None,
) -> None:
    """Name subjects that the issued line with the id ITEM left to be named; no amendment needed."""
    from ktgs_desktop.services import amendments, program_items  # after --help

    new = {SubjectKind.ORGANIZATION: organizations, SubjectKind.MEMBER: members}
    with state.opened() as workspace:
        there = program_items.get(workspace, item)
        named = records.subjects(workspace, subjects, new)
        on = in_year("day", day, there.program.year)
        state.show(to_document(amendments.name_subjects(workspace, item, named, on)))
