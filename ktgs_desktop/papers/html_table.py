"""Tables in HTML, as Word, Excel and LibreOffice put them on the clipboard or save them.

A merged cell's text stands in each of the cells it covers; breaks and paragraphs within a cell
are line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from ktgs_desktop.domain.vietnamese import tidy
from ktgs_desktop.papers.sheet_guard import MAX_CELLS, too_large
from ktgs_desktop.papers.sheet_reader import trimmed

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_BLOCKS = frozenset(
    ("address", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5",
     "h6", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul")
)  # fmt: skip
_UNSEEN = frozenset(("head", "link", "meta", "script", "style", "template", "title", "xml"))
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_OVERFLOWS = re.compile(r"mso-ignore\s*:\s*colspan", re.IGNORECASE)
_MOST_SPANNED = 65_534
_MOST_DIGITS = 9


def read_html(source: str | bytes, *, name: str = "") -> list[list[str]]:
    """The cells of all tables of a text in HTML, one table below the other.

    Args:
        source: the text; bytes say their encoding themselves, else they are UTF-8.
        name: name of the file, for messages.

    Returns:
        Rows of cells, all equally long, letters as in the text; none if it holds no table.

    Raises:
        UserError: `sheet_too_large`.
    """
    data = _encoded(source)
    if not data.strip():
        return []
    try:
        # A text is handed over as bytes: lxml refuses one that states an encoding itself.
        encoding = "utf-8" if isinstance(source, str) or _is_utf8(data) else None
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding=encoding))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    budget = _Budget(name)
    rows: list[list[str]] = []
    for table in root.iter("table"):
        if next(table.iterancestors("table"), None) is None:
            rows += _table_rows(table, budget)
    return trimmed(rows, name)


def _encoded(source: str | bytes) -> bytes:
    if isinstance(source, bytes):
        return source.removeprefix(b"\xef\xbb\xbf")
    return source.replace("\x00", "").encode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Budget:
    """How many cells may still come.

    Args:
        name: name of the file, for the message.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MAX_CELLS

    def take(self, cells: int) -> None:
        """Count cells.

        Raises:
            UserError: `sheet_too_large`.
        """
        self._left -= cells
        if self._left < 0:
            raise too_large(self._name)


def _table_rows(table: html.HtmlElement, budget: _Budget) -> list[list[str]]:
    """The rows of one table; a table within a cell is text of that cell."""
    lines = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    lines = [row for row in lines if not _hidden(row)]
    grid: list[dict[int, str]] = [{} for _line in lines]
    for place, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while column in grid[place]:
                column += 1
            column += _put(cell, grid, place, column, budget)
    return [[row.get(n, "") for n in range(max(row, default=-1) + 1)] for row in grid]


def _put(
    cell: html.HtmlElement, grid: list[dict[int, str]], place: int, column: int, budget: _Budget
) -> int:
    """Put a cell where it stands and wherever it reaches; how many columns it takes."""
    wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
    high = min(high or len(grid), len(grid) - place)  # 0 reaches to the end of the table
    wide = max(wide, 1)
    budget.take(wide * high)
    text = "" if _hidden(cell) else _text(cell)
    overflows = _OVERFLOWS.search(cell.get("style", "")) is not None
    for row in grid[place : place + high]:
        for step in range(wide):
            # Excel lets a long text run over empty cells; they are not merged.
            row.setdefault(column + step, "" if overflows and step else text)
    return wide


def _span(cell: html.HtmlElement, name: str) -> int:
    written = (cell.get(name) or "1").strip()
    # Python reads no number of thousands of digits.
    return min(int(written[:_MOST_DIGITS]), _MOST_SPANNED) if written.isdecimal() else 1


def _hidden(element: html.HtmlElement) -> bool:
    return _HIDDEN.search(element.get("style", "")) is not None


def _text(cell: html.HtmlElement) -> str:
    lines = tidy("".join(_parts(cell, inner=False))).split("\n")
    return "\n".join(line for line in lines if line)


def _parts(element: html.HtmlElement, *, inner: bool = True) -> Iterator[str]:
    """The text of an element, a line break around each of its blocks."""
    if not isinstance(element.tag, str) or (element.tag in _UNSEEN) or (inner and _hidden(element)):
        return
    if element.tag == "br":
        yield "\n"
        return
    block = inner and element.tag in _BLOCKS
    if block:
        yield "\n- " if element.tag == "li" else "\n"
    yield _BLANKS.sub(" ", element.text or "")
    for part in element:
        yield from _parts(part)
        yield _BLANKS.sub(" ", part.tail or "")
    if block:
        yield "\n"
