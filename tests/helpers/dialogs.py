"""Acting inside modal dialogs, whose loop holds the test up; a failure closes them and is told."""

from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

_LOOK_MS = 10
_LONGEST_MS = 40_000


@contextmanager
def during(kind, act):
    """Do something with the next dialog of a kind; it must come, and it must close.

    with during(SomeDialog, fill): the code that opens it
    """
    watch = _Watch(kind, act)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
    if watch.error is not None:
        raise watch.error
    assert watch.seen, f"no {kind.__name__} came"


@contextmanager
def counted(kind):
    """Every dialog of a kind that comes is closed at once; gives the list of those that came."""
    came = []

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog not in came:
            came.append(dialog)
            dialog.reject()

    looking = QTimer(interval=_LOOK_MS)
    looking.timeout.connect(look)
    looking.start()
    try:
        yield came
    finally:
        looking.stop()


class _Watch:
    """Looks for the dialog from inside its own loop."""

    def __init__(self, kind, act):
        self.kind, self.act = kind, act
        self.seen = False
        self.error = None
        self._looking = QTimer(interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._limit = QTimer(singleShot=True, interval=_LONGEST_MS)
        self._limit.timeout.connect(self._give_up)

    def start(self):
        self._looking.start()
        self._limit.start()

    def stop(self):
        self._looking.stop()
        self._limit.stop()

    def _look(self):
        dialog = QApplication.activeModalWidget()
        if self.seen or not isinstance(dialog, self.kind) or not dialog.isActiveWindow():
            return  # shortcuts work only once the window system has made it the active window
        self.seen = True
        self._looking.stop()
        try:
            self.act(dialog)
        except BaseException as error:  # noqa: BLE001 - told when `during` ends
            self.error = error
            close_dialogs()

    def _give_up(self):
        self.error = self.error or AssertionError(f"{self.kind.__name__} does not close")
        close_dialogs()


def close_dialogs():
    """Close every modal dialog, so that a test that failed does not hang."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            window.done(0)


def agree(box):
    """Press the button of a question that does what it asks."""
    press(box, QMessageBox.ButtonRole.AcceptRole)


def refuse(box):
    """Press the button of a question that does nothing."""
    press(box, QMessageBox.ButtonRole.RejectRole)


def press(box, role):
    next(one for one in box.buttons() if box.buttonRole(one) == role).click()
