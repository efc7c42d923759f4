"""Starts the window program: settings, language, look, log-in; nothing heavy before first paint."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ktgs_desktop import i18n, logs, settings
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.login import LoginWindow
from ktgs_desktop.gui.translator import CatalogueTranslator

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


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


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
    if not _has_display():
        if not (wanted.check or wanted.screenshots):
            sys.stderr.write(_NO_DISPLAY)
            return 2
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    logs.start(program="ktgs-desktop")
    chosen = settings.load()
    application = make_application(chosen)
    errors.install()
    if wanted.screenshots:
        from ktgs_desktop.gui import screenshots  # brings every page along

        path = Path(wanted.file or wanted.workspace or chosen.last_workspace)
        folder = Path(wanted.screenshots)
        return screenshots.take(application, folder, path, wanted.user, now=wanted.now)
    window = LoginWindow(chosen, wanted.file or wanted.workspace or "", wanted.user)
    window.show()
    if wanted.check:
        QTimer.singleShot(0, lambda: _say_ready(window))
    else:
        window.preload()
    return application.exec()


def _say_ready(window: LoginWindow) -> None:
    window.grab()
    sys.stdout.write("window ready\n")
    sys.stdout.flush()
    window.close()
    QApplication.quit()


if __name__ == "__main__":
    sys.exit(main())
