"""The inner part of a package: sections one after another, each in a frame.

    type 1 | flags 1 | reserved 2 = 0 | length 8 | body

Manifest and signatures come first; all that follows is what the manifest lists, in its order,
and an empty `END`. Nothing of a section is believed before its digest was compared.
"""

from __future__ import annotations

import hashlib
import struct
from typing import TYPE_CHECKING, NoReturn

import zstandard

from ktgs_desktop.domain.package_sections import MAX_RATIO, Codec, Section, SectionType
from ktgs_desktop.domain.packages import MAX_MANIFEST_BYTES, MAX_SIGNATURE_BYTES, MIB
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FRAME = struct.Struct(">BBHQ")
_PIECE = MIB // 4
_LEVEL = 9
_MAX_WINDOW = 128 * MIB


def frame(kind: int, flags: int, length: int) -> bytes:
    """What stands before a section.

    Args:
        kind: its type.
        flags: its flags.
        length: how many bytes follow.
    """
    return FRAME.pack(kind, flags, 0, length)


class InnerStream:
    """The plain inner part, read once from front to back.

    Args:
        pieces: its bytes in pieces of any length.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def some(self, most: int) -> bytes:
        """A piece of what comes next.

        Args:
            most: how long it may be; positive.

        Raises:
            PackageError: `section_malformed` at the end.
        """
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                malformed("cut")
            self._left = memoryview(piece)
        taken = self._left[:most]
        self._left = self._left[len(taken) :]
        return bytes(taken)

    def exactly(self, size: int) -> bytes:
        """The next bytes.

        Args:
            size: how many; the caller has held it against a limit.

        Raises:
            PackageError: `section_malformed` if there are fewer.
        """
        parts: list[bytes] = []
        while size:
            parts.append(self.some(size))
            size -= len(parts[-1])
        return b"".join(parts)

    def body(self, size: int) -> Iterator[bytes]:
        """The next bytes in pieces.

        Args:
            size: how many.
        """
        while size:
            piece = self.some(min(size, _PIECE))
            size -= len(piece)
            yield piece

    def frame(self) -> tuple[int, int, int]:
        """The frame that comes next: type, flags, length.

        Raises:
            PackageError: `section_malformed`.
        """
        kind, flags, reserved, length = FRAME.unpack(self.exactly(FRAME.size))
        if reserved:
            malformed("reserved")
        return kind, flags, length

    def opening(self) -> tuple[bytes, bytes]:
        """The manifest and its signatures, which stand first.

        Raises:
            PackageError: `section_malformed`.
        """
        kind, flags, length = self.frame()
        if (kind, flags) != (SectionType.MANIFEST, 0) or not 2 <= length <= MAX_MANIFEST_BYTES:  # noqa: PLR2004
            malformed("manifest")
        manifest = self.exactly(length)
        kind, flags, length = self.frame()
        if (kind, flags) != (SectionType.SIGNATURES, 0) or not 1 <= length <= MAX_SIGNATURE_BYTES:
            malformed("signatures")
        return manifest, self.exactly(length)

    def closing(self) -> None:
        """The mark of the end, and nothing after it.

        Raises:
            PackageError: `section_malformed`.
        """
        if self.frame() != (SectionType.END, 0, 0):
            malformed("end")
        if self._left or any(self._pieces):
            malformed("something after the end")


def malformed(reason: str) -> NoReturn:
    """Refuse the inner part for its form."""
    raise PackageError("section_malformed", reason=reason)


def differs(reason: str) -> NoReturn:
    """Refuse the inner part because it is not what was signed."""
    raise PackageError("section_differs", reason=reason)


def opening(manifest: bytes, signatures: bytes) -> bytes:
    """Manifest and signatures as they stand in front.

    Args:
        manifest: the signed bytes.
        signatures: the block of signatures.
    """
    return b"".join((
        frame(SectionType.MANIFEST, 0, len(manifest)), manifest,
        frame(SectionType.SIGNATURES, 0, len(signatures)), signatures,
    ))  # fmt: skip


def checked(section: Section, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The stored bytes of a section; the last step fails if they are not those listed.

    Args:
        section: the section.
        pieces: as many bytes as it lists.

    Raises:
        PackageError: `section_differs`.
    """
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != section.sha256:
        differs("digest")


def unpacked(section: Section, stored: bytes) -> Iterator[bytes]:
    """The bytes of a section whose stored bytes were compared already.

    Args:
        section: the section.
        stored: its stored bytes.

    Raises:
        PackageError: `section_malformed` if it does not unpack, `section_too_large` if it unpacks
            to another length than listed.
    """
    if section.codec is Codec.NONE:
        yield stored
        return
    _check_frame(section, stored)
    left = section.raw
    packed = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    try:
        with packed.stream_reader(stored, read_across_frames=True) as reader:
            while piece := reader.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    raise PackageError("section_too_large")
                yield piece
    except (zstandard.ZstdError, MemoryError):
        malformed("compression")
    if left:
        raise PackageError("section_too_large")


def _check_frame(section: Section, stored: bytes) -> None:
    try:
        facts = zstandard.get_frame_parameters(stored)
    except zstandard.ZstdError:
        malformed("compression")
    if facts.content_size != section.raw:
        raise PackageError("section_too_large")
    if facts.window_size > _MAX_WINDOW or facts.dict_id:
        malformed("compression")


def packed(raw: bytes) -> tuple[Codec, bytes]:
    """Compress, unless that would exceed what readers accept.

    Args:
        raw: the bytes.
    """
    small = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True).compress(raw)
    if len(small) >= len(raw) or len(raw) > MAX_RATIO * len(small):
        return Codec.NONE, raw
    return Codec.ZSTD, small
