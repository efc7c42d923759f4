"""What is to go into a package."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.manifests import Approval, Recipient, Relay
from ktgs_desktop.domain.packages import PackageKind, PackageName, Part
from ktgs_desktop.domain.receipts import Receipt, ResendRequest
from ktgs_desktop.sync.statement_list import TravellingStatement

if TYPE_CHECKING:
    from datetime import date


SUFFIX = ".ktgs"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_MAX_CODE = 24
_SHORT = {
    PackageKind.DATA: "DL",
    PackageKind.BLOB: "TEP",
    PackageKind.RECEIPT: "BN",
    PackageKind.DIRECTIVE: "CD",
    PackageKind.REQUEST: "YC",
    PackageKind.RECOVERY: "PH",
    PackageKind.REGLIST: "DM",
    PackageKind.TRUST: "TT",
    PackageKind.INTERNAL: "NB",
}


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """What goes of one feed.

    Attributes:
        channel: the channel.
        base: heads the recipient has, as its receipt said.
        heads: heads we have.
        digest: digest of our state, as `feeds.state_digest` spells it.
        changes: the bytes of the changes, predecessors first; read once.
    """

    channel: str
    base: tuple[bytes, ...]
    heads: tuple[bytes, ...]
    digest: str
    changes: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class BlobPlan:
    """An attachment that goes.

    Attributes:
        digest: its SHA-256, 32 bytes.
        size: its length.
        read: gives its bytes in pieces.
    """

    digest: bytes
    size: int
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class BundlePlan:
    """Another office's package that is handed on.

    Attributes:
        unit: the other office.
        read: gives its inner part (`Opened.verbatim`), the same bytes each time.
    """

    unit: UUID
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class PackagePlan:
    """What is to go into a package, and what its manifest says besides.

    Attributes:
        package: identifier of the package.
        kind: what it is for.
        sender: our unit.
        device: this installation.
        to: the units it is for, with the fingerprints of their encryption keys.
        created: the moment, ISO 8601 to the second with offset.
        app: version of this program.
        schema: schema version of this program; the manifest names a newer one if changes are
            carried that a newer program wrote.
        approved: who approved the sending.
        feeds: changes.
        blobs: attachments.
        bundles: other offices' packages.
        answer: a receipt or a request.
        statements: keys, certificates, revocation lists.
        lists: lists of regulations by name.
        min_schema: the lowest schema version that can show the changes.
        audit_head: last change of our own journal, in hexadecimal.
        ack: the receipt that the bases come from.
        relay: whether superiors of the recipients may read it, too.
        part: which volume it is.
        note: what an older program shows.
    """

    package: UUID
    kind: PackageKind
    sender: UUID
    device: UUID
    to: tuple[Recipient, ...]
    created: str
    app: str
    schema: int
    approved: Approval
    feeds: tuple[FeedPlan, ...] = ()
    blobs: tuple[BlobPlan, ...] = ()
    bundles: tuple[BundlePlan, ...] = ()
    answer: Receipt | ResendRequest | None = None
    statements: tuple[TravellingStatement, ...] = ()
    lists: tuple[tuple[str, bytes], ...] = ()
    min_schema: int = 1
    audit_head: str | None = None
    ack: PackageName | None = None
    relay: Relay = Relay.NONE
    part: Part | None = None
    note: str = ""


def package_name(
    code: str, on: date, kind: PackageKind, counter: int, part: Part | None = None
) -> str:
    """The name of a package's file: plain ASCII, short enough for every mail gate.

    Args:
        code: code of the sending unit.
        on: the day.
        kind: what the package is for.
        counter: the sender's number of the package.
        part: which volume it is.

    Returns:
        E.g. `173-20211231-DL-0007.ktgs`.
    """
    unit = _NOT_PLAIN.sub("_", code).strip("_")[:_MAX_CODE] or "0"
    volume = "" if part is None else f"-T{part.number:02}_{part.count:02}"
    return f"{unit}-{on:%Y%m%d}-{_SHORT[kind]}-{counter:04}{volume}{SUFFIX}"
