"""Going back to a copy, from the log-in window: no workspace is open meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ktgs_desktop import i18n, paths
from ktgs_desktop.gui.dialogs.setup_fields import PasswordField, act_on_enter, file_row
from ktgs_desktop.gui.dialogs.users import ask
from ktgs_desktop.gui.widgets.fields import ChoiceField, TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import maintenance
from ktgs_desktop.services.workspace import SUFFIX, files_of

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.maintenance import Copy

_KB, _MB = 1 << 10, 1 << 20
_PAUSE_MS = 200


def size_text(size: int) -> str:
    """The size of a file as people say it.

    Args:
        size: bytes.
    """
    if size < _MB:
        return f"{i18n.number(max(1, size // _KB))} KB"
    return f"{i18n.number(round(size / _MB))} MB"


def copy_text(copy: Copy) -> str:
    """What a copy is called: when it was made and how large it is.

    Args:
        copy: the copy.
    """
    return f"{i18n.moment(copy.made_at, seconds=True)} · {size_text(copy.size)}"


class RestoreDialog(FormDialog):
    """Puts a copy in the place of a workspace.

    Attributes:
        path: the field with the workspace file.
        copy: the choice of the copy.
        login: the field with the login name.
        password: the field with the password of the day of the copy.
        replaced: where the replaced workspace lies, None until it is done.
    """

    def __init__(
        self, tasks: TaskRunner, path: str, login: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Go back to a copy"), parent, width=640)
        self._tasks = tasks
        self.replaced: Path | None = None
        text = _(
            "Everything entered after the copy was made is lost to the workspace. The copy is "
            "opened and checked first; the workspace it replaces is kept beside it under a name "
            "with “-replaced”. Login names and passwords are those of the copy's day."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.path, self.login, self.password = TextField(), TextField(), PasswordField()
        self.copy = ChoiceField([])
        self.path.set_value(path)
        self.login.set_value(login)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_up)
        self._build()
        self.path.textChanged.connect(lambda _text: self._pause.start())
        self._look_up()
        (self.copy if path else self.path).setFocus()

    def _build(self) -> None:
        form = self.form
        form.add(
            _("&Workspace"),
            file_row(self.path, self._browse),
            _("The file the copy is to replace; it need not exist any more."),
        )
        self.path.setAccessibleName(_("Workspace"))
        act_on_enter(self.path, self.copy.setFocus)
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.copy, 1)
        line.addWidget(button(_("Look &elsewhere…"), self._look_elsewhere))
        box.setFocusProxy(self.copy)
        form.add(
            _("Go back &to"), box, _("Copies in the workspace's own folder, the latest first.")
        )
        self.copy.setAccessibleName(_("Backup copy"))
        act_on_enter(self.copy, self.login.setFocus)
        form.add(_("&Login name"), self.login)
        form.add(_("&Password"), self.password, _("As it was when the copy was made."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.restore = button(_("&Go back to this copy"), self._restore, primary=True)
        self.buttons.addWidget(self.restore)
        act_on_enter(self.password, self._restore)

    def _browse(self) -> None:
        start = self.path.value() or str(paths.default_workspace_dir())
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a workspace"), start, f"KTGS (*{SUFFIX})"
        )
        if chosen:
            self.path.set_value(chosen)
            self.copy.setFocus()

    def _look_elsewhere(self) -> None:
        typed = self.path.value()
        start = str(files_of(Path(typed)).backups) if typed else str(Path.home())
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a copy"), start, f"KTGS (*{SUFFIX})"
        )
        if chosen:
            self.copy.set_value(chosen)
            self.login.setFocus()

    def _look_up(self) -> None:
        typed = self.path.value()
        if not typed:
            self._offer(())
            return

        def then(found: list[Copy]) -> None:
            if typed == self.path.value():
                self._offer(found)

        self._tasks.read(self, lambda _progress: maintenance.copies(Path(typed)), then)

    def _offer(self, found: Sequence[Copy]) -> None:
        self.copy.set_choices([(str(copy.path), copy_text(copy)) for copy in found])

    def _missing(self) -> bool:
        for field, given, text in (
            (self.path, self.path.value(), _("Choose the workspace first.")),
            (self.copy, self.copy.value(), _("No copy is chosen. Look for one elsewhere.")),
            (self.login, self.login.value(), _("Type login name and password.")),
            (self.password, self.password.value(), _("Type login name and password.")),
        ):
            if not given:
                self.say(text)
                field.setFocus()
                return True
        return False

    def _restore(self) -> None:
        if self._missing():
            return
        text = _("Go back to the copy of {copy}? What was entered since then is left behind.")
        title = self.windowTitle()
        if not ask(self, title, text.format(copy=self.copy.currentText()), _("&Go back to it")):
            return
        path, copy = Path(self.path.value()), Path(self.copy.value())
        login, password = self.login.value(), self.password.value()

        def work(_progress: Progress) -> Path:
            return maintenance.restore(path, copy, login=login, password=password)

        def then(replaced: Path) -> None:
            self.replaced = replaced
            self.accept()

        self.submit(self._tasks, work, then, label=_("Going back to a copy"))
