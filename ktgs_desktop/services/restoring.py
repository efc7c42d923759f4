"""What a former state must still fit before undo or redo brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import amendment_checks, opinions, phrases, program_checks, submissions
from ktgs_desktop.domain import offices as office_rules
from ktgs_desktop.domain import organizations as organization_rules
from ktgs_desktop.domain.amendments import Amendment, ItemChange
from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.incoming import IncomingDocument
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.opinions import Opinion
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.phrases import Phrase
from ktgs_desktop.domain.program_drafts import ProgramDraft
from ktgs_desktop.domain.program_progress import Progress
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.submissions import Submission
from ktgs_desktop.errors import ConflictError, UserError
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.history import PastOperation


def check_fits(
    connection: Reader, entity: object, past: PastOperation, *, came_back: bool = False
) -> None:
    """Refuse a former state that no longer fits what others have become since.

    Args:
        connection: after the state was brought back.
        entity: the record as it is again.
        past: the operation that is taken back.
        came_back: whether it was voided until now.

    Raises:
        ConflictError: `record_moved_on`.
        UserError: `number_taken` or `incoming_number_taken` if its number was given
            since; what the rules of its kind say.
    """
    match entity:
        case Organization():
            _check_tree(connection, entity, past)
        case PartyMember(organization=home) if home is not None:
            _check_there(connection, Organization, home, past)
        case Program() | ProgramItem() | Amendment() | ItemChange() | Opinion() | ProgramDraft():
            _check_planned(connection, entity, past)
        case IssuingBody():
            office_rules.check_symbol(entity, records.get_all(connection, IssuingBody))
        case Phrase():
            same = records.get_all(connection, Phrase, field=entity.field)
            phrases.check_phrase(entity, same)
        case Document() | IncomingDocument() if came_back:
            _check_number(connection, entity)
        case Submission(waiting=True):
            _check_waiting(connection, entity, past)
        case Dissemination() | DisseminationSession():
            _check_briefing(connection, entity, past)
        case _:
            pass


def _check_planned(
    connection: Reader,
    entity: Program | ProgramItem | Amendment | ItemChange | Opinion | ProgramDraft,
    past: PastOperation,
) -> None:
    """Refuse a program, or a part of one, that no longer fits what is there."""
    match entity:
        case ProgramItem():
            _check_there(connection, Program, entity.program, past)
            _check_subjects_kept(connection, entity, past)
        case Amendment():
            others = records.get_all(connection, Amendment, program=entity.program)
            amendment_checks.check_alone(one for one in others if one.id != entity.id)
        case ItemChange():
            _check_change(connection, entity, past)
        case Program():
            program_checks.check_only(entity, records.get_all(connection, Program))
        case Opinion():
            _check_there(connection, Program, entity.program, past)
        case ProgramDraft():
            _check_draft(connection, entity, past)


def _check_briefing(
    connection: Reader, entity: Dissemination | DisseminationSession, past: PastOperation
) -> None:
    """Refuse a session without its plan, or one that deals with what its plan does not name."""
    plan = entity if isinstance(entity, Dissemination) else None
    if isinstance(entity, DisseminationSession):
        plan = records.find(connection, Dissemination, entity.plan)
    if plan is None:
        raise ConflictError("record_moved_on", what=past.subject)
    held = records.get_all(connection, DisseminationSession, plan=plan.id)
    named = {one.id for one in plan.regulations}
    if any(not named.issuperset(one.regulations) for one in held):
        raise ConflictError("record_moved_on", what=past.subject)


def _check_there(connection: Reader, kind: type, record: UUID, past: PastOperation) -> None:
    if records.find(connection, kind, record) is None:
        raise ConflictError("record_moved_on", what=past.subject)


def _check_tree(connection: Reader, organization: Organization, past: PastOperation) -> None:
    parent = organization.parent_on()
    if parent is None:
        return
    _check_there(connection, Organization, parent, past)

    def parent_of(step: UUID) -> UUID | None:
        above = records.find(connection, Organization, step)
        return above.parent_on() if above else None

    organization_rules.check_no_cycle([organization.id], parent, parent_of)


def _check_subjects_kept(connection: Reader, item: ProgramItem, past: PastOperation) -> None:
    """Refuse to take away subjects whose progress was recorded since."""
    keys = {subject.key for subject in item.subjects}
    steps = records.get_all(connection, Progress, item=item.id)
    if any(step.subject is not None and step.subject not in keys for step in steps):
        raise ConflictError("record_moved_on", what=past.subject)


def _check_change(connection: Reader, change: ItemChange, past: PastOperation) -> None:
    """Refuse a change of a draft amendment that is not of the line as it is now."""
    if change.amendment is None:
        return
    _check_there(connection, Amendment, change.amendment, past)
    own = records.get_all(connection, ItemChange, amendment=change.amendment)
    twice = sum(one.item == change.item for one in own) > 1
    if twice or records.find(connection, ProgramItem, change.item) != change.before:
        raise ConflictError("record_moved_on", what=past.subject)


def _check_draft(connection: Reader, draft: ProgramDraft, past: PastOperation) -> None:
    """Refuse a draft whose program is gone, or whose number another draft got since."""
    _check_there(connection, Program, draft.program, past)
    own = records.get_all(connection, ProgramDraft, program=draft.program)
    if sum(one.number == draft.number for one in own) > 1:
        raise ConflictError("record_moved_on", what=past.subject)


def _check_number(connection: Reader, paper: Document | IncomingDocument) -> None:
    """Refuse to bring back a number that was free, and given to another paper since."""
    if isinstance(paper, IncomingDocument):
        _check_incoming_number(connection, paper)
        return
    same = records.get_all(
        connection,
        Document,
        body=paper.body,
        document_type=paper.document_type,
        term=paper.term,
        number=paper.number,
    )
    if any(one.id != paper.id for one in same):
        raise UserError("number_taken", symbol=paper.symbol)


def _check_incoming_number(connection: Reader, paper: IncomingDocument) -> None:
    same = records.get_all(connection, IncomingDocument, year=paper.year, number=paper.number)
    if any(one.id != paper.id for one in same):
        raise UserError("incoming_number_taken", number=paper.number, year=paper.year)


def _check_waiting(connection: Reader, submission: Submission, past: PastOperation) -> None:
    """Refuse to lay before the signer again what was cancelled, or laid there anew, since."""
    _check_there(connection, Document, submission.document, past)
    paper = records.get(connection, Document, submission.document)
    every = records.get_all(connection, Submission, document=submission.document)
    others = tuple(one for one in every if one.id != submission.id)
    submissions.check_submission(paper, others, submission.remark)


_CLOSING = ("close_program", "reopen_program")


def check_unlocked(connection: Reader, entity: object, operation: str) -> None:
    """Refuse to touch what an issued program or an issued amendment holds.

    Args:
        connection: in the transaction, before anything is brought back.
        entity: the record as it is now.
        operation: name of what is taken back or done again; an issued program lets subjects be
            named, and is closed and opened again, which may be taken back.

    Raises:
        UserError: `program_issued`, `program_submitted`, `program_closed`, `opinions_closed`,
            `amendment_issued` or `item_in_amendment`.
    """
    match entity:
        case _ if operation == "resolve_conflict":
            pass  # which of two versions stands was open before, whatever their state
        case ProgramItem() if operation == "name_subjects":
            _check_named(connection, entity)
        case ProgramItem():
            program = records.find(connection, Program, entity.program)
            if program is not None:
                program_checks.refuse_locked(program)
        case Program() if operation in _CLOSING:
            pass
        case Program():
            program = records.find(connection, Program, entity.id)
            if program is not None and program.issued:
                raise UserError("program_issued", number=program.number)
        case Amendment() | ItemChange() | Opinion():
            _check_around(connection, entity)
        case _:
            pass


def _check_around(connection: Reader, entity: Amendment | ItemChange | Opinion) -> None:
    """Refuse to touch an issued amendment, or an opinion on what is issued."""
    program = records.find(connection, Program, entity.program)
    if isinstance(entity, Opinion):
        if program is not None:
            opinions.refuse_issued(program)
        return
    amendment: Amendment | None
    if isinstance(entity, Amendment):
        amendment = entity
    elif entity.amendment is None:
        return
    else:
        amendment = records.find(connection, Amendment, entity.amendment)
    if amendment is not None:
        amendment_checks.refuse_issued(amendment)
    amendment_checks.check_amendable(records.get(connection, Program, entity.program))


def _check_named(connection: Reader, item: ProgramItem) -> None:
    amendment_checks.check_amendable(records.get(connection, Program, item.program))
    changes = records.get_all(connection, ItemChange, item=item.id)
    if any(change.on is None for change in changes):
        raise UserError("item_in_amendment", name=item.content[:60])
