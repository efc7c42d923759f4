"""What a former state must still fit before undo or redo brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import offices as office_rules
from ktgs_desktop.domain import organizations as organization_rules
from ktgs_desktop.domain import program_checks
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.offices import IssuingBody
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import ConflictError, UserError
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.history import PastOperation


def check_fits(connection: Reader, entity: object, past: PastOperation) -> None:
    """Refuse a former state that no longer fits what others have become since.

    Args:
        connection: after the state was brought back.
        entity: the record as it is again.
        past: the operation that is taken back.

    Raises:
        ConflictError: `record_moved_on`.
        UserError: what the rules of its kind say.
    """
    match entity:
        case Organization():
            _check_tree(connection, entity, past)
        case PartyMember(organization=home) if home is not None:
            _check_there(connection, Organization, home, past)
        case ProgramItem():
            _check_there(connection, Program, entity.program, past)
        case Program():
            program_checks.check_only(entity, records.get_all(connection, Program))
        case IssuingBody():
            office_rules.check_symbol(entity, records.get_all(connection, IssuingBody))
        case _:
            pass


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


def check_unlocked(connection: Reader, entity: object) -> None:
    """Refuse to touch what an issued program holds.

    Args:
        connection: in the transaction.
        entity: the record as it is now.

    Raises:
        UserError: `program_issued` or `program_submitted`.
    """
    if isinstance(entity, ProgramItem):
        program = records.find(connection, Program, entity.program)
    elif isinstance(entity, Program):
        program = records.find(connection, Program, entity.id)
    else:
        return
    if program is not None and program.issued:
        raise UserError("program_issued", number=program.number)
    if program is not None and isinstance(entity, ProgramItem):
        program_checks.refuse_locked(program)
