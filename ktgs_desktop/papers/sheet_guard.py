"""Looks into a packed spreadsheet before it is read: bombs, and cells that would fill the memory.

The reader keeps a table as one block from the first to the last cell, so a single stray cell in
the last corner of a sheet would ask for half a terabyte and end the program. The guard measures
the block first, from the raw XML.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from ktgs_desktop.errors import UserError

MAX_BYTES = 100 * 1024 * 1024
"""Largest file that is read."""
MAX_ROWS = 200_000
"""Most rows that are read."""
MAX_CELLS = 10_000_000
"""Largest block of cells, empty ones within it included."""
_MAX_UNPACKED = 1024 * 1024 * 1024
_MAX_RATIO = 300
_RATIO_FROM = 20 * 1024 * 1024
_CHUNK = 1024 * 1024
_MAX_ENTRIES = 10_000
_COUNT_DIGITS = 7

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What unpacking a damaged archive raises; an unknown method is a RuntimeError."""

_XLSX_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*?(/?)>""")
_XLSX_COUNT = re.compile(rb"""\b(?:c|uniqueC)ount\s*=\s*["'](\d+)""")
_ODS_TAG = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*?)(/?)>")
_REPEATED_COLUMNS = re.compile(rb"number-columns-repeated=[\"'](\d{1,9})")
_REPEATED_ROWS = re.compile(rb"number-rows-repeated=[\"'](\d{1,9})")


def too_large(name: str) -> UserError:
    """The refusal of a table beyond the limits.

    Args:
        name: name of the file.
    """
    return UserError(
        "sheet_too_large", file=name, megabytes=MAX_BYTES // 1024 // 1024, rows=MAX_ROWS
    )


def check_packed(data: bytes, name: str) -> None:
    """Refuse a packed spreadsheet (.xlsx, .ods) that is damaged or would not fit in memory.

    Args:
        data: the file.
        name: its name, for the message.

    Raises:
        UserError: `sheet_unreadable` or `sheet_too_large`.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            limit = min(_MAX_UNPACKED, max(_RATIO_FROM, _MAX_RATIO * len(data)))
            if total > limit or len(entries) > _MAX_ENTRIES:
                raise too_large(name)
            for entry in entries:
                _check_entry(archive, entry, name)
    except _DAMAGED:
        raise UserError("sheet_unreadable", file=name) from None


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Unpack an entry as far as it says it goes, measuring the tables in it."""
    measure: _XlsxExtent | _OdsExtent | None = None
    if entry.filename == "content.xml":
        measure = _OdsExtent()
    elif entry.filename.startswith("xl/") and entry.filename.endswith(".xml"):
        measure = _XlsxExtent()
    rest = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if measure is None:
                continue
            whole, rest = _cut(rest + chunk)
            measure.read(whole)
            if measure.area > MAX_CELLS or len(rest) > _CHUNK:
                raise too_large(name)


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Data up to its last tag, which may go on in the next piece, and that tag."""
    cut = data.rfind(b"<")
    return (data[:cut], data[cut:]) if cut >= 0 else (b"", data)


@dataclass(slots=True)
class _XlsxExtent:
    """The block of cells of a worksheet."""

    row: int = 0
    column: int = 0

    @property
    def area(self) -> int:
        return self.row * self.column

    def read(self, chunk: bytes) -> None:
        for count in _XLSX_COUNT.findall(chunk):
            if len(count) > _COUNT_DIGITS:
                raise ValueError(count)  # room is made for as many before any is seen
        for letters, digits, empty in _XLSX_CELL.findall(chunk):
            if empty:
                continue
            self.row = max(self.row, int(digits))
            column = 0
            for letter in letters.upper():
                column = column * 26 + letter - 64
            self.column = max(self.column, column)


@dataclass(slots=True)
class _OdsExtent:
    """The largest block of cells of an OpenDocument table, repeated rows and cells counted."""

    area: int = 0
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    columns: int = 0
    row_last: int = 0
    repeat: int = 1

    def read(self, chunk: bytes) -> None:
        for closing, tag, attributes, empty in _ODS_TAG.findall(chunk):
            if tag == b"table":
                self.rows = self.last_row = self.last_column = 0
            elif tag == b"table-row":
                self._row(attributes, opening=not closing, closing=bool(closing or empty))
            elif not closing:
                self._cell(attributes, filled=not empty or b"value-type" in attributes)

    def _row(self, attributes: bytes, *, opening: bool, closing: bool) -> None:
        if opening:
            match = _REPEATED_ROWS.search(attributes)
            self.repeat = int(match.group(1)) if match else 1
            self.columns = self.row_last = 0
        if closing:
            self.rows += self.repeat
            if self.row_last:
                self.last_row = self.rows
                self.last_column = max(self.last_column, self.row_last)
                self.area = max(self.area, self.last_row * self.last_column)

    def _cell(self, attributes: bytes, *, filled: bool) -> None:
        match = _REPEATED_COLUMNS.search(attributes)
        self.columns += int(match.group(1)) if match else 1
        if filled:
            self.row_last = self.columns
