"""The field that asks for a stick: the drives that are plugged in, or a folder of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.package_words import size_text
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import sticks

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.services.exchange.sticks import Stick

_LOOK_MS = 2500
_FOLDER = "exchange/folder"


class StickField(QWidget):
    """A choice of sticks; one that is plugged in while it is looked at shows up by itself.

    Args:
        session: the session.

    Signals:
        edited: another stick or folder was chosen.

    Attributes:
        choice: the sticks and the folder chosen last.
        browse: asks for another folder.
    """

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._looking: Task | None = None
        self._own = session.recall(_FOLDER)
        self._known: tuple[str, ...] = ()
        self.choice = ChoiceField([])
        self.choice.setAccessibleName(_("Stick"))
        self.choice.edited.connect(self.edited)
        self.browse = button(_("&Folder…"), self._browse, icon="folder-open")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.choice, 1)
        line.addWidget(self.browse)
        self.setFocusProxy(self.choice)
        self._again = QTimer(self, interval=_LOOK_MS)
        self._again.timeout.connect(self._look)
        self._show([])

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
        self._again.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    def _look(self) -> None:
        self._looking = self._session.tasks.read(
            self, lambda _progress: sticks.sticks(), self._show, instead_of=self._looking
        )

    def _show(self, found: list[Stick]) -> None:
        told = _("{name} ({folder}, {free} free)")
        choices = [
            (
                str(one.folder),
                told.format(name=one.name, folder=one.folder, free=size_text(one.free)),
            )
            for one in found
        ]
        plugged = {folder for folder, _text in choices}
        new = plugged - set(self._known)
        if self._own and self._own not in plugged:
            choices.append((self._own, self._own))
        if not choices:
            choices = [("", _("no stick is plugged in"))]
        known = tuple(folder for folder, _text in choices)
        if known == self._known:
            return
        self._known = known
        before = self.choice.value()
        self.choice.set_choices(choices)
        if new and before in ("", self._own) and not self.choice.hasFocus():
            self.choice.set_value(min(new))
        if self.choice.value() != before:
            self.edited.emit()

    def value(self) -> Path | None:
        """The folder chosen, None if there is none."""
        text = self.choice.value()
        return Path(text) if text else None

    def set_folder(self, folder: Path) -> None:
        """Choose a folder; it is proposed again the next time.

        Args:
            folder: the folder.
        """
        self._own = str(folder)
        self._session.remember(_FOLDER, self._own)
        self._known = (*self._known, self._own)
        self.choice.set_value(self._own)
        self.edited.emit()

    def _browse(self) -> None:
        start = self.choice.value() or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, _("Folder on the stick"), start)
        if chosen:
            self.set_folder(Path(chosen))
