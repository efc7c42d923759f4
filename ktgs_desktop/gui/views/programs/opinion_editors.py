"""The table of opinions and the fields that open in it: Enter goes from cell to cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

_Index = QModelIndex | QtCore.QPersistentModelIndex
_EDIT = Qt.ItemDataRole.EditRole
_LONG = frozenset(("text", "answer"))
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TALL = 90
_PADDING = 8


class OpinionTable(QTableView):
    """The table: Enter or any letter edits a cell, Enter goes on to the next one.

    Signals:
        past_end: Enter was pressed in the last cell of the last row.
    """

    past_end = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.AnyKeyPressed | trigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._narrowed = QTimer(self, singleShot=True, interval=0)
        self._narrowed.timeout.connect(self.resizeRowsToContents)
        self.horizontalHeader().sectionResized.connect(lambda *_sizes: self._narrowed.start())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        editable = bool(self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)
        if event.key() in _ENTER and not event.modifiers() and editable:
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def go_on(self, index: QModelIndex) -> None:
        """Edit the cell after one, in the next row after the last of a row.

        Args:
            index: the cell that was left by Enter.
        """
        model = self.model()
        place = index.row() * model.columnCount() + index.column() + 1
        row, column = divmod(place, model.columnCount())
        if row >= model.rowCount():
            self.past_end.emit()
            return
        there = model.index(row, column)
        self.setCurrentIndex(there)
        self.edit(there)


class _LongText(QPlainTextEdit):
    """A text of several lines: Shift+Enter breaks the line, Enter is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)


class OpinionDelegate(QStyledItemDelegate):
    """Opens a field in a cell: a choice for the result, several lines for long texts.

    Args:
        view: the table.
        fields: name of the value in each column.
        results: what each result is called.
    """

    def __init__(
        self, view: OpinionTable, fields: Sequence[str], results: Mapping[str, str]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._fields = fields
        self._results = results

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = self._fields[index.column()]
        editor: QWidget
        if field == "result":
            choice = QComboBox(parent)
            for value, text in self._results.items():
                choice.addItem(text, value)
            editor = choice
        elif field in _LONG:
            editor = _LongText(parent)
        else:
            editor = QLineEdit(parent)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(str(heading))
        return editor

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """How high a cell is: the style sheet's padding narrows the text, which Qt forgets."""
        narrower = QStyleOptionViewItem(option)
        narrower.rect = option.rect.adjusted(0, 0, -_PADDING, 0)
        return super().sizeHint(narrower, index)

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        area = option.rect
        if isinstance(editor, QPlainTextEdit):
            area.setHeight(max(area.height(), _TALL))
            below = self._view.viewport().height() - area.bottom()
            if below < 0:
                area.translate(0, below)
        editor.setGeometry(area)

    @override
    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        value = index.data(_EDIT)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(value))
            editor.selectAll()
        else:
            super().setEditorData(editor, index)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        else:
            super().setModelData(editor, model, index)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QWidget)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
        ):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                return False
            here = QModelIndex(self._view.currentIndex())
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
            QTimer.singleShot(0, self._view, lambda: self._view.go_on(here))
            return True
        return super().eventFilter(watched, event)
