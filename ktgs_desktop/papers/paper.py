"""The one description of a paper (văn bản) that every writer takes.

It holds what is on the paper, not where: measures belong to the layout (`layouts`), the words
that every paper carries to `wording`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from ktgs_desktop.domain.documents import LayoutRule

_Part = TypeVar("_Part")


class Align(StrEnum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (đoạn văn), justified, its first line indented.

    Attributes:
        text: one line of text, however long.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading (đề mục) within the letter; it stays with what follows.

    Attributes:
        level: 1 for "I- MỤC ĐÍCH, YÊU CẦU", 2 for "1. Công tác kiểm tra", 3 below it.
        text: the heading with its number.
    """

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """An entry of a list, printed with a dash before it.

    Attributes:
        text: the entry without its dash.
    """

    text: str


Block: TypeAlias = Paragraph | Heading | ListItem


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who signs (thể thức đề ký), at the right under the text.

    Attributes:
        authority: quyền hạn ký, e.g. "T/M BAN THƯỜNG VỤ"; may be empty.
        position: chức vụ, e.g. "BÍ THƯ".
        name: full name; empty in a draft without a signer.
    """

    authority: str
    position: str
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an annex table.

    Attributes:
        title: its heading.
        width_mm: its width in millimetres; the writer scales all columns to the page together.
        align: where its text stands.
    """

    title: str
    width_mm: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class AnnexGroup:
    """A part of an annex table.

    Attributes:
        title: its heading row, e.g. "A. KIỂM TRA"; empty for none.
        rows: one text for each column; line breaks are kept.
        ids: what names the line of each row, by which a Word file is read back; empty if nothing
            does. A named row has at least two columns.
        struck: indexes of rows that are struck through, but for their last cell, which says why.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[str, ...] = ()
    struck: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on landscape pages of its own after the letter (phụ lục).

    Attributes:
        title: what it lists.
        subtitle: to which paper it belongs.
        columns: its columns.
        groups: its parts in order.
        labelled: whether "Phụ lục" stands above its title.
        legend: what the signs in its cells mean, under the subtitle; empty for none.
    """

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    groups: tuple[AnnexGroup, ...]
    labelled: bool = True
    legend: str = ""

    def with_room_for_notes(self, width_mm: float) -> Annex:
        """The annex with its last column wide enough for words, if any line has some there.

        The room is taken from the two widest columns, first from those that are empty.

        Args:
            width_mm: the least width of the last column.
        """
        *others, note = self.columns
        more = width_mm - note.width_mm
        rows = [row for group in self.groups for row in group.rows]
        filled = [any(row[place] for row in rows) for place in range(len(self.columns))]
        if more <= 0 or not filled[-1]:
            return self
        places = range(len(others))
        giving = sorted(places, key=lambda place: (filled[place], -others[place].width_mm))[:2]
        narrowed = [
            replace(one, width_mm=one.width_mm - more / 2) if place in giving else one
            for place, one in enumerate(others)
        ]
        return replace(self, columns=(*narrowed, replace(note, width_mm=width_mm)))


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is to be printed.

    Attributes:
        layout: guidance whose layout it follows.
        header_above: superior body, e.g. "ĐẢNG BỘ TỈNH THÁI NGUYÊN"; may be empty.
        header_own: issuing body, e.g. "HUYỆN UỶ PHÚ BÌNH".
        symbol_text: number and symbol as printed: "Số 02-CTr/HU", "Số       -CTr/HU".
        place: place name in the date line.
        issued_on: date of the paper, None while it is open.
        year: year printed while the date is open.
        type_name: tên loại, e.g. "CHƯƠNG TRÌNH".
        abstract: trích yếu.
        blocks: the text.
        signature: who signs.
        recipients: lines under "Nơi nhận", the archive line last; dashes and the marks at the
            ends are set by the writer.
        annex: the table after the letter, None if there is none.
        draft: whether it is marked "DỰ THẢO".
        urgency: độ khẩn, a value of `Urgency`, or empty.
        classification: độ mật, a value of `Classification`, or empty.
    """

    layout: LayoutRule
    header_above: str
    header_own: str
    symbol_text: str
    place: str
    issued_on: date | None
    year: int
    type_name: str
    abstract: str
    blocks: tuple[Block, ...]
    signature: SignatureBlock
    recipients: tuple[str, ...] = ()
    annex: Annex | None = None
    draft: bool = False
    urgency: str = ""
    classification: str = ""


_OLD_WORD = re.compile(r"(?<!\w)([uU])([ỷỶ])(?!\w)")
_NEW_WORD = re.compile(r"(?<!\w)([ủỦ])([yY])(?!\w)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200d\u2060\ufeff\u00ad]")
_OLD_TO_NEW = str.maketrans("uUỷỶ", "ủỦyY")
_NEW_TO_OLD = str.maketrans("ủỦyY", "uUỷỶ")


def respelled(text: str, spelling: str) -> str:
    """The text with the word "uỷ" spelled in one way; no other word is touched.

    Papers until 2026 write "uỷ" (Huyện uỷ), those under 05-HD/VPTW "ủy"; the two are never
    mixed in one paper.

    Args:
        text: any text in composed form.
        spelling: `uỷ` or `ủy`.
    """
    if spelling == "ủy":
        return _OLD_WORD.sub(lambda match: match.group().translate(_OLD_TO_NEW), text)
    return _NEW_WORD.sub(lambda match: match.group().translate(_NEW_TO_OLD), text)


def _cleaned(text: str, spelling: str) -> str:
    return respelled(unicodedata.normalize("NFC", _CONTROLS.sub("", text)), spelling)


def _mapped(value: Any, spelling: str, known: dict[str, str]) -> Any:
    """The value with every text in it cleaned; texts tend to come again, so they are kept."""
    if type(value) is str:
        found = known.get(value)
        if found is None:
            found = known[value] = _cleaned(value, spelling)
        return found
    if isinstance(value, tuple):
        return tuple([_mapped(part, spelling, known) for part in value])
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        changed = {name: _mapped(getattr(value, name), spelling, known) for name in names}
        return replace(value, **changed)
    return value


def prepared(part: _Part, spelling: str) -> _Part:
    """The same paper, or part of one, as it goes to print: NFC, no hidden characters, one spelling.

    Args:
        part: a paper or any of its parts.
        spelling: `uỷ` or `ủy`, as the layout has it.
    """
    result: _Part = _mapped(part, spelling, {})
    return result


def words_of(paper: Paper) -> str:
    """Abstract, text and annex of a paper as running text, a line for each paragraph and cell.

    Args:
        paper: the paper.
    """
    lines = [paper.abstract, *(block.text for block in paper.blocks)]
    if paper.annex is not None:
        lines += [paper.annex.title, paper.annex.subtitle]
        lines += [cell for group in paper.annex.groups for row in group.rows for cell in row]
    return "\n".join(dict.fromkeys(line for line in lines if line))
