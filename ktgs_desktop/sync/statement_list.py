"""Signed statements, certificates and revocation lists as they travel in a `KEYS` section.

kind length 1 | media type | body length 4 | body | signature length 4 | signatures
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.packages import MAX_SIGNATURE_BYTES, MIB
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BODY_BYTES = 8 * MIB
MAX_STATEMENTS = 20_000
_KIND = re.compile(rb"[a-z0-9.+/-]{1,100}")
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class TravellingStatement:
    """A statement on its way.

    Attributes:
        kind: its media type.
        body: the bytes that were signed; of a certificate or revocation list its DER.
        signatures: the block of signatures; empty where the body carries its own.
    """

    kind: str
    body: bytes
    signatures: bytes = b""


def encode_statements(statements: Iterable[TravellingStatement]) -> bytes:
    """The bytes of statements, one after another.

    Args:
        statements: the statements.
    """
    parts: list[bytes] = []
    for statement in statements:
        kind = statement.kind.encode("ascii")
        parts += [bytes((len(kind),)), kind]
        for data in (statement.body, statement.signatures):
            parts += [_LENGTH.pack(len(data)), data]
    return b"".join(parts)


def decode_statements(data: bytes) -> Iterator[TravellingStatement]:
    """Read statements; whether they can be trusted is not looked at here.

    Args:
        data: what `encode_statements` made.

    Raises:
        PackageError: `statements_malformed`.
    """
    place = number = 0
    while place < len(data):
        number += 1
        if number > MAX_STATEMENTS:
            raise PackageError("statements_malformed", reason="too many")
        size = data[place]
        kind = data[place + 1 : place + 1 + size]
        if _KIND.fullmatch(kind) is None:
            raise PackageError("statements_malformed", reason="kind")
        place += 1 + size
        body, place = _part(data, place, MAX_BODY_BYTES)
        signatures, place = _part(data, place, MAX_SIGNATURE_BYTES)
        yield TravellingStatement(kind.decode("ascii"), body, signatures)


def _part(data: bytes, place: int, limit: int) -> tuple[bytes, int]:
    spelled = data[place : place + _LENGTH.size]
    if len(spelled) != _LENGTH.size:
        raise PackageError("statements_malformed", reason="cut")
    (size,) = _LENGTH.unpack(spelled)
    start = place + _LENGTH.size
    if size > limit or start + size > len(data):
        raise PackageError("statements_malformed", reason="length")
    return data[start : start + size], start + size
