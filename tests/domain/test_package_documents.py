"""What stands on and in packages is read strictly: one spelling, exact keys, limits."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.journal import Json, canonical, parse
from ktgs_desktop.domain.manifests import Approval, FeedState, Manifest, Recipient, Relay
from ktgs_desktop.domain.package_sections import Codec, Section, SectionType
from ktgs_desktop.domain.packages import (
    MAX_MANIFEST_BYTES,
    NO_NEEDS,
    Header,
    Needs,
    PackageKind,
    PackageName,
    Part,
    Statement,
)
from ktgs_desktop.domain.receipts import FeedHeads, Receipt, Rejection, ResendRequest, Result
from ktgs_desktop.errors import PackageError
from tests.helpers.refusals import told

ids = st.uuids()
hexes = st.binary(min_size=32, max_size=32).map(bytes.hex)
names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=20)
moments = (
    st.datetimes()
    .map(lambda one: one.isoformat(timespec="seconds") + "+07:00")
    .filter(lambda text: len(text) == 25)
)
heads = st.sets(st.binary(min_size=32, max_size=32), max_size=3).map(
    lambda found: tuple(sorted(found))
)
states = st.builds(lambda rows, digest: f"{rows}:{digest}", st.integers(0, 9999), hexes)
channels = st.sampled_from(["up.sum", "up.det", "pub.reg"]) | ids.map(lambda one: f"down:{one}")
features = st.lists(names, max_size=3).map(tuple)
needs = st.builds(Needs, features, features, features)
parts = st.none() | st.builds(lambda last, unit: Part(1, last, unit), st.integers(1, 64), ids)
package_names = st.builds(PackageName, ids, hexes)
unit_lists = st.lists(ids, min_size=1, max_size=5, unique=True).map(tuple)
headers = st.builds(
    Header,
    package=ids, kind=st.sampled_from(PackageKind), sender=ids, device=ids, to=unit_lists,
    created=moments, app=st.just("0.1.0"), need=needs, length=st.integers(1, 10**9), root=hexes,
    part=parts, note=st.just("Cần bản mới hơn"),
    binding=st.builds(Statement, st.binary(max_size=200), st.binary(max_size=200)),
)  # fmt: skip


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    feeds, sections = [], []
    for channel in draw(st.lists(channels, max_size=3, unique=True)):
        count = draw(st.integers(0, 900))
        feeds.append(FeedState(channel, draw(heads), draw(heads), count, draw(states)))
        if count:
            raw = draw(st.integers(100, 20_000))
            sections.append(
                Section(SectionType.CHANGES, 0, channel, Codec.ZSTD, count, raw, raw, draw(hexes))
            )
    total = sum(feed.changes for feed in feeds)
    units = draw(unit_lists)
    return Manifest(
        package=draw(ids), kind=PackageKind.DATA, unit=draw(ids),
        to=tuple(Recipient(unit, draw(hexes)) for unit in units), feeds=tuple(feeds),
        counts=(("program", total),) if total else (), schema=3, min_schema=draw(st.integers(1, 3)),
        approved=Approval(draw(ids), "chủ nhiệm", draw(moments)), sections=tuple(sections),
        need=draw(needs), audit_head=draw(st.none() | hexes), ack=draw(st.none() | package_names),
        relay=draw(st.sampled_from(Relay)), part=draw(parts),
    )  # fmt: skip


feed_heads = st.builds(
    FeedHeads, channels, heads, st.integers(0, 10**6), st.integers(0, 10**6), states
)
rejections = st.builds(
    Rejection, names, st.integers(0, 1000), st.lists(ids, max_size=5, unique=True).map(tuple)
)
receipts = st.builds(
    Receipt,
    package=package_names, unit=ids, sender=ids, result=st.sampled_from(Result),
    feeds=st.lists(feed_heads, max_size=3).map(tuple),
    own=st.lists(feed_heads, max_size=2).map(tuple),
    rejected=st.lists(rejections, max_size=3).map(tuple), incarnation=ids, app=st.just("0.1.0"),
    schema=st.integers(1, 99), at=moments,
)  # fmt: skip
requests = st.builds(
    ResendRequest, ids, ids, st.lists(feed_heads, max_size=3).map(tuple), heads, moments
)
KINDS: tuple[tuple[type[Any], st.SearchStrategy[Any], str], ...] = (
    (Header, headers, "header_malformed"),
    (Manifest, manifests(), "manifest_malformed"),
    (Receipt, receipts, "receipt_malformed"),
    (ResendRequest, requests, "request_malformed"),
)


@pytest.mark.parametrize(("kind", "values", "_code"), KINDS)
@given(data=st.data())
def test_what_is_written_is_read(
    data: st.DataObject, kind: Any, values: st.SearchStrategy[Any], _code: str
) -> None:
    value = data.draw(values)
    spelled = canonical(value.to_json())
    assert kind.from_json(parse(spelled, limit=MAX_MANIFEST_BYTES)) == value


def _objects(value: Json) -> list[dict[str, Json]]:
    """All objects in a value whose keys are fixed."""
    found: list[dict[str, Json]] = []
    if isinstance(value, dict):
        found.append(value)
        for key, inner in value.items():
            found += [] if key == "counts" else _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            found += _objects(inner)
    return found


def _without(value: dict[str, Json], data: st.DataObject) -> None:
    del value[data.draw(st.sampled_from(sorted(value)))]


def _with_more(value: dict[str, Json], _data: st.DataObject) -> None:
    value["zz_more"] = None


def _of_another_type(value: dict[str, Json], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(value)))
    value[key] = data.draw(st.sampled_from([-1, True, "\x07", [[]], {"x": 1}, 2**60]))


@pytest.mark.parametrize("change", [_without, _with_more, _of_another_type])
@pytest.mark.parametrize(("kind", "values", "code"), KINDS)
@given(data=st.data())
def test_everything_else_is_refused(
    data: st.DataObject,
    kind: Any,
    values: st.SearchStrategy[Any],
    code: str,
    change: Callable[[dict[str, Json], st.DataObject], None],
) -> None:
    document = copy.deepcopy(data.draw(values).to_json())
    change(data.draw(st.sampled_from(_objects(document))), data)
    with pytest.raises(PackageError) as caught:
        kind.from_json(document)
    assert caught.value.code == code


def a_manifest() -> Manifest:
    return Manifest(
        package=UUID(int=1), kind=PackageKind.DATA, unit=UUID(int=2),
        to=(Recipient(UUID(int=3), "ab" * 32),), feeds=(), counts=(), schema=1, min_schema=1,
        approved=Approval(UUID(int=4), "", "2021-07-06T09:15:00Z"), sections=(), need=NO_NEEDS,
    )  # fmt: skip


def refusal(manifest: Manifest) -> object:
    code, params = told(lambda: Manifest.from_json(manifest.to_json()), PackageError)
    assert code == "manifest_malformed"
    return params["reason"]


def test_a_sound_manifest_is_read() -> None:
    assert Manifest.from_json(a_manifest().to_json()) == a_manifest()


def test_counts_and_feeds_say_the_same() -> None:
    feed = FeedState("up.sum", (), (), 1, "0:" + "0" * 64)
    assert refusal(replace(a_manifest(), feeds=(feed,))) == "feeds"
    assert refusal(replace(a_manifest(), counts=(("program", 1),))) == "counts"
    twice = replace(feed, changes=0)
    assert refusal(replace(a_manifest(), feeds=(twice, twice))) == "feeds"


def test_the_office_s_own_channel_stays_within() -> None:
    inner = FeedState("int", (), (), 0, "0:" + "0" * 64)
    assert refusal(replace(a_manifest(), feeds=(inner,))) == "ch"
    outer = replace(inner, channel="up.sum")
    assert refusal(replace(a_manifest(), kind=PackageKind.INTERNAL, feeds=(outer,))) == "ch"


def test_changes_go_back_to_one_unit() -> None:
    two = (Recipient(UUID(int=3), "ab" * 32), Recipient(UUID(int=5), "cd" * 32))
    assert refusal(replace(a_manifest(), kind=PackageKind.RECOVERY, to=two)) == "to"
    assert a_manifest().writers == {UUID(int=2)}
    assert replace(a_manifest(), kind=PackageKind.RECOVERY).writers == {UUID(int=3)}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"raw": 20_001, "stored": 100}, "ratio"),
        ({"raw": 1}, "ratio"),
        ({"codec": Codec.NONE, "raw": 5, "stored": 4}, "raw"),
        ({"kind": 0x09}, "section of an unknown type"),
        ({"kind": 0x02}, "type"),
        ({"flags": 2}, "flags"),
        ({"name": "up.all"}, "name"),
        ({"name": "../up"}, "name"),
        ({"raw": 2**26 + 1, "stored": 2**26}, "raw"),
        ({"kind": SectionType.BLOB, "name": "ab" * 32}, "codec"),
    ],
)
def test_sections_keep_to_their_limits(changed: dict[str, Any], reason: str) -> None:
    sound = Section(SectionType.CHANGES, 0, "up.sum", Codec.ZSTD, 1, 0, 0, "ab" * 32)
    assert Section.from_json(sound.to_json()) == sound
    code, params = told(
        lambda: Section.from_json(replace(sound, **changed).to_json()), PackageError
    )
    assert (code, params) == ("manifest_malformed", {"reason": reason})
