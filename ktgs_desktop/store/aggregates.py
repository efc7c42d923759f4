"""What other records decide: how far a program line is, and which organisation follows which.

It is computed by the domain's rules from the progress of the line's subjects, and from the
successions; never journaled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.organizations import Succession
from ktgs_desktop.domain.program_progress import Progress, ProgressState, line_progress
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.store import projections, tables
from ktgs_desktop.store.bulk_insert import insert_rows

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.journal import Json

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


def subject_rows(line: Mapping[Any, Any], records: Iterable[Progress] = ()) -> list[dict[str, Any]]:
    """The rows of `item_subject` that a line has.

    Args:
        line: the line's own row, not voided; its subjects as in the journal.
        records: progress of the line that is not voided.
    """
    done = {one.subject: one.done_on for one in records if one.state == ProgressState.DONE}
    subjects: Sequence[Mapping[str, Json]] = line["subjects"]
    found = []
    for place, subject in enumerate(subjects):
        key, record = UUID(str(subject["key"])), subject.get("id")
        day = done.get(key)
        found.append(
            {
                "item": line["row"],
                "place": place,
                "subject": key,
                "kind": subject["kind"],
                "record": None if record is None else UUID(str(record)),
                "program": line["program"],
                "year": line["year"],
                "part": line["part"],
                "in_force": bool(line["in_force"]),
                "done_on": None if day is None else day.isoformat(),
            }
        )
    return found


def add_subjects(connection: Connection, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write the subjects of new lines, of which none has progress yet.

    Args:
        connection: the writer's, in a transaction.
        lines: their rows.
    """
    rows = [row for line in lines if line["voided"] is None for row in subject_rows(line)]
    insert_rows(connection, tables.item_subject, rows)


def refresh_items(connection: Connection, items: Collection[UUID]) -> None:
    """Compute the progress of lines and their subjects anew.

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
        subjects: list[dict[str, Any]] = []
        lines = connection.execute(sa.select(line).where(line.c.id.in_(part))).mappings().all()
        for row in lines:
            item: ProgramItem = projections.of(ProgramItem).entity_of(dict(row))
            values = item_values(item, records[item.id])
            where = line.c.row == row["row"]
            connection.execute(sa.update(line).where(where).values(values))
            if row["voided"] is None:
                subjects += subject_rows(row, records[item.id])
        own = tables.item_subject
        touched = [row["row"] for row in lines]
        connection.execute(sa.delete(own).where(own.c.item.in_(touched)))
        insert_rows(connection, own, subjects)


def pair_rows(successions: Iterable[Succession]) -> list[dict[str, Any]]:
    """The rows of `succession_pair` that successions have.

    Args:
        successions: some that are not voided.
    """
    return [
        {"succession": one.id, "predecessor": before, "successor": after}
        for one in successions
        for before, after in dict.fromkeys(one.pairs())
    ]


def refresh_successions(connection: Connection, successions: Collection[UUID]) -> None:
    """Write anew which organisations follow which.

    Args:
        connection: the writer's, in a transaction.
        successions: ids of the successions that were touched.
    """
    wanted, own = list(successions), tables.succession_pair
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        connection.execute(sa.delete(own).where(own.c.succession.in_(part)))
        query = sa.select(tables.succession).where(
            tables.succession.c.id.in_(part), tables.succession.c.voided.is_(None)
        )
        entities = projections.of(Succession).entities(connection, query)
        insert_rows(connection, own, pair_rows(entities))


def _progress(row: Mapping[Any, Any]) -> Progress:
    entity: Progress = projections.of(Progress).entity_of(dict(row))
    return entity
