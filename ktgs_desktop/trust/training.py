"""An authority for exercises and tests, clearly marked as such.

Its certificates have no legal value and say so in their names. They carry no address of a
revocation list on purpose: offline, lists arrive as files, and a check that relies on the address
would pass over them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from ktgs_desktop.trust.certificates import MIN_RSA_BITS, PrivateKey, SigningIdentity

if TYPE_CHECKING:
    from collections.abc import Iterable

AUTHORITY_NAME = "KTGS CHỨNG THƯ TẬP HUẤN (không có giá trị pháp lý)"
UNIT_MARK = "Chứng thư tập huấn, không có giá trị pháp lý"
_MAX_NAME_BYTES = 64  # upper bound of names in RFC 5280, which the library counts in bytes


class KeyKind(StrEnum):
    """Kind of key pair."""

    RSA = "RSA"
    EC = "EC"


@dataclass(frozen=True, slots=True)
class Validity:
    """From when to when a certificate or a list holds.

    Attributes:
        start: first moment, aware.
        end: last moment, aware.
    """

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class TrainingAuthority:
    """A certificate that certifies others, with its key.

    Attributes:
        certificate: DER.
        chain: authorities above it, DER; empty for a root.
        key: its private key.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    key: PrivateKey = field(repr=False)


def new_authority(
    validity: Validity,
    *,
    name: str = AUTHORITY_NAME,
    above: TrainingAuthority | None = None,
    kind: KeyKind = KeyKind.RSA,
) -> TrainingAuthority:
    """Make an authority: a root, or one below another.

    Args:
        validity: when it holds.
        name: its common name, at most 64 bytes.
        above: the authority that certifies it, None for a root.
        kind: kind of key pair.
    """
    key = _new_key(kind)
    subject = _name(name, UNIT_MARK)
    usage = _usage(signs_papers=False)
    certificate = _certificate(subject, key, validity, usage, above=above)
    return TrainingAuthority(
        certificate.public_bytes(Encoding.DER), () if above is None else _chain(above), key
    )


def issue(
    authority: TrainingAuthority,
    validity: Validity,
    *,
    name: str,
    organisation: str,
    kind: KeyKind = KeyKind.RSA,
) -> SigningIdentity:
    """Make the certificate of a unit or a person, with its key.

    Args:
        authority: who certifies it.
        validity: when it holds.
        name: common name, cut at a word if longer than 64 bytes.
        organisation: organisation, cut at a word if longer than 64 bytes.
        kind: kind of key pair.
    """
    key = _new_key(kind)
    subject = _name(name, organisation)
    usage = _usage(signs_papers=True)
    certificate = _certificate(subject, key, validity, usage, above=authority)
    return SigningIdentity(certificate.public_bytes(Encoding.DER), _chain(authority), key)


def pkcs12_file(identity: SigningIdentity, *, password: str) -> bytes:
    """The certificate file (.p12) of an identity, with the authorities above it.

    Args:
        identity: whose.
        password: its password; without one the file is not encrypted.
    """
    if not isinstance(identity.key, PrivateKey):
        raise TypeError(identity.key)
    data = password.encode("utf-8")
    return pkcs12.serialize_key_and_certificates(
        b"ktgs",
        identity.key,
        x509.load_der_x509_certificate(identity.certificate),
        [x509.load_der_x509_certificate(der) for der in identity.chain],
        BestAvailableEncryption(data) if data else NoEncryption(),
    )


def revocation_list(
    authority: TrainingAuthority,
    validity: Validity,
    *,
    number: int = 1,
    revoked: Iterable[tuple[bytes, datetime]] = (),
) -> bytes:
    """A list of revoked certificates (danh sách chứng thư bị thu hồi), DER.

    Args:
        authority: who makes it.
        validity: when it was made, and by when the next is due.
        number: its number.
        revoked: certificates (DER) and when each was revoked.
    """
    issuer = x509.load_der_x509_certificate(authority.certificate)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(validity.start)
        .next_update(validity.end)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(_authority_key(issuer), critical=False)
    )
    for der, moment in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(x509.load_der_x509_certificate(der).serial_number)
            .revocation_date(moment)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(authority.key, SHA256()).public_bytes(Encoding.DER)


def _chain(authority: TrainingAuthority) -> tuple[bytes, ...]:
    return (authority.certificate, *authority.chain)


def _new_key(kind: KeyKind) -> PrivateKey:
    if kind is KeyKind.EC:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=MIN_RSA_BITS)


def _name(common_name: str, organisation: str) -> x509.Name:
    return x509.Name(
        (
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(organisation)),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, UNIT_MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(common_name)),
        )
    )


def _cut(text: str) -> str:
    """The text, or the words of it that fit."""
    while len(text.encode("utf-8")) > _MAX_NAME_BYTES:
        text = text[:-1].rpartition(" ")[0] or text[:-1]
    return text


def _usage(*, signs_papers: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_papers,
        content_commitment=signs_papers,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_papers,
        crl_sign=not signs_papers,
        encipher_only=False,
        decipher_only=False,
    )


def _certificate(
    subject: x509.Name,
    key: PrivateKey,
    validity: Validity,
    usage: x509.KeyUsage,
    *,
    above: TrainingAuthority | None,
) -> x509.Certificate:
    public = key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
        .add_extension(
            x509.BasicConstraints(ca=usage.key_cert_sign, path_length=None), critical=True
        )
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if above is None:
        return builder.issuer_name(subject).sign(key, SHA256())
    issuer = x509.load_der_x509_certificate(above.certificate)
    return (
        builder.issuer_name(issuer.subject)
        .add_extension(_authority_key(issuer), critical=False)
        .sign(above.key, SHA256())
    )


def _authority_key(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
