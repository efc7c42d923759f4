"""Judgements on signed things, each made once; and those who go in circles while judging."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_THE_WAY = ("unit_tree_loop", "chain_too_long")


class Judgements:
    """What was judged so far.

    Args:
        deepest: how many judgements may wait for one another.
    """

    def __init__(self, deepest: int) -> None:
        self._deepest = deepest
        self._settled: dict[tuple[bytes, ...], PackageError | None] = {}
        self._under_way: set[tuple[bytes, ...]] = set()

    def good(self, *what: bytes) -> bool:
        """Whether something was judged and found good.

        Args:
            what: what names it.
        """
        return what in self._settled and self._settled[what] is None

    @contextmanager
    def settling(self, *what: bytes) -> Iterator[bool]:
        """Judge something, unless it was judged before.

        Args:
            what: what names it.

        Yields:
            Whether it is still to be judged within; what is raised there is its judgement.

        Raises:
            PackageError: the judgement; `unit_tree_loop`, `chain_too_long`.
        """
        if what in self._settled:
            settled = self._settled[what]
            if settled is not None:
                raise settled
            yield False
            return
        if what in self._under_way:
            raise PackageError("unit_tree_loop")
        if len(self._under_way) >= self._deepest:
            raise PackageError("chain_too_long", limit=self._deepest)
        self._under_way.add(what)
        try:
            yield True
        except PackageError as error:
            if error.code not in _OF_THE_WAY:  # from another place the way may be a straight one
                self._settled[what] = error
            raise
        finally:
            self._under_way.discard(what)
        self._settled[what] = None
