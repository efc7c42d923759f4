"""The question a long list asks: which rows, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Filters = dict[str, str | int | bool | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Listing:
    """Which rows of a list, in which order.

    Attributes:
        sort: name of the column that orders the list; empty for the list's own order.
        descending: whether the greatest comes first.
        search: words typed; all must begin a word of the row, accents make it strict.
        filters: further conditions by name; what is allowed depends on the list. A name that
            begins with `in_` takes several values of a column.
    """

    sort: str = ""
    descending: bool = False
    search: str = ""
    filters: Mapping[str, str | int | bool | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value of a column, as the arrow in its head offers it.

    Attributes:
        value: the value, for the filter.
        count: how many rows have it.
        row: one of them.
        text: what it is called, empty where the list knows that.
    """

    value: str
    count: int
    row: int
    text: str = ""
