"""A main window driven by keys: what is pressed goes to whatever has the focus, as at a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.main_window import MainWindow
from ktgs_desktop.gui.tasks import TaskRunner
from ktgs_desktop.gui.translator import CatalogueTranslator
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.settings import Settings
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path


_LONGEST_MS = 20_000
_SLOWEST_MS = 60_000
# What the offscreen platform says of windows with a least size, of lists of suggestions, and of
# the list in Qt's own file dialog.
OFFSCREEN = (
    "propagateSizeHints",
    "This plugin does not support raise",
    "This plugin does not support grabbing the keyboard",
)


def focused() -> QWidget:
    """Who gets the next key."""
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "nothing has the focus"
    return found


def press(keys: str) -> None:
    """Press keys one after the other: `press("Tab Tab Ctrl+S")`."""
    for one in keys.split():
        combination = QKeySequence.fromString(one)[0]
        QTest.keyClick(focused(), combination.key(), combination.keyboardModifiers())


def write(text: str) -> None:
    """Type a text; letters with accents come as an input method commits them.

    However slow the machine, the letters of one text come shortly after one another.
    """
    for part in text.splitlines():
        if part.isascii():
            QTest.keyClicks(focused(), part[:1])
            pause = QApplication.keyboardInputInterval()
            QApplication.setKeyboardInputInterval(_SLOWEST_MS)
            QTest.keyClicks(focused(), part[1:])
            QApplication.setKeyboardInputInterval(pause)
            continue
        event = QInputMethodEvent()
        event.setCommitString(part)
        QApplication.sendEvent(focused(), event)


def enter(text: str = "") -> None:
    """Type a text, if any, and press Enter."""
    if text:
        write(text)
    press("Return")


def replace(text: str) -> None:
    """Type a text over the one in the field."""
    press("Ctrl+A")
    write(text)


def texts_of(widget: QWidget) -> list[str]:
    """Every text a window shows on labels."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


class Desk:
    """The main window on an open workspace."""

    def __init__(self, qtbot: Any, window: MainWindow, tasks: TaskRunner) -> None:
        self.qtbot = qtbot
        self.window = window
        self.tasks = tasks
        self.workspace = window.session.workspace
        self.unforeseen: list[BaseException] = []
        self.said: list[str] = []
        tasks.on_unforeseen(self.unforeseen.append)
        window.session.said.connect(self.said.append)

    @classmethod
    def open(cls, qtbot: Any, workspace: Any, settings: Settings) -> Desk:
        """Open the main window on a workspace."""
        cls.speak(settings)
        tasks = TaskRunner()
        desk = cls(qtbot, MainWindow(workspace, tasks, settings), tasks)
        desk.window.show()
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
        desk.settle()
        return desk

    @classmethod
    def reopen(cls, qtbot: Any, file: Path, clock: Any) -> Desk:
        """Open the window in English on an office that exists, as its first user."""
        workspace = open_workspace(file, login="mau", password=PASSWORD, clock=clock)
        return cls.open(qtbot, workspace, Settings(language="en", theme="light"))

    @staticmethod
    def speak(settings: Settings) -> None:
        """Choose language and look as the program does when it starts."""
        i18n.use(settings.language)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        if application.findChild(CatalogueTranslator) is None:
            application.installTranslator(CatalogueTranslator(application))
        theme.apply(application, settings)

    def settle(self) -> None:
        """Wait until nothing is under way and every answer has been shown."""

        def quiet() -> bool:
            if QApplication.activeWindow() is None and self.window.isVisible():
                # What a window manager does when a dialog is gone.
                (QApplication.activeModalWidget() or self.window).activateWindow()
                return False
            return self.tasks.waiting == 0

        still = 0
        while still < 2:  # what a timer of no length begins shows up in between
            self.qtbot.waitUntil(quiet, timeout=_LONGEST_MS)
            self.qtbot.wait(1)
            still = still + 1 if quiet() else 0

    def press(self, keys: str) -> None:
        """Press keys and wait for what they do."""
        for one in keys.split():
            press(one)
            self.settle()

    def enter(self, text: str = "") -> None:
        """Type, press Enter and wait."""
        enter(text)
        self.settle()

    def ask(self, work: Callable[[Any], Any]) -> Any:
        """What a service says or does, asked off the window's thread."""
        found: list[Any] = []
        self.tasks.write(self.window, lambda _progress: work(self.workspace), found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=_LONGEST_MS)
        return found[0]

    def page(self) -> Any:
        """The page that is shown."""
        return self.window.stack.currentWidget()

    def close(self) -> None:
        """Close the window as the user does."""
        if self.window.isVisible():
            self.window.close()
        assert self.tasks.stop()
        shiboken6.delete(self.window)  # a window left over is dressed anew by every later test
        assert not self.unforeseen, self.unforeseen
