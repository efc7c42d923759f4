"""Every list to Excel: asks where, writes in the background, says when it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.gui.widgets.list_texts import table_texts
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import exports

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.widgets.listing import ListView
    from ktgs_desktop.progress import Progress

_CHUNK = 500


def export_list(session: Session, view: ListView, title: str, parent: QWidget) -> None:
    """Save the rows a list shows as an Excel sheet.

    Args:
        session: the session.
        view: the list.
        title: title of the sheet and proposed name of the file.
        parent: the window.
    """
    start = Path.home() / f"{exports.safe_name(title)}.xlsx"
    path = ask_where(parent, _("Save as Excel"), start, "Excel (*.xlsx)")
    if path is None:
        return
    model, source = view.listing, view.listing.source
    query = model.query
    columns = model.columns
    heads = [str(column.title) for column in columns]
    widths = [column.width for column in columns]

    def work(progress: Progress) -> int:
        ids = [number for part in source.stream(query) for number in part if number > 0]
        rows: list[list[str]] = []
        for place in range(0, len(ids), _CHUNK):
            progress.step(place, len(ids))
            rows += table_texts(columns, source.rows(ids[place : place + _CHUNK]))
        exports.save_sheet(path, title, heads, rows, widths)
        return len(rows)

    def then(count: int) -> None:
        session.said.emit(_("{count} rows saved in {file}").format(count=count, file=path.name))

    session.tasks.read(parent, work, then, label=_("Saving as Excel"))
