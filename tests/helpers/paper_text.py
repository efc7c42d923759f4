"""What stands in a paper, read by other libraries than those that wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pypdfium2
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator


def pdf_pages(data: bytes) -> list[str]:
    """The words of each page of a PDF, single spaces between them."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def pdf_text(data: bytes) -> str:
    """All words of a PDF, page by page, single spaces between them."""
    return " ".join(pdf_pages(data))


def a_pdf(*pages: str) -> bytes:
    """A PDF with a line of words on each page; none for an empty one, as of a scan."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for line in pages:
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def recovery_code_of(text: str) -> str:
    """The recovery code as somebody reads it from its sheet, whose words are given."""
    found = re.search(r"Mã khôi phục ((?:[0-9A-Z]{4} )+)", text)
    assert found is not None, text
    return "-".join(found[1].split())


def in_word(data: bytes, words: str) -> int:
    """How often words stand anywhere in a Word file, in the heads of its pages too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return sum(part.decode("utf-8").count(words) for part in parts)


def word_text(data: bytes) -> str:
    """All words of a Word file: paragraphs and the cells of tables."""
    document = docx.Document(io.BytesIO(data))

    def parts() -> Iterator[str]:
        yield from (paragraph.text for paragraph in document.paragraphs)
        for table in document.tables:
            for row in table.rows:
                yield from (cell.text for cell in row.cells)

    return " ".join(" ".join(parts()).split())
