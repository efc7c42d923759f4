"""Asks for the certificate file and its PIN, shows whose it is, and signs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing
from ktgs_desktop.services.signing import Certificate

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.signing import SignatureRequest

_REMEMBERED = "sign/certificate"


@dataclass(frozen=True, slots=True)
class _Looked:
    """Whose certificate it is, and what speaks against it."""

    facts: Certificate
    doubt: UserError | None


class SignDialog(FormDialog):
    """Signs a paper with a certificate file (.p12, .pfx).

    Args:
        session: the session.
        document: the paper.
        request: its PDF as printed.
        parent: the window.
        again: why a signed paper is signed anew, None for the first signature.

    Attributes:
        document: the paper with its signed file, None until it is signed.
        other: says that the certificate is to sign although it is not the printed signer's.
    """

    def __init__(
        self,
        session: Session,
        document: UUID,
        request: SignatureRequest,
        parent: QWidget,
        *,
        again: str | None = None,
    ) -> None:
        title = _("Sign the paper") if again is None else _("Sign the paper anew")
        super().__init__(title, parent, width=560)
        self._session = session
        self._wanted = document
        self._request = request
        self._again = again
        self._doubted = ""
        self.document: Document | None = None
        text = _(
            "The signature is put into the place of the signature and covers the whole file. The "
            "time is this computer's; the PIN is not kept."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.path = TextField()
        self.path.set_value(session.recall(_REMEMBERED))
        self.path.setPlaceholderText(".p12, .pfx")
        browse = button(_("&Browse…"), self._browse)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        box = QWidget()
        box.setLayout(line)
        line.addWidget(self.path, 1)
        line.addWidget(browse)
        box.setFocusProxy(self.path)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add(_("&Certificate file"), box, _("The file with your certificate and key."))
        self.form.watch(self.path)
        self.path.setAccessibleName(_("Certificate file"))
        self.form.add(
            _("&PIN"), self.pin, _("Password of the certificate file; Enter shows whose it is.")
        )
        self._facts = label("", "muted", wrap=True)
        self.form.add_wide(self._facts)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.sign = button(_("&Sign"), self._sign, icon="pen-nib", primary=True)
        self.buttons.addWidget(self.sign)
        self._build_doubt()
        self.form.at_end = self._look
        files = ("file_missing", "file_not_opened", "certificate_file_unreadable")
        unfit = ("certificate_without_key", "certificate_unsuitable")
        expired = ("certificate_expired", "certificate_not_yet_valid")
        self.faults = dict.fromkeys((*files, *unfit, *expired), self.path) | {"pin_wrong": self.pin}
        (self.pin if self.path.value() else self.path).setFocus()

    def _build_doubt(self) -> None:
        """The warning, hidden while nothing speaks against the certificate."""
        self._warning = label("", "warning", wrap=True)
        self.other = QCheckBox(_("This certificate is &to sign all the same"))
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            for part in (self._warning, self.other):
                outer.insertWidget(outer.indexOf(self._fault), part)
        self._forget()
        for line in (self.path, self.pin):
            line.textChanged.connect(self._forget)

    def _forget(self) -> None:
        """Another file or PIN: what was seen of the former certificate no longer counts."""
        self._doubted = ""
        self._facts.clear()
        self.other.setChecked(False)
        self._warning.hide()
        self.other.hide()

    def _browse(self) -> None:
        start = self.path.value() or str(Path.home())
        kinds = _("Certificate files") + " (*.p12 *.pfx)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Certificate file"), start, kinds)
        if chosen:
            self.path.set_value(chosen)
            self.pin.setFocus()

    def _chosen(self) -> Path | None:
        if not self.path.value():
            self.say(_("Choose the certificate file first."))
            self.path.setFocus()
            return None
        return Path(self.path.value())

    def _look(self) -> None:
        """Open the certificate and show whose it is; the next Enter signs."""
        path, pin = self._chosen(), self.pin.text()
        if path is None:
            return

        workspace, document = self._session.workspace, self._wanted
        now, asked = workspace.clock(), self._typed()

        def work(_progress: Progress) -> _Looked:
            facts = signing.facts_of(signing.open_certificate(path, pin, now))
            return _Looked(facts, signing.doubt_of_signer(workspace, document, facts))

        def then(found: _Looked) -> None:
            if self._typed() == asked:
                self._show(found)

        def failed(error: BaseException) -> None:
            if self._typed() == asked:
                self._not_opened(error)

        self.say("")
        self._facts.clear()
        self._session.tasks.read(self, work, then, failed)

    def _typed(self) -> tuple[str, str]:
        return self.path.value(), self.pin.text()

    def _not_opened(self, error: BaseException) -> None:
        field: QWidget = self.pin
        if isinstance(error, KtgsError):
            self.say(messages.sentence(error))
            field = self.faults.get(error.code, self.pin)
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()

    def _sign(self) -> None:
        path, pin = self._chosen(), self.pin.text()
        if path is None:
            return
        workspace, document, request = self._session.workspace, self._wanted, self._request
        accepted = self._doubted if self.other.isChecked() else ""
        again, now, asked = self._again, workspace.clock(), self._typed()

        def work(_progress: Progress) -> Document | _Looked:
            identity = signing.open_certificate(path, pin, now)
            facts = signing.facts_of(identity)
            doubt = signing.doubt_of_signer(workspace, document, facts)
            if doubt is not None and facts.fingerprint != accepted:
                return _Looked(facts, doubt)
            return signing.sign_document(
                workspace, document, request, identity, other_signer=doubt is not None, again=again
            )

        def then(found: Document | _Looked) -> None:
            if isinstance(found, _Looked):
                if self._typed() == asked:
                    self._show(found)
                return
            self.document = found
            self._session.remember(_REMEMBERED, str(path))
            self.accept()

        self.submit(self._session.tasks, work, then, label=_("Signing"))

    def _show(self, looked: _Looked) -> None:
        facts, doubt = looked.facts, looked.doubt
        self._facts.setText(
            _("{name}, {organisation}, valid until {date}").format(
                name=facts.subject,
                organisation=facts.organisation or "–",
                date=i18n.day(facts.valid_to.date()),
            )
        )
        if doubt is None:
            self.sign.setFocus()
            return
        self._doubted = facts.fingerprint
        self._warning.setText("▲ " + messages.sentence(doubt))
        self._warning.show()
        self.other.show()
        self.adjustSize()
        self.other.setFocus()
