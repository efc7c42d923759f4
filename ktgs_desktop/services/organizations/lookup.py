"""Reading the register of Party organisations: lists, the tree, single ones, completion."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import Organization, Succession
from ktgs_desktop.store import listing, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import OrganizationRow
    from ktgs_desktop.services.workspace import Workspace

LIST = "organizations"


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of the list in its order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions.
    """
    filters = {"today": workspace.today.isoformat(), **query.filters}
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, dataclasses.replace(query, filters=filters))


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[OrganizationRow]:
    """What the list shows of some rows.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        return listing.rows(connection, LIST, wanted)


def row_number(workspace: Workspace, organization: UUID) -> int:
    """The local row number of an organisation, 0 if it is not there.

    Args:
        workspace: the workspace.
        organization: its id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, organization)


def children(workspace: Workspace, parent: UUID | None) -> list[OrganizationRow]:
    """Organisations directly below one, or at the top.

    Args:
        workspace: the workspace.
        parent: the one above, None for those at the top.
    """
    with workspace.reading() as connection:
        return listing.children(connection, parent, workspace.today.isoformat())


def path_to(workspace: Workspace, organization: UUID) -> list[UUID]:
    """The organisations above one, from the top down, and itself.

    Args:
        workspace: the workspace.
        organization: the organisation.
    """
    with workspace.reading() as connection:
        steps = [organization]
        while True:
            found = records.find(connection, Organization, steps[0])
            parent = found.parent_on() if found else None
            if parent is None or parent in steps:
                return steps
            steps.insert(0, parent)


def get(workspace: Workspace, organization: UUID) -> Organization:
    """An organisation.

    Args:
        workspace: the workspace.
        organization: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, Organization, organization)


def names(workspace: Workspace, wanted: Iterable[UUID]) -> dict[UUID, str]:
    """Present names of organisations by id.

    Args:
        workspace: the workspace.
        wanted: ids.
    """
    with workspace.reading() as connection:
        found = records.get_many(connection, Organization, wanted)
    return {organization.id: organization.name_on() for organization in found}


def within(workspace: Workspace, wanted: Iterable[UUID]) -> dict[UUID, str]:
    """Each organisation with the one above it, as “A, B”, to tell those of equal names apart.

    Args:
        workspace: the workspace.
        wanted: ids, usually superiors of what is listed.
    """
    with workspace.reading() as connection:
        found = records.get_many(connection, Organization, wanted)
        parents = {one.parent_on() for one in found} - {None}
        above = records.get_many(connection, Organization, (p for p in parents if p is not None))
    known = {one.id: one.name_on() for one in above}
    shown = {}
    for one in found:
        parent = one.parent_on()
        names = [one.name_on(), known.get(parent, "") if parent is not None else ""]
        shown[one.id] = ", ".join(name for name in names if name)
    return shown


def suggest(workspace: Workspace, text: str, limit: int = 20) -> list[OrganizationRow]:
    """Organisations whose name holds every word typed, for completion.

    Args:
        workspace: the workspace.
        text: words typed, with or without diacritics.
        limit: at most so many.
    """
    query = Listing(sort="name", search=text)
    with workspace.reading() as connection:
        first = next(listing.stream(connection, LIST, query), ())
        return listing.rows(connection, LIST, list(first)[:limit])


def successions(workspace: Workspace, organization: UUID) -> list[Succession]:
    """Mergers, splits and dissolutions an organisation took part in.

    Args:
        workspace: the workspace.
        organization: its id.
    """
    with workspace.reading() as connection:
        every = records.get_all(connection, Succession)
    return [found for found in every if organization in (*found.predecessors, *found.successors)]
