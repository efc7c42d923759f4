"""What a person changed in a Word copy of a program, as the program stands now.

Three versions are compared: the copy as it was handed out, as it came back, and the program today.
Only what was changed in Word counts, so that what others did meanwhile stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.text_merge import Kept, Merged, merged
from ktgs_desktop.domain.word_copies import Remark, WordCopy, WordRow, beginning

_SEQ = "seq"  # numbers of the rows follow their order
_CONTENT = "content"


class ChangeKind(StrEnum):
    """What became of a paragraph or a row."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"
    REMOVED = "REMOVED"


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph that differs.

    Attributes:
        kind: what became of it.
        old: its text in the program, empty for a new one.
        new: its text from Word, empty for one that goes.
    """

    kind: ChangeKind
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that was changed in Word.

    Attributes:
        column: name of the column.
        old: its text in the program today.
        new: its text from Word.
    """

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was added, changed, moved or removed in Word.

    Attributes:
        kind: what became of it; a row both changed and moved counts as changed.
        row: number in the Word file; of a removed row that in the copy handed out.
        line: the line of the program, None for a new one.
        part: heading of the part it stands in.
        cells: what differs; of a new row all that is filled in.
        moved: whether it stands elsewhere now.
    """

    kind: ChangeKind
    row: int
    line: UUID | None
    part: str
    cells: tuple[CellChange, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class WordDifference:
    """What taking a Word copy would change.

    Attributes:
        title: old and new abstract, None if it stays.
        text: the program's text with the changes, None if it stays.
        paragraphs: what differs in the text.
        rows: what differs in the annex, in its order; removed rows last.
        order: the rows as they stand in Word: a line of the program, or the number of a new row.
        remarks: what cannot be taken, or was changed on both sides.
    """

    title: tuple[str, str] | None
    text: Merged | None
    paragraphs: tuple[ParagraphChange, ...]
    rows: tuple[RowChange, ...]
    order: tuple[UUID | int, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take."""
        return self.title is None and self.text is None and not self.rows


@dataclass(slots=True)
class _Annexes:
    base: Mapping[UUID, WordRow]
    now: Mapping[UUID, WordRow]
    back: Sequence[tuple[WordRow, UUID | None]]
    remarks: list[Remark] = field(default_factory=list)


def difference(base: WordCopy, back: WordCopy, now: WordCopy) -> WordDifference:
    """What a person changed in a copy.

    Args:
        base: the copy as it was handed out.
        back: the copy as it came back.
        now: a copy of the program as it stands now.
    """
    remarks = list(back.remarks)
    title = _title(base, back, now, remarks)
    text, paragraphs = _text(base, back, now, remarks)
    annexes = _Annexes(_by_line(base.rows), _by_line(now.rows), identified(base.rows, back.rows))
    rows: list[RowChange] = []
    if back.has_annex:
        rows = [*_present(annexes), *_removed(annexes)]
    elif base.has_annex:
        remarks.append(Remark("word_annex_missing"))
    order = tuple(line if line is not None else row.number for row, line in annexes.back)
    remarks += annexes.remarks
    remarks += _frame(base, back)
    return WordDifference(title, text, paragraphs, tuple(rows), order, tuple(remarks))


def _by_line(rows: Iterable[WordRow]) -> dict[UUID, WordRow]:
    return {row.line: row for row in rows if row.line is not None}


# Title and text -------------------------------------------------------------------------------


def _title(
    base: WordCopy, back: WordCopy, now: WordCopy, remarks: list[Remark]
) -> tuple[str, str] | None:
    if back.title in (base.title, now.title):
        return None
    if not back.title:
        remarks.append(Remark("word_title_missing"))
        return None
    if now.title != base.title:
        remarks.append(Remark("word_title_both", {"text": now.title}))
    return now.title, back.title


def _text(
    base: WordCopy, back: WordCopy, now: WordCopy, remarks: list[Remark]
) -> tuple[Merged | None, tuple[ParagraphChange, ...]]:
    if base.paragraphs and not back.paragraphs:
        remarks.append(Remark("word_text_missing"))
        return None, ()
    found = merged(base.paragraphs, back.paragraphs, now.paragraphs)
    remarks.extend(Remark("word_text_both", {}, beginning(text)) for text in found.clashes)
    texts = [now.paragraphs[part.place] if isinstance(part, Kept) else part for part in found.parts]
    if tuple(texts) == now.paragraphs:
        return None, ()
    return found, paragraph_changes(now.paragraphs, texts)


def paragraph_changes(old: Sequence[str], new: Sequence[str]) -> tuple[ParagraphChange, ...]:
    """What differs between two texts.

    Args:
        old: paragraphs of one.
        new: paragraphs of the other.
    """
    found: list[ParagraphChange] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        before, after = list(old[first:last]), list(new[start:end])
        pairs = min(len(before), len(after))
        found += [
            ParagraphChange(ChangeKind.CHANGED, one, other)
            for one, other in zip(before[:pairs], after[:pairs], strict=True)
        ]
        found += [ParagraphChange(ChangeKind.REMOVED, one, "") for one in before[pairs:]]
        found += [ParagraphChange(ChangeKind.ADDED, "", one) for one in after[pairs:]]
    return tuple(found)


def _frame(base: WordCopy, back: WordCopy) -> list[Remark]:
    """What was changed in parts of the paper that are set elsewhere in the program."""
    return [
        Remark("word_frame", {"text": back.frame.get(style, "")}, beginning(text))
        for style, text in base.frame.items()
        if _flat(back.frame.get(style, "")) != _flat(text)
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())


