"""Three versions of a record, field by field: nothing is lost, nothing is taken by itself."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import merging
from ktgs_desktop.domain.entities import ENTITIES
from ktgs_desktop.domain.journal import DELETE, PUT, Change
from ktgs_desktop.domain.merging import VOIDED, Pick, Standing
from ktgs_desktop.domain.sensitive_fields import ORDINARY, Reason, reason_of
from ktgs_desktop.errors import UserError

UNIT = UUID(int=1)
_MIRROR = {Standing.MINE: Standing.THEIRS, Standing.THEIRS: Standing.MINE}


def a_version(reason=None, parents=(), lamport=1, **fields):
    document = {"owner": str(UNIT), "id": str(UUID(int=2)), **fields}
    return Change(
        at="2021-07-06T09:15:00+07:00", author=UUID(int=3), channel="int", clock="ok",
        document=document, device=UUID(int=4), entity="program_item", id=UUID(int=2),
        kind=PUT if reason is None else DELETE, lamport=lamport, number=lamport,
        parents=parents, previous=None, schema=1, unit=UNIT, reason=reason,
    )  # fmt: skip


_names = st.sampled_from(["content", "note", "subjects", "support", "quarter", "state", "strange"])
_parts = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from("abcd"), "name": st.sampled_from(["x", "y"])}),
    max_size=3,
)
_values = st.one_of(st.none(), st.booleans(), st.integers(0, 2), st.text("ab", max_size=2), _parts)
_versions = st.builds(
    lambda fields, reason: a_version(reason, **fields),
    st.dictionaries(_names, _values),
    st.sampled_from([None, None, "nhập nhầm"]),
)


@given(st.none() | _versions, _versions, _versions)
def test_comparing_is_the_same_from_both_sides(base, mine, theirs):
    here = merging.compare("program_item", base, mine, theirs)
    there = merging.compare("program_item", base, theirs, mine)
    for one, other in zip(here.fields, there.fields, strict=True):
        assert one.field == other.field
        assert other.standing == _MIRROR.get(one.standing, one.standing)
        assert merging.same(one.combined, other.combined)
        assert one.sensitive == other.sensitive


@given(st.none() | _versions, _versions, _versions)
def test_every_value_of_every_version_is_shown(base, mine, theirs):
    shown = {one.field: one for one in merging.compare("program_item", base, mine, theirs).fields}
    for version, side in ((base, Pick.BASE), (mine, Pick.MINE), (theirs, Pick.THEIRS)):
        for name, value in (version.document if version else {}).items():
            if name not in ("owner", "id"):
                assert merging.same(shown[name].value(side), value)
        if version is not None:
            assert shown[VOIDED].value(side) == version.reason


@given(st.none() | _versions, _versions, _versions)
def test_what_is_suggested_keeps_the_side_that_changed(base, mine, theirs):
    for one in merging.compare("program_item", base, mine, theirs).fields:
        if one.sensitive is not None and one.differs:
            assert one.suggested is None
        elif one.suggested is not None and merging.same(one.base, one.theirs):
            assert merging.same(one.value(one.suggested), one.mine)
        elif one.suggested is not None and merging.same(one.base, one.mine):
            assert merging.same(one.value(one.suggested), one.theirs)


@given(_parts, _parts, _parts)
def test_a_combined_list_holds_what_both_sides_did(base, mine, theirs):
    made = merging.combine("subjects", base, mine, theirs)
    if made is None:
        return
    before, here, there = ({one["key"]: one for one in side} for side in (base, mine, theirs))
    both = {one["key"]: one for one in made}
    for key in {*before, *here, *there}:
        changed = [side.get(key) for side in (here, there) if side.get(key) != before.get(key)]
        assert both.get(key) == (changed[0] if changed else before.get(key))


def test_a_list_of_parts_is_combined_and_an_overlap_is_not():
    a, b, c = ({"key": key, "name": key} for key in "abc")
    assert merging.combine("subjects", [a], [a, b], [a, c]) == [a, b, c]
    assert merging.combine("subjects", [a, b], [a], [b]) == []
    assert merging.combine("subjects", [a], [{**a, "name": "x"}], [{**a, "name": "y"}]) is None
    assert merging.combine("subjects", [a], [{**a, "name": "x"}], []) is None
    assert merging.combine("recipients", ["a"], ["a", "c"], ["a", "b"]) == ["a", "b", "c"]
    assert merging.combine("subjects", [a, b], [b, a], [a, b, c]) is None
    assert merging.combine("note", "a", "b", "c") is None


@given(st.none() | _versions, _versions, _versions, st.data())
def test_a_choice_takes_each_value_from_the_side_chosen(base, mine, theirs, data):
    merge = merging.compare("program_item", base, mine, theirs)
    picks = {one.field: data.draw(st.sampled_from(merge.offers(one))) for one in merge.open}
    chosen = merging.resolve(merge, picks)
    for one in merge.fields:
        assert merging.same(chosen[one.field], one.value(picks.get(one.field, Pick.MINE)))
    for one in merge.open:
        fewer = {name: pick for name, pick in picks.items() if name != one.field}
        with pytest.raises(UserError, match="choice_missing"):
            merging.resolve(merge, fewer)


def test_a_choice_that_is_not_offered_is_refused():
    merge = merging.compare("program_item", None, a_version(note="a"), a_version(note="b"))
    with pytest.raises(UserError, match="choice_unknown"):
        merging.resolve(merge, {"note": Pick.BASE})
    with pytest.raises(UserError, match="choice_unknown"):
        merging.resolve(merge, {"note": Pick.MINE, "other": Pick.MINE})


def test_editing_against_voiding_is_asked():
    base, edited, voided = a_version(note="a"), a_version(note="b"), a_version("nhầm", note="a")
    merge = merging.compare("program_item", base, edited, voided)
    asked = {one.field: one.suggested for one in merge.open}
    assert asked == {VOIDED: None, "note": Pick.MINE}
    assert merge.fields[0].sensitive == Reason.VOIDING


def test_every_field_of_every_record_is_judged():
    for entity, kind in ENTITIES.items():
        for field in dataclasses.fields(kind):
            if field.name not in ("owner", "id"):
                assert reason_of(entity, field.name) is not Reason.UNKNOWN, (entity, field.name)
    for name in ("state", "number", "issued_on", "subjects", "signer", "classification", "result"):
        assert name not in ORDINARY
        assert reason_of("program", name) is not None
    assert reason_of("program", "of_a_newer_program") is Reason.UNKNOWN


def _history():
    """A base, two versions of it side by side, the choice, and both again after it was undone."""
    names = {name: name.encode() * 32 for name in "brltwx"}
    versions = {
        names["b"]: a_version(note="a"),
        names["r"]: a_version(note="b", parents=(names["b"],), lamport=2),
        names["l"]: a_version(note="c", parents=(names["b"],), lamport=2),
    }
    both = (names["r"], names["l"])
    versions[names["t"]] = a_version(note="d", parents=both, lamport=3)
    versions[names["w"]] = a_version(note="c", parents=(names["t"],), lamport=4)
    versions[names["x"]] = a_version(note="b", parents=(names["t"],), lamport=5)
    return names, versions


def test_the_base_is_the_latest_version_both_came_from():
    names, versions = _history()
    assert merging.common_base(versions, names["r"], names["l"]) == names["b"]
    assert merging.common_base(versions, names["w"], names["x"]) == names["t"]
    assert merging.common_base(versions, names["r"], names["t"]) == names["r"]
    lonely = {**versions, b"z" * 32: a_version(note="z")}
    assert merging.common_base(lonely, names["r"], b"z" * 32) is None


def test_what_undoing_a_choice_brought_back_is_the_version_of_before():
    names, versions = _history()
    assert merging.origin(versions, names["w"]) == names["l"]
    assert merging.origin(versions, names["x"]) == names["r"]
    assert merging.origin(versions, names["r"]) == names["r"]
