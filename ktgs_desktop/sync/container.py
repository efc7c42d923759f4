r"""The outer container: what lies on the stick, byte by byte.

    magic 8 | major 2 | minor 2 | H 4 | header H | S 4 | carrier's signature S |
    SHA-256 of each MiB of the ciphertext | ciphertext | SHA-256 of all before | KTGSEND\\n

Integers are big-endian. Lengths are held against their limits before anything is allocated, the
carrier's signature is checked before anything behind it is read, and the file's length must be
exact.
"""

from __future__ import annotations

import hashlib
import os
import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NoReturn, Protocol

from ktgs_desktop.domain.journal import canonical, parse
from ktgs_desktop.domain.key_bindings import KeyBinding, KeyPurpose, Suite
from ktgs_desktop.domain.packages import (
    DIGEST_CHUNK_BYTES,
    FEATURES,
    MAX_AGE_HEADER_BYTES,
    MAX_HEADER_BYTES,
    MAX_SIGNATURE_BYTES,
    MAX_VOLUME_BYTES,
    MIB,
    Header,
    Statement,
)
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.age_envelope import prescan
from ktgs_desktop.trust.raw_keys import verify_raw
from ktgs_desktop.trust.statements import StatementKind, pae, sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from ktgs_desktop.trust.raw_keys import Ed25519Key

MAGIC = b"\x89KTG\r\n\x1a\n"
END = b"KTGSEND\n"
MAJOR, MINOR = 1, 0
_PREFIX = struct.Struct(">8sHHI")
_LENGTH = struct.Struct(">I")
_DIGEST = 32
_FINGERPRINT = 32
_MAX_FILE = MAX_VOLUME_BYTES + 2 * MAX_HEADER_BYTES + MIB


class CarrierJudge(Protocol):
    """Who knows whose computer a key is."""

    def carrier(self, binding: Statement) -> KeyBinding:
        """The key a statement binds to a computer, if the statement can be trusted."""
        ...


@dataclass(frozen=True, slots=True)
class Outer:
    """A package whose outside was found in order.

    Attributes:
        header: what stands on it.
        carrier: the key that sealed it.
        trusted: whether the key's binding was checked, too.
        start: where the ciphertext begins.
        size: bytes of the file.
        sha256: digest of the file, in hexadecimal.
    """

    header: Header
    carrier: KeyBinding
    trusted: bool
    start: int
    size: int
    sha256: str


