"""Dragging a row of a long list to another place, with a line that shows where it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame
from typing_extensions import override

from ktgs_desktop.gui import theme

if TYPE_CHECKING:
    from ktgs_desktop.gui.widgets.listing import ListView

_THICK = 2


class RowDrag(QObject):
    """Lets the row the cursor is on be dragged; a row that is not chosen yet is chosen as before.

    Signals:
        dropped: id of the row, and by how many rows it goes down (negative for up).

    Args:
        view: the list.
        allowed: whether rows may be moved now.
    """

    dropped = Signal(int, int)

    def __init__(self, view: ListView, allowed: Callable[[], bool]) -> None:
        super().__init__(view)
        self._view = view
        self._allowed = allowed
        self._from = -1
        self._at = QPoint()
        self._dragging = False
        self._line = QFrame(view.viewport())
        self._line.setFixedHeight(_THICK)
        self._line.hide()
        view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        kind, at = event.type(), event.position().toPoint()
        if kind == QEvent.Type.MouseButtonPress:
            self._begin(event, at)
            return False
        if kind == QEvent.Type.MouseMove and self._from >= 0:
            far = (at - self._at).manhattanLength() >= QApplication.startDragDistance()
            self._dragging = self._dragging or far
            self._show_line(at)
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._from >= 0:
            self._end(at)
        return False

    def _begin(self, event: QMouseEvent, at: QPoint) -> None:
        """Remember where a drag may begin; the list sees the press, but not the moves."""
        self._from = -1
        index = self._view.indexAt(at)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        chosen = index.isValid() and index.row() == self._view.currentIndex().row()
        alone = len(self._view.selected_ids()) == 1
        if plain and chosen and alone and self._allowed():
            self._from, self._at, self._dragging = index.row(), at, False

    def _target(self, at: QPoint) -> int:
        """The row before which the row would stand."""
        row = self._view.rowAt(at.y())
        if row < 0:
            return self._view.listing.rowCount() if at.y() > 0 else 0
        middle = self._view.rowViewportPosition(row) + self._view.rowHeight(row) // 2
        return row + 1 if at.y() > middle else row

    def _show_line(self, at: QPoint) -> None:
        if not self._dragging:
            return
        row = self._target(at)
        last = self._view.listing.rowCount() - 1
        top = self._view.rowViewportPosition(min(row, last))
        if row > last:
            top += self._view.rowHeight(last)
        self._line.setStyleSheet(f"background: {theme.colour('accent').name()};")
        self._line.setGeometry(0, max(top - 1, 0), self._view.viewport().width(), _THICK)
        self._line.show()
        self._line.raise_()

    def _end(self, at: QPoint) -> None:
        self._line.hide()
        start, self._from = self._from, -1
        if not self._dragging:
            return
        target = self._target(at)
        ids = self._view.listing.ids_at(range(min(start, target), max(start + 1, target)))
        steps = len(ids) - 1 if target > start else -(len(ids) - 1)
        if steps:
            self.dropped.emit(self._view.listing.id_at(start), steps)
