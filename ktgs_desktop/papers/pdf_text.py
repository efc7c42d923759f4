"""The words of a PDF, page by page, for the search; a scan without words gives none."""

from __future__ import annotations

from pypdfium2 import PdfiumError  # type: ignore[import-untyped] # has no stubs

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.papers import preview

MOST_PAGES = 2000
MOST_CHARACTERS = 60_000
"""Of a page; a page of a law has about 3,000."""


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page, in composed form; empty for a page without any.

    Args:
        pdf: the file; of a longer one the first `MOST_PAGES` pages.

    Raises:
        UserError: `pdf_unreadable`.
    """
    with preview.opened(pdf) as document:
        return [_text(document, page) for page in range(min(len(document), MOST_PAGES))]


def _text(document: object, number: int) -> str:
    """A page that cannot be read has no words; the others have theirs."""
    try:
        page = document[number]  # type: ignore[index] # pdfium has no stubs
        words = page.get_textpage()
        found = words.get_text_bounded()[:MOST_CHARACTERS]
        words.close()
        page.close()
    except PdfiumError:
        return ""
    # A file may hold halves of signs that no text has.
    return nfc(str(found).encode("utf-8", "ignore").decode("utf-8").replace("\x00", ""))
