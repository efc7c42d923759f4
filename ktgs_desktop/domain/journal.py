"""The journal: canonical JSON, and the change that every edit of a record becomes.

A change is immutable. It is named by the SHA-256 of its bytes, points at its predecessor in its
channel (`prev`) and at the versions of the record that it replaces (`par`). The bytes are kept
and signed as they are; nothing is ever serialised again to check them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn
from uuid import UUID

import msgspec

from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS_REMEMBERED = 4096
_good_keys: set[str] = set()
_KEY = re.compile(r"[a-z0-9_]{1,40}")
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

MAX_CHANGE_BYTES = 256 * 1024
MAX_TEXT_BYTES = 64 * 1024
MAX_DEPTH = 12
MAX_INTEGER = 2**53 - 1

SCHEMA_VERSION = 1
CHANNEL_INTERNAL = "int"
PUT, DELETE = "put", "del"
CLOCK_OK, CLOCK_SUSPECT = "ok", "suspect"
_CHANGE_TAG = b"KTGS-chg-1\0"
_CHANGE_KEYS = frozenset(
    ("at", "by", "ch", "clk", "d", "dev", "e", "id", "k", "lam", "n", "par", "prev", "sv", "unit")
)
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


def _refuse(reason: str) -> NoReturn:
    raise PackageError("json_not_canonical", reason=reason)


def _check_text(text: str) -> None:
    if text.isascii():
        if len(text) > MAX_TEXT_BYTES:
            _refuse("text too long")
        return
    if not unicodedata.is_normalized("NFC", text):
        _refuse("text not NFC")
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        _refuse("lone surrogate")
    if size > MAX_TEXT_BYTES:
        _refuse("text too long")


def _check_key(key: object) -> None:
    if not isinstance(key, str) or _KEY.fullmatch(key) is None:
        _refuse("key not allowed")
    if len(_good_keys) < _KEYS_REMEMBERED:
        _good_keys.add(key)


def _check(parts: Iterable[object], depth: int) -> None:
    """Check values that stand side by side; flat values, by far the most, need no further call."""
    if depth > MAX_DEPTH:
        _refuse("too deep")
    for part in parts:
        kind = type(part)
        if kind is str:
            _check_text(part)  # type: ignore[arg-type]
        elif kind is int:
            if not -MAX_INTEGER <= part <= MAX_INTEGER:  # type: ignore[operator]
                _refuse("integer too large")
        elif part is not None and kind is not bool:
            _check_nested(part, depth)


def _check_nested(part: object, depth: int) -> None:
    if isinstance(part, dict):
        if not part.keys() <= _good_keys:
            for key in part:
                _check_key(key)
        _check(part.values(), depth + 1)
    elif isinstance(part, list):
        _check(part, depth + 1)
    else:
        _refuse(f"a {type(part).__name__} is not allowed")


def spelled(value: Json) -> str:
    """The canonical spelling of a value that was checked before, as part of a larger one.

    Args:
        value: a part of what `canonical` has accepted.
    """
    return _encode(value).decode("utf-8")


def canonical(value: Json) -> bytes:
    """The one spelling of a value: RFC 8785 on a subset without floats.

    Keys are `[a-z0-9_]{1,40}`, texts NFC and up to 64 KiB, integers below 2^53, depth up to 12.

    Args:
        value: what to spell.

    Raises:
        PackageError: `json_not_canonical` says what is outside the subset.
    """
    _check((value,), 0)
    return _encode(value)


def parse(data: bytes, *, limit: int = MAX_CHANGE_BYTES) -> Json:
    """Read a value and refuse every spelling but the canonical one.

    Args:
        data: bytes from a file, a package or the journal.
        limit: most bytes accepted.

    Raises:
        PackageError: `json_not_canonical` says what is wrong.
    """
    if len(data) > limit:
        _refuse("too long")
    try:
        value: Json = _decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        _refuse("not JSON in UTF-8")
    # A key that stands twice, a float, a number too large: spelled again, all of them differ.
    if canonical(value) != data:
        _refuse("not spelled canonically")
    return value


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
        kind: `put` or `del` (`k`); a `del` keeps the record and says why.
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
        _refuse("too long")
    return data


def decode_change(data: bytes) -> Change:
    """Read a change strictly.

    Args:
        data: bytes as `encode_change` gives them.

    Raises:
        PackageError: `json_not_canonical` or `change_malformed`.
    """
    body = parse(data)
    if not isinstance(body, dict) or not body.keys() >= _CHANGE_KEYS:
        raise PackageError("change_malformed")
    document, parents, previous = body["d"], body["par"], body["prev"]
    if not isinstance(document, dict) or not isinstance(parents, list):
        raise PackageError("change_malformed")
    try:
        return Change(
            at=_text(body["at"]),
            author=UUID(_text(body["by"])),
            channel=_text(body["ch"]),
            clock=_text(body["clk"]),
            document=document,
            device=UUID(_text(body["dev"])),
            entity=_text(body["e"]),
            id=UUID(_text(body["id"])),
            kind=_text(body["k"]),
            lamport=_integer(body["lam"]),
            number=_integer(body["n"]),
            parents=tuple(bytes.fromhex(_text(parent)) for parent in parents),
            previous=None if previous is None else bytes.fromhex(_text(previous)),
            schema=_integer(body["sv"]),
            unit=UUID(_text(body["unit"])),
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
