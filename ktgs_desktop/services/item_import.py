"""Use case: lines of a program by paste or from a file - what each row becomes, before any is kept.

The lines are written by `program_items.save_many`, all or none, as one operation.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ktgs_desktop.domain import item_columns, item_import, table_import
from ktgs_desktop.domain.item_import import Ground, PlannedItem
from ktgs_desktop.domain.programs import (
    Program,
    ProgramItem,
    unregistered_subjects,
)
from ktgs_desktop.domain.table_import import ColumnMapping
from ktgs_desktop.domain.written_kinds import kind_of
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import table_reader
from ktgs_desktop.services import register
from ktgs_desktop.services.workspace import Workspace, codes
from ktgs_desktop.store import records

FIELDS = item_import.FIELDS
OPERATION = "import_items"


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """What importing a table of lines would do.

    Attributes:
        mapping: which column holds which field.
        rows: each row and what it will become.
    """

    mapping: ColumnMapping
    rows: tuple[PlannedItem, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of required fields no column is chosen for; there are no rows then."""
        return table_import.without_column(self.mapping, FIELDS)

    @property
    def items(self) -> list[ProgramItem]:
        """The lines that will be added, in their order."""
        return [one.item for one in self.rows if one.item is not None]

    @property
    def existing(self) -> int:
        """Rows of lines the program has already."""
        return sum(one.row.exists for one in self.rows)

    @property
    def refused(self) -> int:
        """Rows with faults."""
        return sum(bool(one.row.faults) for one in self.rows)

    @property
    def unregistered(self) -> list[str]:
        """Names of subjects that no register has."""
        return [subject.name for subject in unregistered_subjects(self.items)]


def read_file(path: Path) -> list[list[str]]:
    """The cells of a file (.xlsx, .xls, .ods, .csv, .txt, .docx, .html) as text.

    Args:
        path: the file.

    Raises:
        UserError: `sheet_unreadable` or `sheet_too_large` with the file.
    """
    return table_reader.read_file(path, name=path.name)


def read_clipboard(text: str, html: str = "") -> list[list[str]]:
    """The cells of a table copied in Word, Excel or LibreOffice.

    Args:
        text: the text of the clipboard.
        html: its HTML, empty if there is none.
    """
    return table_reader.read_clipboard(text, html)


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
    for field in plan.missing:
        raise UserError("column_missing", field=field)
    if plan.refused:
        raise UserError("rows_refused", count=plan.refused)
    return plan.items
