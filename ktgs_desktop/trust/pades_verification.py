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
import logging
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from asn1crypto import cms
from pyhanko.pdf_utils.misc import PdfError
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
from ktgs_desktop.trust.certificate_paths import Signing, TrustStore
from ktgs_desktop.trust.certificates import describe_certificate
from ktgs_desktop.trust.verdicts import (
    PdfVerdict,
    SignatureDetail,
    SignatureStatus,
    SignatureVerdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

# What pyHanko and asn1crypto raise on damaged input, found by flipping bytes.
_DAMAGE = (
    PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    OverflowError,
)
_TIMESTAMP = "/DocTimeStamp"
_TRACE = b"/ByteRange"
# Its warnings quote names and objects of documents, which have no place in a log.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
_UNREADABLE = SignatureStatus.UNREADABLE


def _policy(*metadata_rules: Any) -> DiffPolicy:
    """Which changes after a signature can be explained; filling in forms is not among them."""
    rules = [XrefStreamRule(), ObjectStreamRule(), DSSCompareRule(), *metadata_rules]
    qualified = [rule.as_qualified(ModificationLevel.LTA_UPDATES) for rule in rules]
    catalog = CatalogModificationRule()  # type: ignore[no-untyped-call]
    creation = SigFieldCreationRule()  # type: ignore[no-untyped-call]
    return StandardDiffPolicy(
        global_rules=[catalog, *qualified],
        form_rule=FormUpdatingRule(field_rules=[creation, SigFieldModificationRule()]),
    )


# Between signatures: the later signatures and what their programs note in the metadata. After the
# last one: evidence for later checks (timestamps, revocation lists), which nobody can see.
_BETWEEN = _policy(DocInfoRule(), MetadataUpdateRule())  # type: ignore[no-untyped-call]
_AFTER = _policy()


@dataclass(frozen=True, slots=True)
class _Found:
    """A signature that could be read."""

    field: str
    embedded: EmbeddedPdfSignature
    signed: cms.SignedData
    covered: cms_profile.SignedRange | None
    signing: Signing


def verify(pdf: bytes, trust: TrustStore, *, now: datetime) -> PdfVerdict:
    """Check a document; see `pdf_signatures.verify_pdf`.

    Args:
        pdf: the document.
        trust: what the office trusts.
        now: the time, aware.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        named = [
            (name, field, value.get_object())
            for name, value, field in enumerate_sig_fields(reader, filled_status=True)
        ]
        named = [entry for entry in named if entry[2].get("/Type") != _TIMESTAMP]
    except _DAMAGE:
        return PdfVerdict((_unread("", SignatureDetail.DOCUMENT_DAMAGED),))
    if not named and _TRACE in pdf:
        return PdfVerdict((_unread("", SignatureDetail.SIGNATURE_DAMAGED),))
    read = [_read(pdf, reader, name, field, now=now) for name, field, _value in named]
    found = sorted(
        (entry for entry in read if isinstance(entry, _Found)),
        key=lambda entry: entry.embedded.signed_revision,
    )
    verdicts = asyncio.run(_judged(pdf, found, trust, now))
    unread = [entry for entry in read if isinstance(entry, SignatureVerdict)]
    return PdfVerdict(tuple(_in_sequence([*verdicts, *unread])))


async def _judged(
    pdf: bytes, found: list[_Found], trust: TrustStore, now: datetime
) -> list[SignatureVerdict]:
    verdicts = []
    for entry in found:
        whole, fault = _integrity(pdf, entry, last=entry is found[-1])
        if fault is None:
            standing = await trust.standing(entry.signing, now=now)
            outcome = (standing.status, standing.detail, standing.moment)
        else:
            outcome = (*fault, None)
        facts = describe_certificate(entry.signing.certificate.dump())
        verdicts.append(
            SignatureVerdict(
                entry.field,
                facts.subject,
                facts.organisation,
                entry.signing.signed_at,
                whole,
                *outcome,
            )
        )
    return verdicts


def _in_sequence(verdicts: list[SignatureVerdict]) -> Iterable[SignatureVerdict]:
    """Each verdict in the light of those after it: what was appended must be trusted as well."""
    for number, verdict in enumerate(verdicts):
        later = {after.status for after in verdicts[number + 1 :]}
        if verdict.status in (SignatureStatus.CHANGED, _UNREADABLE):
            yield verdict
        elif SignatureStatus.CHANGED in later or _UNREADABLE in later:
            yield _with(verdict, SignatureStatus.CHANGED, SignatureDetail.APPENDED)
        elif later & {SignatureStatus.UNTRUSTED, SignatureStatus.REVOKED}:
            detail = SignatureDetail.LATER_SIGNATURE_UNTRUSTED
            worse = verdict.status in (SignatureStatus.UNTRUSTED, SignatureStatus.REVOKED)
            yield verdict if worse else _with(verdict, SignatureStatus.UNTRUSTED, detail)
        else:
            yield verdict


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
    except (*_DAMAGE, PackageError):
        return _unread(name, SignatureDetail.SIGNATURE_DAMAGED)
    return _Found(name, embedded, signed, covered, signing)


def _signed_at(embedded: EmbeddedPdfSignature, now: datetime) -> datetime | None:
    try:
        claimed = embedded.self_reported_timestamp
    except (PdfError, ValueError, TypeError):
        return None
    if claimed is None or claimed.utcoffset() is not None:
        return claimed
    return claimed.replace(tzinfo=now.tzinfo)


def _integrity(
    pdf: bytes, found: _Found, *, last: bool
) -> tuple[bool, tuple[SignatureStatus, SignatureDetail] | None]:
    """Whether a signature covers the whole file, and what is wrong with the bytes, if anything."""
    changed, covered = SignatureStatus.CHANGED, found.covered
    if covered is None:
        return False, (changed, SignatureDetail.COVERAGE_UNCLEAR)
    try:
        fault = _content_fault(pdf, found, covered)
        if fault is None and covered.end != len(pdf):
            fault = _appended_fault(found.embedded, last=last)
    except _DAMAGE:
        return False, (_UNREADABLE, SignatureDetail.SIGNATURE_DAMAGED)
    whole = covered.end == len(pdf)
    return whole, None if fault is None else (changed, fault)


def _content_fault(
    pdf: bytes, found: _Found, covered: cms_profile.SignedRange
) -> SignatureDetail | None:
    digest = hashlib.new(cms_profile.digest_name(found.signed))
    view = memoryview(pdf)
    digest.update(view[: covered.before])
    digest.update(view[covered.resume : covered.end])
    intact, genuine = cms_profile.is_genuine(
        found.signed, found.signing.certificate, digest.digest()
    )
    if not genuine:
        return SignatureDetail.SIGNATURE_WRONG
    return None if intact else SignatureDetail.CONTENT_CHANGED


def _appended_fault(embedded: EmbeddedPdfSignature, *, last: bool) -> SignatureDetail | None:
    """What is wrong with the bytes after the signed part."""
    embedded.compute_integrity_info(  # type: ignore[no-untyped-call]
        _AFTER if last else _BETWEEN
    )
    coverage: SignatureCoverageLevel | None = embedded.coverage
    if coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return SignatureDetail.COVERAGE_UNCLEAR
    summary = embedded.summarise_integrity_info()
    allowed = ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING
    level = getattr(summary["diff_result"], "modification_level", ModificationLevel.OTHER)
    # Bytes that belong to no revision leave the level at "none".
    explained = ModificationLevel.NONE < level <= allowed
    return None if summary["docmdp_ok"] and explained else SignatureDetail.APPENDED


def _unread(field: str, detail: SignatureDetail) -> SignatureVerdict:
    return SignatureVerdict(
        field, "", "", None, covers_whole_document=False, status=_UNREADABLE, detail=detail
    )
