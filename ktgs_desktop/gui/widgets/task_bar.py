"""How far a piece of work in a dialog is, with the way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ktgs_desktop.gui.tasks import SHOW_AFTER_MS
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import Task

_STEP_MS = 100
_BAR_WIDTH = 240


class TaskBar(QWidget):
    """A progress bar and a button to stop, shown while a task is watched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._followed: Task | None = None
        self.bar = QProgressBar()
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(_("Sto&p"), self.cancel)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.bar)
        line.addWidget(self.stop)
        self._steps = QTimer(self, interval=_STEP_MS)
        self._steps.timeout.connect(self._show)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether a task is watched."""
        return self._task is not None

    def follow(self, task: Task, ended: Callable[[], None] | None = None) -> None:
        """Show how far a task is if it takes over a second, until it has ended.

        Args:
            task: the task.
            ended: called when it has ended, however it went.
        """
        self._followed = task

        def end() -> None:
            if self._followed is task:
                self._followed = None
                self.clear()
            if ended is not None:
                ended()

        task.ended = end
        QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._watch_followed(task))

    def _watch_followed(self, task: Task) -> None:
        if self._followed is task:
            self.watch(task)

    def watch(self, task: Task) -> None:
        """Show how far a task is until `clear`.

        Args:
            task: the task.
        """
        self._task = task
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self._steps.start()
        self.show()

    def clear(self) -> None:
        """The task has ended."""
        self._task = None
        self._steps.stop()
        self.hide()

    def cancel(self) -> None:
        """Ask the task to stop."""
        if self._task is not None:
            self._task.cancel()
            self.stop.setEnabled(False)

    def _show(self) -> None:
        if self._task is not None and self._task.total:
            self.bar.setRange(0, self._task.total)
            self.bar.setValue(self._task.done)
