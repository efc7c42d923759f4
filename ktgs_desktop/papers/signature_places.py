"""Where a visible signature goes on a PDF of any origin: above the printed name of the signer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.paper import respelled
from ktgs_desktop.papers.pdf import SignaturePlace
from ktgs_desktop.papers.preview import opened

if TYPE_CHECKING:
    from pypdfium2 import (  # type: ignore[import-untyped] # has no stubs
        PdfPage,
        PdfTextPage,
    )

_WIDTH, _HEIGHT = 70 * MM, 25 * MM
_INSET = 3.0
_EDGE = 15 * MM
_STEP = 6.0


def above_name(pdf: bytes, name: str) -> SignaturePlace | None:
    """The room above the last printed name of a signer, None if the name is not printed.

    A name in a table of the annex (landscape) counts only if it stands nowhere else.

    Args:
        pdf: the paper.
        name: full name as printed.

    Raises:
        UserError: `pdf_unreadable`.
    """
    if not name.strip():
        return None
    upright: list[SignaturePlace] = []
    across: list[SignaturePlace] = []
    with opened(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            places = upright if height >= width else across
            text = page.get_textpage()
            for spelling in dict.fromkeys((name, respelled(name, "uỷ"), respelled(name, "ủy"))):
                places.extend(_places(page, text, spelling, number))
            text.close()
            page.close()
    found = upright or across
    return found[-1] if found else None


def _places(page: PdfPage, text: PdfTextPage, name: str, number: int) -> Iterable[SignaturePlace]:
    width, _height = page.get_size()
    search = text.search(name, match_whole_word=True)
    while True:
        hit = search.get_next()
        if hit is None:
            return
        boxes = [text.get_charbox(index) for index in range(hit[0], hit[0] + hit[1])]
        left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
        top = max(box[3] for box in boxes)
        x = min(max((left + right - _WIDTH) / 2, _EDGE / 2), width - _WIDTH - _EDGE / 2)
        yield SignaturePlace(
            number, x + _INSET, top + _INSET, _WIDTH - 2 * _INSET, _HEIGHT - 2 * _INSET
        )


def free_place(pdf: bytes, taken: Iterable[SignaturePlace]) -> SignaturePlace:
    """A place for a signer who is not printed: on the last upright page, beside the others.

    Args:
        pdf: the paper.
        taken: places of the signatures there are.

    Raises:
        UserError: `pdf_unreadable`.
    """
    with opened(pdf) as document:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    upright = [number for number, (width, height) in enumerate(sizes) if height >= width]
    page = (upright or [len(sizes) - 1])[-1]
    others = [one for one in taken if one.page == page]
    width, height = sizes[page]
    y = _EDGE
    while y + _HEIGHT < height - _EDGE:
        x = width - _EDGE - _WIDTH
        while x >= _EDGE:
            place = SignaturePlace(page, x, y, _WIDTH, _HEIGHT)
            if not any(_overlap(place, one) for one in others):
                return place
            x -= _WIDTH + _STEP
        y += _HEIGHT + _STEP
    return SignaturePlace(page, width - _EDGE - _WIDTH, _EDGE, _WIDTH, _HEIGHT)


def _overlap(one: SignaturePlace, other: SignaturePlace) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or above)
