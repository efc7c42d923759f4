"""Enter in a field of a form: it goes on to the next one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget
from typing_extensions import override

_ENTERED = (QLineEdit, QPlainTextEdit, QComboBox, QSpinBox)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterGoesOn(QObject):
    """Makes Enter go to the next field and Shift+Enter to the one before.

    Args:
        form: whose fields they are.
        go_on: goes on from a field.
    """

    def __init__(self, form: QObject, go_on: Callable[[QWidget], object]) -> None:
        super().__init__(form)
        self._go_on = go_on

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or not isinstance(watched, _ENTERED):
            return False
        back = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if back and not isinstance(watched, QPlainTextEdit):
            watched.focusPreviousChild()
            return True
        offers = getattr(watched, "offers", None)
        if event.modifiers() not in _PLAIN or (offers is not None and offers()):
            return False
        entered = getattr(watched, "entered_by_key", None)
        if entered is not None:
            entered()
        self._go_on(watched)
        return True
