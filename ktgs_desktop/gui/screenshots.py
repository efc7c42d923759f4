"""Pictures of every page, filled and empty, light and dark, for the demo and for whoever checks.

`ktgs-desktop --screenshots DIR --workspace FILE` runs it; each picture is `PAGE-SIZE-THEME.png`.
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

from ktgs_desktop import messages, settings
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.login import LoginWindow
from ktgs_desktop.gui.main_window import ROOMS, MainWindow
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.services.workspace import open_workspace, system_clock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ktgs_desktop.services.workspace import Workspace

SIZES = ((1366, 768), (1920, 1080))
THEMES = ("light", "dark")
_SETTLE_MS = 60
_LONGEST_MS = 6000


def take(
    application: QApplication,
    folder: Path,
    workspace_file: Path,
    login: str,
    *,
    now: str = "",
) -> int:
    """Save a picture of every page in every size and theme.

    Args:
        application: the program.
        folder: where to; made if missing.
        workspace_file: the workspace; the password comes from `KTGS_PASSWORD`.
        login: login name.
        now: ISO 8601 time the pages shall show, empty for the machine's.

    Returns:
        Exit code: 0, or 4 if the workspace cannot be opened.
    """
    folder.mkdir(parents=True, exist_ok=True)
    moment = datetime.fromisoformat(now) if now else None
    clock = (lambda: moment) if moment is not None else system_clock
    password = os.environ.get("KTGS_PASSWORD", "")
    try:
        workspace = open_workspace(workspace_file, login=login, password=password, clock=clock)
    except KtgsError as error:
        sys.stderr.write(messages.sentence(error) + "\n")
        return error.exit_code
    chosen = dataclasses.replace(settings.load(), lock_after_minutes=0)
    for name in THEMES:
        themed = dataclasses.replace(chosen, theme=name)
        theme.apply(application, themed)
        _take_login(folder, themed, workspace)
        _take_pages(folder, themed, workspace)
    workspace.store.keep_off(None)
    workspace.close()
    return 0


def _take_login(folder: Path, chosen: settings.Settings, workspace: Workspace) -> None:
    shown = dataclasses.replace(chosen, last_login=workspace.user.login)
    window = LoginWindow(shown, str(workspace.files.database))
    for size in SIZES:
        _picture(window, folder, "login", size, chosen.theme)
    window.close()


def _take_pages(folder: Path, chosen: settings.Settings, workspace: Workspace) -> None:
    tasks = TaskRunner()
    window = MainWindow(workspace, tasks, chosen)
    window.show()
    for room in ROOMS:
        window.go(room.name)
        for size in SIZES:
            _picture(window, folder, room.name, size, chosen.theme, lambda: tasks.waiting == 0)
    tasks.stop()
    window.hide()
    window.deleteLater()


def _picture(
    window: QWidget,
    folder: Path,
    name: str,
    size: tuple[int, int],
    look: str,
    ready: Callable[[], bool] = lambda: True,
) -> None:
    window.resize(*size)
    window.show()
    settle(ready)
    window.grab().save(str(folder / f"{name}-{size[0]}x{size[1]}-{look}.png"))


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
