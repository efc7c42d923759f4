"""Signing a PDF and checking its signatures, offline (PAdES, chữ ký số trên văn bản).

The door to pyHanko: nothing heavy is loaded before the first signature is made or checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop.trust.verdicts import (
    PdfVerdict,
    SignatureDetail,
    SignaturePlacement,
    SignatureStatus,
    SignatureText,
    SignatureVerdict,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ktgs_desktop.trust.certificates import SigningIdentity

__all__ = [
    "PdfVerdict",
    "SignatureDetail",
    "SignaturePlacement",
    "SignatureStatus",
    "SignatureText",
    "SignatureVerdict",
    "sign_pdf",
    "signature_fields",
    "verify_pdf",
]


def sign_pdf(
    pdf: bytes,
    identity: SigningIdentity,
    placement: SignaturePlacement,
    *,
    appearance: bytes,
    text: SignatureText,
    now: datetime,
) -> bytes:
    """Sign a document (PAdES B-B, SHA-256); others may sign after it.

    Args:
        pdf: the document, not encrypted.
        identity: who signs.
        placement: where the visible block stands.
        appearance: one-page PDF of the visible block, best in the size of the placement (else it
            is scaled to fit), or empty for an invisible signature.
        text: what the signature says about itself.
        now: the time of signing, aware; it is what the signature claims.

    Returns:
        The signed document; it begins with the bytes of the given one.

    Raises:
        PackageError: `pdf_unreadable`, `pdf_locked` (an earlier signature forbids more),
            `certificate_expired` or `certificate_not_yet_valid` with `subject` and `date`, or
            `certificate_unreadable`.
        UserError: `signature_page_missing` with `page` (from 1) and `pages`, or
            `signature_field_taken` with `field`.
    """
    # At first use: pyHanko takes more than half a second to load.
    from ktgs_desktop.trust import pades_signing

    return pades_signing.sign(pdf, identity, placement, appearance=appearance, text=text, now=now)


def verify_pdf(
    pdf: bytes, anchors: Sequence[bytes], revocations: Sequence[bytes], *, now: datetime
) -> PdfVerdict:
    """Check all signatures of a document; whatever is in the file, there is a verdict.

    Args:
        pdf: the document.
        anchors: certificates of the authorities the office trusts, DER.
        revocations: revocation lists the office has stored, DER.
        now: the time, aware.

    Raises:
        PackageError: `anchors_unreadable`, or `certificate_not_authority` with the `subject`: the
            office's own store is damaged.
    """
    # At first use: pyHanko takes more than half a second to load.
    from ktgs_desktop.trust import pades_verification
    from ktgs_desktop.trust.certificate_paths import Authorities

    return pades_verification.verify(pdf, Authorities(anchors, revocations), now=now)


def signature_fields(pdf: bytes) -> tuple[SignaturePlacement, ...]:
    """The fields of a document that carry signatures, oldest first, with their places.

    Args:
        pdf: the document.

    Returns:
        An invisible signature has a place without width and height.

    Raises:
        PackageError: `pdf_unreadable`.
    """
    # At first use: pyHanko takes more than half a second to load.
    from ktgs_desktop.trust import pades_signing

    return pades_signing.signed_fields(pdf)
