"""The letter of a paper: header, text, signature and recipients as boxes, dealt out to pages.

A box is what no page break may cut: a line of text, the header, the signature block. Headings
stay with what follows, paragraphs leave no single line behind, and the signature block takes at
least two lines of the text along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from ktgs_desktop.papers.fonts import Style, Typeface, typeface
from ktgs_desktop.papers.layouts import MM
from ktgs_desktop.papers.pages import PORTRAIT, Pages
from ktgs_desktop.papers.paper import Heading, ListItem
from ktgs_desktop.papers.phrases import STAMP_RED, mark_texts, place_date, recipient_lines
from ktgs_desktop.papers.typesetting import Line, break_evenly, break_lines
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.papers.layouts import Layout
    from ktgs_desktop.papers.paper import Block, Paper

_SINGLE = 1.16
"""Line height of single spacing, as a multiple of the size."""
_HEADER_TO_TITLE = 34.0
_TITLE_TO_TEXT = 14.0
_TEXT_TO_SIGNATURE = 16.0
_PLACE_INSET = 4.0
_MARK_GAP = 10.0
_LEAST_LINE, _LINE_STEP = 18.0, 0.5
"""Lines of text may stand 18 to 22 points apart (domain.md 6.1)."""
_LITTLE = 8
"""A last page with no more boxes than these is given up if closer lines make room for them."""

Place: TypeAlias = tuple[float, float, float, float]
"""x, y, width and height in points from the bottom left."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something that stands on one page.

    Attributes:
        height: in points.
        gap: space above it unless it stands first on its page, in points.
        may_break: whether a page may begin with it.
        draw: writes it, given the pages and the height of its upper edge; gives the signature
            place if it has one.
    """

    height: float
    gap: float
    may_break: bool
    draw: Callable[[Pages, float], Place | None]


@dataclass(frozen=True, slots=True)
class _Row:
    """A centred line: what, in which style and size, and how high it is."""

    text: str
    face: Typeface
    size: float
    height: float


def _rows(text: str, style: Style, size: float, width: float) -> list[_Row]:
    """Centred rows of a text; one that fits keeps its spaces."""
    face = typeface(style)
    height = size * _SINGLE
    if face.measure(text) * size <= width:
        return [_Row(text, face, size, height)] if text.strip() else []
    lines = break_evenly(text, face, width / size)
    return [_Row(line.text, face, size, height) for line in lines]


def _height(rows: Iterable[_Row]) -> float:
    return sum(row.height for row in rows)


def _draw_rows(pages: Pages, rows: Iterable[_Row], middle: float, top: float) -> float:
    """Write centred rows downwards; the height reached."""
    for row in rows:
        baseline = top - row.face.baseline(row.size, row.height)
        pages.centred((middle, baseline), row.text, row.face, row.size)
        top -= row.height
    return top


def _header(paper: Paper, layout: Layout) -> Box:
    left_width = layout.header_left_mm * MM
    right_width = layout.header_right_mm * MM
    size = layout.header_pt
    left = [
        *_rows(paper.header_above.upper(), Style.REGULAR, size, left_width),
        *_rows(paper.header_own.upper(), Style.BOLD, size, left_width),
        *_rows("*", Style.REGULAR, size, left_width),
    ]
    symbol = _rows(paper.symbol_text, Style.REGULAR, size, left_width)
    title = _rows(wording("party_title"), Style.BOLD, layout.party_title_pt, right_width)
    dated = _dated_rows(paper, layout, right_width)
    second = max(_height(left), _height(title) + size)
    marks = [(_rows(text, Style.BOLD, size, left_width), red) for text, red in mark_texts(paper)]
    beside = _height(symbol) + sum(_MARK_GAP + _height(rows) for rows, _colour in marks)
    height = second + max(beside, _height(dated))

    def draw(pages: Pages, top: float) -> None:
        x0 = layout.margin_left_mm * MM
        x1 = PORTRAIT[0] - layout.margin_right_mm * MM
        left_middle, right_middle = x0 + left_width / 2, x1 - right_width / 2
        _draw_rows(pages, left, left_middle, top)
        under = _draw_rows(pages, symbol, left_middle, top - second)
        rule = _draw_rows(pages, title, right_middle, top) + 1
        half = max(row.face.measure(row.text) * row.size for row in title) / 2
        pages.rule((right_middle - half, rule), (right_middle + half, rule), 0.75)
        _draw_rows(pages, dated, right_middle, top - second)
        for rows, red in marks:
            under = _draw_mark(pages, rows, (left_middle, under - 8), red=red)

    return Box(height, 0, may_break=True, draw=draw)


def _dated_rows(paper: Paper, layout: Layout, width: float) -> list[_Row]:
    """Place and date; beside a long place the date stands on a line of its own, as in Word."""
    text, size = place_date(paper), layout.place_date_pt
    rows = _rows(text, Style.ITALIC, size, width)
    comma, space, date = text.removeprefix(paper.place).partition(" ")
    if len(rows) == 1 or not space:
        return rows
    place = paper.place + comma
    return [row for part in (place, date) for row in _rows(part, Style.ITALIC, size, width)]


def _draw_mark(pages: Pages, rows: list[_Row], at: tuple[float, float], *, red: bool) -> float:
    """Write a mark in its frame; the height reached."""
    middle, top = at
    width = rows[0].face.measure(rows[0].text) * rows[0].size + 16
    colour = STAMP_RED[0] / 255, STAMP_RED[1] / 255, STAMP_RED[2] / 255
    with pages.coloured(colour if red else None):
        bottom = _draw_rows(pages, rows, middle, top)
        pages.frame((middle - width / 2, bottom - 1), (width, top - bottom + 2))
    return bottom - 2


def _title(paper: Paper, layout: Layout) -> Box:
    width = layout.text_width_mm * MM
    rows = [
        *_rows(paper.type_name.upper(), Style.BOLD, layout.type_name_pt, width),
        *_rows(paper.abstract, Style.BOLD, layout.abstract_pt, width * 0.92),
        *_rows(layout.abstract_mark, Style.REGULAR, layout.abstract_pt, width),
    ]
    middle = layout.margin_left_mm * MM + width / 2

    def draw(pages: Pages, top: float) -> None:
        _draw_rows(pages, rows, middle, top)

    return Box(_height(rows), _HEADER_TO_TITLE, may_break=False, draw=draw)


_HEADING_STYLES = {1: Style.BOLD, 2: Style.BOLD, 3: Style.BOLD_ITALIC}


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A line of a paragraph at its place."""

    line: Line
    face: Typeface
    size: float
    x: float
    room: float | None

    def draw(self, pages: Pages, top: float, height: float) -> None:
        stretch = 0.0
        gaps = len(self.line.words) - 1
        if self.room is not None and gaps:
            stretch = max(0.0, (self.room - self.line.width * self.size) / gaps)
        baseline = top - self.face.baseline(self.size, height)
        pages.text((self.x, baseline), self.line.words, self.face, self.size, stretch)


