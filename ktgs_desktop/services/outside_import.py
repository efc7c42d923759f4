"""Use case: other bodies' plans by paste or from a file - mapping, preview, and all or nothing."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain import outside_import, table_import
from ktgs_desktop.domain.outside_import import Ground, PlannedOutsideLine
from ktgs_desktop.domain.outside_lines import OutsideLine
from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.domain.table_import import ColumnMapping, TablePlan
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.services import register
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.domain.written_subjects import WrittenSubject

FIELDS = outside_import.FIELDS
without_refused = table_import.without_refused


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for rows that say nothing else.

    Attributes:
        year: year of the work.
        actor: kind of body.
        body: name of the body, or empty.
    """

    year: int
    actor: str
    body: str = ""


class OutsidePlan(TablePlan[PlannedOutsideLine]):
    """What importing a table of other bodies' plans would do."""

    __slots__ = ()
    fields = FIELDS

    @property
    def lines(self) -> list[OutsideLine]:
        """The lines that will be added."""
        return outside_import.lines_of(self.rows)


def plan(
    workspace: Workspace,
    table: Sequence[Sequence[str]],
    usual: Usual,
    mapping: ColumnMapping | None = None,
) -> OutsidePlan:
    """What importing a table would do; changes nothing.

    Args:
        workspace: the workspace.
        table: rows of text.
        usual: what holds for rows that say nothing else.
        mapping: which column holds which field, None to find out.
    """
    used = mapping or table_import.match_headings(table, FIELDS)
    if table_import.without_column(used, FIELDS):
        return OutsidePlan(used, ())
    rows = table_import.read_rows(table, used, FIELDS)
    with workspace.reading() as connection:
        there = records.get_all(connection, OutsideLine)
    planned = outside_import.plan(rows, _ground(workspace, usual), there)
    return OutsidePlan(used, tuple(planned))


def _ground(workspace: Workspace, usual: Usual) -> Ground:
    blank = OutsideLine(
        owner=workspace.office.unit,
        id=new_id(),
        year=usual.year,
        actor=usual.actor,
        body=nfc(usual.body),
        subjects=(),
        province=workspace.office.province,
    )

    @functools.cache
    def known(name: str) -> bool:
        return register.named(workspace, name) is not None or bool(register.called(workspace, name))

    def subject(written: WrittenSubject) -> Subject:
        named = Subject(new_id(), written.kind, written.name, None, written.position)
        return register.linked_subjects(workspace, (named,))[0]

    return Ground(blank, lambda: dataclasses.replace(blank, id=new_id()), subject, known)


def apply(workspace: Workspace, plan: OutsidePlan) -> int:
    """Add the lines of a plan; all of them or none.

    Args:
        workspace: the workspace.
        plan: what `plan` gave; rows with faults make it refused.

    Returns:
        How many were added.

    Raises:
        UserError: `column_missing`, or `rows_refused` with their number.
    """
    plan.check()
    lines = plan.lines
    if lines:
        subject = subject_of(lines[0].body, len(lines))
        with workspace.writing("import_outside_lines", subject) as writer:
            writer.put_many(lines)
    return len(lines)
