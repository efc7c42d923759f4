"""Citations of regulations: Shift+F4 in a text offers the library and puts one in.

Nothing is put in while a word is under composition by an input method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets import regulation_words
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.cited import Chosen
from ktgs_desktop.services.regulations import citing, library

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.regulation_articles import RegulationText
    from ktgs_desktop.domain.rows import RegulationRow
    from ktgs_desktop.gui.session import Session

KEY = Qt.Key.Key_F4
_PAUSE_MS = 120
_PAGE = 8
_ID = Qt.ItemDataRole.UserRole


class CitationPicker(QDialog):
    """Offers the texts of the library, those in force first, and the parts of the one marked.

    Args:
        session: the session.
        parent: the window.

    Attributes:
        chosen: the citation to put in, None if none was chosen.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._offered: list[RegulationRow] = []
        self._shown_for: str | None = None
        self._enters = False
        self.chosen: Chosen | None = None
        self.setWindowTitle(_("Cite a regulation"))
        self.resize(theme.scaled(860), theme.scaled(480))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        layout.addWidget(label(_("Cite a regulation"), "dialogTitle"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Number or words of the title; accents may be left out"))
        self.line.setAccessibleName(_("Regulation looked for"))
        self.line.setClearButtonEnabled(True)
        layout.addWidget(self.line)
        layout.addWidget(self._build_lists(), 1)
        self.words = label("", "muted", wrap=True)
        layout.addWidget(self.words)
        layout.addLayout(self._build_buttons())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(self._on_typed)
        self.texts.currentRowChanged.connect(self._on_text)
        self.part.textChanged.connect(lambda _text: self._show_words())
        self.parts.currentItemChanged.connect(lambda now, _before: self._on_part(now))
        self.texts.itemDoubleClicked.connect(lambda _item: self._insert())
        self.parts.itemDoubleClicked.connect(lambda _item: self._insert())
        self.line.installEventFilter(self)
        self.line.setFocus()
        self._ask()

    def _build_lists(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.texts = QListWidget()
        self.texts.setWordWrap(True)
        self.texts.setAlternatingRowColors(True)
        self.texts.setAccessibleName(_("Regulations found"))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.part = QLineEdit()
        self.part.setPlaceholderText(_("Article, clause, point: 5.2.a"))
        head = label(_("&Part cited, empty for the whole"), "fieldLabel")
        head.setBuddy(self.part)
        self.parts = QListWidget()
        self.parts.setAccessibleName(_("Articles of the regulation"))
        column.addWidget(head)
        column.addWidget(self.part)
        self._no_parts = label(
            _("The library has no wording of it; type article, clause and point above."),
            "hint",
            wrap=True,
        )
        column.addWidget(self._no_parts)
        column.addWidget(self.parts, 1)
        split.addWidget(self.texts)
        split.addWidget(right)
        split.setSizes([theme.scaled(540), theme.scaled(300)])
        return split

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        self.close_button = button(_("Close"), self.reject)
        self.insert = button(_("&Insert"), self._enter, primary=True)
        line.addWidget(self.close_button)
        line.addWidget(self.insert)
        return line

    # What is offered --------------------------------------------------------------------

    def _on_typed(self, _text: str) -> None:
        self._enters = False
        self._pause.start()

    def _ask(self) -> None:
        typed, workspace = self.line.text(), self._session.workspace

        def then(found: list[RegulationRow]) -> None:
            if typed == self.line.text():
                self._show(found, typed)

        self._session.tasks.read(
            self, lambda _progress: citing.offered(workspace, typed), then, self._refused
        )

    def _show(self, found: list[RegulationRow], typed: str) -> None:
        self._offered, self._shown_for = found, typed
        today = self._session.workspace.today
        self.texts.clear()
        for row in found:
            status = regulation_words.status_text(row.status(today))
            issued = f" ({row.issued})" if row.issued else ""
            self.texts.addItem(f"{row.number}{issued} · {status}\n{row.title}")
        self.texts.setCurrentRow(0 if found else -1)
        if not found:
            self._on_text(-1)
        if self._enters:
            self._insert()

    def marked(self) -> RegulationRow | None:
        """The text marked in the list."""
        place = self.texts.currentRow()
        return self._offered[place] if 0 <= place < len(self._offered) else None

    def _on_text(self, _place: int) -> None:
        row = self.marked()
        self._no_parts.hide()
        self.parts.clear()
        self.part.clear()
        self._show_words()
        if row is None:
            self.words.setText(_("No regulation of the library holds these words."))
            return
        self._list_parts(row.id)

    def _list_parts(self, regulation: UUID) -> None:
        workspace = self._session.workspace

        def then(found: RegulationText | None) -> None:
            row = self.marked()
            if row is None or row.id != regulation:
                return
            self._no_parts.setVisible(found is None)
            for one in found.articles if found else ():
                if one.path:
                    depth = "    " * one.path.count(".")
                    item = QListWidgetItem(f"{depth}{one.label}. {one.heading or one.text}"[:120])
                    item.setData(_ID, one.path)
                    self.parts.addItem(item)

        self._session.tasks.read(
            self, lambda _progress: library.articles(workspace, regulation), then, self._refused
        )

    def _on_part(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.part.setText(str(item.data(_ID)))

    def _show_words(self) -> None:
        """Show the citation as it would be put in."""
        row, path = self.marked(), self.part.text().strip()
        self.insert.setEnabled(row is not None)
        if row is None:
            return
        workspace = self._session.workspace

        def then(words: str) -> None:
            now = self.marked()
            if now is not None and now.id == row.id and path == self.part.text().strip():
                self.words.setText(words)

        self._session.tasks.read(
            self, lambda _progress: citing.words_for(workspace, row.id, path), then, self._refused
        )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self.words.setText(messages.sentence(error))
        else:
            errors.show(self, error)

    # Choosing ---------------------------------------------------------------------------

    def _enter(self) -> None:
        """Put the marked text in; after more words wait for what is found by them."""
        self._enters = self.line.text() != self._shown_for
        if self._enters:
            self._pause.stop()
            self._ask()
        else:
            self._insert()

    def _insert(self) -> None:
        self._enters = False
        row, path, workspace = self.marked(), self.part.text().strip(), self._session.workspace
        if row is None:
            return

        def then(words: str) -> None:
            self.chosen = Chosen(row.id, path, words)
            self.accept()

        self._session.tasks.read(
            self, lambda _progress: citing.words_for(workspace, row.id, path), then, self._refused
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the line of words move in the list of texts."""
        if (
            watched is self.line
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            step = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: _PAGE,
                Qt.Key.Key_PageUp: -_PAGE,
            }.get(Qt.Key(event.key()))
            if step is not None and self.texts.count():
                place = self.texts.currentRow() + step
                self.texts.setCurrentRow(min(max(place, 0), self.texts.count() - 1))
                return True
        return super().eventFilter(watched, event)


class CitationKey(QObject):
    """Lets Shift+F4 in a field offer regulations and put a citation where the cursor stands.

    Args:
        session: the session.
        field: the field.

    Attributes:
        chosen: the citations put in, to be kept as links when the text is saved.
    """

    def __init__(self, session: Session, field: QPlainTextEdit) -> None:
        super().__init__(field)
        self._session, self._field = session, field
        self._composing = False
        self.chosen: list[Chosen] = []
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() == QEvent.Type.FocusIn:
            self._composing = False  # an input method commits or drops the word on leaving
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if event.key() == KEY and shifted:
                self.offer()
                return True
        return False

    def offer(self) -> None:
        """Offer regulations; nothing happens while a word is composed or the field is locked."""
        if self._composing or self._field.isReadOnly():
            return
        dialog = CitationPicker(self._session, self._field.window())
        if dialog.exec() and dialog.chosen is not None:
            there = self._field.textCursor()
            there.beginEditBlock()  # one undo takes the citation back, not what was typed before
            there.insertText(dialog.chosen.wording)
            there.endEditBlock()
            self.chosen.append(dialog.chosen)
        dialog.deleteLater()
        self._field.setFocus()
