"""One feed in tables, as the decisions of the exchange look at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ktgs_desktop.domain.feeds import Head, named, state_digest
from ktgs_desktop.store import feeds
from ktgs_desktop.store.exchange_tables import feed_change
from ktgs_desktop.store.feeds import Feed


@dataclass(frozen=True, slots=True)
class FeedHistory:
    """A feed, for `domain.exchange_protocol`.

    Attributes:
        connection: any.
        feed: the feed.
    """

    connection: Connection
    feed: Feed

    def __len__(self) -> int:
        return feeds.count(self.connection, self.feed)

    def heads(self) -> list[Head]:
        """The last change of each branch, greatest Lamport number first."""
        return feeds.heads(self.connection, self.feed)

    def known(self, names: Iterable[bytes]) -> set[bytes]:
        """Which of some changes are here.

        Args:
            names: their hashes.
        """
        return set(feeds.known(self.connection, names))

    def reach(self, heads: Iterable[bytes]) -> set[bytes]:
        """Everything that leads to some heads, themselves included; unknown ones say nothing.

        Args:
            heads: hashes.
        """
        return feeds.reachable(self.connection, heads)

    def digest(self) -> str:
        """The digest of the state."""
        return feeds.digest(self.connection, self.feed)

    def digest_at(self, heads: Iterable[bytes]) -> str:
        """The digest of the state that the changes leading to some heads make.

        Args:
            heads: hashes, all of them here.
        """
        wanted = set(heads)
        if wanted == {head.hash for head in self.heads()}:
            return self.digest()
        reached = self.reach(wanted)
        replaced: set[bytes] = set()
        query = sa.select(feed_change.c.hash, feed_change.c.raw).where(self.feed.holds(feed_change))
        for row in self.connection.execute(query):
            if bytes(row.hash) in reached:
                replaced.update(named(bytes(row.raw)).change.parents)
        return state_digest(reached - replaced)
