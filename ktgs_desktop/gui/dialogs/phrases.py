"""The phrases an office uses again: a key in a field offers them; kept, edited and voided here.

Nothing is inserted and nothing is looked for while a word is under composition by an input method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ktgs_desktop import messages
from ktgs_desktop.domain import limits
from ktgs_desktop.domain.phrases import PhraseField
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.dialogs.reason import ask_reason
from ktgs_desktop.gui.widgets.fields import LinesField
from ktgs_desktop.gui.widgets.form import FormDialog
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import phrases

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ktgs_desktop.domain.phrases import Phrase
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.progress import Progress

KEY = Qt.Key.Key_F4
_TITLES: dict[str, Late] = {
    PhraseField.CONTENT: late("Phrases for contents"),
    PhraseField.NOTE: late("Phrases for notes"),
    PhraseField.PAPER: late("Phrases for papers"),
}
_PAUSE_MS = 120
_PAGE = 8
_KEPT_SHOWN = 40


class _Line(QLineEdit):
    """A line that says whether a word is under composition."""

    composing = False

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class PhraseDialog(FormDialog):
    """Asks for the text of a phrase.

    Args:
        session: the session.
        field: where it is used.
        text: the text proposed.
        phrase: the phrase that is edited, None for a new one.
    """

    def __init__(
        self,
        session: Session,
        field: str,
        text: str,
        parent: QWidget,
        *,
        phrase: UUID | None = None,
    ) -> None:
        super().__init__(_("Edit the phrase") if phrase else _("Keep a phrase"), parent)
        self._session, self._field, self._phrase = session, field, phrase
        self.text = LinesField(5, most=limits.CONTENT, name="phrase")
        self.text.set_value(text)
        self.form.add(_("&Text"), self.text, _("What is put into the field."))
        self.buttons.addWidget(button(_("Cancel"), self.reject))
        self.buttons.addWidget(button(_("&Save"), self._save, primary=True))
        self.faults = dict.fromkeys(("phrase_empty", "phrase_exists", "too_long"), self.text)
        self.text.setFocus()

    def _save(self) -> None:
        workspace, text = self._session.workspace, self.text.value()
        field, known = self._field, self._phrase

        def work(_progress: Progress) -> Phrase:
            if known is not None:
                return phrases.edit(workspace, known, text)
            return phrases.add(workspace, field, text)

        self.submit(self._session.tasks, work, lambda _phrase: self.accept())


class PhrasePicker(QDialog):
    """Offers the phrases of a place, found by words without accents.

    Args:
        session: the session.
        field: where they are used.
        present: the text that can be kept as a phrase, empty for none.
        inserts: whether there is a field into which the chosen one goes.

    Attributes:
        chosen: text of the phrase chosen, empty if none was.
    """

    def __init__(
        self, session: Session, field: str, present: str, parent: QWidget, *, inserts: bool = True
    ) -> None:
        super().__init__(parent)
        self._session, self._field, self._inserts = session, field, inserts
        self._present = present
        self._offered: list[Phrase] = []
        self._asked = 0
        self._shown_for: str | None = None  # the words the list was found by
        self._enters = False
        self.chosen = ""
        self.setWindowTitle(str(_TITLES[field]))
        self.resize(theme.scaled(620), theme.scaled(430))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(label(str(_TITLES[field]), "dialogTitle"))
        self.line = _Line()
        self.line.setPlaceholderText(_("Type some words; accents may be left out"))
        self.line.setAccessibleName(str(_TITLES[field]))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Phrases found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._note = label("", "muted", wrap=True)
        for part in (self.line, self.list, self._note):
            layout.addWidget(part)
        layout.addLayout(self._build_buttons())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.line.textEdited.connect(self._on_typed)
        self.list.itemDoubleClicked.connect(lambda _item: self._insert())
        self.list.currentRowChanged.connect(lambda _row: self._show_buttons())
        QShortcut(QKeySequence("F2"), self, self.edit)
        QShortcut(QKeySequence("F6"), self, self.void)
        self.line.setFocus()
        self._ask()

    def _build_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        keep = _("&Keep the present text") if self._present else _("&New phrase…")
        self.keep = button(keep, self.keep_present, icon="plus")
        self.keep.setToolTip(self._present[:_KEPT_SHOWN])
        self.change = button(_("&Edit…") + " (F2)", self.edit)
        self.out = button(_("&Void…") + " (F6)", self.void)
        self.close_button = button(_("Close"), self.reject)
        self.insert = button(_("&Insert"), self._enter, primary=True)
        for part in (self.keep, self.change, self.out):
            line.addWidget(part)
            part.setAutoDefault(False)
            part.setVisible(not self._session.workspace.read_only)
        line.addStretch(1)
        line.addWidget(self.close_button)
        line.addWidget(self.insert)
        self.insert.setVisible(self._inserts)
        return line

    def _on_typed(self, _text: str) -> None:
        self._enters = False
        self._pause.start()

    def _ask(self) -> None:
        if self.line.composing:
            return  # asked again once the word is committed
        text, workspace, field = self.line.text(), self._session.workspace, self._field
        self._asked += 1
        asked = self._asked

        def then(found: list[Phrase]) -> None:
            if asked == self._asked:
                self._show(found, text)

        self._session.tasks.read(
            self, lambda _progress: phrases.suggest(workspace, field, text), then
        )

    def _show(self, found: list[Phrase], text: str) -> None:
        present = self._marked() if text == self._shown_for else None  # else the best comes first
        self._offered, self._shown_for = found, text
        self.list.clear()
        for phrase in found:
            self.list.addItem(QListWidgetItem(phrase.text))
        ids = [phrase.id for phrase in found]
        row = ids.index(present.id) if present is not None and present.id in ids else 0
        self.list.setCurrentRow(row if found else -1)
        if found:
            self._note.setText("")
        elif self.line.text().strip():
            self._note.setText(_("No phrase holds these words. Type fewer of them."))
        else:
            self._note.setText(
                _("No phrase yet. Keep the text you often write; F4 offers it from then on.")
            )
        self._note.setVisible(not found)
        self._show_buttons()
        if self._enters:
            self._insert()

    def _show_buttons(self) -> None:
        marked = self._marked() is not None
        for part in (self.change, self.out, self.insert):
            part.setEnabled(marked)

    def _marked(self) -> Phrase | None:
        row = self.list.currentRow()
        return self._offered[row] if 0 <= row < len(self._offered) else None

    # What is done with one ------------------------------------------------------------------

    def _enter(self) -> None:
        """Insert the marked phrase; after more words wait for what is found by them."""
        self._enters = self._inserts and self.line.text() != self._shown_for
        if self._enters:
            self._pause.stop()
            self._ask()
        else:
            self._insert()

    def _insert(self) -> None:
        self._enters = False
        marked = self._marked()
        if marked is not None and self._inserts and not self.line.composing:
            self.chosen = marked.text
            self.accept()

    def keep_present(self) -> None:
        """Keep the text of the field as a phrase."""
        self._form(PhraseDialog(self._session, self._field, self._present, self))

    def edit(self) -> None:
        """Change the text of the marked phrase."""
        marked = self._marked()
        if marked is not None and self.change.isVisible():
            self._form(
                PhraseDialog(self._session, self._field, marked.text, self, phrase=marked.id)
            )

    def _form(self, dialog: PhraseDialog) -> None:
        if dialog.exec():
            self._ask()
        dialog.deleteLater()
        self.line.setFocus()

    def void(self) -> None:
        """Take the marked phrase out, with a reason."""
        marked, workspace = self._marked(), self._session.workspace
        if marked is None or not self.out.isVisible():
            return
        text = _("“{text}” is offered no more; it stays in the history.")
        shown = text.format(text=marked.text[:_KEPT_SHOWN])
        reason = ask_reason(_("Void the phrase"), shown, _("&Void"), self)
        if reason:
            self._session.tasks.write(
                self,
                lambda _progress: phrases.void(workspace, marked.id, reason),
                lambda _none: self._ask(),
                self._refused,
            )

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._note.setText(messages.sentence(error))
            self._note.show()
        else:
            errors.show(self, error)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, last = self.list.currentRow(), self.list.count() - 1
        match event.key():
            case Qt.Key.Key_Down:
                self.list.setCurrentRow(min(row + 1, last))
            case Qt.Key.Key_Up:
                self.list.setCurrentRow(max(row - 1, 0))
            case Qt.Key.Key_PageDown:
                self.list.setCurrentRow(min(row + _PAGE, last))
            case Qt.Key.Key_PageUp:
                self.list.setCurrentRow(max(row - _PAGE, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case _:
                super().keyPressEvent(event)


class PhraseKey(QObject):
    """Lets F4 in a field offer phrases and put the chosen one where the cursor stands.

    Args:
        session: the session.
        field: the field.
        use: where its phrases are used (`PhraseField`).
    """

    def __init__(self, session: Session, field: QPlainTextEdit, use: str) -> None:
        super().__init__(field)
        self._session, self._field, self._use = session, field, use
        self._composing = False
        field.setPlaceholderText(_("F4 offers phrases"))
        field.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif isinstance(event, QFocusEvent):
            self._composing = False  # an input method commits or drops the word on leaving
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if event.key() == KEY and plain:
                self.offer()
                return True
        return False

    def offer(self) -> None:
        """Offer the phrases; nothing happens while a word is under composition or it is locked."""
        if self._composing or self._field.isReadOnly():
            return
        cursor = self._field.textCursor()
        present = cursor.selection().toPlainText() or self._field.toPlainText()
        window = self._field.window()
        dialog = PhrasePicker(self._session, self._use, present.strip(), window)
        if dialog.exec() and dialog.chosen:
            there = self._field.textCursor()
            there.beginEditBlock()  # one undo takes the phrase back, not what was typed before it
            there.insertText(dialog.chosen)
            there.endEditBlock()
        dialog.deleteLater()
        self._field.setFocus()


def manage(session: Session, parent: QWidget) -> Callable[[], None]:
    """What shows the phrases for contents, to keep, edit and void them.

    Args:
        session: the session.
        parent: where it is shown.
    """

    def show() -> None:
        dialog = PhrasePicker(session, PhraseField.CONTENT, "", parent.window(), inserts=False)
        dialog.exec()
        dialog.deleteLater()

    return show
