"""A list of records by their names, with a line to add the next; for regulations and for units."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.domain.vietnamese import accented, nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.widgets.completion import CompletingEdit, Suggester, Suggestion
from ktgs_desktop.gui.widgets.fields import mark, show_locked
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.gui.tasks import TaskRunner

_MARGIN = 6


def written(found: Sequence[Named]) -> str:
    """Names with their records as a text that a draft keeps.

    Args:
        found: the names.
    """
    return json.dumps([[one.name, str(one.id or "")] for one in found], ensure_ascii=False)


def read_back(text: str) -> tuple[Named, ...]:
    """The names of a text that `written` gave; none for an empty one.

    Args:
        text: the text.
    """
    found = json.loads(text or "[]")
    return tuple(Named(name, UUID(record) if record else None) for name, record in found)


class NamesField(QWidget):
    """Records one below the other; Enter adds what is picked, Delete takes the marked ones out.

    Args:
        tasks: runs the look-ups.
        suggest: records for words typed.
        rows: how many are seen at a time at most.
    """

    edited = Signal()

    def __init__(
        self, tasks: TaskRunner, suggest: Suggester, rows: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._suggest, self._rows = tasks, suggest, rows
        self._names: list[Named] = []
        self._locked = False
        self.list = QListWidget()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.installEventFilter(self)
        self.line = CompletingEdit(tasks, suggest)
        self.line.takes_first = True
        self.line.setPlaceholderText(_("Type a name, Enter adds it"))
        self.line.picked.connect(self._take)
        self.line.textEdited.connect(lambda _text: mark(self.line, ""))
        self.line.installEventFilter(self)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(4)
        self.box.addWidget(self.list)
        self.box.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._show()

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)
        self.line.setAccessibleName(name)

    # What is listed ---------------------------------------------------------------------

    def value(self) -> tuple[Named, ...]:
        """The records in their order."""
        return tuple(self._names)

    def set_value(self, names: Sequence[Named]) -> None:
        """Show records."""
        self._names = list(names)
        self.line.clear()
        mark(self.line, "")
        self._show()

    def add(self, names: Sequence[Named]) -> None:
        """Add the records that are not there yet.

        Args:
            names: the records.
        """
        there = {one.id for one in self._names}
        fresh = [one for one in names if one.id is not None and one.id not in there]
        if fresh:
            self._names += fresh
            self._show()
            self.list.scrollToBottom()
            self.edited.emit()

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        self._locked = locked
        self.line.setVisible(not locked)
        show_locked(self.list, locked=locked)

    def _show(self) -> None:
        self.list.clear()
        for one in self._names:
            self.list.addItem(one.name)
            self.list.item(self.list.count() - 1).setToolTip(one.name)
        self.list.setVisible(bool(self._names))
        row = self.list.sizeHintForRow(0) if self._names else self.fontMetrics().height()
        self.list.setFixedHeight(row * min(len(self._names) or 1, self._rows) + _MARGIN)

    # Keys -------------------------------------------------------------------------------

    def _take(self, picked: Suggestion) -> None:
        self.line.clear()
        self.add([Named(picked.text, picked.id)])

    def _remove_marked(self) -> None:
        marked = {self.list.row(item) for item in self.list.selectedItems()}
        here = self.list.currentRow()
        if self._locked or not marked:
            return
        self._names = [one for place, one in enumerate(self._names) if place not in marked]
        self._show()
        self.list.setCurrentRow(min(here, len(self._names) - 1))
        (self.list if self._names else self.line).setFocus()
        self.edited.emit()

    def _look_up(self) -> None:
        """What was typed and not picked: the only record of the name, or a word why not."""
        text = nfc(self.line.text())
        suggest = self._suggest

        def then(found: Sequence[Suggestion]) -> None:
            if nfc(self.line.text()) != text:
                return
            typed = accented(text)
            same = [one for one in found if accented(one.text) == typed]
            # A regulation's number stands before its day: "22-QĐ/TW (28/07/2021)".
            begun = [one for one in found if accented(one.text).startswith(f"{typed} (")]
            chosen = next((few for few in (same, begun, found) if few), [])
            if len(chosen) == 1:
                self._take(chosen[0])
            else:
                fault = UserError("dissemination_name_unknown", name=text)
                mark(self.line, messages.sentence(fault))

        self._tasks.read(self, lambda _progress: list(suggest(text)), then)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if watched is self.list:
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._remove_marked()
                return True
            if enter and not event.modifiers():
                self.line.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            return False
        if watched is self.line and enter and not event.modifiers() and not self.line.offers():
            if self.line.text().strip():
                self._look_up()
            else:
                self.line.focusNextChild()
            return True
        return False
