"""The visible part of a signature on a PDF, as a PDF of its own.

Without pictures it is a small framed block of text. With the picture of a signature (blue, as
written by hand) and of the seal (red, over the left third of the signature; Hướng dẫn
05-HD/VPTW) it is those two, and the text small beneath them unless it is switched off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.pages import Pages, PdfInfo
from ktgs_desktop.papers.paper import prepared
from ktgs_desktop.papers.signature_images import picture_size
from ktgs_desktop.papers.typesetting import break_lines
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from ktgs_desktop.papers.fonts import Typeface
    from ktgs_desktop.papers.typesetting import Line

_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.0)
_PAD = 5.0
_INSET, _FRAME = 1.5, 0.75  # readers cut a block off at whole points, and lines at its edge with it
_LINE = 1.22
_SMALL = 5.0  # type of the text beneath pictures
_SEAL_MOST = 102.0  # a Party seal is 36 mm wide
_SEAL_COVERS = 1 / 3
_SIGNATURE_MOST = 0.72  # of the width: the seal needs room at its left


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


@dataclass(frozen=True, slots=True)
class StampImages:
    """The pictures of a visible signature, PNG.

    Attributes:
        signature: the signer's; empty for none.
        seal: the body's; empty for none.
        text: whether signer and time stand beneath.
    """

    signature: bytes = b""
    seal: bytes = b""
    text: bool = True


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


def signature_stamp(
    facts: StampFacts, width: float, height: float, images: StampImages | None = None
) -> bytes:
    """A one-page PDF with the signer, the organisation and the time in a thin frame, or pictures.

    Args:
        facts: what it says.
        width: of the signature place in points.
        height: of the signature place in points.
        images: pictures to show instead of the frame, None for none.

    Returns:
        The PDF, as large as the place; the type is made smaller until all of it fits. Empty if
        neither text nor pictures are wanted.
    """
    images = images or StampImages()
    if not (images.signature or images.seal or images.text):
        return b""
    facts = prepared(facts, facts.spelling)
    made = f"D:{facts.signed_at:%Y%m%d%H%M%S}"
    pages = Pages(PdfInfo(facts.signer, facts.organization, "", made), (width, height))
    pages.open((width, height))
    if images.signature or images.seal:
        beneath = _draw_small(pages, facts, width) if images.text else 0.0
        _draw_pictures(pages, images, width, beneath, height)
    else:
        _draw_framed(pages, facts, width, height)
    return pages.finish()


def _draw_framed(pages: Pages, facts: StampFacts, width: float, height: float) -> None:
    texts = _texts(facts)
    size, lines = _SIZES[0], _set(texts, _SIZES[0], width)
    for size in _SIZES:
        lines = _set(texts, size, width)
        if len(lines) * size * _LINE <= height - 2 * _PAD:
            break
    pages.frame((_INSET, _INSET), (width - 2 * _INSET, height - 2 * _INSET), _FRAME)
    step = size * _LINE
    y = (height + len(lines) * step) / 2
    for line, face in lines:
        pages.text((_PAD, y - face.baseline(size, step)), line.words, face, size)
        y -= step


def _draw_small(pages: Pages, facts: StampFacts, width: float) -> float:
    """The text in small type at the foot; its height."""
    lines = _set([(text, Style.REGULAR) for text, _style in _texts(facts)], _SMALL, width)
    step = _SMALL * _LINE
    y = len(lines) * step
    for line, face in lines:
        text = " ".join(line.words)
        pages.centred((width / 2, y - face.baseline(_SMALL, step)), text, face, _SMALL)
        y -= step
    return len(lines) * step


def _draw_pictures(
    pages: Pages, images: StampImages, width: float, foot: float, top: float
) -> None:
    """The signature in the middle, the seal over its left third."""
    room = top - foot
    left, covered = width / 2, 0.0
    if images.signature:
        wide, high = picture_size(images.signature, width * _SIGNATURE_MOST, room)
        left = (width - wide) / 2
        covered = wide * _SEAL_COVERS
        pages.picture(images.signature, (left, foot + (room - high) / 2), (wide, high))
    if images.seal:
        most = min(room, _SEAL_MOST, left + covered if images.signature else width)
        wide, high = picture_size(images.seal, most, most)
        x = left + covered - wide if images.signature else (width - wide) / 2
        pages.picture(images.seal, (x, foot + (room - high) / 2), (wide, high))
