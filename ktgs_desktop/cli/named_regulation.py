"""A regulation that a command names: by its number, by number and year, or by its identifier."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.cli import records
from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def wanted_regulation(workspace: Workspace, text: str) -> UUID:
    """The regulation that is meant.

    Args:
        workspace: the workspace.
        text: an identifier, a number, or a number with a year.

    Raises:
        Refused: none or more than one is.
    """
    from ktgs_desktop.services.regulations import library  # after --help

    known = records.identifier(text)
    if known is not None:
        return known
    found = library.called(workspace, text)
    if not found:
        said = _("“{text}” is not in the list of regulations; “ktgs regulations list” shows all.")
        raise Refused(said.format(text=text))
    if len(found) > 1:
        said = _("“{text}” means {count} records; write the id of one: {choices}")
        ids = "; ".join(f"{one.issued or '?'} {one.issuer} ({one.id})" for one in found)
        raise Refused(said.format(text=text, count=len(found), choices=ids))
    return found[0].id
