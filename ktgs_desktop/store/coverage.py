"""Coverage in SQL: organisations below one, and for each year what program lines did with them.

One statement gives all of it; the same statement, narrowed to some rows, gives a page of a list.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.coverage import Cell, Coverage, CoverageTotals
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import ORGANS
from ktgs_desktop.domain.programs import ISSUED_STATES, Group, ProgramKind
from ktgs_desktop.store import dialect, lineage, tables
from ktgs_desktop.store.bulk_insert import undisturbed
from ktgs_desktop.store.coverage_conditions import (
    BITS,
    DRAFTED,
    INSPECTED,
    MOST,
    PLANNED,
    SUPERVISED,
    WEIGHTS,
    counts_happenings,
    of_year,
    on_happenings,
    on_organizations,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_org, _subject = tables.organization.c, tables.item_subject.c
_program, _line = tables.program.c, tables.program_item.c
FIRST_CHUNK, CHUNK = 200, 10_000
_PARENTS = 400


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose coverage is asked for.

    Attributes:
        root: the organisation below which it stands; itself and its organs are left out.
        years: the years of the term.
        today: ISO date; organisations that ended before are left out.
        shown: the years of which each is told, None for all; the others are counted all the same.
    """

    root: UUID
    years: Sequence[int]
    today: str
    shown: Sequence[int] | None = None


# Who ------------------------------------------------------------------------------------------


def _below(scope: Scope) -> Any:
    """Ids of all organisations below the root."""
    below = (
        sa.select(_org.id.label("id"))
        .where(_org.parent == scope.root, _org.voided.is_(None))
        .cte("below", recursive=True)
    )
    deeper = sa.select(_org.id).where(_org.parent == below.c.id, _org.voided.is_(None))
    return below.union_all(deeper)


def _conditions(scope: Scope, listing: Listing) -> list[Any]:
    below = _below(scope)
    found = [
        _org.id.in_(sa.select(below.c.id)),
        _org.voided.is_(None),
        _org.org_type.not_in(ORGANS),
        sa.or_(_org.ended.is_(None), _org.ended >= scope.today),
    ]
    found += on_organizations(listing)
    if listing.filters.get("direct"):
        found.append(_org.parent == scope.root)
    words = _called(listing.search)
    return found if words is None else [*found, words]


def _called(text: str) -> Any:
    """Organisations that hold every word typed, or have an organ that does; None without words."""
    organ = tables.organization.alias("organ")
    own = dialect.search_condition(_org.row, "organization", text)
    of_organ = dialect.search_condition(organ.c.row, "organization", text)
    if own is None or of_organ is None:
        return None
    parents = sa.select(organ.c.parent).where(of_organ, organ.c.org_type.in_(ORGANS))
    return sa.or_(own, _org.id.in_(parents))


# What happened --------------------------------------------------------------------------------


def _events(organizations: Any) -> Any:
    """Subjects of program lines, each with the organisation it counts for.

    Args:
        organizations: a selection of the ids of the organisations that matter.
    """
    counted = lineage.counted(organizations)
    issued = _program.state.in_(ISSUED_STATES)
    done = _subject.done_on.is_not(None)
    what = sa.case(
        (sa.and_(done, _subject.part == Group.INSPECTION), INSPECTED),
        (sa.and_(done, _subject.part == Group.SUPERVISION), SUPERVISED),
        (sa.or_(done, _subject.in_force.is_(False)), 0),
        (issued, PLANNED),
        else_=DRAFTED,
    )
    return (
        sa.select(
            counted.c.organization,
            _subject.year,
            _subject.done_on,
            what.label("what"),
        )
        .select_from(counted)
        .join(tables.item_subject, _subject.record == counted.c.record)
        .join(tables.program, _program.id == _subject.program)
        .where(_program.voided.is_(None))
        .where(sa.or_(_program.kind == ProgramKind.ANNUAL, _subject.item.not_in(_carried_out())))
        .subquery("event")
    )


def _carried_out() -> Any:
    """Row numbers of lines of the term that an annual line carries out."""
    annual = tables.program_item.alias("annual")
    named = sa.select(annual.c.term_item).where(
        annual.c.term_item.is_not(None), annual.c.voided.is_(None)
    )
    return sa.select(_line.row).where(_line.id.in_(named))


