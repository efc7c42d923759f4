"""Packages of other units that go along as they were signed: to the superior, or to who goes on.

Upwards go those of units below. Downwards go those of a unit whose records go over to the
recipient: the superior of both has said so (`handing_over`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain import exchange_protocol as protocol
from ktgs_desktop.domain.arrivals import feeds_of_report
from ktgs_desktop.domain.package_log import (
    ImportJob,
    JobState,
    Peer,
    SentPackage,
    handed_on_name,
)
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services.exchange import files, keys
from ktgs_desktop.services.exchange.kept_parts import kept_only
from ktgs_desktop.store import package_log, transfers
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.handed_bundle import bundle_of
from ktgs_desktop.sync.package_plan import BundlePlan

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_TAKEN_IN = (JobState.APPLIED, JobState.DONE)


@dataclass(frozen=True, slots=True)
class Handed:
    """A unit's package that goes along.

    Attributes:
        job: the taking in that brought it.
        unit: whose it is; the job's sender, or a unit below that.
    """

    job: ImportJob
    unit: UUID

    def plan(self, workspace: Workspace) -> BundlePlan:
        """How it goes into a package.

        Args:
            workspace: the workspace, whose keys open it.
        """

        def read() -> Iterator[bytes]:
            with files.opened(workspace, files.spooled(workspace, self.job)) as package:
                yield from bundle_of(package, self.unit)

        return BundlePlan(self.unit, read)


def to_hand_on(
    connection: Reader, peer: Peer | None, sent: Sequence[SentPackage], *, full: bool
) -> tuple[Handed, ...]:
    """Packages of units below that bring the superior what it has not, the oldest first.

    One that needs a newer program than this is refused here, and goes on all the same.

    Args:
        connection: any.
        peer: what the superior said it holds.
        sent: packages sent to it before.
        full: whether everything goes.
    """
    every = [job for job in reversed(package_log.jobs(connection)) if job.kind == PackageKind.DATA]
    jobs = [job for job in every if job.state in _TAKEN_IN]
    wanted = {job.id for job, _unit in _chosen(connection, jobs, peer, full=full)}
    wanted.update(job.id for job in kept_only(every, sent, full=full))
    found = []
    for job in every:
        if job.id in wanted:
            if job.sender is None:
                raise UserError("record_gone")
            found.append(Handed(job, job.sender))
    return tuple(found)


def to_hand_over(
    workspace: Workspace, connection: Reader, recipient: UUID, peer: Peer | None, *, full: bool
) -> tuple[Handed, ...]:
    """Packages of units whose records go over to the recipient, what it has not, oldest first.

    Args:
        workspace: the workspace of the superior of both.
        connection: any.
        recipient: who goes on with the records.
        peer: what it said it holds.
        full: whether everything goes.
    """
    sources = {
        one.source
        for one in transfers.standing(connection)
        if one.target == recipient and one.owner == workspace.office.unit
    }
    if not sources:
        return ()
    jobs = [
        job
        for job in reversed(package_log.jobs(connection))
        if job.state in _TAKEN_IN and job.kind == PackageKind.DATA
    ]
    chosen = _chosen(connection, jobs, peer, full=full, only=sources)
    return tuple(Handed(job, unit) for job, unit in chosen)


def check_may_hold(workspace: Workspace, connection: Reader, unit: UUID) -> None:
    """Refuse what a superior gave of a unit whose records do not go over to this office.

    That they do stands in the superior's own part, which is taken in before.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        unit: the unit whose package came within another's.

    Raises:
        PackageError: `forwarded`.
    """
    own = workspace.office.unit
    below = own in keys.trust_in(workspace, connection).ancestors(unit)
    if not below and unit not in transfers.Handed(connection).sources(own):
        raise PackageError("forwarded", unit=str(unit))


def _chosen(
    connection: Reader,
    jobs: Iterable[ImportJob],
    peer: Peer | None,
    *,
    full: bool,
    only: Iterable[UUID] | None = None,
) -> list[tuple[ImportJob, UUID]]:
    """The jobs, and whose feeds each brings, that bring another office what it has not."""
    wanted = None if only is None else set(only)
    order = {job.id: job for job in jobs}
    originals: dict[Feed, list[protocol.Original]] = defaultdict(list)
    for job in order.values():
        for brought in feeds_of_report(job.report):
            if wanted is None or brought.unit in wanted:
                original = protocol.Original((job.id, brought.unit), brought.base, brought.heads)
                originals[Feed(brought.unit, brought.channel)].append(original)
    chosen: dict[object, None] = {}
    for feed, found in originals.items():
        if feed.channel not in channels.UPWARD:
            continue
        held = () if full else _held(peer, handed_on_name(feed.unit, feed.channel))
        history = FeedHistory(connection, feed)
        chosen |= dict.fromkeys(one.key for one in protocol.to_hand_on(history, found, held))
    return [
        (job, unit)
        for job in order.values()
        for unit in dict.fromkeys(one.unit for one in feeds_of_report(job.report))
        if (job.id, unit) in chosen
    ]


def _held(peer: Peer | None, name: str) -> tuple[bytes, ...]:
    heads = peer.heads.get(name, ()) if peer else ()
    return tuple(bytes.fromhex(head) for head in heads)
