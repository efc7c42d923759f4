"""Rows of a list as texts: for the clipboard (Word and Excel) and for a sheet."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from ktgs_desktop.gui.widgets.listing_model import Column


def table_texts(columns: Sequence[Column], rows: Sequence[Any]) -> list[list[str]]:
    """What columns show of rows.

    Args:
        columns: columns of a list.
        rows: rows of its source.
    """
    return [[column.text(row) for column in columns] for row in rows]


def put_on_clipboard(columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Copy rows as text with tabs (Excel) and as a table (Word).

    Args:
        columns: columns of a list.
        rows: rows of its source.
    """
    heads = [str(column.title) for column in columns]
    table = [heads, *table_texts(columns, rows)]
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
