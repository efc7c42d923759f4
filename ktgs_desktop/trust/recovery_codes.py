"""The recovery code: 160 random bits as a person can print, read aloud and type.

Nine groups of four characters, `7K2M-...`: 32 characters carry the bits, the last four are a
checksum, so that a slip of the pen is told apart from the code of another workspace. The alphabet
has no I, L, O and U; on reading, I and L count as 1 and O as 0.
"""

from __future__ import annotations

import hashlib
import secrets

from ktgs_desktop.errors import UserError

SECRET_BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5
_LETTERS = SECRET_BYTES * 8 // _BITS
_CHECK_LETTERS = 4
_GROUP = 4
_TAG = b"KTGS-recovery-1\0"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"I": 1, "L": 1, "O": 0}
# Spaces of all kinds are dropped by `split`; these stand for the dash between the groups.
_DASHES = str.maketrans("", "", "-_.‐‑‒–—−")


def new_secret() -> bytes:
    """Random bits for a new code.

    Returns:
        20 bytes.
    """
    return secrets.token_bytes(SECRET_BYTES)


def format_code(secret: bytes) -> str:
    """The code to print.

    Args:
        secret: 20 bytes of `new_secret`.

    Returns:
        Nine groups of four characters joined by dashes.
    """
    letters = _letters(int.from_bytes(secret), _LETTERS) + _checksum(secret)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def parse_code(text: str) -> bytes:
    """The bits of a code as somebody typed it.

    Lower case, spaces and missing dashes do not matter.

    Args:
        text: what was typed.

    Returns:
        20 bytes.

    Raises:
        UserError: `recovery_code_mistyped`; one slip in a million goes unnoticed here and ends as
            a wrong code.
    """
    letters = "".join(text.translate(_DASHES).split()).upper()
    values = [_VALUES.get(letter, -1) for letter in letters]
    if len(values) != _LETTERS + _CHECK_LETTERS or min(values) < 0:
        raise UserError("recovery_code_mistyped")
    number = 0
    for value in values[:_LETTERS]:
        number = number << _BITS | value
    secret = number.to_bytes(SECRET_BYTES)
    if "".join(_ALPHABET[value] for value in values[_LETTERS:]) != _checksum(secret):
        raise UserError("recovery_code_mistyped")
    return secret


def _checksum(secret: bytes) -> str:
    return _letters(int.from_bytes(hashlib.sha256(_TAG + secret).digest()[:4]), _CHECK_LETTERS)


def _letters(number: int, count: int) -> str:
    """The lowest `count` letters of a number, the most significant first."""
    return "".join(_ALPHABET[number >> _BITS * at & 31] for at in reversed(range(count)))
