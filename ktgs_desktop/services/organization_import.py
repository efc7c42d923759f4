"""Use case: organisations by paste or from a sheet - mapping, preview, and all or nothing."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Sequence
from uuid import UUID

from ktgs_desktop.domain import organization_import, table_import
from ktgs_desktop.domain import organizations as rules
from ktgs_desktop.domain.organization_import import PlannedOrganization
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.table_import import ColumnMapping, Fault, TablePlan
from ktgs_desktop.domain.vietnamese import accented
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import register
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, codes, new_id
from ktgs_desktop.store import records

FIELDS = organization_import.FIELDS
# What stands below a refused row was refused with it.
without_refused = table_import.without_refused
_SLICE = 2000


class OrganizationPlan(TablePlan[PlannedOrganization]):
    """What importing a table of organisations would do."""

    __slots__ = ()
    fields = FIELDS

    @property
    def new(self) -> int:
        """Rows that become organisations."""
        return sum(planned.new is not None for planned in self.rows)


def plan(
    workspace: Workspace,
    table: Sequence[Sequence[str]],
    *,
    parent: UUID | None,
    mapping: ColumnMapping | None = None,
) -> OrganizationPlan:
    """What importing a table would do; changes nothing.

    Args:
        workspace: the workspace.
        table: rows of text.
        parent: parent of rows that name none.
        mapping: which column holds which field, None to find out.
    """
    used = mapping or table_import.match_headings(table, FIELDS)
    if table_import.without_column(used, FIELDS):
        return OrganizationPlan(used, ())
    rows = table_import.read_rows(table, used, FIELDS)

    @functools.cache
    def find(name: str) -> UUID | None:
        return register.named(workspace, name)

    @functools.cache
    def explain(name: str) -> Fault:
        error = register.not_found(workspace, name)
        return Fault("parent", error.code, error.params)

    planned = organization_import.plan(
        rows,
        types=codes("organization_types"),
        parent=parent,
        find=find,
        siblings=_siblings(workspace, rows, parent, find),
        explain=explain,
    )
    return OrganizationPlan(used, tuple(_connected(planned)))


def _connected(planned: Sequence[PlannedOrganization]) -> list[PlannedOrganization]:
    """The rows, refusing those whose parent's row brings no organisation, or that go in a circle.

    Args:
        planned: every row of the table.
    """
    known = {one.row.number: one for one in planned}
    sound: dict[int, bool] = {}

    def is_sound(number: int) -> bool:
        above: list[int] = []
        step: int | None = number
        while step is not None and step not in sound:
            one = known.get(step)
            if one is None or one.new is None or step in above:
                sound[step] = False
                break
            above.append(step)
            step = one.parent_row
        good = step is None or sound.get(step, False)
        sound.update(dict.fromkeys(above, good))
        return good

    found = []
    for one in planned:
        if one.new is not None and one.parent_row is not None and not is_sound(one.row.number):
            fault = Fault("parent", "parent_refused", {"name": one.row.values["parent"]})
            faults = (*one.row.faults, fault)
            found.append(PlannedOrganization(dataclasses.replace(one.row, faults=faults)))
        else:
            found.append(one)
    return found


def _siblings(
    workspace: Workspace,
    rows: Sequence[table_import.ImportRow],
    parent: UUID | None,
    find: Callable[[str], UUID | None],
) -> dict[UUID | None, frozenset[str]]:
    parents = {parent}
    for name in {row.values.get("parent", "") for row in rows} - {""}:
        parents.add(find(name))
    with workspace.reading() as connection:
        return {
            above: frozenset(
                accented(found.name_on())
                for found in records.get_all(connection, Organization, parent=above)
            )
            for above in parents
            if above is not None
        }


def apply(workspace: Workspace, plan: OrganizationPlan, progress: Progress | None = None) -> int:
    """Add the organisations of a plan; all of them or none.

    Args:
        workspace: the workspace.
        plan: what `plan` gave; rows with faults make it refused.
        progress: is told how far it is.

    Returns:
        How many were added.

    Raises:
        UserError: `column_missing`, `rows_refused` with their number, or what an organisation
            cannot be.
    """
    plan.check()
    ids = {planned.row.number: new_id() for planned in plan.rows}
    made = []
    for planned in plan.rows:
        if planned.new is not None:
            new = planned.new
            if planned.parent_row is not None:
                new = dataclasses.replace(new, parent=ids[planned.parent_row])
            number = ids[planned.row.number]
            made.append(rules.new_organization(workspace.office.unit, number, new))
    steps = progress or Progress()
    subject = subject_of(made[0].name_on() if made else "", len(made))
    with workspace.writing("import_organizations", subject) as writer:
        for start in range(0, len(made), _SLICE):
            steps.step(start, len(made))
            writer.put_many(made[start : start + _SLICE])
    return len(made)
