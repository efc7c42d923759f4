"""Which lines next year's draft begins from: the open ones, found without reading the others."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import ProgramItem, ProgramKind
from ktgs_desktop.store import projections, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_line, _program, _step = tables.program_item.c, tables.program.c, tables.progress.c
_CHUNK = 400


def open_lines(connection: Connection, programs: Collection[UUID], year: int) -> list[ProgramItem]:
    """Lines that may be carried over or are due by the term, and are not finished, as printed.

    Args:
        connection: any.
        programs: the body's programs.
        year: the year proposed for.
    """
    of_year = sa.and_(_program.kind == ProgramKind.ANNUAL, _program.year == year - 1)
    due = sa.and_(_program.kind == ProgramKind.TERM, _line.year <= year)
    query = (
        sa.select(tables.program_item)
        .join_from(tables.program_item, tables.program, _program.id == _line.program)
        .where(_line.program.in_(programs), _line.voided.is_(None), _line.finished.is_(False))
        .where(sa.or_(of_year, due, _line.postponed_to <= year))
        .order_by(_line.year, _line.part, _line.seq, _line.id)
    )
    return projections.of(ProgramItem).entities(connection, query)


def progress_of(connection: Connection, items: Collection[ProgramItem]) -> list[Progress]:
    """Progress of lines.

    Args:
        connection: any.
        items: the lines.
    """
    wanted: list[UUID] = [item.id for item in items]
    found: list[Progress] = []
    for start in range(0, len(wanted), _CHUNK):
        query = sa.select(tables.progress).where(
            _step.item.in_(wanted[start : start + _CHUNK]), _step.voided.is_(None)
        )
        found += projections.of(Progress).entities(connection, query)
    return found


def ids(connection: Connection, programs: Collection[UUID]) -> set[UUID]:
    """Ids of all lines of programs.

    Args:
        connection: any.
        programs: the programs.
    """
    query = sa.select(_line.id).where(_line.program.in_(programs), _line.voided.is_(None))
    return set(connection.execute(query).scalars())


def carried_out(
    connection: Connection, programs: Collection[UUID], items: Collection[UUID]
) -> set[UUID]:
    """Ids of the lines of the term that lines of programs carry out.

    Args:
        connection: any.
        programs: annual programs.
        items: ids of the lines of the term that are asked about.
    """
    wanted, found = list(items), set[UUID]()
    for start in range(0, len(wanted), _CHUNK):
        query = sa.select(_line.term_item).where(
            _line.term_item.in_(wanted[start : start + _CHUNK]),
            _line.program.in_(programs),
            _line.voided.is_(None),
        )
        found.update(one for one in connection.execute(query).scalars() if one is not None)
    return found


def numbers(connection: Connection, programs: Collection[UUID]) -> dict[UUID, int]:
    """Running number, as printed, of each open line of programs.

    Args:
        connection: any.
        programs: the programs.
    """
    place = sa.func.row_number().over(
        partition_by=_line.program, order_by=(_line.part, _line.seq, _line.id)
    )
    numbered = (
        sa.select(_line.id, _line.finished, place.label("place"))
        .where(_line.program.in_(programs), _line.voided.is_(None))
        .subquery()
    )
    query = sa.select(numbered.c.id, numbered.c.place).where(numbered.c.finished.is_(False))
    return {row.id: int(row.place) for row in connection.execute(query)}
