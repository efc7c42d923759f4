"""Shows what a file offers to be trusted before it is: fingerprints are compared with paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import anchors

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.anchors import OfferedAnchor

_GROUP, _IN_LINE = 4, 8
KIND_WORDS = {
    AnchorKind.AUTHORITY: late("Authority"),
    AnchorKind.REVOCATIONS: late("Revocation list"),
}


def fingerprint_text(fingerprint: str) -> str:
    """A fingerprint as it is printed: groups of four, eight in a line.

    Args:
        fingerprint: hexadecimal digits.
    """
    digits = fingerprint.upper()
    groups = [digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP)]
    lines = [groups[at : at + _IN_LINE] for at in range(0, len(groups), _IN_LINE)]
    return "\n".join(" ".join(line) for line in lines)


def fingerprint_label(fingerprint: str) -> QLabel:
    """A fingerprint in letters of one width, to be read group by group and copied.

    Args:
        fingerprint: hexadecimal digits, may be empty.
    """
    shown = label(fingerprint_text(fingerprint))
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    shown.setStyleSheet(f"font-family: '{fixed.family()}'")
    shown.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    shown.setAccessibleName(_("Fingerprint"))
    return shown


def validity_text(kind: str, valid_from: date, valid_to: date) -> str:
    """From when to when something holds, in words.

    Args:
        kind: `AUTHORITY` or `REVOCATIONS`.
        valid_from: first day.
        valid_to: last day; of a revocation list the day by which the next is due.
    """
    text = _("valid {start} – {end}")
    if kind == AnchorKind.REVOCATIONS:
        text = _("made {start}, the next is due {end}")
    return text.format(start=i18n.day(valid_from), end=i18n.day(valid_to))


class ImportAnchorsDialog(FormDialog):
    """Asks which of the certificates and lists of a file are to be trusted.

    Attributes:
        ticks: the box of each that is not known yet, by fingerprint.
        added: how many were added.
    """

    def __init__(
        self, session: Session, path: Path, offered: Sequence[OfferedAnchor], parent: QWidget
    ) -> None:
        super().__init__(_("Trust what this file offers?"), parent, width=720)
        self._session = session
        self._path = path
        self.ticks: dict[str, QCheckBox] = {}
        self.added = 0
        text = _(
            "Whoever controls an authority's certificate decides whose signatures pass as valid. "
            "Compare each fingerprint, group by group, with the one the authority has printed or "
            "sent by another way; tick only what agrees."
        )
        self.head.addWidget(label(text, wrap=True))
        self.head.addWidget(label(path.name, "muted"))
        for one in offered:
            self.form.add_wide(self._card(one))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Trust what is ticked"), self._import, primary=True)
        self.buttons.addWidget(self.save)
        self._on_ticked()
        if self.ticks:
            next(iter(self.ticks.values())).setFocus()

    def _card(self, one: OfferedAnchor) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(5)
        layout.addWidget(label(one.subject, "sectionTitle", wrap=True))
        kind = str(KIND_WORDS.get(AnchorKind(one.kind), one.kind))
        validity = validity_text(one.kind, one.valid_from, one.valid_to)
        layout.addWidget(label(f"{kind} · {validity}", "muted", wrap=True))
        layout.addWidget(fingerprint_label(one.fingerprint))
        if one.known:
            layout.addWidget(label("✔ " + _("The office has it already."), "doneText"))
            return frame
        authority = one.kind == AnchorKind.AUTHORITY
        text = (
            _("The fingerprint agrees with the printed one")
            if authority
            else _("Take this list (its authority's signature is checked at every use)")
        )
        tick = QCheckBox(text)
        tick.setAccessibleName(f"{one.subject}: {text}")
        tick.setChecked(not authority)
        tick.toggled.connect(lambda _on: self._on_ticked())
        self.ticks[one.fingerprint] = tick
        layout.addWidget(tick)
        return frame

    def _on_ticked(self) -> None:
        self.save.setEnabled(any(tick.isChecked() for tick in self.ticks.values()))

    def _import(self) -> None:
        workspace, path = self._session.workspace, self._path
        compared = frozenset(print_ for print_, tick in self.ticks.items() if tick.isChecked())

        def work(_progress: Progress) -> int:
            return anchors.import_file(workspace, path, compared)

        def then(count: int) -> None:
            self.added = count
            self.accept()

        self.submit(self._session.tasks, work, then)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            # What wraps above makes the dialog higher than Qt reckons, else the buttons overlap.
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


def import_file(session: Session, path: Path, parent: QWidget) -> None:
    """Read a file, show what it offers and trust what the user ticks.

    Args:
        session: the session.
        path: certificates and revocation lists, PEM or DER.
        parent: the window.
    """
    workspace = session.workspace

    def then(offered: list[OfferedAnchor]) -> None:
        dialog = ImportAnchorsDialog(session, path, offered, parent)
        if dialog.exec():
            session.said.emit(_("{count} entries trusted from now on").format(count=dialog.added))
        dialog.deleteLater()

    session.tasks.ask(
        parent,
        lambda _progress: anchors.preview(workspace, path),
        then,
        lambda error: errors.show(parent, error),
    )
