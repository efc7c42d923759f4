"""The page with the fingerprint of a root of trust, which goes to all offices with a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain.dates import format_long
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.pages import PORTRAIT, Pages, PdfInfo
from ktgs_desktop.papers.typesetting import break_evenly, break_lines
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ktgs_desktop.domain.trust_roots import RootFile

_MARGIN = 25 * MM
_SIZE, _STEP = 24.0, 40.0
_TEXT_SIZE, _TEXT_STEP = 14.0, 21.0
_IN_ROW = 4
"""Groups of the fingerprint in a row."""


def root_sheet(root: RootFile, fingerprint: str, holders: Sequence[str], made_on: date) -> bytes:
    """One page A4 with what is compared when an office takes the root, as PDF.

    Args:
        root: the root.
        fingerprint: groups of four.
        holders: who holds its keys.
        made_on: the day it is printed.
    """
    title = wording("root_title")
    pages = Pages(PdfInfo(title, root.unit.name, title, f"D:{made_on:%Y%m%d}"))
    pages.open(PORTRAIT)
    y = _head(pages, PORTRAIT[1] - 35 * MM, root, made_on)
    y = _groups(pages, y, fingerprint.split())
    face = typeface(Style.REGULAR)
    texts = [
        wording("root_keys", count=root.root.threshold, total=len(root.keys)),
        wording("root_holders", names="; ".join(holders)),
        *(wording(f"root_sentence_{number}") for number in (1, 2, 3)),
    ]
    for text in texts:
        for line in break_lines(text, face, (PORTRAIT[0] - 2 * _MARGIN) / _TEXT_SIZE):
            pages.text((_MARGIN, y), line.words, face, _TEXT_SIZE)
            y -= _TEXT_STEP
        y -= 8
    return pages.finish()


def _head(pages: Pages, y: float, root: RootFile, made_on: date) -> float:
    bold, regular = typeface(Style.BOLD), typeface(Style.REGULAR)
    middle, width = PORTRAIT[0] / 2, PORTRAIT[0] - 2 * _MARGIN
    pages.centred((middle, y), wording("root_title"), bold, 20)
    y -= 34
    texts = (
        wording("root_named", name=root.name, version=root.version),
        wording("root_unit", unit=root.unit.name),
        wording("root_date", date=format_long(made_on)),
    )
    for text in texts:
        for line in break_evenly(text, regular, width / 15):
            pages.centred((middle, y), line.text, regular, 15)
            y -= 20
    return y - 30


def _groups(pages: Pages, y: float, groups: Sequence[str]) -> float:
    """The fingerprint in a frame, its groups in columns."""
    bold = typeface(Style.BOLD)
    rows = [groups[start : start + _IN_ROW] for start in range(0, len(groups), _IN_ROW)]
    column = (PORTRAIT[0] - 2 * _MARGIN) / _IN_ROW
    height = len(rows) * _STEP + 44
    pages.frame((_MARGIN, y - height), (PORTRAIT[0] - 2 * _MARGIN, height), 1)
    label = wording("root_fingerprint")
    pages.centred((PORTRAIT[0] / 2, y - 22), label, typeface(Style.REGULAR), 13)
    y -= 40
    for row in rows:
        baseline = y - bold.baseline(_SIZE, _STEP)
        for place, group in enumerate(row):
            pages.centred((_MARGIN + (place + 0.5) * column, baseline), group, bold, _SIZE)
        y -= _STEP
    return y - 36
