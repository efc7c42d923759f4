"""Who works in the workspace, and the way in when a password is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.users import (
    AddUserDialog,
    EditUserDialog,
    LetInDialog,
    NewCodeDialog,
    OwnPasswordDialog,
    ask,
)
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.views.settings.section import LIST_STRETCH, Section, SmallList
from ktgs_desktop.gui.widgets.page import Card, button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import users

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QPushButton, QWidget

    from ktgs_desktop.domain.offices import OfficeUser
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task


class UsersSection(Section):
    """List of the office's users."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Users"),
            _(
                "Everybody logs in under a name and password of their own; the system log shows "
                "who did what. Nobody is deleted: who leaves may no longer log in."
            ),
            parent,
        )
        self._session = session
        self._reading: Task | None = None
        self._users: list[OfficeUser] = []
        heads = [_("Full name"), _("Position"), _("Login name"), _("State")]
        self.list = SmallList(_("Users"), heads, 1)
        self.list.itemActivated.connect(lambda _item, _column: self.edit())
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_buttons())
        self.body.addWidget(self.list, LIST_STRETCH)
        self.add_button = button(_("&Add a user…"), self.add, icon="user-plus", primary=True)
        self.edit_button = button(_("&Edit…"), self.edit, icon="pencil-simple")
        self.deactivate_button = button(_("&Deactivate…"), self.deactivate, icon="user-minus")
        self.let_in_button = button(_("Let in a&gain…"), self.let_in, icon="sign-in")
        self.add_buttons(
            self.add_button, self.edit_button, self.deactivate_button, self.let_in_button
        )
        self.password_button = button(
            _("Change my &password…"), self.change_password, icon="lock-key"
        )
        self.code_button = button(_("New &recovery code…"), self.new_code, icon="key")
        for title, icon, text, made in (
            (
                _("My password"),
                "lock-key",
                _("It opens the workspace under my own login name only; nobody can look it up."),
                self.password_button,
            ),
            (
                _("Recovery code"),
                "key",
                _(
                    "With the code from the safe anybody's lost password is replaced, in the "
                    "log-in window. Make a new one when the sheet was used, seen or lost."
                ),
                self.code_button,
            ),
        ):
            card = self._card(title, icon, text, made)
            card.setVisible(not session.workspace.read_only)
            self.body.addWidget(card)
        self.body.addStretch(1)
        session.changed.connect(self._on_changed)
        self._show_buttons()
        self.reload()

    @staticmethod
    def _card(title: str, icon: str, text: str, made: QPushButton) -> Card:
        card = Card(title, icon)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(label(text, wrap=True), 1)
        line.addWidget(made)
        card.body.addLayout(line)
        return card

    def reload(self) -> None:
        """Read the users again."""
        workspace = self._session.workspace
        self._reading = self._session.tasks.read(
            self, lambda _progress: users.users(workspace), self._take, instead_of=self._reading
        )

    def _take(self, found: list[OfficeUser]) -> None:
        self._users = sorted(found, key=lambda user: not user.active)
        own = self._session.workspace.user.id
        rows = []
        for user in self._users:
            state = "✔ " + _("may log in") if user.active else "○ " + _("may no longer log in")
            shown = user.full_name + (" (" + _("you") + ")" if user.id == own else "")
            rows.append((user.id, [shown, user.position, user.login, state]))
        self.list.fill(rows)
        for row, user in enumerate(self._users):
            self.list.tint(row, 3, theme.colour("done" if user.active else "muted"))
        self._show_buttons()

    def _on_changed(self, changes: object) -> None:
        if "office_user" in touched(changes):
            self.reload()

    def _current(self) -> OfficeUser | None:
        return next((user for user in self._users if user.id == self.list.current()), None)

    def _show_buttons(self) -> None:
        user, workspace = self._current(), self._session.workspace
        writable = not workspace.read_only
        active = user is not None and user.active
        self.add_button.setVisible(writable)
        self.edit_button.setVisible(writable)
        self.edit_button.setEnabled(user is not None)
        self.deactivate_button.setVisible(writable and (active or user is None))
        self.deactivate_button.setEnabled(user is not None and user.id != workspace.user.id)
        self.let_in_button.setVisible(writable and user is not None and not active)

    # Doing ------------------------------------------------------------------------------

    def _run(self, dialog: QDialog, said: str) -> None:
        if dialog.exec():
            self._session.said.emit(said)
        dialog.deleteLater()

    def add(self) -> None:
        """Add a user."""
        self._run(AddUserDialog(self._session, self.window()), _("The user may log in now."))

    def edit(self) -> None:
        """Edit the current user's name and position."""
        user = self._current()
        if user is not None and not self._session.workspace.read_only:
            self._run(EditUserDialog(self._session, user, self.window()), _("Saved"))

    def deactivate(self) -> None:
        """Take the current user's password away."""
        user, workspace = self._current(), self._session.workspace
        if user is None:
            return
        text = _(
            "{name} may no longer log in from now on; the name stays in the history. Go on?"
        ).format(name=user.full_name)
        if not ask(self.window(), _("Deactivate a user"), text, _("&Deactivate")):
            return
        identifier, name = user.id, user.full_name
        self._session.tasks.write(
            self,
            lambda _progress: users.deactivate(workspace, identifier),
            lambda _none: self._session.said.emit(
                _("{name} may no longer log in.").format(name=name)
            ),
            lambda error: errors.show(self, error),
        )

    def let_in(self) -> None:
        """Let the current user in again."""
        user = self._current()
        if user is not None:
            self._run(
                LetInDialog(self._session, user, self.window()), _("The user may log in now.")
            )

    def change_password(self) -> None:
        """Change one's own password."""
        self._run(OwnPasswordDialog(self._session, self.window()), _("The password is changed."))

    def new_code(self) -> None:
        """Make a new recovery code and show it."""
        NewCodeDialog.make(self._session, self.window())
