"""The subjects of a program line: chosen from the registers one after the other, or only named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggester, Suggestion
from ktgs_desktop.gui.widgets.fields import show_locked
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner

MakeSubject = Callable[[Suggestion], Subject]
_MOST_SHOWN = 5


class SubjectsField(QWidget):
    """A list of subjects with a line to add the next.

    Enter adds what is typed or picked, on an empty line it goes on; Delete takes the marked
    subject out.

    Args:
        tasks: runs the look-ups.
        suggest: organisations and members for words typed.
        make: the subject of what was picked or typed.
    """

    edited = Signal()

    def __init__(
        self,
        tasks: TaskRunner,
        suggest: Suggester,
        make: MakeSubject,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._subjects: list[Subject] = []
        self._locked = False
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("Subjects"))
        self.list.installEventFilter(self)
        self.line = CompletingEdit(tasks, suggest)
        self.line.setPlaceholderText(_("Type a name, Enter adds it"))
        self.line.setAccessibleName(_("Add a subject"))
        self.line.picked.connect(self._add)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.list)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._show()

    def value(self) -> tuple[Subject, ...]:
        """The subjects in their order; a name still in the line is added first."""
        self._add_typed()
        return tuple(self._subjects)

    def set_value(self, subjects: Sequence[Subject]) -> None:
        """Show subjects."""
        self._subjects = list(subjects)
        self.line.clear()
        self._show()

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self._locked = locked
        self.line.setVisible(not locked)
        show_locked(self.list, locked=locked)

    def _show(self) -> None:
        self.list.clear()
        for subject in self._subjects:
            shown = f"{subject.name}, {subject.position}" if subject.position else subject.name
            self.list.addItem(QListWidgetItem(shown))
        rows = min(max(len(self._subjects), 1), _MOST_SHOWN)
        height = self.list.fontMetrics().height() + 8
        self.list.setFixedHeight(rows * height + 4)
        self.list.setVisible(bool(self._subjects))

    def _add(self, suggestion: Suggestion) -> None:
        subject = self._make(suggestion)
        self.line.clear()
        if not any(_same(subject, there) for there in self._subjects):
            self._subjects.append(subject)
            self._show()
            self.list.scrollToBottom()
            self.edited.emit()

    def _add_typed(self) -> bool:
        text = nfc(self.line.text())
        if not text or self._locked:
            return False
        self._add(Suggestion(text))
        return True

    def _remove_marked(self) -> None:
        if self._locked:
            return
        here = self.list.currentRow()
        marked = {self.list.row(item) for item in self.list.selectedItems()} or {here}
        self._subjects = [s for place, s in enumerate(self._subjects) if place not in marked]
        self._show()
        self.list.setCurrentRow(min(here, len(self._subjects) - 1))
        self.edited.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.line and enter and not self.line.offers():
            if not self._add_typed():
                self.line.focusNextChild()
            return True
        if watched is self.line and enter and self.line.offers():
            return self._enter_with_offers()
        if watched is self.list and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove_marked()
            return True
        return False

    def _enter_with_offers(self) -> bool:
        """Enter on an open list picks the marked offer; with none marked the typed name counts."""
        if self.line.marked_offer() is None:
            self._add_typed()
            return True
        return False


def _same(one: Subject, other: Subject) -> bool:
    """Whether two subjects are one; two people of the register may have the same name."""
    if one.id is not None and other.id is not None:
        return one.id == other.id
    return one.name == other.name