# Rows -----------------------------------------------------------------------------------------


def identified(
    base: Sequence[WordRow], back: Sequence[WordRow]
) -> list[tuple[WordRow, UUID | None]]:
    """Each row that came back with the line it is; None for a new row.

    A row that was copied counts once: the copy that is most like the row handed out. A row that
    lost its mark is known by its content, if no other row has the same.

    Args:
        base: rows as they were handed out.
        back: rows as they came back.
    """
    handed = _by_line(base)
    chosen: dict[UUID, WordRow] = {}
    for row in back:
        if row.line in handed:
            best = chosen.get(row.line)
            if best is None or _likeness(row, handed[row.line]) > _likeness(best, handed[row.line]):
                chosen[row.line] = row
    lines = {id(row): line for line, row in chosen.items()}
    free = [row for line, row in handed.items() if line not in chosen]
    loose = [row for row in back if id(row) not in lines]
    for row in loose:
        same = [one for one in free if _content(one) == _content(row) and _content(row)]
        rivals = [one for one in loose if _content(one) == _content(row)]
        if len(same) == 1 and len(rivals) == 1 and same[0].line is not None:
            lines[id(row)] = same[0].line
            free.remove(same[0])
    return [(row, lines.get(id(row))) for row in back]


def _content(row: WordRow) -> str:
    return _flat(row.cells.get(_CONTENT, ""))


def _likeness(row: WordRow, handed: WordRow) -> int:
    return sum(row.cells.get(name) == text for name, text in handed.cells.items() if name != _SEQ)


def _present(annexes: _Annexes) -> list[RowChange]:
    known = [(row, line) for row, line in annexes.back if line is not None]
    places = {line: place for place, line in enumerate(annexes.base)}
    still = _longest_rise([places[line] for _row, line in known])
    moved = {line for (_row, line), stays in zip(known, still, strict=True) if not stays}
    found = []
    for row, line in annexes.back:
        change = _new(row) if line is None else _kept(row, line, annexes, moved=line in moved)
        if change is not None:
            found.append(change)
    return found


def _new(row: WordRow) -> RowChange | None:
    cells = tuple(
        CellChange(name, "", text) for name, text in row.cells.items() if text and name != _SEQ
    )
    return RowChange(ChangeKind.ADDED, row.number, None, row.part, cells) if cells else None


def _kept(row: WordRow, line: UUID, annexes: _Annexes, *, moved: bool) -> RowChange | None:
    base, now = annexes.base[line], annexes.now.get(line)
    changed = {
        name: text
        for name, text in row.cells.items()
        if name != _SEQ and name in base.cells and text != base.cells[name]
    }
    if now is None:
        if changed:
            annexes.remarks.append(Remark("word_row_gone", row=row.number))
        return None
    cells = tuple(
        CellChange(name, now.cells.get(name, ""), text)
        for name, text in changed.items()
        if text != now.cells.get(name, "")
    )
    for cell in cells:
        if cell.old != base.cells[cell.column]:
            annexes.remarks.append(
                Remark("word_cell_both", {"text": cell.old}, cell.column, row.number)
            )
    parts = {one.part for one in annexes.base.values()}
    moved = moved or (row.part != base.part and row.part in parts)
    if not cells and not moved:
        return None
    kind = ChangeKind.CHANGED if cells else ChangeKind.MOVED
    return RowChange(kind, row.number, line, row.part, cells, moved)


def _removed(annexes: _Annexes) -> list[RowChange]:
    there = {line for _row, line in annexes.back}
    found = []
    for line, row in annexes.base.items():
        now = annexes.now.get(line)
        if line in there or now is None:
            continue
        cells = tuple(
            CellChange(name, text, "") for name, text in now.cells.items() if text and name != _SEQ
        )
        found.append(RowChange(ChangeKind.REMOVED, row.number, line, row.part, cells))
        if _without_number(now) != _without_number(row):
            annexes.remarks.append(Remark("word_row_both", {"text": _content(now)}, row=row.number))
    return found


def _without_number(row: WordRow) -> dict[str, str]:
    return {name: text for name, text in row.cells.items() if name != _SEQ}


def _longest_rise(places: Sequence[int]) -> list[bool]:
    """Which of some places belong to a longest rising sequence of them."""
    ends: list[int] = []  # of the lists of each length, the one that ends lowest
    before: list[int | None] = []
    for here, place in enumerate(places):
        size = bisect_left(ends, place, key=places.__getitem__)
        before.append(ends[size - 1] if size else None)
        ends[size : size + 1] = [here]
    kept = [False] * len(places)
    at = ends[-1] if ends else None
    while at is not None:
        kept[at] = True
        at = before[at]
    return kept


def ordered(order: Sequence[UUID | int], now: Sequence[UUID]) -> list[UUID | int]:
    """The rows of the program in the order of the Word file, others kept after their neighbour.

    Args:
        order: rows as they stand in Word; lines the program no longer has are passed over.
        now: lines of the program in their order, without those that were removed in Word.
    """
    there = set(now)
    found: list[UUID | int] = [one for one in order if isinstance(one, int) or one in there]
    known = {one for one in found if not isinstance(one, int)}
    for place, line in enumerate(now):
        if line in known:
            continue
        at = found.index(now[place - 1]) + 1 if place else 0
        found.insert(at, line)
        known.add(line)
    return found
