"""A table of lines and what was made of them: for amendments, versions and comparisons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem
from typing_extensions import override

from ktgs_desktop.gui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

_LEAST, _PADDING = 60, 12


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes:
        key: what the row stands for.
        texts: a text for each column.
        tint: name of the colour of the first text, empty for the usual one.
        muted: whether the rest is shown as no longer in force.
    """

    key: Any
    texts: tuple[str, ...]
    tint: str = ""
    muted: bool = False


class ChangesTable(QTableWidget):
    """Rows with their texts in full; the longest columns share what room there is.

    Signals:
        opened: Enter or a double click on a row.

    Args:
        heads: headings of the columns.
        name: what the table is called.
        shares: how the columns with long texts share the room; the others are as wide as needed.
    """

    opened = Signal()

    def __init__(
        self,
        heads: Sequence[str],
        name: str,
        shares: Mapping[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(heads), parent)
        self.setHorizontalHeaderLabels(list(heads))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._shares = dict(shares)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows; the one that was chosen stays chosen if it is still there.

        Args:
            rows: the rows.
        """
        chosen = self.chosen()
        self.rows = list(rows)
        self.setRowCount(len(self.rows))
        for place, row in enumerate(self.rows):
            for column, text in enumerate(row.texts):
                cell = QTableWidgetItem(text)
                cell.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                cell.setToolTip(text)
                tint = row.tint if column == 0 else "muted" if row.muted else ""
                if tint:
                    cell.setForeground(theme.colour(tint))
                self.setItem(place, column, cell)
        self._fit()
        keys = [row.key for row in self.rows]
        self.choose(chosen if chosen in keys else keys[0] if keys else None)

    def _fit(self) -> None:
        """Give each column its width and each row the height its texts need."""
        shown = [place for place in range(self.columnCount()) if not self.isColumnHidden(place)]
        narrow = [place for place in shown if place not in self._shares]
        for place in narrow:
            self.setColumnWidth(place, self._needed(place))
        room = self.viewport().width() - sum(self.columnWidth(place) for place in narrow)
        whole = sum(self._shares[place] for place in shown if place in self._shares) or 1
        wide = {
            place: max(_LEAST, room * self._shares[place] // whole)
            for place in shown
            if place in self._shares
        }
        # Rows are measured without the style's padding: a little less room makes up for it.
        for slack in (_PADDING, 0):
            for place, width in wide.items():
                self.setColumnWidth(place, width - slack)
            if slack:
                self.resizeRowsToContents()

    def _needed(self, column: int) -> int:
        head = self.horizontalHeader().sectionSizeHint(column)
        return max(head, self.sizeHintForColumn(column)) + 6

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def choose(self, key: object) -> None:
        """Put the cursor on the row that stands for something.

        Args:
            key: as in `Row`.
        """
        for place, row in enumerate(self.rows):
            if row.key == key:
                self.setCurrentCell(place, 0)
                return

    def chosen(self) -> Any:
        """What the row with the cursor stands for, None if there is none."""
        place = self.currentRow()
        return self.rows[place].key if 0 <= place < len(self.rows) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)
