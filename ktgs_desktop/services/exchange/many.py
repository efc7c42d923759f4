"""Use cases: many packages in one go, each by itself; what is refused holds up none of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import reporting_periods
from ktgs_desktop.domain.package_log import ImportJob
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.reporting_periods import Period
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import receiving, spool
from ktgs_desktop.services.exchange.cargo import Arrival
from ktgs_desktop.services.workspace import codes

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
        period: the latest period of reporting that a package of data carries whole, None for
            other packages.
    """

    path: Path
    job: ImportJob | None
    arrival: Arrival | None
    error: KtgsError | None
    period: Period | None = None

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
        done = receiving.apply(workspace, job)
        return Outcome(path, done, arrival, None, _period(done))
    except KtgsError as error:
        refused = None if job is None else spool.get(workspace, job)
        return Outcome(path, refused, None, error, _period(refused))


def _period(job: ImportJob | None) -> Period | None:
    """For which period a package was sent, as the clock of its office claims."""
    if job is None or job.kind != PackageKind.DATA or not job.made_at:
        return None
    made = datetime.fromisoformat(job.made_at).date()
    return reporting_periods.carried(codes("reporting_periods"), made)
