"""The annex table of a Word file: its rows by column, each with the line it was handed out for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from docx.oxml.ns import qn

from ktgs_desktop.domain.vietnamese import accented
from ktgs_desktop.domain.word_copies import Remark, WordRow
from ktgs_desktop.papers.word_runs import words_of
from ktgs_desktop.papers.word_styles import WordStyle
from ktgs_desktop.papers.word_table import BOOKMARK

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from ktgs_desktop.papers.word_package import Styles
    from ktgs_desktop.papers.word_runs import Reading

_MARK = re.compile(re.escape(BOOKMARK) + r"([0-9a-f]{32})")
_ENOUGH = 2
_SEQ = "seq"
_Tell = Callable[[Remark], None]


def _key(text: str) -> str:
    return accented(" ".join(text.split()))


class AnnexReader:
    """Reads the table, or the tables it was split into.

    Args:
        columns: names of the columns by their headings.
        styles: the styles of the document.
        reading: is told of what stands in cells and is no text.
        remark: is told of rows and columns that cannot be taken.

    Attributes:
        rows: what was read.
        found: whether a table was read.
        place: number of the row and heading of the column that are being read, 0 outside.
    """

    def __init__(
        self, columns: Mapping[str, str], styles: Styles, reading: Reading, remark: _Tell
    ) -> None:
        self._known = {_key(heading): name for heading, name in columns.items()}
        self._headings = {name: heading for heading, name in columns.items()}
        self._styles = styles
        self._reading = reading
        self._remark = remark
        self._columns: list[str] = []
        self._part = ""
        self.rows: list[WordRow] = []
        self.found = False
        self.place = (0, "")

    def takes(self, table: BaseOxmlElement) -> bool:
        """Whether a table is the annex or a part of it.

        Args:
            table: the table's element.
        """
        rows = table.findall(qn("w:tr"))
        if any(self._heading_cells(row) for row in rows[:3]):
            return True
        if not any(self._line(row, []) for row in rows):
            return False
        self._columns = self._columns or list(self._headings)  # its headings were deleted
        return True

    def _heading_cells(self, row: BaseOxmlElement) -> list[str]:
        """Names of the columns if a row has their headings, empty for one of other texts."""
        texts = [self._quietly(cell) for cell in row.findall(qn("w:tc"))]
        names = [self._known.get(_key(text), "") for text in texts]
        return names if sum(map(bool, names)) >= _ENOUGH else []

    @staticmethod
    def _quietly(cell: BaseOxmlElement) -> str:
        return " ".join(text.text or "" for text in cell.iter(qn("w:t")))

    def read(self, table: BaseOxmlElement) -> None:
        """Read a table that `takes` takes.

        Args:
            table: the table's element.
        """
        self.found = True
        for row in table.findall(qn("w:tr")):
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:del")) is not None:
                self._reading.tracked = True
                continue
            headings = self._heading_cells(row)
            if headings:
                self._take_headings(row, headings)
            elif self._is_part(row):
                self._part = self._cell_text(row.findall(qn("w:tc"))[0])
            else:
                self._row(row)
        self.place = (0, "")

    def _take_headings(self, row: BaseOxmlElement, names: list[str]) -> None:
        if self._columns:
            return  # repeated on a later page or in the second half of a split table
        self._columns = names
        for cell, name in zip(row.findall(qn("w:tc")), names, strict=True):
            if not name and self._quietly(cell).strip():
                self._remark(Remark("word_column_unknown", {}, self._quietly(cell).strip()))
        for name in [one for one in self._headings if one not in names]:
            self._remark(Remark("word_column_missing", {}, self._headings[name]))

    def _is_part(self, row: BaseOxmlElement) -> bool:
        cells = row.findall(qn("w:tc"))
        if len(cells) == 1:
            return True
        style = cells[0].find(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:pStyle')}") if cells else None
        if style is None:
            return False
        family = self._styles.family(style.get(qn("w:val"), ""))
        alone = not any(self._quietly(cell).strip() for cell in cells[1:])
        return WordStyle.ANNEX_GROUP in family and alone

    def _row(self, row: BaseOxmlElement) -> None:
        ids: list[str] = []
        number = len(self.rows) + 1
        cells = row.findall(qn("w:tc"))
        merged = len(cells) != len(self._columns) or any(map(_merged, cells))
        texts: dict[str, str] = {}
        names = [] if merged else self._columns
        for place, cell in enumerate(cells):
            self.place = (number, "" if merged else self._heading(place))
            text = self._cell_text(cell, ids)
            if place < len(names) and names[place]:
                texts[names[place]] = text
        self.place = (0, "")
        line = self._line(row, ids)
        if line is None and not any(text for name, text in texts.items() if name != _SEQ):
            if merged and any(self._quietly(cell).strip() for cell in cells):
                self._remark(Remark("word_cells_merged", row=number))
            return
        if merged:
            self._remark(Remark("word_cells_merged", row=number))
        self.rows.append(WordRow(number, self._part, line, texts))

    def _heading(self, place: int) -> str:
        name = self._columns[place]
        return self._headings.get(name, "")

    def _cell_text(self, cell: BaseOxmlElement, ids: list[str] | None = None) -> str:
        lines = []
        for part in cell.iter(qn("w:p"), qn("w:tbl")):
            if part.tag == qn("w:tbl"):
                self._reading.said("word_table_in_cell", "")
                continue
            if any(above.tag == qn("w:tbl") for above in _between(part, cell)):
                continue
            words = words_of(part, self._reading)
            if words.row and ids is not None:
                ids.append(words.row)
            lines.append(words.text)
        return "\n".join(line for line in lines if line)

    @staticmethod
    def _line(row: BaseOxmlElement, ids: list[str]) -> UUID | None:
        """The line of a row: hidden text tells it, else the bookmark."""
        if ids:
            return UUID(ids[0])
        for mark in row.iter(qn("w:bookmarkStart")):
            match = _MARK.match(mark.get(qn("w:name"), ""))
            if match:
                return UUID(match.group(1))
        return None


def _merged(cell: BaseOxmlElement) -> bool:
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return False
    span = properties.find(qn("w:gridSpan"))
    wide = span is not None and span.get(qn("w:val"), "1") != "1"
    joined = (qn("w:vMerge"), qn("w:hMerge"))
    return wide or any(properties.find(name) is not None for name in joined)


def _between(part: BaseOxmlElement, above: BaseOxmlElement) -> list[BaseOxmlElement]:
    found = []
    for one in part.iterancestors():
        if one is above:
            break
        found.append(one)
    return found
