"""The grid of the calendar: its cells, how they are drawn, and the keys that go through them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.programs.lines import STATE_SIGNS, STATE_WORDS
from ktgs_desktop.gui.views.programs.matrix_table import TINTS
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent

    from ktgs_desktop.domain.program_calendar import Cell, Entry

_Index = QModelIndex | QtCore.QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
_CELL = Qt.ItemDataRole.UserRole
MONTHS = 12
"""What Page Up and Page Down ask for, more than any arrow."""
_PADDING = 4


def entry_text(entry: Entry) -> str:
    """An entry in words: how far the line is, until when, and what it is about.

    Args:
        entry: the entry.
    """
    state = f"{STATE_SIGNS[entry.state]} {STATE_WORDS[entry.state]}"
    when = i18n.day(entry.on) if entry.due else _("at work")
    return f"{state} · {when}: {entry.content}"


class GridModel(QAbstractTableModel):
    """Days of a month by week, or weeks of a quarter by month."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self.grid: list[list[Cell]] = []
        self.heads: list[str] = []
        self.today = date.min

    def show(self, grid: list[list[Cell]], heads: list[str], today: date) -> None:
        """Show a grid.

        Args:
            grid: its rows.
            heads: headings of its columns.
            today: the workspace's day.
        """
        self.beginResetModel()
        self.grid, self.heads, self.today = grid, heads, today
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.grid)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.heads)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return self.heads[section]
        return None

    def cell(self, index: _Index) -> Cell:
        """The cell at a place."""
        return self.grid[index.row()][index.column()]

    def place_of(self, day: date) -> QModelIndex:
        """The place of a day, invalid if it is not shown."""
        for row, cells in enumerate(self.grid):
            for column, cell in enumerate(cells):
                if cell.inside and cell.start <= day <= cell.end:
                    return self.index(row, column)
        return QModelIndex()

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        cell = self.cell(index)
        if cell.end < cell.start:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        cell = self.cell(index)
        if role == _CELL:
            return cell
        if role == _DISPLAY:
            return day_text(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(map(entry_text, cell.entries))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "\n".join([day_text(cell), *map(entry_text, cell.entries)])
        return None


def day_text(cell: Cell) -> str:
    """What stands at the head of a cell: its day, or its first and last one.

    Args:
        cell: the cell.
    """
    if cell.end < cell.start:
        return ""
    if cell.start == cell.end:
        return str(cell.start.day)
    return f"{cell.start.day}–{cell.end.day}/{cell.end.month}"


class CellDelegate(QStyledItemDelegate):
    """Draws a cell: its day, then as many of its lines as there is room for."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        cell: Cell = index.data(_CELL)
        model: Any = index.model()
        self.initStyleOption(option, index)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        back = "selection" if selected else "surface" if cell.inside else "alternate"
        painter.fillRect(option.rect, theme.colour(back))
        area = option.rect.adjusted(_PADDING, 2, -_PADDING, -2)
        high = option.fontMetrics.height()
        today = cell.start <= model.today <= cell.end
        font = option.font
        font.setBold(today)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if today else "text" if cell.inside else "disabled"))
        head = QRect(area.left(), area.top(), area.width(), high)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, day_text(cell))
        font.setBold(False)
        painter.setFont(font)
        room = max(0, (area.height() - high) // high)
        self._paint_entries(painter, area.adjusted(0, high, 0, 0), cell, room)
        painter.restore()

    def _paint_entries(self, painter: QPainter, area: QRect, cell: Cell, room: int) -> None:
        """As many entries as there is room for; the last line says how many more there are."""
        entries, high = cell.entries, painter.fontMetrics().height()
        fit = len(entries) if len(entries) <= room else max(0, room - 1)
        for place, entry in enumerate(entries[:fit]):
            line = QRect(area.left(), area.top() + place * high, area.width(), high)
            if not entry.due:
                painter.fillRect(line.adjusted(0, 1, 0, -1), theme.colour("locked_back"))
            tint = TINTS[entry.state] if entry.due else "muted"
            painter.setPen(theme.colour(tint))
            sign = STATE_SIGNS[entry.state] if entry.due else "…"
            text = f"{sign} {entry.content}".replace("\n", " ")
            side = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(text, side, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        if fit < len(entries):
            painter.setPen(theme.colour("muted"))
            line = QRect(area.left(), area.top() + fit * high, area.width(), high)
            more = _("{count} more").format(count=len(entries) - fit)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, more)


class GridView(QTableView):
    """The grid: arrows go from day to day and, past an end, to the month before or after."""

    opened = Signal(object)
    left = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Calendar of the program"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        elif key == Qt.Key.Key_PageUp:
            self.left.emit(-MONTHS)
        elif key == Qt.Key.Key_PageDown:
            self.left.emit(MONTHS)
        elif key in _STEPS:
            self.left.emit(_STEPS[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_height()

    def share_height(self) -> None:
        """Give every row the same share of the height; Qt's own stretching would squeeze them."""
        rows = self.model().rowCount() if self.model() is not None else 0
        if rows:
            least = self.fontMetrics().height() * 3
            height = max(least, self.viewport().height() // rows)
            for row in range(rows):
                self.setRowHeight(row, height)


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -2, Qt.Key.Key_Down: 2}
"""Arrow keys: one or two for a cell to the side, or up and down."""
