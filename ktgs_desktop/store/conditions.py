"""Conditions on program lines that lists and sums share.

They say in SQL what `domain.program_progress.LineProgress.state` says of a single line.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import ISSUED_STATES, ProgramKind
from ktgs_desktop.store import tables

_line, _program = tables.program_item.c, tables.program.c


def of_issued_annual() -> Any:
    """The condition that a line is of an issued annual program."""
    issued = sa.select(_program.id).where(
        _program.state.in_(ISSUED_STATES),
        _program.kind == ProgramKind.ANNUAL,
        _program.voided.is_(None),
    )
    return _line.program.in_(issued)


def in_state(today: str) -> dict[ProgressState, Any]:
    """The condition of each state a line can be in; every line meets one of them.

    Args:
        today: ISO date.
    """
    drafts = sa.select(_program.id).where(_program.state.not_in(ISSUED_STATES))
    # A draft binds nobody: a line of it is never overdue.
    on_time = sa.or_(_line.due_on >= today, _line.program.in_(drafts))
    open_ = sa.and_(_line.finished.is_(False), _line.in_force.is_(True))
    return {
        ProgressState.DROPPED: _line.in_force.is_(False),
        ProgressState.DONE: sa.and_(_line.finished.is_(True), _line.in_force.is_(True)),
        ProgressState.OVERDUE: sa.and_(open_, sa.not_(on_time)),
        ProgressState.IN_PROGRESS: sa.and_(open_, on_time, _line.started.is_(True)),
        ProgressState.NOT_STARTED: sa.and_(open_, on_time, _line.started.is_(False)),
    }
