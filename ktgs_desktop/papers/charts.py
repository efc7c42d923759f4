"""Charts of progress, drawn once for paper and screen; the colours are passed in.

A chart is a stack of bars, one for each group of lines, cut by how far the lines are. Where each
piece stands is told with the drawing, so that a screen can open the lines behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop.papers.fonts import FINISHING, Style, typeface
from ktgs_desktop.papers.typesetting import break_lines

_ROW, _BAR, _HEAD, _GAP = 22.0, 14.0, 24.0, 14.0
_LABELS = (0.2, 0.42)  # least and greatest share of the width for the words before the bars
_LABEL_GAP, _LABEL_LINE, _LABEL_LINES = 10.0, 12.5, 2
_TOTAL = 30.0
_SIZE, _TITLE = 10.5, 12.0
_SWATCH = 10.0


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A group of lines.

    Attributes:
        key: identifies it.
        label: what it is called.
        counts: how many of its lines are in each state.
    """

    key: str
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Groups of lines side by side.

    Attributes:
        key: what the lines are grouped by.
        title: heading.
        bars: the groups.
    """

    key: str
    title: str
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`.

    Attributes:
        back: behind everything, empty for none.
        text: of words.
        line: of the line at which bars begin.
        states: of each state.
        inside: of the numbers inside bars.
    """

    back: str
    text: str
    line: str
    states: tuple[str, ...]
    inside: str


PAPER = Palette("", "#000000", "#808080", ("#2f7d4a", "#2a5ea8", "#b3261e", "#8d8880"), "#ffffff")
"""The colours of a chart on paper."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a piece of a bar stands, in points from the top left of the drawing.

    Attributes:
        chart: key of its chart.
        bar: key of its bar.
        state: place of its state.
        x: left edge.
        y: upper edge.
        width: its width.
        height: its height.
    """

    chart: str
    bar: str
    state: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """Charts as drawn.

    Attributes:
        drawing: the drawing.
        pieces: where each piece stands, in reading order.
    """

    drawing: Drawing
    pieces: tuple[Piece, ...]


def draw_charts(
    charts: Sequence[Chart], states: Sequence[str], palette: Palette, width: float
) -> Drawn:
    """Charts one below the other, with what the colours mean above them.

    Args:
        charts: the charts.
        states: what each state is called.
        palette: the colours.
        width: of the drawing in points; its height follows.
    """
    left = _label_room(charts, width)
    labelled = [
        (chart, [label_lines(bar.label, left - _LABEL_GAP) for bar in chart.bars])
        for chart in charts
    ]
    height = _HEAD + sum(
        _HEAD + sum(map(_row_height, labels)) + _GAP for _chart, labels in labelled
    )
    pen = _Pen(Drawing(width, height), palette, width, height)
    pen.legend(states)
    for chart, labels in labelled:
        pen.chart(chart, labels, left)
    return Drawn(pen.drawing, tuple(pen.pieces))


def _label_room(charts: Sequence[Chart], width: float) -> float:
    """Room for the words before the bars: what the longest needs, within limits."""
    measure = typeface(Style.REGULAR).measure
    longest = max((measure(bar.label) for chart in charts for bar in chart.bars), default=0.0)
    least, greatest = _LABELS
    return min(max(longest * _SIZE + _LABEL_GAP, least * width), greatest * width)


def label_lines(text: str, width: float) -> list[str]:
    """What a group is called on lines of a width; what two do not hold is cut with "…".

    Args:
        text: what it is called.
        width: the room in points.
    """
    lines = [line.text for line in break_lines(text, typeface(Style.REGULAR), width / _SIZE)]
    if len(lines) <= _LABEL_LINES:
        return lines
    kept = lines[: _LABEL_LINES - 1]
    return [*kept, shortened(" ".join(lines[_LABEL_LINES - 1 :]), width)]


def _row_height(label: Sequence[str]) -> float:
    return _ROW + _LABEL_LINE * max(0, len(label) - 1)


