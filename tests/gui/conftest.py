"""A desk with the main window on a workspace of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from ktgs_desktop import i18n
from ktgs_desktop.settings import Settings
from tests.helpers.desk import Desk

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

# Five seconds are short on a machine that does other work too; nothing waits this long for nothing.
for _wait in (QtBot.waitUntil, QtBot.waitSignal):
    _wait.__kwdefaults__["timeout"] = 20_000


@pytest.fixture(autouse=True, scope="session")
def heartbeat(qapp: Any) -> Iterator[None]:  # noqa: ARG001 - there must be one
    """Python runs now and then even while a box nobody expected waits, so that time can run out."""
    timer = QTimer(interval=500)
    timer.timeout.connect(lambda: None)
    timer.start()
    yield
    timer.stop()


@pytest.fixture(autouse=True)
def nothing_left(qapp: Any) -> Iterator[None]:
    """A window a test has left over goes with it: every later test would dress it anew."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QMainWindow) and shiboken6.isValid(widget) and not widget.isVisible():
            shiboken6.delete(widget)


@pytest.fixture
def desk(qtbot: Any, workspace: Workspace) -> Iterator[Desk]:
    """The main window in English, on the office of Huyện uỷ Phú Bình."""
    made = Desk.open(qtbot, workspace, Settings(language="en", theme="light"))
    yield made
    workspace.store.keep_off(None)
    made.close()
    i18n.use("vi")
