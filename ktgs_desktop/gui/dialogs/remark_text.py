"""A remark in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.remark_words import KINDS, about_text, due_text, state_text
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.remark_states import RemarkRow

_WIDTH, _HEIGHT = 560, 360


class RemarkTextDialog(QDialog):
    """Shows a remark: what it is about, what it says, by when it is to be answered.

    Args:
        row: the remark.
        parent: the window.
    """

    def __init__(self, row: RemarkRow, parent: QWidget) -> None:
        super().__init__(parent)
        title = str(KINDS.get(row.remark.kind, row.remark.kind))
        self.setWindowTitle(title)
        self.resize(theme.scaled(_WIDTH), theme.scaled(_HEIGHT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(label(f"{title} · {i18n.day(row.remark.on)}", "dialogTitle", wrap=True))
        layout.addWidget(label(f"{row.unit} · {about_text(row)}", "muted", wrap=True))
        self.text = QPlainTextEdit(row.remark.text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(title)
        layout.addWidget(self.text, 1)
        state = state_text(row.state)
        if row.remark.due:
            told = _("{state}, due {day}")
            state = told.format(state=state, day=due_text(row))
        layout.addWidget(label(state, wrap=True))
        line = QHBoxLayout()
        line.addStretch(1)
        self.close_button = button(_("&Close"), self.accept, primary=True)
        line.addWidget(self.close_button)
        layout.addLayout(line)
        self.close_button.setFocus()
