"""The first window: which workspace, who, password; the ways to a new office and back in."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import __version__, messages, paths, settings
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

_SUFFIX = ".ktgsdb"
_FILTER = f"KTGS (*{_SUFFIX})"
_SET_ASIDE = re.compile(r"-(replaced(-\d+)?|restoring)$")
_FORGET_MS = 1000


class LoginWindow(QWidget):
    """Asks who works in which workspace and opens it.

    Args:
        chosen: the user's settings.
        path: workspace to open, empty for the one opened last.
        login: login name, empty for the one used last.
    """

    def __init__(self, chosen: settings.Settings, path: str = "", login: str = "") -> None:
        super().__init__()
        self._settings = chosen
        self.tasks = TaskRunner(self)
        self.main_window: QMainWindow | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("KTGS Desktop")
        self.resize(theme.scaled(760), theme.scaled(500))
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._tick)
        self._seconds = 0
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._inner: QWidget | None = None
        self.tasks.on_unforeseen(self._on_unforeseen)
        known = _known_workspaces()
        start = path or chosen.last_workspace or (str(known[0]) if len(known) == 1 else "")
        self._build(start, login or chosen.last_login, first=not (start or known))

    def _on_unforeseen(self, error: BaseException) -> None:
        self._enable(enabled=True)
        errors.show(QApplication.activeModalWidget() or self, error)

    # Building ---------------------------------------------------------------------------

    def _build(self, path: str, login: str, *, first: bool) -> None:
        """Make the window's contents, anew when the language has changed.

        Args:
            path: workspace shown.
            login: login name shown.
            first: whether no workspace is known on this computer.
        """
        if self._inner is not None:
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = QWidget()
        self._outer.addWidget(self._inner)
        outer = QVBoxLayout(self._inner)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(theme.scaled(540))
        parts = QVBoxLayout(card)
        parts.setContentsMargins(0, 0, 0, 0)
        self.new_office = self._button(_("Set up a &new office…"), self._set_up, primary=first)
        parts.addLayout(self._upper_part(path, login, first=first))
        parts.addLayout(self._ways(first=first))
        outer.addWidget(card)
        outer.addWidget(self._muted(f"KTGS Desktop {__version__}"), 0, Qt.AlignmentFlag.AlignCenter)
        self._focus_first(first=first)

    def _upper_part(self, path: str, login: str, *, first: bool) -> QVBoxLayout:
        inner = QVBoxLayout()
        inner.setContentsMargins(28, 24, 28, 6)
        inner.setSpacing(12)
        title = QLabel(_("Inspection and supervision"))
        title.setObjectName("pageTitle")
        inner.addWidget(title)
        if first:
            inner.addWidget(self._muted(_("There is no workspace on this computer yet.")))
            inner.addWidget(self.new_office, 0, Qt.AlignmentFlag.AlignLeft)
            inner.addWidget(self._muted(_("Or log in to a workspace that lies elsewhere:")))
        else:
            inner.addWidget(self._muted(_("Log in to your office's workspace")))
        inner.addLayout(self._fields(path, login))
        self._fault, self._note = QLabel(), QLabel()
        for said, kind in ((self._fault, "error"), (self._note, "doneText")):
            said.setObjectName(kind)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            said.hide()
            inner.addWidget(said)
        self.enter = self._button(_("Log &in"), self.log_in, primary=not first)
        inner.addWidget(self.enter, 0, Qt.AlignmentFlag.AlignRight)
        return inner

    def _focus_first(self, *, first: bool) -> None:
        if first:
            self.new_office.setFocus()
        elif not self.path.text():
            self.path.setFocus()
        else:
            (self.password if self.login.text() else self.login).setFocus()

    @staticmethod
    def _muted(text: str) -> QLabel:
        made = QLabel(text)
        made.setObjectName("muted")
        return made

    @staticmethod
    def _button(
        text: str, action: Callable[[], object], *, primary: bool = False, flat: bool = False
    ) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("primary", primary)
        made.setProperty("flat", flat)
        # Enter presses the button in focus; there is no dialog to have a default one.
        made.setAutoDefault(True)
        made.clicked.connect(lambda _checked=False: action())
        return made

    def _fields(self, path: str, login: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        self.path, self.login, self.password = QLineEdit(path), QLineEdit(login), QLineEdit()
        self.path.setPlaceholderText(_("Choose the workspace file"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        rows = (
            (_("&Workspace"), self.path),
            (_("&Login name"), self.login),
            (_("&Password"), self.password),
        )
        for row, (text, field) in enumerate(rows):
            made = QLabel(text)
            made.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(made, row, 0)
            grid.addWidget(field, row, 1, 1, 2 if row else 1)
        grid.addWidget(self._button(_("&Browse…"), self._browse), 0, 2)
        self.path.returnPressed.connect(self.login.setFocus)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.log_in)
        for field in (self.path, self.login):
            field.textEdited.connect(lambda _text: self._stop_waiting())
        return grid

    def _ways(self, *, first: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(0)
        line.setContentsMargins(15, 6, 15, 18)  # the words of flat buttons stand below the fields
        self.lost = self._button(_("&Forgotten password…"), self._recover, flat=True)
        self.back = self._button(_("&Go back to a copy…"), self._restore, flat=True)
        if not first:
            self.new_office.setProperty("flat", True)  # noqa: FBT003 - Qt's own signature
            line.addWidget(self.new_office)
        line.addWidget(self.lost)
        line.addWidget(self.back)
        line.addStretch(1)
        return line

    # Logging in -------------------------------------------------------------------------

    def preload(self) -> None:
        """Load the heavy libraries in the background; called once the window is painted."""

        def work(_progress: Progress) -> None:
            # SQLAlchemy and the main window's modules take over half a second together.
            import ktgs_desktop.gui.main_window  # noqa: F401 - loaded for later

        self.tasks.read(self, work, lambda _none: None)

    def _browse(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Open a workspace"), self._folder(), _FILTER
        )
        if chosen:
            self._stop_waiting()
            self.path.setText(chosen)
            self.login.setFocus()

    def _folder(self) -> str:
        typed = self.path.text().strip()
        if typed:
            return str(Path(typed).parent)
        home = paths.default_workspace_dir()
        return str(home if home.exists() else Path.home())

    def log_in(self) -> None:
        """Open the workspace with what was typed."""
        path, login, password = self.path.text().strip(), self.login.text(), self.password.text()
        given = {self.path: Path(path).name, self.login: login.strip(), self.password: password}
        missing = [field for field, text in given.items() if not text]
        if missing:
            missing[0].setFocus()
            self.say(_("Choose the workspace and type login name and password."))
            return
        if not self.enter.isEnabled():
            return
        self.say("")
        self._enable(enabled=False)

        def work(_progress: Progress) -> Workspace:
            from ktgs_desktop.services import users  # loads SQLAlchemy

            return users.log_in(Path(path), login=login, password=password)

        self.tasks.write(self, work, self._opened, self._refused, label=_("Opening"))

    def _opened(self, workspace: Workspace) -> None:
        self._enable(enabled=True)
        self.password.clear()
        self.say("")
        self._settings = dataclasses.replace(
            settings.load(),
            last_workspace=str(workspace.files.database),
            last_login=workspace.user.login,
        )
        try:
            settings.save(self._settings)
        except OSError as error:  # a full disk here is no reason to stay outside
            logging.getLogger(__name__).warning("the settings were not saved: %s", error)
        self.show_main(workspace)

    def show_main(self, workspace: Workspace) -> None:
        """Show the main window on an open workspace and step aside.

        Args:
            workspace: the open workspace.
        """
        from ktgs_desktop.gui.main_window import MainWindow  # brings every page along

        window = MainWindow(workspace, self.tasks, self._settings)
        window.logged_out.connect(self._come_back)
        self.main_window = window
        window.show()
        window.activateWindow()
        self.hide()

    def _come_back(self) -> None:
        gone, self.main_window = self.main_window, None
        for other in QApplication.topLevelWidgets():
            # A dialog that was open when the window locked would go on showing records.
            if isinstance(other, QDialog) and other.isVisible():
                other.done(0)
        if gone is not None:
            # Only after the loops of such dialogs have ended; their callers still use it.
            QTimer.singleShot(_FORGET_MS, gone.deleteLater)
        self.tasks.on_unforeseen(self._on_unforeseen)
        self._settings = settings.load()
        self._build(self._settings.last_workspace, self._settings.last_login, first=False)
        self.show()
        self.activateWindow()
        self.password.setFocus()

    # Refusals ---------------------------------------------------------------------------

    def _refused(self, error: BaseException) -> None:
        self._enable(enabled=True)
        self.password.selectAll()
        self.password.setFocus()
        if isinstance(error, UserError) and error.code == "password_wait":
            self._wait(int(str(error.params["seconds"])))
        elif isinstance(error, KtgsError):
            self.say(messages.sentence(error))

    def _wait(self, seconds: int) -> None:
        """Count the seconds down; another name or workspace need not wait."""
        self._seconds = seconds + 1
        self.enter.setEnabled(False)
        self._countdown.start()
        self._tick()

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.say(messages.text_of("password_wait", {"seconds": self._seconds}))
            return
        self._stop_waiting()
        self.password.setFocus()

    def _stop_waiting(self) -> None:
        if self._countdown.isActive():
            self._countdown.stop()
            self.say("")
            self._enable(enabled=True)

    def say(self, fault: str, note: str = "") -> None:
        """Say what is wrong or what was done, or nothing.

        Args:
            fault: what is wrong, empty for nothing.
            note: what was done, empty for nothing.
        """
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def _enable(self, *, enabled: bool) -> None:
        # The password keeps the focus; without it Enter would press whatever comes next.
        for part in (self.enter, self.new_office, self.lost, self.back):
            part.setEnabled(enabled)
        self.enter.setText(_("Log &in") if enabled else _("Opening…"))

    # Other ways -------------------------------------------------------------------------

    def _set_up(self) -> None:
        from ktgs_desktop.gui.dialogs.setup import SetupWizard  # loads the unit register

        wizard = SetupWizard(self.tasks, self)
        workspace = wizard.workspace if wizard.exec() else None
        wizard.deleteLater()
        if workspace is not None:
            self._opened(workspace)

    def _recover(self) -> None:
        from ktgs_desktop.gui.dialogs.recovery import RecoveryDialog  # seldom needed

        dialog = RecoveryDialog(self.tasks, self.path.text(), self.login.text(), self)
        if dialog.exec():
            self._stop_waiting()
            self.path.setText(dialog.path.value())
            self.login.setText(dialog.login.value())
            self.say("", _("The new password counts from now on. Log in with it."))
            self.password.clear()
            self.password.setFocus()
        dialog.deleteLater()

    def _restore(self) -> None:
        from ktgs_desktop.gui.dialogs.copies import RestoreDialog  # seldom needed

        dialog = RestoreDialog(self.tasks, self.path.text(), self.login.text(), self)
        if dialog.exec() and dialog.replaced is not None:
            self._stop_waiting()
            self.path.setText(dialog.path.value())
            self.login.setText(dialog.login.value())
            note = _("The copy is in its place.")
            if _SET_ASIDE.search(dialog.replaced.stem):
                kept = _("What it replaced lies in {file}.").format(file=dialog.replaced)
                note = f"{note} {kept}"
            self.say("", note)
            self.password.clear()
            self.password.setFocus()
        dialog.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if self.main_window is None:
            self.tasks.stop()
            QApplication.quit()


def _known_workspaces() -> list[Path]:
    """Workspaces in the folder that is proposed for new ones."""
    with contextlib.suppress(OSError):
        found = sorted(paths.default_workspace_dir().glob(f"*{_SUFFIX}"))
        return [path for path in found if not _SET_ASIDE.search(path.stem)]
    return []
