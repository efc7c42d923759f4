"""Use cases of the register of Party organisations (tổ chức đảng)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import organizations as rules
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import NewOrganization, Organization, Succession
from ktgs_desktop.domain.vietnamese import accented, nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.progress import Progress
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import history, listing, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import OrganizationRow
    from ktgs_desktop.store.writer import Writer

_SLICE = 4000
LIST = "organizations"


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of the list in its order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions.
    """
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, query)


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[OrganizationRow]:
    """What the list shows of some rows.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        return listing.rows(connection, LIST, wanted)


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


def named(workspace: Workspace, name: str) -> UUID | None:
    """The organisation that has exactly this name now, None if none or several do.

    Args:
        workspace: the workspace.
        name: the name; uỷ and ủy are the same.
    """
    wanted = accented(nfc(name))
    found = [row for row in suggest(workspace, name, 200) if accented(row.name) == wanted]
    return found[0].id if len(found) == 1 else None


def successions(workspace: Workspace, organization: UUID) -> list[Succession]:
    """Mergers, splits and dissolutions an organisation took part in.

    Args:
        workspace: the workspace.
        organization: its id.
    """
    with workspace.reading() as connection:
        every = records.get_all(connection, Succession)
    return [found for found in every if organization in (*found.predecessors, *found.successors)]


def add(workspace: Workspace, new: NewOrganization) -> Organization:
    """Add an organisation.

    Args:
        workspace: the workspace.
        new: the description.

    Raises:
        UserError: it cannot be, or its parent is gone.
    """
    organization = rules.new_organization(workspace.office.unit, new_id(), new)
    with workspace.writing("add_organization", organization.name_on()) as writer:
        if new.parent:
            records.get(writer.connection, Organization, new.parent)
        writer.put(organization)
    return organization


def add_many(
    workspace: Workspace, found: Sequence[NewOrganization], progress: Progress | None = None
) -> int:
    """Add organisations that came by paste or from a sheet, all or none.

    Args:
        workspace: the workspace.
        found: the descriptions, checked before.
        progress: is told how far it is.

    Returns:
        How many were added.
    """
    steps = progress or Progress()
    with workspace.writing("import_organizations", str(len(found))) as writer:
        for start in range(0, len(found), _SLICE):
            steps.step(start, len(found))
            writer.put_many(
                [
                    rules.new_organization(workspace.office.unit, new_id(), new)
                    for new in found[start : start + _SLICE]
                ]
            )
    return len(found)


def edit(workspace: Workspace, organization: Organization) -> Organization:
    """Save an organisation whose present values were corrected.

    Args:
        workspace: the workspace.
        organization: with its new values.

    Raises:
        UserError: it cannot be, or is gone.
    """
    rules.check_organization(organization)
    with workspace.writing("edit_organization", organization.name_on()) as writer:
        _check_parents(writer, organization)
        writer.put(organization)
    return organization


def _check_parents(writer: Writer, organization: Organization) -> None:
    parent = organization.parent_on()
    if parent is None:
        return
    parent_of: dict[UUID, UUID | None] = {}
    step: UUID | None = parent
    while step is not None and step not in parent_of:
        above = records.get(writer.connection, Organization, step)
        parent_of[step] = above.parent_on()
        step = parent_of[step]
    rules.check_no_cycle(organization.id, parent, parent_of)


def rename(
    workspace: Workspace, organization: UUID, *, name: str, start: date, basis: str
) -> Organization:
    """Give an organisation a new name from a day on.

    Args:
        workspace: the workspace.
        organization: its id.
        name: the new official name.
        start: first day of the new name.
        basis: number and date of the decision.

    Raises:
        UserError: `dates_reversed`, `name_missing`, `record_gone`.
    """
    with workspace.writing("rename_organization", name) as writer:
        found = records.get(writer.connection, Organization, organization)
        changed = rules.renamed(found, nfc(name), start, nfc(basis))
        rules.check_organization(changed)
        writer.put(changed)
    return changed


def move(
    workspace: Workspace, organization: UUID, *, parent: UUID, start: date, basis: str
) -> Organization:
    """Put an organisation under another from a day on.

    Args:
        workspace: the workspace.
        organization: its id.
        parent: the new superior.
        start: first day under it.
        basis: number and date of the decision.

    Raises:
        UserError: `own_parent`, `parent_below`, `dates_reversed`, `record_gone`.
    """
    with workspace.writing("move_organization") as writer:
        found = records.get(writer.connection, Organization, organization)
        changed = rules.moved(found, parent, start, nfc(basis))
        _check_parents(writer, changed)
        writer.put(changed)
    return changed


def void(workspace: Workspace, organization: UUID, reason: str) -> None:
    """Take an organisation entered by mistake out of every list.

    Args:
        workspace: the workspace.
        organization: its id.
        reason: why; kept in the history.

    Raises:
        UserError: `record_in_use` names what still refers to it; `reason_missing`.
    """
    with workspace.writing("void_organization") as writer:
        found = records.get(writer.connection, Organization, organization)
        used = history.users_of(writer.connection, "organization", organization)
        if used:
            raise UserError("record_in_use", name=found.name_on(), count=sum(used.values()))
        writer.void(found, nfc(reason))
