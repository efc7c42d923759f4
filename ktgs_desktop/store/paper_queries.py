"""Questions about outgoing and incoming papers that are more than a record or a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.store import conditions, projections, tables

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def count_late_incoming(connection: Connection, today: str) -> int:
    """How many incoming papers are not dealt with and past their day.

    Args:
        connection: any.
        today: ISO date.
    """
    paper = tables.incoming_document
    late = conditions.incoming_in_state(today)[IncomingState.LATE]
    query = sa.select(sa.func.count()).select_from(paper).where(paper.c.voided.is_(None), late)
    return int(connection.execute(query).scalar_one())


def next_incoming_number(connection: Connection, year: int) -> int:
    """The number after the last one in the book of incoming papers of a year.

    Args:
        connection: any.
        year: the year.
    """
    paper = tables.incoming_document.c
    query = sa.select(sa.func.max(paper.number)).where(paper.year == year, paper.voided.is_(None))
    return int(connection.execute(query).scalar() or 0) + 1


def numbered_query(term: str) -> sa.Select[Any]:
    """The query of all outgoing papers of the series of a term, series by series.

    It walks the index of series, where papers of other terms are passed over, not looked at.

    Args:
        term: code of the term.
    """
    paper = tables.document.c
    query = sa.select(tables.document).where(paper.voided.is_(None), paper.term == term)
    return query.order_by(paper.body, paper.document_type)


def numbered_papers(connection: Connection, term: str) -> list[Document]:
    """All outgoing papers of the series of a term, series by series.

    Args:
        connection: any.
        term: code of the term.
    """
    return projections.of(Document).entities(connection, numbered_query(term))


def double_numbers(connection: Connection) -> tuple[list[UUID], list[UUID]]:
    """Papers whose number another paper that counts has too: outgoing ones, incoming ones.

    Args:
        connection: any.
    """
    paper, came = tables.document, tables.incoming_document
    counting = sa.and_(paper.c.voided.is_(None), paper.c.state != str(DocumentState.CANCELLED))
    out = _sharing(
        paper, counting, (paper.c.body, paper.c.document_type, paper.c.term, paper.c.number)
    )
    received = _sharing(came, came.c.voided.is_(None), (came.c.year, came.c.number))
    return (
        list(connection.execute(out).scalars()),
        list(connection.execute(received).scalars()),
    )


def _sharing(table: sa.Table, counting: Any, columns: Sequence[sa.Column[Any]]) -> sa.Select[Any]:
    """Ids of the rows that share the values of some columns with another row."""
    shared = (
        sa.select(*columns).where(counting).group_by(*columns).having(sa.func.count() > 1)
    ).subquery()
    same = sa.and_(*(column == shared.c[column.name] for column in columns))
    return sa.select(table.c.id).select_from(table.join(shared, same)).where(counting)
