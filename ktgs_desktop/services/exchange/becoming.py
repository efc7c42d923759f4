"""Use cases: the office goes on as the unit that follows its own, with its file and its records.

After a rearrangement a commune's office keeps its computer, people and papers, but it works for
another unit. What it wrote stays as it was signed, under the unit of then; what it writes from
now on is the new unit's. Other offices know that one by keys of its own, which the new superior
certifies.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.desks import Desk
from ktgs_desktop.domain.organizations import Organization, OrganizationType
from ktgs_desktop.domain.units import SCHEME, short_committee
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub, permissions
from ktgs_desktop.services.exchange import keys, own_keys
from ktgs_desktop.store import lineage, records

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.own_keys import OwnRequest
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity


@dataclass(frozen=True, slots=True)
class Follower:
    """A unit the office could go on as.

    Attributes:
        unit: the inspection committee.
        name: what it is called.
        committee: the committee that elects it.
        superior: the inspection committee above it, None if the register has none.
        superior_name: what that is called, or empty.
        code: code of its administrative unit, or empty.
    """

    unit: UUID
    name: str
    committee: UUID
    superior: UUID | None
    superior_name: str
    code: str


@dataclass(frozen=True, slots=True)
class Becoming:
    """What going on as another unit means for this office.

    Attributes:
        name: what the office is called now.
        followers: units it could go on as, as the register has them.
        keys: whether it has keys of the exchange, which are made anew.
        copies: computers copies were made for; they need new ones.
    """

    name: str
    followers: tuple[Follower, ...]
    keys: bool
    copies: tuple[str, ...]


def look(workspace: Workspace) -> Becoming:
    """Which units follow the office's own, and what going on as one of them means.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        found = [
            follower
            for unit in lineage.followers(connection, workspace.office.unit)
            if (follower := _follower(connection, unit)) is not None
        ]
        copies = tuple(one.name for one in records.get_all(connection, Desk))
    return Becoming(
        name=workspace.office.name,
        followers=tuple(sorted(found, key=lambda one: one.name)),
        keys=keys.has_own(workspace),
        copies=copies,
    )


def _follower(connection: Reader, unit: UUID) -> Follower | None:
    """A unit as the register has it, None if it is not there, or has ended."""
    one = records.find(connection, Organization, unit)
    body = one.parent_on() if one is not None else None
    if one is None or body is None or one.ended is not None:
        return None
    committee = _organ(connection, body, OrganizationType.EXEC_COMMITTEE)
    above = records.find(connection, Organization, body)
    over = above.parent_on() if above is not None else None
    superior = None if over is None else _organ(
        connection, over, OrganizationType.INSPECTION_COMMITTEE)  # fmt: skip
    codes = [code.code for code in (above.codes if above else ()) if code.scheme == SCHEME]
    return Follower(
        unit=unit,
        name=short_committee(one.name_on()),
        committee=committee.id if committee else body,
        superior=superior.id if superior else None,
        superior_name=short_committee(superior.name_on()) if superior else "",
        code=codes[-1] if codes else "",
    )


def _organ(connection: Reader, body: UUID, kind: OrganizationType) -> Organization | None:
    found = (one for one in lineage.standing_below(connection, [body]) if one.org_type == kind)
    return next(found, None)


def become(
    workspace: Workspace, unit: UUID, identity: SigningIdentity | None = None
) -> OwnRequest | None:
    """Go on as the unit that follows the office's own.

    The former keys still open old packages; the request for new ones goes to the new superior.

    Args:
        workspace: the workspace of the main computer.
        unit: which, of those `look` gave.
        identity: the certificate that is to sign for the new unit; None for a key of its own.

    Returns:
        The request to have the new keys certified, None if the office had none.

    Raises:
        UserError: `unit_not_follower`, `hub_sends` in a copy for another computer, what a token
            says.
    """
    permissions.check(workspace.user, "become_unit")
    with workspace.reading() as connection:
        hub.check_sends(connection)
    chosen = next((one for one in look(workspace).followers if one.unit == unit), None)
    if chosen is None:
        raise UserError("unit_not_follower")
    had = keys.has_own(workspace)
    office = dataclasses.replace(
        workspace.office,
        unit=chosen.unit,
        name=chosen.name,
        committee=chosen.committee,
        superior=chosen.superior,
        unit_code=chosen.code or workspace.office.unit_code,
    )
    with workspace.writing("become_unit", chosen.name) as writer:
        writer.put(office)
    return own_keys.begin_anew(workspace, identity) if had else None


def resume(workspace: Workspace, identity: SigningIdentity | None = None) -> OwnRequest | None:
    """Make the new unit's keys, if the program ended between becoming it and making them.

    Args:
        workspace: the workspace.
        identity: the certificate that is to sign for the new unit; None for a key of its own.

    Returns:
        The request, None if the keys are the unit's.

    Raises:
        UserError: what a token says.
    """
    if not keys.has_own(workspace) or keys.own(workspace).unit == workspace.office.unit:
        return None
    return own_keys.begin_anew(workspace, identity)
