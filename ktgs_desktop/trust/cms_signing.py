"""CMS signatures by a certificate from a file or a token: pyHanko's frame around our own keys.

The module loads pyHanko (half a second and more): import it at first use only.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from asn1crypto import cms, x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pyhanko.sign import attributes
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.certificates import X509_DAMAGE, parse_certificate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.trust.certificates import SigningIdentity

DIGEST = "sha256"


class IdentitySigner(Signer):
    """A signer that keeps its key loaded; pyHanko's own loads and checks it at each signature.

    Args:
        identity: who signs.
        chain: whether the authorities that came with the certificate go into the signature.
    """

    def __init__(self, identity: SigningIdentity, *, chain: bool = True) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        if chain:
            store.register_multiple(x509.Certificate.load(der) for der in identity.chain)
        certificate = x509.Certificate.load(identity.certificate)
        # Roots are left out: who checks must have them from elsewhere.
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self.signed_attr_prov_spec = _SignedAttributes(self, certificate)
        self._key = identity.key

    @override
    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != DIGEST:
            raise SigningError(digest_algorithm)
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), SHA256())
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(SHA256()))
        return self._key.sign_bytes(data)


class _SignedAttributes(attributes.SignedAttributeProviderSpec):
    """What PAdES asks for, and the algorithms, so that nothing around the signature can move."""

    def __init__(self, signer: Signer, certificate: x509.Certificate) -> None:
        self._signer = signer
        self._certificate = certificate

    @override
    def signed_attr_providers(
        self, data_digest: bytes, digest_algorithm: str
    ) -> Iterable[attributes.CMSAttributeProvider]:
        yield attributes.SigningCertificateV2Provider(self._certificate)
        mechanism = self._signer.get_signature_mechanism_for_digest(digest_algorithm)
        yield attributes.CMSAlgorithmProtectionProvider(digest_algorithm, mechanism)


def sign_detached(message: bytes, identity: SigningIdentity) -> bytes:
    """A detached CMS signature in the manner of CAdES B-B, with the signer's certificate alone.

    The authorities above it come from the trust lists, so that every byte of the signature is
    vouched for by it.

    Args:
        message: what to sign.
        identity: who signs.

    Returns:
        DER.

    Raises:
        UserError: what a token says (`tokens`).
        PackageError: `token_without_key`.
    """
    signer = IdentitySigner(identity, chain=False)
    made: cms.ContentInfo = asyncio.run(
        signer.async_sign_general_data(
            message, DIGEST, use_cades=True, signed_attr_settings=PdfCMSSignedAttributes()
        )
    )
    return bytes(made.dump())


def public_key(certificate: bytes) -> bytes:
    """The SubjectPublicKeyInfo of a certificate in its one spelling, DER.

    Args:
        certificate: DER.

    Raises:
        PackageError: `certificate_unreadable`.
    """
    try:
        key = parse_certificate(certificate).public_key()
        return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except X509_DAMAGE:
        raise PackageError("certificate_unreadable") from None


def certificate_fingerprint(certificate: bytes) -> bytes:
    """What names the key of a certificate: SHA-256 of its SubjectPublicKeyInfo.

    Args:
        certificate: DER.

    Raises:
        PackageError: `certificate_unreadable`.
    """
    return hashlib.sha256(public_key(certificate)).digest()
