"""Use cases: an office that lost changes of its own gets them back from its superior.

After a copy was restored the superior holds changes of the office that the office itself has not.
The superior returns them as they were signed; the office then looks, record by record, at what it
lost, and takes it into its own journal again. Nothing is overwritten unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import arrivals, channels
from ktgs_desktop.domain import exchange_protocol as protocol
from ktgs_desktop.domain import replicas as rules
from ktgs_desktop.domain.arrivals import FieldChange
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.journal import DELETE, PUT, WITHDRAW
from ktgs_desktop.domain.package_log import JobState, handed_on_name
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import packing, place
from ktgs_desktop.store import feeds, package_log, records, regaining
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.package_plan import FeedPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.domain.package_log import ImportJob, SentPackage
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity

_LATEST = (JobState.APPLIED, JobState.DONE)


class Loss(StrEnum):
    """How a record of the office stands against what it issued before."""

    MISSING = "MISSING"
    OTHER = "OTHER"
    VOIDED = "VOIDED"
    WITHHELD = "WITHHELD"


@dataclass(frozen=True, slots=True)
class LostRecord:
    """A record of the office that the superior holds otherwise.

    Attributes:
        entity: kind of record.
        id: its identifier.
        channel: the feed it was issued in.
        label: what it is called.
        loss: whether it is missing here, stands otherwise, was voided since, or was taken back
            from other offices after the copy was made, and goes there again once it is released.
        fields: fields that differ: as it is here, as it was issued.
    """

    entity: str
    id: UUID
    channel: str
    label: str
    loss: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit below that lost changes of its own which are here.

    Attributes:
        unit: the unit.
        name: what it is called.
        changes: how many it lacks, as far as this office was told.
    """

    unit: UUID
    name: str
    changes: int


def owed(workspace: Workspace) -> list[Owed]:
    """Units below that lack changes of their own, as their superiors below or they themselves say.

    Args:
        workspace: the workspace of the superior.
    """
    found = []
    with workspace.reading() as connection:
        for one in place.below(workspace, connection):
            lacking = sum(
                len(history) - len(history.reach(base))
                for history, base in _lacking(workspace, connection, one.id)
            )
            if lacking:
                found.append(Owed(one.id, one.name, lacking))
    return found


def _lacking(
    workspace: Workspace, connection: Reader, unit: UUID
) -> Iterator[tuple[FeedHistory, tuple[bytes, ...]]]:
    """The feeds of which a unit said it has less than is here, and what it has of each."""
    said = _said(workspace, connection, unit)
    for channel, theirs in said.items():
        feed = Feed(unit, channel)
        if {head.hash for head in feeds.heads(connection, feed)} - set(theirs):
            history = FeedHistory(connection, feed)
            base = protocol.to_return(history, theirs)
            if base is not None:
                yield history, base


def send_back(
    workspace: Workspace, unit: UUID, folder: Path, identity: SigningIdentity | None = None
) -> SentPackage:
    """Return to a unit below the changes of its own that it lost, on a stick.

    A unit further below gets all that is here of it: its superior, which lost the data too, cannot
    say how far it has it.

    Args:
        workspace: the workspace of the superior.
        unit: the unit that restored a copy.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.

    Raises:
        UserError: `nothing_lost` if the unit lacks nothing that is here.
        PackageError: what trust, packing and the stick refuse.
    """
    permissions.check(workspace.user, "send_package")
    plans = []
    with workspace.reading() as connection:
        direct = package_log.peer(connection, unit) is not None or _job(connection, unit)
        theirs = _said(workspace, connection, unit) if direct else {}
        for channel in channels.UPWARD:
            feed = Feed(unit, channel)
            history = FeedHistory(connection, feed)
            base = protocol.to_return(history, theirs.get(channel, ()))
            if base is None or not history.heads():
                continue
            state = protocol.state_of(channel, history, base)
            raws = tuple(feeds.after(connection, feed, base))
            plans.append(FeedPlan(channel, state.base, state.heads, state.digest, raws))
    if not plans:
        raise UserError("nothing_lost")
    draft = packing.Draft(PackageKind.RECOVERY, unit, feeds=tuple(plans))
    made = packing.write(workspace, draft, identity)
    return packing.carry(workspace, made.id, folder)


def _job(connection: Reader, unit: UUID) -> ImportJob | None:
    return package_log.latest_jobs(connection, _LATEST).get(unit)


