"""The main window: rail, pages, status line, and the commands that work everywhere; no logic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWhatsThis,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop import settings as settings_file
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import actions, errors, theme
from ktgs_desktop.gui.actions import COMMANDS, SECTIONS
from ktgs_desktop.gui.dialogs.palette import Palette
from ktgs_desktop.gui.session import Session
from ktgs_desktop.gui.views.exchange import ExchangePage
from ktgs_desktop.gui.views.history import HistoryPage
from ktgs_desktop.gui.views.organizations import OrganizationsPage
from ktgs_desktop.gui.views.overview import OverviewPage
from ktgs_desktop.gui.views.papers import PapersPage
from ktgs_desktop.gui.views.programs import ProgramsPage
from ktgs_desktop.gui.views.regulations import RegulationsPage
from ktgs_desktop.gui.views.settings import SettingsPage
from ktgs_desktop.gui.widgets.page import focus_again, label
from ktgs_desktop.gui.widgets.rail import ROOMS, Rail
from ktgs_desktop.gui.widgets.status_line import StatusLine
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import history, overview
from ktgs_desktop.services.history import Undoable
from ktgs_desktop.services.workspace import kept_drafts

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent

    from ktgs_desktop.gui.tasks import Task, TaskRunner
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.overview import Attention
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.settings import Settings

_PAGES: dict[str, Callable[[Session], Any]] = {
    "overview": OverviewPage,
    "programs": ProgramsPage,
    "organizations": OrganizationsPage,
    "papers": PapersPage,
    "regulations": RegulationsPage,
    "exchange": ExchangePage,
    "history": HistoryPage,
    "settings": SettingsPage,
}
_SAID_MS = 6000
_MINUTE_MS = 60_000
_SETTLE_MS = 3000


class MainWindow(QMainWindow):
    """The window a user works in.

    Signals:
        logged_out: the user locked or closed the workspace and may log in again.
    """

    logged_out = Signal()

    def __init__(self, workspace: Workspace, tasks: TaskRunner, settings: Settings) -> None:
        super().__init__()
        self._counting: Task | None = None
        self.session = Session(workspace, tasks, settings, self)
        self._pages: dict[str, QWidget] = {}
        self._leaving = ""
        self._saved_at = ""
        self.setMinimumSize(1024, 640)
        self.resize(1366, 768)
        self.stack = QStackedWidget()
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self._build_middle()
        self._build_actions()
        self.session.go.connect(self.go)
        self.session.changed.connect(self._on_changed)
        self.session.said.connect(self.say)
        self.session.settings_changed.connect(self._on_settings)
        tasks.on_unforeseen(lambda error: errors.show(self, error))
        tasks.busy.connect(self.status.show_task)
        tasks.idle.connect(self.status.hide_task)
        self._start_lock_timer()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self._bring_into_file)
        self._show_office()
        self._restore()
        self.go(self.session.recall("page") or "overview")
        self._refresh_counts()
        tasks.read(self, lambda _progress: kept_drafts(workspace), self.status.say_kept)

    # Building ---------------------------------------------------------------------------

    def _build_middle(self) -> None:
        middle = QWidget()
        self._line = QHBoxLayout(middle)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.read_only_bar = label("", "warning", wrap=True)
        self.read_only_bar.setContentsMargins(12, 2, 12, 2)
        self.read_only_bar.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.read_only_bar)
        right.addWidget(self.stack, 1)
        self._add_rail()
        self._line.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _add_rail(self) -> None:
        self.rail = Rail(ROOMS)
        self.rail.chosen.connect(self.go)
        self.rail.palette_wanted.connect(self.open_palette)
        self._line.insertWidget(0, self.rail)

    def _build_actions(self) -> None:
        runs: list[tuple[str, Callable[[], object]]] = [
            *((f"go_{room.name}", partial(self.go, room.name)) for room in ROOMS),
            *(
                (f"import_{what}", partial(self.go, "organizations", ("import", what)))
                for what in ("units", "table")
            ),
            ("reorganize_units", partial(self.go, "organizations", ("import", "reorganize"))),
            ("palette", self.open_palette),
            ("undo", partial(self._step_back, history.undo, late("Undone: {what}"))),
            ("redo", partial(self._step_back, history.redo, late("Done again: {what}"))),
            ("lock", self.lock),
            ("help", self._explain),
            ("quit", self.close),
            *((f"set_{name}", partial(self._go_to_section, name)) for name in SECTIONS),
        ]
        self._commands = {name: actions.make(name, self, run) for name, run in runs}
        for name in ("undo", "redo", "import_units", "reorganize_units", "import_table"):
            self._commands[name].setEnabled(not self.session.workspace.read_only)

    def _go_to_section(self, name: str) -> None:
        self.go("settings", ("section", name))

    def _show_office(self) -> None:
        workspace = self.session.workspace
        term = workspace.office.term.replace("-", "–")
        self.setWindowTitle(f"{workspace.office.name} · KTGS Desktop")
        self.rail.set_office(workspace.office.name, _("Term {term}").format(term=term))
        user, file = workspace.user, workspace.files.database
        self.status.show_fact("who", f"{user.full_name} · {user.position}".removesuffix(" · "))
        self.status.show_fact("place", str(file.name), str(file))
        saved = _("saved {time}").format(time=self._saved_at) if self._saved_at else ""
        self.status.show_fact("saved", saved)
        self.read_only_bar.setVisible(workspace.read_only)
        if workspace.read_only:
            why = messages.sentence(workspace.store.refusal())
            self.read_only_bar.setText(_("Read only. {why}").format(why=why))

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
        former = page.focusWidget()  # before the stack lets the first part it finds have it
        self.stack.setCurrentWidget(page)
        self.rail.press(name)
        focus_again(page, former)
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
        return [*own, *self._commands.values()]

    def open_palette(self) -> None:
        """Show the command palette."""
        usable = [action for action in self.page_actions() if action.isEnabled()]
        palette = Palette(self.session, usable, self)
        palette.open_at(self.mapToGlobal(QPoint(self.rail.width() + 40, 60)))

    # What changed -----------------------------------------------------------------------

    def _on_changed(self, _changes: object) -> None:
        self._saved_at = f"{self.session.workspace.clock():%H:%M}"
        self._settle.start()
        self._show_office()
        self._refresh_counts()

    def _bring_into_file(self) -> None:
        workspace = self.session.workspace
        self.session.tasks.write(
            self,
            lambda _progress: workspace.settle(),
            lambda settled: None if settled else self._settle.start(),
        )

    def _refresh_counts(self) -> None:
        workspace = self.session.workspace

        def work(_progress: Progress) -> tuple[Attention, Undoable]:
            steps = Undoable("", "") if workspace.read_only else history.undoable(workspace)
            return overview.attention(workspace), steps

        self._counting = self.session.tasks.read(
            self, work, lambda found: self._show_counts(*found), instead_of=self._counting
        )

    def _show_counts(self, attention: Attention, steps: Undoable) -> None:
        self.rail.set_count("programs", attention.overdue, late=True)
        urgent = attention.returned + attention.late_incoming + attention.doubles
        papers = max(attention.unsigned, attention.returned)
        papers += attention.late_incoming + attention.doubles
        self.rail.set_count("papers", papers, late=bool(urgent))
        urgent = attention.packages + attention.late_remarks
        exchange = attention.remarks + attention.packages
        self.rail.set_count("exchange", exchange, late=bool(urgent))
        self.status.show_last_sent(attention.last_sent)
        for name, what in (("undo", steps.undo), ("redo", steps.redo)):
            text = str(COMMANDS[name].text)
            self._commands[name].setText(f"{text}: {what}" if what else text)

    def say(self, text: str) -> None:
        """Say something short in the status line.

        Args:
            text: what to say.
        """
        self.statusBar().showMessage(text, _SAID_MS)

    def _step_back(self, step: Callable[[Workspace], str], said: Late) -> None:
        workspace = self.session.workspace
        self.session.tasks.write(
            self,
            lambda _progress: step(workspace),
            lambda label: self.say(str(said).format(what=label)),
            self._not_back,
        )

    def _not_back(self, error: BaseException) -> None:
        if isinstance(error, UserError) and error.code in ("nothing_to_undo", "nothing_to_redo"):
            self.say(messages.sentence(error))
        else:
            errors.show(self, error)

    def _explain(self) -> None:
        field = QApplication.focusWidget()
        step: QWidget | None = field
        while step is not None and not step.whatsThis():
            step = step.parentWidget()
        if field is None or step is None:
            self.say(_("Put the cursor into a field first; F1 then explains it."))
            return
        QWhatsThis.showText(field.mapToGlobal(QPoint(0, field.height())), step.whatsThis(), field)

    # Settings, locking, leaving ---------------------------------------------------------

    def _on_settings(self, chosen: Settings) -> None:
        old = self.session.settings
        self.session.take_settings(chosen)
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
            self._keep_drafts()
            self._remember()
            # After the drafts are written, so that the new pages show them.
            self.session.tasks.write(self, lambda _progress: None, lambda _none: self._rebuild())
        self._start_lock_timer()

    def _rebuild(self) -> None:
        """Build window parts anew, in another language or look; the workspace stays open."""
        present = self.session.recall("page")
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        for action in self._commands.values():
            self.removeAction(action)
            action.deleteLater()
        self._line.removeWidget(self.rail)
        self.rail.hide()
        self.rail.deleteLater()
        self._add_rail()
        self._build_actions()
        self.status.name_parts()
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

    def _remember(self) -> None:
        self.session.state.setValue("window/geometry", self.saveGeometry())
        for page in self._pages.values():
            remember = getattr(page, "remember", None)
            if remember is not None:
                remember()
        self.session.state.sync()

    def _keep_drafts(self) -> None:
        open_now = [one for one in self.findChildren(QDialog) if one.isVisible()]
        for part in (*self._pages.values(), *open_now):
            keep = getattr(part, "keep_draft", None)
            if keep is not None:
                keep()

    def _quieten(self) -> None:
        """Let nothing ask the database any more: neither a timer of a part nor a change heard."""
        self.session.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        for timer in self.findChildren(QTimer):
            timer.stop()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_drafts()
        self._remember()
        self._quieten()
        workspace = self.session.workspace
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if self._leaving == "lock":
            self.session.tasks.forget_all()
            self.session.tasks.write(
                self, lambda _progress: workspace.close(), lambda _none: self.logged_out.emit()
            )
        else:
            self.session.tasks.stop()
            workspace.store.keep_off(None)
            workspace.close()
            QApplication.quit()
        super().closeEvent(event)
