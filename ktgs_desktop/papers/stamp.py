"""The visible part of a signature on a PDF: a small framed block of text, as a PDF of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.pages import Pages, PdfInfo
from ktgs_desktop.papers.paper import prepared
from ktgs_desktop.papers.typesetting import break_lines
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.papers.fonts import Typeface
    from ktgs_desktop.papers.typesetting import Line

_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
_PAD = 5.0
_INSET, _FRAME = 1.5, 0.75  # readers cut a block off at whole points, and lines at its edge with it
_LINE = 1.22


@dataclass(frozen=True, slots=True)
class StampFacts:
    """What a visible signature says.

    Attributes:
        signer: name in the certificate.
        organization: organisation in the certificate; may be empty.
        signed_at: time of the computer that signed.
        spelling: `uỷ` or `ủy`, as the paper has it.
    """

    signer: str
    organization: str
    signed_at: datetime
    spelling: str = "uỷ"


def _texts(facts: StampFacts) -> list[tuple[str, Style]]:
    time = f"{facts.signed_at:%d/%m/%Y %H:%M}"
    texts = [(wording("stamp_signer", name=facts.signer), Style.BOLD)]
    if facts.organization:
        texts.append((wording("stamp_organization", name=facts.organization), Style.REGULAR))
    texts.append((wording("stamp_time", time=time), Style.REGULAR))
    return texts


def _set(texts: list[tuple[str, Style]], size: float, width: float) -> list[tuple[Line, Typeface]]:
    lines: list[tuple[Line, Typeface]] = []
    for text, style in texts:
        face = typeface(style)
        lines.extend((line, face) for line in break_lines(text, face, (width - 2 * _PAD) / size))
    return lines


def signature_stamp(facts: StampFacts, width: float, height: float) -> bytes:
    """A one-page PDF with the signer, the organisation and the time in a thin frame.

    Args:
        facts: what it says.
        width: of the signature place in points.
        height: of the signature place in points.

    Returns:
        The PDF, as large as the place; the type is made smaller until all of it fits.
    """
    facts = prepared(facts, facts.spelling)
    texts = _texts(facts)
    size, lines = _SIZES[0], _set(texts, _SIZES[0], width)
    for size in _SIZES:
        lines = _set(texts, size, width)
        if len(lines) * size * _LINE <= height - 2 * _PAD:
            break
    made = f"D:{facts.signed_at:%Y%m%d%H%M%S}"
    pages = Pages(PdfInfo(facts.signer, facts.organization, "", made), (width, height))
    pages.open((width, height))
    pages.frame((_INSET, _INSET), (width - 2 * _INSET, height - 2 * _INSET), _FRAME)
    step = size * _LINE
    y = (height + len(lines) * step) / 2
    for line, face in lines:
        pages.text((_PAD, y - face.baseline(size, step)), line.words, face, size)
        y -= step
    return pages.finish()
