"""Trust for the exchange: the root by its printed fingerprint, keys of units certified, revoked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from ktgs_desktop import i18n
from ktgs_desktop.domain.trust_lists import RevocationReason
from ktgs_desktop.gui.dialogs.exchange_keys import ask_certificate, signing_work
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import certifying, trust_files
from ktgs_desktop.services.exchange.trust_files import Second

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.exchange.certifying import Asked, Certified
    from ktgs_desktop.services.exchange.trust_files import OfferedRoot
    from ktgs_desktop.services.exchange.trust_page import KeyStanding

REASONS = {
    RevocationReason.LOST: late("the key or its token was lost"),
    RevocationReason.EXPOSED: late("somebody else may have the key"),
    RevocationReason.REPLACED: late("a new key takes its place"),
    RevocationReason.ENDED: late("the unit or its task has ended"),
}


class GroupsField(TextField):
    """A fingerprint or code, typed in groups of four in letters of one width."""

    def __init__(self, groups: int) -> None:
        super().__init__()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.setStyleSheet(f"font-family: '{fixed.family()}'")
        self.setPlaceholderText(" ".join(["0000"] * min(groups, 4)) + " …")


class RootDialog(FormDialog):
    """Asks for the fingerprint that the paper decision prints; the file's own is never shown.

    Attributes:
        fingerprint: the field.
        login, password: those of the second person, for a root that is not for training.
    """

    def __init__(self, session: Session, path: Path, offered: OfferedRoot, parent: QWidget) -> None:
        super().__init__(_("Take the root of trust"), parent, width=880)
        self._session, self._path = session, path
        root = offered.root
        text = _(
            "Whoever controls the root decides whom all offices believe. Type the fingerprint from "
            "the printed decision, 16 groups of four; never from the stick the file came on. Two "
            "people do it together: one reads, the other types."
        )
        self.head.addWidget(label(text, wrap=True))
        said = _("{name}, version {version}, of {unit}, made {issued}").format(
            name=root.name,
            version=root.version,
            unit=root.unit.name,
            issued=i18n.day(root.issued),
        )
        self.head.addWidget(label(said, "muted", wrap=True))
        if root.training:
            warned = _("This root is for training (THỬ NGHIỆM): nothing it certifies has force.")
            self.head.addWidget(label(warned, "warning", wrap=True))
        self.fingerprint = GroupsField(16)
        self.form.add(
            _("&Fingerprint"), self.fingerprint, _("As printed; spaces and case do not matter.")
        )
        self.login, self.password = TextField(), TextField()
        self.password.setEchoMode(TextField.EchoMode.Password)
        self._two = not root.training
        if self._two:
            self.form.add(
                _("&Second person"), self.login, _("Login of another user, who compared it too.")
            )
            self.form.add(_("&Password"), self.password, _("Typed by the second person."))
        self.faults = {
            "root_fingerprint_other": self.fingerprint,
            "second_person_missing": self.login,
            "second_person_same": self.login,
            "user_inactive": self.login,
            "password_wrong": self.password,
            "password_wait": self.password,
        }
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Take this root"), self._take, primary=True))
        self.fingerprint.setFocus()

    def _take(self) -> None:
        workspace, path, typed = self._session.workspace, self._path, self.fingerprint.value()
        second = Second(self.login.value(), self.password.text()) if self._two else None
        self.submit(
            self._session.tasks,
            lambda _progress: trust_files.take_root(workspace, path, typed, second),
            lambda _root: self.accept(),
        )


class CertifyDialog(FormDialog):
    """Shows who asks, and asks for the code that the unit reads out by telephone.

    Attributes:
        code: the field.
        made: what was certified, None until it was.
    """

    def __init__(
        self, session: Session, path: Path, asked: Asked, parent: QWidget, *, by_certificate: bool
    ) -> None:
        super().__init__(_("Certify the keys of a unit"), parent, width=680)
        self._session, self._path, self._by_certificate = session, path, by_certificate
        self.made: Certified | None = None
        self.head.addWidget(label(asked.unit.name, "sectionTitle", wrap=True))
        said = _("Calls itself {name}; the key is {holder}'s, the request was made {made}.").format(
            name=asked.request.name,
            holder=asked.request.holder or "?",
            made=i18n.day(asked.request.made),
        )
        self.head.addWidget(label(said, "muted", wrap=True))
        if asked.renewal:
            self.head.addWidget(label(_("The same key was certified before."), "muted", wrap=True))
        text = _(
            "Call the unit at a number you know, not at one on the stick. Let it read out the code "
            "its screen shows, and type what you hear: 8 groups of four."
        )
        self.head.addWidget(label(text, wrap=True))
        self.code = GroupsField(8)
        self.form.add(_("C&ode"), self.code, _("As you hear it; spaces and case do not matter."))
        self.faults = {"request_code_other": self.code}
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Certify"), self._certify, primary=True))
        self.code.setFocus()

    def _certify(self) -> None:
        workspace, path, typed = self._session.workspace, self._path, self.code.value()
        source = ask_certificate(self._session, self) if self._by_certificate else None
        if self._by_certificate and source is None:
            return

        def then(made: Certified) -> None:
            self.made = made
            self.accept()

        self.submit(
            self._session.tasks,
            signing_work(
                self._session,
                source,
                lambda identity: certifying.certify(workspace, path, typed, identity=identity),
            ),
            then,
        )


class RevokeDialog(FormDialog):
    """Asks why a key of a unit below may be used no longer.

    Attributes:
        reason: the choice.
    """

    def __init__(
        self, session: Session, key: KeyStanding, parent: QWidget, *, by_certificate: bool
    ) -> None:
        super().__init__(_("Revoke a key"), parent, width=560)
        self._session, self._key, self._by_certificate = session, key, by_certificate
        self.head.addWidget(label(f"{key.name} · {key.holder}", "sectionTitle", wrap=True))
        text = _(
            "What was taken in here before stays valid; whatever the key signs later is refused by "
            "every office that has your new list. A revocation is never taken back: the unit makes "
            "a new key and asks again."
        )
        self.head.addWidget(label(text, wrap=True))
        self.reason = ChoiceField([(str(one), str(said)) for one, said in REASONS.items()])
        self.form.add(_("&Why"), self.reason, _("Stands in the notice that all offices get."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Revoke"), self._revoke, primary=True))
        self.reason.setFocus()

    def _revoke(self) -> None:
        workspace, key = self._session.workspace, self._key
        reason = RevocationReason(self.reason.value())
        source = ask_certificate(self._session, self) if self._by_certificate else None
        if self._by_certificate and source is None:
            return
        self.submit(
            self._session.tasks,
            signing_work(
                self._session,
                source,
                lambda identity: certifying.revoke(
                    workspace, key.unit, bytes.fromhex(key.fingerprint), reason, identity=identity
                ),
            ),
            lambda _version: self.accept(),
        )
