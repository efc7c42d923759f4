"""Use cases of digital signatures: sign a paper, check one, keep whom the office trusts."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import messages
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.domain.trust_anchors import AnchorKind, TrustAnchor
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.papers.pdf import SignaturePlace
from ktgs_desktop.papers.stamp import StampFacts, signature_stamp
from ktgs_desktop.services.workspace import Clock, Workspace, new_id, system_clock
from ktgs_desktop.store import records
from ktgs_desktop.trust import certificates, pdf_signatures
from ktgs_desktop.trust.certificates import CertificateFacts
from ktgs_desktop.trust.pdf_signatures import PdfVerdict, SignaturePlacement, SignatureText

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.trust.certificates import SigningIdentity

Verdict = PdfVerdict
Certificate = CertificateFacts


@dataclass(frozen=True, slots=True)
class SignatureRequest:
    """What is to be signed.

    Attributes:
        data: the PDF.
        name: file name of the signed PDF.
        place: where the visible signature goes.
        spelling: `uỷ` or `ủy`, as the paper has it.
    """

    data: bytes
    name: str
    place: SignaturePlace
    spelling: str = "uỷ"


def open_certificate(path: Path, password: str, now: datetime | None = None) -> SigningIdentity:
    """Read a certificate file with its key (.p12, .pfx).

    Args:
        path: the file.
        password: its password (PIN).
        now: the time at which it must be valid, None if that does not matter yet.

    Raises:
        UserError: `pin_wrong`.
        PackageError: as `load_pkcs12` and `check_validity`.
        StorageError: `file_missing`.
    """
    identity = certificates.load_pkcs12(_read(path), password)
    if now is not None:
        certificates.check_validity(identity.certificate, now=now)
    return identity


def facts_of(identity: SigningIdentity) -> CertificateFacts:
    """What a person wants to know about a certificate before signing with it.

    Args:
        identity: whoever signs.
    """
    return certificates.describe_certificate(identity.certificate)


def signed(request: SignatureRequest, identity: SigningIdentity, now: datetime) -> bytes:
    """A PDF with a visible signature; nothing is kept.

    Args:
        request: what is to be signed.
        identity: who signs.
        now: the machine's time.

    Raises:
        PackageError: `certificate_expired`, `certificate_not_yet_valid`, `pdf_unreadable`,
            `pdf_locked`.
    """
    facts = facts_of(identity)
    place = request.place
    stamp = signature_stamp(
        StampFacts(facts.subject, facts.organisation, now, request.spelling),
        place.width,
        place.height,
    )
    return pdf_signatures.sign_pdf(
        request.data,
        identity,
        SignaturePlacement("ChuKy1", place.page, place.x, place.y, place.width, place.height),
        appearance=stamp,
        text=SignatureText(name=facts.subject, reason="Ban hành"),
        now=now,
    )


def sign_document(
    workspace: Workspace, document: UUID, request: SignatureRequest, identity: SigningIdentity
) -> Document:
    """Sign an issued paper and keep the signed file with it.

    Args:
        workspace: the workspace.
        document: the paper.
        request: its PDF as printed.
        identity: who signs.

    Raises:
        UserError: `document_not_issued`, `record_gone`.
        PackageError: as `signed`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Document, document)
    if found.state != DocumentState.ISSUED:
        raise UserError("document_not_issued", symbol=found.symbol)
    data = signed(request, identity, workspace.clock())
    digest = workspace.attachments.put(data)
    file = DocumentFile(
        role=FileRole.SIGNED_PDF,
        digest=digest,
        name=request.name,
        size=len(data),
        made_on=workspace.today,
        signed_by=facts_of(identity).subject,
    )
    with workspace.writing("sign_document", found.symbol) as writer:
        present = records.get(writer.connection, Document, document)
        changed = dataclasses.replace(present, files=(*present.files, file))
        writer.put(changed)
    return changed


def document_of_program(workspace: Workspace, program: UUID) -> UUID:
    """The paper by which a program was issued.

    Args:
        workspace: the workspace.
        program: its id.

    Raises:
        UserError: `program_not_issued`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Program, program)
    if found.document is None:
        raise UserError("program_not_issued")
    return found.document


def spelling_of(paper: Paper) -> str:
    """How a paper spells "uỷ", by the layout it follows.

    Args:
        paper: the paper.
    """
    from ktgs_desktop.papers.layouts import layout_of  # read when a paper is signed

    return layout_of(paper.layout).spelling


# Checking -------------------------------------------------------------------------------------


def verify(workspace: Workspace, data: bytes) -> PdfVerdict:
    """Check all signatures of a PDF against whom the office trusts, offline.

    Args:
        workspace: the workspace.
        data: the file.
    """
    found = anchors(workspace)
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
        StorageError: `file_missing`.
    """
    authorities: list[bytes] = []
    lists: list[bytes] = []
    for path in files:
        for anchor in certificates.read_anchors(_read(path)):
            (authorities if anchor.kind == AnchorKind.AUTHORITY else lists).append(anchor.der)
    return pdf_signatures.verify_pdf(data, authorities, lists, now=clock())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageError("file_missing", path=str(path)) from error


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
            "time": f"{one.signed_at:%d/%m/%Y %H:%M}" if one.signed_at else "?",
            "moment": f"{one.moment:%d/%m/%Y}" if one.moment else "?",
        }
        parts = [messages.text_of(f"verdict_{one.status.lower()}", shown)]
        if one.detail != "none":
            parts.append(messages.text_of(f"verdict_detail_{one.detail}", shown))
        found.append(Finding(str(one.status), " ".join(parts)))
    return found


# Whom the office trusts -----------------------------------------------------------------------


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


def anchors(workspace: Workspace) -> list[TrustAnchor]:
    """Certificates of authorities and revocation lists the office keeps.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        return records.get_all(connection, TrustAnchor)


def preview_anchors(workspace: Workspace, path: Path) -> list[OfferedAnchor]:
    """What a file offers to be trusted; nothing is written.

    Args:
        workspace: the workspace.
        path: certificates and revocation lists, PEM or DER.

    Raises:
        PackageError: `anchors_unreadable`, `certificate_not_authority`.
        StorageError: `file_missing`.
    """
    known = {anchor.fingerprint for anchor in anchors(workspace)}
    return [
        OfferedAnchor(
            kind=one.kind,
            subject=one.subject,
            fingerprint=one.fingerprint,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            known=one.fingerprint in known,
        )
        for one in certificates.read_anchors(_read(path))
    ]


def import_anchors(
    workspace: Workspace, path: Path, compared: Collection[str] | None = None
) -> int:
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
        StorageError: `file_missing`.
    """
    return trust(workspace, _read(path), path.name, compared)


def trust(
    workspace: Workspace, data: bytes, name: str, compared: Collection[str] | None = None
) -> int:
    """Trust what some bytes offer; a newer revocation list replaces the older of its issuer.

    Args:
        workspace: the workspace.
        data: certificates and revocation lists, PEM or DER.
        name: where they are from, for the history.
        compared: as `import_anchors`.

    Returns:
        How many were added.

    Raises:
        PackageError: `anchors_unreadable`, `certificate_not_authority`.
        UserError: `revocations_older`.
    """
    offered = certificates.read_anchors(data)
    known = {anchor.fingerprint: anchor for anchor in anchors(workspace)}
    fresh = [
        one
        for one in offered
        if one.fingerprint not in known and (compared is None or one.fingerprint in compared)
    ]
    with workspace.writing("import_anchor", name) as writer:
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


def remove_anchor(workspace: Workspace, anchor: UUID, reason: str) -> None:
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
