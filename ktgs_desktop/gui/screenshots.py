"""Pictures of every page, light and dark, for the demo and for whoever checks.

`ktgs-desktop --screenshots DIR --workspace FILE` runs it; each picture is `PAGE-SIZE-THEME.png`.
A workspace fresh from the set-up shows the pages empty.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QTabBar

from ktgs_desktop import messages, settings
from ktgs_desktop.domain.programs import ProgramState
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.actions import SECTIONS
from ktgs_desktop.gui.main_window import MainWindow
from ktgs_desktop.gui.session import remembering_nothing
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.widgets.page import VIEWS
from ktgs_desktop.gui.widgets.rail import ROOMS
from ktgs_desktop.services import programs
from ktgs_desktop.services.workspace import open_workspace, system_clock

if TYPE_CHECKING:
    from uuid import UUID

    from PySide6.QtWidgets import QApplication, QWidget

    from ktgs_desktop.services.workspace import Workspace

SIZES = ((1366, 768), (1920, 1080))
THEMES = ("light", "dark")
_SETTLE_MS = 40
_LONGEST_MS = 6000
_ASKED = "programs-consulting"
_PAUSE_MS = 500  # of a page that waits before it asks again


class Tour:
    """Walks through the program and saves a picture of every page in every size and theme.

    Args:
        application: the program.
        folder: where to; made if missing.
        first_window: makes the log-in window.
    """

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        first_window: Callable[[settings.Settings, str], QWidget],
    ) -> None:
        self._application = application
        self._folder = folder
        self._first_window = first_window
        self._records: dict[str, tuple[str, UUID]] = {}

    def take(self, workspace_file: Path, login: str, *, now: str = "") -> int:
        """Save the pictures; what the user's own window remembers stays as it is.

        Args:
            workspace_file: the workspace; the password comes from `KTGS_PASSWORD`.
            login: login name.
            now: ISO 8601 time the pages shall show, empty for the machine's.

        Returns:
            Exit code: 0, or the error's if the workspace cannot be opened.
        """
        moment = datetime.fromisoformat(now) if now else None
        clock = (lambda: moment) if moment is not None else system_clock
        password = os.environ.get("KTGS_PASSWORD", "")
        try:
            workspace = open_workspace(workspace_file, login=login, password=password, clock=clock)
        except KtgsError as error:
            sys.stderr.write(messages.sentence(error) + "\n")
            return error.exit_code
        self._folder.mkdir(parents=True, exist_ok=True)
        self._records = _records(workspace)
        try:
            for name in THEMES:
                with remembering_nothing():
                    chosen = dataclasses.replace(settings.load(), lock_after_minutes=0, theme=name)
                    theme.apply(self._application, chosen)
                    self._take_login(chosen, workspace)
                    self._take_pages(chosen, workspace)
        finally:
            workspace.store.keep_off(None)
            workspace.close()
        return 0

    def _take_login(self, chosen: settings.Settings, workspace: Workspace) -> None:
        shown = dataclasses.replace(chosen, last_login=workspace.user.login)
        window = self._first_window(shown, str(workspace.files.database))
        self._picture(window, "login", chosen.theme)
        window.hide()
        window.deleteLater()

    def _take_pages(self, chosen: settings.Settings, workspace: Workspace) -> None:
        tasks = TaskRunner()
        window = MainWindow(workspace, tasks, chosen)

        def quiet() -> bool:
            pauses = (t for t in window.findChildren(QTimer) if t.interval() <= _PAUSE_MS)
            return tasks.waiting == 0 and not any(t.isActive() for t in pauses if t.isSingleShot())

        for room in ROOMS:
            if room.name != "settings":
                window.go(room.name, self._records.get(room.name))
                self._picture(window, room.name, chosen.theme, quiet)
                for tabs in window.page(room.name).findChildren(QTabBar, VIEWS):
                    for place in range(1, tabs.count()):
                        tabs.setCurrentIndex(place)
                        name = f"{room.name}-{tabs.tabData(place)}"
                        self._picture(window, name, chosen.theme, quiet)
        if _ASKED in self._records:
            window.go("programs", self._records[_ASKED])
            (tabs,) = window.page("programs").findChildren(QTabBar, VIEWS)
            tabs.setCurrentIndex([tabs.tabData(n) for n in range(tabs.count())].index("opinions"))
            self._picture(window, _ASKED, chosen.theme, quiet)
        for section in SECTIONS:
            window.go("settings", ("section", section))
            self._picture(window, f"settings-{section}", chosen.theme, quiet)
        tasks.stop()
        window.hide()
        window.deleteLater()

    def _picture(
        self, window: QWidget, name: str, look: str, ready: Callable[[], bool] = lambda: True
    ) -> None:
        for width, height in SIZES:
            window.resize(width, height)
            window.show()
            settle(ready)
            window.grab().save(str(self._folder / f"{name}-{width}x{height}-{look}.png"))


def _records(workspace: Workspace) -> dict[str, tuple[str, UUID]]:
    """What is shown: the fullest program of the year, and a draft that is out for opinions."""
    found = programs.programs(workspace)
    shown: dict[str, tuple[str, UUID]] = {}
    of_year = [one for one in found if one.program.year == workspace.today.year]
    if of_year:
        fullest = max(of_year, key=lambda one: one.total)
        shown["programs"] = ("program", fullest.program.id)
    asked = [one for one in found if one.program.state == ProgramState.CONSULTING]
    if asked:
        shown[_ASKED] = ("program", asked[0].program.id)
    return shown


def settle(ready: Callable[[], bool]) -> None:
    """Let the window work until nothing is under way.

    Args:
        ready: whether nothing is under way.
    """
    loop = QEventLoop()
    waited = [0, 0]

    def look() -> None:
        waited[0] += _SETTLE_MS
        waited[1] = waited[1] + 1 if ready() else 0
        if waited[1] > 2 or waited[0] > _LONGEST_MS:  # noqa: PLR2004 - quiet three times
            loop.quit()

    timer = QTimer(interval=_SETTLE_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
