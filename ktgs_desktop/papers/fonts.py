"""The typeface of papers: four styles of Liberation Serif, metric-compatible with Times New Roman.

The sign ✓, which Liberation lacks, comes from a font of its own.

Fonts are registered once for the whole program. Measuring is safe from any thread; writing the
font files into a PDF reads through one shared file position, so documents are finished under
`FINISHING`.
"""

from __future__ import annotations

import threading
from enum import StrEnum
from functools import cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ktgs_desktop.paths import resource

FINISHING = threading.Lock()
"""Held while a document writes its fonts."""

_REGISTERING = threading.Lock()
SIGNS = "✓"
"""Characters that Liberation Serif does not have; `SIGNS_FONT` has them."""
SIGNS_FONT = "DejaVuSans-Signs"


class Style(StrEnum):
    """The styles, by the name of their font."""

    REGULAR = "LiberationSerif-Regular"
    BOLD = "LiberationSerif-Bold"
    ITALIC = "LiberationSerif-Italic"
    BOLD_ITALIC = "LiberationSerif-BoldItalic"


class Typeface:
    """Widths of one style; words are measured once.

    Args:
        style: which style.
    """

    def __init__(self, style: Style) -> None:
        font = pdfmetrics.getFont(style)
        self.style = style
        self.font = font
        self.word_widths: dict[str, float] = {}
        signs = pdfmetrics.getFont(SIGNS_FONT).face.charWidths
        own = {ord(sign): signs[ord(sign)] for sign in SIGNS}
        self._widths: dict[int, float] = own | font.face.charWidths
        self._default: float = font.face.defaultWidth
        self.ascent: float = font.face.ascent / 1000
        self.descent: float = -font.face.descent / 1000
        self.space = self.measure(" ")

    def measure(self, text: str) -> float:
        """Width of a text in points at size 1.

        Args:
            text: any text; line breaks have no width of their own.
        """
        default = self._default
        widths = self._widths
        return sum([widths.get(ord(character), default) for character in text]) / 1000

    def word_width(self, word: str) -> float:
        """Width of a word in points at size 1, remembered.

        Args:
            word: a text that is likely to come again.
        """
        width = self.word_widths.get(word)
        if width is None:
            width = self.word_widths[word] = self.measure(word)
        return width

    def baseline(self, size: float, line: float) -> float:
        """From the top of a line of text down to its baseline, in points.

        Args:
            size: size of the text in points.
            line: height of the line in points.
        """
        return (line + (self.ascent - self.descent) * size) / 2


@cache
def _faces() -> dict[Style, Typeface]:
    rl_config.useA85 = 0  # plain binary streams: a quarter smaller and faster to write
    for name in (SIGNS_FONT, *map(str, Style)):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
    return {style: Typeface(style) for style in Style}


def typeface(style: Style) -> Typeface:
    """A style, registered at its first use.

    Args:
        style: which style.
    """
    with _REGISTERING:
        return _faces()[style]
