"""Records received from other offices that came in more than one version; their owner decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from ktgs_desktop.store.exchange_tables import replica

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class ReceivedConflict(NamedTuple):
    """A received record with more than one present version.

    Attributes:
        unit: whose it is.
        channel: the channel it came by.
        entity: kind of record.
        id: its identifier.
        label: what it is called.
        versions: how many stand side by side.
    """

    unit: UUID
    channel: str
    entity: str
    id: UUID
    label: str
    versions: int


def listed(connection: Connection, own: UUID) -> list[ReceivedConflict]:
    """Received records with more than one present version, by unit.

    Args:
        connection: any.
        own: the office's own unit, whose issued records are no other's.
    """
    columns = (
        replica.c.unit, replica.c.channel, replica.c.entity, replica.c.id, replica.c.label,
        replica.c.leaves,
    )  # fmt: skip
    query = (
        sa.select(*columns)
        .where(replica.c.leaves > sa.literal(1), replica.c.unit != own)
        .order_by(replica.c.unit, replica.c.row)
    )
    return [ReceivedConflict(*row) for row in connection.execute(query)]
