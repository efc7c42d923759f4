"""Use cases: which record is worked on at which of the office's computers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.desks import ASSIGNABLE, Assignment, Desk
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.identity import assignment_id
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

    Args:
        workspace: the workspace.
        entity: kind of record.
        record: its id.
    """
    with workspace.reading() as connection:
        found = desks.assigned(connection, entity, [record])
        if record not in found or found[record] == desks.own(connection):
            return None
        return hub.places(connection, entity, [record])[record]
