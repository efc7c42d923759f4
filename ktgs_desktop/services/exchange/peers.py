"""Other offices: what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.store.database import Reader


def unit_name(connection: Reader, unit: UUID) -> str:
    """The name of a unit in the register, or its identifier.

    Args:
        connection: any.
        unit: the unit.
    """
    found = records.find(connection, Organization, unit, voided=True)
    return found.name_on() if found else str(unit)
