"""Asks before a program with lines that are not done is closed; they are named first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget

from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class CloseProgramDialog(FormDialog):
    """Names the lines that are not done and asks whether to close the program all the same.

    Args:
        lines: what the lines are about.
        parent: the window.
    """

    def __init__(self, lines: Sequence[str], parent: QWidget) -> None:
        super().__init__(_("Close the program"), parent, width=640)
        text = _("{count} lines are not done. A closed program takes no more progress.")
        self.head.addWidget(label(text.format(count=len(lines)), "muted", wrap=True))
        self.lines = QListWidget()
        self.lines.setAccessibleName(_("Lines that are not done"))
        self.lines.addItems([line.replace("\n", " ") for line in lines])
        self.lines.setMinimumHeight(220)
        self.head.addWidget(self.lines)
        self.keep = button(_("&Keep it open"), self.reject, primary=True)
        self.buttons.addWidget(button(_("&Close it all the same"), self.accept))
        self.buttons.addWidget(self.keep)
        self.keep.setFocus()
