"""What stands in a paper, read by other libraries than those that wrote it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator


def pdf_text(data: bytes) -> str:
    """All words of a PDF, page by page, single spaces between them."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return " ".join(" ".join(pages).split())


def word_text(data: bytes) -> str:
    """All words of a Word file: paragraphs and the cells of tables."""
    document = docx.Document(io.BytesIO(data))

    def parts() -> Iterator[str]:
        yield from (paragraph.text for paragraph in document.paragraphs)
        for table in document.tables:
            for row in table.rows:
                yield from (cell.text for cell in row.cells)

    return " ".join(" ".join(parts()).split())
