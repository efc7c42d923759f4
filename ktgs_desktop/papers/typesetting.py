"""Breaking text into lines: greedy as Word does it, evenly for centred titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ktgs_desktop.papers.fonts import Typeface

_TOLERANCE = 1e-6
_BREAK_AFTER = "/-–_,;."


class Line(NamedTuple):
    """A line of words.

    Attributes:
        words: its words, without the spaces between.
        width: in points at size 1.
    """

    words: list[str]
    width: float

    @property
    def text(self) -> str:
        """The line as one text."""
        return " ".join(self.words)


def _pieces(word: str, face: Typeface, room: float) -> list[str]:
    """A word that is wider than its line, cut; after a slash or hyphen if there is one."""
    pieces = []
    while face.measure(word) > room and len(word) > 1:
        fitting = 1
        while fitting < len(word) and face.measure(word[: fitting + 1]) <= room:
            fitting += 1
        marks = [at + 1 for at in range(fitting) if word[at] in _BREAK_AFTER]
        cut = marks[-1] if marks else fitting
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def break_lines(text: str, face: Typeface, width: float, indent: float = 0.0) -> list[Line]:
    """The lines of a text.

    Args:
        text: words separated by any spaces; line breaks count as spaces.
        face: style it is set in.
        width: width of a line in points at size 1 (points divided by the size).
        indent: by how much the first line is shorter, in the same unit.

    Returns:
        The lines; none for a text without words. No line is wider than asked unless a single
        character is.
    """
    widths = face.word_widths
    space = face.space
    limit = width + _TOLERANCE
    room = limit - indent
    lines: list[Line] = []
    words: list[str] = []
    used = -space
    for word in text.split():
        own = widths.get(word)
        if own is None:
            own = face.word_width(word)
        if used + space + own <= room:
            words.append(word)
            used += space + own
            continue
        if words:
            lines.append(Line(words, used))
            room = limit
        words, used = [word], own
        if own > room:
            *full, last = _pieces(word, face, room)
            lines.extend(Line([piece], face.measure(piece)) for piece in full)
            words, used = [last], face.measure(last)
            room = limit if full else room
    if words:
        lines.append(Line(words, used))
    return lines


def break_evenly(text: str, face: Typeface, width: float) -> list[Line]:
    """The lines of a centred title: as few as possible, of about the same length.

    Args:
        text: words separated by spaces.
        face: style it is set in.
        width: width of a line in points at size 1.
    """
    lines = break_lines(text, face, width)
    count = len(lines)
    if count < 2:  # noqa: PLR2004 - one line is even already
        return lines
    longest = max(face.word_width(word) for word in text.split())
    low, high = min(width, max(longest, face.measure(text) / count)), width
    if len(break_lines(text, face, low)) == count:
        return break_lines(text, face, low)
    for _ in range(12):
        middle = (low + high) / 2
        if len(break_lines(text, face, middle)) > count:
            low = middle
        else:
            high = middle
    return break_lines(text, face, high)
