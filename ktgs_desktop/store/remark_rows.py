"""Remarks of superiors, those written here and those received, with what came of them since."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.remark_states import RemarkRow, RemarkSide, Since, state_of
from ktgs_desktop.domain.remarks import Remark
from ktgs_desktop.domain.units import short_committee
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.store import feeds, records, replica_lists, unit_standings
from ktgs_desktop.store.exchange_tables import feed_change, replica

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.store.replica_lists import Place


def written(connection: Connection, place: Place, today: date) -> list[RemarkRow]:
    """The remarks this office wrote, the latest first.

    Args:
        connection: any.
        place: whose workspace asks.
        today: the day.
    """
    found = records.get_all(connection, Remark, owner=place.unit)
    names = _names(connection, {one.to for one in found})
    last = {
        unit: max((day_of(one.made_at, one.taken_at) for one in taken), default=None)
        for unit, taken in unit_standings.taken_from(connection).items()
    }
    rows = []
    for number, one in enumerate(reversed(found), start=1):
        since = Since(_versions(connection, one, one.to), last.get(one.to))
        about, above = _about(connection, one, one.to)
        name, state = names.get(one.to, str(one.to)), state_of(one, since, today)
        rows.append(RemarkRow(number, one, RemarkSide.WRITTEN, name, about, state, above))
    return rows


def day_of(made_at: str, taken_at: str) -> date:
    """The day a package counts as made: what its clock claims, never later than it was taken in.

    Args:
        made_at: when it was made, as its office's clock claims.
        taken_at: when it was taken in.
    """
    moments = [datetime.fromisoformat(text) for text in (made_at, taken_at) if text]
    return min(moments).date()


def received(connection: Connection, place: Place, today: date) -> list[RemarkRow]:
    """The remarks the superior wrote to this office, the latest first.

    Args:
        connection: any.
        place: whose workspace asks.
        today: the day.
    """
    if place.superior is None:
        return []
    query = (
        sa.select(feed_change.c.raw)
        .join(replica, replica.c.head == feed_change.c.hash)
        .where(
            replica_lists.from_above(place),
            replica.c.entity == "remark",
            replica.c.kind == PUT,
        )
        .order_by(replica.c.row.desc())
    )
    found = [_remark(bytes(raw)) for raw in connection.execute(query).scalars()]
    sent = unit_standings.last_sent(connection, place.superior)
    last = datetime.fromisoformat(sent).date() if sent else None
    name = _names(connection, {place.superior}).get(place.superior, str(place.superior))
    rows: list[RemarkRow] = []
    for one in found:
        if one is None:
            continue
        since = Since(_versions(connection, one, place.unit), last)
        about, above = _about(connection, one, place.unit)
        state = state_of(one, since, today)
        number = len(rows) + 1
        rows.append(RemarkRow(number, one, RemarkSide.RECEIVED, name, about, state, above))
    return rows


def _remark(raw: bytes) -> Remark | None:
    """A remark; None for one of a newer program that this one cannot read."""
    try:
        return from_document(Remark, feeds.document_of(raw))
    except KtgsError:
        return None


def _names(connection: Connection, units: set[UUID]) -> dict[UUID, str]:
    known = records.get_many(connection, Organization, units)
    return {one.id: short_committee(one.name_on()) for one in known}


def _versions(connection: Connection, remark: Remark, unit: UUID) -> frozenset[str]:
    if remark.record is None:
        return frozenset()
    query = sa.select(feed_change.c.hash).where(
        feed_change.c.record == remark.record,
        feed_change.c.unit == unit,
        feed_change.c.replaced.is_(False),
    )
    return frozenset(bytes(name).hex() for name in connection.execute(query).scalars())


def _about(connection: Connection, remark: Remark, unit: UUID) -> tuple[str, UUID | None]:
    """What the record a remark speaks of is called, and the record that one belongs to."""
    if remark.record is None:
        return "", None
    above = replica.alias("above")
    label = sa.select(above.c.label).where(
        above.c.id == replica.c.parent, above.c.unit == unit, above.c.label != ""
    )
    query = (
        sa.select(replica.c.label, label.limit(1).scalar_subquery(), replica.c.parent)
        .where(replica.c.id == remark.record, replica.c.unit == unit)
        .order_by((replica.c.kind == PUT).desc(), replica.c.row)
        .limit(1)
    )
    row = connection.execute(query).first()
    return ("", None) if row is None else (row[0] or row[1] or "", row[2])


def entity_of(connection: Connection, unit: UUID, record: UUID) -> tuple[str, str]:
    """The kind and the present version of a unit's record, both empty if it is not here.

    Args:
        connection: any.
        unit: whose record.
        record: its id.
    """
    query = (
        sa.select(replica.c.entity, replica.c.head)
        .where(replica.c.id == record, replica.c.unit == unit)
        .order_by((replica.c.kind == PUT).desc(), replica.c.row)
        .limit(1)
    )
    row = connection.execute(query).first()
    return ("", "") if row is None else (row.entity, bytes(row.head).hex())
