"""Use cases of the register of Party members (đảng viên)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import members as rules
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.members import PartyMember, Position
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import listing, records

if TYPE_CHECKING:
    from ktgs_desktop.domain.rows import MemberRow

LIST = "members"


def stream(workspace: Workspace, query: Listing) -> Iterator[Sequence[int]]:
    """Local row numbers of the list in its order, chunk by chunk.

    Args:
        workspace: the workspace.
        query: order and conditions.
    """
    with workspace.reading() as connection:
        yield from listing.stream(connection, LIST, query)


def rows(workspace: Workspace, wanted: Sequence[int]) -> list[MemberRow]:
    """What the list shows of some rows.

    Args:
        workspace: the workspace.
        wanted: local row numbers, a page of them.
    """
    with workspace.reading() as connection:
        return listing.rows(connection, LIST, wanted)


def row_number(workspace: Workspace, member: UUID) -> int:
    """The local row number of a member, 0 if it is not there.

    Args:
        workspace: the workspace.
        member: the id.
    """
    with workspace.reading() as connection:
        return listing.row_number(connection, LIST, member)


def get(workspace: Workspace, member: UUID) -> PartyMember:
    """A member.

    Args:
        workspace: the workspace.
        member: the id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        return records.get(connection, PartyMember, member)


def suggest(workspace: Workspace, text: str, limit: int = 20) -> list[MemberRow]:
    """Members whose name, initials or position hold every word typed, for completion.

    Args:
        workspace: the workspace.
        text: words typed.
        limit: at most so many.
    """
    with workspace.reading() as connection:
        first = next(listing.stream(connection, LIST, Listing(sort="name", search=text)), ())
        return listing.rows(connection, LIST, list(first)[:limit])


def blank(workspace: Workspace) -> PartyMember:
    """A new member to be filled in; nothing is written.

    Args:
        workspace: the workspace.
    """
    return PartyMember(owner=workspace.office.unit, id=new_id(), full_name="")


def save(workspace: Workspace, member: PartyMember) -> PartyMember:
    """Add a member or save one that was edited.

    Args:
        workspace: the workspace.
        member: with its new values.

    Returns:
        The member as saved, its texts composed.

    Raises:
        UserError: `name_missing`, `birth_date_future`, `dates_reversed`; `record_gone` if it
            was voided meanwhile or its organisation is gone.
    """
    tidy = dataclasses.replace(
        member,
        full_name=nfc(member.full_name),
        sort_name=nfc(member.sort_name),
        note=nfc(member.note),
        positions=tuple(_tidy(position) for position in member.positions),
    )
    rules.check_member(tidy, workspace.today)
    with workspace.reading() as connection:
        known = records.find(connection, PartyMember, tidy.id) is not None
    with workspace.writing("edit_member" if known else "add_member", tidy.full_name) as writer:
        if tidy.organization is not None:
            records.get(writer.connection, Organization, tidy.organization)
        if not known and records.known_ids(writer.connection, PartyMember, [tidy.id]):
            raise UserError("record_gone")
        writer.put(tidy)
    return tidy


def _tidy(position: Position) -> Position:
    return dataclasses.replace(position, title=nfc(position.title))


def void(workspace: Workspace, member: UUID, reason: str) -> None:
    """Take a member entered by mistake out of every list.

    Args:
        workspace: the workspace.
        member: the id.
        reason: why; kept in the history.

    Raises:
        UserError: `reason_missing` or `record_gone`.
    """
    with workspace.writing("void_member", get(workspace, member).full_name) as writer:
        found = records.get(writer.connection, PartyMember, member)
        writer.void(found, nfc(reason))
