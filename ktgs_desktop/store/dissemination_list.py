"""The list of plans of dissemination: its orders and conditions, and what a row of it shows.

What `domain.dissemination.state_on` says of a single plan is said here in SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dissemination import DisseminationRow, DisseminationState
from ktgs_desktop.store import tables
from ktgs_desktop.store.list_table import ListTable, equals

_plan = tables.dissemination


def in_state(today: str) -> dict[DisseminationState, Any]:
    """The condition of each state a plan can be in; every plan meets one of them.

    Args:
        today: ISO date.
    """
    of = _plan.c
    missing, over = of.reached_count < of.target_count, of.ends_on < today
    begun = sa.or_(of.session_count > 0, of.starts_on <= today)
    on_time = sa.and_(missing, sa.not_(over))
    return {
        DisseminationState.DONE: sa.not_(missing),
        DisseminationState.LATE: sa.and_(missing, over),
        DisseminationState.RUNNING: sa.and_(on_time, begun),
        DisseminationState.PLANNED: sa.and_(on_time, sa.not_(begun)),
    }


def _state(value: Any, filters: Mapping[str, Any]) -> Any:
    return in_state(str(filters["today"]))[DisseminationState(value)]


def _year(value: Any, _filters: Mapping[str, Any]) -> Any:
    return _plan.c.starts_on.between(f"{int(value):04}-01-01", f"{int(value):04}-12-31")


def _names(column: sa.Column[Any], value: Any) -> Any:
    """The condition that one of a column's names is of a record; identifiers stand as text."""
    written = f'"{UUID(str(value))}"'
    return sa.type_coerce(column, sa.Text).contains(written, autoescape=True)


def _regulation(value: Any, _filters: Mapping[str, Any]) -> Any:
    return _names(_plan.c.regulations, value)


def _unit(value: Any, _filters: Mapping[str, Any]) -> Any:
    return _names(_plan.c.targets, value)


def _row(row: Any) -> DisseminationRow:
    return DisseminationRow(
        row=row.row,
        id=row.id,
        title=row.title,
        regulations=tuple(one["name"] for one in row.regulations),
        starts_on=date.fromisoformat(row.starts_on),
        ends_on=date.fromisoformat(row.ends_on),
        body=row.body["name"] if row.body else "",
        way=row.way,
        targets=row.target_count,
        reached=row.reached_count,
        sessions=row.session_count,
        attended=row.attended_count,
        last_on=date.fromisoformat(row.last_on) if row.last_on else None,
    )


DISSEMINATIONS = ListTable(
    table=_plan,
    sorts={
        "starts": (_plan.c.starts_on,),
        "ends": (_plan.c.ends_on,),
        "title": (_plan.c.title_key,),
        "body": (_plan.c.body_key,),
    },
    natural="starts",
    filters={
        "state": _state,
        "year": _year,
        "way": equals(_plan.c.way),
        "regulation": _regulation,
        "unit": _unit,
    },
    columns=(
        _plan.c.row, _plan.c.id, _plan.c.title, _plan.c.regulations, _plan.c.starts_on,
        _plan.c.ends_on, _plan.c.body, _plan.c.way, _plan.c.target_count,
        _plan.c.reached_count, _plan.c.session_count, _plan.c.attended_count, _plan.c.last_on,
    ),
    read=_row,
)  # fmt: skip
