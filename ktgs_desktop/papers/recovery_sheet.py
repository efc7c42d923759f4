"""The sheet with a workspace's recovery code (mã khôi phục), to be printed and locked away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ktgs_desktop.domain.dates import format_long
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.pages import PORTRAIT, Pages, PdfInfo
from ktgs_desktop.papers.typesetting import break_evenly, break_lines
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from datetime import date

_MARGIN = 25 * MM
_CODE_SIZE, _CODE_STEP = 24.0, 40.0
_TEXT_SIZE, _TEXT_STEP = 14.0, 21.0
_IN_ROW = 3
"""Groups of the code in a row, as on the screen."""


def _title(pages: Pages, y: float, office: str, made_on: date) -> float:
    bold, regular = typeface(Style.BOLD), typeface(Style.REGULAR)
    middle, width = PORTRAIT[0] / 2, PORTRAIT[0] - 2 * _MARGIN
    pages.centred((middle, y), wording("recovery_title"), bold, 20)
    y -= 34
    for line in break_evenly(wording("recovery_office", office=office), regular, width / 15):
        pages.centred((middle, y), line.text, regular, 15)
        y -= 20
    pages.centred((middle, y), wording("recovery_date", date=format_long(made_on)), regular, 14)
    return y - 50


def _code(pages: Pages, y: float, code: str) -> float:
    """The code in a frame, its groups in columns."""
    bold = typeface(Style.BOLD)
    groups = [group for group in re.split(r"[\s\-–]+", code.upper()) if group]
    rows = [groups[start : start + _IN_ROW] for start in range(0, len(groups), _IN_ROW)]
    column = (PORTRAIT[0] - 2 * _MARGIN) / _IN_ROW
    widest = max((bold.measure(group) for group in groups), default=1.0)
    size = min(_CODE_SIZE, (column - 14) / widest)
    height = len(rows) * _CODE_STEP + 44
    pages.frame((_MARGIN, y - height), (PORTRAIT[0] - 2 * _MARGIN, height), 1)
    label = typeface(Style.REGULAR)
    pages.centred((PORTRAIT[0] / 2, y - 22), wording("recovery_code"), label, 13)
    y -= 40
    for row in rows:
        baseline = y - bold.baseline(size, _CODE_STEP)
        for place, group in enumerate(row):
            pages.centred((_MARGIN + (place + 0.5) * column, baseline), group, bold, size)
        y -= _CODE_STEP
    return y - 40


def recovery_sheet(code: str, office: str, made_on: date) -> bytes:
    """One page A4 with the recovery code and how to keep it, as PDF.

    Args:
        code: groups of letters and digits, separated by hyphens or spaces.
        office: name of the office.
        made_on: day on which the code was made.
    """
    made = f"D:{made_on:%Y%m%d}"
    pages = Pages(PdfInfo(wording("recovery_title"), office, wording("recovery_code"), made))
    pages.open(PORTRAIT)
    y = _title(pages, PORTRAIT[1] - 35 * MM, office, made_on)
    y = _code(pages, y, code)
    face = typeface(Style.REGULAR)
    width = (PORTRAIT[0] - 2 * _MARGIN) / _TEXT_SIZE
    for key in ("recovery_sentence_1", "recovery_sentence_2", "recovery_sentence_3"):
        for line in break_lines(wording(key), face, width):
            pages.text((_MARGIN, y), line.words, face, _TEXT_SIZE)
            y -= _TEXT_STEP
        y -= 8
    return pages.finish()
