"""Entities to plain JSON values and back, by field name; fields of a newer program survive.

A record's JSON object (its "document") has one key for each field of its dataclass. Reading
ignores keys it does not know; `merged` puts them back when the record is saved again, so that an
older program never loses what a newer one wrote.
"""

from __future__ import annotations

import dataclasses
import types
import typing
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.journal import MAX_TEXT_BYTES, Json, spelled
from ktgs_desktop.errors import PackageError, UserError

Entity = TypeVar("Entity")
_Encoder = Callable[[Any], Json]
_Decoder = Callable[[Json], Any]


_codecs: dict[type, dict[str, tuple[_Encoder, _Decoder]]] = {}


class _MalformedError(ValueError):
    """A document does not fit its dataclass."""


def _same(value: Any) -> Json:
    return typing.cast("Json", value)


def _plain_text(value: Any) -> Json:
    """The text itself; of an enumeration's member its value."""
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{value!r} is no text")


def _reader(kind: type) -> _Decoder:
    def read(value: Json) -> Any:
        if type(value) is not kind:
            raise _MalformedError
        return value

    return read


def _from_text(make: Callable[[str], Any]) -> _Decoder:
    def read(value: Json) -> Any:
        if not isinstance(value, str):
            raise _MalformedError
        return make(value)

    return read


_SCALARS: dict[Any, tuple[_Encoder, _Decoder]] = {
    str: (_plain_text, _reader(str)),
    int: (_same, _reader(int)),
    bool: (_same, _reader(bool)),
    UUID: (str, _from_text(UUID)),
    date: (date.isoformat, _from_text(date.fromisoformat)),
    PartialDate: (lambda value: value.iso, _from_text(PartialDate)),
}


def _codec(hint: Any) -> tuple[_Encoder, _Decoder]:
    if hint in _SCALARS:
        return _SCALARS[hint]
    if get_origin(hint) in (types.UnionType, typing.Union):
        return _optional(hint)
    if get_origin(hint) is tuple:
        return _tuple(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return to_document, lambda value: from_document(hint, value)
    raise TypeError(f"no spelling for {hint!r}")


def _optional(hint: Any) -> tuple[_Encoder, _Decoder]:
    (inner,) = (part for part in get_args(hint) if part is not type(None))
    encode, decode = _codec(inner)
    return (
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
    )


def _tuple(hint: Any) -> tuple[_Encoder, _Decoder]:
    encode, decode = _codec(get_args(hint)[0])

    def read(value: Json) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _MalformedError
        return tuple(decode(part) for part in value)

    return lambda value: [encode(part) for part in value], read


def codecs(kind: type) -> dict[str, tuple[_Encoder, _Decoder]]:
    """How each field of a dataclass is written and read.

    Args:
        kind: a dataclass of scalars, optional values, tuples and nested dataclasses.
    """
    found = _codecs.get(kind)
    if found is None:
        hints = get_type_hints(kind)
        found = {field.name: _codec(hints[field.name]) for field in dataclasses.fields(kind)}
        _codecs[kind] = found
    return found


def to_document(entity: Any) -> dict[str, Json]:
    """The JSON object of an entity.

    Args:
        entity: an instance of an entity or of a dataclass nested in one.
    """
    kind: type = type(entity)
    names, values_of, encoders = _encoders(kind)
    return {
        name: encode(value)
        for name, encode, value in zip(names, encoders, values_of(entity), strict=True)
    }


def added_document(entity: Any) -> dict[str, Any]:
    """The JSON object of a new record; lists of texts are spelled once, for row and journal.

    Args:
        entity: an instance of an entity.

    Raises:
        PackageError: `json_not_canonical` if a text is not composed.
    """
    kind: type = type(entity)
    wordy = _wordy(kind)
    if not wordy:
        return to_document(entity)
    found: dict[str, Any] = {}
    for name, (encode, _decode) in codecs(kind).items():
        value = getattr(entity, name)
        once = _spelled_once(value) if name in wordy else None
        found[name] = encode(value) if once is None else once
    return found


def _spelled_once(values: Any) -> msgspec.Raw | None:
    """Dataclasses of texts, spelled for a larger value; None if each needs a look of its own."""
    text = spelled(values)
    data = text.encode("utf-8")
    if len(data) > MAX_TEXT_BYTES or not unicodedata.is_normalized("NFC", text):
        return None
    return msgspec.Raw(data)


@cache
def _wordy(kind: type) -> frozenset[str]:
    """Fields of a dataclass that are lists of dataclasses of texts alone."""
    hints = get_type_hints(kind)
    return frozenset(
        field.name
        for field in dataclasses.fields(kind)
        if get_origin(hints[field.name]) is tuple and _of_texts(get_args(hints[field.name])[0])
    )


def _of_texts(hint: Any) -> bool:
    if not (dataclasses.is_dataclass(hint) and isinstance(hint, type)):
        return False
    hints = get_type_hints(hint)
    return all(hints[field.name] is str for field in dataclasses.fields(hint))


@cache
def _encoders(kind: type) -> tuple[tuple[str, ...], Callable[[Any], Any], tuple[_Encoder, ...]]:
    """Names of a dataclass's fields, all their values in one call, and how each is spelled."""
    found = codecs(kind)
    names = tuple(found)
    values_of = (
        attrgetter(*names) if len(names) > 1 else lambda entity: (getattr(entity, names[0]),)
    )
    return names, values_of, tuple(encode for encode, _decode in found.values())


def from_document(
    kind: type[Entity], document: Json, ready: Mapping[str, Any] = types.MappingProxyType({})
) -> Entity:
    """The entity of a JSON object; unknown keys are passed over, missing ones take defaults.

    Args:
        kind: the dataclass.
        document: the object.
        ready: values of further fields, which need no reading.

    Raises:
        PackageError: `record_malformed` with the kind's name.
    """
    if not isinstance(document, Mapping):
        raise PackageError("record_malformed", kind=kind.__name__)
    values: dict[str, Any] = {}
    try:
        for name, (_encode, decode) in codecs(kind).items():
            if name in document:
                values[name] = decode(document[name])
        return kind(**ready, **values)
    except (_MalformedError, ValueError, TypeError, UserError):
        raise PackageError("record_malformed", kind=kind.__name__) from None


def merged(entity: Any, former: Mapping[str, Json] | None) -> dict[str, Json]:
    """The JSON object of an entity with the keys of its former version that we do not know.

    Args:
        entity: the entity to save.
        former: the object of the version it replaces, or None for a new record.
    """
    document = to_document(entity)
    if former:
        known = codecs(type(entity))
        document.update({key: value for key, value in former.items() if key not in known})
    return document
