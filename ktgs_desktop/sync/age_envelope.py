"""Encryption of a package to its recipients: age v1 (C2SP age.md), X25519 only.

The library reads any number of recipient stanzas and takes time that grows with their square, so
the head of the envelope is read here first.
"""

from __future__ import annotations

import hashlib
import queue
import re
import threading
from typing import TYPE_CHECKING, NoReturn, Protocol

import pyrage

from ktgs_desktop.domain.packages import MAX_AGE_HEADER_BYTES, MAX_STANZAS
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_VERSION = b"age-encryption.org/v1"
_ARGUMENT = re.compile(rb"[\x21-\x7e]+")
_BODY = re.compile(rb"[A-Za-z0-9+/]*")
_X25519_KEY = re.compile(rb"[A-Za-z0-9+/]{43}")
_MAC = re.compile(rb"--- [A-Za-z0-9+/]{43}")
_GREASE = b"-grease"
_FULL_LINE = 64
_X25519_BODY = 43
_BATCH = 256 * 1024
_WAITING = 4


class Reader(Protocol):
    """A stream that is read in pieces."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes; nothing at the end."""
        ...


def new_identity() -> tuple[str, str]:
    """A new key pair.

    Returns:
        The secret (`AGE-SECRET-KEY-1…`) and the public text (`age1…`).
    """
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_fingerprint(public: str) -> str:
    """The name of an encryption key in manifests: SHA-256 of its public text, in hexadecimal.

    Args:
        public: `age1…`.
    """
    return hashlib.sha256(public.encode("ascii")).hexdigest()


def public_of(secret: str) -> str:
    """The public text of a secret key.

    Args:
        secret: `AGE-SECRET-KEY-1…`.

    Raises:
        PackageError: `envelope_malformed` if it is none.
    """
    return str(_identity(secret).to_public())


def encrypt(
    source: Iterable[bytes],
    recipients: Sequence[str],
    write: Callable[[bytes], object],
) -> None:
    """Encrypt a stream.

    Args:
        source: the plain bytes in pieces.
        recipients: public texts, each once.
        write: takes the encrypted bytes in pieces.

    Raises:
        PackageError: `envelope_malformed` if a key is none, `package_too_many_recipients`.
    """
    if not 0 < len(recipients) < MAX_STANZAS:
        raise PackageError("package_too_many_recipients", limit=MAX_STANZAS - 1)
    try:
        keys = [pyrage.x25519.Recipient.from_str(public) for public in recipients]
    except pyrage.RecipientError:
        _refuse("recipient")
    failed: list[BaseException] = []
    try:
        pyrage.encrypt_io(_Pieces(_kept(source, failed)), _Sink(write, failed), keys)
    except (pyrage.EncryptError, OSError, ValueError):
        if failed:  # the library says what happened in words of its own
            raise failed[0] from None
        raise


def _kept(source: Iterable[bytes], failed: list[BaseException]) -> Iterator[bytes]:
    """The pieces of a source; how it fails is remembered."""
    try:
        yield from source
    except BaseException as error:
        failed.append(error)
        raise


def prescan(head: bytes) -> int:
    """Check the head of an envelope before the library sees it.

    Args:
        head: the first bytes, up to the greatest length a head may have.

    Returns:
        How long the head is.

    Raises:
        PackageError: `envelope_malformed` says what is not allowed.
    """
    limit = min(len(head), MAX_AGE_HEADER_BYTES)
    place = _line_end(head, 0, limit)
    if head[:place] != _VERSION:
        _refuse("version")
    place += 1
    stanzas = ours = 0
    while head[place : place + 3] == b"-> ":
        stanzas += 1
        if stanzas > MAX_STANZAS:
            _refuse("stanzas")
        end = _line_end(head, place, limit)
        mine = _check_stanza(head[place + 3 : end].split(b" "))
        ours += mine
        place, size = _skip_body(head, end + 1, limit)
        if mine and size != _X25519_BODY:
            _refuse("stanza body")
    end = _line_end(head, place, limit)
    if not ours or _MAC.fullmatch(head[place:end]) is None:
        _refuse("end of the head")
    return end + 1


def _line_end(head: bytes, start: int, limit: int) -> int:
    end = head.find(b"\n", start, limit)
    if end < 0:
        _refuse("head too long")
    return end


