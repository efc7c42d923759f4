"""Pages of a PDF: text, rules and frames at their places, straight into the page's stream.

The one place that knows how reportlab's canvas writes; everything above speaks in points from
the bottom left of the page. Output depends on the input alone.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.rl_accel import escapePDF
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop.papers.fonts import FINISHING, SIGNS, SIGNS_FONT, Style, typeface
from ktgs_desktop.papers.layouts import A4_HEIGHT_MM, A4_WIDTH_MM, MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.graphics.shapes import Drawing

    from ktgs_desktop.papers.fonts import Typeface

PORTRAIT = (A4_WIDTH_MM * MM, A4_HEIGHT_MM * MM)
LANDSCAPE = (A4_HEIGHT_MM * MM, A4_WIDTH_MM * MM)
THIN = 0.5
"""Width of rules and table lines in points."""
_SIGN = re.compile(f"([{SIGNS}]+)")


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """What a PDF says about itself.

    Attributes:
        title: shown in the viewer's title bar.
        author: the issuing body.
        subject: number and symbol, or what it is for.
        made: PDF date of its making, e.g. "D:20210105"; never taken from a clock.
    """

    title: str
    author: str
    subject: str
    made: str


@dataclass(frozen=True, slots=True)
class CellBox:
    """Where a cell of an annex table stands on its page, in points from the bottom left.

    Attributes:
        page: index of the page, from 0.
        x0: left edge.
        y0: lower edge.
        x1: right edge.
        y1: upper edge.
        text: what it shows there.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    text: str


class Pages:
    """A PDF in the making.

    Args:
        info: what it says about itself.
        size: width and height of its pages in points.
    """

    def __init__(self, info: PdfInfo, size: tuple[float, float] = PORTRAIT) -> None:
        typeface(Style.REGULAR)
        self.size = size
        self.count = 0
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=str(Style.REGULAR),
            lang="vi-VN",
        )
        self._document = self._canvas._doc  # noqa: SLF001 - fonts hand out their codes per document
        self._encoded: dict[Style, dict[str, str]] = {style: {} for style in Style}
        self._canvas.setTitle(info.title)
        self._canvas.setAuthor(info.author)
        self._canvas.setSubject(info.subject)
        self._canvas.setCreator("KTGS Desktop")
        self._canvas.setDateFormatter(lambda *_: info.made)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self.put = self._canvas.addLiteral

    def open(self, size: tuple[float, float]) -> None:
        """Begin the next page.

        Args:
            size: width and height in points.
        """
        if self.count:
            self._canvas.showPage()
        self.count += 1
        self.size = size
        self._canvas.setPageSize(size)

    def finish(self) -> bytes:
        """Close the last page and give the whole file."""
        self._canvas.showPage()
        with FINISHING:
            self._canvas.save()
        return self._buffer.getvalue()

    def font(self, face: Typeface, size: float) -> str:
        """The operator that selects a style, for a text object in the page's stream."""
        face.font.splitString(" ", self._document)  # makes the first subset
        return f"{face.font.getSubsetInternalName(0, self._document)} {size:g} Tf"

    def known(self, face: Typeface) -> dict[str, str]:
        """Words of a style already written, as their font writes them; empty for the unusual."""
        return self._encoded[face.style]

    def encoded(self, face: Typeface, word: str) -> str:
        """A word as the first subset of its font writes it, escaped; empty if it needs more.

        Args:
            face: its style.
            word: a text without line breaks.
        """
        chunks = [] if _SIGN.search(word) else face.font.splitString(word, self._document)
        text = ""
        if len(chunks) == 1 and chunks[0][0] == 0:
            text = escapePDF(chunks[0][1])
        self._encoded[face.style][word] = text
        return text

    def shown(self, face: Typeface, size: float, words: Sequence[str]) -> str:
        """The operators that show words at the present place of a text object.

        Args:
            face: the style in force.
            size: the size in force.
            words: shown with one space between.
        """
        known = self._encoded[face.style]
        parts = [known.get(word) or self.encoded(face, word) for word in words]
        if "" not in parts:
            return f"({' '.join(parts)}) Tj"
        shown = []
        for run in filter(None, _SIGN.split(" ".join(words))):
            font = pdfmetrics.getFont(SIGNS_FONT) if _SIGN.match(run) else face.font
            for subset, text in font.splitString(run, self._document):
                name = font.getSubsetInternalName(subset, self._document)
                shown.append(f"{name} {size:g} Tf ({escapePDF(text)}) Tj")
        return " ".join([*shown, self.font(face, size)])

    def text(
        self,
        place: tuple[float, float],
        words: Sequence[str],
        face: Typeface,
        size: float,
        stretch: float = 0.0,
    ) -> None:
        """Write a line of text.

        Args:
            place: left end of its baseline in points.
            words: shown with one space between; a single "word" may hold spaces itself.
            face: its style.
            size: in points.
            stretch: points added to each space.
        """
        spacing = f" {stretch:.3f} Tw" if stretch else ""
        self.put(
            f"BT {self.font(face, size)}{spacing} 1 0 0 1 {place[0]:.2f} {place[1]:.2f} Tm"
            f" {self.shown(face, size, words)}{' 0 Tw' if stretch else ''} ET"
        )

    def centred(self, place: tuple[float, float], text: str, face: Typeface, size: float) -> None:
        """Write a line of text around a point.

        Args:
            place: middle of its baseline in points.
            text: the line; its spaces are kept.
            face: its style.
            size: in points.
        """
        width = face.measure(text) * size
        self.text((place[0] - width / 2, place[1]), [text], face, size)

    def rule(
        self, start: tuple[float, float], end: tuple[float, float], width: float = THIN
    ) -> None:
        """Draw a straight line.

        Args:
            start: one end in points.
            end: the other end.
            width: in points.
        """
        self.put(f"{width:g} w {start[0]:.2f} {start[1]:.2f} m {end[0]:.2f} {end[1]:.2f} l S")

    def picture(self, png: bytes, corner: tuple[float, float], size: tuple[float, float]) -> None:
        """Draw a picture; what is transparent in it stays so.

        Args:
            png: the picture.
            corner: its lower left corner in points.
            size: its width and height in points.
        """
        self._canvas.drawImage(ImageReader(BytesIO(png)), *corner, *size, mask="auto")

    def drawing(self, drawing: Drawing, corner: tuple[float, float], share: float) -> None:
        """Draw a chart.

        Args:
            drawing: the chart.
            corner: its lower left corner in points.
            share: by how much it is made smaller, 1 for not at all.
        """
        from reportlab.graphics import renderPDF  # takes 60 ms to load

        self._canvas.saveState()
        self._canvas.translate(*corner)
        self._canvas.scale(share, share)
        renderPDF.draw(drawing, self._canvas, 0, 0)
        self._canvas.restoreState()

    @contextmanager
    def coloured(self, colour: tuple[float, float, float] | None) -> Iterator[None]:
        """Write what comes in a colour, in black if there is none.

        Args:
            colour: red, green and blue, each from 0 to 1.
        """
        if colour is None:
            yield
            return
        shares = " ".join(f"{share:g}" for share in colour)
        self.put(f"q {shares} rg {shares} RG")
        yield
        self.put("Q")

    def frame(
        self, corner: tuple[float, float], size: tuple[float, float], width: float = THIN
    ) -> None:
        """Draw an empty rectangle.

        Args:
            corner: its lower left corner in points.
            size: its width and height in points.
            width: of its line in points.
        """
        x, y = corner
        self.put(f"{width:g} w {x:.2f} {y:.2f} {size[0]:.2f} {size[1]:.2f} re S")
