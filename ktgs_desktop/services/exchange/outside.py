"""Use case: the outside of a package is checked without a workspace; its contents stay closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_roots import root_fingerprint
from ktgs_desktop.errors import PackageError, reading_error
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.exchange import keys
from ktgs_desktop.services.workspace import system_clock
from ktgs_desktop.sync.container import MAGIC, check_outer
from ktgs_desktop.sync.statement_file import MAX_FILE_BYTES, decode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust import certificates, root_updates
from ktgs_desktop.trust.statements import StatementKind
from ktgs_desktop.trust.trust_store import TrustStore

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Outside:
    """A package whose outside is in order; its contents were not opened.

    Attributes:
        package: its identifier.
        kind: what it is for.
        sender: the unit that says it wrote it.
        name: what the trust lists call that unit, empty if nobody was asked.
        to: the units it is for.
        created: when, as the sender's clock claims.
        app: version of the sender's program.
        size: bytes.
        sha256: digest of the file, in hexadecimal.
        trusted: whether the key that sealed it is vouched for up to the root of trust.
        root: fingerprint of that root, to compare with the printed one; empty without.
    """

    package: UUID
    kind: str
    sender: UUID
    name: str
    to: tuple[UUID, ...]
    created: str
    app: str
    size: int
    sha256: str
    trusted: bool
    root: str


def is_package(path: Path) -> bool:
    """Whether a file begins like a package, damaged or not; the name says nothing.

    Args:
        path: the file.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        with path.open("rb") as source:
            return source.read(4) == MAGIC[:4]
    except OSError as error:
        raise reading_error(error, path) from error


def check(
    path: Path, root: Path | None = None, others: Sequence[Path] = (), today: date | None = None
) -> Outside:
    """Check form, digests and seal of a package, and with a root of trust also whose seal it is.

    Args:
        path: the package.
        root: file of the root of trust; None to check the seal alone.
        others: files of trust lists, and of revocation lists of authorities.
        today: the day, None for this computer's.

    Raises:
        PackageError: what is wrong with it, with the root or the lists.
        StorageError: a file cannot be read.
    """
    trust, fingerprint = None, ""
    if root is not None:
        trust, fingerprint = _trust(root, others, today or system_clock().date())
    try:
        source = path.open("rb")
    except OSError as error:
        raise reading_error(error, path) from error
    with source:
        outer = check_outer(source, trust)
    header = outer.header
    return Outside(
        package=header.package,
        kind=str(header.kind),
        sender=header.sender,
        name=trust.entry(header.sender).name if trust is not None else "",
        to=header.to,
        created=header.created,
        app=header.app,
        size=outer.size,
        sha256=outer.sha256,
        trusted=outer.trusted,
        root=fingerprint,
    )


def _trust(root: Path, others: Sequence[Path], today: date) -> tuple[TrustStore, str]:
    found = [one for path in (root, *others) for one in _statements(path)]
    roots = _of(found, StatementKind.ROOT)
    if not roots:
        raise PackageError("root_missing", name=root.name)
    fingerprint = root_fingerprint(roots[0].body)
    trust = TrustStore(
        root_updates.first_root(roots[0], fingerprint=fingerprint),
        lists=_of(found, StatementKind.TRUST_LIST),
        bindings=_of(found, StatementKind.BINDING),
        crls=[one.body for one in found if one.kind == keys.REVOCATIONS],
        today=today,
    )
    return trust, fingerprint


def _of(found: Sequence[TravellingStatement], kind: StatementKind) -> list[Statement]:
    return [Statement(one.body, one.signatures) for one in found if one.kind == kind]


def _statements(path: Path) -> list[TravellingStatement]:
    """What is in a file: a root or list alone, many statements, or revocation lists."""
    data = read_file(path, MAX_FILE_BYTES)
    if data.lstrip()[:1] == b"{":
        return [*decode_file(data)]
    return [
        TravellingStatement(keys.REVOCATIONS, one.der) for one in certificates.read_anchors(data)
    ]
