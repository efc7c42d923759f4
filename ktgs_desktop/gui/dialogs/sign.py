"""Signs a paper: shows whose certificate it is, warns if it is not the printed signer's."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.dialogs.signing_key import KeyDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing
from ktgs_desktop.services.signing import Certificate

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.signing import SignatureRequest


@dataclass(frozen=True, slots=True)
class _Looked:
    """Whose certificate it is, and what speaks against it."""

    facts: Certificate
    doubt: UserError | None


class SignDialog(KeyDialog):
    """Signs a paper with a certificate file (.p12, .pfx) or a token.

    Args:
        session: the session.
        document: the paper.
        request: its PDF as printed, or as signed for a further signature.
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
        if request.further:
            title = _("Add a signature to the paper")
        super().__init__(session, title, parent)
        self._wanted = document
        self._request = request
        self._again = again
        self._doubted = ""
        self._subject = ""
        self.document: Document | None = None
        text = _(
            "The signature is put into the place of the signature and covers the whole file. The "
            "time is this computer's; the PIN is not kept."
        )
        if request.further:
            text = _(
                "The signature is put above your printed name, or beside the others, which stay "
                "valid. The time is this computer's; the PIN is not kept."
            )
        self.note(text)
        self._facts = label("", "muted", wrap=True)
        self.form.add_wide(self._facts)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.sign = button(_("&Sign"), self._sign, icon="pen-nib", primary=True)
        self.buttons.addWidget(self.sign)
        self._build_doubt()
        self.form.at_end = self._look
        self.begin()

    def _build_doubt(self) -> None:
        """The warning, hidden while nothing speaks against the certificate."""
        self._warning = label("", "warning", wrap=True)
        self.other = QCheckBox(_("This certificate is to sign &all the same"))
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):
            for part in (self._warning, self.other):
                outer.insertWidget(outer.indexOf(self._fault), part)
        self.forget()

    @override
    def forget(self) -> None:
        """Another certificate or PIN: what was seen of the former no longer counts."""
        self._doubted = ""
        self._subject = ""
        self._facts.clear()
        self.other.setChecked(False)
        self._warning.hide()
        self.other.hide()

    @override
    def signer_name(self) -> str:
        """Whose pictures are chosen: the one whose certificate was looked at, or the user."""
        return self._subject or super().signer_name()

    def _look(self) -> None:
        """Open the certificate and show whose it is; the next Enter signs."""
        source = self.source()
        if source is None:
            return

        workspace, document = self._session.workspace, self._wanted
        now, further = workspace.clock(), self._further()

        def work(_progress: Progress) -> _Looked:
            with signing.opened(source, now) as identity:
                facts = signing.facts_of(identity)
            return _Looked(facts, signing.doubt_of_signer(workspace, document, facts, further))

        def then(found: _Looked) -> None:
            if self.source() == source:
                self._show(found)

        def failed(error: BaseException) -> None:
            if self.source() == source:
                self.tell_fault(error)

        self.say("")
        self._facts.clear()
        self._session.tasks.read(self, work, then, failed)

    def _further(self) -> bytes:
        return self._request.data if self._request.further else b""

    def _sign(self) -> None:
        source = self.source()
        if source is None:
            return
        workspace, document = self._session.workspace, self._wanted
        request = dataclasses.replace(self._request, text=self.text.isChecked())
        accepted = self._doubted if self.other.isChecked() else ""
        again, now, further = self._again, workspace.clock(), self._further()

        def work(_progress: Progress) -> Document | _Looked:
            with signing.opened(source, now) as identity:
                facts = signing.facts_of(identity)
                doubt = signing.doubt_of_signer(workspace, document, facts, further)
                if doubt is not None and facts.fingerprint != accepted:
                    return _Looked(facts, doubt)
                return signing.sign_document(
                    workspace,
                    document,
                    request,
                    identity,
                    other_signer=doubt is not None,
                    again=again,
                )

        def then(found: Document | _Looked) -> None:
            if isinstance(found, _Looked):
                if self.source() == source:
                    self._show(found)
                return
            self.document = found
            self.remember_source()
            self.accept()

        self.submit(self._session.tasks, work, then, label=_("Signing"))

    def _show(self, looked: _Looked) -> None:
        facts, doubt = looked.facts, looked.doubt
        self._subject = facts.subject
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
