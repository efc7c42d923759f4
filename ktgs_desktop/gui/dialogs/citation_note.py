"""The note under a text that tells which of its citations do not hold today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.regulations import citing

if TYPE_CHECKING:
    from ktgs_desktop.domain.citation_checks import Finding
    from ktgs_desktop.gui.session import Session

_PAUSE_MS = 500


class CitationNote(QWidget):
    """Tells under a text which of its citations do not hold today, and puts right what it can.

    Args:
        session: the session.
        field: the text.
    """

    def __init__(self, session: Session, field: QPlainTextEdit) -> None:
        super().__init__()
        self._session, self._field = session, field
        self._findings: list[Finding] = []
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self.said = label("", "warning", wrap=True)
        self.next = button(_("Sho&w"), self.show_next)
        self.next.setToolTip(_("Marks the citation in the text."))
        self.mend = button(_("&Replace"), self.replace)
        line.addWidget(self.said, 1)
        line.addWidget(self.next)
        line.addWidget(self.mend)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        field.textChanged.connect(self._pause.start)
        self.hide()

    def look(self) -> None:
        """Hold the citations of the text against today's library."""
        text, workspace = self._field.toPlainText(), self._session.workspace

        def then(found: list[Finding]) -> None:
            if text == self._field.toPlainText():
                self._show([one for one in found if one.fault])

        self._session.tasks.read(
            self,
            lambda _progress: citing.findings(workspace, text),
            then,
            lambda _error: self.hide(),
        )

    def _show(self, found: list[Finding]) -> None:
        self._findings = found
        self.setVisible(bool(found))
        if not found:
            return
        first = found[0]
        said = citing.sentence(first, self._session.workspace.today)
        if len(found) > 1:
            more = _("{said} ({count} more)")
            said = more.format(said=said, count=len(found) - 1)
        self.said.setText(said)
        self.mend.setVisible(len(first.instead) == 1 and not self._field.isReadOnly())

    def show_next(self) -> None:
        """Mark the citation that the note speaks of."""
        if self._findings:
            self._mark(self._findings[0])

    def _mark(self, found: Finding) -> bool:
        """Mark a citation by its words: places in the text may be counted otherwise there."""
        cursor = self._field.document().find(
            found.words, 0, QTextDocument.FindFlag.FindCaseSensitively
        )
        if cursor.isNull():
            return False
        self._field.setTextCursor(cursor)
        self._field.setFocus()
        return True

    def replace(self) -> None:
        """Cite the text to go by instead; Ctrl+Z in the text takes it back."""
        if not self._findings or len(self._findings[0].instead) != 1:
            return
        found, workspace = self._findings[0], self._session.workspace
        (instead,) = found.instead

        def then(words: str) -> None:
            if self._mark(found):
                self._field.textCursor().insertText(words)
                self.look()

        self._session.tasks.read(
            self, lambda _progress: citing.words_for(workspace, instead.id), then
        )
