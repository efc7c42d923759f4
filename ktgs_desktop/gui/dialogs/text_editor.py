"""The editor of a paper's text: its sections, the text, and the fields it may show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ktgs_desktop.domain import paper_texts as rules
from ktgs_desktop.domain.phrases import PhraseField
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.dialogs.citation_note import CitationNote
from ktgs_desktop.gui.dialogs.citations import CitationKey
from ktgs_desktop.gui.dialogs.phrases import PhraseKey
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.page import label
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.services.paper_texts import TextField

_FIELDS_HEIGHT = 118
_NARROWEST = 320


class TextEditor(QWidget):
    """Sections, text and fields of a paper, one above the other.

    Args:
        session: the session.

    Attributes:
        sections: the sections; choosing one goes to it.
        text: the text with its fields.
        fields: the fields; Enter puts one into the text.
        citations: regulations put into the text.
        note: which citations do not hold today.

    Signals:
        edited: the text was changed.
    """

    edited = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 4, 0)
        self.column.setSpacing(5)
        self.sections = ChoiceField([])
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumWidth(_NARROWEST)
        self.text.setWhatsThis(_marks_explanation())
        self.fields = QListWidget()
        self.fields.setMaximumHeight(theme.scaled(_FIELDS_HEIGHT))
        PhraseKey(session, self.text, PhraseField.PAPER)
        self.citations = CitationKey(session, self.text)
        self.note = CitationNote(session, self.text)
        self.text.setPlaceholderText(_("F4 offers phrases, Shift+F4 regulations to cite"))
        self.text.textChanged.connect(self.edited)
        self.sections.activated.connect(self._go_to_section)
        self.fields.itemActivated.connect(self._insert)

    # Building ---------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Put the parts under what stands in the column already."""
        self.add(_("S&ection"), self.sections)
        self.add(_("Te&xt"), self.text)
        self.column.addWidget(self.note)
        self.add(_("&Fields; Enter puts one into the text"), self.fields)
        self.column.setStretchFactor(self.text, 1)
        self.column.addWidget(label(_marks_explanation(), "hint", wrap=True))

    def add(self, name: str, part: QWidget) -> None:
        """Put a field with its name at the end of the column.

        Args:
            name: what it is called, with its mnemonic.
            part: the field.
        """
        named = label(name, "fieldLabel")
        named.setBuddy(part)
        part.setAccessibleName(name.replace("&", ""))
        self.column.addWidget(named)
        self.column.addWidget(part)

    def offer(self, fields: Sequence[TextField]) -> None:
        """List what the text may show.

        Args:
            fields: the fields.
        """
        self.fields.clear()
        for field in fields:
            name = field.written.split("\n")[0]
            item = QListWidgetItem(f"{name}   {field.meaning}")
            item.setData(Qt.ItemDataRole.UserRole, field.written)
            item.setToolTip(f"{field.written}\n{field.meaning}")
            self.fields.addItem(item)
        self.fields.setCurrentRow(0)

    # The text ---------------------------------------------------------------------------

    def typed(self) -> str:
        """What stands in the editor."""
        return nfc(self.text.toPlainText())

    def replace(self, text: str) -> None:
        """Put another text into the editor, in one step that its Ctrl+Z takes back.

        Args:
            text: the other one.
        """
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self.text.setFocus()

    def list_sections(self, usual: str) -> None:
        """Name the sections anew, marking those that differ from the usual text.

        Args:
            usual: the usual text.
        """
        text = self.typed()
        changed = {one.line for one in rules.changed_sections(text, usual)}
        chosen = self.sections.currentIndex()
        self.sections.clear()
        for one in rules.sections(text):
            name = one.title or _("(before the first heading)")
            marked = _("{section} · changed").format(section=name) if one.line in changed else name
            self.sections.addItem(marked, one.line)
        self.sections.setCurrentIndex(min(max(chosen, 0), self.sections.count() - 1))

    def line_of(self, line: int) -> int:
        """A line of the tidy text as a line of the editor, 0 for none.

        Args:
            line: the line, from 1.
        """
        typed = self.text.toPlainText()
        blank = typed[: len(typed) - len(typed.lstrip())].count("\n")
        return line + blank if line else 0

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor where something is wrong or begins.

        Args:
            line: the line of the editor, from 1.
            column: the column, from 1.
        """
        block = self.text.document().findBlockByNumber(line - 1)
        if block.isValid():
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + min(column - 1, max(block.length() - 1, 0)))
            self.text.setTextCursor(cursor)
            self.text.centerCursor()
        self.text.setFocus()

    def _go_to_section(self, place: int) -> None:
        self.go_to(self.line_of(int(self.sections.itemData(place))), 1)

    def _insert(self, item: QListWidgetItem) -> None:
        """Put a field where the cursor stands; Ctrl+Z in the editor takes it back."""
        self.text.insertPlainText(str(item.data(Qt.ItemDataRole.UserRole)))
        self.text.setFocus()


def _marks_explanation() -> str:
    """How headings and lists are written in the text of a paper."""
    return _("# and ## begin a heading, - an entry of a list; an empty line ends a paragraph.")
