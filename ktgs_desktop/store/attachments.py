"""Files beside the database, named by the digest of their contents and encrypted.

A file is written once and never changed; it is on the disk before a record names it, so that a
crash leaves at worst a file that nobody names.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ktgs_desktop.errors import StorageError
from ktgs_desktop.paths import write_atomically
from ktgs_desktop.trust import sealing

MAX_BYTES = 200 * 1024 * 1024


class Attachments:
    """The folder of a workspace's files.

    Args:
        folder: `NAME.files`; made when the first file comes.
        key: 32 bytes from the workspace's keys.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def _path(self, digest: str) -> Path:
        if len(digest) != hashlib.sha256().digest_size * 2 or not digest.isalnum():
            raise StorageError("attachment_damaged", digest=digest)
        return self._folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Keep a file.

        Args:
            data: its contents, up to 200 MiB.

        Returns:
            SHA-256 of the contents, hexadecimal.

        Raises:
            StorageError: `attachment_too_large`, `disk_full`, `disk_error`.
        """
        if len(data) > MAX_BYTES:
            raise StorageError("attachment_too_large", size=len(data), limit=MAX_BYTES)
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, sealing.seal(self._key, data, digest=bytes.fromhex(digest)))
        except OSError as error:
            raise StorageError("disk_error", path=str(self._folder)) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The contents of a file, checked against its digest.

        Args:
            digest: SHA-256 of the contents, hexadecimal.

        Raises:
            StorageError: `attachment_missing` or `attachment_damaged`.
        """
        try:
            sealed = self._path(digest).read_bytes()
        except FileNotFoundError:
            raise StorageError("attachment_missing", digest=digest) from None
        data = sealing.unseal(self._key, sealed, digest=bytes.fromhex(digest))
        if hashlib.sha256(data).hexdigest() != digest:
            raise StorageError("attachment_damaged", digest=digest)
        return data

    def all(self) -> list[str]:
        """Digests of all files kept."""
        return sorted(path.name for path in self._folder.glob("??/*") if path.is_file())
