"""A line of text with suggestions, kind to Vietnamese input methods.

Nothing is proposed while a word is under composition, the list never takes the focus, and typed
text is never rewritten unless the user picks a suggestion with Enter, Tab or the mouse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner

_PAUSE_MS = 180
_VISIBLE = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the user may pick.

    Attributes:
        text: what is put into the field.
        id: the record, None if it is none.
        detail: further words shown beside it.
    """

    text: str
    id: UUID | None = None
    detail: str = ""


Suggester = Callable[[str], Sequence[Suggestion]]


class CompletingEdit(QLineEdit):
    """A line edit that proposes records while the user types.

    Signals:
        picked: a suggestion was chosen.
        left: a key chose, or did without choosing; a form goes on to the next field.

    Attributes:
        takes_first: whether Enter takes the first proposal if none is marked; else what is typed
            stays as it is.
    """

    picked = Signal(object)
    left = Signal()
    takes_first = False

    def __init__(
        self, tasks: TaskRunner, suggest: Suggester, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._suggest = suggest
        self._composing = False
        self._offered: list[Suggestion] = []
        self._asked = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._list = QListWidget(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip)
        self._list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda item: self._pick(self._list.row(item)))
        self.textEdited.connect(self._on_edited)

    # Asking -----------------------------------------------------------------------------

    def _on_edited(self, text: str) -> None:
        if self._composing or not text.strip():
            self._hide()
        else:
            self._pause.start()

    def _ask(self) -> None:
        text = self.text().strip()
        if not text or not self.hasFocus() or self._composing:
            return
        self._asked = text
        suggest = self._suggest
        self._tasks.read(self, lambda _progress: list(suggest(text)), self._offer)

    def _offer(self, found: list[Suggestion]) -> None:
        if self.text().strip() != self._asked or not self.hasFocus() or self._composing:
            return
        self._offered = found
        self._list.clear()
        for suggestion in found:
            shown = f"{suggestion.text}   {suggestion.detail}".rstrip()
            self._list.addItem(QListWidgetItem(shown))
        if not found:
            self._hide()
            return
        row = self._list.sizeHintForRow(0)
        rows = min(len(found), _VISIBLE)
        self._list.resize(max(self.width(), 320), row * rows + 2 * self._list.frameWidth() + 2)
        self._list.move(self.mapToGlobal(QPoint(0, self.height() + 1)))
        self._list.show()
        self._list.raise_()

    def _hide(self) -> None:
        self._pause.stop()
        self._list.hide()

    def offers(self) -> list[Suggestion]:
        """What is proposed now; empty if no list is shown."""
        return list(self._offered) if self._list.isVisible() else []

    def marked_offer(self) -> Suggestion | None:
        """The proposal the cursor is on, None if there is none."""
        row = self._list.currentRow()
        return self._offered[row] if self._list.isVisible() and row >= 0 else None

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._offered):
            suggestion = self._offered[row]
            self._hide()
            self.setText(suggestion.text)
            self.picked.emit(suggestion)

    def _pick_and_leave(self, row: int) -> None:
        self._hide()
        self._pick(row)
        self.left.emit()

    # Qt ---------------------------------------------------------------------------------

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        if self._composing:
            self._hide()
        super().inputMethodEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        # Tab is the choice of the highlighted suggestion; Qt would move the focus first.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self._list.isVisible()
            and self._list.currentRow() >= 0
        ):
            self._pick_and_leave(self._list.currentRow())
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._list.isVisible():
            if event.key() == Qt.Key.Key_Down and self.text().strip():
                self._ask()
                return
            super().keyPressEvent(event)
            return
        row, last = self._list.currentRow(), self._list.count() - 1
        match event.key():
            case Qt.Key.Key_Down:
                self._list.setCurrentRow(min(row + 1, last))
            case Qt.Key.Key_Up:
                self._list.setCurrentRow(max(row - 1, 0))
            case Qt.Key.Key_Escape:
                self._hide()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._pick_and_leave(0 if row < 0 and self.takes_first else row)
            case _:
                super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hide()
        super().focusOutEvent(event)
