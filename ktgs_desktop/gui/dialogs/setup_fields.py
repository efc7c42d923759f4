"""What set-up, log-in and the users' dialogs share: a new password, a file, Enter that acts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget, QWizardPage
from typing_extensions import override

from ktgs_desktop.gui import theme
from ktgs_desktop.gui.widgets.fields import TextField
from ktgs_desktop.gui.widgets.form import Form
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import users
from ktgs_desktop.services.users import PasswordStrength

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STRENGTH = {
    PasswordStrength.SHORT: ("overdue", late("Too short: use at least 8 characters.")),
    PasswordStrength.WEAK: ("due_soon", late("Easy to guess: mix letters, digits and marks.")),
    PasswordStrength.FAIR: ("in_progress", late("Fair; some more characters make it good.")),
    PasswordStrength.GOOD: ("done", late("Good.")),
}


class _EnterActs(QObject):
    """Makes Enter in the last field of a form do what the form is for."""

    def __init__(self, field: QWidget, action: Callable[[], object]) -> None:
        super().__init__(field)
        self._action = action
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        plain = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if not plain or not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
            return False
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        self._action()
        return True


def act_on_enter(field: QWidget, action: Callable[[], object]) -> None:
    """Let Enter in a field do something instead of going on; call it after `Form.add`.

    Args:
        field: usually the last of its form.
        action: what is done.
    """
    _EnterActs(field, action)


def file_row(field: QLineEdit, browse: Callable[[], object]) -> QWidget:
    """A field for a path with its button to look for one.

    Args:
        field: the field.
        browse: opens the dialog.
    """
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(field, 1)
    line.addWidget(button(_("&Browse…"), browse))
    box.setFocusProxy(field)
    return box


class PasswordField(TextField):
    """A line in which what is typed is not seen; it is taken exactly as typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def value(self) -> str:
        return self.text()


class NewPassword(QObject):
    """The two fields of a new password in a form, and a word on how good it is.

    Attributes:
        first: the password.
        again: the same once more.
        show_typed: lets it be read while it is typed.
    """

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.first, self.again = PasswordField(), PasswordField()
        self.show_typed = QCheckBox(_("Show w&hat is typed"))
        self._hint = label("", "hint", wrap=True)
        help_text = _(
            "At least 8 characters; capital and small letters differ. Switch the Vietnamese "
            "keyboard (UniKey) off while you type it."
        )
        form.add(_("New &password"), self.first, help_text)
        form.add(_("Once &more"), self.again, help_text)
        form.add("", self._below())
        self.first.textChanged.connect(lambda _text: self._judge())
        self.again.textChanged.connect(lambda _text: self._judge())
        self.show_typed.toggled.connect(self._show)

    def _below(self) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._hint, 1)
        line.addWidget(self.show_typed, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal gives it
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)

    def _judge(self) -> None:
        typed, again = self.first.text(), self.again.text()
        tint, text = _STRENGTH[users.password_strength(typed)]
        said = str(text) if typed else ""
        if typed and not typed.isascii():
            tint = "due_soon"
            said = _("It has accented letters: is the Vietnamese keyboard on by mistake?")
        elif again and not typed.startswith(again):
            tint, said = "overdue", _("The two differ.")
        self._hint.setText(said)
        self._hint.setStyleSheet(f"color: {theme.colour(tint).name()}")

    def value(self) -> str:
        """The password as typed first."""
        return self.first.text()

    def fault(self) -> str:
        """What is wrong between the two fields, empty if nothing."""
        if not self.value():
            return _("Choose a password and type it twice.")
        if self.first.text() != self.again.text():
            return _("The two passwords differ. Type both again.")
        return ""

    def clear(self) -> None:
        """Empty both fields."""
        self.first.clear()
        self.again.clear()


def headed(page: QWizardPage, title: str, text: str) -> QVBoxLayout:
    """Give a page of a wizard its layout with a heading like that of a dialog.

    Args:
        page: the page.
        title: what it asks.
        text: a sentence on it.

    Returns:
        The layout, for what stands below.
    """
    layout = QVBoxLayout(page)
    layout.setContentsMargins(16, 12, 16, 0)
    layout.setSpacing(8)
    layout.addWidget(label(title, "dialogTitle", wrap=True))
    layout.addWidget(label(text, "muted", wrap=True))
    layout.addSpacing(2)
    return layout


class PageForm(Form):
    """A form on a page of a wizard: Enter in its last field goes to the next page."""

    def add_last(self, text: str, field: QWidget, help_text: str = "") -> None:
        """Add the last field.

        Args:
            text: its label.
            field: the field.
            help_text: what F1 says of it.
        """
        self.add(text, field, help_text)
        self.let_through(field)

    def let_through(self, field: QWidget) -> None:
        """Leave Enter in a field to the window, whose default button it presses.

        Args:
            field: the field.
        """
        field.removeEventFilter(self._enter)
