"""Whether signatures are those of given keys, and whether there are enough of them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.certificates import CURVES, MIN_RSA_BITS, X509_DAMAGE
from ktgs_desktop.trust.raw_keys import is_sound, verify_raw
from ktgs_desktop.trust.statements import pae

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ktgs_desktop.domain.trust_roots import RoleKeys, RootKey
    from ktgs_desktop.trust.statements import Signature


def check_public(suite: Suite, public: str) -> None:
    """Refuse a public key that is weak, or in another spelling than its one.

    Two spellings of one key would count as two keys (python-tuf #1091).

    Args:
        suite: how the key works.
        public: the public key as `KeyBinding` spells it.

    Raises:
        PackageError: `key_weak`.
    """
    if suite is Suite.ED25519 and not is_sound(public):
        raise PackageError("key_weak")
    if suite is not Suite.CMS:
        return
    der = base64.b64decode(public)
    try:
        key = load_der_public_key(der)
        same = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == der
    except X509_DAMAGE:
        raise PackageError("key_weak") from None
    strong = (isinstance(key, RSAPublicKey) and key.key_size >= MIN_RSA_BITS) or (
        isinstance(key, EllipticCurvePublicKey) and key.curve.name in CURVES
    )
    if not (same and strong):
        raise PackageError("key_weak")


def check_signature(
    kind: str, body: bytes, signature: Signature, suite: Suite, public: str
) -> bytes | None:
    """Refuse a signature that is not the key's over the statement.

    Args:
        kind: the media type.
        body: the body.
        signature: the signature, which names the key.
        suite: how the key works.
        public: the public key.

    Returns:
        The certificate that came with it, DER; None for Ed25519.

    Raises:
        PackageError: `key_weak`, `signature_malformed`, `signature_wrong`, `key_unknown`,
            `certificate_unsuitable`.
    """
    check_public(suite, public)
    if signature.suite is not suite:
        raise PackageError("signature_malformed", reason="suite")
    message = pae(kind, body)
    if suite is Suite.ED25519:
        if not verify_raw(public, message, signature.value):
            raise PackageError("signature_wrong")
        return None
    from ktgs_desktop.trust import detached_cms  # pyHanko takes half a second to load

    return detached_cms.signer_of(signature.value, message, signature.fingerprint)


def genuine_keys(
    kind: str, body: bytes, signatures: Iterable[Signature], keys: Mapping[bytes, RootKey]
) -> frozenset[bytes]:
    """The distinct keys that signed a statement; one wrong signature spoils the rest.

    Args:
        kind: the media type.
        body: the body.
        signatures: the signatures.
        keys: the keys that may stand there, by fingerprint.

    Returns:
        Their fingerprints.

    Raises:
        PackageError: `key_unknown` with the `fingerprint`, and as `check_signature`.
    """
    found = set()
    for signature in signatures:
        key = keys.get(signature.fingerprint)
        if key is None:
            raise PackageError("key_unknown", fingerprint=signature.fingerprint.hex())
        check_signature(kind, body, signature, key.suite, key.public)
        found.add(signature.fingerprint)
    return frozenset(found)


def check_threshold(found: frozenset[bytes], role: RoleKeys) -> None:
    """Refuse too few keys of a role.

    Args:
        found: the distinct keys that signed.
        role: how many of which keys it takes.

    Raises:
        PackageError: `threshold_not_met` with `needed` and `found`.
    """
    count = len(found & set(role.keys))
    if count < role.threshold:
        raise PackageError("threshold_not_met", needed=role.threshold, found=count)
