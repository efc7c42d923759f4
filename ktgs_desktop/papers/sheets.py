"""Tables from and for spreadsheets: reading what offices send, text pasted from them, lists out.

Every cell is text, the way a person reads it on the screen; what the text means is decided by
who asked for the table.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.sheet_guard import (
    MAX_BYTES,
    MAX_CELLS,
    MAX_ROWS,
    check_packed,
    too_large,
)
from ktgs_desktop.papers.typesetting import break_lines
from ktgs_desktop.papers.xls_guard import XlsDamagedError, XlsEncryptedError, xls_extent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from python_calamine import CalamineSheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|table|\?xml|head|body|style)", re.IGNORECASE)
_DELIMITERS = "\t;,"
_PROBED = 20
_WHOLE_LIMIT = 1e15
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into spreadsheets as their making, so that equal tables are equal files."""


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
        UserError: `file_missing`, `file_not_opened` (path), `sheet_unreadable`, `sheet_encrypted`
            (file) or `sheet_too_large` (file, megabytes, rows).
    """
    data = _bytes(source, name)
    if data.startswith(_ZIP):
        check_packed(data, name)
        return _workbook_rows(data, name)
    if data.startswith(_OLE):
        _check_xls(data, name)
        return _workbook_rows(data, name)
    return _csv_rows(data, name)


def _bytes(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            if source.stat().st_size > MAX_BYTES:
                raise too_large(name)
            data = source.read_bytes()
        except FileNotFoundError:
            raise UserError("file_missing", path=str(source)) from None
        except PermissionError:
            raise UserError("file_not_opened", path=str(source)) from None
        except OSError:
            raise UserError("sheet_unreadable", file=name) from None
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


def _workbook_rows(data: bytes, name: str) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for number, sheet in enumerate(workbook.sheets_metadata):
                shown = sheet.visible == SheetVisibleEnum.Visible
                if shown and sheet.typ == SheetTypeEnum.WorkSheet:
                    rows = _sheet_rows(workbook.get_sheet_by_index(number), name)
                    if rows:
                        return rows
    except PasswordError:
        raise UserError("sheet_encrypted", file=name) from None
    except (CalamineError, OSError, ValueError):
        raise UserError("sheet_unreadable", file=name) from None
    except _panics():
        raise UserError("sheet_unreadable", file=name) from None
    return []


def _panics() -> tuple[type[BaseException], ...]:
    """What the reader raises where it finds itself wrong; made when it first happens."""
    every = BaseException.__subclasses__()
    return tuple(kind for kind in every if kind.__name__ == "PanicException")


def _sheet_rows(sheet: CalamineSheet, name: str) -> list[list[str]]:
    height, width = sheet.total_height + 1, sheet.total_width + 1
    if height > MAX_ROWS + 1 or height * width > MAX_CELLS:
        raise too_large(name)
    found = sheet.to_python(skip_empty_area=False)
    rows = [[_shown(value) for value in row] for row in found]
    budget = MAX_CELLS
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        budget -= (min(bottom, len(rows)) - top + 1) * (right - left + 1)
        if budget < 0:
            raise too_large(name)
        _fill(rows, (top, left), (bottom, right))
    return _trimmed(rows, name)


def _fill(rows: list[list[str]], first: tuple[int, int], last: tuple[int, int]) -> None:
    """Put a merged cell's text into the empty cells it covers, as far as the table goes."""
    if first[0] >= len(rows) or first[1] >= len(rows[first[0]]):
        return
    text = rows[first[0]][first[1]]
    if not text:
        return
    for row in rows[first[0] : last[0] + 1]:
        for column in range(first[1], min(last[1] + 1, len(row))):
            row[column] = row[column] or text


def _shown(value: str | float | date | time | timedelta) -> str:
    """A cell as a person reads it."""
    match value:
        case str():
            shown = nfc(value)
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


def _trimmed(rows: list[list[str]], name: str) -> list[list[str]]:
    """Rows of one length, without empty rows and columns at the end."""
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


