"""What only the office's hub does: it gives paper numbers and sends to other offices.

Else two computers of one office would give one number twice, and the offices above would see two
writers for one unit (sync.md 2.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.desks import Desk
from ktgs_desktop.domain.entities import NAMES
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import late
from ktgs_desktop.store import desks, records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader


NAME = late("main computer")
"""What the hub is called among the office's computers."""


def places(connection: Reader, entity: str, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the computers at which records are worked on; those not assigned are left out.

    Args:
        connection: any.
        entity: kind of the records.
        ids: their ids.
    """
    found = desks.assigned(connection, entity, ids)
    if not found:
        return {}
    names = {one.id: one.name for one in records.get_all(connection, Desk)}
    return {one: str(NAME) if desk is None else names.get(desk, "?") for one, desk in found.items()}


def elsewhere(connection: Reader, entity: str, record: UUID) -> str:
    """Name of the other computer at which a record is worked on, empty for none.

    A line that is not assigned itself is worked on where its program is.

    Args:
        connection: any.
        entity: kind of record.
        record: its id.
    """
    kind, ident = entity, record
    found = desks.assigned(connection, kind, [ident])
    if not found and entity == NAMES[ProgramItem]:
        line = records.find(connection, ProgramItem, record)
        kind, ident = NAMES[Program], record if line is None else line.program
        found = desks.assigned(connection, kind, [ident])
    if ident not in found or found[ident] == desks.own(connection):
        return ""
    return places(connection, kind, [ident])[ident]


def check_numbers(connection: Reader) -> None:
    """Refuse to give a number of an own series in a copy.

    Args:
        connection: any.

    Raises:
        UserError: `number_of_hub`.
    """
    if desks.own(connection) is not None:
        raise UserError("number_of_hub")


def check_sends(connection: Reader) -> None:
    """Refuse to send to another office from a copy.

    Args:
        connection: any.

    Raises:
        UserError: `hub_sends`.
    """
    if desks.own(connection) is not None:
        raise UserError("hub_sends")
