"""Who signed a statement, as far as keys and certificates tell."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ktgs_desktop.trust.certificates import CertificateFacts


@dataclass(frozen=True, slots=True)
class Approver:
    """Who signed, and what a person should know before relying on it.

    Attributes:
        unit: the unit whose key it is.
        suite: how it signed, a number of `key_bindings.Suite`.
        fingerprint: what names the key, in hexadecimal.
        holder: whom people know it by; may be empty.
        warnings: codes of sentences: `crl_stale`, `list_expired`, `root_expired`,
            `training_trust`, `key_revoked_later`.
        certificate: facts of the certificate, None for an Ed25519 key.
        list_age: days since the authorities' revocation lists were made, None without certificate.
    """

    unit: UUID
    suite: int
    fingerprint: str
    holder: str = ""
    warnings: tuple[str, ...] = ()
    certificate: CertificateFacts | None = None
    list_age: int | None = None
