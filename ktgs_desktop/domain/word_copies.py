"""A program's paper as it is read from a Word file: its text and its annex, nothing of its looks.

The file was handed out by this program, changed by a person and saved by Word, WPS or
LibreOffice. What cannot be read stands beside what can, with its place.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

_LONGEST = 70


def beginning(text: str) -> str:
    """The beginning of a text in one line, by which a person finds it.

    Args:
        text: any text.
    """
    return textwrap.shorten(text, _LONGEST, placeholder=" …")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of the file that is not taken, or taken otherwise than it stands there.

    Attributes:
        code: name of the message, which says what to do.
        params: values for the message.
        place: the beginning of the paragraph, or the heading of the column; empty if it is about
            the file, or about a row.
        row: number of the row of the annex, 0 if it is none.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row of the annex.

    Attributes:
        number: place in the annex as a person counts: rows of lines only, from 1.
        part: heading of the part it stands in, e.g. "A. KIỂM TRA".
        line: the line it was handed out for, None for a new row.
        cells: texts by name of the column; empty for a row that cannot be read.
    """

    number: int
    part: str
    line: UUID | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordCopy:
    """What a Word file holds of a program.

    Attributes:
        marks: what the file says of where it comes from, by name.
        title: abstract (trích yếu).
        paragraphs: the text of the letter, a paragraph, heading or entry each, as small Markdown.
        rows: rows of the annex in their order.
        has_annex: whether there is an annex at all.
        frame: texts that are set elsewhere in the program (header, date, signer), by their style.
        remarks: what cannot be read.
    """

    marks: Mapping[str, str]
    title: str
    paragraphs: tuple[str, ...]
    rows: tuple[WordRow, ...]
    has_annex: bool = True
    frame: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
