"""Lines of programs with the progress of each subject, for the matrix, the calendar, the charts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.plan_lines import PlanLine
from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import ISSUED_STATES, ProgramKind, Subject
from ktgs_desktop.store import tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_line, _program, _step = tables.program_item.c, tables.program.c, tables.progress.c


def of_program(connection: Connection, program: UUID) -> list[PlanLine]:
    """The lines of a program in the order of the annex.

    Args:
        connection: any.
        program: its id.
    """
    return _read(connection, _line.program == program)


def of_year(connection: Connection, year: int) -> list[PlanLine]:
    """The lines of the issued annual programs of all bodies for a year.

    Args:
        connection: any.
        year: the year.
    """
    issued = sa.select(_program.id).where(
        _program.year == year,
        _program.kind == ProgramKind.ANNUAL,
        _program.state.in_(ISSUED_STATES),
        _program.voided.is_(None),
    )
    return _read(connection, _line.program.in_(issued))


def _read(connection: Connection, condition: Any) -> list[PlanLine]:
    line, step = tables.program_item, tables.progress
    steps = sa.and_(_step.item == _line.id, _step.voided.is_(None), _step.subject.is_not(None))
    query = (
        sa.select(
            _line.row, _line.id, _line.program, _program.state.label("program_state"),
            _line.part, _line.seq, _line.task_kind, _line.content, _line.subjects,
            _line.unnamed_organizations, _line.unnamed_members, _line.year, _line.due_quarter,
            _line.due_on, _line.work_from, _line.work_to, _line.lead, _line.done_count,
            _line.subject_count, _line.started, _line.last_done, _line.in_force,
            _step.subject.label("step_subject"), _step.state.label("step_state"),
        )
        .select_from(
            line.join(tables.program, _program.id == _line.program).outerjoin(step, steps)
        )
        .where(condition, _line.voided.is_(None), _program.voided.is_(None))
        .order_by(_line.part, _line.seq, _line.row)
    )  # fmt: skip
    rows = connection.execute(query)
    return [_plan_line(list(group)) for _row, group in groupby(rows, key=lambda one: one.row)]


def _plan_line(rows: list[Any]) -> PlanLine:
    row = rows[0]
    subjects = tuple(_subject(one) for one in row.subjects)
    keys = {one.key for one in subjects}
    return PlanLine(
        id=row.id,
        program=row.program,
        lead=row.lead["name"] if row.lead else "",
        part=row.part,
        seq=row.seq,
        task_kind=row.task_kind,
        content=row.content,
        subjects=subjects,
        unnamed=row.unnamed_organizations + row.unnamed_members,
        year=row.year,
        quarter=row.due_quarter,
        due_on=date.fromisoformat(row.due_on),
        work_from=PartialDate(row.work_from).first if row.work_from else None,
        work_to=PartialDate(row.work_to).last if row.work_to else None,
        progress=LineProgress(
            done=row.done_count,
            total=row.subject_count,
            started=bool(row.started),
            last_done=date.fromisoformat(row.last_done) if row.last_done else None,
            issued=row.program_state in ISSUED_STATES,
            in_force=bool(row.in_force),
        ),
        begun=_in_state(rows, ProgressState.IN_PROGRESS, keys),
        done=_in_state(rows, ProgressState.DONE, keys),
    )


def _in_state(rows: Iterable[Any], state: ProgressState, keys: set[UUID]) -> frozenset[UUID]:
    """Keys of the line's subjects in a state; those no longer in the line do not count."""
    found = {row.step_subject for row in rows if row.step_state == state}
    return frozenset(found & keys)


def _subject(found: dict[str, Any]) -> Subject:
    record = found.get("id")
    return Subject(
        UUID(found["key"]),
        found["kind"],
        found["name"],
        UUID(record) if record else None,
        found.get("position") or "",
    )
