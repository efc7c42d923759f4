"""Signed statements: exact bytes, what they are, and the signatures over both.

What is signed is the Pre-Authentication Encoding of DSSE v1: the media type and the body with
their lengths. A signature for a manifest is none for a receipt, and none for a PDF. Signatures
stand in a block of their own: count, then for each the suite, the key's fingerprint, the length
and the value; the fingerprints ascend, so a set of signatures has one spelling.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

from ktgs_desktop.domain.key_bindings import SIGNING_SUITES, Suite
from ktgs_desktop.domain.packages import MAX_SIGNATURE_BYTES
from ktgs_desktop.errors import PackageError
from ktgs_desktop.trust.raw_keys import Ed25519Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.trust.certificates import SigningIdentity

MAX_SIGNATURES = 16
FINGERPRINT_BYTES = 32
_ENTRY_BYTES = 1 + FINGERPRINT_BYTES + 4


class StatementKind(StrEnum):
    """What a signed body is: its media type."""

    OUTER = "application/vnd.ktgs.outer.v1"
    MANIFEST = "application/vnd.ktgs.manifest.v1+json"
    RECEIPT = "application/vnd.ktgs.receipt.v1+json"
    BINDING = "application/vnd.ktgs.binding.v1+json"
    ROOT = "application/vnd.ktgs.root.v1+json"
    TRUST_LIST = "application/vnd.ktgs.trust-list.v1+json"
    REGULATION_LIST = "application/vnd.ktgs.regulation-list.v1+json"
    KEY_REQUEST = "application/vnd.ktgs.key-request.v1+json"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature.

    Attributes:
        suite: how it was made.
        fingerprint: what names the key, 32 bytes.
        value: 64 bytes (Ed25519), or a detached CMS signature.
    """

    suite: Suite
    fingerprint: bytes
    value: bytes


def pae(kind: str, body: bytes) -> bytes:
    """The bytes that are signed (DSSE v1, Pre-Authentication Encoding).

    Args:
        kind: the media type.
        body: the body.
    """
    name = kind.encode("utf-8")
    return b"DSSEv1 %d %s %d %s" % (len(name), name, len(body), body)


def sign(kind: str, body: bytes, key: Ed25519Key | SigningIdentity) -> Signature:
    """Sign a statement.

    Args:
        kind: the media type.
        body: the body.
        key: an Ed25519 key, or a certificate with its key from a file or an open token.

    Raises:
        UserError: what a token says (`tokens`).
        PackageError: `certificate_unreadable`, `token_without_key`.
    """
    if isinstance(key, Ed25519Key):
        return Signature(Suite.ED25519, key.fingerprint, key.sign(pae(kind, body)))
    # pyHanko takes half a second to load
    from ktgs_desktop.trust.cms_signing import certificate_fingerprint, sign_detached

    return Signature(
        Suite.CMS,
        certificate_fingerprint(key.certificate),
        sign_detached(pae(kind, body), key),
    )


def encode_signatures(signatures: Iterable[Signature]) -> bytes:
    """The block of some signatures.

    Args:
        signatures: at least one, each of another key, in any order.
    """
    ordered = sorted(signatures, key=lambda one: one.fingerprint)
    block = bytearray([len(ordered)])
    for one in ordered:
        block += bytes([one.suite]) + one.fingerprint + len(one.value).to_bytes(4) + one.value
    decode_signatures(bytes(block))
    return bytes(block)


def decode_signatures(block: bytes) -> tuple[Signature, ...]:
    """Read a block of signatures; nothing is said about whether they are genuine.

    Args:
        block: the bytes.

    Raises:
        PackageError: `signature_malformed`.
    """
    if not 1 <= len(block) <= MAX_SIGNATURE_BYTES or not 1 <= block[0] <= MAX_SIGNATURES:
        _malformed("length")
    found: list[Signature] = []
    at = 1
    for _number in range(block[0]):
        value_at = at + _ENTRY_BYTES
        if value_at > len(block) or block[at] not in SIGNING_SUITES:
            _malformed("suite")
        end = value_at + int.from_bytes(block[value_at - 4 : value_at])
        if not value_at < end <= len(block):
            _malformed("length")
        name = block[at + 1 : at + 1 + FINGERPRINT_BYTES]
        if found and name <= found[-1].fingerprint:
            _malformed("order")
        found.append(Signature(Suite(block[at]), name, block[value_at:end]))
        at = end
    if at != len(block):
        _malformed("length")
    return tuple(found)


def _malformed(reason: str) -> NoReturn:
    raise PackageError("signature_malformed", reason=reason)
