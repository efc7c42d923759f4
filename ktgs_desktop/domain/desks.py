"""The office's computers: the hub, copies on others, and which record is worked on where.

One computer is the hub: it alone gives paper numbers and sends to other offices. Officers work on
copies and bring their work to the hub by stick. A record may be assigned to a computer, so that
the others ask before they change it (sync.md 2.2); that is a courtesy, not a lock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.errors import UserError

ASSIGNABLE = frozenset(("program", "program_item", "incoming_document"))
"""Kinds of records that are assigned to a computer; a line follows its program if it has none."""


class Role(StrEnum):
    """What a workspace file is to its office."""

    HUB = "HUB"
    COPY = "COPY"


@dataclass(frozen=True, slots=True)
class Desk:
    """A computer on which a copy of the office's file is worked on.

    Attributes:
        owner: the office's unit.
        id: identifier, given to the copy when it was made.
        name: what people call it.
        made_on: day on which the copy was made.
    """

    owner: UUID
    id: UUID
    name: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a record is worked on.

    Attributes:
        owner: the office's unit.
        id: computed from the record, so that two computers mean the same assignment.
        entity: kind of record.
        record: the record.
        desk: the computer, None for the hub.
    """

    owner: UUID
    id: UUID
    entity: str
    record: UUID
    desk: UUID | None


def check_name(name: str, desks: Iterable[Desk]) -> None:
    """Refuse a name that does not tell a computer apart.

    Args:
        name: the name of a new computer.
        desks: those there are.

    Raises:
        UserError: `name_missing`, `too_long`, `desk_name_taken`.
    """
    if not name.strip():
        raise UserError("name_missing")
    limits.check_length("name", name, limits.NAME)
    if any(fold(one.name) == fold(name) for one in desks):
        raise UserError("desk_name_taken", name=name)
