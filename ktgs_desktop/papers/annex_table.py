"""The annex table (phụ lục): a direct writer that takes time in proportion to its rows.

Each row is broken into lines from remembered word widths and written at once as lines of text
and borders; no object is made for a cell. A row goes over a page only if it is taller than one,
the heading row stands on every page, a group's heading never stands last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.papers.fonts import Style, typeface
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.pages import LANDSCAPE, THIN, CellBox
from ktgs_desktop.papers.paper import Align
from ktgs_desktop.papers.typesetting import Line, break_evenly, break_lines
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ktgs_desktop.papers.fonts import Typeface
    from ktgs_desktop.papers.layouts import Layout
    from ktgs_desktop.papers.pages import Pages
    from ktgs_desktop.papers.paper import Annex
    from ktgs_desktop.progress import Progress

_PAD_X, _PAD_Y = 1.5 * MM, 0.8 * MM
_REMEMBERED = 80
"""Texts up to this length tend to come again; their lines are kept."""
_STRIKE = 0.27
"""Height of the line through a text above its baseline, as a multiple of the size."""
_BEGINNING = 3
"""Lines of a row taller than a page that stand at least together."""
_STEP = 100
"""Rows between two reports of progress."""


class AnnexTable:
    """Writes one table.

    Args:
        annex: what it holds.
        layout: its measures.
        pages: the PDF in the making.
        begin: opens a page of the annex.
        progress: told about rows; may stop the work.
    """

    def __init__(
        self,
        annex: Annex,
        layout: Layout,
        pages: Pages,
        begin: Callable[[], None],
        progress: Progress,
    ) -> None:
        self.cells: list[CellBox] | None = None
        self._annex, self._pages, self._begin, self._progress = annex, pages, begin, progress
        self._size, self._leading = layout.annex_cell_pt, layout.annex_line_pt
        self._regular, self._bold = typeface(Style.REGULAR), typeface(Style.BOLD)
        self._ascent = self._regular.baseline(self._size, self._leading)
        self._title_pt = layout.annex_title_pt
        self._top = LANDSCAPE[1] - layout.annex_top_mm * MM
        self._bottom = layout.annex_bottom_mm * MM
        self._middle = (layout.annex_left_mm + layout.annex_width_mm / 2) * MM
        self._edges = self._column_edges(layout)
        inner = [(b - a) - 2 * _PAD_X for a, b in zip(self._edges, self._edges[1:], strict=False)]
        self._rooms = [width / self._size for width in inner]
        self._centred = [column.align == Align.CENTER for column in annex.columns]
        self._known: list[dict[str, list[Line]]] = [{} for _ in annex.columns]
        self._head = self._head_lines()
        self._y = 0.0
        self._total = sum(len(group.rows) for group in annex.groups)
        self._done = 0

    def _column_edges(self, layout: Layout) -> list[float]:
        """Edges of the columns in points, scaled so that together they fill the page."""
        scale = layout.annex_width_mm / sum(column.width_mm for column in self._annex.columns) * MM
        edges = [layout.annex_left_mm * MM]
        for column in self._annex.columns:
            edges.append(edges[-1] + column.width_mm * scale)
        return edges

    def draw(self, *, with_cells: bool) -> list[CellBox]:
        """Write the title, the table and all its pages.

        Args:
            with_cells: also tell where each cell stands.

        Returns:
            The cells in order, none if not asked for.

        Raises:
            Cancelled: the user asked to stop.
        """
        self.cells = [] if with_cells else None
        self._begin()
        self._y = self._top
        self._draw_title()
        self._draw_head()
        for group in self._annex.groups:
            rows = iter(group.rows)
            first = next(rows, None)
            lines = self._lines(first) if first is not None else None
            if group.title:
                self._draw_group(group.title, self._height(lines) if lines else 0.0)
            if lines:
                self._draw_row(lines, struck=0 in group.struck)
            for place, row in enumerate(rows, start=1):
                self._draw_row(self._lines(row), struck=place in group.struck)
        self._progress.step(self._total, self._total)
        return self.cells or []

    def _draw_title(self) -> None:
        size = self._title_pt
        width = (self._edges[-1] - self._edges[0]) * 0.85 / size
        parts = (
            *([(wording("annex_label"), self._bold, size)] if self._annex.labelled else []),
            (self._annex.title, self._bold, size),
            (self._annex.subtitle, typeface(Style.ITALIC), size - 1),
            *([(self._annex.legend, self._regular, self._size)] if self._annex.legend else []),
        )
        for text, face, part_size in parts:
            height = part_size * 1.2
            fits = face.measure(text) <= width
            for line in [text] if fits else [x.text for x in break_evenly(text, face, width)]:
                baseline = self._y - face.baseline(part_size, height)
                self._pages.centred((self._middle, baseline), line, face, part_size)
                self._y -= height
        self._y -= 8

    def _head_lines(self) -> list[list[Line]]:
        return [
            break_evenly(column.title, self._bold, room)
            for column, room in zip(self._annex.columns, self._rooms, strict=True)
        ]

    def _lines(self, row: Sequence[str]) -> list[list[Line]]:
        """The lines of each cell of a row."""
        face = self._regular
        cells = []
        for text, known, room in zip(row, self._known, self._rooms, strict=True):
            lines = known.get(text)
            if lines is None:
                lines = []
                for part in text.split("\n"):
                    lines += break_lines(part, face, room)
                if len(text) <= _REMEMBERED:
                    known[text] = lines
            cells.append(lines)
        return cells

    def _height(self, cells: list[list[Line]]) -> float:
        return max(1, *map(len, cells)) * self._leading + 2 * _PAD_Y

    def _next_page(self) -> None:
        self._begin()
        self._y = self._top
        self._draw_head()

    def _draw_head(self) -> None:
        height = self._height(self._head)
        middles = [(height - len(lines) * self._leading) / 2 - _PAD_Y for lines in self._head]
        self._put_cells(self._head, self._bold, height, middles)
        self._borders(height)

    def _draw_group(self, title: str, needed: float) -> None:
        """Write a group's heading row where the first row after it still fits."""
        room = (self._edges[-1] - self._edges[0] - 2 * _PAD_X) / self._size
        lines = break_lines(title, self._bold, room)
        height = self._height([lines])
        page = self._top - self._height(self._head) - self._bottom
        if needed > page - height:  # its first row begins here and goes on over the pages
            needed = _BEGINNING * self._leading + 2 * _PAD_Y
        if self._y - height - needed < self._bottom:
            self._next_page()
        self._put_cell(lines, 0, len(self._edges) - 1, self._bold, height)
        self._borders(height, inner=False)

    def _draw_row(self, cells: list[list[Line]], *, struck: bool = False) -> None:
        """Write a row on this page or the next; on several if it is taller than a page."""
        self._done += 1
        if self._done % _STEP == 0:
            self._progress.step(self._done, self._total)
        height = self._height(cells)
        if self._y - height < self._bottom:
            page = self._top - self._height(self._head)
            if height > page - self._bottom:
                self._draw_tall(cells)
                return
            self._next_page()
        self._put_cells(cells, self._regular, height)
        if struck:
            self._strike(cells)
        self._borders(height)

    def _strike(self, cells: list[list[Line]]) -> None:
        """Draw a line through every line of a row but its last cell, which says why."""
        size, parts = self._size, [f"{THIN:g} w"]
        for column, lines in enumerate(cells[:-1]):
            y = self._y - _PAD_Y - self._ascent + size * _STRIKE
            left, right = self._edges[column], self._edges[column + 1]
            for line in lines:
                width = line.width * size
                x = (left + right - width) / 2 if self._centred[column] else left + _PAD_X
                parts.append(f"{x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l")
                y -= self._leading
        self._pages.put("\n".join((*parts, "S")))

    def _draw_tall(self, cells: list[list[Line]]) -> None:
        """Write a row taller than a page in parts."""
        while any(cells):
            count = int((self._y - self._bottom - 2 * _PAD_Y) / self._leading)
            if count < min(_BEGINNING, max(map(len, cells))):
                self._next_page()
                continue
            part = [lines[:count] for lines in cells]
            cells = [lines[count:] for lines in cells]
            height = self._height(part)
            self._put_cells(part, self._regular, height)
            self._borders(height)

    def _put_cells(
        self,
        cells: list[list[Line]],
        face: Typeface,
        height: float,
        shifts: Sequence[float] = (),
    ) -> None:
        """Write the text of a row; `shifts` lowers cells, as in the centred heading row."""
        pages, size, leading = self._pages, self._size, self._leading
        known = pages.known(face)
        edges = self._edges
        first = self._y - _PAD_Y - self._ascent
        head = face is self._bold
        parts = [f"BT {pages.font(face, size)} {leading:g} TL"]
        for column, lines in enumerate(cells):
            if not lines:
                continue
            y = first - shifts[column] if shifts else first
            x = edges[column] + _PAD_X
            if head or self._centred[column]:
                middle = (edges[column] + edges[column + 1]) / 2
                for line in lines:
                    shown = pages.shown(face, size, line.words)
                    parts.append(f"1 0 0 1 {middle - line.width * size / 2:.2f} {y:.2f} Tm {shown}")
                    y -= leading
                continue
            parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for line in lines:
                encoded = [known.get(word, "") for word in line.words]
                if "" in encoded:
                    parts.append(f"{pages.shown(face, size, line.words)} T*")
                else:
                    parts.append(f"({' '.join(encoded)}) Tj T*")
        parts.append("ET")
        pages.put("\n".join(parts))
        if self.cells is not None:
            self._note_cells(cells, height)

    def _put_cell(
        self, lines: list[Line], start: int, end: int, face: Typeface, height: float
    ) -> None:
        """Write a cell over several columns."""
        y = self._y - _PAD_Y - self._ascent
        for line in lines:
            x = self._edges[start] + _PAD_X
            self._pages.text((x, y), line.words, face, self._size)
            y -= self._leading
        if self.cells is not None:
            self._note(start, end, lines, height)

    def _note_cells(self, cells: list[list[Line]], height: float) -> None:
        for column, lines in enumerate(cells):
            self._note(column, column + 1, lines, height)

    def _note(self, start: int, end: int, lines: list[Line], height: float) -> None:
        if self.cells is not None:
            text = " ".join(line.text for line in lines)
            x0, x1 = self._edges[start], self._edges[end]
            page = self._pages.count - 1
            self.cells.append(CellBox(page, x0, self._y - height, x1, self._y, text))

    def _borders(self, height: float, *, inner: bool = True) -> None:
        """Draw the row's frame and lines and move below it."""
        edges, y = self._edges, self._y
        low = y - height
        width = edges[-1] - edges[0]
        lines = [f"{THIN:g} w {edges[0]:.2f} {low:.2f} {width:.2f} {height:.2f} re"]
        if inner:
            lines += [f"{x:.2f} {low:.2f} m {x:.2f} {y:.2f} l" for x in edges[1:-1]]
        lines.append("S")
        self._pages.put("\n".join(lines))
        self._y = low
