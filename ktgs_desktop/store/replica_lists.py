"""Lists over records received from other offices, streamed by keyset as all long lists are.

Own records never come up here: what this office issued itself stands in `replica` too, under its
own unit, and is left out by every query.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.newer_versions import NEWER
from ktgs_desktop.domain.rows import ReplicaRow
from ktgs_desktop.domain.units import short_committee
from ktgs_desktop.store import dialect, feeds, lineage, list_values, tables
from ktgs_desktop.store.exchange_tables import feed_change, import_job, replica
from ktgs_desktop.store.needed_versions import NeededVersions

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.listing import Listing, ValueCount

FIRST_CHUNK, CHUNK = 200, 10_000
_one = replica.c
_org = tables.organization.alias("unit_of_replica")
_above = replica.alias("parent_of_replica")
_COLUMNS: Mapping[str, sa.Column[Any]] = {
    "unit": _one.unit,
    "entity": _one.entity,
    "year": _one.year,
    "code": _one.code,
    "state": _one.state,
    "standing": _one.kind,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Whose workspace asks.

    Attributes:
        unit: the office's own unit.
        superior: the unit above, None at the top.
    """

    unit: UUID
    superior: UUID | None


# Which ----------------------------------------------------------------------------------------


def from_below(place: Place) -> sa.ColumnElement[bool]:
    """The condition that a record was received from a unit below.

    Args:
        place: whose workspace asks.
    """
    return sa.and_(_one.unit != place.unit, dialect.unindexed(_one.channel).in_(channels.UPWARD))


def from_above(place: Place) -> sa.ColumnElement[bool]:
    """The condition that a record was received from the superior.

    Args:
        place: whose workspace asks.
    """
    return sa.and_(_one.unit == place.superior, _one.channel == channels.down(place.unit))


_FILTERS: Mapping[str, Callable[[Any], Any]] = {
    "unit": lambda value: lineage.under(UUID(str(value))),
    "entity": lambda value: _one.entity == str(value),
    "year": lambda value: _one.year == int(value),
    "code": lambda value: _one.code == str(value),
    "state": lambda value: _one.state == str(value),
    "conflict": lambda value: _one.leaves > 1 if value else _one.leaves <= 1,
    "record": lambda value: _one.id == UUID(str(value)),
}

_HERE = (PUT, NEWER)
"""What stands, although this program may be too old to show it."""


def conditions(place: Place, listing: Listing) -> list[Any]:
    """What the records of a list have to meet.

    Args:
        place: whose workspace asks.
        listing: words and filters: those of `_FILTERS`; `standing` (`put` unless given: all that
            stands, even if a newer program is needed to show it; empty for all); several values of
            `in_unit`, `in_entity`, `in_year`, `in_code`, `in_state`.
    """
    found: list[Any] = [from_below(place)]
    filters = {"standing": PUT, **listing.filters}
    if not {"unit", "record", list_values.PREFIX + "unit"} & filters.keys():
        found.append(sa.not_(lineage.continued()))
    for name, value in filters.items():
        if name.startswith(list_values.PREFIX):
            found.append(_holds(_COLUMNS[name.removeprefix(list_values.PREFIX)], value))
        elif name == "standing":
            found += [_one.kind.in_(_HERE if value == PUT else (value,))] if value else []
        else:
            found.append(_FILTERS[name](value))
    words = dialect.search_condition(_one.row, "replica", listing.search)
    return found if words is None else [*found, words]


def _holds(column: sa.Column[Any], wanted: Any) -> Any:
    some = list_values.holds_one_of(dialect.unindexed(column), wanted)
    return sa.or_(some, column.is_(None)) if "" in wanted and column.nullable else some


# In which order -------------------------------------------------------------------------------


def page_query(
    place: Place,
    listing: Listing,
    after: Sequence[Any] | None,
    limit: int,
    *,
    without_year: bool = False,
) -> sa.Select[Any]:
    """The query of one chunk of local row numbers with the keys they are ordered by.

    One kind of record is ordered by year, which its index allows; all kinds as they came. Records
    of no year are a part of their own, since nothing can be compared with no value.

    Args:
        place: whose workspace asks.
        listing: order and conditions.
        after: keys of the last row of the chunk before, None for the first.
        limit: rows at most.
        without_year: of one kind, whether those of no year are wanted, else the others are.
    """
    by_year = _one_kind(listing) and not without_year
    columns = (_one.year, _one.row) if by_year else (_one.row,)
    query = sa.select(*columns).where(*conditions(place, listing)).limit(limit)
    if _one_kind(listing):
        query = query.where(_one.year.is_(None) if without_year else _one.year.is_not(None))
    if after is not None:
        here = sa.tuple_(*columns)
        last = sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(after, columns, strict=True)))
        query = query.where(here < last if listing.descending else here > last)
    return query.order_by(*(each.desc() if listing.descending else each.asc() for each in columns))


