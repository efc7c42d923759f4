"""What waited in a file for a newer program than the one that wrote it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.store import package_log, replicas

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def catch_up(connection: Connection, *, updated: bool) -> None:
    """Let go on what this program can do by now: after an update records show that did not.

    A newer schema of records always comes with a step of the file's shape, so records are looked
    at again after such a step only.

    Args:
        connection: the writer's, in a transaction.
        updated: whether an older program had written the file.
    """
    package_log.reopen(connection)
    if updated:
        replicas.project_again(connection)
