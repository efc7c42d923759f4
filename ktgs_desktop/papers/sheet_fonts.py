"""Which cells of an .xlsx file stand in a font of an old encoding: ".VnTime", "VNI-Times".

Such a font is why "Quy ®Þnh" reads as Vietnamese on the screen of who typed it, and one whose name
ends in H shows small letters as capitals. The reader of sheets does not tell fonts, so the parts
of the file are looked through for them; a file without such a font is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ktgs_desktop.domain.legacy_text import TextEncoding
from ktgs_desktop.domain.text_recognition import Place, Run
from ktgs_desktop.papers.sheet_parts import MAIN, STRINGS, STYLES, parsed, sheet_parts, style_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMED = re.compile(rb'"(?:\.[Vv]n|VNI[- ])')
_PLAIN = Run("")
_Parts = list[tuple[str, Run | None]]


def legacy_fonts(data: bytes, sheet: str) -> Mapping[Place, tuple[Run, ...]]:
    """The runs of cells in fonts of old encodings, by row and column from 0.

    Args:
        data: an .xlsx file that the guard has looked into.
        sheet: name of the sheet.
    """
    with sheet_parts(data, sheet) as parts:
        styles, strings = parts.read(STYLES), parts.read(STRINGS)
        if not styles or not (_NAMED.search(styles) or _NAMED.search(strings)):
            return {}
        fonts = _fonts_of(styles)
        texts = [_runs(text) for text in parsed(strings)] if strings else []
        found = {place: _runs_of(cell, fonts, texts) for place, cell in parts.cells()}
    return {place: runs for place, runs in found.items() if any(run.encoding for run in runs)}


def font_of(name: str) -> Run:
    """A run without text, in the encoding that a font is made for.

    Args:
        name: name of the font.
    """
    if name.lower().startswith(".vn"):
        return Run("", TextEncoding.TCVN3, capitals=name.endswith("H"))
    if name.upper().startswith(("VNI-", "VNI ")):
        return Run("", TextEncoding.VNI)
    return _PLAIN


def _fonts_of(styles: bytes) -> list[Run]:
    """The font of each format of cells."""
    root = parsed(styles)
    fonts = [_named(font, "name") or _PLAIN for font in root.iterfind(f"{MAIN}fonts/{MAIN}font")]
    formats = root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")
    numbers = [int(one.get("fontId") or 0) for one in formats]
    return [fonts[number] if 0 <= number < len(fonts) else _PLAIN for number in numbers]


def _named(properties: Element | None, tag: str) -> Run | None:
    """The font that properties name, None if they name none."""
    found = properties.find(f"{MAIN}{tag}") if properties is not None else None
    return None if found is None else font_of(found.get("val", ""))


def _runs(text: Element) -> _Parts:
    """The parts of a text and the font each names; sounds written over it are none of it."""
    found: _Parts = []
    for part in text:
        if part.tag == f"{MAIN}t":
            found.append((part.text or "", None))
        elif part.tag == f"{MAIN}r":
            words = "".join(one.text or "" for one in part.iterfind(f"{MAIN}t"))
            found.append((words, _named(part.find(f"{MAIN}rPr"), "rFont")))
    return found


def _runs_of(cell: Element, fonts: list[Run], texts: list[_Parts]) -> tuple[Run, ...]:
    style = style_of(cell)
    own = fonts[style] if 0 <= style < len(fonts) else _PLAIN
    return tuple(
        Run(text, font.encoding, font.capitals)
        for text, named in _texts(cell, texts)
        for font in (own if named is None else named,)
    )


def _texts(cell: Element, texts: list[_Parts]) -> _Parts:
    """The parts of the text of a cell; numbers have none."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v", "")
    if kind == "s" and value.isdecimal() and int(value) < len(texts):
        return texts[int(value)]
    if kind == "str":
        return [(value, None)]
    inline = cell.find(f"{MAIN}is")
    return [] if inline is None else _runs(inline)