def _one_kind(listing: Listing) -> bool:
    return "entity" in listing.filters


def stream(connection: Connection, place: Place, listing: Listing) -> Iterator[array[int]]:
    """Local row numbers of the records in their order, chunk by chunk; the first chunk is small.

    Args:
        connection: a reader's.
        place: whose workspace asks.
        listing: direction (of the years within one kind, else as they came) and conditions.
    """
    limit = FIRST_CHUNK
    parts = (False, True) if listing.descending else (True, False)
    for without_year in parts if _one_kind(listing) else (False,):
        after: Sequence[Any] | None = None
        while True:
            query = page_query(place, listing, after, limit, without_year=without_year)
            found = connection.execute(query).all()
            if found:
                yield array("q", [row[-1] for row in found])
            if len(found) < limit:
                break
            after = tuple(found[-1])
            limit = CHUNK


def count(connection: Connection, place: Place, listing: Listing) -> int:
    """How many records meet the conditions.

    Args:
        connection: any.
        place: whose workspace asks.
        listing: conditions.
    """
    query = sa.select(sa.func.count()).select_from(replica).where(*conditions(place, listing))
    return int(connection.execute(query).scalar_one())


def values(connection: Connection, place: Place, listing: Listing, key: str) -> list[ValueCount]:
    """The different values of a column among records, each with its number.

    Args:
        connection: any.
        place: whose workspace asks.
        listing: conditions.
        key: `unit`, `entity`, `year`, `code` or `state`.
    """
    narrowed = conditions(place, listing)
    return list_values.count_each(connection, _COLUMNS[key], _one.row, narrowed)


# What is shown --------------------------------------------------------------------------------


def rows(connection: Connection, wanted: Sequence[int]) -> list[ReplicaRow]:
    """What lists show of some records, in the order wanted; those gone meanwhile are left out.

    Args:
        connection: any.
        wanted: local row numbers, a page of them.
    """
    above = (
        sa.select(_above.c.label)
        .where(_above.c.id == _one.parent, _above.c.unit == _one.unit, _above.c.kind == PUT)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(replica, _org.c.name, above.label("above"))
        .select_from(replica.outerjoin(_org, _org.c.id == _one.unit))
        .where(_one.row.in_(wanted))
    )
    found = {row.row: _shown(row) for row in connection.execute(query)}
    for number, one in found.items():
        if one.standing == NEWER:
            found[number] = replace(one, needs=_needed(connection, one))
    return [found[number] for number in wanted if number in found]


def _needed(connection: Connection, one: ReplicaRow) -> int:
    version = feeds.version(connection, bytes.fromhex(one.head))
    feed = feeds.Feed(one.unit, one.channel)
    return 0 if version is None else NeededVersions(connection, feed).of(version)


def _shown(row: Any) -> ReplicaRow:
    return ReplicaRow(
        row=row.row,
        unit=row.unit,
        unit_name=short_committee(row.name or str(row.unit)),
        channel=row.channel,
        entity=row.entity,
        id=row.id,
        head=bytes(row.head).hex(),
        standing=row.kind,
        leaves=row.leaves,
        year=row.year,
        code=row.code,
        state=row.state,
        label=row.label,
        above=row.above or "",
    )


def rows_of(connection: Connection, record: UUID, entity: str = "") -> list[int]:
    """Local row numbers of a record, in whatever feeds it stands.

    Args:
        connection: any.
        record: its id.
        entity: name of its kind, empty for any.
    """
    query = sa.select(_one.row).where(_one.id == record).order_by(_one.row)
    if entity:
        query = query.where(_one.entity == entity)
    return [int(row) for row in connection.execute(query).scalars()]


@dataclass(frozen=True, slots=True)
class CameWith:
    """The package a version came with.

    Attributes:
        name: name of its file.
        made_at: when it was made, as its office's clock claims.
        taken_at: when it was taken in.
        report: what was found when it was looked at.
    """

    name: str
    made_at: str
    taken_at: str
    report: Any


def packages_of(connection: Connection, versions: Sequence[bytes]) -> dict[bytes, CameWith]:
    """The packages some versions came with; of those that came otherwise nothing is known.

    Args:
        connection: any.
        versions: hashes of changes.
    """
    query = (
        sa.select(
            feed_change.c.hash,
            import_job.c.name,
            import_job.c.made_at,
            import_job.c.at,
            import_job.c.report,
        )
        .join(import_job, import_job.c.row == feed_change.c.job)
        .where(feed_change.c.hash.in_(list(versions)))
    )
    return {
        bytes(row.hash): CameWith(row.name, row.made_at, row.at, row.report)
        for row in connection.execute(query)
    }
