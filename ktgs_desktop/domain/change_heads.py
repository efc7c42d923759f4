"""The heads of changes: what they say of themselves, read without what they say of their record.

A head is enough to see whether a change may stand where it stands, and says nothing about the
rest. Whoever takes a change in reads all of it strictly (`feeds.named`, `feeds.named_many`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import msgspec

from ktgs_desktop.domain.feeds import KINDS
from ktgs_desktop.domain.journal import MAX_CHANGE_BYTES, change_of, parse_many
from ktgs_desktop.errors import PackageError


class ChangeHead(msgspec.Struct, frozen=True, gc=False, rename={
    "channel": "ch", "entity": "e", "kind": "k", "schema": "sv",
}):  # fmt: skip
    """Where a change stands and what it is about.

    Attributes:
        channel: its channel.
        entity: name of the kind of record.
        kind: what it does; one of those a feed knows.
        schema: schema version of its writer.
        unit: the office that wrote it, as it is spelled.
    """

    channel: str
    entity: str
    kind: str
    schema: int
    unit: str


class _About(msgspec.Struct):
    e: str
    id: UUID


_read_head = msgspec.json.Decoder(ChangeHead).decode
_read_about = msgspec.json.Decoder(_About).decode


def heads_of(lines: Sequence[bytes]) -> Counter[ChangeHead]:
    """The heads of changes, and how many changes have each: those of one feed have few.

    Args:
        lines: the bytes of each, which are read strictly where they are taken in.

    Raises:
        PackageError: `json_not_canonical`, `change_malformed`.
    """
    if lines and max(map(len, lines)) > MAX_CHANGE_BYTES:
        raise PackageError("json_not_canonical", reason="too long")
    try:
        found = Counter(map(_read_head, lines))
    except (msgspec.DecodeError, ValueError, RecursionError):
        check_strictly(lines)  # what is wrong, in the words of who reads all of it
        raise PackageError("change_malformed") from None
    if any(head.kind not in KINDS for head in found):
        raise PackageError("change_malformed")
    return found


def check_strictly(lines: Sequence[bytes]) -> None:
    """Read changes strictly that nobody takes in here, but which are kept or handed on.

    Args:
        lines: the bytes of each.

    Raises:
        PackageError: `json_not_canonical`, `change_malformed`.
    """
    for body in parse_many(lines):
        change_of(body)


def record_of(data: bytes) -> tuple[str, UUID]:
    """Which record a change is about, without reading the rest of it.

    Args:
        data: bytes that were read strictly before, or will be.

    Raises:
        PackageError: `change_malformed`.
    """
    try:
        about = _read_about(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise PackageError("change_malformed") from None
    return about.e, about.id
