"""A package of whatever kind: named, signed, encrypted, written, read back and put on the books."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import __version__
from ktgs_desktop.domain.journal import SCHEMA_VERSION
from ktgs_desktop.domain.manifests import Approval, Relay
from ktgs_desktop.domain.package_log import SentPackage, SentState
from ktgs_desktop.domain.packages import PackageKind, PackageName
from ktgs_desktop.domain.receipts import Receipt, ResendRequest
from ktgs_desktop.errors import UserError, place_error
from ktgs_desktop.services import hub
from ktgs_desktop.services.exchange import files, keys, own_seal
from ktgs_desktop.services.exchange.trust_statements import STATEMENTS, digest
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import package_log
from ktgs_desktop.store.authorship import Changes
from ktgs_desktop.sync import volumes
from ktgs_desktop.sync.package_plan import (
    BlobPlan,
    BundlePlan,
    FeedPlan,
    PackagePlan,
    package_name,
)
from ktgs_desktop.sync.package_writer import Sealing, write_package
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.sync.stick import write_to_stick

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.keys import Recipients
    from ktgs_desktop.trust.certificates import SigningIdentity

_MAX_NOTE = 200
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to go.

    Attributes:
        kind: what the package is for.
        recipient: the unit it is for.
        feeds: changes.
        bundles: packages of other offices that are handed on.
        blobs: attachments.
        answer: a receipt or a request.
        statements: statements of trust.
        lists: lists of regulations by name.
        heads: what the books keep of it: heads by channel, packages handed on.
        audit_head: last change of the office's own journal, in hexadecimal.
        ack: the package whose receipt the bases of the feeds come from.
    """

    kind: PackageKind
    recipient: UUID
    feeds: tuple[FeedPlan, ...] = ()
    bundles: tuple[BundlePlan, ...] = ()
    blobs: tuple[BlobPlan, ...] = ()
    answer: Receipt | ResendRequest | None = None
    statements: tuple[TravellingStatement, ...] = ()
    lists: tuple[tuple[str, bytes], ...] = ()
    heads: Mapping[str, list[str]] = field(default_factory=dict)
    audit_head: str | None = None
    ack: PackageName | None = None


def blob(workspace: Workspace, digest: str) -> BlobPlan:
    """An attachment on its way into a package.

    Args:
        workspace: the workspace.
        digest: its SHA-256, in hexadecimal.

    Raises:
        StorageError: `attachment_missing`, `attachment_damaged`.
    """

    def read() -> Iterator[bytes]:
        data = memoryview(workspace.attachments.get(digest))
        for start in range(0, len(data), _PIECE):
            yield bytes(data[start : start + _PIECE])

    return BlobPlan(bytes.fromhex(digest), len(workspace.attachments.get(digest)), read)


def write(
    workspace: Workspace,
    draft: Draft,
    identity: SigningIdentity | None = None,
    progress: Progress | None = None,
) -> SentPackage:
    """Write a package beside the workspace and put it on the books; `carry` takes it to a stick.

    Args:
        workspace: the workspace.
        draft: what is to go.
        identity: the certificate that signs; None to sign with the office's own key.
        progress: told how far it is.

    Raises:
        UserError: `hub_sends` in a copy for another computer, unless it is for another computer
            of the office; `exchange_not_set_up`, `recipient_key_missing`, what a token says.
        PackageError: what trust and packing refuse.
        StorageError: the disk cannot do it.
    """
    readers = _readers(workspace, draft)
    plan = _plan(workspace, draft, readers)
    sealing = _sealing(workspace, draft, readers, identity)
    return _written(workspace, draft, plan, sealing, progress)


def write_volumes(
    workspace: Workspace,
    draft: Draft,
    identity: SigningIdentity | None = None,
    progress: Progress | None = None,
    most: int = volumes.MOST_BYTES,
) -> list[SentPackage]:
    """As `write`, in as many packages as the attachments need.

    Args:
        workspace: the workspace.
        draft: what is to go.
        identity: the certificate that signs; None to sign with the office's own key.
        progress: told how far it is.
        most: bytes of attachments in one volume.

    Raises:
        UserError: as `write`.
        PackageError: as `write`; `package_too_large` if there were too many volumes.
        StorageError: as `write`.
    """
    readers = _readers(workspace, draft)
    sealing = _sealing(workspace, draft, readers, identity)
    plans = volumes.split(_plan(workspace, draft, readers), new_id, most=most)
    return [_written(workspace, draft, plan, sealing, progress) for plan in plans]


