"""Canonical JSON: a value has one spelling only, and every other one is refused.

What was read is spelled again and compared, so that a key that stands twice, a number or a text
spelled otherwise never gets in. Nearly all of it says the same few keys: once these are known, a
value is read in one go, and only what is not read so is looked at part by part.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import msgspec

from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_KEYS_REMEMBERED = 4096
_good_keys: set[str] = set()
_KEY = re.compile(r"[a-z0-9_]{1,40}")
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

MAX_CHANGE_BYTES = 256 * 1024
MAX_TEXT_BYTES = 64 * 1024
MAX_DEPTH = 12
MAX_INTEGER = 2**53 - 1

_encode = msgspec.json.Encoder(order="sorted").encode


_TYPED_DEPTH = 4
"""How deep the reader itself checks; the types double with each step, and few values go deeper."""
_LEARNED_DEPTH = 5
_PATIENCE = 100
"""Values that have to be looked at part by part before the keys met in them are learned."""


def _no_float(_spelled: str) -> NoReturn:
    raise PackageError("json_not_canonical", reason="a float is not allowed")


def _nested(depth: int, key: Any = str, deeper: Any = Any) -> Any:
    """The values the subset allows, nested so deep; what is deeper is checked afterwards."""
    integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
    allowed: Any = deeper
    for _level in range(depth):
        allowed = None | bool | integer | str | list[allowed] | dict[key, allowed]
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


class _Learned:
    """Reads in one go what holds no key but those met before."""

    def __init__(self) -> None:
        self._decode: Callable[[bytes], Json] | None = None
        self._known = self._missed = 0

    def value(self, data: bytes) -> Json:
        """A value whose keys, integers and depth are in order.

        Raises:
            LookupError: it has to be looked at part by part.
        """
        if self._decode is None:
            raise LookupError
        try:
            return self._decode(data)
        except (msgspec.DecodeError, PackageError, ValueError, RecursionError):
            raise LookupError from None

    def miss(self) -> None:
        """Something was in order and was not read in one go: learn its keys if it goes on so."""
        self._missed += 1
        if self._missed < _PATIENCE:
            return
        self._missed = 0
        if self._known < len(_good_keys):
            self._known = len(_good_keys)
            keys = tuple(sorted(_good_keys))
            types = _nested(_LEARNED_DEPTH, Literal[keys], None)
            self._decode = msgspec.json.Decoder(types, float_hook=_no_float).decode


_learned = _Learned()


def _read(data: bytes) -> Json:
    """Read one value whose texts are composed.

    A key that stands twice, a number or text spelled otherwise: spelled again, all of them differ.
    """
    try:
        value = _learned.value(data)
    except LookupError:
        value = _read_by_parts(data)
        _learned.miss()
    if len(data) > MAX_TEXT_BYTES:  # texts that are short together are short each
        _check((value,), 0)
    if _encode(value) != data:
        _refuse("not spelled canonically")
    return value


def _read_by_parts(data: bytes) -> Json:
    """Read a value: kinds, integers and depth are checked while it is read, keys afterwards."""
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
