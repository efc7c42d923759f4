"""Long lists: local row numbers streamed in their order, and the few rows in view fetched by them.

A list is streamed by keyset: each chunk begins after the last key of the one before, along an
index that ends in `row`. No `OFFSET`, no sort in memory.
"""

from __future__ import annotations

import dataclasses
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.store import lineage, list_values, tables
from ktgs_desktop.store.list_tables import LISTS, organization_row

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.rows import OrganizationRow

FIRST_CHUNK = 200
CHUNK = 10_000
_org = tables.organization


def conditions(name: str, listing: Listing) -> list[Any]:
    """What rows of a list have to meet.

    Args:
        name: which list.
        listing: words and filters.
    """
    spec = LISTS[name]
    found = [spec.table.c.voided.is_(None)]
    for key, value in listing.filters.items():
        if key.startswith(list_values.PREFIX):
            found.append(list_values.condition(name, key, value, listing.filters))
        elif key != "today":
            found.append(spec.filters[key](value, listing.filters))
    if listing.search.strip():
        words = (spec.search or lineage.found_by)(spec.table, listing.search)
        if words is not None:
            found.append(words)
    return found


def page_query(
    name: str, listing: Listing, after: Sequence[Any] | None, limit: int
) -> sa.Select[Any]:
    """The query of one chunk of local row numbers, with the keys they are ordered by.

    Args:
        name: which list.
        listing: order and conditions.
        after: keys of the last row of the chunk before, None for the first.
        limit: rows at most.
    """
    spec = LISTS[name]
    columns = (*spec.sorts[listing.sort or spec.natural], spec.table.c.row)
    query = sa.select(*columns).where(*conditions(name, listing)).limit(limit)
    if after is not None:
        # The row-value form walks the index; spelled out with OR it would scan all of it.
        here = sa.tuple_(*columns)
        last = sa.tuple_(*(sa.literal(v, c.type) for v, c in zip(after, columns, strict=True)))
        query = query.where(here < last if listing.descending else here > last)
    order = [column.desc() if listing.descending else column.asc() for column in columns]
    return query.order_by(*order)


def stream(connection: Connection, name: str, listing: Listing) -> Iterator[array[int]]:
    """Local row numbers of a list in its order, chunk by chunk; the first chunk is small.

    Args:
        connection: a reader's.
        name: which list.
        listing: order and conditions.
    """
    after: Sequence[Any] | None = None
    limit = FIRST_CHUNK
    while True:
        found = connection.execute(page_query(name, listing, after, limit)).all()
        if found:
            yield array("q", [row[-1] for row in found])
        if len(found) < limit:
            return
        after = tuple(found[-1])
        limit = CHUNK


def count(connection: Connection, name: str, listing: Listing) -> int:
    """How many rows a list has.

    Args:
        connection: any.
        name: which list.
        listing: conditions.
    """
    query = sa.select(sa.func.count()).select_from(LISTS[name].table)
    return int(connection.execute(query.where(*conditions(name, listing))).scalar_one())


def _shown(name: str) -> sa.Select[Any]:
    spec = LISTS[name]
    query = sa.select(*spec.columns)
    return query if spec.parents is None else query.select_from(spec.parents)


def called(
    connection: Connection, name: str, text: str, filters: Mapping[str, Any] | None = None
) -> list[Any]:
    """What a list shows of all records of a name, in the order of their names, in one query.

    Args:
        connection: any.
        name: which list; its records have names.
        text: the name; case, and what is neither letter nor number, do not count here.
        filters: further conditions.
    """
    spec = LISTS[name]
    wanted = conditions(name, Listing(filters={**(filters or {}), "called": text}))
    query = _shown(name).where(*wanted).order_by(*spec.sorts["name"], spec.table.c.row)
    return [spec.read(row) for row in connection.execute(query)]


def rows(connection: Connection, name: str, wanted: Sequence[int]) -> list[Any]:
    """What a list shows of some rows, in the order wanted; rows voided meanwhile are left out.

    Args:
        connection: any.
        name: which list.
        wanted: local row numbers, a page of them.
    """
    spec = LISTS[name]
    query = _shown(name).where(spec.table.c.row.in_(wanted))
    found = {row.row: spec.read(row) for row in connection.execute(query)}
    return [found[number] for number in wanted if number in found]


def children(connection: Connection, parent: UUID | None, today: str) -> list[OrganizationRow]:
    """Organisations directly below one, in the order of their types and names.

    Args:
        connection: any.
        parent: the one above, None for those at the top.
        today: ISO date; organisations that ended before are left out.
    """
    below = tables.organization.alias("below")
    number = (
        sa.select(sa.func.count())
        .select_from(below)
        .where(below.c.parent == _org.c.id, below.c.voided.is_(None))
        .scalar_subquery()
    )
    at = _org.c.parent == parent
    if parent is None:  # one whose end is written down already has no superior, yet is no root
        at = sa.and_(_org.c.parent.is_(None), _org.c.ended.is_(None))
    query = (
        sa.select(*LISTS["organizations"].columns, number.label("children"))
        .where(at, _org.c.voided.is_(None))
        .where(sa.or_(_org.c.ended.is_(None), _org.c.ended >= today))
        .order_by(_org.c.type_rank, _org.c.name_key, _org.c.row)
    )
    return [
        dataclasses.replace(organization_row(row), children=int(row.children))
        for row in connection.execute(query)
    ]


def row_number(connection: Connection, name: str, record: UUID) -> int:
    """The local row number of a record, 0 if it is not there or voided.

    Args:
        connection: any.
        name: which list.
        record: the record's id.
    """
    table = LISTS[name].table
    query = sa.select(table.c.row).where(table.c.id == record, table.c.voided.is_(None))
    return int(connection.execute(query).scalar() or 0)
