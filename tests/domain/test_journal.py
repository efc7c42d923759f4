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
from tests.helpers.refusals import told

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


UNREAD, SPELLED = "not JSON in UTF-8", "not spelled canonically"


def refused(reason: str) -> tuple[str, dict[str, object]]:
    return "json_not_canonical", {"reason": reason}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.5, "a float is not allowed"),
        (float("nan"), "a float is not allowed"),
        (MAX_INTEGER + 1, "integer too large"),
        (-MAX_INTEGER - 1, "integer too large"),
        ("\ud800", "lone surrogate"),
        (unicodedata.normalize("NFD", "ế"), "text not NFC"),
        ("x" * 70_000, "text too long"),
        ("ế" * 30_000, "text too long"),
        ({"Không": 1}, "key not allowed"),
        ({"a" * 41: 1}, "key not allowed"),
        ({1: 1}, "key not allowed"),
        ((1, 2), "a tuple is not allowed"),
        (b"bytes", "a bytes is not allowed"),
    ],
)
def test_what_is_outside_the_subset_is_refused(value: Any, reason: str) -> None:
    assert told(lambda: canonical(value), PackageError) == refused(reason)


def test_nesting_is_limited() -> None:
    value: Any = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    assert parse(canonical(value)) == value
    assert told(lambda: canonical([value]), PackageError) == refused("too deep")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":1,"a":2}', SPELLED),
        (b'{"a": 1}', SPELLED),
        (b'{"b":1,"a":2}', SPELLED),
        (b'\xef\xbb\xbf{"a":1}', UNREAD),
        (b"1.0", "a float is not allowed"),
        (b"1e3", "a float is not allowed"),
        (b"NaN", UNREAD),
        (b"[1,]", UNREAD),
        (b'"\\ud800"', UNREAD),
        (b'"\\u0041"', SPELLED),
        (b"9" * 5000, "integer too large"),
        (b"[" * 100_000, UNREAD),
        (b"-0", SPELLED),
        (b"01", UNREAD),
        (b"", UNREAD),
        (b"\xff", UNREAD),
        ('"e\u0302"'.encode(), "text not NFC"),
    ],
)
def test_every_other_spelling_is_refused(data: bytes, reason: str) -> None:
    assert told(lambda: parse(data), PackageError) == refused(reason)


def test_data_over_the_limit_are_not_even_read() -> None:
    data = canonical(["x" * 20])
    assert parse(data, limit=len(data)) == ["x" * 20]
    assert told(lambda: parse(data, limit=len(data) - 1), PackageError) == refused("too long")


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
    said = told(lambda: decode_change(canonical(body)), PackageError)
    assert said == ("change_malformed", {})


@pytest.mark.parametrize(
    ("key", "value"),
    [("by", "no uuid"), ("lam", "1"), ("par", ["xyz"]), ("d", []), ("n", True), ("at", None)],
)
def test_a_change_with_a_wrong_part_is_refused(key: str, value: Any) -> None:
    body = parse(encode_change(a_change()))
    assert isinstance(body, dict)
    body[key] = value
    said = told(lambda: decode_change(canonical(body)), PackageError)
    assert said == ("change_malformed", {})


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
