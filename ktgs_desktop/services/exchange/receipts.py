"""Use cases: the receipt for a package, which goes back to its sender, and asking for more."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import __version__
from ktgs_desktop.domain import channels
from ktgs_desktop.domain.arrivals import feeds_of_report
from ktgs_desktop.domain.exchange_protocol import answer
from ktgs_desktop.domain.journal import SCHEMA_VERSION
from ktgs_desktop.domain.package_log import JobState, SentPackage
from ktgs_desktop.domain.packages import PackageKind, PackageName
from ktgs_desktop.domain.receipts import FeedHeads, Receipt, Rejection, ResendRequest, Result
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import files, packing, place, spool
from ktgs_desktop.services.exchange.trust_statements import lacking
from ktgs_desktop.store import feeds, package_log
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity

_ANSWERED = (JobState.APPLIED, JobState.DONE, JobState.REFUSED)
_NOT_ANSWERED = (PackageKind.RECEIPT, PackageKind.REQUEST, PackageKind.INTERNAL)


def send_receipt(
    workspace: Workspace, job: UUID, folder: Path, identity: SigningIdentity | None = None
) -> SentPackage:
    """Write the receipt for a package to a stick; the package's job is done then.

    Args:
        workspace: the workspace.
        job: the taking in of the package, taken in or refused.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.

    Raises:
        UserError: `job_not_taken_in`, `sender_unknown` if the package did not say whose it is.
        PackageError: what trust, packing and the stick refuse.
    """
    permissions.check(workspace.user, "send_package")
    found = spool.get(workspace, job)
    if found.state not in _ANSWERED or found.kind in _NOT_ANSWERED:
        raise UserError("job_not_taken_in", name=found.name)
    if found.sender is None or found.package is None:
        raise UserError("sender_unknown", name=found.name)
    with workspace.reading() as connection:
        receipt = receipt_of(workspace, connection, found)
        statements = lacking(workspace, connection, found.sender)
    draft = packing.Draft(PackageKind.RECEIPT, found.sender, answer=receipt, statements=statements)
    made = packing.write(workspace, draft, identity)
    carried = packing.carry(workspace, made.id, folder)
    if found.state == JobState.APPLIED:
        at = workspace.clock().isoformat(timespec="seconds")
        with workspace.store.local_writing() as connection:
            done = dataclasses.replace(found, state=JobState.DONE, at=at)
            package_log.save_job(connection, done)
    return carried


def receipt_of(workspace: Workspace, connection: Reader, job: ImportJob) -> Receipt:
    """What this office says of a package: what became of it, and what it holds now.

    Args:
        workspace: the workspace.
        connection: any.
        job: the taking in of the package, whose sender is known.

    Raises:
        UserError: `sender_unknown`.
    """
    if job.sender is None or job.package is None:
        raise UserError("sender_unknown", name=job.name)
    held = _held(connection, job.sender)
    refused = job.state == JobState.REFUSED
    result = Result.REFUSED if refused else Result.PARTLY if any(held.values()) else Result.TAKEN
    mine = channels.down(job.sender), *channels.UPWARD
    return Receipt(
        package=PackageName(job.package, job.digest),
        unit=workspace.office.unit,
        sender=job.sender,
        result=result,
        feeds=(
            *_feeds(connection, job.sender, _from(connection, job.sender, held), held),
            *_handed_on(connection, job),
        ),
        own=(
            *_feeds(connection, workspace.office.unit, mine, {}),
            *_below(workspace, connection, job.sender),
        ),
        rejected=(Rejection(job.code),) if refused else (),
        incarnation=workspace.device,
        app=__version__,
        schema=SCHEMA_VERSION,
        at=workspace.clock().isoformat(timespec="seconds"),
    )


def _held(connection: Reader, unit: UUID) -> dict[str, int]:
    return {one.channel: one.count for one in feeds.waiting(connection) if one.unit == unit}


def _from(connection: Reader, unit: UUID, held: dict[str, int]) -> set[str]:
    """The channels of a unit of which anything is here, be it only waiting."""
    return {channel for _unit, channel in feeds.channels(connection, unit)} | held.keys()


def _feeds(
    connection: Reader, unit: UUID, names: Iterable[str], held: dict[str, int]
) -> tuple[FeedHeads, ...]:
    return tuple(
        answer(name, FeedHistory(connection, Feed(unit, name)), held.get(name, 0))
        for name in sorted(names)
        if name in held or feeds.heads(connection, Feed(unit, name))
    )


def _handed_on(connection: Reader, job: ImportJob) -> tuple[FeedHeads, ...]:
    """How far the feeds of other units are here that the package handed on."""
    found = {(one.unit, one.channel) for one in feeds_of_report(job.report)}
    return tuple(
        answer(
            name,
            FeedHistory(connection, Feed(unit, name)),
            _held(connection, unit).get(name, 0),
            unit,
        )
        for unit, name in sorted(found)
        if unit != job.sender
    )


def _ours(connection: Reader, unit: UUID) -> tuple[FeedHeads, ...]:
    """How far our own feeds are here, be it not at all: what a restored copy lost is seen."""
    return tuple(
        answer(name, FeedHistory(connection, Feed(unit, name)), 0, unit) for name in channels.UPWARD
    )


def _below(workspace: Workspace, connection: Reader, reader: UUID) -> Iterator[FeedHeads]:
    """How far the feeds of units below are here, for the superior, to which they are handed on.

    What a unit below and this office lost both, the superior alone can give back.
    """
    if reader != workspace.office.superior:
        return
    for one in place.below(workspace, connection):
        for name in channels.UPWARD:
            yield answer(name, FeedHistory(connection, Feed(one.id, name)), 0, one.id)


def ask_again(
    workspace: Workspace,
    sender: UUID,
    folder: Path,
    identity: SigningIdentity | None = None,
    blobs: Collection[str] = (),
) -> SentPackage:
    """Ask an office to send again what is missing here, of its changes and of our own.

    With `blobs` only these attachments are asked for.

    Args:
        workspace: the workspace.
        sender: the office.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.
        blobs: digests of attachments, in hexadecimal.

    Raises:
        PackageError: what trust, packing and the stick refuse.
    """
    permissions.check(workspace.user, "send_package")
    with workspace.reading() as connection:
        held = _held(connection, sender)
        standing = (
            *_feeds(connection, sender, _from(connection, sender, held), held),
            *_ours(connection, workspace.office.unit),
            *_below(workspace, connection, sender),
        )
        request = ResendRequest(
            unit=workspace.office.unit,
            sender=sender,
            feeds=() if blobs else standing,
            blobs=tuple(bytes.fromhex(digest) for digest in sorted(blobs)),
            at=workspace.clock().isoformat(timespec="seconds"),
        )
    books = {files.BLOBS: sorted(blobs)} if blobs else {}
    draft = packing.Draft(PackageKind.REQUEST, sender, answer=request, heads=books)
    made = packing.write(workspace, draft, identity)
    return packing.carry(workspace, made.id, folder)
