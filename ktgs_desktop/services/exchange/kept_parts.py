"""Parts of packages that only a newer program can take in: kept, handed on, taken in later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.domain import newer_versions
from ktgs_desktop.domain.change_heads import check_strictly
from ktgs_desktop.domain.package_log import JobState, SentState
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange.files import BUNDLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ktgs_desktop.domain.package_log import ImportJob, SentPackage

_TAKEN_IN = (JobState.APPLIED, JobState.DONE)


def check_kept(changes: Iterable[Sequence[bytes]], needed: Iterable[str]) -> None:
    """Refuse what only a newer program can take in, once it is known to be fit to be handed on.

    Args:
        changes: the changes that are only kept, feed by feed.
        needed: features that the package itself needs to be taken in.

    Raises:
        PackageError: what reading a change refuses; `package_feature_unknown` if the package
            itself needs a newer program, not only a bundle within.
    """
    for lines in changes:
        check_strictly(lines)
    lacks = newer_versions.lacking(needed)
    if lacks:
        raise PackageError(newer_versions.FEATURE_UNKNOWN, feature=lacks[0])


def kept_only(
    jobs: Iterable[ImportJob], sent: Iterable[SentPackage], *, full: bool
) -> Iterator[ImportJob]:
    """Packages with parts that were not taken in here and that the superior has not received.

    What they bring is not known here, so only a receipt for the package they were handed on with
    says that the superior has them.

    Args:
        jobs: packages of units below, in the order they came.
        sent: packages for the superior.
        full: whether all of them are to go again.
    """
    received = {
        name
        for package in sent
        if package.state == SentState.RECEIVED and not full
        for name in package.heads.get(BUNDLES, ())
    }
    waiting = [job for job in jobs if newer_versions.lacked(job.report)]
    last = {job.digest: job for job in sorted(waiting, key=lambda job: job.state in _TAKEN_IN)}
    for job in waiting:
        again = {str(one.id) for one in waiting if one.digest == job.digest}
        if last[job.digest] is job and not received & again:
            yield job
