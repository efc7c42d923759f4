"""Attachments encrypted at rest: AES-256-GCM in chunks, each file under a key of its own.

A sealed file is `KTGSseal`, a version byte, 32 bytes of salt, then chunks of 1 MiB (the last one
shorter, maybe empty), each followed by its 16-byte tag. The nonce of a chunk is its number and a
mark on the last one, so a chunk that is missing, moved or added is refused (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár). The header and the digest of the
contents, which is the file's name, are authenticated with every chunk: a file under another's
name does not open.
"""

from __future__ import annotations

import secrets
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ktgs_desktop.errors import StorageError

CHUNK_BYTES = 1024 * 1024
_MAGIC = b"KTGSseal\x01"
_SALT_BYTES = 32
_TAG_BYTES = 16
_HEADER_BYTES = len(_MAGIC) + _SALT_BYTES
_SEALED_CHUNK_BYTES = CHUNK_BYTES + _TAG_BYTES
_INFO = b"KTGS attachment 1"


def seal(key: bytes, data: bytes, *, digest: bytes) -> bytes:
    """Encrypt an attachment.

    Args:
        key: 32 bytes, `WorkspaceKeys.files`.
        data: the contents, up to 2^52 bytes; held in memory.
        digest: what names the contents, usually their SHA-256.

    Returns:
        The sealed file, 57 bytes and 16 for each MiB longer.
    """
    header = _MAGIC + secrets.token_bytes(_SALT_BYTES)
    cipher, bound, view = _cipher(key, header), header + digest, memoryview(data)
    parts = [header]
    starts = range(0, len(data), CHUNK_BYTES) or range(1)
    for number, start in enumerate(starts):
        nonce = _nonce(number, last=number == len(starts) - 1)
        parts.append(cipher.encrypt(nonce, view[start : start + CHUNK_BYTES], bound))
    return b"".join(parts)


def unseal(key: bytes, sealed: bytes, *, digest: bytes) -> bytes:
    """Decrypt an attachment; nothing is returned unless all of it is genuine.

    Args:
        key: 32 bytes, `WorkspaceKeys.files`.
        sealed: what `seal` made.
        digest: the same as was given to `seal`.

    Returns:
        The contents.

    Raises:
        StorageError: `attachment_damaged` with the `digest` in hexadecimal.
    """
    header, body = sealed[:_HEADER_BYTES], memoryview(sealed)[_HEADER_BYTES:]
    if len(header) != _HEADER_BYTES or not header.startswith(_MAGIC):
        _refuse(digest)
    cipher, bound = _cipher(key, header), header + digest
    parts = []
    starts = range(0, len(body), _SEALED_CHUNK_BYTES) or range(1)
    try:
        for number, start in enumerate(starts):
            nonce = _nonce(number, last=number == len(starts) - 1)
            chunk = body[start : start + _SEALED_CHUNK_BYTES]
            parts.append(cipher.decrypt(nonce, chunk, bound))
    except InvalidTag:
        _refuse(digest)
    return b"".join(parts)


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[len(_MAGIC) :]
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=_INFO).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    """Number in 11 bytes, then the mark of the last chunk; the key is never used twice."""
    return number.to_bytes(11) + bytes([last])


def _refuse(digest: bytes) -> NoReturn:
    raise StorageError("attachment_damaged", digest=digest.hex())
