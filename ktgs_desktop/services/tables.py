"""The cells of tables that are pasted or stand in files, for every list that takes tables."""

from __future__ import annotations

from pathlib import Path

from ktgs_desktop.papers import table_reader


def read_file(path: Path) -> list[list[str]]:
    """The cells of a file (.xlsx, .xls, .ods, .csv, .txt, .docx, .html) as text.

    Args:
        path: the file.

    Raises:
        UserError: `sheet_unreadable` or `sheet_too_large` with the file.
    """
    return table_reader.read_file(path, name=path.name)


def read_clipboard(text: str, html: str = "") -> list[list[str]]:
    """The cells of a table copied in Word, Excel or LibreOffice.

    Args:
        text: the text of the clipboard.
        html: its HTML, empty if there is none.
    """
    return table_reader.read_clipboard(text, html)
