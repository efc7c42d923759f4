"""What the books say of the units below: who they are, what came from each and what waits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.units import short_committee
from ktgs_desktop.store import replica_lists, tables
from ktgs_desktop.store.exchange_tables import (
    feed_change,
    feed_head,
    import_job,
    peer,
    replica,
    sent_package,
)
from ktgs_desktop.store.feeds import CHUNK

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_org = tables.organization
_TAKEN = (JobState.APPLIED, JobState.DONE)
_DATA = (PackageKind.DATA, PackageKind.RECOVERY)


# Who ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UnitBelow:
    """An inspection committee below, as the register has it.

    Attributes:
        id: the unit.
        name: its name.
        level: its level.
        depth: 1 for one directly below.
        superior: the unit above it.
    """

    id: UUID
    name: str
    level: str
    depth: int
    superior: UUID


def units_below(connection: Connection, unit: UUID, root: UUID, today: str) -> list[UnitBelow]:
    """The inspection committees of the Party bodies below one, those above first.

    Args:
        connection: any.
        unit: the office's own unit.
        root: its Party body.
        today: ISO date; bodies that ended before are left out.
    """
    found: list[UnitBelow] = []
    above: dict[UUID, UUID] = {root: unit}
    depth = 0
    while above:
        depth += 1
        bodies = _children(connection, above, today)
        committees = _committees(connection, bodies)
        following: dict[UUID, UUID] = {}
        for body, parent in bodies.items():
            committee = committees.get(body)
            if committee is None:
                continue
            found.append(
                UnitBelow(
                    committee.id,
                    short_committee(committee.name),
                    committee.level,
                    depth,
                    above[parent],
                )
            )
            following[body] = committee.id
        above = following
    return found


def _children(connection: Connection, parents: Collection[UUID], today: str) -> dict[UUID, UUID]:
    wanted, found = sorted(parents), {}
    for start in range(0, len(wanted), CHUNK):
        query = (
            sa.select(_org.c.id, _org.c.parent)
            .where(
                _org.c.parent.in_(wanted[start : start + CHUNK]),
                _org.c.org_type == str(OrganizationType.PARTY_BODY),
                _org.c.voided.is_(None),
                sa.or_(_org.c.ended.is_(None), _org.c.ended >= today),
            )
            .order_by(_org.c.name_key, _org.c.row)
        )
        found.update({row.id: row.parent for row in connection.execute(query)})
    return found


def _committees(connection: Connection, bodies: Collection[UUID]) -> dict[UUID, Any]:
    wanted, found = sorted(bodies), {}
    for start in range(0, len(wanted), CHUNK):
        query = sa.select(_org.c.id, _org.c.parent, _org.c.name, _org.c.level).where(
            _org.c.parent.in_(wanted[start : start + CHUNK]),
            _org.c.org_type == str(OrganizationType.INSPECTION_COMMITTEE),
            _org.c.voided.is_(None),
        )
        found.update({row.parent: row for row in connection.execute(query)})
    return found


def named_by_themselves(connection: Connection, units: Collection[UUID]) -> dict[UUID, str]:
    """What units call themselves in what they sent; for those the register does not have.

    Args:
        connection: any.
        units: their ids.
    """
    query = sa.select(replica.c.unit, replica.c.label).where(
        replica.c.id.in_(sorted(units)), replica.c.entity == "office", replica.c.kind == PUT
    )
    return {row.unit: row.label for row in connection.execute(query)}


# What came ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """A package of data that was taken in.

    Attributes:
        row: local number of the taking in.
        name: name of the file.
        made_at: when it was made, as its office's clock claims.
        taken_at: when it was taken in.
    """

    row: int
    name: str
    made_at: str
    taken_at: str


def taken_from(connection: Connection) -> dict[UUID, list[Taken]]:
    """The packages of data each unit itself brought, the earliest first.

    Args:
        connection: any.
    """
    job = import_job.c
    query = (
        sa.select(job.row, job.sender, job.name, job.made_at, job.at)
        .where(job.sender.is_not(None), job.state.in_(_TAKEN), job.kind.in_(_DATA))
        .order_by(job.row)
    )
    found: dict[UUID, list[Taken]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.sender].append(Taken(row.row, row.name, row.made_at, row.at))
    return found


@dataclass(slots=True)
class Arrived:
    """Up to where the changes of a unit are here.

    Attributes:
        channels: channels with the greatest number and the heads, in hexadecimal.
        at: when the latest change was written, as the unit's clock claims.
        schema: schema version of the latest change.
        job: local number of the import that brought the latest change, None if none did.
    """

    channels: dict[str, tuple[int, tuple[str, ...]]]
    at: str = ""
    schema: int = 0
    job: int | None = None


def arrived(connection: Connection, place: replica_lists.Place) -> dict[UUID, Arrived]:
    """Up to where the changes of each unit below are here.

    Args:
        connection: any.
        place: whose workspace asks.
    """
    head = feed_head.c
    query = (
        sa.select(head.unit, head.channel, head.hash, head.number)
        .add_columns(feed_change.c.raw, feed_change.c.job)
        .join(feed_change, feed_change.c.hash == head.hash)
        .where(head.unit != place.unit)
        .order_by(head.unit, head.channel, head.number.desc())
    )
    found: dict[UUID, Arrived] = {}
    for row in connection.execute(query):
        if row.unit == place.superior:
            continue
        one = found.setdefault(row.unit, Arrived({}))
        number, heads = one.channels.get(row.channel, (0, ()))
        one.channels[row.channel] = (max(number, row.number), (*heads, bytes(row.hash).hex()))
        change = named(bytes(row.raw)).change
        if change.at >= one.at:
            one.at, one.schema, one.job = change.at, change.schema, row.job
    return found


def jobs(connection: Connection, wanted: Collection[int]) -> dict[int, Taken]:
    """Imports by their local numbers.

    Args:
        connection: any.
        wanted: the numbers.
    """
    job, numbers = import_job.c, sorted(wanted)
    found = {}
    for start in range(0, len(numbers), CHUNK):
        query = sa.select(job.row, job.name, job.made_at, job.at).where(
            job.row.in_(numbers[start : start + CHUNK])
        )
        found.update(
            {row.row: Taken(row.row, row.name, row.made_at, row.at)
             for row in connection.execute(query)}
        )  # fmt: skip
    return found


def conflicts(connection: Connection, place: replica_lists.Place) -> dict[UUID, int]:
    """How many records of each unit below stand in several versions.

    Args:
        connection: any.
        place: whose workspace asks.
    """
    query = (
        sa.select(replica.c.unit, sa.func.count())
        .where(replica_lists.from_below(place), replica.c.leaves > sa.literal(1))
        .group_by(replica.c.unit)
    )
    return Counter({row[0]: int(row[1]) for row in connection.execute(query)})


def program_years(connection: Connection, place: replica_lists.Place) -> dict[UUID, list[int]]:
    """The years for which each unit below sent a program, the earliest first.

    Args:
        connection: any.
        place: whose workspace asks.
    """
    query = (
        sa.select(replica.c.unit, replica.c.year)
        .where(
            replica_lists.from_below(place),
            replica.c.entity == "program",
            replica.c.kind == PUT,
            replica.c.year.is_not(None),
        )
        .distinct()
        .order_by(replica.c.unit, replica.c.year)
    )
    found: dict[UUID, list[int]] = defaultdict(list)
    for unit, year in connection.execute(query):
        found[unit].append(int(year))
    return found


def programs_in_use(connection: Connection) -> Mapping[UUID, str]:
    """Which version of the program each office said it uses.

    Args:
        connection: any.
    """
    query = sa.select(peer.c.unit, peer.c.program).where(peer.c.program != "")
    return {row.unit: row.program for row in connection.execute(query)}


def last_sent(connection: Connection, recipient: UUID) -> str:
    """When this office made its last package of data for another, empty if it never did.

    Args:
        connection: any.
        recipient: the other office.
    """
    query = sa.select(sa.func.max(sent_package.c.at)).where(
        sent_package.c.recipient == recipient, sent_package.c.kind.in_(_DATA)
    )
    return str(connection.execute(query).scalar() or "")


def first_written(connection: Connection) -> str:
    """When the first change of this office was written, as its clock claims.

    Args:
        connection: any.
    """
    query = sa.select(tables.change.c.raw).order_by(tables.change.c.row).limit(1)
    raw = connection.execute(query).scalar()
    return "" if raw is None else named(bytes(raw)).change.at
