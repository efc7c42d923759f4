"""What every screen needs: the open workspace, the task runner, the settings, remembered state."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from ktgs_desktop import paths

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.settings import Settings


class Session(QObject):
    """One user at work in one workspace.

    Signals:
        changed: an operation touched records; carries what it touched.
        settings_changed: the user chose other settings; carries them.
        go: a screen asks for another: page name and id of the record to show.
        said: a short word for the status line.

    Attributes:
        workspace: the open workspace.
        tasks: runs work off the window's thread.
        settings: the user's settings.
        state: sizes and choices the window remembers.
    """

    changed = Signal(object)
    settings_changed = Signal(object)
    go = Signal(str, object)
    said = Signal(str)
    _committed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        tasks: TaskRunner,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.tasks = tasks
        self.settings = settings
        self.state = remembered()
        workspace.store.keep_off(threading.get_ident())
        # The listener runs in the writer's thread; the signal carries it to the window's.
        self._committed.connect(self.changed)
        workspace.listen(self._committed.emit)

    def remember(self, key: str, value: str) -> None:
        """Keep a size or choice for the next start.

        Args:
            key: what it is.
            value: as text.
        """
        self.state.setValue(key, value)

    def recall(self, key: str) -> str:
        """A remembered size or choice, empty if none.

        Args:
            key: what it is.
        """
        return str(self.state.value(key, ""))


def touched(changes: object) -> frozenset[str]:
    """The kinds of records an operation touched.

    Args:
        changes: what the signal `changed` carries.
    """
    kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
    return kinds


def remembered() -> QSettings:
    """The file in which the window remembers itself."""
    folder = paths.state_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
