"""Asks where a file is to be saved; a name typed without its ending gets it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def ask_where(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask where a file is to be saved; before one is written over the user is asked.

    Args:
        parent: the window.
        title: what is saved.
        start: folder and name proposed; its ending is that of the file.
        kinds: the kinds of files shown, as Qt writes them.

    Returns:
        Where to, None if the user changed their mind.
    """
    dialog = QFileDialog(parent, title, str(start.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(start.suffix.removeprefix("."))
    dialog.selectFile(start.name)
    chosen = dialog.selectedFiles() if dialog.exec() else []
    shiboken6.delete(dialog)  # at once: its list of names may still hold the focus
    return Path(chosen[0]) if chosen else None
