"""Asks where a book of papers is to be written, and writes it as PDF, Word or Excel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.files import ask_where
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import exports, register_books

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session


def save_book(session: Session, make: Callable[[], Any], name: str, parent: QWidget) -> None:
    """Write a book where the user wants it; the kind of file chosen says as what.

    Args:
        session: the session.
        make: makes the book, in a reader's thread.
        name: proposed name of the file.
        parent: the window.
    """
    start = Path.home() / f"{exports.safe_name(name)}.pdf"
    kinds = "PDF (*.pdf);;Word (*.docx);;Excel (*.xlsx)"
    path = ask_where(parent, _("Save the book"), start, kinds)
    if path is None:
        return
    session.tasks.read(
        parent,
        lambda progress: register_books.save(session.workspace, make(), path, progress),
        lambda _made: session.said.emit(_("Saved in {file}").format(file=path)),
        lambda error: errors.show(parent, error),
        label=_("Making the book"),
    )
