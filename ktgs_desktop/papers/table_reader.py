"""Tables from wherever a clerk has them: a sheet, a Word file, a page saved as HTML, the clipboard.

Every cell is text; what it means is decided by who asked for the table.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.domain.text_recognition import RawTable, read_text
from ktgs_desktop.domain.vietnamese import tidy
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import html_table, sheet_reader
from ktgs_desktop.papers.sheet_guard import MAX_CELLS, check_packed, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.table import Table

    from ktgs_desktop.domain.legacy_text import TextEncoding
    from ktgs_desktop.domain.text_recognition import TextTable

_ZIP = b"PK\x03\x04"
_WORD_PART = "word/document.xml"
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|table|\?xml|head|body|style|meta)", re.IGNORECASE)


def read_file(source: Path, *, name: str, encoding: TextEncoding | None = None) -> TextTable:
    """The table of a file, in Unicode.

    Args:
        source: an .xlsx, .xls, .ods, .csv, .txt, .docx or .html file; what it is shows in its
            contents.
        name: its name, for messages.
        encoding: how its letters are written, None to find out.

    Raises:
        UserError: as `sheet_reader.read_table`.
    """
    return read_text(_cells(source, name), encoding)


def _cells(source: Path, name: str) -> RawTable:
    data = sheet_reader.file_bytes(source, name)
    if data.startswith(_ZIP) and _is_word(data):
        check_packed(data, name)
        return RawTable(_word_rows(data, name))
    page = _from_utf16(data)
    if _MARKUP.match(page.removeprefix(b"\xef\xbb\xbf")):
        rows = html_table.read_html(page, name=name)
        if not rows:
            raise UserError("sheet_unreadable", file=name)
        return RawTable(rows)
    return sheet_reader.read_cells(data, name=name)


def read_clipboard(text: str, html: str = "", encoding: TextEncoding | None = None) -> TextTable:
    """The table that was copied in Word, Excel or LibreOffice, in Unicode.

    The HTML knows merged cells and line breaks; without a table in it the text counts.

    Args:
        text: the text of the clipboard.
        html: the HTML of the clipboard, empty if there is none.
        encoding: how its letters are written, None to find out.

    Raises:
        UserError: `sheet_too_large`.
    """
    rows = html_table.read_html(html) if html else []
    return read_text(RawTable(rows or sheet_reader.read_pasted(text)), encoding)


def _from_utf16(data: bytes) -> bytes:
    """The same text as UTF-8, in which markup is looked for; other bytes stay as they are."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    return data.decode("utf-16", "replace").encode("utf-8", "replace")


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORD_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _word_rows(data: bytes, name: str) -> list[list[str]]:
    """The rows of all tables of a Word file; a merged cell's text stands in each of its cells."""
    # python-docx takes 200 ms to load and is needed for such a file only.
    from docx import Document

    from ktgs_desktop.papers.word_package import damage_told

    with damage_told(name, "sheet_unreadable"):
        tables = Document(io.BytesIO(data)).tables
        _check_stated(tables, name)
        rows = [row for table in tables for row in _table_rows(table)]
    return sheet_reader.trimmed(rows, name)


def _check_stated(tables: list[Table], name: str) -> None:
    """Refuse more cells than fit before there is room made for them: a file may state any span.

    Raises:
        UserError: `sheet_too_large`.
    """
    lines = [line for table in tables for line in table._tbl.tr_lst]  # noqa: SLF001 - the one way
    stated = sum(
        max(0, line.grid_before) + sum(max(1, cell.grid_span) for cell in line.tc_lst)
        for line in lines
    )
    if stated > MAX_CELLS:
        raise too_large(name)


def _table_rows(table: Table) -> Iterator[list[str]]:
    """The rows of a table from above; python-docx climbs up again from each merged cell."""
    from docx.table import _Cell

    above: list[str] = []
    for line in table._tbl.tr_lst:  # noqa: SLF001 - see above
        row = [""] * line.grid_before
        for cell in line.tc_lst:
            column, wide = len(row), max(1, cell.grid_span)
            continues = cell.vMerge == "continue" and column < len(above)
            text = above[column] if continues else tidy(_Cell(cell, table).text)
            row += [text] * wide
        yield row
        above = row
