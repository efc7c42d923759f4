"""Texts as rich text, the words that were looked for in colour."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPainter, QPalette, QTextDocument
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from ktgs_desktop.domain.regulation_hits import found_in
from ktgs_desktop.gui import theme

_PADDING = 4
HTML = Qt.ItemDataRole.UserRole + 1
"""Role of the rich text of a line in a list."""


def marked(text: str, marks: Iterable[Sequence[int]]) -> str:
    """A text as HTML with some places in colour.

    Args:
        text: plain text.
        marks: first and last place (excluded) of each word, in order.
    """
    back, front = theme.colour("warning_back").name(), theme.colour("due_soon").name()
    parts, done = [], 0
    for start, end in marks:
        word = html.escape(text[start:end])
        parts.append(html.escape(text[done:start]))
        parts.append(f"<b style='background-color:{back};color:{front}'>{word}</b>")
        done = end
    parts.append(html.escape(text[done:]))
    return "".join(parts).replace("\n", "<br>")


def with_words(text: str, typed: str) -> str:
    """A text as HTML with the words that were looked for in colour.

    Args:
        text: plain text.
        typed: words typed, empty for none.
    """
    return marked(text, found_in(text, typed) if typed else ())


class RichLines(QStyledItemDelegate):
    """Draws the texts of a list as rich text, broken into as many lines as they need."""

    def _document(self, index: QModelIndex | QPersistentModelIndex, width: int) -> QTextDocument:
        made = QTextDocument()
        made.setDefaultFont(QApplication.font())
        made.setDocumentMargin(_PADDING)
        made.setHtml(str(index.data(HTML) or ""))
        made.setTextWidth(width)
        return made

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""
        style = drawn.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        made = self._document(index, option.rect.width())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        painter.save()
        painter.translate(option.rect.topLeft())
        made.documentLayout().draw(painter, context)
        painter.restore()

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view, width = option.widget, option.rect.width()
        if isinstance(view, QAbstractScrollArea):  # whether there is a bar or not yet
            bar = view.verticalScrollBar().sizeHint().width()
            width = view.width() - bar - 2 * view.frameWidth()
        made = self._document(index, width)
        return QSize(width, int(made.size().height()))
