"""Use cases of program lines (mục chương trình) and their progress (tiến độ)."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import fill_down as fill_rules
from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain import program_progress as progress_rules
from ktgs_desktop.domain import programs as rules
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.program_progress import LineProgress, Progress
from ktgs_desktop.domain.programs import Program, ProgramItem, Subject
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.register import linked
from ktgs_desktop.services.workspace import Workspace, codes, new_id
from ktgs_desktop.store import code_lists, queries, records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.writer import Writer

part_of = code_lists.part_of


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """A line with all that its panel shows.

    Attributes:
        item: the line.
        program: its program.
        progress: its progress records.
        line: how far it is.
        outside_remit: whether its kind is none of the issuing body's tasks.
        term_item: the line of the term program it carries out, None if none.
        elsewhere: the other computer at which it is worked on, empty for none.
    """

    item: ProgramItem
    program: Program
    progress: tuple[Progress, ...]
    line: LineProgress
    outside_remit: bool
    term_item: ProgramItem | None
    elsewhere: str = ""


def get(workspace: Workspace, item: UUID) -> ItemDetail:
    """A line with its program and progress.

    Args:
        workspace: the workspace.
        item: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, ProgramItem, item)
        program = records.get(connection, Program, found.program)
        body = records.find(connection, IssuingBody, program.body)
        steps = records.get_all(connection, Progress, item=item)
        above = records.find(connection, ProgramItem, found.term_item) if found.term_item else None
        elsewhere = hub.elsewhere(connection, "program_item", item)
    tasks = codes("task_kinds").get(found.task_kind).texts("bodies")
    return ItemDetail(
        item=found,
        program=program,
        progress=tuple(steps),
        line=progress_rules.line_progress(found, steps, issued=program.issued),
        outside_remit=body is not None and rules.outside_remit(tasks, body.kind),
        term_item=above,
        elsewhere=elsewhere,
    )


def items(workspace: Workspace, program: UUID) -> list[ProgramItem]:
    """All lines of a program in the order of the annex.

    Args:
        workspace: the workspace.
        program: its id.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, ProgramItem, program=program)
    return sorted(found, key=lambda item: (part_of(item.task_kind), item.seq, item.id))


def contents(workspace: Workspace, wanted: Iterable[UUID]) -> dict[UUID, str]:
    """Year and content of lines by id.

    Args:
        workspace: the workspace.
        wanted: their ids; those of lines that are no longer there are left out.
    """
    with workspace.reading() as connection:
        found = records.get_many(connection, ProgramItem, wanted)
    return {item.id: f"{item.year} · {item.content}" for item in found}


def blank(workspace: Workspace, program: UUID, task_kind: str) -> ProgramItem:
    """A new line at the end of its part, to be filled in; nothing is written.

    Args:
        workspace: the workspace.
        program: its program.
        task_kind: code of the kind of work.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        seq = queries.next_seq(connection, program, part_of(task_kind))
    return ProgramItem(
        owner=workspace.office.unit,
        id=new_id(),
        program=program,
        year=found.year,
        seq=seq,
        task_kind=task_kind,
        content="",
        province=workspace.office.province,
    )


def new_subject(kind: str, name: str, record: UUID | None = None, position: str = "") -> Subject:
    """A subject of a line.

    Args:
        kind: `TCD` or `DV`.
        name: its name today.
        record: its record, None for a name in no register.
        position: a member's position today.
    """
    return Subject(new_id(), kind, nfc(name), record, nfc(position))


def save(workspace: Workspace, item: ProgramItem) -> ProgramItem:
    """Add a line to a draft or save one that was edited.

    Args:
        workspace: the workspace.
        item: with its new values.

    Returns:
        The line as saved.

    Raises:
        UserError: `program_issued`, `content_missing`, `dates_reversed`, …
    """
    return save_many(workspace, [item])[0]


def save_many(
    workspace: Workspace, changed: Sequence[ProgramItem], operation: str = ""
) -> list[ProgramItem]:
    """Add or save lines, all or none.

    Args:
        workspace: the workspace.
        changed: the lines with their new values.
        operation: name of the operation, empty to find out.

    Raises:
        UserError: as `save`; `record_gone` if a line was deleted meanwhile.
    """
    if not changed:
        return []
    saved = [linked(workspace, program_checks.tidied(item)) for item in changed]
    with workspace.reading() as connection:
        known = records.find(connection, ProgramItem, saved[0].id)
    name = operation or ("edit_item" if known else "add_item")
    with workspace.writing(name, subject_of(saved[0].content, len(saved))) as writer:
        former = _former(writer.connection, saved)
        for program in {item.program for item in former.values()}:
            _unlocked(writer, program)
        parents = {item.program for item in saved}
        programs = {one: records.get(writer.connection, Program, one) for one in parents}
        for item in saved:
            program_checks.check_item(item, programs[item.program])
        saved = _placed(writer.connection, saved, former)
        writer.put_many(saved)
    return saved


