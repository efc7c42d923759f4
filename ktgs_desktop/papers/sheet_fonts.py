"""Which cells of an .xlsx file stand in a font of an old encoding: ".VnTime", "VNI-Times".

Such a font is why "Quy ®Þnh" reads as Vietnamese on the screen of who typed it, and one whose name
ends in H shows small letters as capitals. The reader of sheets does not tell fonts, so the parts
of the file are looked through for them; a file without such a font is left alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from ktgs_desktop.domain.legacy_text import TextEncoding
from ktgs_desktop.domain.text_recognition import Place, Run

_NAMED = re.compile(rb'"(?:\.[Vv]n|VNI[- ])')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]+)(\d+)")

Runs = tuple[Run, ...]


def legacy_fonts(data: bytes, sheet: str) -> Mapping[Place, Runs]:
    """The runs of cells in fonts of old encodings, by row and column from 0.

    Args:
        data: an .xlsx file that the guard has looked into.
        sheet: name of the sheet.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if not {_STYLES, _BOOK, _LINKS} <= names:
            return {}
        styles = archive.read(_STYLES)
        strings = archive.read(_STRINGS) if _STRINGS in names else b""
        if not _NAMED.search(styles) and not _NAMED.search(strings):
            return {}
        part = _part_of(archive, sheet)
        if part not in names:
            return {}
        texts = [_runs(text) for text in _parsed(strings)] if strings else []
        with archive.open(part) as stream:
            return dict(_cells(stream, _fonts_of(styles), texts))


def font_of(name: str) -> Run:
    """A run without text, in the encoding that a font is made for.

    Args:
        name: name of the font.
    """
    if name.lower().startswith(".vn"):
        return Run("", TextEncoding.TCVN3, capitals=name.endswith("H"))
    if name.upper().startswith(("VNI-", "VNI ")):
        return Run("", TextEncoding.VNI)
    return Run("")


def _parsed(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - the guard refused what declares entities


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of the file that holds a sheet."""
    book, links = (_parsed(archive.read(name)) for name in (_BOOK, _LINKS))
    ids = {one.get("name"): one.get(_LINKED) for one in book.iter(f"{_MAIN}sheet")}
    targets = {one.get("Id"): one.get("Target", "") for one in links}
    target = targets.get(ids.get(sheet), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _fonts_of(styles: bytes) -> list[Run]:
    """The font of each format of cells."""
    root = _parsed(styles)
    fonts = [_named(font, "name") or Run("") for font in root.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    formats = root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    numbers = [int(one.get("fontId") or 0) for one in formats]
    return [fonts[number] if number < len(fonts) else Run("") for number in numbers]


def _named(properties: ET.Element | None, tag: str) -> Run | None:
    """The font that properties name, None if they name none."""
    found = properties.find(f"{_MAIN}{tag}") if properties is not None else None
    return None if found is None else font_of(found.get("val", ""))


def _runs(text: ET.Element) -> list[tuple[str, Run | None]]:
    """The parts of a text and the font each names; sounds written over it are none of it."""
    found = []
    for part in text:
        if part.tag == f"{_MAIN}t":
            found.append((part.text or "", None))
        elif part.tag == f"{_MAIN}r":
            words = "".join(one.text or "" for one in part.iterfind(f"{_MAIN}t"))
            found.append((words, _named(part.find(f"{_MAIN}rPr"), "rFont")))
    return found


def _cells(
    stream: io.BufferedIOBase | zipfile.ZipExtFile,
    fonts: list[Run],
    texts: list[list[tuple[str, Run | None]]],
) -> Iterator[tuple[Place, Runs]]:
    row = column = -1
    for _event, element in ET.iterparse(stream):  # noqa: S314 - see `_parsed`
        if element.tag == f"{_MAIN}row":
            element.clear()
            column = -1
        if element.tag != f"{_MAIN}c":
            continue
        match = _PLACE.fullmatch(element.get("r", ""))
        column += 1
        if match is not None:
            row, column = int(match.group(2)) - 1, _column(match.group(1))
        style = int(element.get("s") or 0)
        own = fonts[style] if style < len(fonts) else Run("")
        runs = tuple(
            Run(text, font.encoding, font.capitals)
            for text, named in _texts(element, texts)
            for font in (own if named is None else named,)
        )
        if any(run.encoding for run in runs):
            yield (row, column), runs


def _texts(
    cell: ET.Element, texts: list[list[tuple[str, Run | None]]]
) -> list[tuple[str, Run | None]]:
    """The parts of the text of a cell; numbers have none."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v", "")
    if kind == "s" and value.isdecimal() and int(value) < len(texts):
        return texts[int(value)]
    if kind == "str":
        return [(value, None)]
    inline = cell.find(f"{_MAIN}is")
    return [] if inline is None else _runs(inline)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
