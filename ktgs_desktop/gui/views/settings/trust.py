"""Whose signatures count: certificates of authorities and their revocation lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ktgs_desktop import i18n
from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.anchors import (
    KIND_WORDS,
    fingerprint_label,
    fingerprint_text,
    import_file,
)
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.settings.section import LIST_STRETCH, Section, SmallList
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import anchors

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.trust_anchors import TrustAnchor
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task

_LAST_FOLDER = "trust/folder"


class TrustSection(Section):
    """List of what the office trusts when it checks a signature."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Trust"),
            _(
                "Signatures are checked on this computer, without a network: against the "
                "certificates of authorities and the revocation lists kept here. Ask your "
                "superior for the latest list before the old one is due."
            ),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        self._anchors: list[TrustAnchor] = []
        heads = [_("Type"), _("Name"), _("Valid from"), _("Valid until"), _("State")]
        self.list = SmallList(_("Trusted authorities and revocation lists"), heads, 1)
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_current())
        self.body.addWidget(self.list, LIST_STRETCH)
        self._empty = label(
            _(
                "Nothing is trusted yet, so every signature is called unknown. Import the "
                "certificate of your authority and its revocation list."
            ),
            "warning",
            wrap=True,
        )
        self._empty.hide()
        self.body.addWidget(self._empty)
        self._head = label(_("Fingerprint (SHA-256)"), "sectionTitle")
        self.fingerprint = fingerprint_label("")
        self.body.addWidget(self._head)
        self.body.addWidget(self.fingerprint)
        self.import_button = button(
            _("&Import a file…"), self.import_anchors, icon="download-simple", primary=True
        )
        self.remove_button = button(_("&Remove…"), self.remove, icon="trash")
        self.add_buttons(self.import_button, self.remove_button)
        self.body.addStretch(1)
        for made in (self.import_button, self.remove_button):
            made.setVisible(not session.workspace.read_only)
        session.changed.connect(self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        workspace = self._session.workspace
        self._reading = self._session.tasks.read(
            self, lambda _progress: anchors.kept(workspace), self._take, instead_of=self._reading
        )

    def _take(self, found: list[TrustAnchor]) -> None:
        self._anchors = sorted(found, key=lambda one: (one.kind, one.subject, one.valid_from))
        today = self._session.workspace.today
        states = [_state(one, today) for one in self._anchors]
        self.list.fill(
            [
                (one.id, [*_texts(one), f"{sign} {text}"])
                for one, (sign, text, _tint) in zip(self._anchors, states, strict=True)
            ]
        )
        for row, (_sign, _text, tint) in enumerate(states):
            self.list.tint(row, 4, theme.colour(tint))
        self.list.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._show_current()

    def _on_changed(self, changes: object) -> None:
        if "trust_anchor" in touched(changes):
            self.reload()

    def _current(self) -> TrustAnchor | None:
        return next((one for one in self._anchors if one.id == self.list.current()), None)

    def _show_current(self) -> None:
        one = self._current()
        self._head.setVisible(one is not None)
        self.fingerprint.setVisible(one is not None)
        self.fingerprint.setText(fingerprint_text(one.fingerprint) if one is not None else "")
        self.remove_button.setEnabled(one is not None)

    def import_anchors(self) -> None:
        """Import certificates and revocation lists from a file."""
        start = self._session.recall(_LAST_FOLDER) or str(Path.home())
        kinds = _("Certificates and revocation lists")
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window(),
            _("Import certificates and revocation lists"),
            start,
            f"{kinds} (*.pem *.crt *.cer *.der *.crl);;" + _("All Files (*)"),
        )
        if chosen:
            self._session.remember(_LAST_FOLDER, str(Path(chosen).parent))
            import_file(self._session, Path(chosen), self.window())

    def remove(self) -> None:
        """Trust the current one no longer."""
        one, workspace = self._current(), self._session.workspace
        if one is None:
            return
        text = _("“{name}” is trusted no longer; signatures that rest on it become unknown.")
        reason = ask_reason(
            _("Remove from trust"), text.format(name=one.subject), _("&Remove"), self.window()
        )
        if not reason:
            return
        identifier = one.id
        self._session.tasks.write(
            self,
            lambda _progress: anchors.remove(workspace, identifier, reason),
            lambda _none: self._session.said.emit(_("Removed")),
            lambda error: errors.show(self, error),
        )


def _texts(one: TrustAnchor) -> list[str]:
    kind = str(KIND_WORDS.get(AnchorKind(one.kind), one.kind))
    return [kind, one.subject, i18n.day(one.valid_from), i18n.day(one.valid_to)]


def _state(one: TrustAnchor, today: date) -> tuple[str, str, str]:
    """Sign, words and colour of how an entry stands on a day."""
    if today < one.valid_from:
        return "○", _("not valid yet"), "muted"
    if today <= one.valid_to:
        return "✔", _("valid"), "done"
    if one.kind == AnchorKind.REVOCATIONS:
        return "▲", _("overdue: import a newer list"), "overdue"
    return "▲", _("expired"), "due_soon"
