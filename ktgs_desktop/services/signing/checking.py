"""Checking the signatures of a PDF, offline, and saying what was found."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.trust_anchors import AnchorKind, TrustAnchor
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.workspace import Clock, system_clock
from ktgs_desktop.store import records
from ktgs_desktop.trust import certificates, pdf_signatures
from ktgs_desktop.trust.pdf_signatures import PdfVerdict, SignatureDetail

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def verify(workspace: Workspace, data: bytes) -> PdfVerdict:
    """Check all signatures of a PDF against whom the office trusts, offline.

    Args:
        workspace: the workspace.
        data: the file.
    """
    with workspace.reading() as connection:
        found = records.get_all(connection, TrustAnchor)
    authorities = [_der(one) for one in found if one.kind == AnchorKind.AUTHORITY]
    lists = [_der(one) for one in found if one.kind == AnchorKind.REVOCATIONS]
    return pdf_signatures.verify_pdf(data, authorities, lists, now=workspace.clock())


def verify_with(data: bytes, files: Sequence[Path], clock: Clock = system_clock) -> PdfVerdict:
    """Check all signatures of a PDF against certificates and revocation lists in files.

    Args:
        data: the file.
        files: certificates of authorities and revocation lists, PEM or DER.
        clock: gives the time.

    Raises:
        PackageError: `anchors_unreadable`, `certificate_not_authority`.
        StorageError: as `read_file`.
    """
    authorities: list[bytes] = []
    lists: list[bytes] = []
    for path in files:
        for anchor in certificates.read_anchors(read_file(path, certificates.MOST_BYTES)):
            (authorities if anchor.kind == AnchorKind.AUTHORITY else lists).append(anchor.der)
    return pdf_signatures.verify_pdf(data, authorities, lists, now=clock())


def _der(anchor: TrustAnchor) -> bytes:
    return base64.b64decode(anchor.content)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one signature, in words.

    Attributes:
        status: `VALID`, `CHANGED`, `UNTRUSTED`, `EXPIRED`, `REVOKED`, `REVOCATION_UNKNOWN` or
            `UNREADABLE`.
        sentence: who signed, when, and what to think of it.
    """

    status: str
    sentence: str


def is_no_pdf(verdict: PdfVerdict) -> bool:
    """Whether the file that was checked is no PDF at all.

    Args:
        verdict: what was found.
    """
    return any(one.detail == SignatureDetail.NOT_PDF for one in verdict.signatures)


def findings(verdict: PdfVerdict) -> list[Finding]:
    """A verdict in words, an entry for each signature; one entry if there is none.

    Args:
        verdict: what was found.
    """
    if verdict.unsigned:
        return [Finding("UNSIGNED", messages.text_of("verdict_unsigned", {}))]
    found = []
    for one in verdict.signatures:
        shown: dict[str, object] = {
            "signer": one.signer or "?",
            "organisation": one.organisation or "?",
            "time": i18n.moment(one.signed_at) if one.signed_at else "?",
            "moment": i18n.day(one.moment) if one.moment else "?",
        }
        if one.detail == SignatureDetail.NOT_PDF:
            found.append(
                Finding(str(one.status), messages.text_of("verdict_detail_not_pdf", shown))
            )
            continue
        parts = [messages.text_of(f"verdict_{one.status.lower()}", shown)]
        if one.detail != SignatureDetail.NONE:
            parts.append(messages.text_of(f"verdict_detail_{one.detail}", shown))
        found.append(Finding(str(one.status), " ".join(parts)))
    return found
