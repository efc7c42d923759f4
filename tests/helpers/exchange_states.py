"""What packages leave behind at an office, and every way of taking some of them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import cargo, keys, spool
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.services.exchange.cargo import Cargo
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_STATE: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    (tables.feed_change, ("hash", "replaced", "raw")),
    (tables.feed_head, ("unit", "channel", "hash", "number", "lamport", "device")),
    (tables.held_change, ("hash", "raw")),
    (tables.early_parent, ("hash",)),
    (tables.replica, ("unit", "channel", "entity", "id", "head", "kind", "leaves", "label")),
    (tables.peer, ("unit", "heads")),
)
_OLD_LIST = ("list_rollback", PackageKind.TRUST)


def image(connection: Reader) -> dict[str, Any]:
    """All that exchange left behind, but the books of jobs and times; of trust what is in force."""
    found: dict[str, Any] = {
        table.name: sorted(map(tuple, connection.execute(_columns(table, names))), key=repr)
        for table, names in _STATE
    }
    lists = keys.newest_lists(connection)
    found["trust"] = sorted((str(issuer), one.body) for issuer, one in lists.items())
    return found


def _columns(table: sa.Table, names: tuple[str, ...]) -> sa.Select[Any]:
    return sa.select(*(table.c[name] for name in names))


def image_of(office: Workspace) -> dict[str, Any]:
    """The same, of an office."""
    with office.reading() as connection:
        return image(connection)


class Orders:
    """Takes packages in in one order after the other; what orders begin with alike is done once.

    Args:
        office: the office that takes them in.
        files: the packages.
        chance: draws which orders, and what comes twice.
        branches: in how many ways at most each order goes on.
    """

    def __init__(
        self, office: Workspace, files: Sequence[Path], chance: random.Random, branches: int
    ) -> None:
        self._office, self._chance, self._branches = office, chance, branches
        jobs = [spool.take_copy(office, file) for file in files]
        self._cargos = [(job, cargo.read(office, job, None)) for job in jobs]
        self.states: set[str] = set()
        self.count = 0

    def walk(self, connection: Reader) -> None:
        """Every order chosen; the transaction ends as it began.

        Args:
            connection: the writer's, in a transaction.
        """
        self._walk(connection, (), tuple(self._cargos))

    def _walk(
        self,
        connection: Reader,
        taken: tuple[tuple[ImportJob, Cargo], ...],
        left: tuple[tuple[ImportJob, Cargo], ...],
    ) -> None:
        if not left:
            assert not feeds.waiting(connection)
            self.states.add(repr(image(connection)))
            self.count += 1
            return
        for place in self._chance.sample(range(len(left)), min(len(left), self._branches)):
            step = connection.begin_nested()
            now = (*taken, left[place])
            self._take(connection, *left[place])
            if self._chance.random() < 1 / len(self._cargos):
                self._twice(connection, *self._chance.choice(now))
            self._walk(connection, now, left[:place] + left[place + 1 :])
            step.rollback()

    def _twice(self, connection: Reader, job: ImportJob, brought: Cargo) -> None:
        before = image(connection)
        self._take(connection, job, brought)
        assert image(connection) == before, job.name

    def _take(self, connection: Reader, job: ImportJob, brought: Cargo) -> None:
        step = connection.begin_nested()
        try:
            cargo.take(self._office, connection, job, brought)
        except PackageError as refused:
            step.rollback()
            # An older trust list alone is of no use once a newer one is here.
            if (refused.code, brought.opening.manifest.kind) != _OLD_LIST:
                raise
        else:
            step.commit()
