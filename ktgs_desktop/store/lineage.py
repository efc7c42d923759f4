"""Whom an organisation or a unit followed, in SQL: records of before are found under it, too.

`succession_pair` says who directly followed whom; here it is walked back over any number of steps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.organizations import ORGANS, Organization
from ktgs_desktop.store import dialect, projections, tables
from ktgs_desktop.store.columns import Identifier
from ktgs_desktop.store.exchange_tables import replica

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.engine import Connection

_CHUNK = 400
_org, _pair, _subject = tables.organization.c, tables.succession_pair.c, tables.item_subject.c


def with_earlier(seeds: sa.Select[Any]) -> sa.Select[Any]:
    """Ids of some organisations and of all that they follow.

    Args:
        seeds: a query of ids, in one column.
    """
    walk = seeds.cte(recursive=True)
    first = walk.c[next(iter(walk.c.keys()))]
    walk = walk.union(sa.select(_pair.predecessor).where(_pair.successor == first))
    return sa.select(walk.c[next(iter(walk.c.keys()))])


def organization_and_organs(organization: UUID) -> sa.Select[Any]:
    """The ids of an organisation and of its organs, and of all that they follow.

    Args:
        organization: its id.
    """
    organs = sa.and_(_org.parent == organization, _org.org_type.in_(ORGANS), _org.voided.is_(None))
    return with_earlier(sa.select(_org.id).where(sa.or_(_org.id == organization, organs)))


def either(organization: UUID) -> sa.Select[Any]:
    """The ids of an organisation, and of all that it follows.

    Args:
        organization: its id.
    """
    return with_earlier(sa.select(sa.literal(organization, Identifier()).label("id")))


def counted(organizations: Any) -> sa.CTE:
    """Organisations, their organs and all that these follow, each with the organisation it is of.

    Args:
        organizations: a selection of ids that matter, with a column `id`.

    Returns:
        Columns `organization` and `record`, each pair once.
    """
    organ = tables.organization.alias("organ_of")
    own = sa.select(organizations.c.id.label("organization"), organizations.c.id.label("record"))
    organs = sa.select(organ.c.parent, organ.c.id).where(
        organ.c.parent.in_(sa.select(organizations.c.id)),
        organ.c.org_type.in_(ORGANS),
        organ.c.voided.is_(None),
    )
    both = own.union_all(organs).subquery("standing")
    walk = sa.select(both.c.organization, both.c.record).cte("counted", recursive=True)
    return walk.union(
        sa.select(walk.c.organization, _pair.predecessor).where(_pair.successor == walk.c.record)
    )


def found_by(table: sa.Table, text: str) -> Any:
    """The condition that a row holds every word typed, or is about one that the words now name.

    What an organisation of before did or underwent is found by the name of the one that followed.

    Args:
        table: a table whose words are searched.
        text: words typed.

    Returns:
        A condition, or None if no word was typed.
    """
    words = dialect.search_condition(table.c.row, table.name, text)
    named = dialect.search_condition(_org.row, "organization", text)
    if words is None or named is None or table.name not in ("organization", "program_item"):
        return words
    followers = sa.select(_org.id).where(
        named, _org.voided.is_(None), _org.id.in_(sa.select(_pair.successor))
    )
    before = with_earlier(followers)
    if table is tables.organization:
        rows = sa.select(_org.row).where(_org.id.in_(before))
    else:
        rows = sa.select(_subject.item).where(_subject.record.in_(before))
    direct = sa.select(table.c.row).where(words)
    return table.c.row.in_(sa.union(direct, rows))


def followers(connection: Connection, organization: UUID) -> list[UUID]:
    """The ids of the organisations that follow one.

    Args:
        connection: any.
        organization: its id.
    """
    query = sa.select(_pair.successor).where(_pair.predecessor == organization)
    return list(connection.execute(query).scalars())


def standing_below(connection: Connection, organizations: Sequence[UUID]) -> list[Organization]:
    """Organisations directly below some, which have not ended.

    Args:
        connection: any.
        organizations: ids of those above.
    """
    found: list[Organization] = []
    for start in range(0, len(organizations), _CHUNK):
        chosen = sa.select(tables.organization).where(
            _org.parent.in_(organizations[start : start + _CHUNK]),
            _org.ended.is_(None),
            _org.voided.is_(None),
        )
        found += projections.of(Organization).entities(connection, chosen)
    return found


# Received records -----------------------------------------------------------------------------


def _handed_on() -> sa.Subquery:
    """Units with those that go on with their records, or with some of them."""
    said = tables.transfer.c
    return sa.union(
        sa.select(_pair.predecessor, _pair.successor),
        sa.select(said.source, said.target).where(said.voided.is_(None)),
    ).subquery()


def continued() -> Any:
    """The condition that the unit which followed a record's unit went on with the record."""
    later, step = replica.alias("later"), _handed_on()
    gone_on = (
        sa.select(later.c.row)
        .select_from(later.join(step, step.c.successor == later.c.unit))
        .where(
            step.c.predecessor == replica.c.unit,
            later.c.id == replica.c.id,
            later.c.entity == replica.c.entity,
            later.c.kind == PUT,
        )
        .correlate(replica)
        .exists()
    )
    before = _handed_on()
    return sa.and_(replica.c.unit.in_(sa.select(before.c.predecessor)), gone_on)


def under(unit: UUID) -> Any:
    """The condition that a received record is a unit's or of a unit it follows, each record once.

    Args:
        unit: the unit.
    """
    earlier = sa.and_(replica.c.unit.in_(either(unit)), sa.not_(continued()))
    return sa.or_(replica.c.unit == unit, earlier)


def units(connection: Connection, unit: UUID) -> list[UUID]:
    """A unit and all units it follows.

    Args:
        connection: any.
        unit: the unit.
    """
    return list(connection.execute(either(unit)).scalars())
