"""In which encoding a table was written: what its words mean decides, column by column.

A word counts for an encoding if it is a Vietnamese syllable when read in it, and not as it stands.
So proper Vietnamese is never taken for another encoding, and neither is ASCII, which has no
letter that could be one. Where a file names a font of an old encoding, that counts too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from ktgs_desktop.domain.legacy_text import LEGACY, TextEncoding, may_be_legacy, to_unicode
from ktgs_desktop.domain.syllables import is_syllable
from ktgs_desktop.domain.vietnamese import nfc

_BETWEEN = re.compile("[\\x00-@\\[-`{-\\x9f\u2013\u2014\u2018-\u201e\u2020\u2022\u2026]+")
_PROBED = 2000
_FEW, _SURE = 2, 6
_OUTWEIGHED, _MOST = 4, 0.8

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a cell in one font of an old encoding.

    Attributes:
        text: its text.
        encoding: the encoding of the font, empty for any other font.
        capitals: whether the font shows small letters as capitals.
    """

    text: str
    encoding: str = ""
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as a file has it.

    Attributes:
        rows: its cells, tidy (`vietnamese.tidy`), letters as in the file.
        fonts: the runs of cells in fonts of old encodings, by row and column.
        bytewise: whether it comes from a file of one byte a letter, read as Latin letters.
    """

    rows: list[list[str]]
    fonts: Mapping[Place, tuple[Run, ...]] = field(default_factory=dict)
    bytewise: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text of a table was read.

    Attributes:
        encoding: the encoding of most converted cells; Unicode if none was converted.
        columns: encoding of each column that has converted cells.
        cells: how many cells were converted.
        sure: whether nothing speaks against it and there are enough words to tell.
        chosen: whether a person said so.
    """

    encoding: TextEncoding = TextEncoding.UNICODE
    columns: Mapping[int, TextEncoding] = field(default_factory=dict)
    cells: int = 0
    sure: bool = True
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in Unicode.

    Attributes:
        rows: rows of cells, composed.
        reading: how their text was read.
    """

    rows: list[list[str]]
    reading: Reading = field(default_factory=Reading)


@dataclass(slots=True)
class _Evidence:
    """What the words of some cells say, counted in letters beyond ASCII.

    Attributes:
        read: by encoding, words that are syllables in it and not as they stand.
        against: by encoding, words that are syllables as they stand and not in it.
        neither: words that are syllables neither way.
    """

    read: Counter[TextEncoding] = field(default_factory=Counter)
    against: Counter[TextEncoding] = field(default_factory=Counter)
    neither: int = 0

    def add(self, more: _Evidence) -> None:
        """Count what other cells say too."""
        self.read += more.read
        self.against += more.against
        self.neither += more.neither

    @property
    def best(self) -> TextEncoding:
        """The encoding it speaks for; Unicode unless the words clearly say otherwise."""
        if not self.read:
            return TextEncoding.UNICODE
        encoding, weight = self.read.most_common(1)[0]
        clear = weight >= _FEW and weight > _OUTWEIGHED * self.against[encoding]
        return encoding if clear and weight > self.neither else TextEncoding.UNICODE

    @property
    def sure(self) -> bool:
        """Whether it speaks loudly for its best encoding, with hardly anything against."""
        weight, against = self.read[self.best], self.against[self.best] + self.neither
        return weight >= _SURE and weight >= _MOST * (weight + against)


def _words_of(text: str) -> list[str]:
    """The words of a text that have a letter beyond ASCII; a lone one may be a sign (·, ½)."""
    if text.isascii():
        return []
    return [word for word in _BETWEEN.split(text) if len(word) > 1 and not word.isascii()]


def _evidence(cells: Iterable[str]) -> _Evidence:
    found = _Evidence()
    for word in {word for cell in cells for word in _words_of(cell)}:
        weight = sum(not letter.isascii() for letter in word)
        stands, bytes_only = is_syllable(nfc(word)), may_be_legacy(word)
        fitting = [one for one in LEGACY if bytes_only and is_syllable(to_unicode(word, one))]
        if stands:
            found.against.update({one: weight for one in LEGACY if one not in fitting})
        elif fitting:
            found.read.update(dict.fromkeys(fitting, weight))
        else:
            found.neither += weight
    return found


def read_text(table: RawTable, choice: TextEncoding | None = None) -> TextTable:
    """A table in Unicode, composed.

    Args:
        table: the table as its file has it.
        choice: the encoding a person says it has, None to find out.
    """
    reader = _Reader(table, choice)
    rows = [
        [reader.cell((place, column), cell) for column, cell in enumerate(row)]
        for place, row in enumerate(table.rows)
    ]
    return TextTable(rows, reader.reading())


class _Reader:
    """Turns the cells of a table into Unicode and counts which it had to convert.

    Args:
        table: the table as its file has it.
        choice: the encoding a person says it has, None to find out.
    """

    def __init__(self, table: RawTable, choice: TextEncoding | None) -> None:
        self._table = table
        self._choice = choice
        self._usual = TextEncoding.WINDOWS if table.bytewise else TextEncoding.UNICODE
        self._converted: dict[int, Counter[TextEncoding]] = {}
        self._read: dict[tuple[int, object], tuple[str, TextEncoding | None]] = {}
        self._told = 0  # converted cells whose font says so
        self._total = _Evidence()
        self._columns: dict[int, TextEncoding] = {}
        if choice is None:
            self._find()

    def _find(self) -> None:
        """Hear what each column says; one that says nothing follows the others."""
        width = max(map(len, self._table.rows), default=0)
        heard = {}
        for column in range(width):
            cells = (row[column] for row in self._table.rows if column < len(row))
            speaking = (cell for cell in cells if not cell.isascii())
            heard[column] = _evidence(islice(speaking, _PROBED))
            self._total.add(heard[column])
        whole = self._total.best
        for column, evidence in heard.items():
            found = evidence.best
            if found == TextEncoding.UNICODE and evidence.read[whole] >= evidence.against[whole]:
                found = whole
            self._columns[column] = self._usual if found == TextEncoding.UNICODE else found

    def cell(self, place: Place, cell: str) -> str:
        """A cell in Unicode, composed.

        Args:
            place: its row and column.
            cell: its text as the file has it.
        """
        fonts = self._table.fonts.get(place)
        if fonts is None and cell.isascii():
            return cell
        key = (place[1] if fonts is None else -1, fonts or cell)
        if key not in self._read:  # sheets say the same again and again
            self._read[key] = self._in_unicode(place[1], cell, fonts)
        text, encoding = self._read[key]
        if encoding is not None:
            self._told += fonts is not None
            self._converted.setdefault(place[1], Counter())[encoding] += 1
        return text

    def _in_unicode(
        self, column: int, cell: str, fonts: Sequence[Run] | None
    ) -> tuple[str, TextEncoding | None]:
        """A cell in Unicode, and the encoding it was converted from."""
        runs = self._runs(column, cell, fonts)
        text = nfc("".join(map(_of_run, runs)))
        encoding = next((TextEncoding(run.encoding) for run in runs if run.encoding), None)
        return text, None if text == nfc(cell) else encoding

    def _runs(self, column: int, cell: str, fonts: Sequence[Run] | None) -> Sequence[Run]:
        """The parts of a cell, each with the encoding it is read in."""
        if self._choice is not None:
            return [replace(run, encoding=self._choice) for run in fonts or (Run(cell),)]
        if fonts is not None:
            return [run if self._trusted(run) else Run(run.text) for run in fonts]
        return (Run(cell, self._encoding_of(column, cell)),)

    def _trusted(self, run: Run) -> bool:
        """Whether the text of a run is what its font says; a later hand may have typed Unicode."""
        if run.text.isascii():
            return run.capitals
        return _fits(run.text, run.encoding or TextEncoding.UNICODE)

    def _encoding_of(self, column: int, cell: str) -> str:
        usual = self._columns[column]
        if not may_be_legacy(cell):
            return ""
        if usual not in (TextEncoding.UNICODE, TextEncoding.WINDOWS) and _fits(cell, usual):
            return usual
        own = _evidence((cell,))
        if not own.neither and own.best != TextEncoding.UNICODE:
            return own.best  # a row pasted from an old file
        return "" if self._usual == TextEncoding.UNICODE else self._usual

    def reading(self) -> Reading:
        """How the text was read, after the last cell."""
        total: Counter[TextEncoding] = Counter()
        for counted in self._converted.values():
            total += counted
        return Reading(
            total.most_common(1)[0][0] if total else self._choice or TextEncoding.UNICODE,
            {column: one.most_common(1)[0][0] for column, one in sorted(self._converted.items())},
            total.total(),
            sure=self._choice is not None or self._told == total.total() or self._total.sure,
            chosen=self._choice is not None,
        )


def _fits(text: str, encoding: str) -> bool:
    """Whether reading a text in an encoding gives no fewer syllables than leaving it."""
    if not may_be_legacy(text):
        return False
    words = _words_of(text)
    stand = sum(is_syllable(nfc(word)) for word in words)
    return sum(is_syllable(to_unicode(word, encoding)) for word in words) >= stand


def _of_run(run: Run) -> str:
    """A run in Unicode; without an encoding it is as it stands."""
    known = run.encoding not in ("", TextEncoding.UNICODE)
    legacy = known and (run.text.isascii() or may_be_legacy(run.text))
    text = to_unicode(run.text, run.encoding) if legacy else run.text
    return text.upper() if run.capitals and legacy else text
