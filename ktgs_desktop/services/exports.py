"""Use case: a list as an Excel sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ktgs_desktop.errors import place_error
from ktgs_desktop.papers import sheet_writer
from ktgs_desktop.paths import write_atomically

_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))


def safe_name(title: str) -> str:
    """A title as a file name.

    Args:
        title: any text.
    """
    return " ".join(title.translate(_UNSAFE).split())[:100]


def save_sheet(
    path: Path,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> None:
    """Write rows as a styled Excel sheet.

    Args:
        path: where to.
        title: title above the table.
        headings: heads of the columns.
        rows: texts by row.
        widths: widths of the columns in characters.

    Raises:
        StorageError: `folder_missing`, `place_not_writable`, `disk_full`, `disk_error`.
    """
    data = sheet_writer.write_table(title, headings, rows, widths=widths)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise place_error(error, path) from error
