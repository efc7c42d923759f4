"""Dialogs of the office's users: add, edit, let in again, one's own password, a new code."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.gui.dialogs.setup_code import CodeSheet
from ktgs_desktop.gui.dialogs.setup_fields import NewPassword, PasswordField, act_on_enter
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import users

if TYPE_CHECKING:
    from ktgs_desktop.domain.offices import OfficeUser
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress


class AddUserDialog(FormDialog):
    """Asks for a new user.

    Attributes:
        made: the user, None until added.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Add a user"), parent, width=560)
        self._session = session
        self.made: OfficeUser | None = None
        text = _(
            "Everybody works under a name of their own; the history shows who did what. Let the "
            "new user type the password."
        )
        self.head.addWidget(label(text, "muted", wrap=True))
        self.full_name, self.position, self.login = TextField(), TextField(), TextField()
        self.form.add(_("Full &name"), self.full_name, _("As the history is to show it."))
        self.form.add(_("P&osition"), self.position)
        self.form.add(
            _("&Login name"),
            self.login,
            _("Letters without accents, digits and “_”; for example lan or nv_lan."),
        )
        self.password = NewPassword(self.form)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Add"), self._add, primary=True)
        self.buttons.addWidget(self.save)
        act_on_enter(self.password.again, self._add)
        self.full_name.setFocus()

    def _add(self) -> None:
        if self.password.fault():
            self.say(self.password.fault())
            self.password.first.setFocus()
            return
        workspace = self._session.workspace
        login, password = self.login.value(), self.password.value()
        name, position = self.full_name.value(), self.position.value()

        def work(_progress: Progress) -> OfficeUser:
            return users.add_user(
                workspace, login=login, password=password, full_name=name, position=position
            )

        def then(user: OfficeUser) -> None:
            self.made = user
            self.accept()

        self.submit(self._session.tasks, work, then)


class EditUserDialog(FormDialog):
    """Edits a user's name and position; the login name stays."""

    def __init__(self, session: Session, user: OfficeUser, parent: QWidget) -> None:
        super().__init__(_("Edit a user"), parent, width=480)
        self._session = session
        self._user = user
        self.full_name, self.position, login = TextField(), TextField(), TextField()
        self.full_name.set_value(user.full_name)
        self.position.set_value(user.position)
        login.set_value(user.login)
        login.set_locked(True)
        self.form.add(
            _("&Login name"), login, _("It cannot be changed: passwords and history hang on it.")
        )
        self.form.add(_("Full &name"), self.full_name)
        self.form.add(_("P&osition"), self.position)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Save"), self._save, primary=True)
        self.buttons.addWidget(self.save)
        act_on_enter(self.position, self._save)
        self.full_name.setFocus()

    def _save(self) -> None:
        workspace = self._session.workspace
        changed = dataclasses.replace(
            self._user, full_name=self.full_name.value(), position=self.position.value()
        )
        self.submit(
            self._session.tasks,
            lambda _progress: users.save_user(workspace, changed),
            lambda _none: self.accept(),
        )


class LetInDialog(FormDialog):
    """Lets a user in again, with a new password."""

    def __init__(self, session: Session, user: OfficeUser, parent: QWidget) -> None:
        super().__init__(_("Let a user in again"), parent, width=520)
        self._session = session
        self._user = user
        text = _("{name} (login {login}) may work here again and types a new password.")
        shown = text.format(name=user.full_name, login=user.login)
        self.head.addWidget(label(shown, "muted", wrap=True))
        self.password = NewPassword(self.form)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Let in"), self._save, primary=True)
        self.buttons.addWidget(self.save)
        act_on_enter(self.password.again, self._save)
        self.password.first.setFocus()

    def _save(self) -> None:
        if self.password.fault():
            self.say(self.password.fault())
            return
        workspace, user, password = self._session.workspace, self._user.id, self.password.value()
        self.submit(
            self._session.tasks,
            lambda _progress: users.reactivate(workspace, user, password),
            lambda _none: self.accept(),
        )


class OwnPasswordDialog(FormDialog):
    """Changes one's own password."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Change my password"), parent, width=520)
        self._session = session
        self.old = PasswordField()
        self.form.add(_("Present pass&word"), self.old)
        self.password = NewPassword(self.form)
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.save = button(_("&Change"), self._save, primary=True)
        self.buttons.addWidget(self.save)
        act_on_enter(self.password.again, self._save)
        self.old.setFocus()

    def _save(self) -> None:
        if self.password.fault():
            self.say(self.password.fault())
            return
        workspace, old, new = self._session.workspace, self.old.value(), self.password.value()
        self.submit(
            self._session.tasks,
            lambda _progress: users.change_password(workspace, old=old, new=new),
            lambda _none: self.accept(),
        )


class NewCodeDialog(QDialog):
    """Makes a new recovery code and stays until it is on paper.

    Attributes:
        sheet: shows the code.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New recovery code"))
        self.resize(640, 420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(_("New recovery code"), "dialogTitle"))
        layout.addWidget(
            label(_("The code printed before opens nothing any more: destroy that sheet."), "muted")
        )
        self.sheet = CodeSheet(session.tasks)
        layout.addWidget(self.sheet)
        layout.addStretch(1)
        self.close_button = button(_("&Close"), self.accept, primary=True)
        self.close_button.setEnabled(False)
        self.sheet.kept.connect(self.close_button.setEnabled)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        layout.addWidget(self._fault)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)

    @classmethod
    def make(cls, session: Session, parent: QWidget) -> None:
        """Ask, make a new code and show it.

        Args:
            session: the session.
            parent: the window.
        """
        text = _(
            "Make a new recovery code? The one in the safe opens nothing any more from then on; "
            "the new one is shown once and must be printed."
        )
        if not ask(parent, _("New recovery code"), text, _("&Make a new code")):
            return
        workspace = session.workspace

        def then(code: str) -> None:
            dialog = cls(session, parent)
            dialog.sheet.show_code(workspace, code)
            dialog.exec()
            dialog.deleteLater()

        session.tasks.write(parent, lambda _progress: users.renew_recovery_code(workspace), then)

    @override
    def reject(self) -> None:
        if self.sheet.done.isChecked():
            super().reject()
            return
        self._fault.setText(
            _("Print the recovery code or write it down first, then say so below it.")
        )
        self._fault.show()


def ask(parent: QWidget, title: str, text: str, action: str) -> bool:
    """Ask before something is done.

    Args:
        parent: the window.
        title: what is to be done.
        text: what it means.
        action: what the button says.

    Returns:
        Whether the user wants it.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setText(text)
    do_it = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    chosen = box.clickedButton() is do_it
    box.deleteLater()
    return chosen
