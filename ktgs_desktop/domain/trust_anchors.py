"""What the office trusts when it checks a signature: certificates of authorities, revocations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class AnchorKind(StrEnum):
    """What an anchor is."""

    AUTHORITY = "AUTHORITY"
    REVOCATIONS = "REVOCATIONS"


@dataclass(frozen=True, slots=True)
class TrustAnchor:
    """A certificate of an authority or a list of revoked certificates, kept in the workspace.

    Attributes:
        owner: the office's unit.
        id: identifier.
        kind: `AUTHORITY` or `REVOCATIONS`.
        subject: whom it names.
        fingerprint: SHA-256 of its DER bytes, hexadecimal.
        valid_from: first day.
        valid_to: last day; of a revocation list the day by which the next is due.
        content: DER bytes in base64.
    """

    owner: UUID
    id: UUID
    kind: str
    subject: str
    fingerprint: str
    valid_from: date
    valid_to: date
    content: str
