"""The main window: rail, pages, status line, and the commands that work everywhere; no logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QWhatsThis,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop import settings as settings_file
from ktgs_desktop.gui import actions, errors, theme
from ktgs_desktop.gui.actions import COMMANDS
from ktgs_desktop.gui.dialogs.palette import Palette
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.views.history import HistoryPage
from ktgs_desktop.gui.views.organizations import OrganizationsPage
from ktgs_desktop.gui.views.overview import OverviewPage
from ktgs_desktop.gui.views.papers import PapersPage
from ktgs_desktop.gui.views.programs import ProgramsPage
from ktgs_desktop.gui.views.settings import SettingsPage
from ktgs_desktop.gui.widgets.rail import Rail, Room
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import history, overview

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent

    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.services.overview import Attention
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.settings import Settings

_WORK, _FILES, _SYSTEM = late("WORK"), late("FILES"), late("SYSTEM")
ROOMS = (
    Room("overview", COMMANDS["go_overview"].text, "squares-four", _WORK, "Alt+1"),
    Room("programs", COMMANDS["go_programs"].text, "calendar-check", _WORK, "Alt+2"),
    Room("organizations", COMMANDS["go_organizations"].text, "tree-structure", _FILES, "Alt+3"),
    Room("papers", COMMANDS["go_papers"].text, "archive", _FILES, "Alt+4"),
    Room("history", COMMANDS["go_history"].text, "clock-counter-clockwise", _SYSTEM, "Alt+5"),
    Room("settings", COMMANDS["go_settings"].text, "gear", _SYSTEM, "Alt+6"),
)
_PAGES: dict[str, Callable[[Session], Any]] = {
    "overview": OverviewPage,
    "programs": ProgramsPage,
    "organizations": OrganizationsPage,
    "papers": PapersPage,
    "history": HistoryPage,
    "settings": SettingsPage,
}
_SAID_MS = 6000
_MINUTE_MS = 60_000


class MainWindow(QMainWindow):
    """The window a user works in.

    Signals:
        logged_out: the user locked or closed the workspace and may log in again.
    """

    logged_out = Signal()

    def __init__(self, workspace: Workspace, tasks: TaskRunner, settings: Settings) -> None:
        super().__init__()
        self.session = Session(workspace, tasks, settings, self)
        self._pages: dict[str, QWidget] = {}
        self._leaving = ""
        self.setWindowTitle(f"{workspace.office.name} · KTGS Desktop")
        self.setMinimumSize(1024, 640)
        self.resize(1366, 768)
        self.rail = Rail(ROOMS)
        self.stack = QStackedWidget()
        middle = QWidget()
        self._line = QHBoxLayout(middle)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addWidget(self.rail)
        self._line.addWidget(self.stack, 1)
        self.setCentralWidget(middle)
        self._build_status()
        self._build_actions()
        self.rail.chosen.connect(self.go)
        self.rail.palette_wanted.connect(self.open_palette)
        self.session.go.connect(self.go)
        self.session.changed.connect(self._on_changed)
        self.session.said.connect(self.say)
        self.session.settings_changed.connect(self._on_settings)
        tasks.on_unforeseen(lambda error: errors.show(self, error))
        tasks.busy.connect(self._show_busy)
        tasks.idle.connect(self._hide_busy)
        self._start_lock_timer()
        self._show_office()
        self._restore()
        self.go(self.session.recall("page") or "overview")
        self._refresh_counts()

    # Building ---------------------------------------------------------------------------

    def _build_status(self) -> None:
        bar = self.statusBar()
        self._who = QLabel()
        self._saved = QLabel()
        self._place = QLabel()
        bar.addWidget(self._who)
        bar.addWidget(self._saved)
        bar.addWidget(self._place)
        self._task_label = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(180)
        self._stop = QPushButton(_("Stop"))
        for part in (self._task_label, self._bar, self._stop):
            bar.addPermanentWidget(part)
            part.hide()
        self._task: Task | None = None
        self._stop.clicked.connect(self._cancel_task)

    def _build_actions(self) -> None:
        self._commands = [
            actions.make(f"go_{room.name}", self, partial(self.go, room.name)) for room in ROOMS
        ]
        for name, run in (
            ("palette", self.open_palette),
            ("undo", lambda: self._step_back(history.undo)),
            ("redo", lambda: self._step_back(history.redo)),
            ("lock", self.lock),
            ("help", self._explain),
            ("quit", self.close),
        ):
            self._commands.append(actions.make(name, self, run))

    def _show_office(self) -> None:
        workspace = self.session.workspace
        term = workspace.office.term.replace("-", "–")
        self.rail.set_office(workspace.office.name, _("Term {term}").format(term=term))
        user = workspace.user
        self._who.setText(f"{user.full_name} · {user.position}".removesuffix(" · "))
        if workspace.read_only:
            holder = workspace.store.holder
            self._place.setObjectName("overdueText")
            self._place.setText(
                _("Read only: open on {computer}, process {process}").format(
                    computer=holder.computer if holder else "?",
                    process=holder.process if holder else 0,
                )
            )
        else:
            self._place.setText(str(workspace.files.database.name))
            self._place.setToolTip(str(workspace.files.database))

    def _restore(self) -> None:
        geometry = self.session.state.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    # Pages ------------------------------------------------------------------------------

    def go(self, name: str, where: object = None) -> None:
        """Show a page.

        Args:
            name: the page.
            where: kind and id of the record to show there, None for the page as it is.
        """
        if name not in _PAGES:
            name = "overview"
        if name not in self._pages:
            page = _PAGES[name](self.session)
            self._pages[name] = page
            self.stack.addWidget(page)
        page = self._pages[name]
        self.stack.setCurrentWidget(page)
        self.rail.press(name)
        show_record = getattr(page, "show_record", None)
        if isinstance(where, tuple) and show_record is not None:
            show_record(*where)
        self.session.remember("page", name)

    def page(self, name: str) -> QWidget:
        """A page that has been shown.

        Args:
            name: the page.
        """
        return self._pages[name]

    def page_actions(self) -> list[QAction]:
        """Commands that work now: the window's and the present page's."""
        page = self.stack.currentWidget()
        own = page.actions() if page is not None else []
        return [*own, *self._commands]

    def open_palette(self) -> None:
        """Show the command palette."""
        usable = [action for action in self.page_actions() if action.isEnabled()]
        palette = Palette(self.session, usable, self)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open_at(self.mapToGlobal(QPoint(self.rail.width() + 40, 60)))

    # What changed -----------------------------------------------------------------------

    def _on_changed(self, _changes: object) -> None:
        self._saved.setText(_("saved {time}").format(time=self._time()))
        self._show_office()
        self._refresh_counts()

    def _time(self) -> str:
        return f"{self.session.workspace.clock():%H:%M}"

    def _refresh_counts(self) -> None:
        workspace = self.session.workspace
        self.session.tasks.read(
            self, lambda _progress: overview.attention(workspace), self._show_counts
        )

    def _show_counts(self, attention: Attention) -> None:
        self.rail.set_count("programs", attention.overdue, late=True)
        self.rail.set_count("papers", attention.unsigned)

    def say(self, text: str) -> None:
        """Say something short in the status line.

        Args:
            text: what to say.
        """
        self.statusBar().showMessage(text, _SAID_MS)

    def _step_back(self, step: Callable[[Workspace], str]) -> None:
        workspace = self.session.workspace
        self.session.tasks.write(
            self,
            lambda _progress: step(workspace),
            lambda label: self.say(_("Done: {what}").format(what=label)),
            lambda error: errors.show(self, error),
        )

    def _explain(self) -> None:
        field = QApplication.focusWidget()
        step: QWidget | None = field
        while step is not None and not step.whatsThis():
            step = step.parentWidget()
        if field is None or step is None:
            self.say(_("Put the cursor into a field first; F1 then explains it."))
            return
        QWhatsThis.showText(field.mapToGlobal(QPoint(0, field.height())), step.whatsThis(), field)

    # Work under way ---------------------------------------------------------------------

    def _show_busy(self, task: Task) -> None:
        self._task = task
        self._task_label.setText(task.label)
        self._bar.setRange(0, task.total)
        self._bar.setValue(task.done)
        for part in (self._task_label, self._bar, self._stop):
            part.show()

    def _hide_busy(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            for part in (self._task_label, self._bar, self._stop):
                part.hide()

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # Settings, locking, leaving ---------------------------------------------------------

    def _on_settings(self, chosen: Settings) -> None:
        old = self.session.settings
        self.session.settings = chosen
        settings_file.save(chosen)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, chosen)
        if (old.language, old.theme, old.font_size) != (
            chosen.language,
            chosen.theme,
            chosen.font_size,
        ):
            i18n.use(chosen.language)
            self._rebuild()
        self._start_lock_timer()

    def _rebuild(self) -> None:
        """Build window parts anew, in another language or look; the workspace stays open."""
        present = self.session.recall("page")
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        for action in self._commands:
            self.removeAction(action)
            action.deleteLater()
        old = self.rail
        self.rail = Rail(ROOMS)
        self.rail.chosen.connect(self.go)
        self.rail.palette_wanted.connect(self.open_palette)
        self._line.replaceWidget(old, self.rail)
        old.deleteLater()
        self._stop.setText(_("Stop"))
        self._build_actions()
        self._show_office()
        self.go(present)
        self._refresh_counts()

    def _start_lock_timer(self) -> None:
        minutes = self.session.settings.lock_after_minutes
        application = QApplication.instance()
        if not hasattr(self, "_idle"):
            self._idle = QTimer(self, singleShot=True)
            self._idle.timeout.connect(self.lock)
            if application is not None:
                application.installEventFilter(self)
        self._idle.stop()
        if minutes:
            self._idle.start(minutes * _MINUTE_MS)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        touched = event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)
        if touched and self._idle.isActive():
            self._idle.start()
        return False

    def lock(self) -> None:
        """Close the workspace and ask for the password; what was typed is kept as a draft."""
        self._leaving = "lock"
        self.close()

    def _keep_drafts(self) -> None:
        for page in self._pages.values():
            keep = getattr(page, "keep_draft", None)
            if keep is not None:
                keep()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_drafts()
        self.session.state.setValue("window/geometry", self.saveGeometry())
        for page in self._pages.values():
            remember = getattr(page, "remember", None)
            if remember is not None:
                remember()
        self.session.state.sync()
        workspace = self.session.workspace
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self._leaving == "lock":
            self.session.tasks.write(
                self, lambda _progress: workspace.close(), lambda _none: self.logged_out.emit()
            )
        else:
            self.session.tasks.stop()
            workspace.store.keep_off(None)
            workspace.close()
            QApplication.quit()
        super().closeEvent(event)
