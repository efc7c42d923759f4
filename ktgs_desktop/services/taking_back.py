"""One record is brought back to what it was before an operation; a choice becomes open again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.encoding import from_document
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.journal import DELETE, Change
from ktgs_desktop.errors import UserError
from ktgs_desktop.store import history

if TYPE_CHECKING:
    from ktgs_desktop.store.history import PastOperation
    from ktgs_desktop.store.writer import Writer

UNDO = "undo"
"""Name of the operation, and why what an operation added is voided when it is taken back."""
_Version = tuple[bytes, Change]


def take_back(writer: Writer, made: Sequence[_Version], past: PastOperation) -> object | None:
    """Take one record back.

    What an operation joined stands side by side again, and what the undoing of a choice set side
    by side is joined again.

    Args:
        writer: an open write.
        made: the versions of the record that the operation wrote, oldest first.
        past: the operation.

    Returns:
        What it is again, None if it is there no longer.

    Raises:
        UserError: `record_in_use`.
    """
    first, change = made[0][1], made[-1][1]
    found = (history.change_of(writer.connection, parent) for parent in first.parents)
    before = [former for former in found if former is not None]
    if before and before[0].kind != DELETE:
        _bring_back(writer, before, made)
        return entity_of(before[0])
    used = history.users_of(writer.connection, change.entity, change.id)
    if used:
        raise UserError("record_in_use", name=past.subject, count=sum(used.values()))
    if before:
        _bring_back(writer, before, made)
    elif change.kind != DELETE:
        writer.void(entity_of(change), UNDO)
    return None


def _bring_back(writer: Writer, before: Sequence[Change], made: Sequence[_Version]) -> None:
    if len(before) == 1:
        writer.restore(before[0], replaced=_side_by_side(made))
        return
    name, _change = made[-1]
    for former in reversed(before):  # the one that stands in the lists is written last
        writer.restore(former, replaced=(name,))


def _side_by_side(made: Sequence[_Version]) -> tuple[bytes, ...] | None:
    """Versions that the operation left side by side; None if one only."""
    replaced = {parent for _name, change in made for parent in change.parents}
    standing = tuple(name for name, _change in made if name not in replaced)
    return standing if len(standing) > 1 else None


def entity_of(change: Change) -> object:
    """The record as a version has it.

    Args:
        change: the version.
    """
    entity: object = from_document(ENTITIES[change.entity], dict(change.document))
    return entity
