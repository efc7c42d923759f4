"""Bytes put aside while a package is made: in memory, and on disk only encrypted.

The key is made for one package and never leaves the memory, so what a crash leaves behind on the
disk cannot be read by anybody.
"""

from __future__ import annotations

import struct
import tempfile
from typing import TYPE_CHECKING

import pyrage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_LENGTH = struct.Struct(">I")
_IN_MEMORY = 32 * 1024 * 1024


class SealedSpool:
    """Pieces that can be read again in any order."""

    def __init__(self) -> None:
        self._identity = pyrage.x25519.Identity.generate()
        self._file: IO[bytes] | None = None
        self._memory: dict[int, bytes] = {}
        self._places: dict[int, int] = {}
        self._size = 0

    def put(self, data: bytes) -> int:
        """Put something aside.

        Args:
            data: up to 4 GiB.

        Returns:
            The number by which it is got again.
        """
        number = len(self._memory) + len(self._places)
        self._size += len(data)
        if self._size <= _IN_MEMORY:
            self._memory[number] = data
            return number
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="ktgs-")  # noqa: SIM115 - `close` does
        sealed = pyrage.encrypt(data, [self._identity.to_public()])
        self._places[number] = self._file.seek(0, 2)
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        return number

    def get(self, number: int) -> Iterator[bytes]:
        """What was put aside.

        Args:
            number: what `put` gave.
        """
        if number in self._memory:
            yield self._memory[number]
            return
        if self._file is None:
            raise KeyError(number)
        self._file.seek(self._places[number])
        (size,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
        yield pyrage.decrypt(self._file.read(size), [self._identity])

    def close(self) -> None:
        """Forget everything."""
        self._memory.clear()
        if self._file is not None:
            self._file.close()
            self._file = None
