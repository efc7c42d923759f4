"""Asks for the certificate file and its PIN, shows whose it is, and signs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.signing import Certificate, SignatureRequest

_REMEMBERED = "sign/certificate"


class SignDialog(FormDialog):
    """Signs a paper with a certificate file (.p12, .pfx).

    Attributes:
        document: the paper with its signed file, None until it is signed.
    """

    def __init__(
        self, session: Session, document: UUID, request: SignatureRequest, parent: QWidget
    ) -> None:
        super().__init__(_("Sign the paper"), parent, width=560)
        self._session = session
        self._wanted = document
        self._request = request
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
        self.form.at_end = self._look
        files = ("file_missing", "certificate_file_unreadable", "certificate_without_key")
        expired = ("certificate_expired", "certificate_not_yet_valid", "certificate_unsuitable")
        self.faults = dict.fromkeys((*files, *expired), self.path) | {"pin_wrong": self.pin}
        (self.pin if self.path.value() else self.path).setFocus()

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

        now = self._session.workspace.clock()

        def work(_progress: Progress) -> Certificate:
            return signing.facts_of(signing.open_certificate(path, pin, now))

        self.say("")
        self._facts.clear()
        self._session.tasks.read(self, work, self._show_facts, self._not_opened)

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

        def work(_progress: Progress) -> tuple[Document, Certificate]:
            identity = signing.open_certificate(path, pin)
            done = signing.sign_document(workspace, document, request, identity)
            return done, signing.facts_of(identity)

        def then(found: tuple[Document, Certificate]) -> None:
            self.document = found[0]
            self._session.remember(_REMEMBERED, str(path))
            self.accept()

        self.submit(self._session.tasks, work, then, label=_("Signing"))

    def _show_facts(self, facts: Certificate) -> None:
        self._facts.setText(
            _("{name}, {organisation}, valid until {date}").format(
                name=facts.subject,
                organisation=facts.organisation,
                date=i18n.day(facts.valid_to.date()),
            )
        )
        self.sign.setFocus()
