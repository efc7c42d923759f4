"""Certificates (chứng thư số), the files they come in, and the lists of the authorities.

The module loads `cryptography.x509`: import it where signing or trust is at hand, not for the
first window.
"""

from __future__ import annotations

import base64
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs12
from cryptography.x509.oid import NameOID

from ktgs_desktop.domain.trust_anchors import AnchorKind
from ktgs_desktop.errors import PackageError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey
MIN_RSA_BITS = 2048
CURVES = frozenset(("secp256r1", "secp384r1", "secp521r1"))
MOST_BYTES = 16 * 1024 * 1024
"""Largest file of certificates, keys or revocation lists that is read."""
_PEM_BLOCK = re.compile(
    rb"-----BEGIN (?P<label>CERTIFICATE|X509 CRL)-----(?P<text>[A-Za-z0-9+/=\s]*)"
    rb"-----END (?P=label)-----"
)
# What the library raises on certificates and lists it cannot make sense of.
X509_DAMAGE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


class KeyElsewhere(Protocol):
    """A private key that is not in the program's hands but signs for it: that of a token."""

    def sign_bytes(self, data: bytes) -> bytes:
        """Sign with SHA-256: PKCS#1 v1.5, or ECDSA as DER."""
        ...


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """Whoever signs: a certificate and the private key that belongs to it.

    Attributes:
        certificate: the signer's certificate, DER.
        chain: certificates of the authorities above it, DER, as far as the file had them.
        key: the private key, or what signs with it; never printed, logged or written.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    key: PrivateKey | KeyElsewhere = field(repr=False)


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a person wants to know about a certificate.

    Attributes:
        subject: common name, or the whole name where there is none.
        organisation: organisation, may be empty.
        serial: serial number, hexadecimal.
        issuer: common name of the issuer, or its whole name.
        fingerprint: SHA-256 of the DER bytes, hexadecimal.
        valid_from: first moment, aware.
        valid_to: last moment, aware.
        is_authority: whether it may certify others.
    """

    subject: str
    organisation: str
    serial: str
    issuer: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime
    is_authority: bool


@dataclass(frozen=True, slots=True)
class AnchorFacts:
    """What a file offers to be trusted; it has the fields of `domain.trust_anchors.TrustAnchor`.

    Attributes:
        kind: `AUTHORITY` or `REVOCATIONS`.
        subject: whom it names; of a revocation list its issuer.
        fingerprint: SHA-256 of the DER bytes, hexadecimal.
        valid_from: first day (UTC).
        valid_to: last day (UTC); of a revocation list the day by which the next is due.
        der: DER bytes.
    """

    kind: AnchorKind
    subject: str
    fingerprint: str
    valid_from: date
    valid_to: date
    der: bytes

    @property
    def content(self) -> str:
        """The DER bytes in base64, as the workspace keeps them."""
        return base64.b64encode(self.der).decode("ascii")


def load_pkcs12(data: bytes, password: str) -> SigningIdentity:
    """Read a certificate file with its key (.p12, .pfx).

    Args:
        data: the file.
        password: its password (mật khẩu, mã PIN); may be empty.

    Raises:
        UserError: `pin_wrong`; a file damaged inside its encrypted part looks the same.
        PackageError: `certificate_file_unreadable`, `certificate_without_key`, or
            `certificate_unsuitable` with the `subject` if it cannot sign papers.
    """
    _check_pkcs12_shape(data)
    try:
        with warnings.catch_warnings():
            # Windows writes BER where DER is expected; the library reads it, but warns.
            warnings.simplefilter("ignore")
            bundle = pkcs12.load_pkcs12(data, password.encode("utf-8", "surrogatepass") or None)
    except UnsupportedAlgorithm:
        raise PackageError("certificate_file_unreadable") from None
    except (ValueError, TypeError):
        raise UserError("pin_wrong") from None
    if bundle.cert is None or bundle.key is None:
        raise PackageError("certificate_without_key")
    certificate = bundle.cert.certificate
    key = bundle.key
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey) or not _may_sign(certificate):
        raise PackageError("certificate_unsuitable", subject=_common_name(certificate.subject))
    if _spki(key.public_key()) != _public_key(certificate):
        raise PackageError("certificate_without_key")
    chain = tuple(_der(other.certificate) for other in bundle.additional_certs)
    return SigningIdentity(_der(certificate), chain, key)


def describe_certificate(der: bytes) -> CertificateFacts:
    """The facts of a certificate.

    Args:
        der: DER bytes.

    Raises:
        PackageError: `certificate_unreadable`.
    """
    certificate = parse_certificate(der)
    try:
        return CertificateFacts(
            subject=_common_name(certificate.subject),
            organisation=_attribute(certificate.subject, NameOID.ORGANIZATION_NAME),
            serial=f"{certificate.serial_number:x}",
            issuer=_common_name(certificate.issuer),
            fingerprint=certificate.fingerprint(SHA256()).hex(),
            valid_from=certificate.not_valid_before_utc,
            valid_to=certificate.not_valid_after_utc,
            is_authority=is_authority(certificate),
        )
    except X509_DAMAGE:
        raise PackageError("certificate_unreadable") from None


