"""The table of the matrix: its rows and cells, and the signs drawn in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from ktgs_desktop.domain.dates import ROMAN_QUARTERS
from ktgs_desktop.domain.program_matrix import Matrix, MatrixRow
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.programs.lines import STATE_WORDS
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import program_views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPainter

    from ktgs_desktop.domain.program_matrix import Mark

_Index = QModelIndex | QtCore.QPersistentModelIndex
SIGNS = {
    ProgressState.DONE: "✓",
    ProgressState.IN_PROGRESS: "→",
    ProgressState.OVERDUE: "!",
    ProgressState.NOT_STARTED: "○",
}
TINTS = {
    ProgressState.DONE: "done",
    ProgressState.IN_PROGRESS: "in_progress",
    ProgressState.OVERDUE: "overdue",
    ProgressState.NOT_STARTED: "muted",
}
_GAP = 10
_MARKS = Qt.ItemDataRole.UserRole
_DISPLAY = Qt.ItemDataRole.DisplayRole


def row_name(row: MatrixRow) -> str:
    """What a row of the matrix is called.

    Args:
        row: the row.
    """
    return row.name or str(program_views.UNNAMED)


class MatrixModel(QAbstractTableModel):
    """Subjects down, quarters or years across, the number of lines last."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self.matrix = Matrix((), ())
        self.rows: list[MatrixRow] = []

    def show(self, matrix: Matrix, words: str) -> None:
        """Show the rows of a matrix whose names hold some words.

        Args:
            matrix: the matrix.
            words: what was typed; accents make it strict.
        """
        self.beginResetModel()
        self.matrix = matrix
        self.rows = list(matrix.narrowed(words, str(program_views.UNNAMED)).rows)
        self.endResetModel()

    def marks(self, index: _Index) -> tuple[Mark, ...]:
        """The marks of a cell; those of a whole row under its name or number.

        Args:
            index: the cell.
        """
        cells = self.rows[index.row()].cells
        column = index.column() - 1
        if 0 <= column < len(cells):
            return cells[column]
        return tuple(mark for cell in cells for mark in cell)

    def heading(self, column: int) -> str:
        """The heading of a column.

        Args:
            column: its place.
        """
        if column == 0:
            return _("Who is inspected or supervised")
        if column > len(self.matrix.columns):
            return _("Lines")
        value = self.matrix.columns[column - 1]
        if self.matrix.by_year:
            return _("Year {year}").format(year=value)
        return _("Quarter {number}").format(number=ROMAN_QUARTERS[value])

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.matrix.columns) + 2

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return self.heading(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section, self.columnCount())
        return None

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        row, column = self.rows[index.row()], index.column()
        inside = 0 < column <= len(self.matrix.columns)
        found: Any = None
        if role == _DISPLAY:
            found = self._text(row, column)
        elif role == _MARKS:
            found = row.cells[column - 1] if inside else None
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            found = _alignment(column, self.columnCount())
        elif role == Qt.ItemDataRole.ForegroundRole and column == 0 and not row.kind:
            found = theme.colour("muted")
        elif role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and inside:
            found = "\n".join(map(mark_text, self.marks(index)))
        return found

    def _text(self, row: MatrixRow, column: int) -> str:
        if column == 0:
            return row_name(row)
        inside = column <= len(self.matrix.columns)
        return cell_text(row.cells[column - 1]) if inside else str(row.total)


def _alignment(column: int, columns: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft
    if column:
        side = Qt.AlignmentFlag.AlignHCenter
    if column == columns - 1:
        side = Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def cell_text(marks: Sequence[Mark]) -> str:
    """The signs of a cell, as copied and exported.

    Args:
        marks: the marks.
    """
    return " ".join(SIGNS[mark.state] for mark in marks)


def mark_text(mark: Mark) -> str:
    """A line of a cell in words: how far it is and what it is about.

    Args:
        mark: the mark.
    """
    return f"{SIGNS[mark.state]} {STATE_WORDS[mark.state]}: {mark.content}"


class SignsDelegate(QStyledItemDelegate):
    """Draws the signs of a cell in their colours; many of one kind as sign and number."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        marks = index.data(_MARKS)
        if marks is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        font = option.font
        font.setBold(True)
        painter.save()
        painter.setFont(font)
        metrics = painter.fontMetrics()
        parts = _parts(marks, metrics.horizontalAdvance, option.rect.width())
        wide = sum(metrics.horizontalAdvance(text) for text, _state in parts)
        left = option.rect.left() + (option.rect.width() - wide - _GAP * (len(parts) - 1)) // 2
        for text, state in parts:
            painter.setPen(theme.colour(TINTS[state]))
            width = metrics.horizontalAdvance(text)
            at = QRect(left, option.rect.top(), width, option.rect.height())
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, text)
            left += width + _GAP
        painter.restore()


def _parts(
    marks: Sequence[Mark], measure: Callable[[str], int], width: int
) -> list[tuple[str, ProgressState]]:
    """A sign for each line, or, where there is no room, each sign once with its number."""
    each = [(SIGNS[mark.state], mark.state) for mark in marks]
    if sum(measure(text) + _GAP for text, _state in each) <= width:
        return each
    counts = {state: sum(mark.state == state for mark in marks) for state in SIGNS}
    return [(f"{SIGNS[state]}{count}", state) for state, count in counts.items() if count]


class MatrixView(QTableView):
    """The table; Enter or a click on a cell opens the lines behind it."""

    opened = Signal(object)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        else:
            super().keyPressEvent(event)
