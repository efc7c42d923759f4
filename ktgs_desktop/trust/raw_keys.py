"""Ed25519 keys (RFC 8032): those of computers, and of units without a certificate."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ktgs_desktop.domain.key_bindings import Suite, key_fingerprint

SEED_BYTES = 32
SIGNATURE_BYTES = 64
_PRIME = 2**255 - 19
_SIGN_BIT = 1 << 255
# Points of small order (RFC 8032 5.1): under such a "key" one signature fits many messages.
_Y_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
_SMALL_ORDER = frozenset((0, 1, _PRIME - 1, _Y_ORDER_8, _PRIME - _Y_ORDER_8))


@dataclass(frozen=True, slots=True)
class Ed25519Key:
    """A key pair.

    Attributes:
        seed: the 32 secret bytes; never printed, logged or written but sealed.
        public: the public key, 64 hexadecimal digits.
    """

    seed: bytes = field(repr=False)
    public: str = field(init=False)

    def __post_init__(self) -> None:
        raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        object.__setattr__(self, "public", raw.hex())

    @classmethod
    def generate(cls) -> Ed25519Key:
        """A new key."""
        return cls(secrets.token_bytes(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> Ed25519Key:
        """The key of a seed.

        Args:
            seed: 32 bytes.
        """
        return cls(seed)

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the SubjectPublicKeyInfo, 32 bytes."""
        return key_fingerprint(Suite.ED25519, self.public)

    def sign(self, message: bytes) -> bytes:
        """Sign a message.

        Args:
            message: what to sign.

        Returns:
            64 bytes.
        """
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def is_sound(public: str) -> bool:
    """Whether a public key is one that only its owner can sign for, in its one spelling.

    Args:
        public: 64 hexadecimal digits.
    """
    number = int.from_bytes(bytes.fromhex(public), "little") & ~_SIGN_BIT
    return number < _PRIME and number not in _SMALL_ORDER


def verify_raw(public: str, message: bytes, signature: bytes) -> bool:
    """Whether a signature is the key's over the message.

    Args:
        public: the public key, 64 hexadecimal digits.
        message: the signed bytes.
        signature: the signature.
    """
    if len(signature) != SIGNATURE_BYTES or not is_sound(public):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
