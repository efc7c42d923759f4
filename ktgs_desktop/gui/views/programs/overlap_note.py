"""A note in the line's panel: another body plans for the same subject in the same quarter."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.session import touched
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.services import program_review

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import ProgramItem
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.views.programs.item_form import ItemForm

_PAUSE_MS, _MOST_NAMED = 400, 3
_KINDS = frozenset(("outside_line", "program_item", "program"))


class OverlapNote(QWidget):
    """Tells, while a line is typed, whom it would meet; it forbids nothing.

    Args:
        session: the session.
        form: the fields of the line.
        kept: the line as it is kept, None while none is shown.
    """

    def __init__(
        self, session: Session, form: ItemForm, kept: Callable[[], ProgramItem | None]
    ) -> None:
        super().__init__()
        self._session, self._form, self._kept = session, form, kept
        self._asked: ProgramItem | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.text = label("", "warning", wrap=True)
        layout.addWidget(self.text)
        self.hide()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        form.edited.connect(self.look_soon)
        session.changed.connect(self._on_changed)

    def _on_changed(self, changes: object) -> None:
        if touched(changes) & _KINDS:
            self.look_soon()

    def look_soon(self) -> None:
        """Ask after a short pause, as the user may go on typing."""
        self._pause.start()

    def _typed(self) -> ProgramItem | None:
        """The line with subjects and time as typed; a time not understood yet stays as it was."""
        item = self._kept()
        if item is None:
            return None
        item = dataclasses.replace(item, subjects=self._form.subjects.chosen)
        try:
            quarter, start, end = self._form.work.value_as_work()
        except UserError:
            return item
        return dataclasses.replace(item, quarter=quarter, work_from=start, work_to=end)

    def look(self) -> None:
        """Ask whom the line as typed would meet."""
        item = self._typed()
        self._asked = item
        if item is None or not item.subjects:
            self._show("")
            return
        workspace = self._session.workspace

        def then(found: list[program_review.Meeting]) -> None:
            if self._asked is item:
                self._show(program_review.meeting_sentence(found, _MOST_NAMED))

        self._session.tasks.read(
            self, lambda _progress: program_review.meetings_of(workspace, item), then
        )

    def _show(self, text: str) -> None:
        self.text.setText(f"▲ {text}" if text else "")
        self.setVisible(bool(text))
