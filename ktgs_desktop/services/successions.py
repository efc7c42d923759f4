"""Use cases: organisations merge (sáp nhập), split (chia tách) and end (kết thúc hoạt động)."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import organizations as rules
from ktgs_desktop.domain.organizations import (
    ORGANS,
    NewOrganization,
    Organization,
    Succession,
    SuccessionKind,
)
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.writer import Writer


def merge(
    workspace: Workspace,
    predecessors: Sequence[UUID],
    new: NewOrganization,
    *,
    on: date,
    basis: str,
) -> Organization:
    """Merge organisations into a new one (sáp nhập); those below move along.

    Args:
        workspace: the workspace.
        predecessors: the organisations that end, two or more.
        new: the organisation that follows.
        on: first day of the new one.
        basis: number and date of the decision.

    Raises:
        UserError: `merge_needs_two`, `parent_below` if the new one would stand below one that
            ends, or what ending and adding refuse.
    """
    if len(set(predecessors)) < 2:  # noqa: PLR2004 - one alone cannot merge
        raise UserError("merge_needs_two")
    follower = _made(workspace, new, on)
    with workspace.writing("merge_organizations", follower.name_on()) as writer:
        _check_parent(writer, new.parent, predecessors)
        writer.put(follower)
        _end_all(writer, predecessors, on, SuccessionKind.MERGE, follower.id)
        kind = SuccessionKind.MERGE
        writer.put(_succession(workspace, kind, predecessors, [follower.id], on=on, basis=basis))
    return follower


def split(
    workspace: Workspace,
    predecessor: UUID,
    followers: Sequence[NewOrganization],
    *,
    on: date,
    basis: str,
) -> list[Organization]:
    """Split an organisation into new ones (chia tách); those below stay to be moved by hand.

    Args:
        workspace: the workspace.
        predecessor: the organisation that ends.
        followers: the organisations that follow, two or more.
        on: first day of the new ones.
        basis: number and date of the decision.

    Raises:
        UserError: `split_needs_two`, `parent_below` if a new one would stand below the one that
            ends, or what ending and adding refuse.
    """
    if len(followers) < 2:  # noqa: PLR2004 - one alone is no split
        raise UserError("split_needs_two")
    following = [_made(workspace, new, on) for new in followers]
    with workspace.writing("split_organization", following[0].name_on()) as writer:
        for new in followers:
            _check_parent(writer, new.parent, [predecessor])
        writer.put_many(following)
        _end_all(writer, [predecessor], on, SuccessionKind.SPLIT, None)
        ids = [found.id for found in following]
        kind = SuccessionKind.SPLIT
        writer.put(_succession(workspace, kind, [predecessor], ids, on=on, basis=basis))
    return following


def dissolve(workspace: Workspace, organization: UUID, *, on: date, basis: str) -> None:
    """End an organisation (kết thúc hoạt động); it stays in every list of its time.

    Args:
        workspace: the workspace.
        organization: its id.
        on: first day on which it is no more.
        basis: number and date of the decision.

    Raises:
        UserError: `already_ended`, `dates_reversed`, `record_gone`.
    """
    with workspace.reading() as connection:
        name = records.get(connection, Organization, organization).name_on()
    with workspace.writing("dissolve_organization", name) as writer:
        _end_all(writer, [organization], on, SuccessionKind.DISSOLVE, None)
        kind = SuccessionKind.DISSOLVE
        writer.put(_succession(workspace, kind, [organization], [], on=on, basis=basis))


def _made(workspace: Workspace, new: NewOrganization, on: date) -> Organization:
    founded = dataclasses.replace(new, founded=on)
    return rules.new_organization(workspace.office.unit, new_id(), founded)


def _check_parent(writer: Writer, parent: UUID | None, ending: Sequence[UUID]) -> None:
    """Refuse a superior that ends, stands below one that ends, or is not there."""
    rules.check_no_cycle(
        ending, parent, lambda step: records.get(writer.connection, Organization, step).parent_on()
    )


def _end_all(
    writer: Writer, ending: Sequence[UUID], on: date, reason: str, follower: UUID | None
) -> None:
    """End organisations with their organs; what else stood below moves to the follower."""
    for gone in dict.fromkeys(ending):
        found = records.get(writer.connection, Organization, gone)
        writer.put(rules.ended(found, on, reason))
        below = records.get_all(writer.connection, Organization, parent=gone)
        standing = [one for one in below if one.ended is None]
        organs = [one for one in standing if one.org_type in ORGANS]
        writer.put_many([rules.ended(one, on, reason) for one in organs])
        if follower is not None:
            rest = [one for one in standing if one.org_type not in ORGANS]
            writer.put_many([rules.moved(one, follower, on, "") for one in rest])


def _succession(
    workspace: Workspace,
    kind: str,
    predecessors: Sequence[UUID],
    followers: Sequence[UUID],
    *,
    on: date,
    basis: str,
) -> Succession:
    return Succession(
        owner=workspace.office.unit,
        id=new_id(),
        kind=kind,
        predecessors=tuple(dict.fromkeys(predecessors)),
        successors=tuple(followers),
        on=on,
        basis=nfc(basis),
    )
