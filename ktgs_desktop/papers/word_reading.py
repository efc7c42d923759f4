"""A Word file that this program handed out, read back by the names of its styles.

The text stands between the abstract and the signature, the annex in the table whose headings are
those of the program. Tracked changes count as accepted. What cannot be taken is listed with its
place; nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.domain.word_copies import Remark, WordCopy, beginning
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.markup import written
from ktgs_desktop.papers.paper import Heading, ListItem, Paragraph
from ktgs_desktop.papers.word_annex import AnnexReader
from ktgs_desktop.papers.word_marks import marks_of
from ktgs_desktop.papers.word_package import (
    Styles,
    asides,
    bullets,
    damage_told,
    open_word,
)
from ktgs_desktop.papers.word_runs import Reading, Words, plain, words_of
from ktgs_desktop.papers.word_styles import WordStyle

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from ktgs_desktop.papers.paper import Block

_HEADINGS = {WordStyle.HEADING_1: 1, WordStyle.HEADING_2: 2, WordStyle.HEADING_3: 3}
_PLAIN = (WordStyle.BODY, WordStyle.BASIS)
_OWN = frozenset(str(style) for style in WordStyle)
_CLOSING = (WordStyle.AUTHORITY, WordStyle.POSITION, WordStyle.SIGNER_NAME, WordStyle.RECIPIENT)
_EMPTY = (WordStyle.GAP, WordStyle.END)
_AFTER = (WordStyle.ANNEX_LABEL, WordStyle.ANNEX_TITLE, WordStyle.ANNEX_SUBTITLE)
_EMPHASIS = ("w:b", "w:i", "w:u", "w:strike")


class _Zone(Enum):
    """Where the reading is."""

    HEAD = 1
    TEXT = 2
    ANNEX = 3


def read_word(data: bytes, name: str, columns: Mapping[str, str]) -> WordCopy:
    """What a Word file holds of a program.

    Args:
        data: the file.
        name: its name, for messages.
        columns: names of the annex's columns by their headings.

    Raises:
        UserError: `word_unreadable`, `word_old`, `word_too_large` or `word_foreign`.
    """
    document = open_word(data, name)
    with damage_told(name):
        return _Reader(document, columns).read(name)


class _Reader:
    """Goes through the body of a document once."""

    def __init__(self, document: Document, columns: Mapping[str, str]) -> None:
        self._document = document
        self._marks = marks_of(document)
        self._styles = Styles(document)
        self._bullets = bullets(document)
        self._remarks: list[Remark] = []
        self._place = ""
        self._reading = Reading(self._say, self._styles.names, asides(document))
        self._zone = _Zone.HEAD
        self._title: list[str] = []
        self._paragraphs: list[str] = []
        self._frame: dict[str, list[str]] = {}
        self._held = ""  # of a paragraph whose end is deleted by a tracked change
        self._annex = AnnexReader(columns, self._styles, self._reading, self._remark)

    def read(self, name: str) -> WordCopy:
        """All of it.

        Raises:
            UserError: `word_foreign` if it is none of this program's.
        """
        for element in _flat(self._document.element.body):
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag == qn("w:altChunk"):
                self._doubt("word_embedded", self._place)
        if not self._marks and not self._title and not self._annex.found:
            raise UserError("word_foreign", file=name)
        if self._reading.tracked:
            self._remark(Remark("word_tracked"))
        return WordCopy(
            marks=self._marks,
            title=" ".join(self._title),
            paragraphs=tuple(self._paragraphs),
            rows=tuple(self._annex.rows),
            has_annex=self._annex.found,
            frame={style: "\n".join(texts) for style, texts in self._frame.items()},
            remarks=tuple(self._remarks),
        )

    # What is said ---------------------------------------------------------------------

    def _remark(self, remark: Remark) -> None:
        if remark not in self._remarks:
            self._remarks.append(remark)

    def _say(self, code: str, words: str) -> None:
        params = {"text": beginning(words)} if code in _WITH_WORDS else {}
        row, column = self._annex.place
        self._remark(Remark(code, params, column if row else beginning(self._place), row))

    def _doubt(self, code: str, text: str, **params: object) -> None:
        """Remark on the paragraph in hand."""
        self._remark(Remark(code, params, beginning(text)))

    # Paragraphs -----------------------------------------------------------------------

    def _family(self, paragraph: BaseOxmlElement) -> list[str]:
        return self._styles.family(_style_key(paragraph))

    def _style(self, paragraph: BaseOxmlElement) -> str:
        """Name of the style of ours a paragraph has or its style is based on, else its own."""
        family = self._family(paragraph)
        return next((name for name in family if name in _OWN), family[0] if family else "Normal")

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        self._place = plain(paragraph)
        words = words_of(paragraph, self._reading)
        if self._joins(paragraph, words):
            return
        text, self._held = nfc(f"{self._held} {words.text}"), ""
        style = self._style(paragraph)
        if style in _AFTER:
            self._zone = _Zone.ANNEX
        elif self._zone == _Zone.HEAD and (style == WordStyle.ABSTRACT or self._of_text(style)):
            self._zone = _Zone.TEXT
        if not text:
            return
        if style == WordStyle.ABSTRACT:
            self._title.append(" ".join(text.split()))
        elif style in _OWN and not self._of_text(style) and style not in _EMPTY:
            self._frame.setdefault(style, []).append(text)
        elif self._zone == _Zone.TEXT:
            self._paragraphs.append(written(self._block(paragraph, style, text)))
        else:
            self._doubt("word_text_outside", text)

    def _joins(self, paragraph: BaseOxmlElement, words: Words) -> bool:
        """Whether a tracked change deletes the end of a paragraph, so that the next one joins."""
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is None:
            return False
        self._reading.tracked = True
        self._held = nfc(f"{self._held} {words.text}")
        return True

    @staticmethod
    def _of_text(style: str) -> bool:
        return style in _PLAIN or style in _HEADINGS or style == WordStyle.LIST_ITEM

    def _block(self, paragraph: BaseOxmlElement, style: str, text: str) -> Block:
        self._look_at_emphasis(paragraph, text)
        numbering = self._numbering(paragraph)
        if style in _HEADINGS:
            self._look_at_number(numbering, text)
            return Heading(_HEADINGS[WordStyle(style)], text)
        if style == WordStyle.LIST_ITEM or numbering in self._bullets:
            return ListItem(text.lstrip("-–•").lstrip() or text)
        self._look_at_number(numbering, text)
        if not self._of_text(style) and style not in _EMPTY:
            self._doubt("word_style_unknown", text, style=style)
        return Paragraph(text)

    def _numbering(self, paragraph: BaseOxmlElement) -> str:
        """Identifier of the automatic numbering of a paragraph, empty if it has none."""
        number = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        if number is not None:
            value = number.get(qn("w:val"), "0")
            return "" if value == "0" else value
        return "style" if self._styles.numbered(_style_key(paragraph)) else ""

    def _look_at_number(self, numbering: str, text: str) -> None:
        if numbering:
            self._doubt("word_numbering", text)

    def _look_at_emphasis(self, paragraph: BaseOxmlElement, text: str) -> None:
        marks = (
            mark
            for properties in paragraph.iter(qn("w:rPr"))
            if properties.getparent().tag == qn("w:r")
            for mark in properties.iterchildren(*(qn(name) for name in _EMPHASIS))
        )
        if any(mark.get(qn("w:val"), "1") not in ("0", "false", "none") for mark in marks):
            self._doubt("word_emphasis", text)

    # Tables ---------------------------------------------------------------------------

    def _table(self, table: BaseOxmlElement) -> None:
        if self._annex.takes(table):
            self._zone = _Zone.ANNEX
            self._annex.read(table)
            return
        paragraphs = list(table.iter(qn("w:p")))
        styles = [self._style(one) for one in paragraphs]
        if not any(style in _OWN and not self._of_text(style) for style in styles):
            self._doubt("word_table", plain(table))
            return
        if any(style in _CLOSING for style in styles):
            self._zone = _Zone.ANNEX
        for one, style in zip(paragraphs, styles, strict=True):
            self._place = plain(one)
            text = words_of(one, self._reading).text
            if text:
                self._frame.setdefault(style, []).append(text)


_WITH_WORDS = frozenset(("word_hidden", "word_text_box", "word_footnote", "word_comment"))


def _style_key(paragraph: BaseOxmlElement) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))


def _flat(body: BaseOxmlElement) -> list[BaseOxmlElement]:
    """What stands in a body, content controls taken apart."""
    found = []
    for element in body:
        if element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            found += _flat(content) if content is not None else []
        elif element.tag in (qn("w:ins"), qn("w:customXml")):
            found += _flat(element)
        else:
            found.append(element)
    return found
