"""Step 3: the subjects of program lines in a table of their own, so that they can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from ktgs_desktop.store.bulk_insert import insert_rows
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection

_CHUNK = 2000


def apply(operations: Operations, connection: Connection) -> None:
    """Make the table and fill it from the lines and their progress.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.plain(
        "item_subject",
        shapes.number("item"),
        shapes.number("place"),
        shapes.identifier("subject"),
        shapes.text("kind"),
        shapes.identifier("record", empty=True),
        shapes.identifier("program"),
        shapes.number("year"),
        shapes.text("part"),
        shapes.yes_no("in_force"),
        shapes.text("done_on", empty=True),
        sa.PrimaryKeyConstraint("item", "place"),
    )
    tables.index(
        "ix_item_subject_record",
        "item_subject",
        *("record", "year", "part", "done_on", "in_force", "program", "item"),
    )
    _fill(connection)


def _fill(connection: Connection) -> None:
    """Rows of lines that are not voided, each subject with the day of its conclusion."""
    made = sa.Table("item_subject", sa.MetaData(), autoload_with=connection)
    steps = connection.exec_driver_sql(
        "SELECT item, subject, done_on FROM progress "
        "WHERE voided IS NULL AND state = 'DONE' AND subject IS NOT NULL"
    )
    done = {(bytes(item), bytes(subject)): on for item, subject, on in steps}
    lines = connection.exec_driver_sql(
        "SELECT row, id, program, year, part, in_force, subjects FROM program_item "
        "WHERE voided IS NULL ORDER BY row"
    )
    while found := lines.fetchmany(_CHUNK):
        rows: list[dict[str, Any]] = []
        for row, item, program, year, part, in_force, subjects in found:
            for place, subject in enumerate(msgspec.json.decode(subjects)):
                key, record = _octets(subject["key"]), _octets(subject.get("id"))
                rows.append(
                    {
                        "item": row,
                        "place": place,
                        "subject": key,
                        "kind": subject["kind"],
                        "record": record,
                        "program": program,
                        "year": year,
                        "part": part,
                        "in_force": in_force,
                        "done_on": done.get((bytes(item), key or b"")),
                    }
                )
        insert_rows(connection, made, rows)


def _octets(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text.replace("-", ""))
