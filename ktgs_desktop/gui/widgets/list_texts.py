"""Rows of a list as texts: for the clipboard (Word and Excel) and for a sheet."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from ktgs_desktop.i18n import number
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.gui.widgets.listing_model import Column, ListSource
    from ktgs_desktop.progress import Progress

MAX_COPIED_ROWS = 100_000
_CHUNK = 500


def copy_rows(
    view: QWidget,
    source: ListSource,
    columns: Sequence[Column],
    wanted: Sequence[int],
    tasks: TaskRunner,
) -> None:
    """Put rows of a list on the clipboard as a table for Word and Excel.

    Args:
        view: the list.
        source: where its rows come from.
        columns: the columns shown.
        wanted: ids of the rows.
        tasks: fetches the rows.
    """
    if len(wanted) > MAX_COPIED_ROWS:
        text = _("At most {count} rows can be copied at once. Save the list as Excel instead.")
        QMessageBox.information(view, _("Copy"), text.format(count=number(MAX_COPIED_ROWS)))
    elif wanted:
        tasks.read(
            view,
            lambda progress: _fetched(source, wanted, progress),
            lambda rows: put_on_clipboard(columns, rows),
            label=_("Copying"),
        )


def _fetched(source: ListSource, wanted: Sequence[int], progress: Progress) -> list[Any]:
    rows: list[Any] = []
    for place in range(0, len(wanted), _CHUNK):
        progress.step(place, len(wanted))
        rows += source.rows(wanted[place : place + _CHUNK])
    return rows


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
