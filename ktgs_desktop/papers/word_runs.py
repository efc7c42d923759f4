"""The text of a paragraph of a Word file, and what stands in it that is no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import nsmap, qn

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.papers.word_styles import ROW_STYLE

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_ID = re.compile(r"[0-9a-f]{32}")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT_BOX = (qn("w:txbxContent"),)
_INSERTED = frozenset((qn("w:ins"), qn("w:moveTo")))
_DELETED = frozenset((qn("w:del"), qn("w:moveFrom")))
_AROUND = frozenset(
    qn(name) for name in ("w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:fldSimple")
)
_PICTURES = frozenset(qn(name) for name in ("w:drawing", "w:pict", "w:object"))
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_LITERAL = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


@dataclass(slots=True)
class Reading:
    """What was met while reading.

    Attributes:
        said: is told of each thing that cannot be taken: code of the message, and its words.
        styles: names of the styles by their identifiers.
        asides: texts of comments and notes, by kind and identifier.
        tracked: whether tracked changes were met.
    """

    said: Callable[[str, str], None]
    styles: Mapping[str, str]
    asides: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tracked: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a paragraph.

    Attributes:
        text: composed, its blanks made single; line breaks are kept.
        row: what names the line of the row it stands in, or empty.
    """

    text: str
    row: str = ""


def words_of(paragraph: BaseOxmlElement, reading: Reading) -> Words:
    """The text of a paragraph; tracked changes count as accepted.

    Args:
        paragraph: the paragraph's element.
        reading: is told of what cannot be taken.
    """
    rows: list[str] = []
    text = "".join(_of_children(paragraph, reading, rows))
    return Words(nfc(text.replace("\u2011", "-").replace("\u001f", "")), rows[0] if rows else "")


def _of_children(element: BaseOxmlElement, reading: Reading, rows: list[str]) -> list[str]:
    found = []
    for child in element:
        tag = child.tag
        if tag == qn("w:r"):
            found.append(_of_run(child, reading, rows))
        elif tag in _INSERTED or tag in _AROUND:
            reading.tracked = reading.tracked or tag in _INSERTED
            found += _of_children(child, reading, rows)
        elif tag in _DELETED:
            reading.tracked = True
        elif tag == _COMPATIBILITY:
            _say_picture(child, reading)
        elif isinstance(tag, str) and tag.startswith(_MATHS):
            reading.said("word_formula", "")
    return found


def _of_run(run: BaseOxmlElement, reading: Reading, rows: list[str]) -> str:
    text = "".join(_of_part(part, reading) for part in run)
    if not text or not _hidden(run, reading):
        return text
    match = _ID.search(text)
    if match:
        rows.append(match.group())
    elif text.strip():
        reading.said("word_hidden", text.strip())
        return ""
    return _ID.sub("", text)  # what somebody typed beside it is text


def _hidden(run: BaseOxmlElement, reading: Reading) -> bool:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    vanish = properties.find(qn("w:vanish"))
    if vanish is not None and vanish.get(qn("w:val"), "1") not in ("0", "false", "off"):
        return True
    style = properties.find(qn("w:rStyle"))
    return style is not None and reading.styles.get(style.get(qn("w:val"), "")) == ROW_STYLE


def _of_part(part: BaseOxmlElement, reading: Reading) -> str:
    tag = part.tag
    if tag == qn("w:t"):
        return part.text or ""
    if tag in _LITERAL:
        return _LITERAL[tag]
    if tag == qn("w:br"):
        return "" if part.get(qn("w:type")) in ("page", "column") else "\n"
    if tag == qn("w:sym"):
        reading.said("word_symbol", "")
    elif tag in _PICTURES or tag == _COMPATIBILITY:
        _say_picture(part, reading)
    elif tag in _NOTES:
        aside = reading.asides.get((_NOTES[tag], part.get(qn("w:id"), "")), "")
        reading.said("word_footnote", aside)
    elif tag == qn("w:commentReference"):
        reading.said("word_comment", reading.asides.get(("comments", part.get(qn("w:id"), "")), ""))
    return ""


def _say_picture(part: BaseOxmlElement, reading: Reading) -> None:
    """A picture, or a text box with the words in it."""
    boxes = list(part.iter(*_TEXT_BOX))
    if not boxes:
        reading.said("word_picture", "")
        return
    # The same box stands there once for new and once for old programs.
    reading.said("word_text_box", plain(boxes[0]))


def plain(element: BaseOxmlElement) -> str:
    """All text below an element in one line.

    Args:
        element: any.
    """
    texts = element.iter(f"{{{nsmap['w']}}}t")
    return nfc(" ".join(text.text or "" for text in texts))
