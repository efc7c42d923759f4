"""A table that is no long list to Excel: asks where, writes in the background, says when done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import exports

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView, QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress

_WIDEST = 60
"""Characters of the widest column; longer texts are broken into lines."""


def export_table(
    session: Session,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    parent: QWidget,
) -> None:
    """Save texts as an Excel sheet.

    Args:
        session: the session.
        title: title of the sheet and proposed name of the file.
        heads: headings of the columns.
        rows: texts by row.
        widths: widths of the columns in characters.
        parent: the window.
    """
    start = Path.home() / f"{exports.safe_name(title)}.xlsx"
    path = ask_where(parent, _("Save as Excel"), start, "Excel (*.xlsx)")
    if path is None:
        return

    def work(_progress: Progress) -> int:
        exports.save_sheet(path, title, heads, rows, widths)
        return len(rows)

    def then(count: int) -> None:
        session.said.emit(_("{count} rows saved in {file}").format(count=count, file=path.name))

    session.tasks.read(parent, work, then, label=_("Saving as Excel"))


def export_view(session: Session, title: str, view: QAbstractItemView, parent: QWidget) -> None:
    """Save the rows of a small table as an Excel sheet, with the columns that are seen.

    Args:
        session: the session.
        title: title of the sheet and proposed name of the file.
        view: a table without rows below rows.
        parent: the window.
    """
    model = view.model()
    hidden = getattr(view, "isColumnHidden", lambda _column: False)
    columns = [column for column in range(model.columnCount()) if not hidden(column)]
    heads = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
    rows = [
        [str(model.index(row, column).data() or "") for column in columns]
        for row in range(model.rowCount())
    ]
    texts = [[head, *parts] for head, *parts in zip(heads, *rows, strict=True)]
    widths = [min(_WIDEST, max(map(len, parts)) + 2) for parts in texts]
    export_table(session, title, heads, rows, widths, parent)
