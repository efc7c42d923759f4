"""Papers that name files: the office's own, and those received from other offices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.domain import attached_files as rules
from ktgs_desktop.domain import channels
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.journal import PUT
from ktgs_desktop.store import records
from ktgs_desktop.store.exchange_tables import feed_change, import_job, replica

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.attached_files import NamingPaper

_PAPER = "document"


def in_feeds(
    connection: Connection, *, unit: UUID | None = None, record: UUID | None = None
) -> Iterator[NamingPaper]:
    """Papers that stand in feeds going up, of other offices and of this one, with files.

    Args:
        connection: any.
        unit: only those of a unit; None for all.
        record: only this paper; None for all.
    """
    query = (
        sa.select(replica.c.unit, replica.c.id, replica.c.label, feed_change.c.raw)
        .add_columns(import_job.c.sender)
        .select_from(
            replica.join(feed_change, feed_change.c.hash == replica.c.head).outerjoin(
                import_job, import_job.c.row == feed_change.c.job
            )
        )
        .where(
            replica.c.entity == _PAPER,
            replica.c.kind == PUT,
            replica.c.channel.in_(channels.UPWARD),
        )
        .order_by(replica.c.row)
    )
    if unit is not None:
        query = query.where(replica.c.unit == unit)
    if record is not None:
        query = query.where(replica.c.id == record)
    for row in connection.execute(query):
        document = named(bytes(row.raw)).change.document
        paper = rules.received_paper(row.unit, row.id, row.label, document, row.sender)
        if paper.files:
            yield paper


def own(connection: Connection, unit: UUID) -> Iterator[NamingPaper]:
    """The office's own papers with files, as they stand now.

    Args:
        connection: any.
        unit: the office's unit.
    """
    issued = set(
        connection.execute(
            sa.select(replica.c.id).where(
                replica.c.unit == unit, replica.c.entity == _PAPER, replica.c.kind == PUT
            )
        ).scalars()
    )
    for document in records.get_all(connection, Document):
        if document.files:
            yield rules.own_paper(document, issued=document.id in issued)
