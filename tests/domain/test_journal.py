from __future__ import annotations

import unicodedata
from typing import Any
from uuid import UUID, uuid4

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.journal import (
    MAX_DEPTH,
    MAX_INTEGER,
    Change,
    canonical,
    change_hash,
    decode_change,
    encode_change,
    leaves,
    parse,
    spelled,
)
from ktgs_desktop.errors import PackageError

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)
keys = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=40)
scalars = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_canonical_is_rfc_8785_on_the_allowed_subset(value: Any) -> None:
    spelling = canonical(value)
    assert spelling == rfc8785.dumps(value)
    assert parse(spelling) == value
    assert spelled(value).encode("utf-8") == spelling


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        MAX_INTEGER + 1,
        -MAX_INTEGER - 1,
        "\ud800",
        unicodedata.normalize("NFD", "ế"),
        "x" * 70_000,
        {"Không": 1},
        {"a" * 41: 1},
        {1: 1},
        (1, 2),
        b"bytes",
    ],
)
def test_what_is_outside_the_subset_is_refused(value: Any) -> None:
    with pytest.raises(PackageError) as caught:
        canonical(value)
    assert caught.value.code == "json_not_canonical"


def test_nesting_is_limited() -> None:
    value: Any = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert parse(canonical(value)) == value
    with pytest.raises(PackageError):
        canonical([value])


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'\xef\xbb\xbf{"a":1}',
        b"1.0",
        b"1e3",
        b"NaN",
        b"[1,]",
        b'"\\ud800"',
        b'"\\u0041"',
        b"9" * 5000,
        b"[" * 100_000,
        b"-0",
        b"01",
        b"",
        b"\xff",
        '"e\u0302"'.encode(),
    ],
)
def test_every_other_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(PackageError):
        parse(data)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_a_code(data: bytes) -> None:
    try:
        assert canonical(parse(data)) == data
    except PackageError as error:
        assert error.code == "json_not_canonical"  # noqa: PT017


def a_change(**values: Any) -> Change:
    usual: dict[str, Any] = {
        "at": "2021-07-06T09:15:00+07:00",
        "author": uuid4(),
        "channel": "int",
        "clock": "ok",
        "document": {"id": "x", "name": "Đảng uỷ xã Bàn Đạt"},
        "device": uuid4(),
        "entity": "organization",
        "id": uuid4(),
        "kind": "put",
        "lamport": 1,
        "number": 1,
        "parents": (),
        "previous": None,
        "schema": 1,
        "unit": uuid4(),
    }
    return Change(**{**usual, **values})


hashes = st.binary(min_size=32, max_size=32)


@given(
    st.dictionaries(keys, values, max_size=5),
    st.lists(hashes, max_size=3).map(tuple),
    st.none() | hashes,
    st.none() | texts,
)
def test_a_change_is_read_as_it_was_written(
    document: dict[str, Any], parents: tuple[bytes, ...], previous: bytes | None, why: str | None
) -> None:
    change = a_change(document=document, parents=parents, previous=previous, reason=why)
    data = encode_change(change)
    assert decode_change(data) == change
    assert len(change_hash(data)) == 32


def test_one_bit_makes_another_name() -> None:
    data = encode_change(a_change())
    other = bytearray(data)
    other[40] ^= 1
    assert change_hash(data) != change_hash(bytes(other))


@pytest.mark.parametrize("missing", ["at", "by", "d", "e", "par", "prev", "unit"])
def test_a_change_without_a_part_is_refused(missing: str) -> None:
    body = parse(encode_change(a_change()))
    assert isinstance(body, dict)
    del body[missing]
    with pytest.raises(PackageError) as caught:
        decode_change(canonical(body))
    assert caught.value.code == "change_malformed"


@pytest.mark.parametrize(
    ("key", "value"),
    [("by", "no uuid"), ("lam", "1"), ("par", ["xyz"]), ("d", []), ("n", True), ("at", None)],
)
def test_a_change_with_a_wrong_part_is_refused(key: str, value: Any) -> None:
    body = parse(encode_change(a_change()))
    assert isinstance(body, dict)
    body[key] = value
    with pytest.raises(PackageError):
        decode_change(canonical(body))


def test_the_version_nobody_replaces_is_the_present_one() -> None:
    record = UUID(int=1)
    first = a_change(id=record, lamport=1)
    name = change_hash(encode_change(first))
    second = a_change(id=record, lamport=2, parents=(name,))
    other = a_change(id=record, lamport=3, parents=(name,))
    two, three = (change_hash(encode_change(one)) for one in (second, other))
    assert leaves([(name, first), (two, second)]) == [(two, second)]
    both = leaves([(three, other), (name, first), (two, second)])
    assert [found[0] for found in both] == [three, two]
