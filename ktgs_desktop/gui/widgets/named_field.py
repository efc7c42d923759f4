"""A field for a body or person of a register, or of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggester, Suggestion
from ktgs_desktop.gui.widgets.fields import show_locked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.gui.tasks import TaskRunner


class NamedField(CompletingEdit):
    """A body or person: picked from a register, or a name that is in none."""

    edited = Signal()

    def __init__(
        self, tasks: TaskRunner, suggest: Suggester, parent: QWidget | None = None
    ) -> None:
        super().__init__(tasks, suggest, parent)
        self.setMaxLength(limits.LINE)
        self._named: Named | None = None
        self.picked.connect(self._on_picked)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def _on_picked(self, suggestion: Suggestion) -> None:
        name = f"{suggestion.text}, {suggestion.detail}" if suggestion.detail else suggestion.text
        self._named = Named(name, suggestion.id)
        self.setText(name)
        self.edited.emit()

    def value(self) -> Named | None:
        """The name, with its record if it was picked and not changed since."""
        text = nfc(self.text())
        if not text:
            return None
        if self._named is not None and self._named.name == text:
            return self._named
        return Named(text)

    def set_value(self, value: Named | None) -> None:
        """Show a name."""
        self._named = value
        self.setText(value.name if value else "")
        self.setCursorPosition(0)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self.setReadOnly(locked)
        show_locked(self, locked=locked)
