"""What tables are made of: columns by what they hold, and the frame of every record's table."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ktgs_desktop.store.columns import Identifier, Nested
from ktgs_desktop.store.dialect import live_index

metadata = sa.MetaData()


def text(name: str, *, empty: bool = False) -> sa.Column[Any]:
    """A text column; dates stand as ISO text.

    Args:
        name: its name.
        empty: whether it may be empty.
    """
    return sa.Column(name, sa.Text, nullable=empty)


def number(name: str, *, empty: bool = False) -> sa.Column[Any]:
    """A column of whole numbers.

    Args:
        name: its name.
        empty: whether it may be empty.
    """
    return sa.Column(name, sa.BigInteger, nullable=empty)


def identifier(name: str, *, empty: bool = False) -> sa.Column[Any]:
    """A column of identifiers.

    Args:
        name: its name.
        empty: whether it may be empty.
    """
    return sa.Column(name, Identifier, nullable=empty)


def nested(name: str, *, empty: bool = False) -> sa.Column[Any]:
    """A column of lists or objects, as canonical JSON.

    Args:
        name: its name.
        empty: whether it may be empty.
    """
    return sa.Column(name, Nested, nullable=empty)


def yes_no(name: str) -> sa.Column[Any]:
    """A column of yes or no.

    Args:
        name: its name.
    """
    return sa.Column(name, sa.Boolean, nullable=False)


def key(name: str) -> sa.Column[Any]:
    """A column of sort keys.

    Args:
        name: its name.
    """
    return sa.Column(name, sa.LargeBinary, nullable=False)


def records(name: str, *columns: sa.Column[Any], indexes: dict[str, tuple[str, ...]]) -> sa.Table:
    """A table of journaled records.

    Args:
        name: name of the entity.
        columns: columns of its fields, and derived ones.
        indexes: columns of further indexes, which hold the rows not voided.
    """
    table = sa.Table(
        name,
        metadata,
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        identifier("owner"),
        identifier("id"),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        text("voided", empty=True),
        *columns,
        sa.UniqueConstraint("owner", "id", name=f"uq_{name}_identity"),
    )
    sa.Index(f"ix_{name}_id", table.c.id)
    for index, names in indexes.items():
        columns_of = [table.c[column] for column in names]
        live_index(f"ix_{name}_{index}", *columns_of, table.c.row, where=table.c.voided.is_(None))
    return table
