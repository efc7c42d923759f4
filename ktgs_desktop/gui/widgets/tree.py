"""The view of a tree of any size; what is open stays open when it is read anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget
from typing_extensions import override

from ktgs_desktop.gui.widgets.list_header import ListHeader
from ktgs_desktop.gui.widgets.type_ahead import Typed, begins, holds

if TYPE_CHECKING:
    from ktgs_desktop.gui.widgets.tree_model import TreeModel


class TreeView(QTreeView):
    """A tree of records; what is open stays open when it is read anew.

    Signals:
        current_changed: id of the record the cursor is on, None if none.
        activated_record: id of the record on which Enter or a double click fell.
        missing: id of a record that was to be revealed and is not in the tree.
        refreshed: the tree was read anew.
    """

    current_changed = Signal(object)
    activated_record = Signal(object)
    missing = Signal(object)
    refreshed = Signal()

    def __init__(self, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = model
        self._wanted: UUID | None = None
        self._quiet = False
        self._opened: list[UUID] = []
        self._scrolled = 0
        self._present: list[UUID] = []
        self._typed = Typed()
        header = ListHeader(self)
        header.setSectionsClickable(False)
        self.setHeader(header)
        self.setModel(model)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._size_columns()
        model.modelAboutToBeReset.connect(self._note)
        model.loaded.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.doubleClicked.connect(self._on_double_click)

    def _size_columns(self) -> None:
        header = self.header()
        one = self.fontMetrics().horizontalAdvance("n")
        for place, column in enumerate(self.tree.columns):
            header.resizeSection(place, one * column.width)
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    # What is shown ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the tree anew; what is open stays open, the cursor goes where its record goes."""
        self.tree.load(self._open_records(), self._wanted or self.current_record())

    def reveal(self, record: UUID) -> None:
        """Open the way to a record and put the cursor on it.

        Args:
            record: its id.
        """
        self._wanted = record
        self.refresh()

    def current_record(self) -> UUID | None:
        """The record the cursor is on, None if none."""
        return self.tree.record_of(self.currentIndex())

    def _open_records(self) -> list[UUID]:
        return [one for one in self.tree.fetched() if self.isExpanded(self.tree.index_of(one))]

    def _note(self) -> None:
        """Keep what is open, and the cursor's record with those above it."""
        self._opened = self._open_records()
        self._present = []
        index = self.currentIndex()
        while index.isValid():
            record = self.tree.record_of(index)
            self._present += [record] if record is not None else []
            index = index.parent()
        self._scrolled = self.verticalScrollBar().value()
        self._quiet = True

    def _restore(self, path: Sequence[UUID]) -> None:
        for record in (*self._opened, *path[:-1]):
            index = self.tree.index_of(record)
            if index.isValid():
                self.setExpanded(index, True)  # noqa: FBT003 - Qt's own signature
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(self._scrolled)
        self._quiet = False
        wanted, self._wanted = self._wanted, None
        goals = [wanted] if wanted is not None else self._present
        there = [index for index in map(self.tree.index_of, goals) if index.isValid()]
        if there:
            self.setCurrentIndex(there[0])
            self.scrollTo(there[0])
        elif wanted is not None:
            self.missing.emit(wanted)
        elif goals:
            self.current_changed.emit(None)
        self.refreshed.emit()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._quiet:
            self.current_changed.emit(self.tree.record_of(current))

    # Keys -------------------------------------------------------------------------------

    def _on_double_click(self, index: QModelIndex) -> None:
        record = self.tree.record_of(index)
        if record is not None:
            self.activated_record.emit(record)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        record = self.current_record()
        if event.matches(QKeySequence.StandardKey.Copy) and record is not None:
            row = self.tree.row_of(self.currentIndex())
            texts = [column.text(row) for column in self.tree.columns]
            QGuiApplication.clipboard().setText("\t".join(texts))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and record is not None:
            self.activated_record.emit(record)
        elif event.text() == " " and self._typed.running:
            self.keyboardSearch(" ")  # Qt marks rows with it
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """The next open row that begins with what is typed, else with a word that does."""
        if not search.isprintable():
            return
        wanted, here = self._typed.take(search)
        rows = self._rows_from_cursor()
        rows = rows if here else [*rows[1:], *rows[:1]]
        for fits in (begins, holds):
            found = next((one for one in rows if fits(one.data(), wanted)), None)
            if found is not None:
                self.setCurrentIndex(found)
                return

    def _rows_from_cursor(self) -> list[QModelIndex]:
        """The rows to be seen by scrolling, from the cursor's on, around the end."""
        rows: list[QModelIndex] = []
        step, before, cursor = self.tree.index(0, 0), 0, self.currentIndex().internalId()
        while step.isValid():
            if step.internalId() == cursor:
                before = len(rows)
            rows.append(step)
            step = self.indexBelow(step)
        return rows[before:] + rows[:before]
