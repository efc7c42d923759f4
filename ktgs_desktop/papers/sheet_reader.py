"""Tables from spreadsheets: reading what offices send, and text pasted from them.

Every cell is text, the way a person reads it on the screen; what the text means is decided by
who asked for the table.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ktgs_desktop.domain.text_recognition import Place, RawTable, Run, read_text
from ktgs_desktop.domain.vietnamese import tidy
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.sheet_days import short_days
from ktgs_desktop.papers.sheet_fonts import legacy_fonts
from ktgs_desktop.papers.sheet_guard import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_ROWS,
    check_packed,
    too_large,
)
from ktgs_desktop.papers.xls_guard import XlsDamagedError, XlsEncryptedError, xls_extent
from ktgs_desktop.paths import read_file

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|head|body|style)", re.IGNORECASE)
_DAY = re.compile(r"\d\d/\d\d/\d{4}")
_DELIMITERS = "\t;,"
_PROBED = 20
_WHOLE_LIMIT = 1e15


def read_table(source: Path | bytes, *, name: str) -> list[list[str]]:
    """The first visible sheet with anything in it, as text.

    Rows and columns keep their places, so that row 1 is the sheet's row 1; empty ones at the end
    are dropped, and all rows are equally long. A merged cell's text stands in each of its cells.

    Args:
        source: an .xlsx, .xls, .ods or .csv file, or its bytes; what it is shows in its contents.
        name: name of the file, for messages.

    Returns:
        Rows of cells; none for an empty file.

    Raises:
        UserError: `sheet_unreadable`, `sheet_encrypted` (file) or `sheet_too_large` (file,
            megabytes, rows).
        StorageError: as `paths.read_file`.
    """
    return read_text(read_cells(source, name=name)).rows


def read_cells(source: Path | bytes, *, name: str) -> RawTable:
    """As `read_table`, its letters as the file has them, in whatever encoding.

    Args:
        source: an .xlsx, .xls, .ods or .csv file, or its bytes.
        name: name of the file, for messages.

    Raises:
        UserError: as `read_table`.
        StorageError: as `paths.read_file`.
    """
    data = file_bytes(source, name)
    if data.startswith(_ZIP):
        check_packed(data, name)
        return _workbook_rows(data, name)
    if data.startswith(_OLE):
        _check_xls(data, name)
        return _workbook_rows(data, name)
    return _csv_rows(data, name)


def file_bytes(source: Path | bytes, name: str) -> bytes:
    """The bytes of a file that is not too large.

    Args:
        source: the file, or its bytes.
        name: its name, for messages.

    Raises:
        UserError: `sheet_too_large`.
        StorageError: as `paths.read_file`.
    """
    if isinstance(source, bytes):
        data = source
    else:
        try:
            data = read_file(source, MAX_BYTES)
        except UserError:
            raise too_large(name) from None
    if len(data) > MAX_BYTES:
        raise too_large(name)
    return data


def _check_xls(data: bytes, name: str) -> None:
    try:
        extent = xls_extent(data)
    except XlsEncryptedError:
        raise UserError("sheet_encrypted", file=name) from None
    except XlsDamagedError:
        raise UserError("sheet_unreadable", file=name) from None
    if extent.rows * extent.columns > MAX_CELLS:
        raise too_large(name)


def _workbook_rows(data: bytes, name: str) -> RawTable:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for number, sheet in enumerate(workbook.sheets_metadata):
                shown = sheet.visible == SheetVisibleEnum.Visible
                if shown and sheet.typ == SheetTypeEnum.WorkSheet:
                    table = _sheet_rows(workbook.get_sheet_by_index(number), data, name)
                    if table.rows:
                        return table
    except PasswordError:
        raise UserError("sheet_encrypted", file=name) from None
    except (CalamineError, OSError, ValueError):
        raise UserError("sheet_unreadable", file=name) from None
    except _panics():
        raise UserError("sheet_unreadable", file=name) from None
    return RawTable([])


def _panics() -> tuple[type[BaseException], ...]:
    """What the reader raises where it finds itself wrong; made when it first happens."""
    every = BaseException.__subclasses__()
    return tuple(kind for kind in every if kind.__name__ == "PanicException")


def _sheet_rows(sheet: CalamineSheet, data: bytes, name: str) -> RawTable:
    height, width = sheet.total_height + 1, sheet.total_width + 1
    if height > MAX_ROWS + 1 or height * width > MAX_CELLS:
        raise too_large(name)
    found = sheet.to_python(skip_empty_area=False)
    rows = [[_shown(value) for value in row] for row in found]
    fonts = _as_shown(rows, data, sheet.name, name)
    budget = MAX_CELLS
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        budget -= (min(bottom, len(rows)) - top + 1) * (right - left + 1)
        if budget < 0:
            raise too_large(name)
        _fill(rows, fonts, (top, left), (bottom, right))
    return RawTable(trimmed(rows, name), fonts)


def _as_shown(
    rows: list[list[str]], data: bytes, sheet: str, name: str
) -> dict[Place, tuple[Run, ...]]:
    """Cut days down to what is shown of them; the cells that stand in fonts of old encodings."""
    if not data.startswith(_ZIP):
        return {}
    try:
        for (row, column), left_out in short_days(data, sheet).items():
            if row < len(rows) and column < len(rows[row]) and _DAY.fullmatch(rows[row][column]):
                rows[row][column] = rows[row][column][left_out:]
        return dict(legacy_fonts(data, sheet))
    except (ParseError, BadZipFile, KeyError, ValueError):
        raise UserError("sheet_unreadable", file=name) from None


def _fill(
    rows: list[list[str]], fonts: dict[Place, tuple[Run, ...]], first: Place, last: Place
) -> None:
    """Put a merged cell's text into the empty cells it covers, as far as the table goes."""
    if first[0] >= len(rows) or first[1] >= len(rows[first[0]]):
        return
    text = rows[first[0]][first[1]]
    if not text:
        return
    for place, row in enumerate(rows[first[0] : last[0] + 1], first[0]):
        for column in range(first[1], min(last[1] + 1, len(row))):
            if not row[column] and first in fonts:
                fonts[place, column] = fonts[first]
            row[column] = row[column] or text


