"""Shows errors: a sentence for those foreseen, the crash window for all others."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop import logs, messages, paths
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from types import TracebackType

log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.INFO,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,  # Qt ends the program after it
}


class _Shown:
    """Crashes shown in this run; the same one is shown once."""

    traces: set[str] = set()  # noqa: RUF012 - one per program, on purpose


def show(parent: QWidget | None, error: BaseException) -> None:
    """Show an error: the sentence of one foreseen, the crash window for another.

    Args:
        parent: the window it belongs to.
        error: what was raised.
    """
    if isinstance(error, Cancelled):
        return
    if isinstance(error, KtgsError):
        log.info("shown to the user: %s", error.code)
        box = QMessageBox(parent)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("This could not be done"))
        box.setText(messages.sentence(error))
        box.exec()
        return
    show_crash(parent, error)


def show_crash(parent: QWidget | None, error: BaseException) -> None:
    """Save an unforeseen error in the log and show where, once for each.

    Args:
        parent: the window it belongs to.
        error: what was raised.
    """
    trace = logs.describe(error)
    log.critical("unforeseen error\n%s", trace)
    if trace in _Shown.traces:
        return
    _Shown.traces.add(trace)
    if QApplication.instance() is None:
        return
    CrashDialog(trace, paths.log_dir(), parent).exec()


class CrashDialog(QDialog):
    """Says that something unforeseen happened, where the log is, and that nothing was sent."""

    def __init__(self, trace: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something unforeseen happened"))
        self.resize(640, 420)
        layout = QVBoxLayout(self)
        text = QLabel(
            _(
                "This action was stopped; what was saved before is safe. Give the text below to "
                "whoever looks after the program. It holds no contents of your records, and "
                "nothing has been sent anywhere."
            )
        )
        text.setWordWrap(True)
        layout.addWidget(text)
        where = QLabel(_("The log is in {folder}").format(folder=folder))
        where.setWordWrap(True)
        layout.addWidget(where)
        self.trace = QPlainTextEdit(trace)
        self.trace.setReadOnly(True)
        layout.addWidget(self.trace, 1)
        buttons = QDialogButtonBox()
        self._folder = folder
        self.copy_button = buttons.addButton(_("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        self.folder_button = buttons.addButton(
            _("&Open the folder"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.folder_button.clicked.connect(self._open)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.clicked.connect(self.accept)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.trace.toPlainText())

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def install() -> None:
    """Send every error nobody caught to the crash window, and Qt's own words to the log."""
    sys.excepthook = _hook
    qInstallMessageHandler(_from_qt)


def _hook(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    """An error nobody caught; it may come out of a paint event, where no window may open."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    if sys.stderr is not None:
        # Without its message: the terminal's output of a desktop session is kept in files.
        sys.stderr.write(logs.describe(error) + "\n")
    QTimer.singleShot(0, lambda: show(QApplication.activeWindow(), error))


def _from_qt(kind: QtMsgType, _context: object, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
