"""Reading of transfers: those this office said, and those that came from others.

One that came counts if the unit that says so stood above both others, as the register has it: a
unit cannot give itself the records of another.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import transfers as rules
from ktgs_desktop.domain.channels import UPWARD
from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.entities import NAMES
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.organizations import Organization, OrganizationType
from ktgs_desktop.domain.transfers import Transfer
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import exchange_tables, feeds, records, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.feeds import Named

_pair = tables.succession_pair.c


def superiors(connection: Connection) -> Callable[[UUID], frozenset[UUID]]:
    """Gives the units that stood above a unit at some time, or followed one that did.

    Args:
        connection: any.
    """

    @cache
    def above(unit: UUID) -> frozenset[UUID]:
        one = records.find(connection, Organization, unit, voided=True)
        own = {dated.parent for dated in one.parents} if one is not None else set()
        found: set[UUID] = set()
        front = list(own)
        while front:
            body = records.find(connection, Organization, front.pop(), voided=True)
            for dated in body.parents if body is not None else ():
                step = {dated.parent, *_followers(connection, dated.parent)} - found - own
                found |= step
                front += step
        organ = tables.organization.c
        query = sa.select(organ.id).where(
            organ.parent.in_(found), organ.org_type == OrganizationType.INSPECTION_COMMITTEE
        )
        return frozenset(connection.execute(query).scalars()) - {unit}

    return above


def _followers(connection: Connection, organization: UUID) -> set[UUID]:
    query = sa.select(_pair.successor).where(_pair.predecessor == organization)
    return set(connection.execute(query).scalars())


def standing(connection: Connection) -> list[Transfer]:
    """All transfers that count.

    Args:
        connection: any.
    """
    came = _came(connection, exchange_tables.replica.c.entity == NAMES[Transfer])
    return [*records.get_all(connection, Transfer), *_counted(came, superiors(connection))]


def _counted(came: list[Transfer], above: Callable[[UUID], frozenset[UUID]]) -> Iterator[Transfer]:
    return (one for one in came if rules.stands_above_both(one, above))


def _came(connection: Connection, which: Any) -> list[Transfer]:
    """Transfers that came from others; what the office said stands in its own records."""
    table = exchange_tables.replica
    query = sa.select(table.c.unit, table.c.head).where(
        which,
        table.c.entity == NAMES[Transfer],
        table.c.kind == PUT,
        table.c.id.not_in(sa.select(tables.transfer.c.id)),
    )
    found: dict[UUID, Transfer] = {}
    for unit, head in connection.execute(query).all():
        one = _read(connection, unit, bytes(head))
        if one is not None:
            found[one.id] = one
    return list(found.values())


def _read(connection: Connection, unit: UUID, head: bytes) -> Transfer | None:
    """A transfer that came; None if a newer program wrote one that says something else."""
    version = feeds.version(connection, head)
    if version is None:
        return None
    try:
        found: Transfer = from_document(Transfer, dict(version.change.document))
    except PackageError:
        return None
    return found if found.owner == unit else None


def handed_records(connection: Connection, unit: UUID, entity: str) -> dict[UUID, list[Named]]:
    """The records of a kind that came from a unit, each with its versions that none replaces.

    Args:
        connection: any.
        unit: whose records.
        entity: name of their kind.
    """
    table = exchange_tables.replica
    found: dict[UUID, list[Named]] = {}
    for channel in UPWARD:
        feed = feeds.Feed(unit, channel)
        query = sa.select(table.c.id).where(
            feed.holds(table), table.c.entity == entity, table.c.kind == PUT
        )
        ids = connection.execute(query.order_by(table.c.row)).scalars()
        versions = feeds.leaves_of(connection, feed, [(entity, one) for one in ids])
        for (_entity, record), leaves in versions.items():
            found[record] = [*found.get(record, []), *leaves]
    return found


class Handed:
    """Whose records a unit may write; transfers to it are read when first asked for.

    Args:
        connection: any.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._above = superiors(connection)
        self._leading: dict[UUID, list[Transfer]] = {}

    def may_go_on(self, owner: UUID, unit: UUID, record: UUID) -> bool:
        """Whether a unit goes on with a record of another.

        Args:
            owner: unit whose record it is.
            unit: the unit that writes.
            record: the record.
        """
        return rules.may_go_on(owner, unit, record, self.leading_to(unit))

    def sources(self, unit: UUID) -> dict[UUID, frozenset[UUID]]:
        """With whose records a unit goes on, by unit those that came, none for all.

        Args:
            unit: the unit.
        """
        return rules.sources_of(unit, self.leading_to(unit))

    def leading_to(self, unit: UUID) -> list[Transfer]:
        """The transfers by which records came to a unit, over any number of steps.

        Args:
            unit: the unit.
        """
        if unit not in self._leading:
            found: dict[UUID, Transfer] = {}
            front, seen = [unit], {unit}
            while front:
                for one in self._into(front.pop()):
                    found[one.id] = one
                    if one.source not in seen:
                        seen.add(one.source)
                        front.append(one.source)
            self._leading[unit] = list(found.values())
        return self._leading[unit]

    def _into(self, target: UUID) -> Iterator[Transfer]:
        yield from records.get_all(self._connection, Transfer, target=target)
        came = _came(self._connection, exchange_tables.replica.c.code == str(target))
        yield from _counted(came, self._above)
