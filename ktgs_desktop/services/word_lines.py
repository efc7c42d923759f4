"""What a difference read from Word makes of a program and its lines; nothing is written here."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.text_merge import Kept
from ktgs_desktop.domain.word_copies import Remark, WordCopy, beginning
from ktgs_desktop.domain.word_difference import ChangeKind, RowChange, WordDifference, ordered
from ktgs_desktop.domain.written_kinds import kind_of, part_title
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.letterhead import Letterhead
from ktgs_desktop.papers.markup import joined
from ktgs_desktop.papers.program import ProgramContext, field_paragraphs
from ktgs_desktop.papers.program_cells import CellDesk, with_cells
from ktgs_desktop.papers.templates import literal
from ktgs_desktop.papers.wording import wording
from ktgs_desktop.services import register
from ktgs_desktop.services.workspace import Workspace
from ktgs_desktop.store.code_lists import part_of

_KIND, _CONTENT = "kind", "content"


@dataclass(frozen=True)
class Desk:
    """What a difference is worked on with.

    Attributes:
        workspace: the workspace.
        program: the program as it is.
        items: its lines.
        context: lists and the term program.
        head: the frame of its paper.
    """

    workspace: Workspace
    program: Program
    items: Sequence[ProgramItem]
    context: ProgramContext
    head: Letterhead

    @cached_property
    def cells(self) -> CellDesk:
        """What cells are read with."""
        return CellDesk(self.context, register.lookups(self.workspace, self.program))


@dataclass(slots=True)
class Lines:
    """What becomes of the lines.

    Attributes:
        items: lines to be added or changed.
        removed: lines to be deleted.
        remarks: cells and rows that cannot be taken; the place is the name of the column.
    """

    items: tuple[ProgramItem, ...] = ()
    removed: tuple[ProgramItem, ...] = ()
    remarks: list[Remark] = field(default_factory=list)


# The program ----------------------------------------------------------------------------------


def program_of(desk: Desk, found: WordDifference) -> tuple[Program, list[Remark]]:
    """The program with its title and text as they come from Word.

    Paragraphs that stay keep their fields.

    Args:
        desk: what to work with.
        found: what was changed.
    """
    changed, remarks = desk.program, []
    if found.title is not None:
        titled = dataclasses.replace(changed, title=found.title[1])
        try:
            program_checks.check_program(titled)
            changed = titled
        except UserError as error:
            remarks.append(Remark(error.code, error.params, beginning(found.title[1])))
    if found.text is not None:
        fields = field_paragraphs(desk.program, desk.items, desk.head, desk.context)
        lines = [
            fields[part.place] if isinstance(part, Kept) else literal(part)
            for part in found.text.parts
        ]
        changed = dataclasses.replace(changed, text=joined(lines))
    return changed, remarks


# The lines ------------------------------------------------------------------------------------


def lines_of(desk: Desk, found: WordDifference, now: WordCopy) -> Lines:
    """What becomes of the lines of a program.

    Args:
        desk: what to work with.
        found: what was changed.
        now: a copy of the program as it stands.
    """
    there = {item.id: item for item in desk.items}
    lines = Lines()
    changed: dict[UUID, ProgramItem] = {}
    added: dict[int, ProgramItem] = {}
    removed: list[ProgramItem] = []
    for change in found.rows:
        if change.kind == ChangeKind.ADDED:
            new = _checked(desk, _new(desk, change, lines), change, lines)
            if new is not None:
                added[change.row] = new
        elif change.line is not None and change.line in there:
            item = there[change.line]
            if change.kind == ChangeKind.REMOVED:
                removed.append(item)
            else:
                changed[item.id] = _kept(desk, item, change, lines)
    placed = _placed(found, now, {**there, **changed}, added, {one.id for one in removed})
    lines.items = tuple(item for item in placed if there.get(item.id) != item)
    lines.removed = tuple(removed)
    return lines


def _kept(desk: Desk, item: ProgramItem, change: RowChange, lines: Lines) -> ProgramItem:
    cells = {cell.column: cell.new for cell in change.cells}
    read, doubts = with_cells(item, cells, desk.cells)
    lines.remarks += [dataclasses.replace(one, row=change.row) for one in doubts]
    found = (_checked(desk, read, change, lines) if read != item else item) or item
    if change.moved and not _in_part(found, change.part):
        lines.remarks.append(Remark("word_part_by_kind", {"part": change.part}, _KIND, change.row))
    return found


def _in_part(item: ProgramItem, title: str) -> bool:
    return wording(f"program_group_{part_of(item.task_kind)}") == title


def _new(desk: Desk, change: RowChange, lines: Lines) -> ProgramItem | None:
    """A new row as a line; without a kind of its own it is of the kind of its part."""
    cells = {cell.column: cell.new for cell in change.cells}
    if _CONTENT not in cells:
        lines.remarks.append(Remark("content_missing", {}, _CONTENT, change.row))
        return None
    kind = ""
    if _KIND not in cells:
        kind = kind_of(part_title([change.part]) or change.part, desk.context.task_kinds)
        if not kind:
            lines.remarks.append(Remark("task_kind_missing", {}, _KIND, change.row))
            return None
        name = desk.context.task_kinds.get(kind).vi
        lines.remarks.append(Remark("word_kind_of_part", {"kind": name}, _KIND, change.row))
    item, doubts = with_cells(desk.cells.registers.blank(kind), cells, desk.cells)
    lines.remarks += [dataclasses.replace(one, row=change.row) for one in doubts]
    return item if item.task_kind else None


def _checked(
    desk: Desk, item: ProgramItem | None, change: RowChange, lines: Lines
) -> ProgramItem | None:
    """The line as it can be saved, None with a remark if it cannot."""
    if item is None:
        return None
    linked = register.linked(desk.workspace, program_checks.tidied(item))
    try:
        program_checks.check_item(linked, desk.program)
    except UserError as error:
        lines.remarks.append(Remark(error.code, error.params, "", change.row))
        return None
    return linked


def _placed(
    found: WordDifference,
    now: WordCopy,
    items: dict[UUID, ProgramItem],
    added: dict[int, ProgramItem],
    removed: set[UUID],
) -> list[ProgramItem]:
    """All lines at their places; those that stay keep them if no row moved or came."""
    kept = [row.line for row in now.rows if row.line is not None and row.line not in removed]
    if not added and not any(change.moved or _changes_kind(change) for change in found.rows):
        return [items[line] for line in kept]
    order = ordered(found.order, kept)
    lines = [items[one] if isinstance(one, UUID) else added.get(one) for one in order]
    ends: dict[str, int] = {}
    placed = []
    for item in lines:
        if item is not None:
            part = part_of(item.task_kind)
            ends[part] = ends.get(part, 0) + 1
            placed.append(dataclasses.replace(item, seq=ends[part]))
    return placed


def _changes_kind(change: RowChange) -> bool:
    return any(cell.column == _KIND for cell in change.cells)
