"""Units below as a person names them on the command line: by code, by name, or by identifier."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.cli.records import identifier
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def unit_of(workspace: Workspace, text: str) -> UUID:
    """A unit below.

    Args:
        workspace: the workspace.
        text: what was typed: code of an administrative unit, name or part of it, or identifier.

    Raises:
        Refused: none or more than one is meant.
    """
    from ktgs_desktop.services.exchange import units  # after --help

    known = identifier(text)
    if known is not None:
        return known
    found = units.standings(workspace)
    by_code = organization_id(text, str(OrganizationType.INSPECTION_COMMITTEE))
    if any(one.unit == by_code for one in found):
        return by_code
    wanted = fold(text)
    named = [one for one in found if wanted in fold(one.name)]
    exact = [one for one in named if fold(one.name) == wanted] or named
    if len(exact) == 1:
        return exact[0].unit
    if exact:
        said = _("“{text}” means {count} units below; write the code or id of one: {choices}")
        choices = "; ".join(f"{one.name} ({one.unit})" for one in exact[:5])
        raise Refused(said.format(text=text, count=len(exact), choices=choices))
    said = _("No unit below is “{text}”. “ktgs received units” shows all.")
    raise Refused(said.format(text=text))
