"""One value for many lines: which fields can be filled down, and a line with another's values."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import ProgramItem

FILLED: Mapping[str, tuple[str, ...]] = {
    "task_kind": ("task_kind",),
    "year": ("year",),
    "work": ("quarter", "work_from", "work_to"),
    "period": ("period_from", "period_to"),
    "method": ("method",),
    "lead": ("lead",),
    "support": ("support",),
    "directing_member": ("directing_member",),
    "team_leader": ("team_leader",),
    "note": ("note",),
}
"""What can be filled down, with the fields of a line that belong together.

Content and subjects are each line's own: who wants the same ones duplicates the line.
"""


def filled(source: ProgramItem, target: ProgramItem, names: Collection[str]) -> ProgramItem:
    """A line with values of another one.

    Args:
        source: whose values they are.
        target: the line.
        names: which of `FILLED`.
    """
    fields = (field for name in names for field in FILLED[name])
    return dataclasses.replace(target, **{field: getattr(source, field) for field in fields})


def check_names(names: Collection[str]) -> None:
    """Refuse to fill down nothing.

    Args:
        names: which of `FILLED`.

    Raises:
        UserError: `fields_missing`.
    """
    if not names:
        raise UserError("fields_missing")
