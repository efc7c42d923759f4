"""Pictures of the pages of a PDF for the screen, visible signatures included.

pdfium is not made for several threads, so one page is drawn at a time.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped] # has no stubs

from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels.

    Four bytes a pixel in the order blue, green, red, unused: what Qt calls `Format_RGB32`. A
    picture is made of it by `QImage(data, width, height, stride, QImage.Format.Format_RGB32)`;
    Qt does not copy the bytes, so keep them as long as the picture.

    Attributes:
        width: in pixels.
        height: in pixels.
        stride: bytes from one row to the next.
        data: the pixels, top row first.
    """

    width: int
    height: int
    stride: int
    data: bytes


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfDocument]:
    """A PDF in pdfium's hands; nobody else is at it meanwhile.

    Args:
        pdf: the file.

    Raises:
        UserError: `pdf_unreadable`.
    """
    with _PDFIUM:
        try:
            document = PdfDocument(pdf)
        except PdfiumError:
            raise UserError("pdf_unreadable") from None
        try:
            yield document
        finally:
            document.close()


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points (1/72 inch).

    Args:
        pdf: the file.

    Raises:
        UserError: `pdf_unreadable`.
    """
    with opened(pdf) as document:
        return tuple(document.get_page_size(page) for page in range(len(document)))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has.

    Args:
        pdf: the file.

    Raises:
        UserError: `pdf_unreadable`.
    """
    with opened(pdf) as document:
        return len(document)


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One PDF of the pages of several, in order.

    Args:
        pdfs: the files.

    Raises:
        UserError: `pdf_unreadable`.
    """
    with _PDFIUM, ExitStack() as opened_files:
        whole = PdfDocument.new()
        opened_files.callback(whole.close)
        try:
            for pdf in pdfs:
                part = PdfDocument(pdf)
                opened_files.callback(part.close)
                whole.import_pages(part)
        except PdfiumError:
            raise UserError("pdf_unreadable") from None
        buffer = BytesIO()
        whole.save(buffer)
    return buffer.getvalue()


def render(pdf: bytes, page: int, scale: float) -> PageImage:
    """Draw a page with its forms, so that visible signatures are seen.

    Args:
        pdf: the file.
        page: index of the page, from 0.
        scale: pixels in a point; 96 / 72 for a screen of 96 dots an inch.

    Raises:
        UserError: `pdf_unreadable`, also if there is no such page.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise UserError("pdf_unreadable")
        document.init_forms()
        try:
            bitmap = document[page].render(scale=scale, may_draw_forms=True, prefer_bgrx=True)
        except PdfiumError:
            raise UserError("pdf_unreadable") from None
        image = PageImage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        return image
