"""Keys typed between "Save, next line" and the next line: held back, then typed into it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QInputEvent

_LONGEST_MS = 5000


class HeldKeys(QObject):
    """Holds back what is typed into a window.

    Args:
        owner: a part of the window.
        again: what Ctrl+Enter does, should it be among the keys held back.
    """

    def __init__(self, owner: QWidget, again: Callable[[], object]) -> None:
        super().__init__(owner)
        self._owner = owner
        self._again = again
        self._holding = False
        self._events: deque[QInputEvent | QInputMethodEvent] = deque()
        self._limit = QTimer(self, singleShot=True, interval=_LONGEST_MS)
        self._limit.timeout.connect(self.release)

    def hold(self) -> None:
        """Hold back what is typed from now on, for some seconds at most."""
        application = QApplication.instance()
        if application is not None and not self._holding:
            self._holding = True
            application.installEventFilter(self)
            self._limit.start()

    def _let_go(self) -> None:
        application = QApplication.instance()
        if application is not None and self._holding:
            application.removeEventFilter(self)
        self._holding = False
        self._limit.stop()

    def drop(self) -> None:
        """Forget what was typed; it was meant for a line that does not come."""
        self._let_go()
        self._events.clear()

    def release(self) -> None:
        """Type what was held back, where the cursor is now."""
        self._let_go()
        while self._events and not self._holding:
            event, field = self._events.popleft(), QApplication.focusWidget()
            if isinstance(event, QKeyEvent) and _asks_for_next(event):
                self._again()
            elif field is not None and self._owner.isAncestorOf(field):
                QApplication.sendEvent(field, event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget) or watched.window() is not self._owner.window():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        pressed = event.type() == QEvent.Type.KeyPress
        if isinstance(event, (QKeyEvent, QInputMethodEvent)):
            if pressed or event.type() == QEvent.Type.InputMethod:
                self._events.append(event.clone())
            return True
        return False


def _asks_for_next(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
