"""Files with an Ed25519 key of a person who signs lists (tệp khoá): PKCS#8, under a password.

Keys for exercises lie in the open as 64 hexadecimal digits; they protect nothing.
"""

from __future__ import annotations

import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.trust.raw_keys import Ed25519Key

MAX_FILE_BYTES = 16 * 1024
MIN_PASSWORD = 12
_SEED = re.compile(rb"\s*([0-9a-f]{64})\s*")
_PEM = b"-----BEGIN "


def read_key(data: bytes, password: str = "") -> Ed25519Key:
    """The key in a file.

    Args:
        data: the bytes.
        password: its password, empty if it has none.

    Raises:
        PackageError: `key_file_unreadable`.
        UserError: `key_file_password_missing`, `key_file_password_wrong`.
    """
    seed = _SEED.fullmatch(data)
    if seed is not None:
        return Ed25519Key.from_seed(bytes.fromhex(seed.group(1).decode("ascii")))
    if len(data) > MAX_FILE_BYTES or not data.lstrip().startswith(_PEM):
        raise PackageError("key_file_unreadable")
    given = password.encode() or None
    try:
        found = load_pem_private_key(data, given)
    except TypeError as error:  # a password too many, or one too few
        if given is None:
            raise UserError("key_file_password_missing") from error
        return read_key(data)
    except ValueError as error:
        if b"ENCRYPTED" in data and given is not None:
            raise UserError("key_file_password_wrong") from error
        raise PackageError("key_file_unreadable") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise PackageError("key_file_unreadable")
    return Ed25519Key.from_seed(found.private_bytes_raw())


def key_file(key: Ed25519Key, password: str) -> bytes:
    """The bytes of a file with a key.

    Args:
        key: the key.
        password: what will open it.

    Raises:
        UserError: `password_too_short`.
    """
    if len(password) < MIN_PASSWORD:
        raise UserError("password_too_short", minimum=MIN_PASSWORD)
    secret = Ed25519PrivateKey.from_private_bytes(key.seed)
    return secret.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode())
    )