def _said(workspace: Workspace, connection: Reader, unit: UUID) -> dict[str, tuple[bytes, ...]]:
    """The heads a unit has of its own feeds: as it said last, else as it sent them.

    Of a unit further below, those that the office between said it has of them.
    """
    job = _job(connection, unit)
    brought = arrivals.feeds_of_report(job.report) if job else []
    found = {one.channel: one.heads for one in brought if one.unit == unit}
    between = [one.id for one in place.below(workspace, connection) if one.depth == 1]
    for teller in [unit] if unit in between or job else between:
        peer = package_log.peer(connection, teller)
        for channel in channels.UPWARD:
            told = peer.heads.get(handed_on_name(unit, channel)) if peer else None
            if told is not None:
                found[channel] = tuple(bytes.fromhex(head) for head in told)
    return found


def lost(workspace: Workspace) -> list[LostRecord]:
    """Records of the office that stand otherwise here than they were issued last.

    It is of use after a package of recovery was taken in, before anything new is issued.

    Args:
        workspace: the workspace.
    """
    found = []
    with workspace.reading() as connection:
        for channel in channels.UPWARD:
            feed = Feed(workspace.office.unit, channel)
            for one in _issued(connection, feed):
                record = _compared(connection, feed, one)
                if record is not None:
                    found.append(record)
    return found


def _issued(connection: Reader, feed: Feed) -> list[Named]:
    """The versions of the office's records that came back, about which nobody has decided."""
    return [
        one
        for one in regaining.undecided(connection, feed).values()
        if one.change.entity in ENTITIES
    ]


def _compared(connection: Reader, feed: Feed, one: Named) -> LostRecord | None:
    kind: type[Any] = ENTITIES[one.change.entity]
    versions = records.versions(connection, one.change.entity, one.change.id)
    here = records.find(connection, kind, one.change.id)
    before = versions[-1][1].document if versions and here is not None else None
    loss = _loss(one, before)
    if loss is None:
        return None
    shown = before or {} if loss is Loss.WITHHELD else one.change.document
    return LostRecord(
        entity=one.change.entity,
        id=one.change.id,
        channel=feed.channel,
        label=rules.facts(one.change.entity, shown).label,
        loss=loss,
        fields=() if loss is Loss.WITHHELD else arrivals.differences(before, one.change.document),
    )


def _loss(one: Named, before: Mapping[str, Json] | None) -> Loss | None:
    """How a record here stands against what came back of it, None if there is nothing to do."""
    if one.change.kind == WITHDRAW:
        return None if before is None else Loss.WITHHELD
    if one.change.kind == DELETE:
        return None if before is None else Loss.VOIDED
    if before is None:
        return Loss.MISSING
    return None if dict(before) == dict(one.change.document) else Loss.OTHER


def take_back(workspace: Workspace, chosen: Iterable[LostRecord]) -> int:
    """Write records into the office's own journal again as they were issued; it can be undone.

    Args:
        workspace: the workspace.
        chosen: which, of those `lost` gave.

    Returns:
        How many were written.
    """
    wanted = list(chosen)
    first = wanted[0].label if wanted else ""
    subject = permissions.subject_of(first, len(wanted))
    with workspace.writing("take_back_records", subject) as writer:
        count = 0
        for each in wanted:
            feed = Feed(workspace.office.unit, each.channel)
            one = regaining.undecided(writer.connection, feed).get((each.entity, each.id))
            if one is not None and one.change.kind == WITHDRAW:
                continue  # there is nothing to take back; `keep_own` releases it
            if one is not None and one.change.kind in (PUT, DELETE):
                writer.restore(one.change)
                count += 1
            regaining.adopt(writer.connection, feed, each.entity, each.id)
    return count


def keep_own(workspace: Workspace, chosen: Iterable[LostRecord]) -> None:
    """Let records stand as they are here; the next package sends that in place of what came back.

    A record that was withheld, because other offices had it taken back from them, goes to them
    again: who lets it has looked whether it may.

    Args:
        workspace: the workspace.
        chosen: which, of those `lost` gave.
    """
    permissions.check(workspace.user, "take_back_records")
    wanted = list(chosen)
    with workspace.store.local_writing() as connection:
        for each in wanted:
            feed = Feed(workspace.office.unit, each.channel)
            regaining.adopt(connection, feed, each.entity, each.id)
    changes = Changes("take_back_records")
    changes.ids["replica"].update(one.id for one in wanted)
    workspace.tell(changes)
