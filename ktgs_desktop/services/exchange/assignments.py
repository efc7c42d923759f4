"""Use cases: which record is worked on at which of the office's computers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.desks import ASSIGNABLE, Assignment, Desk
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.identity import assignment_id
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub
from ktgs_desktop.services.exchange.record_labels import label_of
from ktgs_desktop.store import desks, records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def assign(workspace: Workspace, entity: str, record: UUID, desk: UUID | None) -> None:
    """Say at which computer a record is worked on, so that the others ask before they edit it.

    Args:
        workspace: the workspace.
        entity: kind of record.
        record: its id.
        desk: the computer, None for the hub.

    Raises:
        UserError: `not_assignable`, `record_gone`.
    """
    if entity not in ASSIGNABLE:
        raise UserError("not_assignable")
    with workspace.writing("assign_record") as writer:
        found: object = records.get(writer.connection, ENTITIES[entity], record)
        if desk is not None:
            records.get(writer.connection, Desk, desk)
        writer.about = label_of(entity, to_document(found))
        owner = workspace.office.unit
        writer.put(Assignment(owner, assignment_id(record), entity, record, desk))


def free(workspace: Workspace, record: UUID) -> None:
    """Let a record be worked on anywhere again.

    Args:
        workspace: the workspace.
        record: its id.
    """
    with workspace.writing("assign_record") as writer:
        found = records.find(writer.connection, Assignment, assignment_id(record))
        if found is not None:
            writer.void(found, "free")


def places(workspace: Workspace, entity: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the computers at which records are worked on; those not assigned are left out.

    Args:
        workspace: the workspace.
        entity: kind of the records.
        ids: their ids.
    """
    with workspace.reading() as connection:
        return hub.places(connection, entity, ids)


def elsewhere(workspace: Workspace, entity: str, record: UUID) -> str | None:
    """Name of the other computer at which a record is worked on, None for none.

    A line that is not assigned itself is worked on where its program is.

    Args:
        workspace: the workspace.
        entity: kind of record.
        record: its id.
    """
    with workspace.reading() as connection:
        return hub.elsewhere(connection, entity, record) or None


def check_here(workspace: Workspace, entity: str, record: UUID) -> None:
    """Refuse an edit that a person has to be asked about first; asking is all it takes.

    Args:
        workspace: the workspace.
        entity: kind of record.
        record: its id.

    Raises:
        UserError: `worked_on_elsewhere` with the computer's name.
    """
    computer = elsewhere(workspace, entity, record)
    if computer is not None:
        raise UserError("worked_on_elsewhere", computer=computer)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a record is worked on, and where it could be.

    Attributes:
        label: what the record is called.
        computers: the office's computers, None for the hub, with their names.
        assigned: whether it is assigned to one.
        desk: which one, None for the hub.
    """

    label: str
    computers: tuple[tuple[UUID | None, str], ...]
    assigned: bool
    desk: UUID | None


def whereabouts(workspace: Workspace, entity: str, record: UUID) -> Whereabouts:
    """Where a record is worked on, for the window that changes it.

    Args:
        workspace: the workspace.
        entity: kind of record.
        record: its id.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        found: object = records.get(connection, ENTITIES[entity], record)
        at = desks.assigned(connection, entity, [record])
        others = records.get_all(connection, Desk)
    named = sorted(((one.id, one.name) for one in others), key=lambda one: fold(one[1]))
    return Whereabouts(
        label=label_of(entity, to_document(found)),
        computers=((None, str(hub.NAME)), *named) if named else (),
        assigned=record in at,
        desk=at.get(record),
    )
