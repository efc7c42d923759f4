"""Starts the window program: settings, language, look, log-in; nothing heavy before first paint."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from ktgs_desktop import i18n, logs, settings
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.login import LoginWindow
from ktgs_desktop.gui.translator import CatalogueTranslator

_IN_MEMORY = "offscreen"
_LONGEST_MS = 20_000
_NO_DISPLAY = """There is no display on this machine, so the window cannot open.
Set DISPLAY, or make the training office with its papers and pictures of every page:

    .venv/bin/ktgs demo demo
"""


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="ktgs-desktop", description="KTGS Desktop")
    parser.add_argument("workspace", nargs="?", help="workspace to open (.ktgsdb)")
    parser.add_argument(
        "--check", action="store_true", help="show the first window, say so and end"
    )
    parser.add_argument("--screenshots", metavar="DIR", help="save a picture of every page")
    parser.add_argument("--workspace", dest="file", metavar="FILE", help="workspace to open")
    parser.add_argument("--now", default="", help="time the pictures show (ISO 8601)")
    parser.add_argument("--user", default=os.environ.get("KTGS_USER", ""), help="login name")
    return parser.parse_args(given)


def _choose_platform(*, needed: bool) -> bool:
    """Let Qt fall back to drawing in memory; where it finds no display at all it would abort.

    Args:
        needed: whether a person is to see the window.

    Returns:
        Whether there may be a display.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    platforms = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
    if os.environ.get("XDG_SESSION_TYPE") == "wayland":
        platforms = dict(reversed(platforms.items()))
    found = [name for name, place in platforms.items() if os.environ.get(place)]
    os.environ["QT_QPA_PLATFORM"] = ";".join([*found, _IN_MEMORY])
    return bool(found) or not needed


def make_application(chosen: settings.Settings) -> QApplication:
    """The program's one application object, dressed and in the user's language.

    Args:
        chosen: the user's settings.
    """
    i18n.use(chosen.language)
    application = QApplication.instance() or QApplication(["ktgs-desktop"])
    if not isinstance(application, QApplication):
        raise TypeError(application)
    application.setApplicationName("KTGS Desktop")
    application.setApplicationDisplayName("KTGS Desktop")
    application.setDesktopFileName("ktgs-desktop")
    # Between locking the window and the log-in no window stands for a moment.
    application.setQuitOnLastWindowClosed(False)
    translator = CatalogueTranslator(application)
    application.installTranslator(translator)
    theme.apply(application, chosen)
    return application


def main(given: Sequence[str] | None = None) -> int:
    """Run the window program.

    Args:
        given: command line, None for the process's own.

    Returns:
        Exit code.
    """
    wanted = _arguments(sys.argv[1:] if given is None else given)
    needed = not (wanted.check or wanted.screenshots)
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    if not _choose_platform(needed=needed):
        return _no_display()
    logs.start(program="ktgs-desktop")
    chosen = settings.load()
    application = make_application(chosen)
    if needed and not asked and application.platformName() == _IN_MEMORY:
        return _no_display()
    errors.install()
    if wanted.screenshots:
        from ktgs_desktop.gui import screenshots  # brings every page along

        path = Path(wanted.file or wanted.workspace or chosen.last_workspace)
        folder = Path(wanted.screenshots)
        tour = screenshots.Tour(application, folder, LoginWindow)
        return tour.take(path, wanted.user, now=wanted.now)
    window = LoginWindow(chosen, wanted.file or wanted.workspace or "", wanted.user)
    # Nothing heavy is loaded before the first paint, in the background neither.
    FirstPaint(window, _say_ready if wanted.check else LoginWindow.preload)
    window.show()
    if wanted.check:
        QTimer.singleShot(_LONGEST_MS, window, lambda: _end(window, 1))
    code = application.exec()
    if wanted.check and code:
        _write(sys.stderr, "the window was not painted\n")
    return code


class FirstPaint(QObject):
    """Does something once, right after a window's first paint.

    Args:
        window: the window.
        then: what is done with it.
    """

    def __init__(self, window: LoginWindow, then: Callable[[LoginWindow], object]) -> None:
        super().__init__(window)
        self._window = window
        self._then = then
        window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            # The event comes before the painting; the timer fires after it.
            QTimer.singleShot(0, self._window, lambda: self._then(self._window))
        return False


def _say_ready(window: LoginWindow) -> None:
    _write(sys.stdout, "window ready\n")
    _end(window, 0)


def _end(window: LoginWindow, code: int) -> None:
    window.tasks.stop()
    QApplication.exit(code)


def _no_display() -> int:
    _write(sys.stderr, _NO_DISPLAY)
    return 2


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:  # a window program on Windows has none
        stream.write(text)
        stream.flush()


if __name__ == "__main__":
    sys.exit(main())
