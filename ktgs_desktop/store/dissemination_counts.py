"""How far plans of dissemination are, kept in their rows: what their sessions decide.

It is computed by the domain's rules from the plan and its sessions; never journaled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.dissemination import Dissemination, DisseminationSession, standing
from ktgs_desktop.store import projections, tables
from ktgs_desktop.store.dissemination_rows import INITIAL

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_CHUNK = 400
_plan, _session = tables.dissemination, tables.dissemination_session


def plan_values(plan: Dissemination, sessions: Sequence[DisseminationSession]) -> dict[str, Any]:
    """The columns of a plan that its sessions decide.

    Args:
        plan: the plan.
        sessions: its sessions that are not voided.
    """
    far = standing(plan, sessions)
    return {
        "reached_count": far.reached,
        "session_count": far.sessions,
        "attended_count": far.attended,
        "last_on": far.last_on.isoformat() if far.last_on else None,
    }


def sessions_of(
    connection: Connection, plans: Iterable[UUID]
) -> dict[UUID, list[DisseminationSession]]:
    """The sessions of plans that are not voided, by plan and in the order of their days.

    Args:
        connection: any.
        plans: ids of the plans.
    """
    wanted = list(plans)
    found: dict[UUID, list[DisseminationSession]] = defaultdict(list)
    for start in range(0, len(wanted), _CHUNK):
        query = (
            sa.select(_session)
            .where(_session.c.plan.in_(wanted[start : start + _CHUNK]))
            .where(_session.c.voided.is_(None))
            .order_by(_session.c.plan, _session.c.held_on, _session.c.row)
        )
        for one in projections.of(DisseminationSession).entities(connection, query):
            found[one.plan].append(one)
    return found


def refresh(connection: Connection, touched: Mapping[str, Collection[UUID]]) -> None:
    """Compute anew how far the plans are that were touched, or a session of theirs.

    Args:
        connection: the writer's, in a transaction.
        touched: ids of the records that were touched, voided or not, by kind.
    """
    wanted = set(touched.get("dissemination", ()))
    sessions = list(touched.get("dissemination_session", ()))
    for start in range(0, len(sessions), _CHUNK):
        part = sessions[start : start + _CHUNK]
        wanted.update(
            connection.execute(sa.select(_session.c.plan).where(_session.c.id.in_(part))).scalars()
        )
    _refresh(connection, sorted(wanted))


def _refresh(connection: Connection, plans: Sequence[UUID]) -> None:
    for start in range(0, len(plans), _CHUNK):
        part = plans[start : start + _CHUNK]
        held = sessions_of(connection, part)
        query = sa.select(_plan).where(_plan.c.id.in_(part))
        for plan in projections.of(Dissemination).entities(connection, query):
            values = plan_values(plan, held.get(plan.id, ()))
            where = sa.and_(_plan.c.id == plan.id, _plan.c.owner == plan.owner)
            connection.execute(sa.update(_plan).where(where).values(values))


def faults(connection: Connection) -> list[str]:
    """Plans whose rows say something else of how far they are than their sessions do.

    Args:
        connection: any.

    Returns:
        What `ktgs check` says of each.
    """
    columns = tuple(_plan.c[name] for name in INITIAL)
    said = {
        row.id: {name: getattr(row, name) for name in INITIAL}
        for row in connection.execute(sa.select(_plan.c.id, *columns))
    }
    plans = projections.of(Dissemination).entities(connection, sa.select(_plan))
    held = sessions_of(connection, said)
    return [
        f"row_differs dissemination {one.id}"
        for one in plans
        if said[one.id] != plan_values(one, held.get(one.id, ()))
    ]


def done(connection: Connection) -> set[UUID]:
    """The plans of which no unit is missing any more.

    Args:
        connection: any.
    """
    query = sa.select(_plan.c.id).where(
        _plan.c.voided.is_(None), _plan.c.reached_count >= _plan.c.target_count
    )
    return set(connection.execute(query).scalars())
