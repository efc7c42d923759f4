"""Use cases of digital signatures: sign a paper, or sign it anew, and check one."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.domain.offices import IssuingBody, Office
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.domain.signers import ExpectedSigner, signer_doubt
from ktgs_desktop.domain.trust_anchors import AnchorKind, TrustAnchor
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.pdf import SignaturePlace
from ktgs_desktop.papers.stamp import StampFacts, signature_stamp
from ktgs_desktop.paths import read_file
from ktgs_desktop.services.workspace import Clock, Workspace, system_clock
from ktgs_desktop.store import records
from ktgs_desktop.trust import certificates, pdf_signatures
from ktgs_desktop.trust.certificates import CertificateFacts
from ktgs_desktop.trust.pdf_signatures import (
    PdfVerdict,
    SignatureDetail,
    SignaturePlacement,
    SignatureText,
)

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.store.database import Reader
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
        StorageError: as `read_file`.
    """
    identity = certificates.load_pkcs12(read_file(path), password)
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


def doubt_of_signer(
    workspace: Workspace, document: UUID, facts: CertificateFacts
) -> UserError | None:
    """What speaks against signing a paper with a certificate, None if nothing does.

    Args:
        workspace: the workspace.
        document: the paper.
        facts: of the certificate.

    Returns:
        `signer_other` or `signer_organization_other`, not raised.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Document, document)
        expected = _expected(connection, workspace.office, found)
    doubt = signer_doubt(facts.subject, facts.organisation, expected)
    if doubt is None:
        return None
    return UserError(
        str(doubt),
        signer=facts.subject,
        organisation=facts.organisation or "–",
        printed=found.signer_name,
        symbol=found.symbol,
    )


def _expected(connection: Reader, office: Office, document: Document) -> ExpectedSigner:
    body = records.find(connection, IssuingBody, document.body, voided=True)
    wanted = [office.unit, office.committee]
    wanted += [office.superior] if office.superior else []
    wanted += [body.organization] if body else []
    names = {
        one.id: one.name_on(document.issued_on)
        for one in records.get_many(connection, Organization, wanted)
    }
    above, own = document.header_above, document.header_own
    bodies = [own, f"{own} {above}", office.name, names.get(office.unit, "")]
    if body:
        bodies += [body.name, f"{body.name} {body.place}", names.get(body.organization, "")]
    return ExpectedSigner(
        document.signer_name, tuple(filter(None, bodies)), (above, *names.values())
    )


def sign_document(
    workspace: Workspace,
    document: UUID,
    request: SignatureRequest,
    identity: SigningIdentity,
    *,
    other_signer: bool = False,
    again: str | None = None,
) -> Document:
    """Sign an issued paper and keep the signed file with it.

    Args:
        workspace: the workspace.
        document: the paper.
        request: its PDF as printed.
        identity: who signs.
        other_signer: whether the user has said that another than the printed signer signs.
        again: why a signed paper is signed anew, None for the first signature; the history keeps
            the reason, the paper its former file.

    Raises:
        UserError: `document_not_issued`, `document_signed`, `reason_missing`, `signer_other`,
            `signer_organization_other`, `record_gone`.
        PackageError: as `signed`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Document, document)
    if found.state != DocumentState.ISSUED:
        raise UserError("document_not_issued", symbol=found.symbol)
    _check_unsigned(found, again)
    doubt = None if other_signer else doubt_of_signer(workspace, document, facts_of(identity))
    if doubt is not None:
        raise doubt
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
    told = found.symbol if again is None else f"{found.symbol} · {nfc(again)}"
    with workspace.writing(
        "sign_document" if again is None else "sign_document_again", told
    ) as writer:
        present = records.get(writer.connection, Document, document)
        _check_unsigned(present, again)
        changed = dataclasses.replace(present, files=(*present.files, file))
        writer.put(changed)
    return changed


def _check_unsigned(document: Document, again: str | None) -> None:
    if again is None and document.latest(FileRole.SIGNED_PDF) is not None:
        raise UserError("document_signed", symbol=document.symbol)
    if again is not None and not again.strip():
        raise UserError("reason_missing")


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
        for anchor in certificates.read_anchors(read_file(path)):
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
