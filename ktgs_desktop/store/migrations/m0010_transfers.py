"""Step 10: transfers of records between units, and which organisation follows which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from ktgs_desktop.store.bulk_insert import insert_rows
from ktgs_desktop.store.migrations import shapes

if TYPE_CHECKING:
    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def apply(operations: Operations, connection: Connection) -> None:
    """Make the tables, and fill who follows whom from the successions.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """
    tables = shapes.Tables(operations, connection)
    tables.widen("succession", {"basis": [(shapes.nested("parts"), [])]})
    tables.records(
        "transfer",
        shapes.identifier("source"),
        shapes.identifier("target"),
        shapes.text("on"),
        shapes.text("basis"),
        shapes.nested("records"),
        shapes.text("attachment"),
        indexes={"source": "source", "target": "target"},
    )
    tables.plain(
        "succession_pair",
        shapes.identifier("succession"),
        shapes.identifier("predecessor"),
        shapes.identifier("successor"),
        sa.PrimaryKeyConstraint("succession", "predecessor", "successor"),
    )
    name = "succession_pair"
    tables.index("ix_succession_pair_successor", name, "successor", "predecessor")
    tables.index("ix_succession_pair_predecessor", name, "predecessor", "successor")
    _fill(connection)
    _keep_organs(connection)


def _keep_organs(connection: Connection) -> None:
    """Organs that have ended stay organs of the organisation they were of."""
    found = connection.exec_driver_sql(
        "SELECT row, parents FROM organization WHERE ended IS NOT NULL AND parent IS NULL "
        "AND org_type IN ('EXEC_COMMITTEE', 'STANDING_COMMITTEE', 'INSPECTION_COMMITTEE')"
    )
    for row, parents in found.all():
        above = msgspec.json.decode(parents)
        if above:
            last = bytes.fromhex(above[-1]["parent"].replace("-", ""))
            connection.exec_driver_sql(
                "UPDATE organization SET parent = ? WHERE row = ?", (last, row)
            )


def _fill(connection: Connection) -> None:
    made = sa.Table("succession_pair", sa.MetaData(), autoload_with=connection)
    found = connection.exec_driver_sql(
        "SELECT id, predecessors, successors FROM succession WHERE voided IS NULL"
    )
    rows = [
        {"succession": identifier, "predecessor": before, "successor": after}
        for identifier, predecessors, successors in found.all()
        for before in _octets(predecessors)
        for after in _octets(successors)
    ]
    insert_rows(connection, made, rows)


def _octets(listed: str) -> list[bytes]:
    return [bytes.fromhex(one.replace("-", "")) for one in msgspec.json.decode(listed)]
