"""Use case: regulations of the office by paste or from a file - preview, and all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain import regulation_import, table_import
from ktgs_desktop.domain.regulation_columns import FIELDS as COLUMNS
from ktgs_desktop.domain.regulation_import import Ground, PlannedRegulation
from ktgs_desktop.domain.regulations import Regulation
from ktgs_desktop.domain.table_import import ColumnMapping, TablePlan
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress

FIELDS = COLUMNS
without_refused = table_import.without_refused


class RegulationPlan(TablePlan[PlannedRegulation]):
    """What importing a table of regulations would do."""

    __slots__ = ()
    fields = FIELDS

    @property
    def texts(self) -> list[Regulation]:
        """The texts that will be added or changed, in their order."""
        return [one.regulation for one in self.rows if one.regulation is not None]

    @property
    def new(self) -> int:
        """How many texts will be added."""
        return sum(one.regulation is not None and not one.changes for one in self.rows)

    @property
    def changed(self) -> int:
        """How many texts of the office will be changed."""
        return sum(one.changes for one in self.rows)


def plan(
    workspace: Workspace,
    table: Sequence[Sequence[str]],
    mapping: ColumnMapping | None = None,
    *,
    when_issued: bool = False,
) -> RegulationPlan:
    """What importing a table would do; changes nothing.

    Args:
        workspace: the workspace.
        table: rows of text.
        mapping: which column holds which field, None to find out.
        when_issued: whether texts without a day of effect take effect on their day of issue.
    """
    used = mapping or table_import.match_headings(table, FIELDS)
    if table_import.without_column(used, FIELDS):
        return RegulationPlan(used, ())
    with workspace.reading() as connection:
        there = records.get_all(connection, Regulation)
    ground = Ground(workspace.office.unit, new_id, there, when_issued)
    return RegulationPlan(used, tuple(regulation_import.plan(table, used, ground)))


def apply(workspace: Workspace, plan: RegulationPlan, progress: Progress | None = None) -> int:
    """Add and change the texts of a plan; all of them or none.

    Args:
        workspace: the workspace.
        plan: what `plan` gave; rows with faults make it refused.
        progress: is told how far it is.

    Returns:
        How many were added or changed.

    Raises:
        UserError: `column_missing`, or `rows_refused` with their number.
    """
    plan.check()
    texts = plan.texts
    if progress is not None:
        progress.step(0, len(texts))
    if texts:
        subject = subject_of(texts[0].label, len(texts))
        with workspace.writing("import_regulations", subject) as writer:
            writer.put_many(texts)
    return len(texts)
