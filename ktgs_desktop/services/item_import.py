"""Use case: lines of a program by paste or from a file - what each row becomes, before any is kept.

The lines are written by `program_items.save_many`, all or none, as one operation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from uuid import UUID

from ktgs_desktop.domain import item_columns, item_import, table_import
from ktgs_desktop.domain.item_import import Ground, PlannedItem
from ktgs_desktop.domain.programs import (
    Program,
    ProgramItem,
    unregistered_subjects,
)
from ktgs_desktop.domain.table_import import ColumnMapping, TablePlan
from ktgs_desktop.domain.written_kinds import kind_of
from ktgs_desktop.services import register
from ktgs_desktop.services.workspace import Workspace, codes
from ktgs_desktop.store import records

FIELDS = item_import.FIELDS
OPERATION = "import_items"


class ItemPlan(TablePlan[PlannedItem]):
    """What importing a table of lines would do."""

    __slots__ = ()
    fields = FIELDS

    @property
    def items(self) -> list[ProgramItem]:
        """The lines that will be added, in their order."""
        return [one.item for one in self.rows if one.item is not None]

    @property
    def unregistered(self) -> list[str]:
        """Names of subjects that no register has."""
        return [subject.name for subject in unregistered_subjects(self.items)]


def plan(
    workspace: Workspace,
    program: UUID,
    table: Sequence[Sequence[str]],
    *,
    kind: str,
    mapping: ColumnMapping | None = None,
) -> ItemPlan:
    """What importing a table into a program would do; changes nothing.

    Args:
        workspace: the workspace.
        program: the program's id.
        table: rows of text.
        kind: kind of work of rows that name none.
        mapping: which column holds which field, None to find out.

    Raises:
        UserError: `record_gone`, `program_issued` or `program_submitted`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
        there = records.get_all(connection, ProgramItem, program=program)
    kinds = codes("task_kinds")
    used = mapping or item_columns.match_columns(
        table, found.year, lambda text: bool(kind_of(text, kinds))
    )
    if table_import.without_column(used, FIELDS):
        return ItemPlan(used, ())
    registers = register.lookups(workspace, found)
    ground = Ground(found, kinds, codes("methods"), kind, registers, there)
    planned = item_import.plan(table, used, ground)
    return ItemPlan(used, tuple(_linked(workspace, one) for one in planned))


def _linked(workspace: Workspace, planned: PlannedItem) -> PlannedItem:
    if planned.item is None:
        return planned
    return dataclasses.replace(planned, item=register.linked(workspace, planned.item))


def without_refused(plan: ItemPlan) -> ItemPlan:
    """The plan without its refused rows and what continues one of them.

    Args:
        plan: what `plan` gave.
    """
    refused = {one.row.number for one in plan.rows if one.row.faults}
    kept = (one for one in plan.rows if not {one.row.number, one.joined} & refused)
    return ItemPlan(plan.mapping, tuple(kept))


def checked(plan: ItemPlan) -> list[ProgramItem]:
    """The lines of a plan that can be written as a whole.

    Args:
        plan: what `plan` gave.

    Raises:
        UserError: `column_missing`, or `rows_refused` with their number.
    """
    plan.check()
    return plan.items
