"""Signing a paper of the register: its first signature, further ones, or anew."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import submissions
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState, FileRole
from ktgs_desktop.domain.offices import IssuingBody, Office
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.programs import Program
from ktgs_desktop.domain.signer_images import ImageRole, SignerImages
from ktgs_desktop.domain.signers import ExpectedSigner, bare_name, same_person, signer_doubt
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import signature_places
from ktgs_desktop.papers.pdf import SignaturePlace
from ktgs_desktop.papers.stamp import StampFacts, StampImages, signature_stamp
from ktgs_desktop.papers.wording import wording
from ktgs_desktop.services.signing.keys import facts_of
from ktgs_desktop.store import records
from ktgs_desktop.trust import pdf_signatures
from ktgs_desktop.trust.pdf_signatures import SignaturePlacement, SignatureText

if TYPE_CHECKING:
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.trust.certificates import CertificateFacts, SigningIdentity

_FIELD = "ChuKy{number}"
_CELL = "CELL"


@dataclass(frozen=True, slots=True)
class SignatureRequest:
    """What is to be signed.

    Attributes:
        data: the PDF.
        name: file name of the signed PDF.
        place: where the visible signature goes; None finds the room above the signer's printed
            name, or beside the other signatures.
        spelling: `uỷ` or `ủy`, as the paper has it.
        further: whether the PDF is signed already and one more signature is put beside those.
        text: whether signer and time stand in the visible signature beneath the pictures.
    """

    data: bytes
    name: str
    place: SignaturePlace | None
    spelling: str = "uỷ"
    further: bool = False
    text: bool = True


def signed(
    request: SignatureRequest,
    identity: SigningIdentity,
    now: datetime,
    images: StampImages | None = None,
    printed: str = "",
) -> bytes:
    """A PDF with a visible signature; nothing is kept.

    Args:
        request: what is to be signed.
        identity: who signs.
        now: the machine's time.
        images: pictures of the signer's signature and the seal, None for a block of text.
        printed: the signer's name as printed on the paper, if it is not that of the certificate.

    Raises:
        PackageError: `certificate_expired`, `certificate_not_yet_valid`, `pdf_unreadable`,
            `pdf_locked`.
        UserError: `token_removed`, `token_failed`.
    """
    facts = facts_of(identity)
    taken = pdf_signatures.signature_fields(request.data) if request.further else ()
    place = request.place or _place(request.data, printed or bare_name(facts.subject), taken)
    stamp = signature_stamp(
        StampFacts(facts.subject, facts.organisation, now, request.spelling),
        place.width,
        place.height,
        images,
    )
    names = {one.field for one in taken}
    free = (_FIELD.format(number=number) for number in range(1, len(names) + 2))
    field = next(name for name in free if name not in names)
    return pdf_signatures.sign_pdf(
        request.data,
        identity,
        SignaturePlacement(field, place.page, place.x, place.y, place.width, place.height),
        appearance=stamp,
        text=SignatureText(name=facts.subject, reason=wording("signature_reason")),
        now=now,
    )


def _place(data: bytes, name: str, taken: tuple[SignaturePlacement, ...]) -> SignaturePlace:
    found = signature_places.above_name(data, name)
    if found is not None:
        return found
    others = [SignaturePlace(one.page, one.x, one.y, one.width, one.height) for one in taken]
    return signature_places.free_place(data, others)


def doubt_of_signer(
    workspace: Workspace, document: UUID, facts: CertificateFacts, further: bytes = b""
) -> UserError | None:
    """What speaks against signing a paper with a certificate, None if nothing does.

    Args:
        workspace: the workspace.
        document: the paper.
        facts: of the certificate.
        further: the signed PDF if the signature is put beside others: whoever is printed on it
            may sign.

    Returns:
        `signer_other`, `signer_organization_other` or `signer_not_printed`, not raised.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Document, document)
        expected = _expected(connection, workspace.office, found)
    if further and signature_places.above_name(further, bare_name(facts.subject)) is not None:
        expected = dataclasses.replace(expected, name=facts.subject)
    doubt = signer_doubt(facts.subject, facts.organisation, expected)
    if doubt is None:
        return None
    return UserError(
        "signer_not_printed" if further and doubt == "signer_other" else str(doubt),
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
    """Sign an issued paper and keep the signed file with it; it leaves the signer's folder.

    Args:
        workspace: the workspace.
        document: the paper.
        request: its PDF as printed, or as signed for a further signature.
        identity: who signs.
        other_signer: whether the user has said that another than the printed signer signs.
        again: why a signed paper is signed anew, None for the first signature or a further one;
            the history keeps the reason, the paper its former file.

    Raises:
        UserError: `document_not_issued`, `document_signed`, `reason_missing`, `signer_other`,
            `signer_organization_other`, `signer_not_printed`, `signer_signed`, `signature_stale`,
            `record_gone`; of tokens `token_removed`, `token_failed`.
        PackageError: as `signed`.
    """
    with workspace.reading() as connection:
        found = records.get(connection, Document, document)
        images = _images(workspace, connection, found, facts_of(identity), text=request.text)
    _check_turn(found, request, again)
    facts = facts_of(identity)
    if request.further:
        _check_first_time(request.data, facts, found.symbol)
    further = request.data if request.further else b""
    doubt = None if other_signer else doubt_of_signer(workspace, document, facts, further)
    if doubt is not None:
        raise doubt
    now = workspace.clock()
    printed = found.signer_name if same_person(found.signer_name, facts.subject) else ""
    data = signed(request, identity, now, images, printed)
    digest = workspace.attachments.put(data)
    file = DocumentFile(
        role=FileRole.SIGNED_PDF,
        digest=digest,
        name=request.name,
        size=len(data),
        made_on=workspace.today,
        signed_by=_signers(found, facts.subject, further=request.further),
    )
    operation, told = _told(found, facts, again, further=request.further)
    with workspace.writing(operation, told) as writer:
        present = records.get(writer.connection, Document, document)
        _check_turn(present, request, again)
        if _as_printed(present) != _as_printed(found):  # changed while the key worked
            raise UserError("signature_stale", symbol=present.symbol)
        changed = dataclasses.replace(present, files=(*present.files, file))
        writer.put(changed)
        waiting = records.get_all(
            writer.connection, Submission, document=document, state=str(SubmissionState.WAITING)
        )
        for submission in waiting:
            writer.put(submissions.signed(submission, workspace.user.full_name, workspace.today))
    return changed


def _as_printed(document: Document) -> Document:
    """A paper without what only the register says of it."""
    return dataclasses.replace(document, files=(), copies=0, archived_by="", note="")


def _told(
    document: Document, facts: CertificateFacts, again: str | None, *, further: bool
) -> tuple[str, str]:
    """Name and subject of the operation."""
    if further:
        return "sign_document_further", f"{document.symbol} · {facts.subject}"
    if again is not None:
        return "sign_document_again", f"{document.symbol} · {nfc(again)}"
    return "sign_document", document.symbol


def _signers(document: Document, name: str, *, further: bool) -> str:
    former = document.latest(FileRole.SIGNED_PDF) if further else None
    return f"{former.signed_by}, {name}" if former is not None and former.signed_by else name


def _check_turn(document: Document, request: SignatureRequest, again: str | None) -> None:
    if document.state != DocumentState.ISSUED:
        raise UserError("document_not_issued", symbol=document.symbol)
    former = document.latest(FileRole.SIGNED_PDF)
    if again is None and former is not None and not request.further:
        raise UserError("document_signed", symbol=document.symbol)
    given = hashlib.sha256(request.data).hexdigest() if request.further else ""
    if request.further and (former is None or former.digest != given):
        raise UserError("signature_stale", symbol=document.symbol)
    if again is not None and not again.strip():
        raise UserError("reason_missing")


def _check_first_time(data: bytes, facts: CertificateFacts, symbol: str) -> None:
    """Nobody signs a paper twice by mistake."""
    verdict = pdf_signatures.verify_pdf(data, [], [], now=facts.valid_from)
    if any(
        (one.signer, one.organisation) == (facts.subject, facts.organisation)
        for one in verdict.signatures
    ):
        raise UserError("signer_signed", signer=facts.subject, symbol=symbol)


def _images(
    workspace: Workspace,
    connection: Reader,
    document: Document,
    facts: CertificateFacts,
    *,
    text: bool,
) -> StampImages:
    """The signer's pictures; a cell (chi bộ) has no seal."""
    found = [
        one for one in records.get_all(connection, SignerImages) if one.belongs_to(facts.subject)
    ]
    if not found:
        return StampImages(text=text)
    body = records.find(connection, IssuingBody, document.body, voided=True)
    unit = records.find(connection, Organization, body.organization) if body else None
    sealed = unit is None or unit.org_type != _CELL
    signature, seal = found[0].of(ImageRole.SIGNATURE), found[0].of(ImageRole.SEAL)
    return StampImages(
        workspace.attachments.get(signature.digest) if signature else b"",
        workspace.attachments.get(seal.digest) if seal and sealed else b"",
        text,
    )


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
