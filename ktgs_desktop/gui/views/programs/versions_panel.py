"""The versions of a line of an issued program: what it was on which day, and by which decision."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from ktgs_desktop import i18n
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.views.programs.change_words import action_text, change_texts
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import amendments

if TYPE_CHECKING:
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.amendments import LineChange


class VersionsPanel(QWidget):
    """Shows what amendments and namings made of a line, the latest first.

    Args:
        session: the session.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._item: UUID | None = None
        self._reading: Task | None = None
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("Versions"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.text)

    def show_line(self, item: UUID | None) -> None:
        """Show the versions of a line.

        Args:
            item: its id, None for none.
        """
        if item is None or item != self._item:
            self.text.clear()
        self._item = item
        if item is None:
            return
        workspace = self._session.workspace

        def work(_progress: Progress) -> list[LineChange]:
            return amendments.of_line(workspace, item)

        def then(found: list[LineChange]) -> None:
            if self._item == item:
                self.text.setHtml(_html(found))

        self._reading = self._session.tasks.read(self, work, then, instead_of=self._reading)


def _html(found: list[LineChange]) -> str:
    if not found:
        said = html.escape(_("The line stands as it was issued."))
        return f"<p style='color:{theme.colour('muted').name()}'>{said}</p>"
    return "".join(_block(one) for one in reversed(found))


def _block(one: LineChange) -> str:
    change = one.change
    day = i18n.day(change.on) if change.on is not None else ""
    by = one.amendment.number if one.amendment is not None else ""
    head = " · ".join(part for part in (day, action_text(change), by) if part)
    lines = [f"<p style='margin:8px 0 2px'><b>{html.escape(head)}</b>"]
    reason = change.reason or (one.amendment.reason if one.amendment is not None else "")
    if reason:
        lines.append("<br>" + html.escape(_("Reason: {reason}").format(reason=reason)))
    lines += ["<br>" + html.escape(text) for text in change_texts(change)]
    return "".join(lines) + "</p>"
