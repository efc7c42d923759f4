"""Keys and trust of the exchange: four steps to take part, then the units and keys believed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QLabel, QPushButton, QWidget

from ktgs_desktop import messages
from ktgs_desktop.domain.key_bindings import KeyPurpose
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.exchange_keys import (
    CERTIFICATE,
    MakeKeysDialog,
    ask_certificate,
    signing_work,
)
from ktgs_desktop.gui.dialogs.exchange_trust import CertifyDialog, RevokeDialog, RootDialog
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.settings.exchange_rows import (
    STATES,
    key_texts,
    step_texts,
    unit_texts,
)
from ktgs_desktop.gui.views.settings.section import LIST_STRETCH, Section, SmallList
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import certifying, own_keys, trust_files, trust_state
from ktgs_desktop.services.exchange.trust_page import Step

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.trust_page import KeyStanding, TrustPage, UnitTrust
    from ktgs_desktop.services.signing import Identity
    from ktgs_desktop.services.workspace import Workspace

_LAST_FOLDER = "exchange/folder"
_HIDDEN = frozenset((KeyPurpose.CARRIER,))


class ExchangeSection(Section):
    """What the office needs to exchange packages, and whom it believes.

    Attributes:
        units: list of the units right below and of all others that are known.
        keys: list of their keys.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Keys of the exchange"),
            _(
                "Offices believe one another because each superior certifies the keys of the units "
                "right below it, up to one root. The four steps are done once, by stick and "
                "telephone; later news comes with the packages."
            ),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        self._page: TrustPage | None = None
        self._warnings = label("", "warning", wrap=True)
        self.body.addWidget(self._warnings)
        self._build_steps()
        self._build_units()
        self._build_keys()
        self.body.addStretch(1)
        session.changed.connect(self._on_changed)
        self.reload()

    # Building -------------------------------------------------------------------------------------

    def _build_steps(self) -> None:
        frame = QFrame()
        frame.setObjectName("card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.make_button = button(_("Make the &keys…"), self.make_keys)
        self.request_button = button(_("Save the re&quest…"), self.save_request)
        self.root_button = button(_("&Take the root…"), self.take_root)
        self.answer_button = button(_("Take the &answer…"), self.take_answer)
        self._steps: dict[Step, tuple[QLabel, QLabel, QPushButton]] = {}
        for row, (step, made) in enumerate(
            (
                (Step.KEYS, self.make_button),
                (Step.REQUEST, self.request_button),
                (Step.ROOT, self.root_button),
                (Step.ANSWER, self.answer_button),
            )
        ):
            sign, text = label(""), label("", wrap=True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            grid.addWidget(sign, row, 0)
            grid.addWidget(text, row, 1)
            grid.addWidget(made, row, 2)
            made.setVisible(not self._session.workspace.read_only)
            self._steps[step] = (sign, text, made)
        self.body.addWidget(frame)

    def _build_units(self) -> None:
        self._units_head = label(_("Units"), "sectionTitle")
        heads = [_("Unit"), _("Superior"), _("Key"), _("Valid until")]
        self.units = SmallList(_("Units of the exchange"), heads, 0)
        self.units.currentItemChanged.connect(lambda _new, _old: self._enable())
        self.certify_button = button(
            _("&Certify a request…"), self.certify, icon="mdi6.seal", primary=True
        )
        self.file_button = button(_("Save the ans&wer…"), self.save_answer, icon="download-simple")
        self.send_button = button(_("Trust &package…"), self.send_package)
        self.renew_button = button(_("Renew the &list"), self.renew_list)
        self.renew_button.setToolTip(
            _("Your list of the units below counts as up to date for 400 days. Make it anew, then "
              "send the units a trust package.")
        )  # fmt: skip
        self._units_empty = label(
            _("No unit is known here yet. Take the root and your superior's answer first."),
            "muted",
            wrap=True,
        )
        self.body.addWidget(self._units_head)
        self.body.addWidget(self._units_empty)
        self.body.addWidget(self.units, LIST_STRETCH)
        buttons = (self.certify_button, self.file_button, self.send_button, self.renew_button)
        self.add_buttons(*buttons)
        for made in buttons:
            made.setVisible(not self._session.workspace.read_only)

    def _build_keys(self) -> None:
        self._keys_head = label(_("Keys"), "sectionTitle")
        heads = [_("Unit"), _("Purpose"), _("Holder"), _("Valid until"), _("State")]
        self.keys = SmallList(_("Keys of units"), heads, 0)
        self.keys.currentItemChanged.connect(lambda _new, _old: self._enable())
        self.revoke_button = button(_("Revok&e…"), self.revoke, icon="trash")
        self.body.addWidget(self._keys_head)
        self.body.addWidget(self.keys, LIST_STRETCH)
        self.add_buttons(self.revoke_button)
        self.revoke_button.setVisible(not self._session.workspace.read_only)

    # Showing --------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everything again."""
        workspace = self._session.workspace
        self._reading = self._session.tasks.read(
            self,
            lambda _progress: trust_state.read(workspace),
            self._take,
            instead_of=self._reading,
        )

    def _on_changed(self, changes: object) -> None:
        if touched(changes) & {own_keys.TRUST, "import_job", "organization", "office"}:
            self.reload()

    def _take(self, page: TrustPage) -> None:
        self._page = page
        said = (messages.text_of(code, {}) for code in page.warnings)
        self._warnings.setText("\n".join(f"▲ {text}" for text in said))
        self._warnings.setVisible(bool(page.warnings))
        texts = step_texts(page)
        for step, (sign, text, _made) in self._steps.items():
            sign.setText("✔" if step in page.done else "○")
            sign.setStyleSheet(
                f"color: {theme.colour('done' if step in page.done else 'muted').name()}"
            )
            text.setText(texts[step])
        self.make_button.setText(_("Renew the &keys…") if page.own.made else _("Make the &keys…"))
        units = page.units
        self.units.fill([(one.unit, unit_texts(one)) for one in units])
        for row, one in enumerate(units):
            if one.state is not None:
                self.units.tint(row, 2, theme.colour(STATES[one.state][2]))
        shown = [one for one in page.keys if one.purpose not in _HIDDEN]
        self.keys.fill([(f"{one.unit}/{one.fingerprint}", key_texts(one)) for one in shown])
        for row, key in enumerate(shown):
            self.keys.tint(row, 4, theme.colour(STATES[key.state][2]))
        self.units.setVisible(bool(units))
        self._units_empty.setVisible(not units)
        for part in (self._keys_head, self.keys, self.revoke_button):
            part.setVisible(bool(shown))
        self._enable()

    def _enable(self) -> None:
        page = self._page
        if page is None:
            return
        unit, key = self._unit(), self._key()
        self.request_button.setEnabled(page.own.made and bool(page.own.code))
        self.root_button.setEnabled(page.root is None)
        self.answer_button.setEnabled(page.root is not None)
        below = any(one.direct for one in page.units)
        for made in (self.certify_button, self.file_button, self.renew_button):
            made.setVisible(below and not self._session.workspace.read_only)
        self.certify_button.setEnabled(page.ready)
        self.renew_button.setEnabled(page.ready)
        known = unit is not None and unit.direct and unit.state is not None
        self.file_button.setEnabled(page.ready and known)
        self.send_button.setEnabled(page.ready and unit is not None and unit.state is not None)
        self.revoke_button.setEnabled(
            page.ready and key is not None and key.below and key.revoked_on is None
        )

    def _unit(self) -> UnitTrust | None:
        units = self._page.units if self._page else ()
        return next((one for one in units if one.unit == self.units.current()), None)

    def _key(self) -> KeyStanding | None:
        found = self._page.keys if self._page else ()
        current = self.keys.current()
        return next((one for one in found if f"{one.unit}/{one.fingerprint}" == current), None)

    # The four steps -------------------------------------------------------------------------------

    def make_keys(self) -> None:
        """Make the office's keys, or ask for them to be certified anew."""
        page, workspace = self._page, self._workspace
        if page is None:
            return
        if page.own.made:
            self._sign(lambda identity: own_keys.renew(workspace, identity))
            return
        dialog = MakeKeysDialog(self.window())
        agreed, way = dialog.exec(), dialog.way.value()
        dialog.deleteLater()
        if agreed:
            self._sign(
                lambda identity: own_keys.make(workspace, identity),
                by_certificate=way == CERTIFICATE,
            )

    def _sign(
        self,
        work: Callable[[Identity | None], object],
        said: str = "",
        *,
        by_certificate: bool | None = None,
    ) -> None:
        """Write what is signed for the office; its certificate is asked for first."""
        if by_certificate is None:
            by_certificate = self._page is not None and self._page.own.by_certificate
        source = ask_certificate(self._session, self.window()) if by_certificate else None
        if source is not None or not by_certificate:
            self._write(signing_work(self._session, source, work), said)

    def _write(self, work: Callable[[Progress], object], said: str = "") -> None:
        self._session.tasks.write(
            self,
            work,
            lambda _done: self._session.said.emit(said or _("Done")),
            lambda error: errors.show(self, error),
        )

    def save_request(self) -> None:
        """Save the request for the superior on a stick."""
        folder, workspace = self._folder(_("Save the request for your superior")), self._workspace
        if folder is not None:
            said = _("Saved. Your superior will ask for the code by telephone.")
            self._write(lambda _progress: own_keys.save_request(workspace, folder), said)

    def take_root(self) -> None:
        """Take the root of trust, comparing its fingerprint with the printed decision."""
        path = self._file(_("Take the root of trust"), _("Root of trust"), "*.json *.ktgstc")
        if path is None:
            return

        def then(offered: trust_files.OfferedRoot) -> None:
            dialog = RootDialog(self._session, path, offered, self.window())
            if dialog.exec():
                self._session.said.emit(_("The root of trust was taken"))
            dialog.deleteLater()

        self._session.tasks.ask(
            self,
            lambda _progress: trust_files.look_at_root(path),
            then,
            lambda error: errors.show(self, error),
        )

    def take_answer(self) -> None:
        """Take the superior's answer, or a newer revocation list alone."""
        kinds = _("Answers and revocation lists")
        path, workspace = self._file(_("Take the answer"), kinds, "*.ktgstc *.crl"), self._workspace
        if path is not None:
            self._write(lambda _progress: trust_files.take(workspace, path), _("Taken"))

    # Units below ----------------------------------------------------------------------------------

    def certify(self) -> None:
        """Certify the keys in a request of a unit right below."""
        page, workspace = self._page, self._workspace
        path = self._file(_("Certify a request"), _("Requests for keys"), "*.ktgsyc")
        if path is None or page is None:
            return
        by_certificate = page.own.by_certificate

        def then(asked: certifying.Asked) -> None:
            dialog = CertifyDialog(
                self._session, path, asked, self.window(), by_certificate=by_certificate
            )
            if dialog.exec() and dialog.made is not None:
                said = _("Certified: {name}. Save the answer for it on the stick.")
                self._session.said.emit(said.format(name=dialog.made.name))
            dialog.deleteLater()

        self._session.tasks.ask(
            self,
            lambda _progress: certifying.look(workspace, path),
            then,
            lambda error: errors.show(self, error),
        )

    def save_answer(self) -> None:
        """Save what the current unit needs to believe, readable before it has any trust."""
        unit, workspace = self._unit(), self._workspace
        folder = self._folder(_("Save the answer for the unit")) if unit else None
        if unit is not None and folder is not None:
            identifier = unit.unit
            self._write(
                lambda _progress: trust_files.save(workspace, identifier, folder), _("Saved")
            )

    def send_package(self) -> None:
        """Write a trust package for the current unit."""
        unit, workspace = self._unit(), self._workspace
        folder = self._folder(_("Trust package for the unit")) if unit else None
        if unit is None or folder is None:
            return
        identifier: UUID = unit.unit
        self._sign(
            lambda identity: trust_files.send(workspace, identifier, folder, identity),
            _("Written and read back; the stick may be removed."),
        )

    def renew_list(self) -> None:
        """Make this office's trust list anew, so that it does not get out of date."""
        workspace = self._workspace
        self._sign(
            lambda identity: certifying.renew_list(workspace, identity),
            _("The list is new. Send the units a trust package."),
        )

    def revoke(self) -> None:
        """Revoke the current key."""
        page, key = self._page, self._key()
        if page is None or key is None:
            return
        dialog = RevokeDialog(
            self._session, key, self.window(), by_certificate=page.own.by_certificate
        )
        if dialog.exec():
            self._session.said.emit(_("Revoked. Send the units a new trust package."))
        dialog.deleteLater()

    # Files ----------------------------------------------------------------------------------------

    @property
    def _workspace(self) -> Workspace:
        return self._session.workspace

    def _start(self) -> str:
        return self._session.recall(_LAST_FOLDER) or str(Path.home())

    def _folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self.window(), title, self._start())
        if not chosen:
            return None
        self._session.remember(_LAST_FOLDER, chosen)
        return Path(chosen)

    def _file(self, title: str, kinds: str, endings: str) -> Path | None:
        patterns = f"{kinds} ({endings});;" + _("All Files (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self.window(), title, self._start(), patterns)
        if not chosen:
            return None
        self._session.remember(_LAST_FOLDER, str(Path(chosen).parent))
        return Path(chosen)
