"""What comes out of a package, piece after piece, in the order it stands there."""

from __future__ import annotations

from dataclasses import dataclass

from ktgs_desktop.domain.manifests import Manifest
from ktgs_desktop.domain.package_sections import Section
from ktgs_desktop.domain.receipts import Receipt, ResendRequest
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.approvers import Approver


@dataclass(frozen=True, slots=True)
class Opening:
    """A manifest whose signatures were checked; all until its `Closing` is of this office.

    Attributes:
        manifest: what the office signed.
        body: the bytes that were signed.
        signatures: the block of signatures.
        approver: who signed and how.
        depth: 0 for the package itself, more for bundles within.
    """

    manifest: Manifest
    body: bytes
    signatures: bytes
    approver: Approver
    depth: int


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a package or bundle.

    Attributes:
        depth: as in its `Opening`.
    """

    depth: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Some changes, whose heads were checked; all of each is read strictly where it is taken in.

    Attributes:
        channel: their channel.
        lines: the bytes of each.
    """

    channel: str
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class BlobPiece:
    """A piece of an attachment. The contents are genuine once the last piece has come.

    Attributes:
        digest: what names the attachment, in hexadecimal.
        size: its length.
        piece: some of its bytes.
        last: whether that was all.
    """

    digest: str
    size: int
    piece: bytes
    last: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt or a request.

    Attributes:
        value: what it says.
    """

    value: Receipt | ResendRequest


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements, certificates and lists; nobody has looked yet whether they can be trusted.

    Attributes:
        statements: they.
    """

    statements: tuple[TravellingStatement, ...]


@dataclass(frozen=True, slots=True)
class RegulationList:
    """A list of regulations.

    Attributes:
        name: its name.
        data: its bytes.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A section that is not here: a superior did not hand it on, or we do not know its type.

    Attributes:
        section: what was listed.
        known: whether its type is known.
    """

    section: Section
    known: bool


Content = Opening | Closing | Changes | BlobPiece | Answer | Statements | RegulationList | LeftOut
