"""With what is signed: the part of a dialog that asks for a certificate file or token, and PIN."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui.dialogs.signature_pictures import PicturesDialog
from ktgs_desktop.gui.dialogs.token import OnToken, TokenDialog
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.signing import CertificateFile, KeySource, TokenChoice

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session

_FILE, _TOKEN, _OWN = "file", "token", "own"
_WAY = "sign/way"
_OWN_WAY = "sign/way_of_packages"
_CERTIFICATE = "sign/certificate"
_ON_TOKEN = "sign/token"  # noqa: S105 - the name of a remembered choice
_TEXT = "sign/text"
_SEPARATOR = "\n"
_PARTS = (4, 5)  # the last one, where the PIN is typed, may be missing


class KeyDialog(FormDialog):
    """A dialog that signs: asks for a certificate file or a token, and for the PIN.

    Args:
        session: the session.
        title: what is done.
        parent: the window.
        own_key: whether the office's own key may sign, too; such a signature is seen nowhere.

    Attributes:
        way: choice between file and token.
        path: the certificate file.
        pin: its PIN, or the token's.
        text: whether signer and time stand in the visible signature.
    """

    def __init__(
        self, session: Session, title: str, parent: QWidget, *, own_key: bool = False
    ) -> None:
        super().__init__(title, parent, width=560)
        self._session = session
        self._way_name = _OWN_WAY if own_key else _WAY
        self._on_token = _recalled(session.recall(_ON_TOKEN))
        ways = [(_FILE, _("certificate file (.p12, .pfx)")), (_TOKEN, _("USB token or smart card"))]
        if own_key:
            ways.insert(0, (_OWN, _("the office's own key")))
        self.way = ChoiceField(ways)
        self.form.add(_("Sign &with"), self.way, _("Where the certificate and its key are."))
        self._build_file()
        self._build_token()
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.form.add(
            _("&PIN"),
            self.pin,
            _("Password of the certificate file, or the token's PIN; Enter shows whose it is."),
        )
        self.pad = label(_("Type the PIN on the token itself when it asks for it."), "muted")
        self.form.add_wide(self.pad)
        self.text = QCheckBox(_("Signer and &time in the visible signature"))
        self.text.setChecked(session.recall(_TEXT) != "no")
        self._pictures = button(_("Pict&ures…"), self._choose_pictures, flat=True)
        self._pictures.setToolTip(_("The picture of your signature, and the seal"))
        outer = self.layout()
        if isinstance(outer, QVBoxLayout):  # below the form, whose last field is the PIN
            seen = _side_by_side(self.text, self._pictures)
            outer.insertWidget(outer.indexOf(self._fault), seen)
            seen.setVisible(not own_key)
        self.way.set_value(session.recall(self._way_name) or (_OWN if own_key else _FILE))
        self._show_way()
        self.way.activated.connect(lambda _place: self._show_way(go_on=True))
        for line in (self.path, self.pin):
            line.textChanged.connect(lambda _text: self.forget())
        self.faults = self._faults()

    def _build_file(self) -> None:
        self.path = TextField()
        self.path.set_value(self._session.recall(_CERTIFICATE))
        self.path.setPlaceholderText(".p12, .pfx")
        self._file_row = _side_by_side(self.path, button(_("&Browse…"), self._browse), wide=True)
        self.form.add(
            _("&Certificate file"), self._file_row, _("The file with your certificate and key.")
        )
        self.form.watch(self.path)
        self.path.setAccessibleName(_("Certificate file"))

    def _build_token(self) -> None:
        self._token_text = TextField()
        self._token_text.set_locked(True)
        self._token_text.setPlaceholderText(_("no certificate chosen yet"))
        self.choose_token = button(_("Ch&oose…"), self._choose_on_token)
        self._token_row = _side_by_side(self._token_text, self.choose_token, wide=True)
        self.form.add(_("Certificat&e"), self._token_row, _("The certificate you sign with."))
        self._token_text.setAccessibleName(_("Certificate on the token"))

    def _faults(self) -> dict[str, QWidget]:
        """The field each foreseen error is about, by the way chosen."""
        here: QWidget = self.choose_token if self.by_token else self.path
        asked: QWidget = here if self.on_pad else self.pin
        files = ("file_missing", "file_not_opened", "certificate_file_unreadable")
        unfit = ("certificate_without_key", "certificate_unsuitable", "token_without_key")
        expired = ("certificate_expired", "certificate_not_yet_valid")
        gone = ("token_module_missing", "token_module_unloadable", "token_certificate_gone")
        tries = ("token_pin_wrong", "token_pin_last_try", "token_pin_locked")
        pins = ("pin_wrong", "token_pin_cancelled", *tries)
        absent = (
            "token_pin_cancelled",
            "token_missing",
            "token_removed",
            "token_failed",
            "token_pin_unset",
        )
        return dict.fromkeys((*files, *unfit, *expired, *gone), here) | dict.fromkeys(
            (*pins, *absent), asked
        )

    @property
    def by_token(self) -> bool:
        """Whether a token signs."""
        return self.way.value() == _TOKEN

    @property
    def by_own_key(self) -> bool:
        """Whether the office's own key signs, so that nothing else is asked for."""
        return self.way.value() == _OWN

    def _show_way(self, *, go_on: bool = False) -> None:
        self.form.show_field(self._file_row, visible=not (self.by_token or self.by_own_key))
        self.form.show_field(self._token_row, visible=self.by_token)
        self._token_text.set_value(self._on_token.title if self._on_token else "")
        self._show_pin()
        self._fit()
        self.faults = self._faults()
        self.pin.clear()
        self.say("")
        if go_on:
            self.begin()

    @property
    def on_pad(self) -> bool:
        """Whether the PIN is typed on the token itself, so that nobody asks for it here."""
        return self.by_token and self._on_token is not None and bool(self._on_token.pad)

    def _show_pin(self) -> None:
        self.form.show_field(self.pin, visible=not (self.on_pad or self.by_own_key))
        self.pad.setVisible(self.on_pad)

    def _fit(self) -> None:
        """Give the form the height its fields need now."""
        inner = self.form.widget()
        if inner is not None and self.isVisible():
            inner.adjustSize()
            self.form.setMinimumHeight(inner.sizeHint().height() + 8)
            self.adjustSize()

    def begin(self) -> None:
        """Put the cursor where something is still missing."""
        if self.by_token:
            asked = self._on_token is not None and not self.on_pad
            (self.pin if asked else self.choose_token).setFocus()
        else:
            (self.pin if self.path.value() else self.path).setFocus()

    def _browse(self) -> None:
        start = self.path.value() or str(Path.home())
        kinds = _("Certificate files") + " (*.p12 *.pfx)"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Certificate file"), start, kinds)
        if chosen:
            self.path.set_value(chosen)
            self.pin.setFocus()

    def _choose_on_token(self) -> None:
        dialog = TokenDialog(self._session, self)
        if dialog.exec() and dialog.chosen is not None:
            self._on_token = dialog.chosen
            self.forget()
            self._show_way(go_on=True)
        dialog.deleteLater()

    def _choose_pictures(self) -> None:
        dialog = PicturesDialog(self._session, self.signer_name(), self)
        dialog.exec()
        dialog.deleteLater()

    def signer_name(self) -> str:
        """Whose pictures are chosen: the user, unless it is known who signs."""
        return self._session.workspace.user.full_name

    def forget(self) -> None:
        """Another certificate or PIN: what was seen of the former no longer counts."""

    def source(self) -> KeySource | None:
        """With what is signed; None if something is missing, which is said."""
        pin = self.pin.text()
        if self.by_token:
            found = self._on_token
            if found is None:
                self.say(_("Choose the certificate on the token first."))
                self.choose_token.setFocus()
                return None
            return TokenChoice(found.module, found.serial, found.fingerprint, pin)
        if not self.path.value():
            self.say(_("Choose the certificate file first."))
            self.path.setFocus()
            return None
        return CertificateFile(Path(self.path.value()), pin)

    def remember_source(self) -> None:
        """Propose the same certificate the next time; the PIN is not kept."""
        self._session.remember(self._way_name, self.way.value())
        if self.by_own_key:
            return
        self._session.remember(_TEXT, "yes" if self.text.isChecked() else "no")
        if self.by_token and self._on_token is not None:
            one = self._on_token
            kept = (one.module, one.serial, one.fingerprint, one.title, one.pad)
            self._session.remember(_ON_TOKEN, _SEPARATOR.join(kept))
        else:
            self._session.remember(_CERTIFICATE, self.path.value())

    def tell_fault(self, error: BaseException) -> None:
        """Say why the certificate is not opened, with the cursor where it is mended.

        Args:
            error: what went wrong.
        """
        field: QWidget = self.choose_token if self.on_pad else self.pin
        if isinstance(error, KtgsError):
            self.say(messages.sentence(error))
            field = self.faults.get(error.code, field)
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()

    def note(self, text: str) -> None:
        """Say something at the head of the dialog.

        Args:
            text: a sentence or two.
        """
        self.head.addWidget(label(text, "muted", wrap=True))


def _recalled(kept: str) -> OnToken | None:
    parts = kept.split(_SEPARATOR)
    return OnToken(*parts) if len(parts) in _PARTS else None


def _side_by_side(field: QWidget, other: QWidget, *, wide: bool = False) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(field, 1 if wide else 0)
    if not wide:
        line.addStretch(1)
    line.addWidget(other)
    box.setFocusProxy(field)
    return box
