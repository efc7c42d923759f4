"""The lines of units below with their progress, read for the figures over all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from ktgs_desktop.domain.consolidation import CountedLine, count_line
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.store import lineage, replica_lists
from ktgs_desktop.store.exchange_tables import feed_change, replica

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_FETCH = 2000
_line = replica.c


class _Body(msgspec.Struct):
    """What is read of a change that was checked when it was taken in."""

    d: dict[str, Any]


_read = msgspec.json.Decoder(_Body).decode


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which lines are counted.

    Attributes:
        year: year of the work, None for all.
        unit: the unit, None for all.
        kind: code of the kind of work, empty for all.
    """

    year: int | None = None
    unit: UUID | None = None
    kind: str = ""


def _of_annual(place: replica_lists.Place, chosen: Chosen) -> sa.Select[Any]:
    """Lines of issued annual programs; lines of a term are carried out by annual ones."""
    program = replica.alias("program_of_line")
    query = (
        sa.select(_line.row, _line.unit, _line.id, _line.year, _line.code, _line.head)
        .join(
            program,
            sa.and_(
                program.c.id == _line.parent,
                program.c.unit == _line.unit,
                program.c.entity == "program",
                program.c.kind == PUT,
                program.c.code == str(ProgramKind.ANNUAL),
            ),
        )
        .where(
            replica_lists.from_below(place),
            _line.entity == "program_item",
            _line.kind == PUT,
            _line.year.is_not(None),
            # A record that the unit which followed went on with counts once, as that one's.
            sa.not_(lineage.continued()),
        )
    )
    if chosen.year is not None:
        query = query.where(_line.year == chosen.year)
    if chosen.unit is not None:
        query = query.where(lineage.under(chosen.unit))
    if chosen.kind:
        query = query.where(_line.code == chosen.kind)
    return query


def counted_lines(
    connection: Connection, place: replica_lists.Place, chosen: Chosen
) -> Iterator[CountedLine]:
    """The lines of units below, each with what it counts for.

    Args:
        connection: any.
        place: whose workspace asks.
        chosen: which lines.
    """
    lines = _of_annual(place, chosen).subquery()
    steps = _steps(connection, lines)
    query = sa.select(lines, feed_change.c.raw).join(
        feed_change, feed_change.c.hash == lines.c.head
    )
    for row in connection.execute(query.execution_options(yield_per=_FETCH)):
        counts = count_line(_read(bytes(row.raw)).d, steps.get((row.unit, row.id), ()))
        yield CountedLine(row.row, row.unit, row.year, row.code, counts)


def _steps(connection: Connection, lines: Any) -> dict[tuple[UUID, UUID], list[dict[str, Any]]]:
    step = replica.alias("step")
    query = (
        sa.select(step.c.unit, step.c.parent, feed_change.c.raw)
        .join(feed_change, feed_change.c.hash == step.c.head)
        .join(lines, sa.and_(lines.c.id == step.c.parent, lines.c.unit == step.c.unit))
        .where(step.c.entity == "progress", step.c.kind == PUT)
    )
    found: dict[tuple[UUID, UUID], list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query.execution_options(yield_per=_FETCH)):
        found[(row.unit, row.parent)].append(_read(bytes(row.raw)).d)
    return found


def years(connection: Connection, place: replica_lists.Place) -> list[int]:
    """Years of which units below have lines, the latest first.

    Args:
        connection: any.
        place: whose workspace asks.
    """
    query = (
        sa.select(_line.year)
        .where(
            replica_lists.from_below(place),
            _line.entity == "program_item",
            _line.kind == PUT,
            _line.year.is_not(None),
        )
        .distinct()
        .order_by(_line.year.desc())
    )
    return [int(year) for year in connection.execute(query).scalars()]