def _csv_text(data: bytes, name: str) -> str:
    """The text of a .csv: by its byte order mark, as UTF-8, or in Vietnamese Windows' code page."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NOT_TEXT.search(text) and not _MARKUP.match(text):
            return text
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


def _csv_rows(data: bytes, name: str) -> list[list[str]]:
    text = _csv_text(data, name)
    try:
        delimiter = _delimiter(text)
        if text.startswith("sep=") and text[5:6] in ("\r", "\n"):
            delimiter, text = text[4], text[5:].lstrip("\r\n")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [[nfc(cell) for cell in row] for row in reader]
    except csv.Error:
        raise UserError("sheet_unreadable", file=name) from None
    return _trimmed(rows, name)


_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|\r|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")


def read_pasted(text: str) -> list[list[str]]:
    """The cells of text copied from Excel, Word or LibreOffice: tabs between, rows on lines.

    A cell with line breaks or tabs comes in quotation marks; other quotation marks belong to the
    text, as in "tự diễn biến".

    Args:
        text: the text from the clipboard.

    Returns:
        Rows of cells, all equally long; empty rows at the end are dropped.

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
        rows[-1].append(nfc(cell))
        if text.startswith("\r\n", place):
            place += 1
        if place < len(text) and text[place] != "\t":
            rows.append([])
        place += 1
    return _trimmed(rows, "")


def write_table(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str | int]],
    *,
    widths: Sequence[float],
) -> bytes:
    """A list as a styled .xlsx file: title, fixed headings with filters, wrapped cells.

    Text stays text whatever it begins with, so nothing in it is ever executed.

    Args:
        title: above the table; may be empty.
        headings: of the columns.
        rows: texts and whole numbers, one for each column.
        widths: of the columns, in characters.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title, "created": _MADE})
    font = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}
    cell = book.add_format({**font, "border": 1})
    head = {**font, "bold": True, "border": 1, "align": "center", "valign": "vcenter"}
    heading = book.add_format({**head, "bg_color": "#EDEDED"})
    sheet = book.add_worksheet()
    first = 2 if title else 0
    rooms = [_room(widths, column) for column in range(len(headings))]
    if title:
        top = book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True})
        sheet.write_string(0, 0, title, top)
    for column, text in enumerate(headings):
        sheet.write_string(first, column, text, heading)
        sheet.set_column(column, column, _width(widths, column))
    last = first
    for row in rows:
        last += 1
        lines = max(map(_lines, row, rooms), default=1)
        if lines > 1:  # not every office program makes a row higher by itself
            sheet.set_row(last, min(lines * _LINE_PT, _TALLEST_PT))
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(last, column, value, cell)
            else:
                sheet.write_string(last, column, value[:_CELL_LIMIT], cell)
    if headings:
        sheet.autofilter(first, 0, last, len(headings) - 1)
    _set_up_page(sheet, first)
    book.close()
    return buffer.getvalue()


_FONT_PT, _LINE_PT, _TALLEST_PT = 12, 15.75, 409.0


def _width(widths: Sequence[float], column: int) -> float:
    """Width of a column in characters."""
    return widths[column] if column < len(widths) else 16


def _room(widths: Sequence[float], column: int) -> float:
    """What a line of text has in a column, in points at size 1."""
    return _width(widths, column) * 7 * 0.75 / _FONT_PT


def _lines(value: str | int, room: float) -> int:
    """How many lines a text takes in a cell."""
    if isinstance(value, int):
        return 1
    face = typeface(Style.REGULAR)
    return sum(max(1, len(break_lines(part, face, room))) for part in value.split("\n"))


_CELL_LIMIT = 32_767
"""Most characters that a cell of a spreadsheet holds."""


def _set_up_page(sheet: xlsxwriter.worksheet.Worksheet, first: int) -> None:
    """Headings stay in sight; printed on A4 landscape as wide as the page."""
    sheet.freeze_panes(first + 1, 0)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