def _block(block: Block, layout: Layout, first_gap: float, *, kept: bool) -> list[Box]:
    """The lines of a block; `kept` forbids a page to begin with its first one."""
    heading = isinstance(block, Heading)
    style = _HEADING_STYLES.get(block.level, Style.BOLD) if isinstance(block, Heading) else None
    face = typeface(style or Style.REGULAR)
    text = f"- {block.text}" if isinstance(block, ListItem) else block.text
    size, height = layout.body_pt, layout.body_line_pt
    width, indent = layout.text_width_mm * MM, layout.body_indent_mm * MM
    lines = break_lines(text, face, width / size, indent / size)
    boxes = []
    for place, line in enumerate(lines):
        first, last = place == 0, place == len(lines) - 1
        shift = indent if first else 0.0
        room = None if last or heading else width - shift
        drawn = _TextLine(line, face, size, layout.margin_left_mm * MM + shift, room)
        may_break = not kept if first else not (heading or place == 1 or last)
        boxes.append(
            Box(height, first_gap if first else 0.0, may_break, partial(drawn.draw, height=height))
        )
    return boxes


def _text(paper: Paper, layout: Layout) -> list[Box]:
    boxes: list[Box] = []
    kept = True
    gap = _TITLE_TO_TEXT
    for block in paper.blocks:
        lines = _block(block, layout, gap, kept=kept)
        boxes.extend(lines)
        if lines:
            kept = isinstance(block, Heading)
            gap = layout.body_gap_pt
    if boxes:
        boxes[-1] = replace(boxes[-1], may_break=False)
    return boxes


def _recipient_rows(paper: Paper, layout: Layout) -> list[tuple[Line, float]]:
    """Lines of the recipients and how far each is indented."""
    face = typeface(Style.REGULAR)
    size = layout.recipients_pt
    dash = face.measure("- ")
    rows = []
    for text in recipient_lines(paper):
        lines = break_lines(text[2:], face, layout.recipients_width_mm * MM / size - dash)
        for place, line in enumerate(lines):
            words = ["-", *line.words] if place == 0 else line.words
            rows.append((line._replace(words=words), 0.0 if place == 0 else dash * size))
    return rows


def _signature_rows(paper: Paper, layout: Layout) -> tuple[list[_Row], list[_Row]]:
    """Rows above and below the room for the signature."""
    width, size = layout.signature_width_mm * MM, layout.signature_pt
    signature = paper.signature
    above = [
        *_rows(signature.authority.upper(), Style.BOLD, size, width),
        *_rows(signature.position.upper(), Style.REGULAR, size, width),
    ]
    return above, _rows(signature.name, Style.BOLD, size, width)