def _sum(value: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(value), 0)


def _summed(event: Any, years: Sequence[int], shown: Sequence[int]) -> Any:
    """What happened to each organisation in shown years and in the term, and the last days."""
    of = event.c

    def times(*what: int) -> Any:
        return _sum(sa.case((sa.and_(of.year.in_(years), of.what.in_(what)), 1)))

    def latest(weight: int) -> Any:
        return sa.func.max(sa.case((of.what == weight, of.done_on)))

    return (
        sa.select(
            of.organization,
            *(_sum(sa.case((of.year == year, of.what))).label(of_year(year)) for year in shown),
            latest(INSPECTED).label("last_inspected"),
            latest(SUPERVISED).label("last_supervised"),
            times(INSPECTED, SUPERVISED).label("done"),
            times(PLANNED, DRAFTED).label("ahead"),
        )
        .group_by(of.organization)
        .subquery("summed")
    )


_SHOWN = (_org.row, _org.id, _org.name, _org.org_type, _org.level, _org.parent)


def query(scope: Scope, listing: Listing, rows: Sequence[int] | None = None) -> sa.Select[Any]:
    """The one statement: organisations with what happened to each in each year.

    Args:
        scope: whose coverage.
        listing: order (`type`, `name`, `times` or `last`) and conditions (`type`, `level`,
            `direct`, `never`, `planned`, `covered`, several values of `in_type`, `in_level`,
            `in_times` or of a year, e.g. `in_2023`; words).
        rows: local row numbers of the organisations that are wanted, None for those that meet the
            conditions.
    """
    wanted = [_org.row.in_(rows)] if rows is not None else _conditions(scope, listing)
    chosen = sa.select(*_SHOWN, _org.type_rank, _org.name_key).where(*wanted).cte("chosen")
    shown = scope.years if scope.shown is None else scope.shown
    summed = _summed(_events(chosen), scope.years, shown)
    of = summed.c
    found = sa.select(
        *(chosen.c[column.name] for column in _SHOWN),
        *(sa.func.coalesce(of[of_year(year)], 0).label(of_year(year)) for year in shown),
        of.last_inspected,
        of.last_supervised,
    ).select_from(chosen.outerjoin(summed, of.organization == chosen.c.id))
    if rows is not None:
        return found
    met = on_happenings(of, listing, shown)
    return found.where(*met).order_by(*_order(chosen, of, listing))


def _order(chosen: Any, summed: Any, listing: Listing) -> list[Any]:
    names = (chosen.c.name_key, chosen.c.row)
    days = [sa.func.coalesce(one, "") for one in (summed.last_inspected, summed.last_supervised)]
    latest = sa.case((days[0] > days[1], days[0]), else_=days[1])
    by: dict[str, tuple[Any, ...]] = {
        "name": names,
        "type": (chosen.c.type_rank, *names),
        "times": (sa.func.coalesce(summed.done, 0), *names),
        "last": (latest, *names),
    }
    columns = by[listing.sort or "type"]
    return [column.desc() if listing.descending else column.asc() for column in columns]


# Reading --------------------------------------------------------------------------------------


def _cell(year: int, packed: int) -> Cell:
    counts = [packed >> BITS * place & MOST for place in range(len(WEIGHTS))]
    return Cell(year, *counts)