def parse_certificate(der: bytes) -> x509.Certificate:
    """A certificate from its bytes.

    Args:
        der: DER bytes.

    Raises:
        PackageError: `certificate_unreadable`; so too if its number is not positive, which
            RFC 5280 (4.1.2.2) forbids.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        number = certificate.serial_number
    except X509_DAMAGE:
        raise PackageError("certificate_unreadable") from None
    if number <= 0:
        raise PackageError("certificate_unreadable")
    return certificate


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether a certificate may certify others.

    Args:
        certificate: the certificate.
    """
    try:
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (x509.ExtensionNotFound, *X509_DAMAGE):
        return False
    return constraints.value.ca


def check_validity(der: bytes, *, now: datetime) -> None:
    """Refuse a certificate outside its time.

    Args:
        der: DER bytes.
        now: the time, aware.

    Raises:
        PackageError: `certificate_expired` with `subject` and `date` (its last day),
            `certificate_not_yet_valid` with `subject` and `date` (its first), or
            `certificate_unreadable`.
    """
    facts = describe_certificate(der)
    if now > facts.valid_to:
        raise PackageError(
            "certificate_expired", subject=facts.subject, date=_day(facts.valid_to, now)
        )
    if now < facts.valid_from:
        raise PackageError(
            "certificate_not_yet_valid", subject=facts.subject, date=_day(facts.valid_from, now)
        )


def check_may_sign(der: bytes) -> None:
    """Refuse a certificate that is not made for signing papers.

    Args:
        der: DER bytes.

    Raises:
        PackageError: `certificate_unsuitable` with the `subject`, or `certificate_unreadable`.
    """
    certificate = parse_certificate(der)
    if not _may_sign(certificate):
        raise PackageError("certificate_unsuitable", subject=_common_name(certificate.subject))


def read_anchors(data: bytes) -> list[AnchorFacts]:
    """Certificates of authorities and revocation lists from a file, PEM (many) or DER (one).

    Args:
        data: the file.

    Returns:
        One entry for each, in the order of the file, without doubles.

    Raises:
        PackageError: `anchors_unreadable`; `certificate_not_authority` with the `subject` of a
            certificate that may not certify others; `revocations_undated` with the `subject` of
            a list that does not say when the next is due.
    """
    if len(data) > MOST_BYTES:
        raise PackageError("anchors_unreadable")
    if b"-----BEGIN" in data:
        found = [_anchor(_pem_body(block["text"])) for block in _PEM_BLOCK.finditer(data)]
        if len(found) != data.count(b"-----BEGIN"):
            raise PackageError("anchors_unreadable")
    else:
        found = [_anchor(data)]
    return list({anchor.fingerprint: anchor for anchor in found}.values())


def _pem_body(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except ValueError:
        raise PackageError("anchors_unreadable") from None


def _anchor(der: bytes) -> AnchorFacts:
    try:
        certificate = x509.load_der_x509_certificate(der)
    except X509_DAMAGE:
        return _revocations(der)
    facts = describe_certificate(_der(certificate))
    if not facts.is_authority:
        raise PackageError("certificate_not_authority", subject=facts.subject)
    return AnchorFacts(
        AnchorKind.AUTHORITY,
        facts.subject,
        facts.fingerprint,
        facts.valid_from.date(),
        facts.valid_to.date(),
        der,
    )


def _revocations(der: bytes) -> AnchorFacts:
    try:
        revocations = x509.load_der_x509_crl(der)
        subject = _common_name(revocations.issuer)
        fingerprint = revocations.fingerprint(SHA256()).hex()
        issued, due = revocations.last_update_utc, revocations.next_update_utc
    except X509_DAMAGE:
        raise PackageError("anchors_unreadable") from None
    if due is None:
        raise PackageError("revocations_undated", subject=subject)
    return AnchorFacts(AnchorKind.REVOCATIONS, subject, fingerprint, issued.date(), due.date(), der)


def _check_pkcs12_shape(data: bytes) -> None:
    """Tell a file that is no PKCS#12 at all from one that the password does not open."""
    try:
        content = asn1_pkcs12.Pfx.load(data)["auth_safe"]["content_type"].native
    except (ValueError, TypeError, KeyError):
        content = None
    if content != "data" or len(data) > MOST_BYTES:
        raise PackageError("certificate_file_unreadable")


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        public = certificate.public_key()
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, *X509_DAMAGE):
        return False
    strong = (isinstance(public, RSAPublicKey) and public.key_size >= MIN_RSA_BITS) or (
        isinstance(public, EllipticCurvePublicKey) and public.curve.name in CURVES
    )
    return strong and (usage.digital_signature or usage.content_commitment)


def _spki(key: RSAPublicKey | EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _public_key(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _day(moment: datetime, now: datetime) -> date:
    """The day of a moment where the user is."""
    return moment.astimezone(now.tzinfo).date()


def _common_name(name: x509.Name) -> str:
    return _attribute(name, NameOID.COMMON_NAME) or plain_text((name.rfc4514_string(),))


def _attribute(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = (part.value for part in name.get_attributes_for_oid(oid))
    return plain_text(value for value in values if isinstance(value, str))


def plain_text(values: Iterable[str]) -> str:
    """Text from a certificate made fit to show and keep: NFC, without control characters.

    Args:
        values: the values, which are joined by commas.
    """
    text = unicodedata.normalize("NFC", ", ".join(values))
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()