def _draw_recipients(
    pages: Pages, rows: Iterable[tuple[Line, float]], layout: Layout, top: float
) -> None:
    face, size = typeface(Style.REGULAR), layout.recipients_pt
    x = layout.margin_left_mm * MM
    height = size * _SINGLE
    for line, indent in rows:
        pages.text((x + indent, top - face.baseline(size, height)), line.words, face, size)
        top -= height


def _closing(paper: Paper, layout: Layout, room: float) -> list[Box]:
    """Signature and recipients side by side; recipients that fill a page go on over it."""
    above, below = _signature_rows(paper, layout)
    gap = layout.signature_gap_mm * MM
    rows = _recipient_rows(paper, layout)
    head = layout.recipients_title_pt * _SINGLE + 2 if rows else 0.0
    line = layout.recipients_pt * _SINGLE
    beside = int((room * 0.8 - head) / line)
    height = max(_height(above) + gap + _height(below), head + line * min(len(rows), beside))

    def draw(pages: Pages, top: float) -> Place:
        if rows:
            _draw_recipients_title(pages, layout, top)
            _draw_recipients(pages, rows[:beside], layout, top - head)
        width = layout.signature_width_mm * MM
        x = PORTRAIT[0] - layout.margin_right_mm * MM - width
        under = _draw_rows(pages, above, x + width / 2, top)
        _draw_rows(pages, below, x + width / 2, under - gap)
        inset = _PLACE_INSET
        return x + inset, under - gap + inset, width - 2 * inset, gap - 2 * inset

    def draw_rest(pages: Pages, top: float, first: int) -> None:
        _draw_recipients(pages, rows[first : first + 1], layout, top)

    boxes = [Box(height, _TEXT_TO_SIGNATURE, may_break=False, draw=draw)]
    boxes.extend(
        Box(line, 0, may_break=True, draw=partial(draw_rest, first=place))
        for place in range(beside, len(rows))
    )
    return boxes


def _draw_recipients_title(pages: Pages, layout: Layout, top: float) -> None:
    face, size = typeface(Style.REGULAR), layout.recipients_title_pt
    text = wording("recipients_title")
    x = layout.margin_left_mm * MM
    baseline = top - face.baseline(size, size * _SINGLE)
    pages.text((x, baseline), [text], face, size)
    pages.rule((x, baseline - 1.8), (x + face.measure(text) * size, baseline - 1.8), 0.6)


def dealt(boxes: list[Box], room: float) -> list[list[Box]]:
    """Boxes page by page.

    Args:
        boxes: all boxes in order.
        room: height of a page between its margins, in points.

    Returns:
        At least one box on each page; a box taller than a page stands alone.
    """
    pages = []
    start = 0
    while start < len(boxes):
        end, used = start, 0.0
        while end < len(boxes):
            used += boxes[end].height + (boxes[end].gap if end > start else 0.0)
            if used > room and end > start:
                break
            end += 1
        cut = end
        while start < cut < len(boxes) and not boxes[cut].may_break:
            cut -= 1
        end = cut if cut > start else end
        pages.append(boxes[start:end])
        start = end
    return pages


def _boxes(paper: Paper, layout: Layout, room: float) -> list[Box]:
    boxes = [_header(paper, layout), _title(paper, layout), *_text(paper, layout)]
    boxes.extend(_closing(paper, layout, room))
    return boxes


def _laid_out(paper: Paper, layout: Layout, room: float) -> list[list[Box]]:
    """The letter page by page; lines move closer if that saves a page with little on it."""
    found = dealt(_boxes(paper, layout, room), room)
    line = layout.body_line_pt
    while len(found) > 1 and len(found[-1]) <= _LITTLE and line > _LEAST_LINE:
        line = max(line - _LINE_STEP, _LEAST_LINE)
        closer = dealt(_boxes(paper, replace(layout, body_line_pt=line), room), room)
        if len(closer) < len(found):
            return closer
    return found


def draw_letter(
    paper: Paper, layout: Layout, pages: Pages, begin: Callable[[], None]
) -> tuple[int, Place]:
    """Write the letter.

    Args:
        paper: what is on it.
        layout: its measures.
        pages: the PDF in the making.
        begin: opens a page of the letter.

    Returns:
        Index of the page with the signature, and the place for it.
    """
    top = PORTRAIT[1] - layout.margin_top_mm * MM
    room = top - layout.margin_bottom_mm * MM
    signature: tuple[int, Place] = (0, (0.0, 0.0, 0.0, 0.0))
    for on_page in _laid_out(paper, layout, room):
        begin()
        y = top
        for place, box in enumerate(on_page):
            y -= box.gap if place else 0.0
            found = box.draw(pages, y)
            if found is not None:
                signature = (pages.count - 1, found)
            y -= box.height
    return signature
