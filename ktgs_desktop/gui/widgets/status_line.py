"""The line at the bottom: who works, what was saved when, where, and work that takes long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.gui.widgets.page import button
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.gui.tasks import Task

_BAR_WIDTH = 180
_KEPT_MS = 20_000
_KEPT: dict[str, Late] = {
    "program_item": late("line of a program"),
    "progress": late("progress"),
    "program_text": late("text of a program"),
    "organization": late("organisation"),
    "party_member": late("Party member"),
}


class StatusLine(QStatusBar):
    """Facts at the left, work under way with the button that stops it at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: dict[str, QLabel] = {}
        for name in ("who", "saved", "sent", "copy", "place"):
            made = QLabel()
            made.hide()
            self._facts[name] = made
            self.addWidget(made)
        self.messageChanged.connect(self._make_room)
        self._tasks: list[Task] = []
        self._label = QLabel()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.stop = button("", self._cancel)
        self.name_parts()
        for part in (self._label, self.bar, self.stop):
            self.addPermanentWidget(part)
            part.hide()

    def name_parts(self) -> None:
        """Name what is always there in the language in force."""
        self.bar.setAccessibleName(_("Progress"))
        self.stop.setText(_("Stop"))

    def show_fact(self, name: str, text: str, tip: str = "", *, late: bool = False) -> None:
        """Say something that stays until it changes.

        Args:
            name: `who`, `saved`, `sent`, `copy` or `place`.
            text: what it says; empty hides it.
            tip: what its tool tip says.
            late: whether something must be done about it, which shows red.
        """
        fact = self._facts[name]
        fact.setText(text)
        fact.setToolTip(tip)
        fact.setVisible(bool(text) and not self.currentMessage())
        fact.setObjectName("overdueText" if late else "")
        fact.style().unpolish(fact)
        fact.style().polish(fact)

    def show_last_sent(self, on: date | None) -> None:
        """Say when the last package left the office.

        Args:
            on: the day, None if none did.
        """
        text = _("last package sent {day}").format(day=i18n.day(on)) if on else ""
        self.show_fact("sent", text)

    def _make_room(self, message: str) -> None:
        """Facts and what is said just now share one place; Qt forgets facts that change then."""
        for fact in self._facts.values():
            fact.setVisible(bool(fact.text()) and not message)

    def say_kept(self, forms: Sequence[str]) -> None:
        """Say what was typed and not saved, after the next log-in.

        Args:
            forms: names of the forms; nothing is said if there are none.
        """
        if forms:
            names = ", ".join(str(_KEPT[form]) if form in _KEPT else form for form in forms)
            text = _("Typed but not saved values were kept: {names}").format(names=names)
            self.showMessage(text, _KEPT_MS)

    def show_task(self, task: Task) -> None:
        """Show how far work under way is; of several, what began to be shown last.

        Args:
            task: the work.
        """
        if task not in self._tasks:
            self._tasks.append(task)
        if task is self._tasks[-1]:
            self._show_last()

    def hide_task(self, task: Task) -> None:
        """The work has ended.

        Args:
            task: the work.
        """
        if task in self._tasks:
            self._tasks.remove(task)
            self._show_last()

    def _show_last(self) -> None:
        if self._tasks:
            task = self._tasks[-1]
            self._label.setText(task.label)
            self.bar.setRange(0, task.total)
            self.bar.setValue(task.done)
            self.stop.setEnabled(not task.progress.cancelled)
        for part in (self._label, self.bar, self.stop):
            part.setVisible(bool(self._tasks))

    def _cancel(self) -> None:
        if self._tasks:
            self._tasks[-1].cancel()
            self.stop.setEnabled(False)
