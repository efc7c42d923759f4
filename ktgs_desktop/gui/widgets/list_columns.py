"""What a long list is made of: its columns, and where its rows come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ktgs_desktop.i18n import Late

if TYPE_CHECKING:
    from ktgs_desktop.domain.listing import Listing


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        key: identifies it when widths are remembered.
        title: heading.
        text: what it shows of a row.
        width: first width in characters.
        sort: name of the order it stands for, empty if it cannot be sorted by.
        right: whether it is aligned right.
        tint: name of the colour of a row's cell, None for the usual one.
        stretch: whether it takes the room that is left.
        hidden: whether it is shown only when the user asks for it.
        struck: whether a row's cell is struck through, None for never.
    """

    key: str
    title: Late
    text: Callable[[Any], str]
    width: int = 12
    sort: str = ""
    right: bool = False
    tint: Callable[[Any], str] | None = None
    stretch: bool = False
    hidden: bool = False
    struck: Callable[[Any], bool] | None = None


class ListSource(Protocol):
    """Where a list comes from; both methods run in a reader's thread.

    A negative id is a heading between rows: -1 is the first of `headings`.
    """

    @property
    def headings(self) -> Sequence[str]:
        """Texts of the headings between rows."""
        ...

    def stream(self, query: Listing) -> Iterator[Sequence[int]]:
        """Ids in their order, chunk by chunk."""
        ...

    def rows(self, wanted: Sequence[int]) -> Sequence[Any]:
        """Rows by their ids; each has an attribute `row`."""
        ...
