"""Which received changes need a newer program to be shown, as the packages say they came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.domain import newer_versions as rules
from ktgs_desktop.domain.arrivals import feeds_of_report
from ktgs_desktop.store import exchange_tables as tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Connection

    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.store.feeds import Feed


class NeededVersions:
    """Asks the books of what was taken in, and those only about changes of a newer program.

    Args:
        connection: any.
        feed: the feed the changes are of.
        known: of imports that are not on the books yet, by their row, the lowest version that can
            show what they bring.
    """

    def __init__(
        self, connection: Connection, feed: Feed, known: Mapping[int | None, int] | None = None
    ) -> None:
        self._connection, self._feed = connection, feed
        self._least: dict[int | None, int] = {None: 1, **(known or {})}

    def of(self, one: Named) -> int:
        """The schema version needed to show a change of the feed, 0 if this program can.

        Args:
            one: the change, which is here.
        """
        if not rules.version_needed(one.change.schema, one.change.schema):
            return 0
        table = tables.feed_change
        query = sa.select(table.c.job).where(table.c.hash == one.hash)
        job = self._connection.execute(query).scalar_one_or_none()
        if job not in self._least:
            self._least[job] = self._said(job)
        return rules.version_needed(one.change.schema, self._least[job])

    def _said(self, job: int | None) -> int:
        table = tables.import_job
        query = sa.select(table.c.report).where(table.c.row == job)
        brought = feeds_of_report(self._connection.execute(query).scalar_one_or_none())
        mine = (self._feed.unit, self._feed.channel)
        return max((one.least for one in brought if (one.unit, one.channel) == mine), default=1)
