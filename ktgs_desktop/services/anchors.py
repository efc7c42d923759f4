"""Use cases of trust: the authorities and revocation lists an office keeps."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.trust_anchors import AnchorKind, TrustAnchor
from ktgs_desktop.errors import UserError
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records
from ktgs_desktop.trust import certificates

if TYPE_CHECKING:
    from ktgs_desktop.trust.certificates import AnchorFacts


@dataclass(frozen=True, slots=True)
class OfferedAnchor:
    """What a file offers to be trusted.

    Attributes:
        kind: `AUTHORITY` or `REVOCATIONS`.
        subject: whom it names.
        fingerprint: SHA-256, hexadecimal; to be compared with the printed one.
        valid_from: first day.
        valid_to: last day.
        known: whether it is kept already.
    """

    kind: str
    subject: str
    fingerprint: str
    valid_from: date
    valid_to: date
    known: bool


def kept(workspace: Workspace) -> list[TrustAnchor]:
    """Certificates of authorities and revocation lists the office keeps.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return records.get_all(connection, TrustAnchor)


def preview(workspace: Workspace, path: Path) -> list[OfferedAnchor]:
    """What a file offers to be trusted; nothing is written.

    Args:
        workspace: the workspace.
        path: certificates and revocation lists, PEM or DER.

    Raises:
        PackageError: `anchors_unreadable`, `certificate_not_authority`.
        StorageError: as `read_file`.
    """
    known = {anchor.fingerprint for anchor in kept(workspace)}
    return [
        OfferedAnchor(
            kind=one.kind,
            subject=one.subject,
            fingerprint=one.fingerprint,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            known=one.fingerprint in known,
        )
        for one in certificates.read_anchors(read_file(path, certificates.MOST_BYTES))
    ]


def import_file(workspace: Workspace, path: Path, compared: Collection[str] | None = None) -> int:
    """Trust what a file offers; a newer revocation list replaces the older of its issuer.

    Args:
        workspace: the workspace.
        path: certificates and revocation lists, PEM or DER.
        compared: fingerprints somebody has compared and chosen, nothing else is taken; None for
            everything in the file.

    Returns:
        How many were added.

    Raises:
        PackageError: `anchors_unreadable`, `certificate_not_authority`, `revocations_older`.
        StorageError: as `read_file`.
    """
    return trust(workspace, read_file(path, certificates.MOST_BYTES), path.name, compared)


def trust(
    workspace: Workspace, data: bytes, name: str, compared: Collection[str] | None = None
) -> int:
    """Trust what some bytes offer; a newer revocation list replaces the older of its issuer.

    Args:
        workspace: the workspace.
        data: certificates and revocation lists, PEM or DER.
        name: where they are from, for the history.
        compared: as `import_file`.

    Returns:
        How many were added.

    Raises:
        PackageError: `anchors_unreadable`, `certificate_not_authority`.
        UserError: `revocations_older`.
    """
    offered = certificates.read_anchors(data)
    with workspace.writing("import_anchor", name) as writer:
        known = {one.fingerprint: one for one in records.get_all(writer.connection, TrustAnchor)}
        fresh = _latest(
            one
            for one in offered
            if one.fingerprint not in known and (compared is None or one.fingerprint in compared)
        )
        for one in fresh:
            if one.kind == AnchorKind.REVOCATIONS:
                for old in known.values():
                    same = old.kind == one.kind and old.subject == one.subject
                    if same and old.valid_from > one.valid_from:
                        raise UserError("revocations_older", subject=one.subject)
                    if same:
                        writer.void(old, "replaced")
            writer.put(
                TrustAnchor(
                    owner=workspace.office.unit,
                    id=new_id(),
                    kind=one.kind,
                    subject=one.subject,
                    fingerprint=one.fingerprint,
                    valid_from=one.valid_from,
                    valid_to=one.valid_to,
                    content=base64.b64encode(one.der).decode("ascii"),
                )
            )
    return len(fresh)


def _latest(offered: Iterable[AnchorFacts]) -> list[AnchorFacts]:
    """Every authority, and of each issuer the revocation list issued last."""
    found: dict[str, AnchorFacts] = {}
    for one in sorted(offered, key=lambda each: each.valid_from):
        issuer = one.subject if one.kind == AnchorKind.REVOCATIONS else one.fingerprint
        found[f"{one.kind} {issuer}"] = one
    return list(found.values())


def remove(workspace: Workspace, anchor: UUID, reason: str) -> None:
    """Trust an authority no longer.

    Args:
        workspace: the workspace.
        anchor: its id.
        reason: why; kept in the history.

    Raises:
        UserError: `reason_missing`, `record_gone`.
    """
    with workspace.reading() as connection:
        subject = records.get(connection, TrustAnchor, anchor).subject
    with workspace.writing("remove_anchor", subject) as writer:
        writer.void(records.get(writer.connection, TrustAnchor, anchor), reason)
