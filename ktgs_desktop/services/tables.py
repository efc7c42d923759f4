"""The cells of tables that are pasted or stand in files, for every list that takes tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.papers import table_reader

if TYPE_CHECKING:
    from ktgs_desktop.domain.legacy_text import TextEncoding
    from ktgs_desktop.domain.text_recognition import TextTable


def read_file(path: Path, encoding: TextEncoding | None = None) -> TextTable:
    """The cells of a file (.xlsx, .xls, .ods, .csv, .txt, .docx, .html) as text, in Unicode.

    Args:
        path: the file.
        encoding: how its letters are written, None to find out.

    Raises:
        UserError: `sheet_unreadable` or `sheet_too_large` with the file.
    """
    return table_reader.read_file(path, name=path.name, encoding=encoding)


def read_clipboard(text: str, html: str = "", encoding: TextEncoding | None = None) -> TextTable:
    """The cells of a table copied in Word, Excel or LibreOffice, in Unicode.

    Args:
        text: the text of the clipboard.
        html: its HTML, empty if there is none.
        encoding: how its letters are written, None to find out.
    """
    return table_reader.read_clipboard(text, html, encoding)
