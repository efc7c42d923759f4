"""Asks for a reason before something is voided; the history keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.gui.widgets.fields import LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ReasonDialog(FormDialog):
    """Asks why something is taken out.

    Attributes:
        reason: the field.
    """

    def __init__(self, title: str, text: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, width=460)
        self.head.addWidget(label(text, "muted", wrap=True))
        self.reason = LinesField(3)
        self.form.add(_("&Reason"), self.reason, _("Why; the history keeps it."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(action, self._accept, primary=True))
        self.reason.setFocus()

    def _accept(self) -> None:
        if not self.reason.value():
            self.say(_("Give a reason; the history keeps it."))
            self.reason.setFocus()
            return
        self.accept()


def ask_reason(title: str, text: str, action: str, parent: QWidget) -> str:
    """Ask why something is taken out.

    Args:
        title: what is to be done.
        text: what it means.
        action: what the button says.
        parent: the window.

    Returns:
        The reason, empty if the user changed their mind.
    """
    dialog = ReasonDialog(title, text, action, parent)
    return dialog.reason.value() if dialog.exec() else ""