def _former(connection: Reader, items: Sequence[ProgramItem]) -> dict[UUID, ProgramItem]:
    """Lines as they are now; a line deleted meanwhile is not brought back by an old form."""
    ids = [item.id for item in items]
    found = {item.id: item for item in records.get_many(connection, ProgramItem, ids)}
    if records.known_ids(connection, ProgramItem, ids) - found.keys():
        raise UserError("record_gone")
    return found


def _placed(
    connection: Reader, items: Sequence[ProgramItem], former: Mapping[UUID, ProgramItem]
) -> list[ProgramItem]:
    """The lines at their places: where they are now, or at the end of a part they come into.

    A form may have been filled in while lines were added or moved, so its own place is old.
    """
    ends: dict[tuple[UUID, str], int] = {}
    placed = []
    for item in items:
        part, there = _part(item), former.get(item.id)
        if there is not None and _part(there) == part:
            seq = there.seq
        else:
            if part not in ends:
                ends[part] = queries.next_seq(connection, *part)
            seq = ends[part] if there is not None else max(item.seq, ends[part])
            ends[part] = seq + 1
        placed.append(dataclasses.replace(item, seq=seq))
    return placed


def _part(item: ProgramItem) -> tuple[UUID, str]:
    return item.program, part_of(item.task_kind)


def _content(workspace: Workspace, item: UUID) -> str:
    """What a line is about, for the history."""
    with workspace.reading() as connection:
        return records.get(connection, ProgramItem, item).content


def duplicate(workspace: Workspace, item: UUID) -> ProgramItem:
    """A copy of a line at the end of its part.

    Args:
        workspace: the workspace.
        item: the line to copy.

    Raises:
        UserError: `program_issued` or `record_gone`.
    """
    with workspace.writing("add_item", _content(workspace, item)) as writer:
        found = records.get(writer.connection, ProgramItem, item)
        program = records.get(writer.connection, Program, found.program)
        seq = queries.next_seq(writer.connection, found.program, part_of(found.task_kind))
        subjects = tuple(dataclasses.replace(subject, key=new_id()) for subject in found.subjects)
        copy = dataclasses.replace(found, id=new_id(), seq=seq, subjects=subjects)
        program_checks.check_item(copy, program)
        writer.put(copy)
    return copy


def fill_down(
    workspace: Workspace, source: UUID, wanted: Iterable[UUID], names: Collection[str]
) -> list[ProgramItem]:
    """Give lines of a draft values of one of them, all or none.

    Args:
        workspace: the workspace.
        source: the line whose values they are.
        wanted: the lines that get them; the source itself may be among them.
        names: which values, as `fill_down.FILLED` names them.

    Returns:
        The lines that changed, in the order wanted.

    Raises:
        UserError: `fields_missing`, `program_issued`, `record_gone`, or what a line cannot be.
    """
    fill_rules.check_names(names)
    with workspace.reading() as connection:
        above = records.get(connection, ProgramItem, source)
        there = records.get_many(connection, ProgramItem, wanted)
    filled = [fill_rules.filled(above, item, names) for item in there]
    changed = [item for item, former in zip(filled, there, strict=True) if item != former]
    return save_many(workspace, changed, "fill_items")


def move(workspace: Workspace, item: UUID, steps: int) -> None:
    """Move a line up (negative) or down within its part.

    Args:
        workspace: the workspace.
        item: the line.
        steps: by how many places; beyond the end it stops there.

    Raises:
        UserError: `program_issued` or `record_gone`.
    """
    with workspace.writing("move_item", _content(workspace, item)) as writer:
        found = records.get(writer.connection, ProgramItem, item)
        _unlocked(writer, found.program)
        part = part_of(found.task_kind)
        lines = [
            line
            for line in records.get_all(writer.connection, ProgramItem, program=found.program)
            if part_of(line.task_kind) == part
        ]
        lines.sort(key=lambda line: (line.seq, line.id))
        here = [line.id for line in lines].index(item)
        there = min(max(here + steps, 0), len(lines) - 1)
        lines.insert(there, lines.pop(here))
        writer.put_many(
            [
                dataclasses.replace(line, seq=place)
                for place, line in enumerate(lines, start=1)
                if line.seq != place
            ]
        )


def _unlocked(writer: Writer, program: UUID) -> None:
    program_checks.refuse_locked(records.get(writer.connection, Program, program))


def void(workspace: Workspace, wanted: Sequence[UUID], reason: str) -> None:
    """Delete lines of a draft; they stay in the history.

    Args:
        workspace: the workspace.
        wanted: their ids.
        reason: why.

    Raises:
        UserError: `program_issued`, `reason_missing`, `record_gone`.
    """
    if not wanted:
        return
    subject = subject_of(_content(workspace, wanted[0]), len(wanted))
    with workspace.writing("void_item", subject) as writer:
        for identifier in wanted:
            item = records.get(writer.connection, ProgramItem, identifier)
            _unlocked(writer, item.program)
            writer.void(item, nfc(reason))
