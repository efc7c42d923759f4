"""The different values a column of a list has, how often, and the condition that a row has some.

They stand behind the arrow in a column's head. A filter `in_kind` narrows to the values of `kind`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.listing import ValueCount
from ktgs_desktop.domain.rows import LineTotals
from ktgs_desktop.store import (
    conditions,
    dialect,
    dissemination_list,
    projections,
    regulation_lists,
    tables,
)
from ktgs_desktop.store.columns import Identifier

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

PREFIX = "in_"
_item, _org, _paper = tables.program_item.c, tables.organization.c, tables.document.c
_member, _incoming = tables.party_member.c, tables.incoming_document.c
_text = tables.regulation.c
_plan = tables.dissemination.c


def _year(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """The year of an ISO date."""
    return sa.func.substr(column, 1, 4, type_=sa.Text)


COLUMNS: Mapping[str, Mapping[str, sa.ColumnElement[Any]]] = {
    "items": {
        "kind": _item.task_kind,
        "quarter": _item.due_quarter,
        "lead": _item.lead_key,
        "year": _item.year,
    },
    "organizations": {"type": _org.org_type, "level": _org.level, "superior": _org.parent},
    "members": {"organization": _member.organization, "position": _member.position_key},
    "documents": {
        "type": _paper.document_type,
        "signer": _paper.signer_key,
        "body": _paper.body,
        "year": _year(_paper.issued_on),
    },
    "incoming": {
        "year": _incoming.year,
        "sender": _incoming.sender_key,
        "assignee": _incoming.assignee_key,
    },
    "regulations": {
        "kind": _text.kind,
        "issuer": _text.issuer_key,
        "group": _text.group,
        "year": _year(_text.issued_key),
        "owner": _text.owner,
    },
    "disseminations": {
        "year": _year(_plan.starts_on),
        "body": _plan.body_key,
        "way": _plan.way,
    },
}
"""Columns by list and by the name of what they hold."""
_TABLES: Mapping[str, sa.Table] = {
    "items": tables.program_item,
    "organizations": tables.organization,
    "members": tables.party_member,
    "documents": tables.document,
    "incoming": tables.incoming_document,
    "regulations": tables.regulation,
    "disseminations": tables.dissemination,
}
STATES: Mapping[str, Mapping[str, Callable[[str], Mapping[Any, Any]]]] = {
    "items": {"state": conditions.in_state},
    "organizations": {"exists": conditions.organization_exists},
    "documents": {"state": conditions.paper_in_state},
    "incoming": {"state": conditions.incoming_in_state},
    "regulations": {"state": regulation_lists.in_state},
    "disseminations": {"state": dissemination_list.in_state},
}
"""Conditions of values that are no column's, by list and name, from the day."""
_KEYS: Mapping[tuple[str, str], Callable[[str], bytes]] = {
    ("documents", "signer"): projections.member_key
}


def key_of(name: str, key: str, text: str) -> str:
    """The value of a column for a text as people write it.

    Args:
        name: which list.
        key: what the column holds, e.g. `lead`.
        text: what it shows.

    Returns:
        The value for the filter; where the column holds no key of a text, the text itself.
    """
    column = COLUMNS[name].get(key)
    if column is None or not _holds_keys(column):
        return text
    return _KEYS.get((name, key), projections.organization_key)(text).hex()


def _holds_keys(column: sa.ColumnElement[Any]) -> bool:
    return isinstance(column.type, sa.LargeBinary)


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
        return sa.or_(sa.false(), *(known[one] for one in wanted if one in known))
    # Many rows have a value of these columns: by their index they would be sorted chunk by chunk.
    return holds_one_of(dialect.unindexed(COLUMNS[name][what]), wanted)


def holds_one_of(column: sa.ColumnElement[Any], wanted: Collection[Any]) -> Any:
    """The condition that a column holds one of some values; one that nothing can be is passed over.

    Args:
        column: the column.
        wanted: the values, as `counts` gives them.
    """
    values = [_stored(column, str(one)) for one in wanted]
    some = column.in_([one for one in values if one is not None])
    lacks = "" in wanted and isinstance(column.type, Identifier)
    return sa.or_(some, column.is_(None)) if lacks else some


def _stored(column: sa.ColumnElement[Any], value: str) -> Any:
    """A value as the column holds it, None for one that no row can have."""
    try:
        if isinstance(column.type, Identifier):
            return UUID(value)
        if isinstance(column.type, sa.LargeBinary):
            return bytes.fromhex(value)
        return int(value) if isinstance(column.type, sa.Integer) else value
    except ValueError:
        return None


def _shown(value: Any) -> str:
    if value is None:
        return ""
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
    return count_each(connection, COLUMNS[name][key], row, narrowed)


def count_each(
    connection: Connection, column: sa.ColumnElement[Any], row: Any, narrowed: Sequence[Any]
) -> list[ValueCount]:
    """The different values of a column among rows, in their order.

    Args:
        connection: any.
        column: the column.
        row: the column of the rows' numbers.
        narrowed: conditions the rows meet.
    """
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
