"""The choice of the field a column of a table holds; arrow keys alone choose nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from typing_extensions import override

from ktgs_desktop.gui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget


class FieldChoice(ChoiceField):
    """A choice of field; passing over fields with the arrow keys chooses none of them yet.

    A choice by key is final once Enter is pressed or the focus leaves, one in the list at once.
    """

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(choices, parent)
        self._by_key = False
        self.pending = False

    @override
    def _on_activated(self) -> None:
        if self._by_key:
            self.pending = True
        else:
            self.pending = False
            self.edited.emit()

    def settle(self) -> None:
        """Take what the keys have chosen."""
        if self.pending:
            self.pending = False
            self.edited.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            return
        self._by_key = True
        super().keyPressEvent(event)
        self._by_key = False

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
