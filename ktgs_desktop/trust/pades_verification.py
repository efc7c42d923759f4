"""Checking the signatures of a PDF without a network.

Order of the questions: can the file be read, does each signature leave out nothing but itself, is
it of a kind we accept, are bytes and signature genuine, is what was appended afterwards nothing
but later signatures, and may the signer be trusted. The module loads pyHanko (half a second and
more): `pdf_signatures` imports it at first use only.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffPolicy,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
from pyhanko.sign.validation.status import SignatureCoverageLevel

from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import cms_profile
from ktgs_desktop.trust.certificate_paths import Authorities, Signing, Standing
from ktgs_desktop.trust.certificates import describe_certificate
from ktgs_desktop.trust.damage import DAMAGE
from ktgs_desktop.trust.verdicts import (
    PdfVerdict,
    SignatureDetail,
    SignatureStatus,
    SignatureVerdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_TIMESTAMP = "/DocTimeStamp"
_TRACE = b"/ByteRange"
_MAGIC, _MAGIC_WITHIN = b"%PDF-", 1024  # where viewers still look for it
_UNREADABLE = SignatureStatus.UNREADABLE
_DISTRUSTED = frozenset((SignatureStatus.UNTRUSTED, SignatureStatus.REVOKED, _UNREADABLE))


def _policy() -> DiffPolicy:
    """Which changes after a signature can be explained; filling in forms is not among them."""
    rules = [
        DocInfoRule(),
        XrefStreamRule(),
        ObjectStreamRule(),
        DSSCompareRule(),
        MetadataUpdateRule(),  # type: ignore[no-untyped-call]
    ]
    qualified = [rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in rules]
    catalog = CatalogModificationRule()  # type: ignore[no-untyped-call]
    creation = SigFieldCreationRule()  # type: ignore[no-untyped-call]
    return StandardDiffPolicy(
        global_rules=[catalog, *qualified],
        form_rule=FormUpdatingRule(field_rules=[creation, SigFieldModificationRule()]),
    )


_POLICY = _policy()


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature that could be read."""

    field: str
    embedded: EmbeddedPdfSignature
    signed: cms.SignedData
    covered: cms_profile.SignedRange | None
    signing: Signing


def verify(pdf: bytes, trust: Authorities, *, now: datetime) -> PdfVerdict:
    """Check a document; see `pdf_signatures.verify_pdf`.

    Args:
        pdf: the document.
        trust: what the office trusts.
        now: the time, aware.
    """
    if _MAGIC not in pdf[:_MAGIC_WITHIN]:
        return PdfVerdict((_unread("", SignatureDetail.NOT_PDF),))
    try:
        reader = PdfFileReader(BytesIO(pdf))
        named = sorted(_signature_fields(reader), key=lambda entry: entry[0])
    except DAMAGE:
        return PdfVerdict((_unread("", SignatureDetail.DOCUMENT_DAMAGED),))
    if not named and _TRACE in pdf:
        return PdfVerdict((_unread("", SignatureDetail.SIGNATURE_DAMAGED),))
    read = [_read(pdf, reader, name, field, now=now) for _revision, name, field in named]
    verdicts = asyncio.run(_judged(pdf, read, trust, now))
    return PdfVerdict(tuple(_in_sequence(verdicts)))


def _signature_fields(reader: PdfFileReader) -> Iterable[tuple[int, str, Any]]:
    """Revision, name and field of each signature; timestamps of whole documents are passed over."""
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        if value.get_object().get("/Type") != _TIMESTAMP:
            place = field.get_object().raw_get("/V").reference
            yield reader.xrefs.get_last_change(place), name, field


async def _judged(
    pdf: bytes, read: list[_Found | SignatureVerdict], trust: Authorities, now: datetime
) -> list[SignatureVerdict]:
    verdicts = []
    for entry in read:
        if isinstance(entry, SignatureVerdict):
            verdicts.append(entry)
            continue
        standing = integrity = _integrity(pdf, entry, last=entry is read[-1])
        if integrity.status is SignatureStatus.VALID:
            standing = await trust.standing(entry.signing, now=now)
        if standing.status is SignatureStatus.VALID:
            standing = integrity
        facts = describe_certificate(entry.signing.certificate.dump())
        verdicts.append(
            SignatureVerdict(
                field=entry.field,
                signer=facts.subject,
                organisation=facts.organisation,
                signed_at=entry.signing.signed_at,
                covers_whole_document=entry.covered is not None and entry.covered.end == len(pdf),
                status=standing.status,
                detail=standing.detail,
                moment=standing.moment,
            )
        )
    return verdicts


def _in_sequence(verdicts: list[SignatureVerdict]) -> Iterable[SignatureVerdict]:
    """Each verdict in the light of those after it: what was appended must be trusted as well."""
    for number, verdict in enumerate(verdicts):
        later = verdicts[number + 1 :]
        if verdict.status in (SignatureStatus.CHANGED, _UNREADABLE):
            yield verdict
        elif any(map(_broken, later)):
            yield _with(verdict, SignatureStatus.CHANGED, SignatureDetail.APPENDED)
        elif verdict.status not in _DISTRUSTED and any(
            after.status in _DISTRUSTED for after in later
        ):
            detail = SignatureDetail.LATER_SIGNATURE_UNTRUSTED
            yield _with(verdict, SignatureStatus.UNTRUSTED, detail)
        else:
            yield verdict


