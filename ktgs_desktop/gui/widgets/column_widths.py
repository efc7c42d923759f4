"""How wide the columns of a long list are: from their titles and from what the rows hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from ktgs_desktop import i18n

if TYPE_CHECKING:
    from ktgs_desktop.gui.widgets.listing_model import Column

FITTED_ROWS = 60
"""Rows that are looked at."""
_CELL_ROOM, _TITLE_ROOM = 16, 28
_GENEROUS = 1.35
_LEAST_REST = 14


def begin(view: QTableView, columns: Sequence[Column]) -> None:
    """Give columns the widths they have while no row is known.

    Args:
        view: the list.
        columns: its columns.
    """
    header, one = view.horizontalHeader(), view.fontMetrics().horizontalAdvance("n")
    for place, column in enumerate(columns):
        header.resizeSection(place, max(one * column.width, _title(view, column)))
        if column.stretch:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


def fit(view: QTableView, columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Make columns as wide as their titles and rows need, up to a limit for the rows.

    Args:
        view: the list.
        columns: its columns.
        rows: the first rows.
    """
    metrics, header = view.fontMetrics(), view.horizontalHeader()
    one = metrics.horizontalAdvance("n")
    shown = [(at, column) for at, column in enumerate(columns) if not view.isColumnHidden(at)]
    wanted = {}
    for place, column in shown:
        if not column.stretch:
            longest = max(metrics.horizontalAdvance(column.text(row)) for row in rows)
            most = int(one * column.width * _GENEROUS)
            wanted[place] = max(_title(view, column), min(longest + _CELL_ROOM, most))
    rest = [max(_title(view, column), one * _LEAST_REST) for _at, column in shown if column.stretch]
    lacking = sum(wanted.values()) + sum(rest) - view.viewport().width()
    spare = {place: width - _title(view, columns[place]) for place, width in wanted.items()}
    # What may be of any length keeps room to be read; the others give what they have to spare.
    share = min(1.0, max(0, lacking) / max(1, sum(spare.values())))
    for place, width in wanted.items():
        header.resizeSection(place, width - int(spare[place] * share))


def _title(view: QTableView, column: Column) -> int:
    """Room for a title, which is bold, with the arrow that shows the order."""
    font = view.font()
    font.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(font).horizontalAdvance(str(column.title)) + _TITLE_ROOM


def dress(view: QTableView) -> str:
    """Language and size of letters, for which remembered widths were right.

    Args:
        view: the list.
    """
    return f"{i18n.language()} {view.font().pointSize()}"