def _read(found: sa.CursorResult[Any], years: Sequence[int]) -> Iterator[Coverage]:
    """Rows of the one statement; the same cells, of which there are few, are made once."""
    first, last = len(_SHOWN), len(_SHOWN) + len(years)
    made = cache(_cell)
    for row in found:
        cells = tuple(map(made, years, row[first:last]))
        number, identifier, name, org_type, level, parent = row[:first]
        yield Coverage(
            number,
            identifier,
            name,
            org_type,
            level,
            parent,
            cells,
            _day(row[last]),
            _day(row[last + 1]),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def whole(connection: Connection, scope: Scope, listing: Listing) -> list[Coverage]:
    """All organisations that meet the conditions, in their order.

    Args:
        connection: any.
        scope: whose coverage.
        listing: order and conditions.
    """
    years = scope.years if scope.shown is None else scope.shown
    with undisturbed():
        return list(_read(connection.execute(query(scope, listing)), years))


def stream(connection: Connection, scope: Scope, listing: Listing) -> Iterator[array[int]]:
    """Local row numbers of the organisations in their order, chunk by chunk.

    Args:
        connection: a reader's.
        scope: whose coverage.
        listing: order and conditions.
    """
    if counts_happenings(listing) or listing.sort in ("times", "last"):
        whole_rows = query(scope, listing)
        numbers = whole_rows.with_only_columns(whole_rows.selected_columns.row)
    else:
        order = {"name": (_org.name_key,)}.get(listing.sort, (_org.type_rank, _org.name_key))
        columns = [one.desc() if listing.descending else one.asc() for one in (*order, _org.row)]
        numbers = sa.select(_org.row).where(*_conditions(scope, listing)).order_by(*columns)
    found = connection.execute(numbers)
    limit = FIRST_CHUNK
    while part := found.fetchmany(limit):
        yield array("q", [row[0] for row in part])
        limit = CHUNK


def rows(connection: Connection, scope: Scope, wanted: Sequence[int]) -> list[Coverage]:
    """Some organisations, in the order wanted; those voided meanwhile are left out.

    Args:
        connection: any.
        scope: whose coverage.
        wanted: local row numbers, a page of them.
    """
    result = connection.execute(query(scope, Listing(), wanted))
    found = {one.row: one for one in _read(result, scope.years)}
    return [found[number] for number in wanted if number in found]


def organs(
    connection: Connection, above: Collection[UUID], kind: str
) -> list[tuple[UUID, UUID, str]]:
    """Organs of organisations: for each the organisation, its own id and its name.

    Args:
        connection: any.
        above: ids of the organisations.
        kind: type of the organs.
    """
    wanted, found = list(above), []
    for start in range(0, len(wanted), _PARENTS):
        chosen = sa.select(_org.parent, _org.id, _org.name).where(
            _org.parent.in_(wanted[start : start + _PARENTS]),
            _org.org_type == kind,
            _org.voided.is_(None),
        )
        found += [(row.parent, row.id, row.name) for row in connection.execute(chosen)]
    return found


def named_in(connection: Connection, year: int) -> set[UUID]:
    """Ids of organisations that lines in force of a year name, or that have an organ they name.

    Args:
        connection: any.
        year: the year of the lines.
    """
    organ = tables.organization
    counted = sa.case((organ.c.org_type.in_(ORGANS), organ.c.parent), else_=organ.c.id)
    named = (
        sa.select(counted)
        .select_from(tables.item_subject.join(organ, organ.c.id == _subject.record))
        .where(_subject.year == year, _subject.in_force)
        .where(_subject.item.not_in(_of_terms()))
    )
    return {one for (one,) in connection.execute(named) if one is not None}


def _of_terms() -> Any:
    """Row numbers of lines of programs of a term."""
    terms = sa.select(_program.id).where(_program.kind == ProgramKind.TERM)
    return sa.select(_line.row).where(_line.program.in_(terms))


def totals(connection: Connection, scope: Scope, listing: Listing) -> CoverageTotals:
    """How many organisations meet the conditions, and how many of them came up in each year.

    Args:
        connection: any.
        scope: whose coverage.
        listing: conditions.
    """
    each = query(scope, listing).order_by(None).subquery("each_organization")
    of = [each.c[of_year(year)] for year in scope.years]
    done = sum((one.bitwise_and(PLANNED - 1) for one in of), sa.literal(0))
    columns = [sa.func.count(), _sum(sa.case((done == 0, 1)))]
    for one in of:
        columns += [_sum(sa.case((one.bitwise_and(MOST * weight) > 0, 1))) for weight in WEIGHTS]
    row = connection.execute(sa.select(*columns).select_from(each)).one()
    width = len(WEIGHTS)
    cells = [
        Cell(year, *map(int, row[2 + width * place : 2 + width * (place + 1)]))
        for place, year in enumerate(scope.years)
    ]
    return CoverageTotals(int(row[0]), int(row[1]), tuple(cells))
