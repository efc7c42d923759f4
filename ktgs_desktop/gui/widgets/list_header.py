"""The header of every long list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget
from typing_extensions import override

from ktgs_desktop.gui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPainter

_ARROW, _GRIP, _ZONE = 10, 4, 19


class ListHeader(QHeaderView):
    """A header that does not ask the model whether each column is wholly selected.

    Qt's own asks every row of the list, which freezes a million rows for 15 seconds.

    Signals:
        filter_wanted: the arrow of a column was clicked; its place.
    """

    filter_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._filtered: frozenset[int] = frozenset()
        self._narrowed: frozenset[int] = frozenset()
        self._pressed = -1
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def offer_filters(self, places: frozenset[int]) -> None:
        """Show an arrow in the heads of columns.

        Args:
            places: the columns.
        """
        self._filtered = places
        for place in places:
            self.resizeSection(place, self.sectionSize(place) + _ARROW)
        self.viewport().update()

    def mark_filters(self, places: frozenset[int]) -> None:
        """Show which columns narrow the list.

        Args:
            places: the columns.
        """
        self._narrowed = places
        self.viewport().update()

    def _arrow_at(self, at: QPoint) -> int:
        """The column whose arrow is at a point, -1 for none; the edge stays for the width."""
        place = self.logicalIndexAt(at)
        if place not in self._filtered:
            return -1
        right = self.sectionViewportPosition(place) + self.sectionSize(place)
        return place if right - _ZONE <= at.x() < right - _GRIP else -1

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._arrow_at(event.position().toPoint())
        if self._pressed < 0 or event.button() != Qt.MouseButton.LeftButton:
            self._pressed = -1
            super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, -1
        if pressed < 0:
            super().mouseReleaseEvent(event)
        elif self._arrow_at(event.position().toPoint()) == pressed:
            self.filter_wanted.emit(pressed)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logical)
        painter.restore()
        if logical in self._filtered:
            narrowed = logical in self._narrowed
            icon = theme.icon(
                "mdi6.filter" if narrowed else "caret-down", "accent" if narrowed else "muted"
            )
            top = rect.bottom() - _ARROW - 3
            icon.paint(painter, QRect(rect.right() - _ARROW - _GRIP, top, _ARROW, _ARROW))

    @override
    def initStyleOptionForIndex(self, option: QStyleOptionHeader, logical: int) -> None:
        option.section = logical
        option.position = QStyleOptionHeader.SectionPosition.Middle
        model = self.model()
        option.text = str(model.headerData(logical, Qt.Orientation.Horizontal) or "")
        alignment = model.headerData(
            logical, Qt.Orientation.Horizontal, int(Qt.ItemDataRole.TextAlignmentRole)
        )
        option.textAlignment = Qt.AlignmentFlag(alignment or 0)
        option.selectedPosition = QStyleOptionHeader.SelectedPosition.NotAdjacent
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == logical
        if sorted_by:
            ascending = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            indicator = QStyleOptionHeader.SortIndicator
            option.sortIndicator = indicator.SortUp if ascending else indicator.SortDown
        if sorted_by or logical in self._filtered:
            # The arrows stand at the right end, where they would cover words set there.
            option.textAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
