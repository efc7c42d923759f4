"""A Word file opened with care: no bomb, and what its other parts say of its paragraphs."""

from __future__ import annotations

import contextlib
import logging
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from lxml import etree

from ktgs_desktop import logs
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.sheet_guard import MAX_BYTES, check_packed
from ktgs_desktop.papers.word_runs import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document

log = logging.getLogger(__name__)

_DAMAGED = (
    OpcError,
    XmlchemyError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    ValueError,
    NotImplementedError,
    EOFError,
    OSError,
)
# What python-docx raises where a part lacks what it takes for granted; a fault of this program
# looks the same, so that it is logged.
_UNFORESEEN = (AttributeError, TypeError, AssertionError, RecursionError)
_ASIDES = {"comments": "w:comment", "footnotes": "w:footnote", "endnotes": "w:endnote"}
_ZIP = b"PK\x03\x04"
_OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # Word 97-2003, and what a password protects


def open_word(data: bytes, name: str) -> Document:
    """A Word file (.docx).

    Args:
        data: the file.
        name: its name, for messages.

    Raises:
        UserError: `word_unreadable`, `word_old` or `word_too_large`.
    """
    if data.startswith(_OLD):
        raise UserError("word_old", file=name)
    if len(data) > MAX_BYTES:
        raise UserError("word_too_large", file=name, megabytes=MAX_BYTES // 1024 // 1024)
    if not data.startswith(_ZIP):
        raise UserError("word_unreadable", file=name)
    try:
        check_packed(data, name)
    except UserError as error:
        if error.code == "sheet_too_large":
            raise UserError(
                "word_too_large", file=name, megabytes=MAX_BYTES // 1024 // 1024
            ) from None
        raise UserError("word_unreadable", file=name) from None
    with damage_told(name):
        return docx.Document(BytesIO(data))


@contextlib.contextmanager
def damage_told(name: str, code: str = "word_unreadable") -> Iterator[None]:
    """Tell what a damaged package raises: its parts are read as they are asked for.

    Args:
        name: name of the file, for the message.
        code: code of the error.

    Raises:
        UserError: of that code.
    """
    try:
        yield
    except _DAMAGED:
        raise UserError(code, file=name) from None
    except _UNFORESEEN as error:
        log.info("unforeseen in a Word file\n%s", logs.describe(error))
        raise UserError(code, file=name) from None


class Styles:
    """The styles of a document by their names, which stay when identifiers do not.

    Args:
        document: the document.
    """

    def __init__(self, document: Document) -> None:
        self.names: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self._numbered: set[str] = set()
        for style in document.styles.element.iter(qn("w:style")):
            key = style.get(qn("w:styleId"), "")
            name = style.find(qn("w:name"))
            above = style.find(qn("w:basedOn"))
            self.names[key] = name.get(qn("w:val"), "") if name is not None else key
            if above is not None:
                self._above[key] = above.get(qn("w:val"), "")
            if style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
                self._numbered.add(key)

    def family(self, key: str) -> list[str]:
        """Names of a style and of those it is based on, itself first.

        Args:
            key: its identifier.
        """
        return [self.names[one] for one in self._line(key) if one in self.names]

    def numbered(self, key: str) -> bool:
        """Whether paragraphs of a style are numbered by it.

        Args:
            key: its identifier.
        """
        return any(one in self._numbered for one in self._line(key))

    def _line(self, key: str) -> list[str]:
        line: list[str] = []
        while key and key not in line:
            line.append(key)
            key = self._above.get(key, "")
        return line


def asides(document: Document) -> dict[tuple[str, str], str]:
    """Texts of comments, footnotes and endnotes by kind and identifier.

    Args:
        document: the document.
    """
    found: dict[tuple[str, str], str] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind not in _ASIDES or relation.is_external:
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
        for one in root.iter(qn(_ASIDES[kind])):
            found[kind, one.get(qn("w:id"), "")] = plain(one)
    return found


def bullets(document: Document) -> set[str]:
    """Identifiers of the numberings whose first level is a bullet.

    Args:
        document: the document.
    """
    try:
        root = document.part.numbering_part.element
    except NotImplementedError:  # python-docx would make the part here, and cannot yet
        return set()
    kinds = {}
    for one in root.iter(qn("w:abstractNum")):
        level = one.find(f"{qn('w:lvl')}/{qn('w:numFmt')}")
        kinds[one.get(qn("w:abstractNumId"))] = level is not None and (
            level.get(qn("w:val")) == "bullet"
        )
    return {
        str(one.get(qn("w:numId")))
        for one in root.iter(qn("w:num"))
        if kinds.get(one.find(qn("w:abstractNumId")).get(qn("w:val")))
    }
