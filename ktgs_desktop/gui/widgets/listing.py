"""The view of every long list: header with sorting, selection that survives a refresh, copying."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui.widgets import column_widths
from ktgs_desktop.gui.widgets.list_header import ListHeader
from ktgs_desktop.gui.widgets.list_texts import copy_rows
from ktgs_desktop.gui.widgets.type_ahead import ListSearch
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.gui.widgets.listing_model import Column, ListingModel

_MAX_KEPT_ROWS = 5_000
_ROW_PADDING = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the user was when rows were asked for again.

    Attributes:
        place: of the cursor, -1 for none.
        shift: how far the list was scrolled, -1 if the cursor is on its way elsewhere.
        rows: ids of the selected rows, if there are several.
        everything: whether all rows were selected.
    """

    place: int = -1
    shift: int = 0
    rows: frozenset[int] = frozenset()
    everything: bool = False


class ListView(QTableView):
    """A long list.

    Signals:
        current_changed: id of the row the cursor is on, 0 if none.
        activated_row: id of the row on which Enter or a double click fell.

    Attributes:
        of_rows: what the page does to the row in hand; it stands in the list's menu.
    """

    current_changed = Signal(int)
    activated_row = Signal(int)

    def __init__(self, model: ListingModel, tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.listing = model
        self._search = ListSearch(self, model, tasks, self.go_to)
        self._wanted = 0
        self._told = 0
        self._kept = Kept()
        self._settling = False
        self._fitted = False
        self.of_rows: list[QAction] = []
        self.list_header = header = ListHeader(self)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.set_row_lines(1)
        column_widths.begin(self, model.columns)
        for place, column in enumerate(model.columns):
            header.setSectionHidden(place, column.hidden)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort_by)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)
        self.selectionModel().currentRowChanged.connect(lambda *_args: self._on_current())
        model.modelReset.connect(self._span_headings)
        model.replacing.connect(self._keep_place)
        model.replaced.connect(self._settle)
        model.streamed.connect(lambda _number: self._settle_at_last())
        model.dataChanged.connect(lambda *_args: self._fit_columns())
        model.rowsInserted.connect(lambda *_args: self._find_wanted())
        self.doubleClicked.connect(self._activate)

    def set_row_lines(self, lines: int) -> None:
        """Make rows one or two lines high.

        Args:
            lines: 1 or 2.
        """
        height = self.fontMetrics().height() * lines + _ROW_PADDING
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(height)
        vertical.setDefaultSectionSize(height)
        self.setWordWrap(lines > 1)

    def _fit_columns(self) -> None:
        """Make columns as wide as the first rows need, once, unless the user has set them."""
        if self._fitted or not self.isVisible():
            return  # before it is seen, nobody knows how much room there is
        rows = map(self.listing.row_at, range(column_widths.FITTED_ROWS))
        shown = [row for row in rows if row is not None]
        if shown:
            self._fitted = True
            column_widths.fit(self, self.listing.columns, shown)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_columns()

    # Order and columns --------------------------------------------------------------------

    def _sort_by(self, section: int) -> None:
        query, sort = self.listing.query, self.listing.columns[section].sort
        if sort:
            descending = query.sort == sort and not query.descending
            self.show_query(Listing(sort, descending, query.search, query.filters))
        self._show_order()

    def _show_order(self) -> None:
        """Let the header say by which column the list is ordered."""
        query = self.listing.query
        sorts = [column.sort for column in self.listing.columns]
        section = sorts.index(query.sort) if query.sort and query.sort in sorts else -1
        order = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)

    def show_query(self, query: Listing) -> None:
        """Show the rows of a query, the cursor staying on its row where it is still shown.

        Args:
            query: order and conditions.
        """
        self.listing.show(query)
        self._show_order()

    def refresh(self) -> None:
        """Ask for the present rows again."""
        self.show_query(self.listing.query)

    def visible_columns(self) -> list[Column]:
        """The columns that are shown, from the left."""
        header = self.horizontalHeader()
        order = map(header.logicalIndex, range(header.count()))
        return [self.listing.columns[place] for place in order if not self.isColumnHidden(place)]

    def _column_actions(self, menu: QMenu) -> None:
        for place, column in enumerate(self.listing.columns):
            action = menu.addAction(str(column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.setEnabled(not column.stretch)
            action.toggled.connect(partial(self._show_column, place))

    def _show_column(self, place: int, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.setColumnHidden(place, not shown)

    def _order_actions(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for place, column in enumerate(self.listing.columns):
            if column.sort:
                action = QAction(str(column.title), menu)
                action.setCheckable(True)
                action.setChecked(column.sort == self.listing.query.sort)
                action.triggered.connect(lambda _checked=False, at=place: self._sort_by(at))
                group.addAction(action)
                menu.addAction(action)

    def _show_header_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._column_actions(menu)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(_("&Copy"))
        copy.setEnabled(bool(self.current_id()) or self.selectionModel().hasSelection())
        copy.triggered.connect(lambda _checked: self.copy_selected())
        menu.addActions(self.of_rows)
        self._order_actions(menu.addMenu(_("&Order by")))
        self._column_actions(menu.addMenu(_("C&olumns")))
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).bottomLeft() if keyboard else event.pos()
        menu.popup(self.viewport().mapToGlobal(at))

    # The cursor -------------------------------------------------------------------------

    def current_id(self) -> int:
        """Id of the row the cursor is on, 0 if none."""
        index = self.currentIndex()
        return max(0, self.listing.id_at(index.row())) if index.isValid() else 0

    def go_to(self, number: int) -> None:
        """Put the cursor on a row as soon as it is shown.

        Args:
            number: its id.
        """
        self._wanted = number
        self._find_wanted()

    def _find_wanted(self) -> None:
        if not self._wanted:
            return
        place = self.listing.place_of(self._wanted)
        if place >= 0:
            self._wanted = 0
            if place != self.currentIndex().row():
                # Not `selectRow`, which adds to the selection while Ctrl is held down.
                there, flags = self.listing.index(place, 0), QItemSelectionModel.SelectionFlag
                how = flags.ClearAndSelect | flags.Rows
                self.selectionModel().setCurrentIndex(there, how)
                self.scrollTo(there)
            self._tell()

    def _keep_place(self) -> None:
        """Rows are about to be replaced: remember where the user is."""
        self._settling = True
        going = bool(self._wanted)
        self._wanted = self._wanted or self.current_id()
        selection = self.selectionModel().selection()
        count = sum(selection.at(place).height() for place in range(selection.count()))
        self._kept = Kept()
        if self.listing.refreshing:
            several = 1 < count <= _MAX_KEPT_ROWS and not going
            self._kept = Kept(
                place=self.currentIndex().row(),
                shift=-1 if going else self.verticalScrollBar().value(),
                rows=frozenset(self.selected_ids()) if several else frozenset(),
                everything=count > 1 and count == self.listing.rowCount() and not going,
            )

    def _settle(self) -> None:
        """Rows were replaced: put cursor and selection back."""
        kept = self._kept
        self._find_wanted()
        if kept.place >= 0 and kept.shift >= 0:
            self.verticalScrollBar().setValue(kept.shift)
        if kept.everything:
            self.selectAll()
        elif kept.rows:
            self._select(kept.rows)
        self._settling = False
        self._tell()

    def _settle_at_last(self) -> None:
        """All rows have come: a cursor whose row is gone stays at its place."""
        self._find_wanted()
        gone, self._wanted = bool(self._wanted) or not self.current_id(), 0
        place, self._kept = self._kept.place, Kept()
        last = self.listing.rowCount() - 1
        if place >= 0 and last >= 0 and gone:
            near = (*range(min(place, last), last + 1), *range(min(place, last), -1, -1))
            self.go_to(next((n for n in map(self.listing.id_at, near) if n > 0), 0))
        self._tell()

    def _select(self, wanted: frozenset[int]) -> None:
        chosen, model, left = QItemSelection(), self.listing, len(wanted)
        last = model.columnCount() - 1
        for place in range(model.rowCount()):
            if not left:
                break
            if model.id_at(place) in wanted:
                chosen.select(model.index(place, 0), model.index(place, last))
                left -= 1
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _span_headings(self) -> None:
        self.clearSpans()
        for place in self.listing.heading_rows():
            self.setSpan(place, 0, 1, len(self.listing.columns))

    def _on_current(self) -> None:
        if not self._settling:
            self._wanted = 0
            self._tell()

    def _tell(self) -> None:
        number = self.current_id()
        if number != self._told and not self._settling:
            self._told = number
            self.current_changed.emit(number)

    def _activate(self, index: QModelIndex) -> None:
        number = self.listing.id_at(index.row())
        if number > 0:
            self.activated_row.emit(number)

    def selected_ids(self) -> list[int]:
        """Ids of the selected rows in their order."""
        rows: list[int] = []
        selection = self.selectionModel().selection()
        for place in range(selection.count()):
            part = selection.at(place)
            rows.extend(range(part.top(), part.bottom() + 1))
        return self.listing.ids_at(sorted(set(rows)))

    # Keys and copying -------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate(self.currentIndex())
        elif event.text() == " " and self._search.running:
            self._search.take(" ")  # Qt marks rows with it
        else:
            super().keyPressEvent(event)

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and last row; Qt's stay in the row."""
        count = self.listing.rowCount()
        home = action == QAbstractItemView.CursorAction.MoveHome
        if not count or not (home or action == QAbstractItemView.CursorAction.MoveEnd):
            return super().moveCursor(action, modifiers)
        places = range(count) if home else range(count - 1, -1, -1)
        place = next((place for place in places if self.listing.id_at(place) > 0), 0)
        return self.listing.index(place, max(0, self.currentIndex().column()))

    @override
    def keyboardSearch(self, search: str) -> None:
        self._search.take(search)

    def copy_selected(self) -> None:
        """Put the marked rows, else the one in hand, on the clipboard as a table."""
        wanted = self.selected_ids() or [number for number in (self.current_id(),) if number]
        copy_rows(self, self.listing.source, self.visible_columns(), wanted, self._tasks)

    def column_state(self) -> str:
        """Widths and order of the columns as text, to be remembered."""
        state = bytes(self.horizontalHeader().saveState().toHex().data()).decode("ascii")
        return f"{self._column_keys()}|{column_widths.dress(self)}|{state}"

    def restore_columns(self, state: str) -> None:
        """Give the columns remembered widths and order; what does not fit is passed over.

        Widths of another language or size of letters do not fit.

        Args:
            state: what `column_state` gave.
        """
        keys, _bar, rest = state.partition("|")
        dress, _bar, saved = rest.rpartition("|")
        if keys == self._column_keys():
            restored = QByteArray.fromHex(saved.encode("ascii"))
            there = self.horizontalHeader().restoreState(restored)
            self._fitted = there and dress == column_widths.dress(self)
            if there and not self._fitted:
                column_widths.begin(self, self.listing.columns)
            self._show_order()

    def _column_keys(self) -> str:
        return ",".join(column.key for column in self.listing.columns)
