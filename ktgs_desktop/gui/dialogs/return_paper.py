"""Asks what is to be mended before a paper goes back to its drafter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.gui.widgets.fields import LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class RemarkDialog(FormDialog):
    """Asks for the remark with which a paper is returned, or laid before the signer.

    Attributes:
        remark: the field.
    """

    def __init__(
        self, title: str, text: str, action: str, parent: QWidget, *, needed: bool
    ) -> None:
        super().__init__(title, parent, width=460)
        self._needed = needed
        self.head.addWidget(label(text, "muted", wrap=True))
        self.remark = LinesField(3)
        self.form.add(_("&Remark"), self.remark, _("The other one reads it beside the paper."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(action, self._accept, primary=True))
        self.remark.setFocus()

    def _accept(self) -> None:
        if self._needed and not self.remark.value():
            self.say(_("Say what is to be mended; the drafter sees it."))
            self.remark.setFocus()
            return
        self.accept()


def ask_remark(symbol: str, parent: QWidget) -> str:
    """Ask why a paper is returned.

    Args:
        symbol: its number and symbol.
        parent: the window.

    Returns:
        The remark, empty if the user changed their mind.
    """
    title = _("Return {symbol}").format(symbol=symbol)
    text = _("The paper goes back to its drafter, who sees what you write here.")
    dialog = RemarkDialog(title, text, _("&Return to the drafter"), parent, needed=True)
    return dialog.remark.value() if dialog.exec() else ""


def ask_submission(symbol: str, parent: QWidget) -> str | None:
    """Ask what the signer is to know of a paper laid before them.

    Args:
        symbol: its number and symbol.
        parent: the window.

    Returns:
        The remark, which may be empty; None if the user changed their mind.
    """
    title = _("Lay {symbol} before the signer").format(symbol=symbol)
    text = _("The paper appears in the signer's folder, with what you write here.")
    dialog = RemarkDialog(title, text, _("&Lay before the signer"), parent, needed=False)
    return dialog.remark.value() if dialog.exec() else None