def _check_stanza(arguments: list[bytes]) -> bool:
    """Whether a stanza is one for a key; False for the one that libraries add to stay flexible."""
    if any(_ARGUMENT.fullmatch(argument) is None for argument in arguments):
        _refuse("stanza")
    if arguments[0] == b"X25519":
        if len(arguments) != 2 or _X25519_KEY.fullmatch(arguments[1]) is None:  # noqa: PLR2004
            _refuse("stanza")
        return True
    if not arguments[0].endswith(_GREASE):
        _refuse("kind of stanza")
    return False


def _skip_body(head: bytes, place: int, limit: int) -> tuple[int, int]:
    """Where the lines of a stanza end, and how many signs they have; the last one is short."""
    size = 0
    while True:
        end = _line_end(head, place, limit)
        line = head[place:end]
        if len(line) > _FULL_LINE or _BODY.fullmatch(line) is None:
            _refuse("stanza body")
        place = end + 1
        size += len(line)
        if len(line) < _FULL_LINE:
            return place, size


def decrypt(source: Reader, secrets: Sequence[str]) -> Iterator[bytes]:
    """Decrypt a stream; each piece is authentic, the end is only once all have been read.

    Args:
        source: the envelope from its first byte to its last.
        secrets: our secret keys, older ones too.

    Yields:
        Plain bytes in pieces.

    Raises:
        PackageError: `envelope_malformed`, `not_for_us` if none of the keys opens it,
            `envelope_damaged`.
    """
    head = source.read(MAX_AGE_HEADER_BYTES)
    prescan(head)
    work = _Decryption(_Rest(head, source), [_identity(secret) for secret in secrets])
    try:
        yield from work.pieces()
    finally:
        work.stop()


def _identity(secret: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(secret)
    except pyrage.IdentityError:
        _refuse("identity")


def _refuse(reason: str) -> NoReturn:
    raise PackageError("envelope_malformed", reason=reason)


class _AbandonedError(Exception):
    """Nobody reads on."""


class _Decryption:
    """The library pushes and we pull: it works in a thread that waits until we take."""

    def __init__(self, source: Reader, identities: Sequence[pyrage.x25519.Identity]) -> None:
        self._source, self._identities = source, identities
        self._ready: queue.Queue[bytes | None] = queue.Queue(_WAITING)
        self._gathered = bytearray()
        self._abandoned = False
        # Until the end has come, whatever ends the thread is damage.
        self._error: PackageError | None = PackageError("envelope_damaged")
        self._thread = threading.Thread(target=self._run, name="age", daemon=True)
        self._thread.start()

    def pieces(self) -> Iterator[bytes]:
        """Plain bytes."""
        while (piece := self._ready.get()) is not None:
            yield piece
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Let the thread end."""
        self._abandoned = True
        while self._thread.is_alive():
            try:
                self._ready.get(timeout=0.01)
            except queue.Empty:
                continue
        self._thread.join()

    def _take(self, piece: bytes) -> None:
        if self._abandoned:
            raise _AbandonedError
        self._gathered += piece
        if len(self._gathered) >= _BATCH:
            self._ready.put(bytes(self._gathered))
            self._gathered.clear()

    def _run(self) -> None:
        try:
            pyrage.decrypt_io(self._source, _Sink(self._take), self._identities)
            self._ready.put(bytes(self._gathered))
            self._error = None
        except (_AbandonedError, OSError, ValueError):
            pass
        except pyrage.DecryptError as error:
            # The library names this one case by its words only.
            nobody = "No matching keys found" in str(error)
            if nobody:
                self._error = PackageError("not_for_us")
        finally:
            self._ready.put(None)


class _Sink:
    """What the library writes to."""

    def __init__(
        self, write: Callable[[bytes], object], failed: list[BaseException] | None = None
    ) -> None:
        self._write, self._failed = write, failed

    def write(self, data: bytes) -> int:
        """Take a piece."""
        try:
            self._write(data)
        except BaseException as error:
            if self._failed is not None:
                self._failed.append(error)
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""


class _Pieces:
    """An iterator seen as a stream."""

    def __init__(self, source: Iterable[bytes]) -> None:
        self._source = iter(source)
        self._left = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        while not self._left:
            piece = next(self._source, None)
            if piece is None:
                return b""
            self._left = memoryview(piece)
        taken = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(taken) :]
        return bytes(taken)


class _Rest:
    """A stream some of which was read already."""

    def __init__(self, head: bytes, source: Reader) -> None:
        self._head, self._source = memoryview(head), source

    def read(self, size: int = -1, /) -> bytes:
        """Up to `size` bytes."""
        if not self._head:
            return self._source.read(size)
        taken = self._head if size < 0 else self._head[:size]
        self._head = self._head[len(taken) :]
        return bytes(taken)
