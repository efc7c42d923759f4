"""Conditions on program lines, papers and organisations that lists and sums share.

They say in SQL what `domain.program_progress.LineProgress.state` says of a single line,
`domain.incoming.state_on` of an incoming paper and `DocumentRow.standing` of an outgoing one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.documents import DocumentState, PaperStanding
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.domain.programs import ISSUED_STATES, ProgramKind
from ktgs_desktop.domain.rows import Existence
from ktgs_desktop.store import lineage, tables

_line, _program = tables.program_item.c, tables.program.c
_incoming, _paper = tables.incoming_document.c, tables.document.c
_org = tables.organization.c


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


def incoming_in_state(today: str) -> dict[IncomingState, Any]:
    """The condition of each state an incoming paper can be in; every paper meets one of them.

    Args:
        today: ISO date.
    """
    undone, dated = _incoming.done_on.is_(None), _incoming.due_on.is_not(None)
    assigned = _incoming.assignee != ""
    late = sa.and_(undone, dated, _incoming.due_on < today)
    return {
        IncomingState.DONE: _incoming.done_on.is_not(None),
        IncomingState.FILED: sa.and_(undone, sa.not_(dated), sa.not_(assigned)),
        IncomingState.LATE: late,
        IncomingState.OPEN: sa.and_(
            undone,
            sa.or_(sa.and_(dated, _incoming.due_on >= today), sa.and_(sa.not_(dated), assigned)),
        ),
    }


def paper_in_state(_today: str) -> dict[PaperStanding, Any]:
    """The condition of each way a paper can stand in the register; every paper meets one of them.

    Args:
        _today: ISO date; it does not matter.
    """
    issued = _paper.state == DocumentState.ISSUED
    by_hand = sa.and_(issued, _paper.signed.is_(False))
    return {
        PaperStanding.SIGNED: sa.and_(issued, _paper.signed.is_(True)),
        PaperStanding.SCANNED: sa.and_(by_hand, _paper.scanned.is_(True)),
        PaperStanding.UNSIGNED: sa.and_(by_hand, _paper.scanned.is_(False)),
        PaperStanding.RESERVED: _paper.state == DocumentState.RESERVED,
        PaperStanding.CANCELLED: _paper.state == DocumentState.CANCELLED,
    }


def organization_exists(today: str) -> dict[Existence, Any]:
    """The condition that an organisation exists on a day, and that it has ended.

    Args:
        today: ISO date.
    """
    alive = sa.or_(_org.ended.is_(None), _org.ended >= today)
    return {Existence.EXISTING: alive, Existence.ENDED: sa.not_(alive)}


def about_organization(organization: UUID, term: str = "") -> Any:
    """The condition that coverage counts a line for an organisation.

    It names the organisation, an organ of it, or one of those that they follow, and if it is a
    line of the term, no annual line carries it out.

    Args:
        organization: its id.
        term: code of a term to whose years it is narrowed, empty for all years.
    """
    subject = tables.item_subject.c
    named = sa.select(subject.item).where(
        subject.record.in_(lineage.organization_and_organs(organization)),
        sa.or_(subject.done_on.is_not(None), subject.in_force),
    )
    annual = tables.program_item.alias("annual")
    carried = sa.select(annual.c.term_item).where(
        annual.c.term_item.is_not(None), annual.c.voided.is_(None)
    )
    terms = sa.select(_program.id).where(_program.kind == ProgramKind.TERM)
    found = [
        _line.row.in_(named),
        sa.or_(_line.program.not_in(terms), _line.id.not_in(carried)),
    ]
    if term:
        first, _dash, last = term.partition("-")
        found.append(_line.year.between(int(first), int(last)))
    return sa.and_(*found)


def member_of(value: Any, _filters: Mapping[str, Any]) -> Any:
    """The condition that a member belongs to an organisation, or did to one that it follows.

    Args:
        value: the organisation's id.
        _filters: the other filters; they do not matter.
    """
    return tables.party_member.c.organization.in_(lineage.either(UUID(str(value))))
