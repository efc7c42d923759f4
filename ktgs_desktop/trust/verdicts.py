"""What is asked of a signature and what is found about it; plain values, no cryptography."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SignaturePlacement:
    """Where the visible block of a signature stands.

    Attributes:
        field: name of the signature field, unused so far in the document, without dots.
        page: index of the page, from 0; negative counts from the end.
        x: left edge in points from the page's left edge.
        y: lower edge in points from the page's lower edge.
        width: width in points.
        height: height in points.
    """

    field: str
    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SignatureText:
    """What the signature says about itself; empty parts are left out.

    Attributes:
        name: name of the signer.
        reason: why, e.g. "Ban hành".
        location: where, e.g. "Phú Bình".
    """

    name: str = ""
    reason: str = ""
    location: str = ""


class SignatureStatus(StrEnum):
    """The verdict on one signature.

    VALID: genuine, by somebody trusted, not revoked.
    CHANGED: the document is not what was signed.
    UNTRUSTED: whole, but not by somebody we can trust.
    EXPIRED: whole and trusted, but the certificate has expired since; that it was valid when it
        signed rests on the signing computer's clock (there is no timestamp authority offline).
    REVOKED: the certificate, or one above it, has been revoked.
    REVOCATION_UNKNOWN: whole and trusted, but no list says whether it is still in force.
    UNREADABLE: damaged, or not a signature this program understands.
    """

    VALID = "VALID"
    CHANGED = "CHANGED"
    UNTRUSTED = "UNTRUSTED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    REVOCATION_UNKNOWN = "REVOCATION_UNKNOWN"
    UNREADABLE = "UNREADABLE"


class SignatureDetail(StrEnum):
    """Why a signature got its status."""

    # VALID
    NONE = "none"
    EVIDENCE_APPENDED = "evidence_appended"
    # CHANGED
    CONTENT_CHANGED = "content_changed"
    SIGNATURE_WRONG = "signature_wrong"
    COVERAGE_UNCLEAR = "coverage_unclear"
    APPENDED = "appended"
    # UNTRUSTED
    AUTHORITY_UNKNOWN = "authority_unknown"
    CERTIFICATE_UNSUITABLE = "certificate_unsuitable"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    SIGNED_OUTSIDE_VALIDITY = "signed_outside_validity"
    LATER_SIGNATURE_UNTRUSTED = "later_signature_untrusted"
    # EXPIRED
    TIME_CLAIMED = "time_claimed"
    TIME_CLAIMED_REVOCATION_UNKNOWN = "time_claimed_revocation_unknown"
    # REVOKED and REVOCATION_UNKNOWN
    REVOKED = "revoked"
    REVOCATIONS_MISSING = "revocations_missing"
    REVOCATIONS_STALE = "revocations_stale"
    REVOCATIONS_UNUSABLE = "revocations_unusable"
    # UNREADABLE
    NOT_PDF = "not_pdf"
    DOCUMENT_DAMAGED = "document_damaged"
    SIGNATURE_DAMAGED = "signature_damaged"
    SIGNATURE_UNSUPPORTED = "signature_unsupported"


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What was found about one signature.

    Attributes:
        field: name of its field, empty if the document could not be read that far.
        signer: common name in the certificate, empty if unknown.
        organisation: organisation in the certificate, empty if unknown.
        signed_at: time of signing as the signing computer claims it, aware, or None.
        covers_whole_document: whether nothing at all was appended after it.
        status: the verdict.
        detail: why.
        moment: the time that belongs to the detail, aware, or None: of revocation, when the
            revocation list was due, when the certificate expires or begins.
    """

    field: str
    signer: str
    organisation: str
    signed_at: datetime | None
    covers_whole_document: bool
    status: SignatureStatus
    detail: SignatureDetail = SignatureDetail.NONE
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What was found about a document.

    Attributes:
        signatures: one entry for each signature in the order they were made; a damaged document
            has one with an empty field name.
    """

    signatures: tuple[SignatureVerdict, ...]

    @property
    def unsigned(self) -> bool:
        """Whether there is no signature and no trace of one."""
        return not self.signatures

    @property
    def valid(self) -> bool:
        """Whether the document as it lies there is signed: there are signatures, all are good.

        Then nothing stands in the file but what was signed, save invisible evidence for later
        checks (`EVIDENCE_APPENDED`).
        """
        return not self.unsigned and all(
            found.status is SignatureStatus.VALID for found in self.signatures
        )
