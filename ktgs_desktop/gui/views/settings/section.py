"""What the sections of the settings share: heading, room for content, small lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.page import label

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

ID = Qt.ItemDataRole.UserRole
_FORM_WIDTH = 640
_ROW_PADDING, _LEAST_ROWS = 5, 3
# Against the empty room below: a list takes all it needs first.
LIST_STRETCH = 100


class Section(QWidget):
    """A part of the settings.

    Attributes:
        body: layout of its content.
    """

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 2, 4, 4)
        outer.setSpacing(8)
        outer.addWidget(label(title, "dialogTitle"))
        if text:
            outer.addWidget(label(text, "muted", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Add a line of buttons.

        Args:
            buttons: from the left.
        """
        line = QHBoxLayout()
        line.setSpacing(8)
        for made in buttons:
            line.addWidget(made)
        line.addStretch(1)
        self.body.addLayout(line)

    def add_narrow(self, part: QWidget) -> None:
        """Add something that would be ugly over the whole width of a large screen.

        Args:
            part: usually a form.
        """
        part.setMaximumWidth(theme.scaled(_FORM_WIDTH))
        self.body.addWidget(part)


class SmallList(QTreeWidget):
    """A list of a few records: one line each, sorted as given, one of them current."""

    def __init__(self, name: str, heads: Sequence[str], stretched: int) -> None:
        super().__init__()
        self.setHeaderLabels(list(heads))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows need, with room for some more."""
        row = self.fontMetrics().height() + _ROW_PADDING
        if (first := self.topLevelItem(0)) is not None:
            row = max(row, self.visualItemRect(first).height())
        rows = max(_LEAST_ROWS, self.topLevelItemCount() + 1)
        self.setMaximumHeight(self.header().sizeHint().height() + rows * row + 2)
        self.setMinimumHeight(self.header().sizeHint().height() + _LEAST_ROWS * row + 2)

    def fill(self, rows: Sequence[tuple[object, Sequence[str]]]) -> None:
        """Show rows and keep the current one current.

        Args:
            rows: key and texts of each.
        """
        present = self.current()
        self.clear()
        chosen: QTreeWidgetItem | None = None
        for key, texts in rows:
            item = QTreeWidgetItem(list(texts))
            item.setData(0, ID, key)
            self.addTopLevelItem(item)
            if key == present:
                chosen = item
        first = chosen or self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
        self._fit()

    def tint(self, row: int, column: int, colour: QColor) -> None:
        """Give a text a colour.

        Args:
            row: index of its row.
            column: index of its column.
            colour: the colour.
        """
        item = self.topLevelItem(row)
        if item is not None:
            item.setForeground(column, colour)

    def current(self) -> object:
        """The key of the current row, None if there is none."""
        item = self.currentItem()
        return item.data(0, ID) if item is not None else None
