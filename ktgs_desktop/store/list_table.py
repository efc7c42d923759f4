"""What a long list is made of: how it is ordered and filtered, and what a row of it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.store.columns import Identifier

Condition = Callable[[Any, Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class ListTable:
    """How a list is ordered, filtered and read.

    Attributes:
        table: the table it lists.
        sorts: columns of each order; the index of each ends in `row`.
        natural: the order without a choice.
        filters: condition of each filter.
        columns: columns a row needs.
        read: the row's dataclass from those columns.
        parents: an outer join for columns of other tables, None if there is none.
        search: the condition that a row of the table holds every word typed, None for the words of
            the row alone.
    """

    table: sa.Table
    sorts: Mapping[str, tuple[sa.Column[Any], ...]]
    natural: str
    filters: Mapping[str, Condition]
    columns: tuple[Any, ...]
    read: Callable[[Any], Any]
    parents: Any = field(default=None)
    search: Callable[[sa.Table, str], Any] | None = None


def equals(column: sa.Column[Any]) -> Condition:
    """The condition that a column has the value of the filter.

    Args:
        column: the column.
    """

    def condition(value: Any, _all: Mapping[str, Any]) -> Any:
        return column == (UUID(value) if isinstance(column.type, Identifier) else value)

    return condition
