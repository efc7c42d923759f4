"""The model of every long list: ids streamed in, visible rows fetched by them.

The ids of a million rows take 8 MB and come in chunks while the first rows are already shown; the
rows of the first page come with the first chunk, those of another page when it is first looked at.
"…" stands until they come.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from typing_extensions import override

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.list_columns import Column, ListSource

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.progress import Progress

__all__ = ["PAGE", "Column", "ListSource", "ListingModel"]

PAGE = 128
_CACHED_PAGES = 64
_BLOCK = 4096
_Index = QModelIndex | QtCore.QPersistentModelIndex
_Part = tuple[Sequence[int], Sequence[Any]]

# Roles as plain numbers: comparing enumeration members costs more than all the rest of `data`.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ListingModel(QAbstractTableModel):
    """Shows a list of any length.

    Signals:
        streamed: all ids have come; their number.
        replacing: other rows are about to be shown in place of the present ones.
        replaced: they are shown.
    """

    streamed = Signal(int)
    replacing = Signal()
    replaced = Signal()

    def __init__(
        self,
        tasks: TaskRunner,
        columns: Sequence[Column],
        source: ListSource,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.columns = tuple(columns)
        self.source = source
        self.query = Listing()
        self._ids = array("q")
        self._coming = array("q")
        self._headings: Sequence[str] = ()
        self._replacing = False
        self.refreshing = False
        self._pages: OrderedDict[int, dict[int, Any]] = OrderedDict()
        self._former: dict[int, Any] = {}
        self._asked: dict[int, int] = {}  # pages, each with the number of its question
        self._questions = 0
        self._generation = 0
        self._stream: Task | None = None
        self.complete = False
        self._fetch_timer = QTimer(self, singleShot=True, interval=0)
        self._fetch_timer.timeout.connect(self._fetch)
        self._bold = QFont()
        self._bold.setBold(True)
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    # What is shown ----------------------------------------------------------------------

    def show(self, query: Listing) -> None:
        """Show the rows of a query.

        What was shown stays until the first rows have come; the same query asked again keeps it
        until all have come, and then changes only what differs.

        Args:
            query: order and conditions.
        """
        if self._stream is not None:
            self._stream.cancel()
        self.refreshing = query == self.query and bool(self._ids)
        self.query = query
        self.complete = False
        self._coming = array("q")
        self._replacing = True
        self._generation += 1
        generation = self._generation
        if self.refreshing:
            self._forget_rows()
            self._tell(0, len(self._ids) - 1)
        self._stream = self._tasks.stream(
            self,
            partial(self._parts, query, ids_only=self.refreshing),
            lambda part: self._take(generation, *part),
            lambda _none: self._finish(generation),
        )

    def refresh(self) -> None:
        """Ask for the rows of the present query again."""
        self.show(self.query)

    def _parts(self, query: Listing, *, ids_only: bool) -> Iterator[_Part]:
        """Ids chunk by chunk, in a reader's thread; with the first of them their rows."""
        with_rows = not ids_only
        for chunk in self.source.stream(query):
            rows = self.source.rows(_records(chunk[:PAGE])) if with_rows else ()
            with_rows = False
            yield chunk, rows

    def _take(self, generation: int, chunk: Sequence[int], rows: Sequence[Any]) -> None:
        if generation != self._generation or not chunk:
            return
        if self.refreshing:
            self._coming.extend(chunk)
        elif self._replacing:
            self._replace(array("q", chunk), rows)
        else:
            first = len(self._ids)
            if first % PAGE:
                self._forget_page(first // PAGE)
            self.beginInsertRows(QModelIndex(), first, first + len(chunk) - 1)
            self._ids.extend(chunk)
            self.endInsertRows()

    def _replace(self, ids: array[int], rows: Sequence[Any] = ()) -> None:
        self._replacing = False
        self.replacing.emit()
        self._forget_rows()
        if rows:
            self._pages[0] = {row.row: row for row in rows}
            self._questions += 1  # so that no earlier question answers for it
            self._asked[0] = self._questions
        self._headings = tuple(self.source.headings)  # its own change with the next question
        if self.refreshing and not self._headings:
            self._change_rows(ids)
        elif ids != self._ids:
            self.beginResetModel()
            self._ids = ids
            self.endResetModel()
        self._tell(0, len(self._ids) - 1)
        self.replaced.emit()

    def _change_rows(self, ids: array[int]) -> None:
        """Take out and put in only what differs, so that the view stays where it is."""
        old = self._ids
        first = _same(old, ids)
        last = min(_same(old[::-1], ids[::-1]), len(old) - first, len(ids) - first)
        if len(old) > first + last:
            self.beginRemoveRows(QModelIndex(), first, len(old) - last - 1)
            del self._ids[first : len(old) - last]
            self.endRemoveRows()
        if len(ids) > first + last:
            self.beginInsertRows(QModelIndex(), first, len(ids) - last - 1)
            self._ids[first:first] = ids[first : len(ids) - last]
            self.endInsertRows()

    def _finish(self, generation: int) -> None:
        if generation != self._generation:
            return
        if self._replacing:
            self._replace(self._coming)
        self.refreshing = False
        self.complete = True
        self.streamed.emit(self.number_of_rows())

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))

    def _forget_rows(self) -> None:
        """Fetch every row anew; the former one is shown until the new one has come."""
        if self._pages:
            self._former = {n: row for page in self._pages.values() for n, row in page.items()}
        self._pages.clear()
        self._asked.clear()

    def _forget_page(self, page: int) -> None:
        """Fetch a page anew, because rows were added to it."""
        self._former.update(self._pages.pop(page, {}))
        self._asked.pop(page, None)

    def number_of_rows(self) -> int:
        """How many rows have come, headings not counted."""
        return len(self._ids) - len(self.heading_rows())

    def id_at(self, row: int) -> int:
        """The id at a place; negative for a heading, 0 beyond the end."""
        return self._ids[row] if 0 <= row < len(self._ids) else 0

    def place_of(self, number: int) -> int:
        """The place of an id, -1 if it is not shown."""
        try:
            return self._ids.index(number)
        except ValueError:
            return -1

    def heading_rows(self) -> list[int]:
        """Places of the headings between rows."""
        if not self._headings:
            return []
        return [place for place, number in enumerate(self._ids) if number < 0]

    def row_at(self, row: int) -> Any:
        """The row at a place if it has come already, else None."""
        return self._row(row, self.id_at(row))

    def _row(self, place: int, number: int) -> Any:
        page = self._pages.get(place // PAGE)
        found = page.get(number) if page else None
        return self._former.get(number) if found is None else found

    def ids_at(self, rows: Sequence[int]) -> list[int]:
        """Ids at places, headings left out."""
        return _records(list(map(self.id_at, rows)))

    # Fetching ---------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked[page] = 0
            if not self._fetch_timer.isActive():
                self._fetch_timer.start()

    def _fetch(self) -> None:
        for page in sorted(page for page, question in self._asked.items() if not question):
            self._fetch_page(page)

    def _fetch_page(self, page: int) -> None:
        first = page * PAGE
        wanted = _records(self._ids[first : first + PAGE])
        self._questions += 1
        question = self._asked[page] = self._questions

        def work(_progress: Progress) -> Sequence[Any]:
            return self.source.rows(wanted)

        def then(rows: Sequence[Any]) -> None:
            if self._asked.get(page) == question:
                self._keep(page, rows)

        self._tasks.read(self, work, then)

    def _keep(self, page: int, rows: Sequence[Any]) -> None:
        self._pages[page] = {row.row: row for row in rows}
        self._pages.move_to_end(page)
        while len(self._pages) > _CACHED_PAGES:
            gone, _rows = self._pages.popitem(last=False)
            self._asked.pop(gone, None)
        first = page * PAGE
        self._tell(first, min(first + PAGE, len(self._ids)) - 1)

    # Qt ---------------------------------------------------------------------------------

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.id_at(index.row()) <= 0:
            return Qt.ItemFlag.NoItemFlags  # the cursor passes over a heading
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        if role not in _ROLES:
            return None
        row = index.row()
        number = self._ids[row]
        if number < 0:
            return self._heading(number, index.column(), role)
        column = self.columns[index.column()]
        if role == _ALIGNMENT:
            return _RIGHT if column.right else _LEFT
        return self._cell(row, number, column, role)

    def _cell(self, row: int, number: int, column: Column, role: int) -> Any:
        page = self._pages.get(row // PAGE)
        found = page.get(number) if page else None
        if found is None:
            self._want(row // PAGE)
            found = self._former.get(number)
            if found is None:
                return "…" if role == _DISPLAY else None
        if role in (_DISPLAY, _TOOLTIP, _ACCESSIBLE):
            return column.text(found)
        if role == _FOREGROUND and column.tint is not None:
            return theme.colour(column.tint(found))
        if role == _FONT and column.struck is not None and column.struck(found):
            return self._struck
        return None

    def _heading(self, number: int, column: int, role: int) -> Any:
        if role in (_DISPLAY, _ACCESSIBLE):
            return self._headings[-number - 1] if column == 0 else ""
        if role == _FONT:
            return self._bold
        if role == _FOREGROUND:
            return theme.colour("muted")
        return _LEFT if role == _ALIGNMENT else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return str(self.columns[section].title)
        if role == _ALIGNMENT:
            return _RIGHT if self.columns[section].right else _LEFT
        return None


def _records(ids: Sequence[int]) -> list[int]:
    """The ids of rows, headings left out."""
    return [number for number in ids if number > 0]


def _same(left: array[int], right: array[int]) -> int:
    """How many items two arrays have in common from the beginning."""
    size = min(len(left), len(right))
    place = 0
    while place < size and left[place : place + _BLOCK] == right[place : place + _BLOCK]:
        place += _BLOCK
    while place < size and left[place] == right[place]:
        place += 1
    return min(place, size)


_ROLES = frozenset((_DISPLAY, _TOOLTIP, _ALIGNMENT, _FOREGROUND, _FONT, _ACCESSIBLE))
