"""Asks for the name of another computer and a folder, and makes the copy it is worked on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import own_copies

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


class OwnCopyDialog(FormDialog):
    """A copy of the office's file for another of its computers.

    Args:
        session: the session.
        folder: the folder proposed.
        parent: the window.

    Attributes:
        made: the copy's file, None before.
    """

    def __init__(self, session: Session, folder: str, parent: QWidget) -> None:
        super().__init__(_("Copy for another computer"), parent, width=600)
        self._session = session
        self.made: Path | None = None
        text = _(
            "An officer works with the copy on another computer, with the same name and password, "
            "and brings the work back by stick; what both changed is compared then. Only this "
            "main computer gives paper numbers and sends to other offices."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.name = TextField()
        self.folder = TextField()
        self.folder.set_value(folder)
        place = QWidget()
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.folder, 1)
        line.addWidget(button(_("&Browse…"), self._browse, icon="folder-open"))
        place.setFocusProxy(self.folder)
        self.form.add(
            _("&Name of the computer"), self.name, _("E.g. whose it is, or the room it stands in.")
        )
        self.form.add(_("&Folder"), place, _("A folder on the stick that carries the copy."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Make the copy"), self._make, primary=True))
        self.faults = {
            "name_missing": self.name,
            "too_long": self.name,
            "desk_name_taken": self.name,
            "folder_missing": self.folder,
            "file_exists": self.folder,
        }
        self.name.setFocus()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder"), self.folder.value())
        if chosen:
            self.folder.set_value(chosen)

    def _make(self) -> None:
        workspace, folder, name = (
            self._session.workspace, Path(self.folder.value()), self.name.value(),
        )  # fmt: skip

        def work(progress: Progress) -> Path:
            return own_copies.make(workspace, folder, name, progress)

        self.submit(self._session.tasks, work, self._done)

    def _done(self, made: Path) -> None:
        self.made = made
        self._session.said.emit(_("The copy is made"))
        self.accept()
