"""Questions about outgoing and incoming papers that are more than a record or a list."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.number_series import BEARING
from ktgs_desktop.domain.rows import NumberedPaper
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.store import records, tables
from ktgs_desktop.store.bulk_insert import undisturbed

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def count_late_incoming(connection: Connection, today: str) -> int:
    """How many incoming papers are not dealt with and past their day.

    Args:
        connection: any.
        today: ISO date.
    """
    paper = tables.incoming_document
    # The key is the day of those that wait; all it asks for is in the index.
    late = paper.c.due_key < today
    query = sa.select(sa.func.count()).select_from(paper).where(paper.c.voided.is_(None), late)
    return int(connection.execute(query).scalar_one())


def returned_papers(connection: Connection, drafter: UUID) -> list[tuple[Submission, Document]]:
    """Papers returned to a user of which no note was taken yet, the first laid before first.

    Args:
        connection: any.
        drafter: the user.
    """
    returned = records.get_all(
        connection, Submission, state=str(SubmissionState.RETURNED), drafter=drafter, seen=False
    )
    return with_papers(connection, returned)


def with_papers(
    connection: Connection, found: Iterable[Submission]
) -> list[tuple[Submission, Document]]:
    """Submissions in their order with their papers; those whose paper is gone are left out.

    Args:
        connection: any.
        found: the submissions.
    """
    ordered = sorted(found, key=lambda one: (one.submitted_on, one.id))
    papers = {
        one.id: one
        for one in records.get_many(connection, Document, [one.document for one in ordered])
    }
    return [(one, papers[one.document]) for one in ordered if one.document in papers]


def next_incoming_number(connection: Connection, year: int) -> int:
    """The number after the last one in the book of incoming papers of a year.

    Args:
        connection: any.
        year: the year.
    """
    paper = tables.incoming_document.c
    query = sa.select(sa.func.max(paper.number)).where(paper.year == year, paper.voided.is_(None))
    return int(connection.execute(query).scalar() or 0) + 1


def incoming_years(connection: Connection) -> list[int]:
    """The years that have a book of incoming papers, the latest first.

    Args:
        connection: any.
    """
    paper = tables.incoming_document.c
    query = sa.select(paper.year).where(paper.voided.is_(None)).distinct()
    return list(connection.execute(query.order_by(paper.year.desc())).scalars())


# The columns of an entry, in the order of its fields; day and files, to be read, come last.
_NUMBERED = tuple(
    field.name
    for field in dataclasses.fields(NumberedPaper)
    if field.name not in ("issued_on", "bears_number")
)


def numbered_query(term: str) -> sa.Select[Any]:
    """The query of all outgoing papers of the series of a term, series by series.

    It walks the index of series, where papers of other terms are passed over, not looked at.

    Args:
        term: code of the term.
    """
    paper = tables.document.c
    query = sa.select(*(paper[name] for name in _NUMBERED), paper.issued_on, paper.files)
    query = query.where(paper.voided.is_(None), paper.term == term)
    return query.order_by(paper.body, paper.document_type)


def numbered_papers(connection: Connection, term: str) -> list[NumberedPaper]:
    """All outgoing papers of the series of a term, series by series.

    Args:
        connection: any.
        term: code of the term.
    """
    query = numbered_query(term)
    with undisturbed():
        return [
            NumberedPaper(*(*values, date.fromisoformat(day), _bears(files)))
            for *values, day, files in connection.execute(query)
        ]


def _bears(files: Sequence[Mapping[str, Any]]) -> bool:
    return any(file["role"] in BEARING for file in files)


def double_numbers(connection: Connection) -> tuple[list[UUID], list[UUID]]:
    """Papers whose number another paper that counts has too: outgoing ones, incoming ones.

    Args:
        connection: any.
    """
    paper, came = tables.document, tables.incoming_document
    counting = paper.c.state != str(DocumentState.CANCELLED)
    series = (paper.c.body, paper.c.document_type, paper.c.term, paper.c.number)
    return (
        _sharing(connection, paper, series, counting),
        _sharing(connection, came, (came.c.year, came.c.number), sa.true()),
    )


def _sharing(
    connection: Connection, table: sa.Table, columns: Sequence[sa.Column[Any]], counting: Any
) -> list[UUID]:
    """Ids of the rows that count and share the values of some columns with another that counts."""
    live = table.c.voided.is_(None)
    # All that is in the index first, so that hardly a row is looked at; the rail asks it often.
    shared = (
        sa.select(*columns).where(live).group_by(*columns).having(sa.func.count() > 1)
    ).subquery()
    same = sa.and_(*(column == shared.c[column.name] for column in columns))
    query = sa.select(table.c.id, *columns).select_from(table.join(shared, same))
    found: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
    for identifier, *values in connection.execute(query.where(live, counting)):
        found[tuple(values)].append(identifier)
    return [one for ids in found.values() if len(ids) > 1 for one in ids]
