"""The view of every long list: header with sorting, selection that survives a refresh, copying."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyleOptionHeader,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop.domain.listing import Listing

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.gui.widgets.listing_model import ListingModel

MAX_COPIED_ROWS = 20_000
_ROW_PADDING = 8
_FITTED_ROWS = 60
_CELL_ROOM, _TITLE_ROOM = 16, 24
_GENEROUS = 1.35


class ListHeader(QHeaderView):
    """A header that does not ask the model whether each column is wholly selected.

    Qt's own asks every row of the list, which freezes a million rows for 15 seconds.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

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
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logical:
            ascending = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            indicator = QStyleOptionHeader.SortIndicator
            option.sortIndicator = indicator.SortDown if ascending else indicator.SortUp


class ListView(QTableView):
    """A long list.

    Signals:
        current_changed: id of the row the cursor is on, 0 if none.
        activated_row: id of the row on which Enter or a double click fell.
    """

    current_changed = Signal(int)
    activated_row = Signal(int)

    def __init__(self, model: ListingModel, tasks: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.listing = model
        self._wanted = 0
        self._fitted = False
        header = ListHeader(self)
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
        self._size_columns()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort_by)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        model.modelReset.connect(self._on_reset)
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

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        one = self.fontMetrics().horizontalAdvance("n")
        for place, column in enumerate(self.listing.columns):
            title = self.fontMetrics().horizontalAdvance(str(column.title)) + 3 * one
            header.resizeSection(place, max(one * column.width, title))
            if column.stretch:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            header.setSectionHidden(place, column.hidden)

    def _fit_columns(self) -> None:
        """Make columns as wide as the first rows need, once, unless the user has set them."""
        if self._fitted:
            return
        rows = [row for row in map(self.listing.row_at, range(_FITTED_ROWS)) if row is not None]
        if not rows:
            return
        self._fitted = True
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        for place, column in enumerate(self.listing.columns):
            if column.stretch or column.hidden:
                continue
            longest = max(metrics.horizontalAdvance(column.text(row)) for row in rows)
            title = metrics.horizontalAdvance(str(column.title)) + _TITLE_ROOM
            most = int(metrics.horizontalAdvance("n") * column.width * _GENEROUS)
            header.resizeSection(place, max(title, min(longest + _CELL_ROOM, most)))

    # Order ------------------------------------------------------------------------------

    def _sort_by(self, section: int) -> None:
        sort = self.listing.columns[section].sort
        header = self.horizontalHeader()
        query = self.listing.query
        if not sort:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            return
        descending = query.sort == sort and not query.descending
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(section, order)
        self.show_query(Listing(sort, descending, query.search, query.filters))

    def show_query(self, query: Listing) -> None:
        """Show the rows of a query, the cursor staying on its row where it is still shown.

        Args:
            query: order and conditions.
        """
        if not self._wanted:
            self._wanted = self.current_id()
        self.listing.show(query)

    def refresh(self) -> None:
        """Ask for the present rows again."""
        self.show_query(self.listing.query)

    def _choose_columns(self, at: QPoint) -> None:
        menu = QMenu(self)
        header = self.horizontalHeader()
        for place, column in enumerate(self.listing.columns):
            action = menu.addAction(str(column.title))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(place))
            action.setEnabled(not column.stretch)
            action.toggled.connect(partial(self._show_column, place))
        menu.exec(header.mapToGlobal(at))

    def _show_column(self, place: int, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.horizontalHeader().setSectionHidden(place, not shown)

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
            self.selectRow(place)
            self.scrollTo(self.listing.index(place, 0))

    def _on_reset(self) -> None:
        self.clearSpans()
        for place in self.listing.heading_rows():
            self.setSpan(place, 0, 1, len(self.listing.columns))
        self._find_wanted()

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(max(0, self.listing.id_at(current.row())))

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
        else:
            super().keyPressEvent(event)

    def copy_selected(self) -> None:
        """Put the selected rows on the clipboard as a table for Word and Excel."""
        wanted = self.selected_ids()[:MAX_COPIED_ROWS]
        source = self.listing.source
        self._tasks.read(
            self,
            lambda _progress: list(source.rows(wanted)),
            lambda rows: put_on_clipboard(self.listing, rows),
        )

    def column_state(self) -> str:
        """Widths and order of the columns as text, to be remembered."""
        return bytes(self.horizontalHeader().saveState().toHex().data()).decode("ascii")

    def restore_columns(self, state: str) -> None:
        """Give the columns remembered widths and order; what does not fit is passed over.

        Args:
            state: what `column_state` gave.
        """
        if state:
            self._fitted = True
            self.horizontalHeader().restoreState(bytes.fromhex(state))


def table_texts(model: ListingModel, rows: Sequence[Any]) -> list[list[str]]:
    """What the columns show of rows.

    Args:
        model: the list.
        rows: rows of its source.
    """
    return [[column.text(row) for column in model.columns] for row in rows]


def put_on_clipboard(model: ListingModel, rows: Sequence[Any]) -> None:
    """Copy rows as text with tabs (Excel) and as a table (Word).

    Args:
        model: the list.
        rows: rows of its source.
    """
    heads = [str(column.title) for column in model.columns]
    table = [heads, *table_texts(model, rows)]
    data = QMimeData()
    data.setText("\n".join("\t".join(_one_line(cell) for cell in line) for line in table))
    body = "".join(
        _html_row(line, "th" if place == 0 else "td") for place, line in enumerate(table)
    )
    data.setHtml(f"<table border='1'>{body}</table>")
    QGuiApplication.clipboard().setMimeData(data)


def _one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ")


def _html_row(cells: Sequence[str], tag: str) -> str:
    inner = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"
