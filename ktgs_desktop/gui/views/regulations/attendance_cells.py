"""The cells of the table of who came, as people use Excel: Enter goes on, cells are copied."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.regulations.attendance_model import FIRST, AttendanceModel

_Index = QModelIndex | QtCore.QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AttendanceCells(QTableView):
    """The cells: a digit begins to type, Delete clears, Ctrl+C and Ctrl+V as in Excel.

    Signals:
        paste_wanted: Ctrl+V was pressed.
        fill_wanted: F7 was pressed.
    """

    paste_wanted = Signal()
    fill_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.AnyKeyPressed | trigger.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.scaled(26))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        editable = bool(self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_F7 and not event.modifiers():
            self.fill_wanted.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._put([(one.row(), one.column(), "") for one in self.selectedIndexes()])
        elif event.key() in _ENTER and not event.modifiers() and editable:
            self.edit(self.currentIndex())
        elif event.key() in _ENTER and not event.modifiers():
            self.go_on(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _put(self, cells: list[tuple[int, int, str]]) -> None:
        model = self.model()
        if isinstance(model, AttendanceModel) and model.writable:
            model.put(cells)

    def copy(self) -> None:
        """Copy the marked cells as a table for Word and Excel."""
        marked = sorted((one.row(), one.column()) for one in self.selectedIndexes())
        if not marked:
            return
        rows = range(marked[0][0], marked[-1][0] + 1)
        first = min(column for _row, column in marked)
        last = max(column for _row, column in marked)
        model = self.model()
        lines = [
            "\t".join(
                str(model.index(row, column).data()) if (row, column) in set(marked) else ""
                for column in range(first, last + 1)
            )
            for row in rows
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def go_on(self, index: _Index) -> None:
        """Edit the cell after one, in the next row after the last of a row.

        Args:
            index: the cell that was left by Enter.
        """
        model = self.model()
        row, column = index.row(), index.column() + 1
        if column >= model.columnCount():
            row, column = row + 1, FIRST
        there = model.index(row, max(column, FIRST))
        if there.isValid():
            self.setCurrentIndex(there)
            self.edit(there)


class CellDelegate(QStyledItemDelegate):
    """Opens a line in a cell; Enter goes on to the next cell."""

    def __init__(self, view: AttendanceCells) -> None:
        super().__init__(view)
        self._view = view

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(heading))
        return editor

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QWidget)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
        ):
            here = QModelIndex(self._view.currentIndex())
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
            QTimer.singleShot(0, self._view, lambda: self._view.go_on(here))
            return True
        return super().eventFilter(watched, event)
