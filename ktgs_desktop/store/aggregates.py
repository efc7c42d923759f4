"""Columns of a record that other records decide: how far a program line is.

They are computed by the domain's rule from the progress of the line's subjects, never journaled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.program_progress import Progress, line_progress
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.store import projections, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_CHUNK = 400


def item_values(item: ProgramItem, records: list[Progress]) -> dict[str, Any]:
    """The columns of a line that its progress decides.

    Args:
        item: the line.
        records: progress of the line that is not voided.
    """
    progress = line_progress(item, records)
    return {
        "done_count": progress.done,
        "started": progress.started,
        "finished": progress.done >= progress.total,
        "last_done": progress.last_done.isoformat() if progress.last_done else None,
    }


def refresh_items(connection: Connection, items: Collection[UUID]) -> None:
    """Compute the progress of lines anew.

    Args:
        connection: the writer's, in a transaction.
        items: ids of the lines.
    """
    wanted = list(items)
    line, step = tables.program_item, tables.progress
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        records: dict[UUID, list[Progress]] = defaultdict(list)
        found = connection.execute(
            sa.select(step).where(step.c.item.in_(part), step.c.voided.is_(None))
        )
        for row in found.mappings():
            record = _progress(row)
            records[record.item].append(record)
        for row in connection.execute(sa.select(line).where(line.c.id.in_(part))).mappings():
            item: ProgramItem = projections.of(ProgramItem).entity_of(dict(row))
            values = item_values(item, records[item.id])
            where = line.c.row == row["row"]
            connection.execute(sa.update(line).where(where).values(values))


def _progress(row: Mapping[Any, Any]) -> Progress:
    entity: Progress = projections.of(Progress).entity_of(dict(row))
    return entity
