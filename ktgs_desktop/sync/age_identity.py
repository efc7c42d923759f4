"""An encryption key made of 32 bytes that are known, where the library makes only random ones.

The text of a secret key is Bech32 (BIP 173) without its limit of length, in capitals.
"""

from __future__ import annotations

from ktgs_desktop.sync.age_envelope import public_of

_PREFIX = "age-secret-key-"
_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_SIGNS = 6


def identity_of(seed: bytes) -> tuple[str, str]:
    """The key pair of a seed.

    Args:
        seed: 32 secret bytes.

    Returns:
        The secret (`AGE-SECRET-KEY-1…`) and the public text (`age1…`).
    """
    data = _fives(seed)
    sums = _checksum(data)
    secret = f"{_PREFIX}1{''.join(_SIGNS[each] for each in (*data, *sums))}".upper()
    return secret, public_of(secret)


def _fives(seed: bytes) -> list[int]:
    """The bits of some bytes, five at a time, the last ones filled up with zeros."""
    size = -(-len(seed) * 8 // 5)
    bits = int.from_bytes(seed) << (size * 5 - len(seed) * 8)
    return [bits >> 5 * place & 31 for place in reversed(range(size))]


def _checksum(data: list[int]) -> list[int]:
    codes = [ord(sign) for sign in _PREFIX]
    values = [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes), *data]
    found = _remainder([*values, *[0] * _CHECK_SIGNS]) ^ 1
    return [found >> 5 * place & 31 for place in reversed(range(_CHECK_SIGNS))]


def _remainder(values: list[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            found ^= term if top >> bit & 1 else 0
    return found
