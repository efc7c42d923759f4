"""Whose workspace it is, among the offices that exchange packages, and which units stand below."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.strict_fields import uuid_of
from ktgs_desktop.domain.units import short_committee
from ktgs_desktop.errors import PackageError
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services import subordinates
from ktgs_desktop.store import records, unit_standings
from ktgs_desktop.store.replica_lists import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.unit_standings import UnitBelow


def place_of(workspace: Workspace) -> Place:
    """The office's own unit and the one above.

    Args:
        workspace: the workspace.
    """
    return Place(workspace.office.unit, workspace.office.superior)


def below(workspace: Workspace, connection: Reader) -> list[UnitBelow]:
    """The inspection committees below the office, those above first.

    Args:
        workspace: the workspace.
        connection: any.
    """
    root = subordinates.scope(workspace, connection).root
    today = workspace.today.isoformat()
    return unit_standings.units_below(connection, workspace.office.unit, root, today)


def has_below(workspace: Workspace) -> bool:
    """Whether any unit stands below the office, or sent it anything.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return bool(
            below(workspace, connection) or unit_standings.arrived(connection, place_of(workspace))
        )


def unit_names(connection: Reader, units: set[UUID]) -> dict[UUID, str]:
    """What units are called: as the register has it, else as they call themselves.

    Args:
        connection: any.
        units: their ids.
    """
    known = records.get_many(connection, Organization, units)
    names = {one.id: short_committee(one.name_on()) for one in known}
    return {**unit_standings.named_by_themselves(connection, units - names.keys()), **names}


@contextmanager
def naming_units(workspace: Workspace) -> Iterator[None]:
    """Errors speak of a unit by its name, not by the identifier that stands in a package.

    Args:
        workspace: the workspace, whose register has the names.

    Raises:
        PackageError: what was raised within.
    """
    try:
        yield
    except PackageError as error:
        named = error.params.get("unit")
        unit = uuid_of(named) if isinstance(named, str) else None
        if unit is None:
            raise
        with workspace.reading() as connection:
            name = unit_names(connection, {unit}).get(unit) or _("a unit not in the register")
        raise PackageError(error.code, **{**error.params, "unit": name}) from error
