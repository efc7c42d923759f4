"""Progress by quarter as stacked bars, in the window's own type.

A click on a part, or the arrow keys and Enter, asks for the lines behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from ktgs_desktop.gui import theme

_LABEL = 64
_GAP = 10
_HIGHEST = 44
_LEGEND = 26


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar.

    Attributes:
        key: identifies it.
        text: what it is, for the legend.
        tint: name of its colour.
        light: whether its number is written in the usual text colour.
    """

    key: str
    text: str
    tint: str
    light: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar.

    Attributes:
        label: what stands before it.
        values: how much of each part, in the order of the parts.
    """

    label: str
    values: tuple[int, ...]


class StackedBars(QWidget):
    """Horizontal bars with their numbers.

    Signals:
        chosen: place of the bar and key of the part that was clicked, or chosen with Enter.
    """

    chosen = Signal(int, str)

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = tuple(parts)
        self._bars: tuple[Bar, ...] = ()
        self._places: list[tuple[QRectF, int, str]] = []
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def _label_width(self) -> int:
        """Room for the longest label before the bars."""
        wide = self.fontMetrics().horizontalAdvance
        return max((_LABEL, *(wide(bar.label) + _GAP for bar in self._bars)))

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show bars.

        Args:
            bars: from the top down.
        """
        self._bars = tuple(bars)
        words = [
            f"{bar.label}: "
            + ", ".join(f"{part.text} {v}" for part, v in zip(self._parts, bar.values, strict=True))
            for bar in self._bars
        ]
        self.setAccessibleDescription("; ".join(words))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(420, 4 * (26 + _GAP) + theme.scaled(_LEGEND))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, 4 * 22 + theme.scaled(_LEGEND))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._places = []
        most = max((sum(bar.values) for bar in self._bars), default=0)
        room = self.width() - self._label_width() - 8
        count = max(1, len(self._bars))
        step = min(_HIGHEST + _GAP, (self.height() - theme.scaled(_LEGEND)) / count)
        for row, bar in enumerate(self._bars):
            self._paint_bar(painter, row, bar, (row * step, step - _GAP), room / max(1, most))
        self._paint_legend(painter, count * step + 4)
        if self.hasFocus() and self._places:
            self._at = min(self._at, len(self._places) - 1)
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRect(self._places[self._at][0].adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_bar(
        self, painter: QPainter, row: int, bar: Bar, span: tuple[float, float], unit: float
    ) -> None:
        top, height = span
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("muted"))
        painter.drawText(QRectF(0, top, self._label_width(), height), middle, bar.label)
        x = first = float(self._label_width())
        for part, value in zip(self._parts, bar.values, strict=True):
            if not value:
                continue
            place = QRectF(x, top, value * unit - 2, height)
            painter.fillRect(place, theme.colour(part.tint))
            painter.setPen(theme.colour("text" if part.light else "accent_text"))
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignHCenter, str(value))
            self._places.append((place, row, part.key))
            x += value * unit
        if x == first:
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(x, top, 40, height), middle, "–")

    def _paint_legend(self, painter: QPainter, top: float) -> None:
        x = 0.0
        for part in self._parts:
            painter.fillRect(QRectF(x, top + 7, 10, 10), theme.colour(part.tint))
            painter.setPen(theme.colour("muted"))
            width = painter.fontMetrics().horizontalAdvance(part.text)
            place = QRectF(x + 15, top, width + 8, 24)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, part.text)
            x += width + 36

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = [row for _place, row, _key in self._places]
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right if rows:
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self._at = min(max(0, self._at + step), len(rows) - 1)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if rows:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                others = [row for row in rows if (row - rows[self._at]) * step > 0]
                if others:
                    self._at = rows.index(min(others, key=lambda row: row * step))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if rows:
                self.chosen.emit(*self._places[self._at][1:])
            case _:
                super().keyPressEvent(event)
        self.update()

    def _hit(self, event: QMouseEvent) -> tuple[int, str] | None:
        for place, row, key in self._places:
            if place.contains(event.position()):
                return row, key
        return None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event)
        if hit is not None:
            self.chosen.emit(*hit)
