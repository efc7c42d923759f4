"""Use cases of "Sửa bằng Word": a draft goes out as .docx and comes back as the next draft.

Nothing is written before the user has seen what would change; what is taken is one operation.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain.documents import DocumentFile, FileRole
from ktgs_desktop.domain.program_drafts import DraftOrigin, ProgramDraft, next_number
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.word_copies import Remark, WordCopy
from ktgs_desktop.domain.word_difference import WordDifference, difference
from ktgs_desktop.errors import ConflictError, UserError
from ktgs_desktop.papers.program import column_headings, program_paper
from ktgs_desktop.services import printing, word_lines
from ktgs_desktop.services.printing import Printed
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader

_PROGRAM_MARK, _DRAFT_MARK = "KTGS program", "KTGS draft"
_REASON = "Word"


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A draft that goes out to Word.

    Attributes:
        draft: its record.
        file: the Word file.
    """

    draft: ProgramDraft
    file: Printed


@dataclass(frozen=True, slots=True)
class Proposal:
    """What reading a Word file back would change; nothing of it is written yet.

    Attributes:
        program: the program as it is.
        changed: the program as it would be.
        difference: what was changed in Word.
        items: lines to be added or changed.
        removed: lines to be deleted.
        remarks: what cannot be taken, and what to look at.
        headings: headings of the annex's columns by their names.
        draft: the draft it was handed out as, None if the file does not say.
        file: the Word file.
        seen: the lines the proposal was made for.
    """

    program: Program
    changed: Program
    difference: WordDifference
    items: tuple[ProgramItem, ...]
    removed: tuple[ProgramItem, ...]
    remarks: tuple[Remark, ...]
    headings: dict[str, str]
    draft: ProgramDraft | None
    file: Printed
    seen: tuple[ProgramItem, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take."""
        return not (self.items or self.removed) and self.changed == self.program


# Drafts ---------------------------------------------------------------------------------------


def drafts(workspace: Workspace, program: UUID) -> list[ProgramDraft]:
    """The drafts of a program that went out to Word or came back, the first one first.

    Args:
        workspace: the workspace.
        program: its id.
    """
    with workspace.reading() as connection:
        return _drafts(connection, program)


def _drafts(connection: Reader, program: UUID) -> list[ProgramDraft]:
    found = records.get_all(connection, ProgramDraft, program=program)
    return sorted(found, key=lambda draft: draft.number)


def file_of(workspace: Workspace, draft: ProgramDraft) -> Printed:
    """The Word file of a draft as it was kept.

    Args:
        workspace: the workspace.
        draft: the draft.

    Raises:
        StorageError: `attachment_missing`, `attachment_damaged`.
    """
    return Printed(draft.file.name, workspace.attachments.get(draft.file.digest))


def hand_out(workspace: Workspace, program: UUID) -> HandedOut:
    """The program's paper as Word file to be changed, kept as its next draft.

    Handed out again unchanged it is the same draft.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `record_gone`, `program_issued`, `program_submitted`, `template_syntax`,
            `template_field_unknown`.
        StorageError: the file cannot be kept.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        known = _drafts(connection, program)
    program_checks.refuse_locked(found)
    handed = [one for one in known if one.origin == DraftOrigin.HANDED_OUT]
    if handed:
        last = handed[-1]
        again = _written(workspace, found, last.id, last.number)
        if workspace.attachments.get(last.file.digest) == again.data:
            return HandedOut(last, again)
    draft = new_id()
    file = _written(workspace, found, draft, next_number(known))
    with workspace.writing("hand_out_draft", file.name) as writer:
        number = next_number(_drafts(writer.connection, program))
        made = _record(workspace, found, file, draft, number)
        writer.put(made)
    return HandedOut(made, file)


def _written(workspace: Workspace, program: Program, draft: UUID, number: int) -> Printed:
    paper = printing.program_as_typed(workspace, program)
    stem = f"{printing.file_stem(paper, program.year)} lan {number}"
    marks = {_PROGRAM_MARK: str(program.id), _DRAFT_MARK: str(draft)}
    return printing.as_word(paper, stem, marks)


def _record(
    workspace: Workspace, program: Program, file: Printed, draft: UUID, number: int
) -> ProgramDraft:
    """The record of a draft handed out, once its file is kept."""
    kept = DocumentFile(
        role=FileRole.WORD,
        digest=workspace.attachments.put(file.data),
        name=file.name,
        size=len(file.data),
        made_on=workspace.today,
    )
    return ProgramDraft(
        owner=workspace.office.unit,
        id=draft,
        program=program.id,
        number=number,
        origin=DraftOrigin.HANDED_OUT,
        file=kept,
        province=workspace.office.province,
    )


# Reading back ---------------------------------------------------------------------------------


def read_back(workspace: Workspace, file: Printed, program: UUID | None = None) -> Proposal:
    """What a Word file would change in its program; writes nothing.

    Args:
        workspace: the workspace.
        file: the Word file with its name.
        program: the program it must be of, None to take the one the file names.

    Raises:
        UserError: `word_unreadable`, `word_old`, `word_too_large`, `word_foreign`,
            `word_other_program`, `record_gone`, `program_issued`, `program_submitted`.
        StorageError: the draft handed out is missing or damaged.
    """
    found = _program_of(workspace, file, program)
    program_checks.refuse_locked(found)
    headings = column_headings(found.kind)
    back = _read(file, headings)
    with workspace.reading() as connection:
        items = records.get_all(connection, ProgramItem, program=found.id)
        head = printing.letterhead_of(connection, found)
        context = printing.context_of(connection, found)
        draft = _handed_out(connection, found, back)
    paper = program_paper(found, items, head, context)
    now = _read(printing.as_word(paper, "", {_PROGRAM_MARK: str(found.id)}), headings)
    base = _read(file_of(workspace, draft), headings) if draft is not None else now
    compared = difference(base, back, now)
    desk = word_lines.Desk(workspace, found, items, context, head)
    lines = word_lines.lines_of(desk, compared, now)
    changed, doubts = word_lines.program_of(desk, compared)
    remarks = [*compared.remarks, *lines.remarks, *doubts]
    if draft is None:
        remarks.insert(0, Remark("word_draft_unknown"))
    names = {name: heading for heading, name in headings.items()}
    shown: list[Remark] = []
    for one in remarks:
        named = dataclasses.replace(one, place=names.get(one.place, one.place))
        if named not in shown:
            shown.append(named)
    return Proposal(
        program=found,
        changed=changed,
        difference=compared,
        items=lines.items,
        removed=lines.removed,
        remarks=tuple(shown),
        headings=names,
        draft=draft,
        file=file,
        seen=tuple(items),
    )


def _read(file: Printed, headings: dict[str, str]) -> WordCopy:
    from ktgs_desktop.papers.word_reading import read_word  # python-docx takes 100 ms to load

    return read_word(file.data, file.name, headings)


def _program_of(workspace: Workspace, file: Printed, program: UUID | None) -> Program:
    """The program a file is of.

    Raises:
        UserError: `word_foreign` if it names none, `word_other_program` if another.
    """
    said = _uuid(_read(file, {}).marks.get(_PROGRAM_MARK, ""))
    wanted = program or said
    if wanted is None:
        raise UserError("word_foreign", file=file.name)
    with workspace.reading() as connection:
        if program is None and records.find(connection, Program, wanted) is None:
            raise UserError("word_foreign", file=file.name)
        found = records.get(connection, Program, wanted)
        other = records.find(connection, Program, said) if said else None
    if said is not None and said != found.id:
        raise UserError("word_other_program", title=other.title if other else file.name)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _handed_out(connection: Reader, program: Program, back: WordCopy) -> ProgramDraft | None:
    """The draft a file was handed out as, if it says so."""
    draft = _uuid(back.marks.get(_DRAFT_MARK, ""))
    if draft is None:
        return None
    # It counts though undo took the handing out back: the file is out all the same.
    found = records.find(connection, ProgramDraft, draft, voided=True)
    return found if found is not None and found.program == program.id else None


# Taking ---------------------------------------------------------------------------------------


def take(workspace: Workspace, proposal: Proposal) -> ProgramDraft:
    """Write what a Word file changed, all of it, as one operation that undo takes back.

    Args:
        workspace: the workspace.
        proposal: what the user has seen.

    Returns:
        The draft that was read back.

    Raises:
        UserError: `word_nothing`, `program_issued`, `program_submitted`, `record_gone`.
        ConflictError: `word_changed_meanwhile`.
    """
    if proposal.empty:
        raise UserError("word_nothing")
    wanted = proposal.program.id
    with workspace.writing("take_draft", proposal.file.name) as writer:
        there = records.get(writer.connection, Program, wanted)
        program_checks.refuse_locked(there)
        items = records.get_all(writer.connection, ProgramItem, program=wanted)
        if there != proposal.program or _by_id(items) != _by_id(proposal.seen):
            raise ConflictError("word_changed_meanwhile")
        for item in proposal.removed:
            writer.void(item, _REASON)
        if proposal.items:
            writer.put_many(list(proposal.items))
        if proposal.changed != there:
            writer.put(proposal.changed)
        number = next_number(_drafts(writer.connection, wanted))
        made = _came_back(workspace, proposal, DraftOrigin.READ_BACK, number)
        writer.put(made)
    return made


def leave(workspace: Workspace, proposal: Proposal) -> ProgramDraft | None:
    """Put aside what was changed in Word and is not taken, so that it can be read again.

    Args:
        workspace: the workspace.
        proposal: what the user has seen.

    Returns:
        The draft, None if there is nothing to lose or it is kept already.
    """
    wanted = proposal.program.id
    digest = hashlib.sha256(proposal.file.data).hexdigest()
    known = drafts(workspace, wanted)
    if proposal.empty or any(one.file.digest == digest for one in known):
        return None
    with workspace.writing("leave_draft", proposal.file.name) as writer:
        number = next_number(_drafts(writer.connection, wanted))
        made = _came_back(workspace, proposal, DraftOrigin.LEFT, number)
        writer.put(made)
    return made


def left(workspace: Workspace, program: UUID) -> ProgramDraft | None:
    """The draft that was put aside last and that no later one was taken after, None if none.

    Args:
        workspace: the workspace.
        program: its id.
    """
    for draft in reversed(drafts(workspace, program)):
        if draft.origin != DraftOrigin.HANDED_OUT:
            return draft if draft.origin == DraftOrigin.LEFT else None
    return None


def _came_back(
    workspace: Workspace, proposal: Proposal, origin: DraftOrigin, number: int
) -> ProgramDraft:
    return dataclasses.replace(
        _record(workspace, proposal.program, proposal.file, new_id(), number),
        origin=origin,
        handed_out=proposal.draft.id if proposal.draft else None,
    )


def _by_id(items: tuple[ProgramItem, ...] | list[ProgramItem]) -> dict[UUID, ProgramItem]:
    return {item.id: item for item in items}
