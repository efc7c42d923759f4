"""Work off the window's thread: one writer, two readers, answers on the window's thread.

`work(progress)` runs elsewhere and touches no widget; `then(result)` and `failed(error)` run on
the window's thread, unless the widget that asked is gone. Work that takes longer than a second
shows itself in the window with a way to stop it (`busy`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ktgs_desktop import logs
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.progress import Progress

Result = TypeVar("Result")
SHOW_AFTER_MS = 1000
_STOP_SECONDS = 10.0
log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Task:
    """A piece of work under way.

    Attributes:
        label: what it is, for the user; empty if it need not be shown.
        progress: how far it is, and the way to stop it.
        done: units done.
        total: units in all, 0 if not known.
        forgotten: whether nobody waits for the answer any more.
        telling: whether the window has yet to take the latest step.
        ended: called on the window's thread when the work has ended, however it went.
    """

    label: str
    progress: Progress
    done: int = 0
    total: int = 0
    ended: Callable[[], None] | None = None
    forgotten: bool = False
    telling: bool = False

    def cancel(self) -> None:
        """Ask the work to stop."""
        self.progress.cancel()

    def forget(self) -> None:
        """Ask the work to stop and drop its answer."""
        self.forgotten = True
        self.cancel()


class TaskRunner(QObject):
    """Runs work in threads and brings the answers back.

    Signals:
        busy: a task has taken longer than a second, or told how far it is since.
        idle: a task that was shown has ended.
    """

    busy = Signal(object)
    idle = Signal(object)
    _answered = Signal(object)
    _stepped = Signal(object)
    _parted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="reader")
        self._running: dict[int, tuple[Task, Future[Any]]] = {}
        self._shown: set[int] = set()
        self._unforeseen: Callable[[BaseException], None] | None = None
        self._asked: Task | None = None
        self._stopped = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._parted.connect(self._deliver_part, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._show_step, Qt.ConnectionType.QueuedConnection)

    def on_unforeseen(self, handler: Callable[[BaseException], None]) -> None:
        """Hand every error without a handler of its own to a function.

        Args:
            handler: shows the error; runs on the window's thread.
        """
        self._unforeseen = handler

    def read(
        self,
        owner: QObject,
        work: Callable[[Progress], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        label: str = "",
        instead_of: Task | None = None,
    ) -> Task:
        """Run work that only reads.

        Args:
            owner: the answer is dropped when this object is gone.
            work: runs in a reader's thread.
            then: gets the result on the window's thread.
            failed: gets the error; without it the error is shown.
            label: what is being done, for work that may take over a second.
            instead_of: an earlier reading whose answer, should it come late, no longer counts.
        """
        if instead_of is not None:
            instead_of.forget()
        return self._start(self._readers, owner, work, then, failed, label)

    def ask(
        self,
        owner: QObject,
        work: Callable[[Progress], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        label: str = "",
    ) -> Task:
        """Read what a dialog needs that a command opens.

        However fast commands are given one dialog opens: the one asked for last. If another window
        has come up meanwhile, or the one it was asked from has closed, none does.

        Args:
            owner: the answer is dropped when this object is gone.
            work: runs in a reader's thread.
            then: gets the result on the window's thread and opens the dialog.
            failed: gets the error; without it the error is shown.
            label: what is being done, for work that may take over a second.
        """
        front = QApplication.activeModalWidget()

        def open_dialog(found: Result) -> None:
            if QApplication.activeModalWidget() is front:
                then(found)
            else:
                log.info("the window asked from is no longer in front")

        self._asked = self.read(
            owner, work, open_dialog, failed, label=label, instead_of=self._asked
        )
        return self._asked

    def write(
        self,
        owner: QObject,
        work: Callable[[Progress], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None] | None = None,
        *,
        label: str = "",
    ) -> Task:
        """Run work that writes; writes come one after the other.

        Args:
            owner: the answer is dropped when this object is gone.
            work: runs in the writer's thread.
            then: gets the result on the window's thread.
            failed: gets the error; without it the error is shown.
            label: what is being done, for work that may take over a second.
        """
        return self._start(self._writer, owner, work, then, failed, label)

    def stream(
        self,
        owner: QObject,
        parts: Callable[[], Iterator[Result]],
        each: Callable[[Result], None],
        then: Callable[[None], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> Task:
        """Run reading work that gives its result in parts.

        Args:
            owner: the answers are dropped when this object is gone.
            parts: makes the iterator; it is made and run in a reader's thread.
            each: gets each part on the window's thread.
            then: is called with None after the last part.
            failed: gets the error; without it the error is shown.
        """

        def work(progress: Progress) -> None:
            for number, part in enumerate(parts()):
                progress.step(number)
                self._parted.emit((progress, owner, each, part))

        return self._start(self._readers, owner, work, then, failed, "")

    def _deliver_part(self, answer: tuple[Progress, QObject, Any, Any]) -> None:
        progress, owner, each, part = answer
        if not progress.cancelled and shiboken6.isValid(owner):
            each(part)

    def _start(
        self,
        pool: ThreadPoolExecutor,
        owner: QObject,
        work: Callable[[Progress], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None] | None,
        label: str,
    ) -> Task:
        task = Task(label, Progress())
        key = id(task)
        if self._stopped:  # a timer or an answer in the queue may still ask; nobody waits for it
            task.forget()
            return task

        def report(done: int, total: int, _label: str) -> None:
            task.done, task.total = done, total
            if label and not task.telling:
                task.telling = True
                self._stepped.emit(key)

        task.progress = Progress(report)

        def run() -> None:
            outcome: tuple[bool, Any]
            try:
                outcome = (True, work(task.progress))
            except BaseException as error:  # noqa: BLE001 - handed to the window's thread
                outcome = (False, error)
            self._answered.emit((key, owner, then, failed, outcome))

        self._running[key] = (task, pool.submit(run))
        if label:
            QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._show(key))
        return task

    def _show(self, key: int) -> None:
        if key in self._running:
            self._shown.add(key)
            self.busy.emit(self._running[key][0])

    def _show_step(self, key: int) -> None:
        if key in self._running:
            task = self._running[key][0]
            task.telling = False
            if key in self._shown:
                self.busy.emit(task)

    def _deliver(self, answer: tuple[int, QObject, Any, Any, tuple[bool, Any]]) -> None:
        key, owner, then, failed, (good, value) = answer
        if self._stopped:
            return
        task, _future = self._running.pop(key)
        if key in self._shown:
            self._shown.discard(key)
            self.idle.emit(task)
        if task.forgotten or not shiboken6.isValid(owner):
            return
        if task.ended is not None:
            task.ended()
        if good:
            then(value)
        elif isinstance(value, Cancelled):
            log.info("stopped by the user: %s", task.label)
        else:
            self._fail(value, failed)

    def _fail(self, error: BaseException, failed: Callable[[BaseException], None] | None) -> None:
        if failed is not None and isinstance(error, KtgsError):
            failed(error)
        elif self._unforeseen is not None:
            self._unforeseen(error)
        else:
            log.error("nobody shows this error\n%s", logs.describe(error))

    def forget_all(self) -> None:
        """Ask everything under way to stop and drop its answers; writing still ends in order."""
        for task, _future in self._running.values():
            task.forget()

    @property
    def waiting(self) -> int:
        """How many tasks have not been answered."""
        return len(self._running)

    def stop(self) -> bool:
        """Ask everything to stop and wait for it; nothing is answered or begun from now on.

        What is to be written is written, in its order; readings that have not begun never do.

        Returns:
            Whether everything has stopped.
        """
        self._stopped = True
        self.forget_all()
        self._readers.shutdown(wait=False, cancel_futures=True)
        futures = [one for _task, one in self._running.values() if not one.cancelled()]
        _done, left = wait(futures, timeout=_STOP_SECONDS)
        self._writer.shutdown(wait=not left, cancel_futures=True)
        self._readers.shutdown(wait=not left)
        self._running.clear()
        return not left
