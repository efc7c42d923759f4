"""Who follows whom when units are rearranged: nobody is lost, and records go to one place."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop import paths
from ktgs_desktop.domain import reorganisation as rules
from ktgs_desktop.domain import unit_succession, units
from ktgs_desktop.domain.organizations import SuccessionKind
from ktgs_desktop.domain.reorganisation import Share, UnitChange, Unmatched
from ktgs_desktop.domain.units import Unit, organization_id
from ktgs_desktop.errors import UserError

ON = rules.REORGANIZED_ON
BEFORE = [
    Unit("01", "Tỉnh Ví Dụ", "T", "01"),
    Unit("02", "Tỉnh Thí Dụ", "T", "02"),
    Unit("101", "Huyện Một", "H", "01", "01"),
    Unit("102", "Huyện Hai", "H", "02", "02"),
    *(
        Unit(f"{n:05}", f"Xã Cũ {n}", "CS", "01" if n < 5 else "02", "101" if n < 5 else "102")
        for n in range(1, 9)
    ),
]
AFTER = [
    Unit("02", "Tỉnh Ví Dụ", "T", "02"),
    *(Unit(f"{n:05}", f"Xã Mới {n}", "CS", "02", "02") for n in range(1, 6)),
]
OLD = [unit.code for unit in BEFORE if unit.level == "CS"]
NEW = [unit.code for unit in AFTER if unit.level == "CS"]


@st.composite
def a_list(draw: st.DrawFn) -> list[UnitChange]:
    """Each old commune goes whole to one new one, or in parts to several."""
    found = []
    for old in OLD:
        news = draw(st.lists(st.sampled_from(NEW), min_size=1, max_size=3, unique=True))
        for place, new in enumerate(news):
            share = Share.PART if place else Share.PART_DEFAULT
            found.append(UnitChange(old, new, share if len(news) > 1 else Share.WHOLE))
    return draw(st.permutations(found))


@given(a_list(), st.data())
def test_every_old_unit_has_one_receiver_and_every_part_is_told(
    changes: list[UnitChange], data: st.DataObject
) -> None:
    parted = {one.old for one in changes if one.share == Share.PART}
    chosen = {
        old: data.draw(st.sampled_from([one.new for one in changes if one.old == old]))
        for old in sorted(parted)
        if data.draw(st.booleans())
    }
    plan = rules.plan("02", BEFORE, AFTER, changes, chosen)
    assert [one.unit.code for one in plan.communes] == NEW
    assert {unit.code for unit in plan.districts} == {"101", "102"}
    assert (plan.province.same, plan.province.receives) == (BEFORE[0], (BEFORE[1],))
    receivers = Counter(
        unit.code
        for one in plan.communes
        for unit in (*one.receives, *([one.same] if one.same else []))
    )
    assert receivers == Counter(OLD)
    told = {
        (unit.code, one.unit.code)
        for one in plan.communes
        for unit in (*one.predecessors, *([one.same] if one.same else []))
    }
    assert told == {(one.old, one.new) for one in changes}
    for one in plan.communes:
        for unit in one.receives:
            assert chosen.get(unit.code, one.unit.code) == one.unit.code
        for unit in one.parts:
            assert unit.code in parted
    empty = [one.unit.code for one in plan.communes if not one.predecessors and not one.same]
    assert plan.unmatched == tuple(
        (code, f"Xã Mới {int(code)}", Unmatched.WITHOUT_PREDECESSOR) for code in empty
    )
    assert set(plan.choices) == parted


@given(a_list())
def test_the_register_after_it_names_every_unit_of_before_once(changes: list[UnitChange]) -> None:
    plan = rules.plan("02", BEFORE, AFTER, changes)
    done = unit_succession.rearranged(plan, {}, {}, on=ON, basis="01/NQ")
    bodies = {one.id: one for one in done.organizations.values()}
    followed = Counter(before for one in done.successions for before, _after in one.pairs())
    for unit in BEFORE:
        goes_on = any(one.same == unit for one in plan.followings)
        for body in unit_succession.BODIES:
            one = bodies[organization_id(unit.code, body)]
            assert (one.ended is None) == goes_on
            assert followed[one.id] == (0 if goes_on else 1)
            assert goes_on or one.ended == date(2025, 6, 30)
    assert done.counts["ended"] + done.counts["continued"] == len(BEFORE)
    # Doing it again on what came of it finds nothing to do.
    again = unit_succession.rearranged(plan, bodies, {}, on=ON, basis="01/NQ")
    assert again.organizations == {}
    for one in done.successions:
        if one.kind == SuccessionKind.SPLIT:
            assert set(one.predecessors) == set(one.parts)


def test_one_that_only_changes_its_name_goes_on() -> None:
    changes = [UnitChange(old, NEW[0] if old != "00008" else NEW[1], Share.WHOLE) for old in OLD]
    plan = rules.plan("02", BEFORE, AFTER, changes)
    assert plan.communes[1].same == BEFORE[-1]
    done = unit_succession.rearranged(plan, {}, {}, on=ON, basis="01/NQ")
    committee = done.organizations[organization_id("00008", "EXEC_COMMITTEE")]
    assert committee.name_on(date(2025, 6, 30)) == "Đảng uỷ xã Cũ 8"
    assert committee.name_on(ON) == "Đảng uỷ xã Mới 2"
    assert [one.code for one in committee.codes] == ["00008", "00002"]
    body = done.organizations[organization_id("00008", "PARTY_BODY")]
    assert body.parent_on(date(2025, 6, 30)) == organization_id("102", "PARTY_BODY")
    assert body.parent_on(ON) == organization_id("01", "PARTY_BODY")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("old_commune_code,kind\n1,whole\n", "units_columns_missing"),
        ("old_commune_code,new_commune_code,kind\n1,,whole\n", "units_row_bad"),
        ("old_commune_code,new_commune_code,kind\n1,2,half\n", "units_row_bad"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        rules.parse_changes(text.splitlines(keepends=True), file="x.csv")


def test_the_shipped_lists_place_every_unit_of_the_country() -> None:
    def lines(name: str) -> list[str]:
        return paths.read_text(paths.resource("units", name)).splitlines(keepends=True)

    before = units.parse_units(lines("admin_units_2020_2025.csv"), file="before")
    after = rules.parse_units(lines("admin_units_2025.csv"), file="after")
    changes = rules.parse_changes(lines("admin_units_changes_2025.csv"), file="changes")
    provinces = [unit.code for unit in after if not unit.parent]
    plans = [rules.plan(code, before, after, changes) for code in provinces]
    assert len(plans) == 34
    assert sum(len(plan.communes) for plan in plans) == 3321
    assert all(not plan.unmatched for plan in plans)
    placed = Counter(unit.code for plan in plans for unit in plan.before)
    assert set(placed) == {unit.code for unit in before}
    assert set(placed.values()) == {1}
