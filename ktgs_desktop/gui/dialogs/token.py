"""Finds the certificate to sign with on a token: its library, the token, what is on it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ktgs_desktop import i18n, messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import signing

if TYPE_CHECKING:
    from collections.abc import Callable

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.signing import Token, TokenCertificate, TokenModule

Found = TypeVar("Found")

_REMEMBERED = "sign/token_library"
_WIDTHS = (190, 190, 150)
_PLACE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class OnToken:
    """A certificate on a token, chosen to sign with.

    Attributes:
        module: path of the library the token is reached through.
        serial: the token's number.
        fingerprint: of the certificate.
        title: whose it is and on which token, to be shown.
        pad: not empty if the PIN is typed on the token itself.
    """

    module: str
    serial: str
    fingerprint: str
    title: str
    pad: str = ""


class TokenDialog(FormDialog):
    """Lists libraries found, tokens plugged in, and the certificates on them.

    Args:
        session: the session.
        parent: the window.

    Attributes:
        chosen: the certificate, None until one was taken.
        module: choice of the library.
        token: choice of the token.
        pin: for certificates a token hides until it has the PIN; may stay empty.
        certificates: what is on the token.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Choose the certificate on the token"), parent, width=680)
        self._session = session
        self._modules: list[TokenModule] = []
        self._tokens: list[Token] = []
        self._found: list[TokenCertificate] = []
        self.chosen: OnToken | None = None
        text = _(
            "Plug the token in. Its library comes with the driver; where it is not found, choose "
            "the file (.dll, .so) that the maker's guide calls PKCS#11."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self._build_fields()
        self._build_list()
        self.form.at_end = self.look_for_certificates
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.take = button(_("&Use this certificate"), self._take, primary=True)
        self.take.setEnabled(False)
        self.buttons.addWidget(self.take)
        self._look_for_modules()

    def _build_fields(self) -> None:
        self.module = ChoiceField([])
        self.module.activated.connect(lambda _place: self.look_for_tokens())
        browse = button(_("&Browse…"), self._browse)
        self.form.add(
            _("&Library"), _beside(self.module, browse), _("The token's library (PKCS#11).")
        )
        self.module.setAccessibleName(_("Library"))
        self.form.watch(self.module)
        self.token = ChoiceField([])
        self.token.activated.connect(lambda _place: self.look_for_certificates())
        again = button(_("Look a&gain"), self.look_for_tokens, icon="arrows-clockwise")
        self.form.add(_("&Token"), _beside(self.token, again), _("The tokens plugged in."))
        self.token.setAccessibleName(_("Token"))
        self.form.watch(self.token)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setPlaceholderText(_("only if the token hides its certificates"))
        self.form.add(
            _("&PIN"), self.pin, _("Shows hidden certificates; it is not kept and asked for again.")
        )

    def _build_list(self) -> None:
        self.certificates = QTreeWidget()
        self.certificates.setAccessibleName(_("Certificates"))
        self.certificates.setRootIsDecorated(False)
        self.certificates.setHeaderLabels([_("Signer"), _("Issued by"), _("Valid")])
        self.certificates.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.certificates.setMinimumHeight(theme.scaled(120))
        for column, width in enumerate(_WIDTHS):
            self.certificates.setColumnWidth(column, theme.scaled(width))
        self.certificates.itemActivated.connect(lambda _item, _column: self._take())
        self.certificates.currentItemChanged.connect(lambda _now, _former: self._tell())
        self.form.add_wide(self.certificates)
        self._state = label("", "muted", wrap=True)
        self.form.add_wide(self._state)

    # Looking ----------------------------------------------------------------------------

    def _look_for_modules(self) -> None:
        def then(found: list[TokenModule]) -> None:
            remembered = self._session.recall(_REMEMBERED)
            known = {one.path for one in found}
            if remembered and remembered not in known and Path(remembered).is_file():
                found.append(signing.module_at(remembered))
            self._show_modules(found, remembered)

        self._session.tasks.read(self, lambda _progress: signing.found_modules(), then)

    def _show_modules(self, found: list[TokenModule], wanted: str) -> None:
        self._modules = found
        self.module.set_choices([(one.path, f"{one.name}  ·  {one.path}") for one in found])
        if not found:
            self.say(_("No token library was found. Install the token's driver, or browse for it."))
            return
        if wanted in {one.path for one in found}:
            self.module.set_value(wanted)
        self.look_for_tokens()

    def _browse(self) -> None:
        kinds = _("Libraries") + " (*.dll *.so *.dylib)"
        start = str(Path(self.module.value()).parent) if self.module.value() else ""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Library of the token"), start, kinds)
        if chosen:
            self.use_library(chosen)

    def use_library(self, path: str) -> None:
        """Look for tokens through a library that the user chose.

        Args:
            path: where it lies.
        """
        found = [one for one in self._modules if one.path != path]
        self._show_modules([signing.module_at(path), *found], path)

    def look_for_tokens(self) -> None:
        """See which tokens are plugged in now."""
        module = self.module.value()
        if not module:
            return

        def then(found: list[Token]) -> None:
            self._tokens = found
            self.token.set_choices([(one.serial, _token_text(one)) for one in found])
            self.look_for_certificates()

        self._forget_tokens()
        self._look(lambda _progress: signing.tokens_of(module), then, _("Looking for tokens"))

    def look_for_certificates(self) -> None:
        """Read what is on the chosen token."""
        module, serial, pin = self.module.value(), self.token.value(), self.pin.text() or None
        if not module or not serial:
            self.look_for_tokens()
            return

        def then(found: list[TokenCertificate]) -> None:
            self._found = found
            self._show_certificates()

        self._forget_certificates()
        self._look(
            lambda _progress: _certificates(module, serial, pin, pad=self._has_pad(serial)),
            then,
            _("Reading the token"),
        )

    def _has_pad(self, serial: str) -> bool:
        return any(one.own_pad for one in self._tokens if one.serial == serial)

    def _look(
        self, work: Callable[[Progress], Found], then: Callable[[Found], None], said: str
    ) -> None:
        """Ask the token off the window's thread; an answer that comes too late is dropped."""
        self.say("")
        self._state.setText(said + "…")
        asked = self.module.value(), self.token.value(), self.pin.text()

        def answered(found: Found) -> None:
            self._state.clear()
            if (self.module.value(), self.token.value(), self.pin.text()) == asked:
                then(found)

        def failed(error: BaseException) -> None:
            self._state.clear()
            if not isinstance(error, KtgsError):
                errors.show(self, error)
            elif (self.module.value(), self.token.value(), self.pin.text()) == asked:
                self.say(messages.sentence(error))
                if error.code.startswith(("token_pin", "token_without_c")):
                    self.pin.setFocus()
                    self.pin.selectAll()

        task = self._session.tasks.read(self, work, answered, failed, label=said)
        self.task_bar.follow(task)

    # Showing ----------------------------------------------------------------------------

    def _forget_tokens(self) -> None:
        self._tokens = []
        self.token.set_choices([])
        self._forget_certificates()

    def _forget_certificates(self) -> None:
        self._found = []
        self.certificates.clear()
        self.take.setEnabled(False)

    def _show_certificates(self) -> None:
        now = self._session.workspace.clock()
        usable: QTreeWidgetItem | None = None
        for place, one in enumerate(self._found):
            facts = one.facts
            ended, early = now > facts.valid_to, now < facts.valid_from
            until = _("{first} – {last}").format(
                first=i18n.day(facts.valid_from.date()), last=i18n.day(facts.valid_to.date())
            )
            item = QTreeWidgetItem([facts.subject, facts.issuer, until])
            item.setData(0, _PLACE, place)
            for column, text in enumerate((facts.subject, facts.issuer, until)):
                item.setToolTip(column, text)
            if ended or early:
                sign = _("expired") if ended else _("not valid yet")
                item.setText(2, f"✖ {sign} · {until}")
                item.setForeground(2, theme.colour("overdue"))
            elif usable is None:
                usable = item
            self.certificates.addTopLevelItem(item)
        first = usable or self.certificates.topLevelItem(0)
        if first is not None:
            self.certificates.setCurrentItem(first)
        self.certificates.setFocus()

    def _tell(self) -> None:
        one = self._current()
        self.take.setEnabled(one is not None)
        if one is None:
            self._state.clear()
            return
        text = _("{name}, {organisation}; issued by {issuer}; number {serial}")
        self._state.setText(
            text.format(
                name=one.facts.subject,
                organisation=one.facts.organisation or "–",
                issuer=one.facts.issuer,
                serial=one.facts.serial,
            )
        )

    def _current(self) -> TokenCertificate | None:
        item = self.certificates.currentItem()
        place = item.data(0, _PLACE) if item is not None else None
        return self._found[place] if place is not None and place < len(self._found) else None

    def _take(self) -> None:
        one = self._current()
        if one is None:
            return
        module = one.token.module
        self._session.remember(_REMEMBERED, module)
        title = _("{name} · token {token}").format(
            name=one.facts.subject, token=one.token.label or one.token.serial
        )
        pad = "pad" if one.token.own_pad else ""
        self.chosen = OnToken(module, one.token.serial, one.facts.fingerprint, title, pad)
        self.pin.clear()
        self.accept()


def _certificates(
    module: str, serial: str, pin: str | None, *, pad: bool
) -> list[TokenCertificate]:
    """The certificates of a token; one with its own keys asks for the PIN if it hides them."""
    try:
        return signing.certificates_on(module, serial, None if pad else pin)
    except KtgsError as error:
        if not pad or error.code != "token_without_certificate":
            raise
    return signing.certificates_on(module, serial, "")


def _token_text(token: Token) -> str:
    parts = [token.label or token.serial, token.serial]
    if token.locked:
        parts.append("✖ " + _("PIN locked"))
    elif token.last_try:
        parts.append("▲ " + _("one PIN try left"))
    elif token.few_tries:
        parts.append("▲ " + _("a wrong PIN was typed"))
    if token.own_pad:
        parts.append(_("PIN typed on the token"))
    return "  ·  ".join(parts)


def _beside(field: QWidget, other: QWidget) -> QWidget:
    """A field with a button at its right."""
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(field, 1)
    line.addWidget(other)
    box.setFocusProxy(field)
    return box
