"""Use cases: many packages in one go, each by itself; what is refused holds up none of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.package_log import ImportJob
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import receiving, spool
from ktgs_desktop.services.exchange.cargo import Arrival

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        path: the file.
        job: the taking in; None if the file could not even be copied.
        arrival: what it brought, None if it was refused.
        error: why it was refused, None if it was not.
    """

    path: Path
    job: ImportJob | None
    arrival: Arrival | None
    error: KtgsError | None

    @property
    def taken(self) -> bool:
        """Whether it was taken in."""
        return self.error is None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of many files.

    Attributes:
        done: those that were dealt with, in their order.
        left: those that were not tried because the user stopped.
    """

    done: tuple[Outcome, ...]
    left: tuple[Path, ...]

    @property
    def refused(self) -> int:
        """How many were refused."""
        return sum(one.error is not None for one in self.done)


def take_all(
    workspace: Workspace, paths: Sequence[Path], progress: Progress | None = None
) -> Outcomes:
    """Copy, look at and take in many packages, one after the other.

    The user may stop between two files; the one that is being taken in is finished first.

    Args:
        workspace: the workspace.
        paths: the files.
        progress: told how many are done.
    """
    permissions.check(workspace.user, "receive_package")
    done: list[Outcome] = []
    for number, path in enumerate(paths):
        if progress is not None:
            if progress.cancelled:
                return Outcomes(tuple(done), tuple(paths[number:]))
            progress.step(number, len(paths), path.name)
        done.append(_take(workspace, path))
    return Outcomes(tuple(done), ())


def _take(workspace: Workspace, path: Path) -> Outcome:
    job: UUID | None = None
    try:
        job = spool.take_copy(workspace, path).id
        arrival = receiving.examine(workspace, job)
        return Outcome(path, receiving.apply(workspace, job), arrival, None)
    except KtgsError as error:
        return Outcome(path, None if job is None else spool.get(workspace, job), None, error)