def check_outer(
    source: IO[bytes],
    trust: CarrierJudge | None,
    sealed: Callable[[Header], None] | None = None,
) -> Outer:
    """Check everything that needs no key of ours: form, seal, digests, length.

    Args:
        source: the file, open for reading.
        trust: who knows whose computer a key is; None to check the seal alone.
        sealed: gets the header once its seal was found in order: whatever is refused afterwards,
            it is known whose it is.

    Raises:
        PackageError: what is wrong, and what the judge says.
    """
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    if size > _MAX_FILE:
        raise PackageError("package_too_large", megabytes=MAX_VOLUME_BYTES // MIB)
    before = hashlib.sha256()
    signed, header = _read_header(source)
    before.update(signed)
    carrier = _check_seal(source, before, signed, (header, trust))
    if sealed is not None:
        sealed(header)
    table = _read_table(source, header, size)
    before.update(table)
    start = source.tell()
    _check_ciphertext(source, header, table, before)
    whole = before.copy()
    _check_end(source, before, whole)
    return Outer(header, carrier, trust is not None, start, size, whole.hexdigest())


def read_header(source: IO[bytes]) -> Header:
    """What stands on a package; nothing of it is checked but its form.

    Args:
        source: the file, open for reading.

    Raises:
        PackageError: the form is wrong.
    """
    source.seek(0)
    return _read_header(source)[1]


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise PackageError("package_cut", bytes=size - len(data))
    return data


def _damaged(place: str) -> NoReturn:
    raise PackageError("package_damaged", place=place)


def _read_header(source: IO[bytes]) -> tuple[bytes, Header]:
    """The bytes the seal covers, and the header in them."""
    prefix = source.read(_PREFIX.size)
    if not prefix.startswith(MAGIC):
        if prefix[:4] == MAGIC[:4] or (prefix and MAGIC.startswith(prefix)):
            _damaged("magic")
        raise PackageError("package_foreign")
    if len(prefix) != _PREFIX.size:
        raise PackageError("package_cut", bytes=_PREFIX.size - len(prefix))
    _magic, major, _minor, length = _PREFIX.unpack(prefix)
    if not 2 <= length <= MAX_HEADER_BYTES:  # noqa: PLR2004 - an object is two signs at least
        _damaged("header length")
    spelled = _exactly(source, length)
    value = parse(spelled, limit=MAX_HEADER_BYTES)
    if major != MAJOR:
        note = value.get("note") if isinstance(value, dict) else None
        raise PackageError("package_too_new", note=note if isinstance(note, str) else "")
    header = Header.from_json(value)
    for feature in header.need.read:
        if feature not in FEATURES:
            raise PackageError("package_feature_unknown", feature=feature)
    return prefix + spelled, header


def _check_seal(
    source: IO[bytes],
    before: hashlib._Hash,
    signed: bytes,
    facts: tuple[Header, CarrierJudge | None],
) -> KeyBinding:
    header, trust = facts
    spelled = _exactly(source, _LENGTH.size)
    (length,) = _LENGTH.unpack(spelled)
    if not 1 + _FINGERPRINT < length <= MAX_SIGNATURE_BYTES:
        _damaged("length of the seal")
    block = _exactly(source, length)
    before.update(spelled + block)
    carrier = bound_carrier(header) if trust is None else trust.carrier(header.binding)
    if carrier.purpose is not KeyPurpose.CARRIER:
        raise PackageError("carrier_other", reason="purpose")
    if carrier.unit != header.sender:
        raise PackageError("carrier_other", reason="unit")
    if carrier.device != header.device:
        raise PackageError("carrier_other", reason="device")
    if block[0] != Suite.ED25519 or block[1 : 1 + _FINGERPRINT] != carrier.fingerprint:
        raise PackageError("carrier_other", reason="key")
    if not verify_raw(carrier.public, pae(StatementKind.OUTER, signed), block[1 + _FINGERPRINT :]):
        raise PackageError("carrier_signature_wrong")
    return carrier


def bound_carrier(header: Header) -> KeyBinding:
    """The key a header names as that of its computer; nothing is said about trust.

    Args:
        header: the header.

    Raises:
        PackageError: the statement is malformed.
    """
    return KeyBinding.from_json(parse(header.binding.body, limit=MAX_HEADER_BYTES))


def _read_table(source: IO[bytes], header: Header, size: int) -> bytes:
    chunks = -(-header.length // DIGEST_CHUNK_BYTES)
    wanted = source.tell() + chunks * _DIGEST + header.length + _DIGEST + len(END)
    if size < wanted:
        raise PackageError("package_cut", bytes=wanted - size)
    if size > wanted:
        raise PackageError("package_longer")
    table = _exactly(source, chunks * _DIGEST)
    if hashlib.sha256(table).hexdigest() != header.root:
        _damaged("table of digests")
    return table


def _check_ciphertext(
    source: IO[bytes], header: Header, table: bytes, before: hashlib._Hash
) -> None:
    left = header.length
    count = len(table) // _DIGEST
    for number in range(count):
        chunk = _exactly(source, min(left, DIGEST_CHUNK_BYTES))
        left -= len(chunk)
        before.update(chunk)
        if hashlib.sha256(chunk).digest() != table[number * _DIGEST : (number + 1) * _DIGEST]:
            raise PackageError("package_chunk_damaged", number=number + 1, count=count)
        if number == 0:
            prescan(chunk[:MAX_AGE_HEADER_BYTES])


def _check_end(source: IO[bytes], before: hashlib._Hash, whole: hashlib._Hash) -> None:
    digest = _exactly(source, _DIGEST)
    if digest != before.digest():
        _damaged("digest")
    end = _exactly(source, len(END))
    if end != END:
        _damaged("end mark")
    if source.read(1):
        raise PackageError("package_longer")
    whole.update(digest + end)


class Ciphertext:
    """A ciphertext on its way into a container: it is written and its digests are taken.

    Args:
        stream: a file of our own on the local disk.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._chunk = hashlib.sha256()
        self._left = DIGEST_CHUNK_BYTES
        self._digests: list[bytes] = []
        self.length = 0

    def write(self, data: bytes) -> None:
        """Take a piece.

        Args:
            data: some bytes.

        Raises:
            PackageError: `package_too_large`.
        """
        self.length += len(data)
        if self.length > MAX_VOLUME_BYTES:
            raise PackageError("package_too_large", megabytes=MAX_VOLUME_BYTES // MIB)
        self._stream.write(data)
        view = memoryview(data)
        while view:
            part = view[: self._left]
            self._chunk.update(part)
            self._left -= len(part)
            view = view[len(part) :]
            if not self._left:
                self._close_chunk()

    def _close_chunk(self) -> None:
        self._digests.append(self._chunk.digest())
        self._chunk, self._left = hashlib.sha256(), DIGEST_CHUNK_BYTES

    def table(self) -> bytes:
        """The table of digests, once all is written."""
        if self._left < DIGEST_CHUNK_BYTES:
            self._close_chunk()
        return b"".join(self._digests)


def write_container(
    target: IO[bytes],
    header: Header,
    ciphertext: tuple[IO[bytes], bytes],
    carrier: Ed25519Key,
) -> str:
    """Write a container.

    Args:
        target: where to.
        header: what stands on it; `length` and `root` are those of the ciphertext.
        ciphertext: the stream to copy it from, and its table of digests.
        carrier: the key of this computer.

    Returns:
        SHA-256 of the file, in hexadecimal.

    Raises:
        PackageError: `header_malformed` if the header is too long.
    """
    source, table = ciphertext
    spelled = canonical(header.to_json())
    if len(spelled) > MAX_HEADER_BYTES:
        raise PackageError("header_malformed", reason="length")
    signed = _PREFIX.pack(MAGIC, MAJOR, MINOR, len(spelled)) + spelled
    seal = sign(StatementKind.OUTER, signed, carrier)
    block = bytes((seal.suite,)) + seal.fingerprint + seal.value
    digest = hashlib.sha256()

    def put(data: bytes) -> None:
        digest.update(data)
        target.write(data)

    put(signed + _LENGTH.pack(len(block)) + block + table)
    source.seek(0)
    while piece := source.read(DIGEST_CHUNK_BYTES):
        put(piece)
    put(digest.digest())
    put(END)
    return digest.hexdigest()
