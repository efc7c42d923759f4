"""What every screen needs: the open workspace, the task runner, the settings, remembered state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from ktgs_desktop import paths
from ktgs_desktop.services import workspace as services
from ktgs_desktop.settings import ON

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.settings import Settings

_apart: ContextVar[Path | None] = ContextVar("_apart", default=None)


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
        drafts: what was typed and not saved.
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
        self.take_settings(settings)
        self.state = remembered()
        self.drafts = Drafts(self)
        workspace.store.keep_off(threading.get_ident())
        # The listener runs in the writer's thread; the signal carries it to the window's.
        self._committed.connect(self.changed)
        workspace.listen(self._committed.emit)

    def take_settings(self, settings: Settings) -> None:
        """Take the user's settings, also those that count for what services make.

        Args:
            settings: the settings.
        """
        self.settings = settings
        self.workspace.annex_codes = settings.annex_codes == ON

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


class Drafts:
    """What was typed into forms and not saved yet.

    Args:
        session: the session.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: dict[tuple[str, str], Mapping[str, str]] = {}

    def keep(self, form: str, record: str, content: Mapping[str, str]) -> None:
        """Keep what was typed.

        Args:
            form: name of the form.
            record: id of the record, or what stands for a new one.
            content: contents of the fields by name, empty to forget them.
        """
        workspace, place = self._session.workspace, (form, record)
        self._pending[place] = content

        def then(_none: None) -> None:
            if self._pending.get(place) is content:
                del self._pending[place]

        self._session.tasks.write(
            self._session,
            lambda _progress: services.save_draft(workspace, form, record, content),
            then,
        )

    def reader(self, form: str, record: str) -> Callable[[], Mapping[str, str]]:
        """A function for a reader's thread that gives what was typed, empty if nothing.

        What is still on its way into the workspace counts.

        Args:
            form: name of the form.
            record: id of the record, or what stands for a new one.
        """
        workspace, pending = self._session.workspace, self._pending.get((form, record))
        if pending is not None:
            return lambda: pending
        return lambda: services.load_draft(workspace, form, record)

    def forget(self, form: str, record: str) -> None:
        """Forget what was typed; runs in the writer's thread.

        Args:
            form: name of the form.
            record: id of the record, or what stands for a new one.
        """
        services.save_draft(self._session.workspace, form, record, {})


def touched(changes: object) -> frozenset[str]:
    """The kinds of records an operation touched.

    Args:
        changes: what the signal `changed` carries.
    """
    kinds: frozenset[str] = getattr(changes, "kinds", frozenset())
    return kinds


def remembered() -> QSettings:
    """The file in which the window remembers itself."""
    folder = _apart.get() or paths.state_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


@contextmanager
def remembering_nothing() -> Iterator[None]:
    """Windows made meanwhile begin without memory, and what they remember is thrown away."""
    with TemporaryDirectory(prefix="ktgs-", ignore_cleanup_errors=True) as folder:
        token = _apart.set(Path(folder))
        try:
            yield
            remembered().sync()  # else Qt would write it once the folder is gone
        finally:
            _apart.reset(token)