def _broken(verdict: SignatureVerdict) -> bool:
    """Whether a signature gives no account of what it added."""
    return verdict.status is SignatureStatus.CHANGED or (
        verdict.status is _UNREADABLE
        and verdict.detail is not SignatureDetail.SIGNATURE_UNSUPPORTED
    )


def _with(
    verdict: SignatureVerdict, status: SignatureStatus, detail: SignatureDetail
) -> SignatureVerdict:
    return dataclasses.replace(verdict, status=status, detail=detail, moment=None)


def _read(
    pdf: bytes, reader: PdfFileReader, name: str, field: Any, *, now: datetime
) -> _Found | SignatureVerdict:
    try:
        embedded = EmbeddedPdfSignature(reader, field, name)
        subfilter = str(embedded.sig_object.get("/SubFilter"))
        if subfilter not in cms_profile.SUBFILTERS or embedded.sig_object_type != "/Sig":
            return _unread(name, SignatureDetail.SIGNATURE_UNSUPPORTED)
        contents = embedded.pkcs7_content
        signed = cms_profile.read_signature(contents, subfilter)
        if signed is None:
            return _unread(name, SignatureDetail.SIGNATURE_UNSUPPORTED)
        certificates = extract_certs_for_validation(signed)
        describe_certificate(certificates.signer_cert.dump())
        signing = Signing(
            certificates.signer_cert, tuple(certificates.other_certs), _signed_at(embedded, now)
        )
        covered = cms_profile.signed_range(pdf, embedded.byte_range, contents)
    except (*DAMAGE, PackageError):
        return _unread(name, SignatureDetail.SIGNATURE_DAMAGED)
    return _Found(name, embedded, signed, covered, signing)


def _signed_at(embedded: EmbeddedPdfSignature, now: datetime) -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp
    except DAMAGE:
        return None
    if claimed is None or claimed.utcoffset() is not None:
        return claimed
    return claimed.replace(tzinfo=now.tzinfo)


def _integrity(pdf: bytes, found: _Found, *, last: bool) -> Standing:
    """Whether the bytes are the signed ones; nothing about trust."""
    covered = found.covered
    if covered is None:
        return Standing(SignatureStatus.CHANGED, SignatureDetail.COVERAGE_UNCLEAR)
    try:
        detail = _content_fault(pdf, found, covered)
        if detail is SignatureDetail.NONE and covered.end != len(pdf):
            detail = _appended(found.embedded, last=last)
    except DAMAGE:
        return Standing(_UNREADABLE, SignatureDetail.SIGNATURE_DAMAGED)
    good = detail in (SignatureDetail.NONE, SignatureDetail.EVIDENCE_APPENDED)
    return Standing(SignatureStatus.VALID if good else SignatureStatus.CHANGED, detail)


def _content_fault(pdf: bytes, found: _Found, covered: cms_profile.SignedRange) -> SignatureDetail:
    digest = hashlib.new(cms_profile.digest_name(found.signed))
    view = memoryview(pdf)
    digest.update(view[: covered.before])
    digest.update(view[covered.resume : covered.end])
    intact, genuine = cms_profile.is_genuine(
        found.signed, found.signing.certificate, digest.digest()
    )
    if not genuine:
        return SignatureDetail.SIGNATURE_WRONG
    return SignatureDetail.NONE if intact else SignatureDetail.CONTENT_CHANGED


def _appended(embedded: EmbeddedPdfSignature, *, last: bool) -> SignatureDetail:
    """What stands after the signed part.

    Between signatures that may be the later signatures. After the last one it may be evidence for
    later checks (timestamps, revocation lists), which nobody can see, and nothing else.
    """
    embedded.compute_integrity_info(_POLICY)  # type: ignore[no-untyped-call]
    coverage: SignatureCoverageLevel | None = embedded.coverage
    if coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return SignatureDetail.COVERAGE_UNCLEAR
    summary = embedded.summarise_integrity_info()
    level = getattr(summary["diff_result"], "modification_level", ModificationLevel.OTHER)
    if not summary["docmdp_ok"]:
        return SignatureDetail.APPENDED
    if not last:
        allowed = level in (ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
        return SignatureDetail.NONE if allowed else SignatureDetail.APPENDED
    evidence = level is ModificationLevel.LTA_UPDATES and _has_evidence(embedded.reader)
    return SignatureDetail.EVIDENCE_APPENDED if evidence else SignatureDetail.APPENDED


def _has_evidence(reader: PdfFileReader) -> bool:
    values = (
        value.get_object()
        for _name, value, _field in enumerate_sig_fields(reader, filled_status=True)
    )
    return "/DSS" in reader.root or any(value.get("/Type") == _TIMESTAMP for value in values)


def _unread(field: str, detail: SignatureDetail) -> SignatureVerdict:
    return SignatureVerdict(
        field, "", "", None, covers_whole_document=False, status=_UNREADABLE, detail=detail
    )
