"""Use case: other bodies' plans by paste or from a file - mapping, preview, and all or nothing."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop.domain import outside_import, table_import
from ktgs_desktop.domain.outside_import import Ground, PlannedOutsideLine
from ktgs_desktop.domain.outside_lines import OutsideLine
from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.domain.table_import import ColumnMapping
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import table_reader
from ktgs_desktop.services import register
from ktgs_desktop.services.permissions import subject_of
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

if TYPE_CHECKING:
    from ktgs_desktop.domain.written_subjects import WrittenSubject

FIELDS = outside_import.FIELDS


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


@dataclass(frozen=True, slots=True)
class OutsidePlan:
    """What importing a table of other bodies' plans would do.

    Attributes:
        mapping: which column holds which field.
        rows: each row and what it will become.
    """

    mapping: ColumnMapping
    rows: tuple[PlannedOutsideLine, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of required fields no column is chosen for; there are no rows then."""
        return table_import.without_column(self.mapping, FIELDS)

    @property
    def lines(self) -> list[OutsideLine]:
        """The lines that will be added."""
        return outside_import.lines_of(self.rows)

    @property
    def existing(self) -> int:
        """Rows of lines that are there already."""
        return sum(one.row.exists for one in self.rows)

    @property
    def refused(self) -> int:
        """How many rows have faults."""
        return sum(bool(one.row.faults) for one in self.rows)


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


def without_refused(plan: OutsidePlan) -> OutsidePlan:
    """The plan without its refused rows.

    Args:
        plan: what `plan` gave.
    """
    return OutsidePlan(plan.mapping, tuple(one for one in plan.rows if not one.row.faults))


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
    for field in plan.missing:
        raise UserError("column_missing", field=field)
    if plan.refused:
        raise UserError("rows_refused", count=plan.refused)
    lines = plan.lines
    if lines:
        subject = subject_of(lines[0].body, len(lines))
        with workspace.writing("import_outside_lines", subject) as writer:
            writer.put_many(lines)
    return len(lines)