class _Pen:
    """Draws from the top of a drawing downwards."""

    def __init__(self, drawing: Drawing, palette: Palette, width: float, height: float) -> None:
        self.drawing = drawing
        self.pieces: list[Piece] = []
        self._palette = palette
        self._width, self._height = width, height
        self._top = 0.0
        if palette.back:
            self._rect(0, 0, width, height, palette.back)

    def _y(self, from_top: float) -> float:
        return self._height - from_top

    def _rect(self, x: float, top: float, width: float, height: float, colour: str) -> None:
        self.drawing.add(
            Rect(x, self._y(top + height), width, height, fillColor=HexColor(colour),
                 strokeColor=None)
        )  # fmt: skip

    def _words(
        self, x: float, baseline: float, text: str, style: Style = Style.REGULAR, **look: object
    ) -> None:
        given = {"fontSize": _SIZE, "fillColor": HexColor(self._palette.text), **look}
        self.drawing.add(String(x, self._y(baseline), text, fontName=str(style), **given))

    def legend(self, states: Sequence[str]) -> None:
        """What the colours mean."""
        x, face = 0.0, typeface(Style.REGULAR)
        for colour, text in zip(self._palette.states, states, strict=True):
            self._rect(x, 4, _SWATCH, _SWATCH, colour)
            self._words(x + _SWATCH + 5, 13, text)
            x += _SWATCH + 5 + face.measure(text) * _SIZE + 18
        self._top = _HEAD

    def chart(self, chart: Chart, labels: Sequence[Sequence[str]], left: float) -> None:
        """A heading and its bars, the longest as wide as there is room."""
        self._words(0, self._top + 15, chart.title, Style.BOLD, fontSize=_TITLE)
        self._top += _HEAD
        most = max((sum(bar.counts) for bar in chart.bars), default=0)
        unit = (self._width - left - _TOTAL) / max(most, 1)
        begin = self._top
        for bar, label in zip(chart.bars, labels, strict=True):
            height = _row_height(label)
            self._label(label, height)
            self._bar(chart.key, bar, left, unit, height)
            self._top += height
        self.drawing.add(
            Line(left, self._y(begin), left, self._y(self._top), strokeWidth=0.5,
                 strokeColor=HexColor(self._palette.line))
        )  # fmt: skip
        self._top += _GAP

    def _label(self, lines: Sequence[str], height: float) -> None:
        """What a group is called, in the middle of its row."""
        first = self._top + (height - _LABEL_LINE * (len(lines) - 1)) / 2 + _SIZE * 0.35
        for place, text in enumerate(lines):
            self._words(0, first + place * _LABEL_LINE, text)

    def _bar(self, chart: str, bar: ChartBar, left: float, unit: float, height: float) -> None:
        baseline = self._top + height / 2 + _SIZE * 0.35
        x, upper = left, self._top + (height - _BAR) / 2
        for state, count in enumerate(bar.counts):
            if not count:
                continue
            width = count * unit
            self._rect(x, upper, width, _BAR, self._palette.states[state])
            self.pieces.append(Piece(chart, bar.key, state, x, upper, width, _BAR))
            text = str(count)
            if typeface(Style.REGULAR).measure(text) * _SIZE + 4 <= width:
                inside = HexColor(self._palette.inside)
                middle = x + width / 2
                self._words(middle, baseline, text, fillColor=inside, textAnchor="middle")
            x += width
        self._words(x + 6, baseline, str(sum(bar.counts)), Style.BOLD)


def shortened(text: str, width: float) -> str:
    """A text as far as there is room for it, with "…" if it is cut.

    Args:
        text: the text.
        width: the room in points.
    """
    measure = typeface(Style.REGULAR).measure
    if measure(text) * _SIZE <= width:
        return text
    while text and measure(text + "…") * _SIZE > width:
        text = text[:-1]
    return text.rstrip() + "…"


def as_page(drawn: Drawn) -> bytes:
    """A drawing as a PDF of one page of its size, for the screen.

    Args:
        drawn: the charts.
    """
    buffer = BytesIO()
    size = (drawn.drawing.width, drawn.drawing.height)
    canvas = Canvas(buffer, pagesize=size, invariant=1, initialFontName=str(Style.REGULAR))
    renderPDF.draw(drawn.drawing, canvas, 0, 0)
    canvas.showPage()
    with FINISHING:
        canvas.save()
    return buffer.getvalue()
