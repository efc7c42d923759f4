"""The journal: the change that every edit of a record becomes, in canonical JSON.

A change is immutable. It is named by the SHA-256 of its bytes, points at its predecessor in its
channel (`prev`) and at the versions of the record that it replaces (`par`). The bytes are kept
and signed as they are; nothing is ever serialised again to check them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.canonical_json import (
    MAX_CHANGE_BYTES,
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_TEXT_BYTES,
    Json,
    canonical,
    parse,
    parse_many,
    spelled,
)
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CHANGE_KEYS",
    "CHANNEL_INTERNAL",
    "CLOCK_OK",
    "CLOCK_SUSPECT",
    "DELETE",
    "MAX_CHANGE_BYTES",
    "MAX_DEPTH",
    "MAX_INTEGER",
    "MAX_TEXT_BYTES",
    "PUT",
    "SCHEMA_VERSION",
    "WITHDRAW",
    "Change",
    "Json",
    "canonical",
    "change_hash",
    "change_of",
    "decode_change",
    "encode_change",
    "leaves",
    "parse",
    "parse_many",
    "spelled",
]

SCHEMA_VERSION = 1
CHANNEL_INTERNAL = "int"
PUT, DELETE, WITHDRAW = "put", "del", "withdraw"
CLOCK_OK, CLOCK_SUSPECT = "ok", "suspect"
_CHANGE_TAG = b"KTGS-chg-1\0"
CHANGE_KEYS = frozenset(
    ("at", "by", "ch", "clk", "d", "dev", "e", "id", "k", "lam", "n", "par", "prev", "sv", "unit")
)
"""What a change says at least."""


@dataclass(frozen=True, slots=True)
class Change:
    """One signed-for edit of one record.

    Attributes:
        at: the clock's claim, ISO 8601 with offset; decides nothing.
        author: the user (`by`).
        channel: `int`, or a channel to another unit (`ch`).
        clock: `ok` or `suspect`, whether the clock guard trusted `at` (`clk`).
        document: the whole record after the change (`d`).
        device: the installation that wrote it (`dev`).
        entity: glossary name of the kind of record in snake_case (`e`).
        id: the record; with its owner, which is part of `document`, its identity.
        kind: `put`, `del` or `withdraw` (`k`); a `del` keeps the record and says why, a
            `withdraw` takes it back from those it was sent to and says nothing of it.
        lamport: one more than the greatest number seen (`lam`).
        number: position in the channel's chain, for people (`n`).
        parents: hashes of the versions this one replaces (`par`).
        previous: hash of the channel's head this author knew (`prev`).
        schema: schema version of the writer (`sv`).
        unit: the office that wrote it.
        reason: why the record was voided (`why`), for `del` only.
    """

    at: str
    author: UUID
    channel: str
    clock: str
    document: Mapping[str, Json]
    device: UUID
    entity: str
    id: UUID
    kind: str
    lamport: int
    number: int
    parents: tuple[bytes, ...]
    previous: bytes | None
    schema: int
    unit: UUID
    reason: str | None = None


# Who writes, where and in which office seldom changes from one change to the next.
_spelled_id = lru_cache(maxsize=64)(str)
_read_id = lru_cache(maxsize=256)(UUID)


def encode_change(change: Change) -> bytes:
    """The bytes of a change: what is hashed, kept and sent.

    Args:
        change: the change.

    Raises:
        PackageError: `json_not_canonical` if the record holds what the subset forbids.
    """
    body: dict[str, Json] = {
        "at": change.at,
        "by": _spelled_id(change.author),
        "ch": change.channel,
        "clk": change.clock,
        "d": change.document if isinstance(change.document, dict) else dict(change.document),
        "dev": _spelled_id(change.device),
        "e": change.entity,
        "id": str(change.id),
        "k": change.kind,
        "lam": change.lamport,
        "n": change.number,
        "par": [parent.hex() for parent in change.parents],
        "prev": change.previous.hex() if change.previous is not None else None,
        "sv": change.schema,
        "unit": _spelled_id(change.unit),
    }
    if change.reason is not None:
        body["why"] = change.reason
    data = canonical(body)
    if len(data) > MAX_CHANGE_BYTES:
        raise PackageError("json_not_canonical", reason="too long")
    return data


def decode_change(data: bytes) -> Change:
    """Read a change strictly.

    Args:
        data: bytes as `encode_change` gives them.

    Raises:
        PackageError: `json_not_canonical` or `change_malformed`.
    """
    return change_of(parse(data))


def change_of(body: Json) -> Change:
    """The change that a JSON object says.

    Args:
        body: what `parse` read.

    Raises:
        PackageError: `change_malformed`.
    """
    if not isinstance(body, dict) or not body.keys() >= CHANGE_KEYS:
        raise PackageError("change_malformed")
    document, parents, previous = body["d"], body["par"], body["prev"]
    if not isinstance(document, dict) or not isinstance(parents, list):
        raise PackageError("change_malformed")
    try:
        return Change(
            at=_text(body["at"]),
            author=_read_id(_text(body["by"])),
            channel=_text(body["ch"]),
            clock=_text(body["clk"]),
            document=document,
            device=_read_id(_text(body["dev"])),
            entity=_text(body["e"]),
            id=UUID(_text(body["id"])),
            kind=_text(body["k"]),
            lamport=_integer(body["lam"]),
            number=_integer(body["n"]),
            parents=tuple(bytes.fromhex(_text(parent)) for parent in parents),
            previous=None if previous is None else bytes.fromhex(_text(previous)),
            schema=_integer(body["sv"]),
            unit=_read_id(_text(body["unit"])),
            reason=None if body.get("why") is None else _text(body["why"]),
        )
    except ValueError:
        raise PackageError("change_malformed") from None


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise PackageError("change_malformed")
    return value


def _integer(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise PackageError("change_malformed")
    return value


def change_hash(data: bytes) -> bytes:
    """The name of a change: SHA-256 over a tag and its bytes.

    Args:
        data: the bytes of `encode_change`.

    Returns:
        32 bytes.
    """
    return hashlib.sha256(_CHANGE_TAG + data).digest()


def leaves(versions: Iterable[tuple[bytes, Change]]) -> list[tuple[bytes, Change]]:
    """The versions of a record that no other version replaces.

    One leaf is the present state; two or more are a conflict for a person to decide.

    Args:
        versions: (hash, change) of one record, in any order.

    Returns:
        The leaves, the provisional winner (greatest Lamport number, then hash) first.
    """
    known = dict(versions)
    replaced = {parent for change in known.values() for parent in change.parents}
    found = [(name, change) for name, change in known.items() if name not in replaced]
    return sorted(found, key=lambda pair: (pair[1].lamport, pair[0]), reverse=True)
