"""`ktgs history`, `undo`, `redo`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from ktgs_desktop.cli.lists import Sheet, Wanted, show_list
from ktgs_desktop.cli.narrowing import several
from ktgs_desktop.cli.state import State, common, pass_state
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.vietnamese import fold
from ktgs_desktop.i18n import late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_KINDS = tuple(ENTITIES)
_SHEET = Sheet(late("History"), ("at", "user", "operation", "subject"))
_VERSIONS_SHEET = Sheet(late("History"), ("at", "user", "operation", "voided"))
_SHOWN = 50


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help=f"Operations at most; {_SHOWN} if left out, in a sheet all.",
)
@several("--by", help="Only what this user did (full name).")
@several("--operation", "done", help="Only this operation, as the list calls it, or its code name.")
@click.option("--record", type=click.UUID, help="Show every version of the record with this id.")
@click.option("--entity", type=click.Choice(_KINDS), help="Its kind; found out if left out.")
@click.option("--xlsx", "sheet", type=FILE, help="Write an Excel sheet to this file.")
@common
@pass_state
def history(  # noqa: PLR0913 - the options of the command
    state: State,
    *,
    limit: int | None,
    by: tuple[str, ...],
    done: tuple[str, ...],
    record: UUID | None,
    entity: str | None,
    sheet: Path | None,
) -> None:
    """Show who did what, the latest first, or every version of one record."""
    from ktgs_desktop.services import history as service  # after --help

    if record is None and entity is not None:
        raise WrongUsage(_("--entity goes with --record."))
    if record is not None and (by or done):
        raise WrongUsage(_("--by and --operation go with the whole history, not with --record."))
    most = limit or (sys.maxsize if sheet else _SHOWN)
    with state.opened() as workspace:
        if record is not None:
            found = _versions(workspace, [entity] if entity else _KINDS, record)[:most]
        else:
            found = [
                {
                    "at": entry.at,
                    "user": entry.user,
                    "operation": entry.label,
                    "subject": entry.subject,
                    "changes": entry.changes,
                    "id": entry.id,
                }
                for entry in service.operations(workspace, most, _chosen(workspace, by, done))
            ]
    show_list(state, found, _SHEET if record is None else _VERSIONS_SHEET, Wanted(limit, sheet))


def _chosen(
    workspace: Workspace, by: Sequence[str], done: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Users and operations by the names people know; an unknown one stays, and nothing has it."""
    from ktgs_desktop.services import history as service  # after --help

    found = {}
    for key, texts in (("user", by), ("operation", done)):
        if texts:
            named = {fold(one.text): one.value for one in service.values(workspace, key)}
            found[key] = tuple(named.get(fold(text), text) for text in texts)
    return found


def _versions(
    workspace: Workspace, kinds: list[str] | tuple[str, ...], record: UUID
) -> list[dict[str, Any]]:
    """Versions of a record, the latest first.

    Raises:
        Refused: there never was such a record.
    """
    from ktgs_desktop.services import history as service  # after --help

    for kind in kinds:
        found = service.versions(workspace, kind, record)
        if found:
            return [
                {
                    "at": version.at,
                    "user": version.user,
                    "operation": version.label,
                    "voided": version.voided,
                    "fields": [
                        {"field": one.field, "before": one.before, "after": one.after}
                        for one in version.fields
                    ],
                }
                for version in found
            ]
    wanted = _("There is no record with the id {id}. A list shows ids with --json.")
    raise Refused(wanted.format(id=record))


_operation = click.option(
    "--operation", type=click.UUID, required=True, help="Its id, as `ktgs history` shows it."
)


@click.command()
@_operation
@common
@pass_state
def undo(state: State, *, operation: UUID) -> None:
    """Take back one of your own operations, if nothing was built on it since."""
    from ktgs_desktop.services import history as service  # after --help

    with state.opened() as workspace:
        state.show({"undone": service.undo_operation(workspace, operation)})


@click.command()
@_operation
@common
@pass_state
def redo(state: State, *, operation: UUID) -> None:
    """Do again what an undo took back; --operation is the id of the undo."""
    from ktgs_desktop.services import history as service  # after --help

    with state.opened() as workspace:
        state.show({"redone": service.redo_operation(workspace, operation)})
