"""A lost password is replaced with the recovery code; no workspace need be open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QWidget

from ktgs_desktop import paths
from ktgs_desktop.gui.dialogs.setup_fields import NewPassword, act_on_enter, file_row
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import users
from ktgs_desktop.services.workspace import SUFFIX

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.progress import Progress


class RecoveryDialog(FormDialog):
    """Asks for the recovery code and a new password, and sets it.

    Attributes:
        path: the field with the workspace file.
        login: the field with the login name.
        code: the field with the code.
        password: the two fields of the new password.
    """

    def __init__(
        self, tasks: TaskRunner, path: str, login: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Replace a lost password"), parent, width=620)
        self._tasks = tasks
        text = _(
            "You need the sheet with the recovery code from the office's safe. The new password "
            "counts at once; the code stays as it is. Make a new one afterwards, under "
            "Settings → Users, and destroy the old sheet."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.path, self.login, self.code = TextField(), TextField(), TextField()
        self.path.set_value(path)
        self.login.set_value(login)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.code.setStyleSheet(f"font-family: '{fixed.family()}'")
        self.code.setPlaceholderText("7K2M-9QXA-…")
        self._build()
        first = next((f for f in (self.path, self.login) if not f.value()), self.code)
        first.setFocus()

    def _build(self) -> None:
        form = self.form
        form.add(_("&Workspace"), file_row(self.path, self._browse))
        self.path.setAccessibleName(_("Workspace"))
        act_on_enter(self.path, self.login.setFocus)
        form.add(_("&Login name"), self.login)
        form.add(
            _("&Recovery code"),
            self.code,
            _("Nine groups of four; small letters and any spacing will do."),
        )
        self.password = NewPassword(form)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Set the password"), self._set, primary=True)
        self.buttons.addWidget(self.save)
        act_on_enter(self.password.again, self._set)

    def _browse(self) -> None:
        start = self.path.value() or str(paths.default_workspace_dir())
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a workspace"), start, f"KTGS (*{SUFFIX})"
        )
        if chosen:
            self.path.set_value(chosen)
            self.login.setFocus()

    def _missing(self) -> bool:
        for field, text in (
            (self.path, _("Choose the workspace first.")),
            (self.login, _("Type the login name whose password is lost.")),
            (self.code, _("Type the recovery code from the sheet.")),
        ):
            if not field.value():
                self.say(text)
                field.setFocus()
                return True
        if self.password.fault():
            self.say(self.password.fault())
            self.password.first.setFocus()
            return True
        return False

    def _set(self) -> None:
        if self._missing():
            return
        path, login = Path(self.path.value()), self.login.value()
        code, password = self.code.value(), self.password.value()

        def work(_progress: Progress) -> None:
            users.reset_password(path, code=code, login=login, password=password)

        self.submit(self._tasks, work, lambda _none: self.accept(), label=_("Setting the password"))
