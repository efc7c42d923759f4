"""The parts of an .xlsx file that say how a cell is shown: its styles and its sheets.

The guard has looked into the file before: nothing in it declares entities or unpacks without end.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from ktgs_desktop.domain.text_recognition import Place

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]+)(\d+)")


class SheetParts:
    """The parts of one sheet of a file.

    Args:
        archive: the file.
        sheet: name of the sheet.
    """

    def __init__(self, archive: zipfile.ZipFile, sheet: str) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._sheet = sheet

    def read(self, part: str) -> bytes:
        """The bytes of a part, none if it is not there."""
        return self._archive.read(part) if part in self._names else b""

    def cells(self) -> Iterator[tuple[Place, ET.Element]]:
        """The cells of the sheet, each with its row and column from 0."""
        part = self._part()
        if part not in self._names:
            return
        row = column = -1
        with self._archive.open(part) as stream:
            for _event, element in ET.iterparse(stream):  # noqa: S314 - see the top
                if element.tag == f"{MAIN}row":
                    element.clear()
                    column = -1
                if element.tag != f"{MAIN}c":
                    continue
                match = _PLACE.fullmatch(element.get("r", ""))
                column += 1
                if match is not None:
                    row, column = int(match.group(2)) - 1, _number(match.group(1))
                yield (row, column), element

    def _part(self) -> str:
        """The part that holds the sheet."""
        if not {_BOOK, _LINKS} <= self._names:
            return ""
        book, links = (parsed(self._archive.read(name)) for name in (_BOOK, _LINKS))
        ids = {one.get("name"): one.get(_LINKED) for one in book.iter(f"{MAIN}sheet")}
        targets = {one.get("Id"): one.get("Target", "") for one in links}
        target = targets.get(ids.get(self._sheet), "")
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


@contextmanager
def sheet_parts(data: bytes, sheet: str) -> Iterator[SheetParts]:
    """The parts of one sheet, while they are read.

    Args:
        data: the file.
        sheet: name of the sheet.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield SheetParts(archive, sheet)


def parsed(part: bytes) -> ET.Element:
    """A part as a tree.

    Args:
        part: its bytes.
    """
    return ET.fromstring(part)  # noqa: S314 - see the top


def style_of(cell: ET.Element) -> int:
    """The number of a cell's format.

    Args:
        cell: the cell.
    """
    return int(cell.get("s") or 0)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
