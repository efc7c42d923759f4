"""The journal: canonical JSON, and the change that every edit of a record becomes.

A change is immutable. It is named by the SHA-256 of its bytes, points at its predecessor in its
channel (`prev`) and at the versions of the record that it replaces (`par`). The bytes are kept
and signed as they are; nothing is ever serialised again to check them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
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
PUT, DELETE, WITHDRAW = "put", "del", "withdraw"
CLOCK_OK, CLOCK_SUSPECT = "ok", "suspect"
_CHANGE_TAG = b"KTGS-chg-1\0"
CHANGE_KEYS = frozenset(
    ("at", "by", "ch", "clk", "d", "dev", "e", "id", "k", "lam", "n", "par", "prev", "sv", "unit")
)
"""What a change says at least."""
_encode = msgspec.json.Encoder(order="sorted").encode


_TYPED_DEPTH = 4
"""How deep the reader itself checks; the types double with each step, and few values go deeper."""


def _no_float(_spelled: str) -> NoReturn:
    raise PackageError("json_not_canonical", reason="a float is not allowed")


def _nested(depth: int) -> Any:
    """The values the subset allows, nested so deep; what is deeper is checked afterwards."""
    integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
    allowed: Any = Any
    for _level in range(depth):
        allowed = None | bool | integer | str | list[allowed] | dict[str, allowed]
    return allowed


_decode_strictly = msgspec.json.Decoder(_nested(_TYPED_DEPTH), float_hook=_no_float).decode


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
    elif type(part) is not msgspec.Raw:  # that was checked when it was spelled
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
    return parse_many((data,), limit=limit)[0]


def parse_many(lines: Sequence[bytes], *, limit: int = MAX_CHANGE_BYTES) -> list[Json]:
    """Read values that came together, each as `parse` does.

    Args:
        lines: the bytes of each.
        limit: most bytes accepted of each.

    Raises:
        PackageError: `json_not_canonical` says what is wrong.
    """
    if any(len(line) > limit for line in lines):
        _refuse("too long")
    # Texts are composed each if they are together: no letter composes with a quotation mark or
    # the end of a line before it.
    _check_composed(b"\n".join(lines))
    return [_read(line) for line in lines]


def _read(data: bytes) -> Json:
    """Read one value whose texts are composed.

    Kinds of values, integers and depth are checked while they are read, keys afterwards. A key
    that stands twice, a number or text spelled otherwise: spelled again, all of them differ.
    """
    try:
        value: Json = _decode_strictly(data)
    except msgspec.ValidationError as error:
        said = str(error)
        if "`float`" in said:
            _refuse("a float is not allowed")
        _refuse("too deep" if "got `" in said else "integer too large")
    except (msgspec.DecodeError, ValueError, RecursionError):
        _refuse("not JSON in UTF-8")
    if type(value) is dict or type(value) is list:
        _check_keys(value)
        if len(data) > MAX_TEXT_BYTES:  # texts that are short together are short each
            _check((value,), 0)
    elif len(data) > MAX_TEXT_BYTES:
        _check((value,), 0)
    if _encode(value) != data:
        _refuse("not spelled canonically")
    return value


def _check_keys(value: dict[str, Json] | list[Json], depth: int = 1) -> None:
    if isinstance(value, dict):
        if not value.keys() <= _good_keys:
            for key in value:
                _check_key(key)
        parts: Iterable[Json] = value.values()
    else:
        parts = value
    if depth >= _TYPED_DEPTH:
        _check(parts, depth)
        return
    for part in parts:
        kind = type(part)
        if kind is dict or kind is list:
            _check_keys(part, depth + 1)  # type: ignore[arg-type]


def _check_composed(data: bytes) -> None:
    if data.isascii():
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _refuse("not JSON in UTF-8")
    if not unicodedata.is_normalized("NFC", text):
        _refuse("text not NFC")


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
        _refuse("too long")
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
