"""Rows written as fast as the engine takes them: the driver's statement with tuples of values."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.store.columns import storing

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class _Insert:
    """The driver's own statement for a row, and how its values are handed over.

    `executemany` of tuples runs at the engine's own speed; the schema stays in one place.
    """

    def __init__(self, table: sa.Table, engine_dialect: sa.Dialect) -> None:
        compiled = sa.insert(table).compile(dialect=engine_dialect)
        names = compiled.positiontup or table.c.keys()
        self.sql = str(compiled)
        taken = itemgetter(*names)  # of one name it gives the bare value
        self._in_order = taken if len(names) > 1 else lambda row: (taken(row),)
        converters = [storing(table.c[name], engine_dialect) for name in names]
        self._converters = [(n, convert) for n, convert in enumerate(converters) if convert]

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """A row's values in the statement's order, as the driver takes them."""
        values = list(self._in_order(row))
        for place, convert in self._converters:
            values[place] = convert(values[place])
        return values


_insert_into = lru_cache(maxsize=64)(_Insert)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A moment without the collector of cycles: thousands of records make none, yet wake it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert_rows(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows to a table.

    Args:
        connection: where.
        table: the table.
        rows: a value for each of its columns.
    """
    if not rows:
        return
    insert = _insert_into(table, connection.dialect)
    connection.exec_driver_sql(insert.sql, [tuple(insert.values(row)) for row in rows])


def next_row(connection: Connection, table: sa.Table) -> int:
    """The local number of the next row of a table.

    Args:
        connection: the writer's, in a transaction.
        table: a table with a column `row`.
    """
    return int(connection.execute(sa.select(sa.func.max(table.c.row))).scalar() or 0) + 1
