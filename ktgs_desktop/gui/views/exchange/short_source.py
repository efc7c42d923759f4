"""Tables that are read as a whole, shown as lists: words, heads of columns and order in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ktgs_desktop.domain.column_values import Holds, counted, narrowed
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.gui.widgets.column_filter import PREFIX, FilterValue, by_name, in_words

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing

_CHUNK = 500


class Placed(Protocol):
    """A row that knows its place."""

    @property
    def row(self) -> int:
        """Its place in the whole table, from 1."""
        ...


Row = TypeVar("Row", bound=Placed)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row]):
    """How rows are searched, narrowed and ordered.

    Attributes:
        text: all of a row that words are looked for in.
        holds: what a row holds, by column.
        words: what a value of a column is called; of a column without, the value is a name.
        orders: what rows are ordered by, by the name of the order.
        met: further conditions by the name of the filter.
    """

    text: Callable[[Row], str]
    holds: Holds[Row]
    words: Mapping[str, Callable[[str], object]]
    orders: Mapping[str, Callable[[Row], Any]]
    met: Mapping[str, Callable[[Row, str], bool]] = field(default_factory=dict)


class ShortSource(Generic[Row]):
    """Rows of a table for a list.

    Args:
        read: reads the whole table.
        shown: how its rows are searched, narrowed and ordered.

    Attributes:
        headings: there are none.
        whole: the table as it was read last.
    """

    headings: Sequence[str] = ()

    def __init__(self, read: Callable[[Listing], Sequence[Row]], shown: Shown[Row]) -> None:
        self._read, self._shown = read, shown
        self.whole: Sequence[Row] = ()
        self._rows: Mapping[int, Row] = {}

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Places of the rows in their order."""
        met = narrowed(self._met(query), self._shown.holds, _chosen(query))
        if query.sort:
            order = self._shown.orders[query.sort]
            met = sorted(met, key=order, reverse=query.descending)
        self._rows = {row.row: row for row in met}
        ids = [row.row for row in met]
        for place in range(0, len(ids), _CHUNK):
            yield ids[place : place + _CHUNK]

    def _met(self, query: Listing) -> list[Row]:
        """The rows that meet words and choices of the bar."""
        self.whole = self._read(query)
        words = fold(query.search).split()
        chosen = [
            (self._shown.met[name], str(value))
            for name, value in query.filters.items()
            if name in self._shown.met
        ]
        return [
            row
            for row in self.whole
            if all(word in fold(self._shown.text(row)) for word in words)
            and all(meets(row, value) for meets, value in chosen)
        ]

    def values(self, query: Listing, name: str) -> list[FilterValue]:
        """What a column holds among the rows of a query.

        Args:
            query: conditions.
            name: the column.
        """
        found = counted(self._met(query), self._shown.holds, _chosen(query), name)
        values = [one for one, _row in found]
        word = self._shown.words.get(name)
        return in_words(values, word) if word else by_name(values, lambda one: one.value)

    def rows(self, wanted: Sequence[int]) -> Sequence[Row]:
        """Rows by their places."""
        return [self._rows[number] for number in wanted if number in self._rows]


def _chosen(query: Listing) -> dict[str, tuple[str, ...]]:
    """What the heads of the columns narrow to."""
    return {
        name.removeprefix(PREFIX): values
        for name, values in query.filters.items()
        if name.startswith(PREFIX) and isinstance(values, tuple)
    }
