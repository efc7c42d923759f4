"""Checking detached CMS signatures: what they must look like, and whether their certificate counts.

The profile is narrow: one signer, whose certificate is the only one in it, the signed attributes
of CAdES B-B with the algorithms among them, nothing unsigned, and the DER that these parts give
when they are put together again. So no byte of a signature can change. The module loads pyHanko
(half a second and more): import it at first use only.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from asn1crypto import cms, x509
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError

from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust import cms_profile
from ktgs_desktop.trust.certificates import CertificateFacts, check_may_sign
from ktgs_desktop.trust.cms_signing import certificate_fingerprint
from ktgs_desktop.trust.damage import DAMAGE

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.trust.certificate_paths import Authorities


LIST_DAYS_FRESH = 90
LIST_DAYS_USABLE = 365
_ATTRIBUTES = frozenset(
    ("content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection")
)
_DAMAGE = (SignatureValidationError, CMSExtractionError, *DAMAGE)
_SEQUENCE, _SET, _FIRST, _LONG_LENGTH = 0x30, 0x31, 0xA0, 0x80
_VERSION_1 = bytes((2, 1, 1))
_CLOCKS_APART = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CertificateStanding:
    """A certificate that counts.

    Attributes:
        facts: its facts.
        list_age: days since the revocation lists were made, of several the oldest.
    """

    facts: CertificateFacts
    list_age: int

    @property
    def stale(self) -> bool:
        """Whether the lists are so old that a person must agree (more than 90 days)."""
        return self.list_age > LIST_DAYS_FRESH


def signer_of(value: bytes, message: bytes, fingerprint: bytes) -> bytes:
    """The certificate that made a signature; nothing is said about trust.

    Args:
        value: the signature, DER.
        message: the signed bytes.
        fingerprint: what names the key that is said to have signed.

    Returns:
        The certificate, DER.

    Raises:
        PackageError: `signature_malformed` with the `reason`, `signature_wrong`, `key_unknown`
            with the `fingerprint` of the key in the certificate, or `certificate_unsuitable`.
    """
    try:
        signed = cms_profile.read_signature(value, cms_profile.PADES_SUBFILTER)
        if signed is None:
            raise PackageError("signature_malformed", reason="profile")
        certificate = _only_certificate(signed)
        if _put_together(signed, certificate) != value:
            raise PackageError("signature_malformed", reason="spelling")
        digest = hashlib.new(cms_profile.digest_name(signed), message).digest()
        intact, genuine = cms_profile.is_genuine(signed, certificate, digest)
    except _DAMAGE as error:
        raise PackageError("signature_malformed", reason=type(error).__name__) from error
    if not (intact and genuine):
        raise PackageError("signature_wrong")
    der = bytes(certificate.dump())
    found = certificate_fingerprint(der)
    if found != fingerprint:
        raise PackageError("key_unknown", fingerprint=found.hex())
    check_may_sign(der)
    return der


def _only_certificate(signed: cms.SignedData) -> x509.Certificate:
    """The one certificate in a signature, if attributes and the rest are as they must be."""
    signer = signed["signer_infos"][0]
    names = {attribute["type"].native for attribute in signer["signed_attrs"]}
    if names != _ATTRIBUTES:
        raise PackageError("signature_malformed", reason="attributes")
    if len(signed["certificates"]) != 1 or signed["certificates"][0].name != "certificate":
        raise PackageError("signature_malformed", reason="certificates")
    certificate: x509.Certificate = signed["certificates"][0].chosen
    return certificate


def _put_together(signed: cms.SignedData, certificate: x509.Certificate) -> bytes:
    """The signature as its parts give it, without anything nobody asked for."""
    signer = signed["signer_infos"][0]
    algorithm = signer["digest_algorithm"].dump()
    _check_protected(signer)
    issued = _der(
        _SEQUENCE, certificate.issuer.dump(), certificate["tbs_certificate"]["serial_number"].dump()
    )
    info = _der(
        _SEQUENCE,
        _VERSION_1,
        issued,
        algorithm,
        signer["signed_attrs"].dump(),
        signer["signature_algorithm"].dump(),
        signer["signature"].dump(),
    )
    data = _der(
        _SEQUENCE,
        _VERSION_1,
        _der(_SET, algorithm),
        _der(_SEQUENCE, cms.ContentType("data").dump()),
        _der(_FIRST, certificate.dump()),
        _der(_SET, info),
    )
    return _der(_SEQUENCE, cms.ContentType("signed_data").dump(), _der(_FIRST, data))


def _check_protected(signer: cms.SignerInfo) -> None:
    """The algorithms are spelled as they are in the signed attribute that protects them."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native != "cms_algorithm_protection":
            continue
        protected = attribute["values"][0]
        for name in ("digest_algorithm", "signature_algorithm"):
            protected[name].dump()
            signer[name].dump()
            if protected[name].contents != signer[name].contents:
                raise PackageError("signature_malformed", reason="algorithms")


def _der(tag: int, *parts: bytes) -> bytes:
    """A DER element."""
    body = b"".join(parts)
    if len(body) < _LONG_LENGTH:
        return bytes((tag, len(body))) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes((tag, _LONG_LENGTH | len(size))) + size + body


def check_certificate(
    authorities: Authorities, certificate: bytes, *, on: date, today: date
) -> CertificateStanding:
    """Refuse a certificate that does not count.

    Revocation must be known: without a list of the issuer nothing counts, whether or not the
    certificate names the address of one.

    Args:
        authorities: authorities and their revocation lists.
        certificate: DER.
        on: the day the signature is judged by.
        today: the day by which the age of the lists counts.

    Raises:
        PackageError: `certificate_expired`, `certificate_not_yet_valid`, `certificate_unsuitable`,
            `certificate_untrusted`, `certificate_revoked`, `certificate_unreadable`,
            `crl_missing`, or `crl_too_old`.
    """
    check_may_sign(certificate)
    try:
        parsed = x509.Certificate.load(certificate, strict=True)
        found = asyncio.run(authorities.vouched(parsed, moment=_noon(on)))
    except DAMAGE as error:
        raise PackageError("certificate_unreadable") from error
    made = found.lists_from
    if made > _noon(today) + _CLOCKS_APART:
        raise PackageError("crl_missing", subject=found.facts.subject, issuer=found.facts.issuer)
    age = max(0, (today - made.date()).days)
    if age > LIST_DAYS_USABLE:
        raise PackageError("crl_too_old", issuer=found.facts.issuer, days=age)
    return CertificateStanding(found.facts, age)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
