"""Which days of an .xlsx file are shown without their day: Excel makes "7/2026" the first of July.

It shows "Jul-26" then, by a format without a day. Who reads the sheet sees a month, so a month it
is, and not the first of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ktgs_desktop.papers.sheet_parts import MAIN, STYLES, parsed, sheet_parts, style_of

if TYPE_CHECKING:
    from ktgs_desktop.domain.text_recognition import Place

_MONTH_BY_NUMBER = 17  # "mmm-yy", which Excel has without writing it into the file
_UNSHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_MONTH, _YEAR = len("dd/"), len("dd/mm/")


def short_days(data: bytes, sheet: str) -> Mapping[Place, int]:
    """How many characters of "26/07/2026" the format of cells leaves out, by row and column.

    Args:
        data: an .xlsx file that the guard has looked into.
        sheet: name of the sheet.
    """
    with sheet_parts(data, sheet) as parts:
        styles = parts.read(STYLES)
        short = _short_formats(styles) if styles else {}
        if not short:
            return {}
        return {
            place: short[style_of(cell)] for place, cell in parts.cells() if style_of(cell) in short
        }


def _short_formats(styles: bytes) -> dict[int, int]:
    """What each format of cells leaves out, of those that leave the day out."""
    root = parsed(styles)
    numbers = {_MONTH_BY_NUMBER: _MONTH}
    for one in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt"):
        code = _UNSHOWN.sub("", one.get("formatCode", "").lower()).partition(";")[0]
        letters = set(re.sub(r"[^a-z]", "", code))
        if letters in ({"m", "y"}, {"y"}):
            numbers[int(one.get("numFmtId") or 0)] = _MONTH if "m" in letters else _YEAR
    formats = root.iterfind(f"{MAIN}cellXfs/{MAIN}xf")
    found = (int(one.get("numFmtId") or 0) for one in formats)
    return {style: numbers[number] for style, number in enumerate(found) if number in numbers}