def _shown(value: str | float | date | time | timedelta) -> str:
    """A cell as a person reads it."""
    match value:
        case str():
            shown = tidy(value)
        case bool():
            shown = "TRUE" if value else "FALSE"
        case int() | float():
            shown = _number(value)
        case datetime():
            clock = f" {value:%H:%M}" if value.time() != time() else ""
            shown = f"{value:%d/%m/%Y}{clock}"
        case date():
            shown = f"{value:%d/%m/%Y}"
        case time():
            shown = f"{value:%H:%M}"
        case _:
            minutes = round(value.total_seconds() / 60)
            shown = f"{minutes // 60}:{minutes % 60:02}"
    return shown


def _number(value: float) -> str:
    """A number without grouping, with a decimal comma."""
    if value == int(value) and abs(value) < _WHOLE_LIMIT:
        return str(int(value))
    return f"{value:.12g}".replace(".", ",")


def trimmed(rows: list[list[str]], name: str) -> list[list[str]]:
    """Rows of one length, without empty rows and columns at the end.

    Args:
        rows: rows of cells.
        name: name of the file, for the message.

    Raises:
        UserError: `sheet_too_large`.
    """
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise too_large(name)
    width = 0
    for row in rows:
        for column in range(len(row), width, -1):
            if row[column - 1]:
                width = column
                break
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def _csv_text(data: bytes, name: str) -> tuple[str, bool]:
    """The text of a .csv: by its byte order mark, as UTF-8, or with a Latin letter for each byte.

    Returns:
        The text, and whether a letter of it stands for a byte.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text) and not _MARKUP.match(text):
            return text, encoding == "cp1252"
    raise UserError("sheet_unreadable", file=name)


def _delimiter(text: str) -> str:
    """The delimiter that gives the most lines of the most columns."""
    lines = text.splitlines()[:_PROBED]
    best, score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        found = (widths.count(usual), usual) if usual > 1 else (0, max(widths))
        if found > score:
            best, score = delimiter, found
    return best


def _csv_rows(data: bytes, name: str) -> RawTable:
    text, bytewise = _csv_text(data, name)
    try:
        delimiter = _delimiter(text)
        if text.startswith("sep=") and text[5:6] in ("\r", "\n"):
            delimiter, text = text[4], text[5:].lstrip("\r\n")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [[tidy(cell) for cell in row] for row in reader]
    except csv.Error:
        raise UserError("sheet_unreadable", file=name) from None
    return RawTable(trimmed(rows, name), bytewise=bytewise)


_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")


def read_pasted(text: str) -> list[list[str]]:
    """The cells of text copied from Excel, Word or LibreOffice: tabs between, rows on lines.

    A cell with line breaks or tabs comes in quotation marks; other quotation marks belong to the
    text, as in "tự diễn biến".

    Args:
        text: the text from the clipboard.

    Returns:
        Rows of cells, all equally long, letters as they were copied; empty rows at the end are
        dropped.

    Raises:
        UserError: `sheet_too_large`.
    """
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        match = _QUOTED.match(text, place)
        inner = match.group(1) if match else ""
        if match and (re.search(r"[\t\r\n]", inner) or '""' in inner):
            cell, place = inner.replace('""', '"'), match.end()
        else:
            plain = _PLAIN.match(text, place)
            cell = plain.group() if plain else ""
            place += len(cell)
        rows[-1].append(tidy(cell))
        if text.startswith("\r\n", place):
            place += 1
        if place < len(text) and text[place] != "\t":
            rows.append([])
        place += 1
    return trimmed(rows, "")
