"""Letters typed over a list or tree: the cursor goes to the row that begins with them.

Qt's own way asks the model for every row, which would fetch a list of a million, and knows
nothing of diacritics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QAbstractItemView

    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel, ListSource
    from ktgs_desktop.progress import Progress

_CHUNK = 500
_FARTHEST = 20_000


class Typed:
    """Letters typed shortly after one another."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._text = ""

    @property
    def running(self) -> bool:
        """Whether the last letter was typed only just now."""
        pause = QApplication.keyboardInputInterval()
        return self._clock.isValid() and not self._clock.hasExpired(pause)

    def take(self, text: str) -> tuple[str, bool]:
        """Take what was typed.

        Args:
            text: of one key.

        Returns:
            What is looked for, folded, and whether the present row may be it.
        """
        if not self.running:
            self._text = ""
        self._clock.start()
        self._text += text
        folded = fold(self._text)
        if len(set(folded)) == 1:  # the same letter again and again goes from row to row
            return folded[0], False
        return folded, True


class ListSearch:
    """Finds the row of a long list that begins with what is typed; else with a word that does.

    Args:
        view: the list.
        model: its rows.
        tasks: runs the search.
        go_to: puts the cursor on a row by its id.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        model: ListingModel,
        tasks: TaskRunner,
        go_to: Callable[[int], object],
    ) -> None:
        self._view = view
        self._model = model
        self._tasks = tasks
        self._go_to = go_to
        self._typed = Typed()
        self._task: Task | None = None

    @property
    def running(self) -> bool:
        """Whether the last letter was typed only just now."""
        return self._typed.running

    def take(self, text: str) -> None:
        """Look for what is typed from the cursor on, around the end.

        Args:
            text: of one key.
        """
        if not text.isprintable():
            return
        wanted, here = self._typed.take(text)
        model = self._model
        count = model.rowCount()
        start = max(0, self._view.currentIndex().row() + (0 if here else 1))
        places = [place % count for place in range(start, start + min(count, _FARTHEST))]
        ids, source, column = model.ids_at(places), model.source, self._column()

        def work(progress: Progress) -> int:
            return _first(source, column, ids, wanted, progress)

        self._task = self._tasks.read(
            self._view, work, self._go, label=_("Searching"), instead_of=self._task
        )

    def _go(self, number: int) -> None:
        if number:
            self._go_to(number)

    def _column(self) -> Column:
        """The column by which the list is ordered, else the widest."""
        columns, sort = self._model.columns, self._model.query.sort
        ordering = [one for one in columns if one.sort and one.sort == sort and not one.right]
        wide = [one for one in columns if one.stretch]
        return (ordering or wide or list(columns))[0]


def _first(
    source: ListSource, column: Column, ids: Sequence[int], wanted: str, progress: Progress
) -> int:
    inside = 0
    for place in range(0, len(ids), _CHUNK):
        progress.step(place, len(ids))
        for row in source.rows(ids[place : place + _CHUNK]):
            if begins(column.text(row), wanted):
                return int(row.row)
            if not inside and holds(column.text(row), wanted):
                inside = row.row
    return inside


def begins(text: Any, wanted: str) -> bool:
    """Whether a text begins with what is looked for, diacritics aside.

    Args:
        text: a cell.
        wanted: folded.
    """
    return fold(str(text)).startswith(wanted)


def holds(text: Any, wanted: str) -> bool:
    """Whether a word of a text begins with what is looked for, diacritics aside.

    Args:
        text: a cell.
        wanted: folded.
    """
    return f" {wanted}" in fold(str(text))
