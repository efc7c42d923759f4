"""Signs several papers with one PIN entry; names what was not signed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ktgs_desktop import messages
from ktgs_desktop.gui.dialogs.signing_key import KeyDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.signing_round import Round

_DOUBTS = ("signer_other", "signer_organization_other", "signer_not_printed")
_SHOWN = 6


class SignFolderDialog(KeyDialog):
    """Signs papers one after the other.

    Args:
        session: the session.
        documents: the papers.
        parent: the window.

    Attributes:
        signed: how many were signed so far.
        other: says that the certificate is to sign although the papers name another signer.
    """

    def __init__(self, session: Session, documents: Sequence[Document], parent: QWidget) -> None:
        super().__init__(session, _("Sign the papers"), parent)
        self._wanted = [one.id for one in documents]
        self.signed = 0
        text = _("{count} papers, with one PIN entry: {papers}.")
        self.note(text.format(count=len(documents), papers=_symbols(documents)))
        self.note(_("The time is this computer's; the PIN is not kept."))
        self._result = label("", "muted", wrap=True)
        self.other = QCheckBox(_("Sign &all the same what names another signer"))
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            for part in (self._result, self.other):
                outer.insertWidget(outer.indexOf(self._fault), part)
        self._result.hide()
        self.other.hide()
        self.close_button = button(_("Cancel"), self.reject)
        self.buttons.addWidget(self.close_button)
        self.sign = button(_("&Sign"), self._sign, icon="pen-nib", primary=True)
        self.buttons.addWidget(self.sign)
        self.begin()

    def _sign(self) -> None:
        source = self.source()
        if source is None:
            return
        workspace, wanted = self._session.workspace, tuple(self._wanted)
        other, text = self.other.isChecked(), self.text.isChecked()

        def work(progress: Progress) -> Round:
            return signing_round.sign_all(
                workspace, wanted, source, progress, other_signer=other, text=text
            )

        self._result.hide()
        self.submit(self._session.tasks, work, self._show, label=_("Signing"))

    def _show(self, done: Round) -> None:
        self.signed += len(done.signed)
        if done.signed:
            self.remember_source()
        if not done.failed and not done.left:
            self.accept()
            return
        signed = {one.id for one in done.signed}
        self._wanted = [one for one in self._wanted if one not in signed]
        lines = [_("Signed: {count}. Not signed:").format(count=self.signed)]
        lines += [
            f"✖ {failure.symbol}: {messages.sentence(failure.error)}"
            for failure in done.failed[:_SHOWN]
        ]
        if len(done.failed) > _SHOWN:
            lines.append(_("and {count} more").format(count=len(done.failed) - _SHOWN))
        if done.left:
            lines.append("○ " + _("not tried: {count}").format(count=len(done.left)))
        self._result.setText("\n".join(lines))
        self._result.show()
        self.other.setVisible(any(one.error.code in _DOUBTS for one in done.failed))
        self.sign.setText(_("&Sign the rest"))
        self.close_button.setText(_("Close"))
        self.adjustSize()
        (self.other if self.other.isVisible() else self.pin).setFocus()


def _symbols(documents: Sequence[Document]) -> str:
    shown = ", ".join(one.symbol for one in documents[:_SHOWN])
    return shown + ", …" if len(documents) > _SHOWN else shown
