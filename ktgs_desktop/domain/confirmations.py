"""What two people of the office confirmed together (xác nhận hai người): a root of trust taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.errors import UserError


class ConfirmedKind(StrEnum):
    """What was confirmed.

    ROOT: a root of trust, its fingerprint compared with the printed decision.
    """

    ROOT = "ROOT"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Two users of the office who confirmed something together.

    Attributes:
        owner: the office's unit.
        id: identifier.
        kind: what was confirmed.
        subject: which one, e.g. the name and fingerprint of a root.
        first: the user who did it.
        second: the user who confirmed it with a password of their own.
        on: the day.
    """

    owner: UUID
    id: UUID
    kind: str
    subject: str
    first: UUID
    second: UUID
    on: date


def check_two(first: UUID, second: UUID) -> None:
    """Refuse one person who confirms alone.

    Args:
        first: the user who does it.
        second: the user who confirms it.

    Raises:
        UserError: `second_person_same`.
    """
    if first == second:
        raise UserError("second_person_same")
