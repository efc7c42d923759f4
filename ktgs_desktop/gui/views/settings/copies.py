"""Copies of the workspace: in its own folder, on another disk, and how to go back to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.copies import copy_text, size_text
from ktgs_desktop.gui.dialogs.own_copy import OwnCopyDialog
from ktgs_desktop.gui.views.settings.section import LIST_STRETCH, Section, SmallList
from ktgs_desktop.gui.widgets.page import Card, button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import maintenance

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.maintenance import Copy

_LAST_FOLDER = "copies/folder"


class CopiesSection(Section):
    """List of the copies in the workspace's own folder."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Copies"),
            _(
                "A copy is encrypted like the workspace and is opened and checked after it was "
                "made. Copies beside the workspace help against mistakes; against a broken or "
                "stolen computer only one on another disk helps, kept in another room."
            ),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        heads = [_("Made"), _("Size"), _("File")]
        self.list = SmallList(_("Copies"), heads, 2)
        self.body.addWidget(self.list, LIST_STRETCH)
        self._empty = label(_("There is no copy yet."), "warning", wrap=True)
        self._empty.hide()
        self.body.addWidget(self._empty)
        self.copy_button = button(
            _("&Make a copy now"), lambda: self._copy(None), icon="copy", primary=True
        )
        self.folder_button = button(_("Copy to a &folder…"), self.copy_elsewhere, icon="hard-drive")
        self.desk_button = button(
            _("For another &computer…"), self.copy_for_another, icon="desktop-tower"
        )
        self.add_buttons(self.copy_button, self.folder_button, self.desk_button)
        for made in (self.copy_button, self.folder_button, self.desk_button):
            made.setVisible(not session.workspace.read_only)
        self._said = label("", "doneText", wrap=True)
        self._said.hide()
        self.body.addWidget(self._said)
        card = Card(_("Going back to a copy"), "clock-counter-clockwise")
        text = _(
            "Lock the window (Ctrl+L) and choose “Go back to a copy…” in the log-in window. The "
            "workspace must be closed on every computer. What was entered after the copy was made "
            "is left behind; the replaced workspace is kept beside it."
        )
        card.body.addWidget(label(text, wrap=True))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.reload()

    def reload(self) -> None:
        """Look for copies again."""
        path = self._session.workspace.files.database
        self._reading = self._session.tasks.read(
            self, lambda _progress: maintenance.copies(path), self._take, instead_of=self._reading
        )

    def _take(self, found: list[Copy]) -> None:
        rows = []
        for one in found:
            made = copy_text(one).partition(" · ")[0]
            rows.append((str(one.path), [made, size_text(one.size), str(one.path)]))
        self.list.fill(rows)
        self.list.setVisible(bool(found))
        self._empty.setVisible(not found)

    def copy_elsewhere(self) -> None:
        """Make a copy in a folder the user chooses."""
        start = self._session.recall(_LAST_FOLDER) or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self.window(), _("Copy to a folder"), start)
        if chosen:
            self._session.remember(_LAST_FOLDER, chosen)
            self._copy(Path(chosen))

    def copy_for_another(self) -> None:
        """Make a copy on which another of the office's computers is worked at."""
        start = self._session.recall(_LAST_FOLDER) or str(Path.home())
        dialog = OwnCopyDialog(self._session, start, self.window())
        dialog.exec()
        if dialog.made is not None:
            self._said.show()
            text = _("✔ The copy is made and read back: {file}")
            self._said.setText(text.format(file=dialog.made))
        dialog.deleteLater()

    def _copy(self, folder: Path | None) -> None:
        workspace = self._session.workspace
        self._enable(enabled=False)
        self._said.setText(_("Copying…"))
        self._said.show()

        def work(_progress: Progress) -> Copy:
            return maintenance.back_up(workspace, folder)

        task = self._session.tasks.write(
            self, work, self._copied, self._failed, label=_("Copying the workspace")
        )
        task.ended = self._ended

    def _ended(self) -> None:
        self._enable(enabled=True)
        self._said.hide()

    def _copied(self, copy: Copy) -> None:
        self._said.show()
        text = _("✔ The copy is made and checked: {file}")
        self._said.setText(text.format(file=copy.path))
        self.reload()

    def _failed(self, error: BaseException) -> None:
        errors.show(self, error)

    def _enable(self, *, enabled: bool) -> None:
        self.copy_button.setEnabled(enabled)
        self.folder_button.setEnabled(enabled)
