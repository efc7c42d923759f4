"""The list of regulations: one spelling, versions that only grow, and what each of them changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from ktgs_desktop import messages
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulation_differences import ARTICLE, RELATION, difference
from ktgs_desktop.domain.regulation_items import ListItem, check_whole
from ktgs_desktop.domain.regulation_lists import RegulationList, digest_of, facts_of
from ktgs_desktop.domain.regulation_versions import (
    Snapshot,
    apply_delta,
    check_follows,
    delta_between,
    whole_of,
)
from ktgs_desktop.errors import PackageError
from tests.helpers.regulation_lists import (
    an_item,
    bent,
    changes,
    ordered,
    replacing,
    successions,
    text_of,
    whole,
)

OLD = an_item("30-QĐ/TW", "2016-07-26", articles=("Mọi tổ chức đảng", "Đảng viên"))
NEW = an_item(replaces=(OLD,))
OTHER = an_item("37-QĐ/TW", "2021-10-25", title="Những điều đảng viên không được làm")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(PackageError) as caught:
        act()
    assert messages.sentence(caught.value) != caught.value.code
    return caught.value.code


def snapshot(version: int, items: tuple[ListItem, ...]) -> Snapshot:
    return Snapshot(version, digest_of(items), items)


# Spelling ---------------------------------------------------------------------------------------


@given(successions())
def test_what_changed_leads_to_the_same_list(
    pair: tuple[tuple[ListItem, ...], tuple[ListItem, ...]],
) -> None:
    before, after = pair
    assert apply_delta(before, delta_between(before, after)) == after
    for made in (whole(7, after), changes(6, before, 7, after)):
        read = RegulationList.from_bytes(made.to_bytes())
        assert read == made
        assert whole_of(read, snapshot(6, before)) == after
        assert facts_of(made.to_bytes()).sha256 == digest_of(after)
    found = difference(before, after)
    assert len(found.touched) + found.unchanged == len(after)
    assert {one.id for one in found.new} == {one.id for one in after} - {one.id for one in before}


def spelled_otherwise(change: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(whole(2, (OLD, NEW)).to_bytes())
    change(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def text(number: int = 0, /, **values: object) -> Callable[[dict[str, Any]], object]:
    return lambda value: value["items"][number].update(values)


def part(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    def change(found: dict[str, Any]) -> None:
        item = next(one for one in found["items"] if one["texts"])
        item["texts"][0]["articles"][0][name] = value

    return change


MALFORMED = {
    "a key too many": lambda value: value.update(more=1),
    "a key too few": lambda value: value.pop("name"),
    "a key too many in a text": text(more=""),
    "version 0": lambda value: value.update(version=0),
    "version as text": lambda value: value.update(version="2"),
    "version as fraction": lambda value: value.update(version=2.5),
    "version without end": lambda value: value.update(version=2**60),
    "format 0": lambda value: value.update(format=0),
    "format true": lambda value: value.update(format=True),
    "another list": lambda value: value.update(name="forms"),
    "expires before it is issued": lambda value: value.update(expires="2020-01-01"),
    "a day in another spelling": lambda value: value.update(issued="20210301"),
    "a day that is none": lambda value: value.update(issued="2021-02-30"),
    "digest": lambda value: value.update(full_sha256="0" * 63),
    "neither list nor delta": lambda value: value.update(items=None),
    "both": lambda value: value.update(delta={"added": [], "changed": [], "ended": []}),
    "order": lambda value: value["items"].reverse(),
    "a text twice": lambda value: value["items"].append(value["items"][0]),
    "id in capitals": lambda value: text(id=value["items"][0]["id"].upper())(value),
    "no id": text(id="x"),
    "number missing": text(number=" "),
    "title missing": text(title=""),
    "title too long": text(title="x" * 5000),
    "note too long": text(note="x" * 5000),
    "date": text(issued="2021-13"),
    "ends before it begins": text(effective_from="2021", effective_to="2020"),
    "kind": text(kind="POEM"),
    "standing": text(standing="SURE"),
    "confidence": text(confidence="very"),
    "title kind": text(title_kind="song"),
    "classification": text(classification="SECRET-ISH"),
    "too many partners": text(partners=["x"] * 31),
    "a line broken in two": text(number="22-QĐ\n/TW"),
    "a sign that turns what is read": text(title="Quy định \u202etrả lại"),
    "a sign that cannot be seen": text(note="a\u200bb"),
    "a sign that ends texts": text(note="a\x00b"),
    "accents beside their letters": text(title="Quy đi\u0323nh"),
    "relation to itself": lambda value: text(
        relations=[
            {"issued": None, "issuer": "", "kind": "REPLACES", "note": "", "number": "1",
             "since": None, "target": value["items"][0]["id"]}
        ]
    )(value),
    "kind of article": part("kind", "VERSE"),
    "path of article": part("path", "../../etc/passwd"),
    "an article twice": part("path", "2"),
    "an article too long": part("text", "x" * 70_000),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_list_is_spelled_in_one_way(name: str) -> None:
    data = spelled_otherwise(MALFORMED[name])
    assert refused(lambda: RegulationList.from_bytes(data)) == "regulations_malformed"


def test_a_list_in_another_spelling_is_refused() -> None:
    data = whole(2, (OLD, NEW)).to_bytes()
    assert RegulationList.from_bytes(data).items == ordered((OLD, NEW))
    doubled = data.replace(b'"version":2', b'"version":1,"version":2')
    for other in (data + b"\n", b" " + data, data.replace(b",", b", ", 1), doubled, data[:-1],
                  b"\xef\xbb\xbf" + data, b"[" * 100_000, b"", b"null"):  # fmt: skip
        code = refused(lambda other=other: RegulationList.from_bytes(other))
        assert code in ("regulations_malformed", "regulations_other_product")


def test_what_is_for_another_program_or_of_later_times_is_named() -> None:
    other = spelled_otherwise(lambda value: value.update(product="kho-bac"))
    assert refused(lambda: RegulationList.from_bytes(other)) == "regulations_other_product"
    later = spelled_otherwise(lambda value: value.update(format=2, things=[1.5]))
    assert refused(lambda: RegulationList.from_bytes(later)) == "regulations_newer_format"


def test_a_text_longer_than_a_record_is_refused() -> None:
    words = ("x" * 50_000,) * 6
    long = ListItem(OLD.regulation, (text_of(OLD.regulation, words),))
    data = whole(2, (long,)).to_bytes()
    assert refused(lambda: RegulationList.from_bytes(data)) == "regulations_item_too_large"


# Versions ---------------------------------------------------------------------------------------


def test_versions_only_grow() -> None:
    here = snapshot(5, ordered((OLD, NEW)))
    check_follows(whole(6, (OLD,)), None)
    check_follows(whole(5, (OLD, NEW)), here)  # the same again
    check_follows(whole(10_005, (OLD, NEW)), here)
    assert refused(lambda: check_follows(whole(4, (OLD, NEW)), here)) == "regulations_rollback"
    assert refused(lambda: check_follows(whole(5, (OLD,)), here)) == "regulations_equivocation"
    leap = whole(10_006, (OLD, NEW))
    assert refused(lambda: check_follows(leap, here)) == "regulations_version_jump"


def test_changes_are_laid_on_the_list_they_were_made_from() -> None:
    first, second, third = (OLD,), (OLD, OTHER), (OLD, OTHER, NEW)
    after = changes(6, second, 7, third)
    assert whole_of(after, snapshot(6, ordered(second))) == ordered(third)
    for here in (None, snapshot(5, first), snapshot(7, ordered(third))):
        assert refused(lambda here=here: whole_of(after, here)) == "regulations_delta_order"
    assert refused(lambda: whole_of(after, snapshot(6, first))) == "regulations_delta_other"
    lying = changes(6, second, 7, third, full_sha256=digest_of(second))
    code = refused(lambda: whole_of(lying, snapshot(6, ordered(second))))
    assert code == "regulations_malformed"
    forged = whole(7, first, full_sha256="0" * 64).to_bytes()
    assert refused(lambda: RegulationList.from_bytes(forged)) == code
    for wrong in (
        delta_between((), (OLD,)),  # added, and there
        delta_between((OTHER,), (bent(OTHER, title="khác"),)),  # changed, and not there
        delta_between((OTHER,), (OTHER.ending(PartialDate("2030")),)),  # ended, and not there
    ):
        assert refused(lambda wrong=wrong: apply_delta(first, wrong)) == "regulations_malformed"
    assert refused(lambda: delta_between(second, first)) == "regulations_item_missing"


def test_a_list_does_not_contradict_itself() -> None:
    check_whole((OLD, NEW, OTHER))
    twin = bent(NEW, id=OTHER.id, number="22 - qđ/tw")
    assert refused(lambda: check_whole((OLD, NEW, twin))) == "regulations_key_twice"
    assert refused(lambda: check_whole((NEW,))) == "regulations_target_missing"
    circle = (bent(OLD, relations=(replacing(NEW),)), NEW)
    assert refused(lambda: check_whole(circle)) == "regulations_circle"


# Differences ------------------------------------------------------------------------------------


def test_what_changed_is_said_field_by_field() -> None:
    words = ("Mọi tổ chức đảng", "Đảng viên, tổ chức đảng", "Hiệu lực")
    later = ListItem(
        bent(OTHER, title="Về những điều đảng viên không được làm", effective_to=None).regulation,
        (text_of(OTHER.regulation, ("Một", "Hai")),),
    )
    mended = ListItem(OLD.regulation, (text_of(OLD.regulation, words),))
    found = difference((OLD, OTHER), (mended, later, NEW))
    assert found.new == (NEW,)
    assert found.unchanged == 0
    (changed,) = found.changed
    assert changed.item.id == OTHER.id
    assert [(one.name, one.where, one.before[:9], one.after[:9]) for one in changed.fields] == [
        ("title", "", "Những điề", "Về những "),
        (ARTICLE, "Điều 1", "", "Một"),
        (ARTICLE, "Điều 2", "", "Hai"),
    ]
    (ended,) = found.ended
    assert (ended.item.id, ended.ended_by, ended.ended_on) == (OLD.id, NEW.regulation.key, None)
    assert [(one.name, one.where, one.before, one.after) for one in ended.fields] == [
        (ARTICLE, "Điều 2", "Đảng viên", "Đảng viên, tổ chức đảng"),
        (ARTICLE, "Điều 3", "", "Hiệu lực"),
    ]


def test_a_last_day_and_a_relation_are_told_apart() -> None:
    last = PartialDate("2021-07-27")
    plain = bent(NEW, relations=())
    found = difference((OLD, plain), (OLD.ending(last), NEW))
    (ended,) = found.ended
    assert (ended.ended_on, ended.ended_by) == (last, NEW.regulation.key)
    assert [(one.name, one.before, one.after) for one in ended.fields] == [
        ("effective_to", "", "27/07/2021")
    ]
    (changed,) = found.changed
    assert [(one.name, one.where, one.after) for one in changed.fields] == [
        (RELATION, "REPLACES 30-QĐ/TW", "30-QĐ/TW (26/07/2016)")
    ]
