"""Lists as spreadsheets: one styled .xlsx table, to be filtered, printed and worked on."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.typesetting import break_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into spreadsheets as their making, so that equal tables are equal files."""


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
        rows: texts and whole numbers, one for each column; a row of one text alone is the title
            of the rows below it and goes across all columns.
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
    part = book.add_format({**font, "bold": True, "border": 1})
    sheet = book.add_worksheet()
    first = 2 if title else 0
    rooms = [_room(widths, column) for column in range(len(headings))]
    if title:
        top = book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True})
        sheet.write_string(0, 0, title, top)
    for column, text in enumerate(headings):
        sheet.write_string(first, column, text, heading)
        sheet.set_column(column, column, _width(widths, column))
    heads = zip(headings, rooms, strict=True)
    _make_room(sheet, first, [_lines(text, room, Style.BOLD) for text, room in heads])
    last = first
    for row in rows:
        last += 1
        if len(row) == 1 < len(headings):
            sheet.merge_range(last, 0, last, len(headings) - 1, row[0], part)
            continue
        _make_room(sheet, last, map(_lines, row, rooms))
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


def _make_room(sheet: xlsxwriter.worksheet.Worksheet, row: int, lines: Iterable[int]) -> None:
    """Not every office program makes a row as high as its cells need."""
    most = max(lines, default=1)
    if most > 1:
        sheet.set_row(row, min(most * _LINE_PT, _TALLEST_PT))


def _lines(value: str | int, room: float, style: Style = Style.REGULAR) -> int:
    """How many lines a text takes in a cell."""
    if isinstance(value, int):
        return 1
    face = typeface(style)
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
