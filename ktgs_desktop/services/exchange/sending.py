"""Use cases: what is new for another office, and the package that takes it there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain import exchange_protocol as protocol
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.package_log import Peer, SentPackage, SentState
from ktgs_desktop.domain.packages import PackageKind, PackageName
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange import files, packing
from ktgs_desktop.services.exchange.bundles import Handed, to_hand_on, to_hand_over
from ktgs_desktop.services.exchange.packing import Draft
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.services.exchange.trust_statements import lacking
from ktgs_desktop.store import feeds, issuing, own_merge, package_log
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.package_plan import FeedPlan

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import SigningIdentity


@dataclass(frozen=True, slots=True)
class Sending:
    """What to send, and to whom.

    Attributes:
        recipient: the unit; None for the superior.
        full: whether to send everything, not only what is new since the last receipt.
        details: whether names of persons go, too; only figures otherwise.
    """

    recipient: UUID | None = None
    full: bool = False
    details: bool = True


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a package would carry.

    Attributes:
        recipient: the unit it is for.
        name: that unit's name.
        since: when the last receipt was made, empty if there is none.
        full: whether it would carry everything.
        written: records new or changed since the last time anything was issued, by kind.
        taken_back: records taken back, by kind.
        kept: records that stay, by kind and reason.
        changes: how many changes it would carry, by channel.
        bundles: packages of units below that would be handed on.
        pending: packages sent before of which no receipt has come.
    """

    recipient: UUID
    name: str
    since: str
    full: bool
    written: Counter[str]
    taken_back: Counter[str]
    kept: Counter[tuple[str, Kept]]
    changes: dict[str, int]
    bundles: int
    pending: int

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.bundles and not any(self.changes.values())


@dataclass(frozen=True, slots=True)
class _Cargo:
    """What goes, read from the books in one state of the data."""

    kind: PackageKind
    plans: tuple[FeedPlan, ...]
    bundles: tuple[Handed, ...]
    issued: issuing.Issued
    peer: Peer | None
    full: bool
    pending: int
    audit_head: str | None


class _OnlyLookedError(Exception):
    """Takes back what was issued for a look at what would go."""


def recipient_of(workspace: Workspace, sending: Sending) -> UUID:
    """The unit a package is for.

    Args:
        workspace: the workspace.
        sending: what to send.

    Raises:
        UserError: `superior_missing` at the top of the tree.
    """
    found = sending.recipient or workspace.office.superior
    if found is None:
        raise UserError("superior_missing")
    return found


def preview(workspace: Workspace, sending: Sending | None = None) -> Outlook:
    """What a package would carry now; nothing is written.

    Args:
        workspace: the workspace.
        sending: what to send; None for what is new, to the superior.

    Raises:
        UserError: `superior_missing`.
    """
    wanted = sending or Sending()
    recipient = recipient_of(workspace, wanted)
    found: list[Outlook] = []
    try:
        with workspace.store.local_writing() as connection:
            cargo = _load(workspace, connection, recipient, wanted)
            found.append(_outlook(connection, recipient, cargo))
            raise _OnlyLookedError  # noqa: TRY301 - rolls the transaction back
    except _OnlyLookedError:
        pass
    return found[0]


def _outlook(connection: Reader, recipient: UUID, cargo: _Cargo) -> Outlook:
    return Outlook(
        recipient=recipient,
        name=unit_name(connection, recipient),
        since=cargo.peer.receipt_at if cargo.peer else "",
        full=cargo.full,
        written=cargo.issued.written,
        taken_back=cargo.issued.taken_back,
        kept=cargo.issued.kept,
        changes={plan.channel: len(tuple(plan.changes)) for plan in cargo.plans},
        bundles=len(cargo.bundles),
        pending=cargo.pending,
    )


def _load(workspace: Workspace, connection: Reader, recipient: UUID, wanted: Sending) -> _Cargo:
    """Issue what may go and collect what the recipient has not."""
    issued = issuing.issue(connection, workspace.author())
    own = workspace.office.unit
    upward = recipient == workspace.office.superior
    peer = package_log.peer(connection, recipient)
    sent = package_log.sent(connection, recipient)
    kind = PackageKind.DATA if upward else PackageKind.DIRECTIVE
    before = sum(one.kind == kind for one in sent)
    full = wanted.full or protocol.full_due(before, answered=peer is not None)
    names = channels.UPWARD if upward else (channels.down(recipient),)
    plans = []
    for name in names:
        feed = Feed(own, name)
        history = FeedHistory(connection, feed)
        if (name == channels.DETAIL and not wanted.details) or not history.heads():
            continue
        base = protocol.base_of(history, _held(peer, name), full=full)
        state = protocol.state_of(name, history, base)
        raws = tuple(feeds.after(connection, feed, base))
        plans.append(FeedPlan(name, state.base, state.heads, state.digest, raws))
    internal = own_merge.heads(connection)
    return _Cargo(
        kind=kind,
        plans=tuple(plans),
        bundles=(
            to_hand_on(connection, peer, sent, full=full)
            if upward
            else to_hand_over(workspace, connection, recipient, peer, full=full)
        ),
        issued=issued,
        peer=peer,
        full=full,
        pending=sum(one.state in (SentState.MADE, SentState.CARRIED) for one in sent),
        audit_head=internal[0].hex() if internal else None,
    )


def _held(peer: Peer | None, name: str) -> tuple[bytes, ...]:
    heads = peer.heads.get(name, ()) if peer else ()
    return tuple(bytes.fromhex(head) for head in heads)


# Writing --------------------------------------------------------------------------------------


def send(
    workspace: Workspace,
    sending: Sending,
    folder: Path,
    identity: SigningIdentity | None = None,
    progress: Progress | None = None,
) -> SentPackage:
    """Write a package, copy it to a stick and read it back there.

    Args:
        workspace: the workspace.
        sending: what to send.
        folder: the folder on the stick.
        identity: the certificate that signs; None to sign with the office's own key.
        progress: told how far it is.

    Returns:
        The package, carried.

    Raises:
        UserError: `superior_missing`, `nothing_to_send`, `exchange_not_set_up`.
        PackageError: what trust, packing and the stick refuse; a package that was made and not
            carried can be copied again (`packing.carry`).
    """
    permissions.check(workspace.user, "send_package")
    recipient = recipient_of(workspace, sending)
    with workspace.store.local_writing() as connection:
        cargo = _load(workspace, connection, recipient, sending)
    if not cargo.bundles and not any(plan.changes for plan in cargo.plans):
        raise UserError("nothing_to_send")
    with workspace.reading() as connection:
        statements = lacking(workspace, connection, recipient)
    draft = Draft(
        kind=cargo.kind,
        recipient=recipient,
        statements=statements,
        feeds=cargo.plans,
        bundles=tuple(one.plan(workspace) for one in cargo.bundles),
        heads={
            **{each.channel: [head.hex() for head in each.heads] for each in cargo.plans},
            files.BUNDLES: [str(one.job.id) for one in cargo.bundles],
        },
        audit_head=cargo.audit_head,
        ack=_ack(cargo.peer),
    )
    made = packing.write(workspace, draft, identity, progress)
    return packing.carry(workspace, made.id, folder, progress)


def _ack(peer: Peer | None) -> PackageName | None:
    if peer is None or not peer.package:
        return None
    return PackageName(UUID(peer.package), peer.sha256)
