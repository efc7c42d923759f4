"""Keys that lead from a filter's line into what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from ktgs_desktop.gui.widgets.listing import ListView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.widgets.filter_bar import FilterBar


class FilterKeys(QObject):
    """Down goes from a filter's line to what is shown, Escape takes the typed words away.

    Args:
        bar: the filter.
        shown: gives the list or tree that is shown, None if nothing is.
        owner: the pane.
    """

    def __init__(self, bar: FilterBar, shown: Callable[[], QWidget | None], owner: QWidget) -> None:
        super().__init__(owner)
        self._bar = bar
        self._shown = shown
        bar.line.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and self._bar.words:
            self._bar.line.clear()
            return True
        shown = self._shown()
        if event.key() != Qt.Key.Key_Down or shown is None:
            return False
        shown.setFocus()
        if isinstance(shown, ListView) and not shown.current_id():
            shown.go_to(shown.listing.id_at(0))
        return True