def _readers(workspace: Workspace, draft: Draft) -> Recipients:
    if draft.kind is PackageKind.INTERNAL:
        return own_seal.recipients(workspace)
    with workspace.reading() as connection:
        hub.check_sends(connection)
        return keys.recipients(workspace, connection, [draft.recipient])


def _device(workspace: Workspace, draft: Draft) -> UUID:
    if draft.kind is not PackageKind.INTERNAL:
        return keys.own(workspace).device
    with workspace.reading() as connection:
        return own_seal.computer(workspace, connection)


def _sealing(
    workspace: Workspace, draft: Draft, readers: Recipients, identity: SigningIdentity | None
) -> Sealing:
    if draft.kind is PackageKind.INTERNAL:
        return own_seal.sealing(workspace, _device(workspace, draft))
    return Sealing(
        approve=keys.approver(workspace, identity),
        carrier=keys.carrier(workspace),
        binding=keys.carrier_binding(workspace),
        recipients=readers.publics,
        reread=keys.reading(workspace),
    )


def _written(
    workspace: Workspace,
    draft: Draft,
    plan: PackagePlan,
    sealing: Sealing,
    progress: Progress | None,
) -> SentPackage:
    with workspace.reading() as connection:
        number = package_log.next_number(connection)
    code = files.code_of(workspace)
    name = package_name(code, workspace.today, draft.kind, number, plan.part)
    path = files.kept_package(workspace, name)
    try:
        written = write_package(plan, path, sealing, progress)
    except OSError as error:
        raise place_error(error, path.parent) from error
    made = SentPackage(
        row=number,
        id=plan.package,
        kind=draft.kind,
        recipient=draft.recipient,
        name=name,
        digest=written.name.sha256,
        size=written.size,
        at=plan.created,
        state=SentState.MADE,
        heads=_books(draft, plan),
    )
    with workspace.store.local_writing() as connection:
        package_log.add_sent(connection, made)
    return made


def _books(draft: Draft, plan: PackagePlan) -> dict[str, list[str]]:
    carried = {STATEMENTS: [digest(one) for one in plan.statements]} if plan.statements else {}
    if plan.blobs:
        carried[files.BLOBS] = [blob.digest.hex() for blob in plan.blobs]
    return {**draft.heads, **carried}


def _plan(workspace: Workspace, draft: Draft, readers: Recipients) -> PackagePlan:
    at = workspace.clock().isoformat(timespec="seconds")
    return PackagePlan(
        package=new_id(),
        kind=draft.kind,
        sender=workspace.office.unit,
        device=_device(workspace, draft),
        to=readers.named,
        created=at,
        app=__version__,
        schema=SCHEMA_VERSION,
        approved=Approval(workspace.user.id, workspace.user.position, at),
        feeds=draft.feeds,
        blobs=draft.blobs,
        bundles=draft.bundles,
        answer=draft.answer,
        statements=draft.statements,
        lists=draft.lists,
        audit_head=draft.audit_head,
        ack=draft.ack,
        relay=Relay.ANCESTORS if draft.kind is PackageKind.DATA else Relay.NONE,
        note=workspace.office.name[:_MAX_NOTE],
    )


def carry(
    workspace: Workspace, package: UUID, folder: Path, progress: Progress | None = None
) -> SentPackage:
    """Copy a package that was made to a stick, again if need be, and read it back there.

    Args:
        workspace: the workspace.
        package: its identifier.
        folder: the folder on the stick.
        progress: told how far it is.

    Raises:
        UserError: `record_gone`.
        PackageError: `package_not_written`, `package_differs`.
        StorageError: the folder is not there.
    """
    with workspace.reading() as connection:
        made = package_log.sent_package(connection, package)
    if made is None:
        raise UserError("record_gone")
    if not folder.is_dir():
        raise place_error(FileNotFoundError(str(folder)), folder)
    report = None if progress is None else progress.step
    write_to_stick(files.kept_package(workspace, made.name), folder / made.name, report)
    if made.state != SentState.MADE:
        return made
    carried = dataclasses.replace(made, state=SentState.CARRIED)
    with workspace.store.local_writing() as connection:
        package_log.save_sent(connection, carried)
    changes = Changes("send_package")
    changes.ids["sent_package"].add(carried.id)
    workspace.tell(changes)
    return carried


def packages(workspace: Workspace, recipient: UUID | None = None) -> list[SentPackage]:
    """Packages this office made, newest first.

    Args:
        workspace: the workspace.
        recipient: only those for a unit; None for all.
    """
    with workspace.reading() as connection:
        return package_log.sent(connection, recipient)
