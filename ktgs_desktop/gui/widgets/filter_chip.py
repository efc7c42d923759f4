"""Buttons in a filter bar that say what narrows the list beside words and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import number
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.widgets.column_filter import ColumnFilters

_WIDTH, _NARROWEST = 320, 100


class FilterChip(QToolButton):
    """Says what narrows the list; pressed, it takes that away. Hidden at first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(theme.icon("x", "muted"))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._texts = ("", "")
        self.hide()

    def say(self, text: str, short: str = "") -> None:
        """Show a text, shortened in its middle if it is long.

        Args:
            text: what narrows.
            short: the same in fewer words, shown where room is scarce.
        """
        self._texts = (text, short or text)
        self._write(text, theme.scaled(_WIDTH))
        self.show()

    def fit(self, room: int) -> None:
        """Show as much of the text as there is room for.

        Args:
            room: width of the button in pixels.
        """
        text, short = self._texts
        frame = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        width = min(max(room - frame, theme.scaled(_NARROWEST)), theme.scaled(_WIDTH))
        self._write(text if self.fontMetrics().horizontalAdvance(text) <= width else short, width)

    def _write(self, text: str, width: int) -> None:
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width))


class ColumnsChip(FilterChip):
    """Says by which columns a list is narrowed and how many rows are left.

    Args:
        heads: the arrows in the heads of the list.
    """

    def __init__(self, heads: ColumnFilters) -> None:
        super().__init__()
        self._heads = heads
        self.clicked.connect(lambda _checked: heads.clear())

    def tell_count(self, count: int) -> None:
        """Say how many rows are left; without a narrowed column it is hidden.

        Args:
            count: rows shown.
        """
        if not self._heads.narrows:
            self.hide()
            return
        told = _("By {columns}: {count} left")
        columns = ", ".join(self._heads.titles)
        text = told.format(columns=columns, count=number(count))
        self.say(text, f"{columns}: {number(count)}")
        self.setToolTip(_("{text}. Press to show all values of these columns.").format(text=text))
        self.setAccessibleName(self.toolTip())
