"""The first window: which workspace, who, password; the way to a new office and a lost password."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
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
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace

_FILTER = "KTGS (*.ktgsdb)"


class LoginWindow(QWidget):
    """Asks who works in which workspace and opens it.

    Args:
        chosen: the user's settings.
        path: workspace to open, empty for the one opened last.
    """

    def __init__(self, chosen: settings.Settings, path: str = "") -> None:
        super().__init__()
        self._settings = chosen
        self.tasks = TaskRunner(self)
        self.tasks.on_unforeseen(lambda error: errors.show(self, error))
        self.main_window: QMainWindow | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("KTGS Desktop")
        self.resize(760, 460)
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._tick)
        self._seconds = 0
        self._build(path or chosen.last_workspace)

    # Building ---------------------------------------------------------------------------

    def _build(self, path: str) -> None:
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(520)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(28, 24, 28, 22)
        inner.setSpacing(12)
        title = QLabel(_("Inspection and supervision"))
        title.setObjectName("pageTitle")
        inner.addWidget(title)
        inner.addWidget(self._muted(_("Log in to your office's workspace")))
        inner.addLayout(self._fields(path))
        self._fault = QLabel()
        self._fault.setObjectName("error")
        self._fault.setWordWrap(True)
        self._fault.hide()
        inner.addWidget(self._fault)
        inner.addLayout(self._buttons())
        outer.addWidget(card)
        outer.addWidget(self._muted(f"KTGS Desktop {__version__}"), 0, Qt.AlignmentFlag.AlignCenter)
        (self.password if self.login.text() and path else self.login).setFocus()

    @staticmethod
    def _muted(text: str) -> QLabel:
        made = QLabel(text)
        made.setObjectName("muted")
        return made

    def _fields(self, path: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        self.path = QLineEdit(path)
        self.path.setPlaceholderText(_("Choose the workspace file, or set up a new office"))
        browse = QPushButton(_("&Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.login = QLineEdit(self._settings.last_login)
        self.password = QLineEdit()
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
            grid.addWidget(field, row, 1)
        grid.addWidget(browse, 0, 2)
        self.path.returnPressed.connect(self.login.setFocus)
        self.login.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.log_in)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.new_office = QPushButton(_("Set up a &new office…"))
        self.lost = QPushButton(_("&Forgotten password…"))
        self.enter = QPushButton(_("Log in"))
        self.enter.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        for made, action in (
            (self.new_office, self._set_up),
            (self.lost, self._recover),
            (self.enter, self.log_in),
        ):
            made.setAutoDefault(False)
            made.clicked.connect(action)
        line.addWidget(self.new_office)
        line.addWidget(self.lost)
        line.addStretch(1)
        line.addWidget(self.enter)
        return line

    # Doing ------------------------------------------------------------------------------

    def preload(self) -> None:
        """Load the heavy libraries in the background once the window stands."""

        def work(_progress: Progress) -> None:
            # SQLAlchemy and the main window's modules take over half a second together.
            import ktgs_desktop.gui.main_window
            import ktgs_desktop.services.workspace  # noqa: F401 - loaded for later

        QTimer.singleShot(0, lambda: self.tasks.read(self, work, lambda _none: None))

    def _browse(self) -> None:
        start = str(Path(self.path.text()).parent) if self.path.text() else str(_home())
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Open a workspace"), start, _FILTER)
        if chosen:
            self.path.setText(chosen)
            self.login.setFocus()

    def log_in(self) -> None:
        """Open the workspace with what was typed."""
        path, login, password = self.path.text().strip(), self.login.text(), self.password.text()
        if not path or not login.strip() or not password:
            self.say(_("Choose the workspace and type login name and password."))
            return
        self.say("")
        self._enable(enabled=False)

        def work(_progress: Progress) -> Workspace:
            from ktgs_desktop.services.workspace import open_workspace  # loads SQLAlchemy

            return open_workspace(Path(path), login=login, password=password)

        self.tasks.write(self, work, self._opened, self._refused, label=_("Opening"))

    def _opened(self, workspace: Workspace) -> None:
        self._enable(enabled=True)
        self.password.clear()
        self._settings = dataclasses.replace(
            settings.load(),
            last_workspace=str(workspace.files.database),
            last_login=workspace.user.login,
        )
        settings.save(self._settings)
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
        self.hide()

    def _come_back(self) -> None:
        self.main_window = None
        self._settings = settings.load()
        self.login.setText(self._settings.last_login)
        self.show()
        self.password.setFocus()

    def _refused(self, error: BaseException) -> None:
        self._enable(enabled=True)
        self.password.selectAll()
        self.password.setFocus()
        if isinstance(error, UserError) and error.code == "password_wait":
            self._seconds = int(str(error.params["seconds"]))
            self._countdown.start()
            self._enable(enabled=False)
        if isinstance(error, KtgsError):
            self.say(messages.sentence(error))

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.say(messages.text_of("password_wait", {"seconds": self._seconds}))
            return
        self._countdown.stop()
        self.say("")
        self._enable(enabled=True)
        self.password.setFocus()

    def say(self, text: str) -> None:
        """Say what is wrong, or nothing.

        Args:
            text: the sentence, empty to hide it.
        """
        self._fault.setText(text)
        self._fault.setVisible(bool(text))

    def _enable(self, *, enabled: bool) -> None:
        for part in (self.enter, self.password, self.new_office, self.lost):
            part.setEnabled(enabled)

    def _set_up(self) -> None:
        from ktgs_desktop.gui.dialogs.setup import SetupWizard  # loads the unit register

        wizard: Any = SetupWizard(self.tasks, self)
        if wizard.exec() and wizard.workspace is not None:
            self.path.setText(str(wizard.workspace.files.database))
            self.login.setText(wizard.workspace.user.login)
            self._opened(wizard.workspace)

    def _recover(self) -> None:
        from ktgs_desktop.gui.dialogs.recovery import RecoveryDialog  # seldom needed

        dialog = RecoveryDialog(self.tasks, self.path.text(), self.login.text(), self)
        if dialog.exec():
            self.say("")
            self.path.setText(dialog.path.value())
            self.login.setText(dialog.login.value())
            self.password.setFocus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.main_window is None:
            self.tasks.stop()
        super().closeEvent(event)


def _home() -> Path:
    home = paths.default_workspace_dir()
    return home if home.exists() else Path.home()
