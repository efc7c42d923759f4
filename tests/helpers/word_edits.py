"""A Word file as a person changes it: paragraphs, cells and rows, by python-docx."""

from __future__ import annotations

import copy
from io import BytesIO
from typing import TYPE_CHECKING

import docx

from ktgs_desktop.papers.program import column_headings
from ktgs_desktop.services.printing import Printed

if TYPE_CHECKING:
    from docx.table import _Row


class Edited:
    """A Word file in hand; rows are counted without headings and titles of parts."""

    def __init__(self, file: Printed, kind: str = "ANNUAL") -> None:
        self._name = file.name
        self.document = docx.Document(BytesIO(file.data))
        self.table = self.document.tables[-1]
        self._columns = list(column_headings(kind).values())

    @property
    def file(self) -> Printed:
        """The file as saved now."""
        buffer = BytesIO()
        self.document.save(buffer)
        return Printed(self._name, buffer.getvalue())

    def rows(self) -> list[_Row]:
        return [row for row in self.table.rows[1:] if len(row._tr.tc_lst) > 1]

    def title(self, text: str) -> None:
        (found,) = [p for p in self.document.paragraphs if p.style.name == "KTGS Abstract"]
        found.text = text

    def paragraph(self, begins: str, text: str) -> None:
        next(p for p in self.document.paragraphs if p.text.startswith(begins)).text = text

    def cell(self, row: int, column: str, text: str) -> None:
        found = self.rows()[row].cells[self._columns.index(column)]
        for more in found.paragraphs[1:]:
            more._p.getparent().remove(more._p)
        if column == "seq" or not found.paragraphs[0].runs:
            found.paragraphs[0].text = text
            return
        runs = found.paragraphs[0].runs
        runs[0].text = text
        for run in runs[1:]:
            run._r.getparent().remove(run._r)

    def delete_row(self, row: int) -> None:
        found = self.rows()[row]._tr
        found.getparent().remove(found)

    def move_row(self, row: int, before: int) -> None:
        rows = self.rows()
        rows[before]._tr.addprevious(rows[row]._tr)

    def copy_row(self, row: int) -> None:
        """A copy right below; Word leaves the bookmark with the first."""
        found = self.rows()[row]._tr
        found.addnext(copy.deepcopy(found))

    def add_row(self, after: int, **cells: str) -> None:
        """An empty row below another, as Word inserts it, then its cells."""
        found = self.rows()[after]._tr
        new = copy.deepcopy(found)
        for run in [*new.iter("{*}r"), *new.iter("{*}bookmarkStart"), *new.iter("{*}bookmarkEnd")]:
            run.getparent().remove(run)
        found.addnext(new)
        for column, text in cells.items():
            self.cell(after + 1, column, text)
