"""What steps are written with: columns, tables of records, and columns that come later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.store import dialect
from ktgs_desktop.store.table_parts import identifier, nested, number, text, yes_no

__all__ = ["Tables", "identifier", "nested", "number", "octets", "row", "text", "yes_no"]

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alembic.operations import Operations
    from sqlalchemy.engine import Connection


def octets(name: str, *, size: int | None = None) -> sa.Column[Any]:
    """A column of bytes."""
    return sa.Column(name, sa.LargeBinary(size), nullable=False)


def row() -> sa.Column[Any]:
    """The local number of a row."""
    return sa.Column("row", sa.Integer(), primary_key=True, autoincrement=False)


class Tables:
    """Makes tables and indexes through Alembic.

    Args:
        operations: Alembic's operations on the connection.
        connection: in a transaction.
    """

    def __init__(self, operations: Operations, connection: Connection) -> None:
        self._operations, self._connection = operations, connection

    def plain(self, name: str, *parts: Any) -> None:
        """A table of this file alone."""
        self._operations.create_table(name, *parts)

    def index(self, name: str, table: str, *columns: str, unique: bool = False) -> None:
        """An index of all rows."""
        self._operations.create_index(name, table, list(columns), unique=unique)

    def records(self, name: str, *columns: sa.Column[Any], indexes: dict[str, str]) -> None:
        """A table of journaled records; `indexes` of those not voided, columns by blanks."""
        self._operations.create_table(
            name,
            row(),
            identifier("owner"),
            identifier("id"),
            octets("head", size=32),
            text("voided", empty=True),
            *columns,
            sa.UniqueConstraint("owner", "id", name=f"uq_{name}_identity"),
        )
        self.index(f"ix_{name}_id", name, "id")
        self._live_indexes(name, indexes)

    def _live_indexes(self, name: str, indexes: Mapping[str, str]) -> None:
        live = dialect.only_where(sa.column("voided").is_(None))
        for index, names in indexes.items():
            self._operations.create_index(
                f"ix_{name}_{index}",
                name,
                [*names.split(), "row"],
                **live,
            )

    def widen(
        self,
        name: str,
        added: Mapping[str, list[tuple[sa.Column[Any], Any]]],
        indexes: Mapping[str, str] | None = None,
    ) -> None:
        """Give a table of records more columns, each row the same value in them.

        The table is made anew, because SQLite adds columns only at the end and with a default,
        and a migrated file is to be like a new one.

        Args:
            name: the table.
            added: new columns with their values, by the name of the column they stand after.
            indexes: further indexes of rows not voided, columns by blanks.
        """
        old = sa.Table(name, sa.MetaData(), autoload_with=self._connection)
        kept = [
            (str(index.name), [column.name for column in index.columns]) for index in old.indexes
        ]
        for index_name, _columns in kept:
            self._operations.drop_index(index_name, name)
        former = f"{name}_before"
        self._operations.rename_table(name, former)
        columns: list[sa.Column[Any]] = []
        values: dict[str, Any] = {}
        for column in old.columns:
            columns.append(
                sa.Column(
                    column.name,
                    column.type,
                    primary_key=column.primary_key,
                    autoincrement=False,
                    nullable=column.nullable,
                )
            )
            values[column.name] = sa.column(column.name)
            for new, value in added.get(column.name, []):
                columns.append(new)
                values[new.name] = sa.literal(value, new.type)
        made = self._operations.create_table(
            name, *columns, sa.UniqueConstraint("owner", "id", name=f"uq_{name}_identity")
        )
        chosen = sa.select(*values.values()).select_from(sa.table(former))
        self._connection.execute(sa.insert(made).from_select(list(values), chosen))
        self._operations.drop_table(former)
        for index_name, names in sorted(kept):
            if index_name == f"ix_{name}_id":
                self.index(index_name, name, *names)
            else:
                short = index_name.removeprefix(f"ix_{name}_")
                self._live_indexes(name, {short: " ".join(names[:-1])})
        self._live_indexes(name, indexes or {})
