"""The different values a column of a list has, how often, and the condition that a row has some.

They stand behind the arrow in a column's head. A filter `in_kind` narrows to the values of `kind`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.listing import ValueCount
from ktgs_desktop.domain.rows import LineTotals
from ktgs_desktop.store import conditions, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PREFIX = "in_"
_item, _org, _paper = tables.program_item.c, tables.organization.c, tables.document.c

COLUMNS: Mapping[str, Mapping[str, sa.Column[Any]]] = {
    "items": {
        "kind": _item.task_kind,
        "quarter": _item.due_quarter,
        "lead": _item.lead_key,
        "year": _item.year,
    },
    "organizations": {"type": _org.org_type, "level": _org.level},
    "documents": {"type": _paper.document_type, "signer": _paper.signer_key},
}
"""Columns by list and by the name of what they hold."""
_TABLES: Mapping[str, sa.Table] = {
    "items": tables.program_item,
    "organizations": tables.organization,
    "documents": tables.document,
}
STATES: Mapping[str, Mapping[str, Callable[[str], Mapping[Any, Any]]]] = {
    "items": {"state": conditions.in_state},
}
"""Conditions of values that are no column's, by list and name, from the day."""


def condition(name: str, key: str, wanted: Any, filters: Mapping[str, Any]) -> Any:
    """The condition that a row has one of some values.

    Args:
        name: which list.
        key: name of the filter, e.g. `in_kind`.
        wanted: the values, as `counts` gives them.
        filters: all filters; the day is taken from them.
    """
    what = key.removeprefix(PREFIX)
    states = STATES.get(name, {}).get(what)
    if states is not None:
        known = states(str(filters["today"]))
        return sa.or_(sa.false(), *(known[one] for one in wanted))
    column = COLUMNS[name][what]
    return column.in_([_stored(column, str(one)) for one in wanted])


def _stored(column: sa.Column[Any], value: str) -> Any:
    if isinstance(column.type, sa.LargeBinary):
        return bytes.fromhex(value)
    return int(value) if isinstance(column.type, sa.Integer) else value


def _shown(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def counts(
    connection: Connection, name: str, key: str, narrowed: Sequence[Any], today: str
) -> list[ValueCount]:
    """The different values among rows, each with its number and one row that has it.

    Args:
        connection: any.
        name: which list.
        key: what is asked for, e.g. `kind`.
        narrowed: conditions the rows meet.
        today: ISO date.
    """
    row = _TABLES[name].c.row
    states = STATES.get(name, {}).get(key)
    if states is not None:
        found = []
        for state, holds in states(today).items():
            query = sa.select(sa.func.count(), sa.func.min(row)).where(*narrowed, holds)
            number, first = connection.execute(query).one()
            if number:
                found.append(ValueCount(str(state), int(number), int(first)))
        return found
    column = COLUMNS[name][key]
    query = (
        sa.select(column, sa.func.count(), sa.func.min(row))
        .where(*narrowed)
        .group_by(column)
        .order_by(column)
    )
    return [
        ValueCount(_shown(value), int(number), int(first))
        for value, number, first in connection.execute(query)
    ]


def line_totals(connection: Connection, narrowed: Sequence[Any]) -> LineTotals:
    """Sums over program lines in force; what was dropped or put off to another year is no total.

    Args:
        connection: any.
        narrowed: conditions the lines meet.
    """
    query = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(_item.subject_count), 0),
        sa.func.coalesce(sa.func.sum(_item.done_count), 0),
    ).where(*narrowed, _item.in_force.is_(True))
    lines, subjects, done = connection.execute(query).one()
    return LineTotals(int(lines), int(subjects), int(done))


def of_rows(wanted: Sequence[int]) -> list[Any]:
    """The conditions of some program lines by their local row numbers.

    Args:
        wanted: the numbers.
    """
    return [_item.voided.is_(None), _item.row.in_(wanted)]
