"""Party organisations: dated names and superiors, and their end."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.organizations import (
    DatedCode,
    DatedName,
    DatedParent,
    NewOrganization,
    check_no_cycle,
    check_organization,
    counted,
    ended,
    moved,
    new_organization,
    renamed,
)
from ktgs_desktop.errors import UserError
from tests.helpers.entities import OFFICE, an_id, an_organization, days
from tests.helpers.refusals import told

ONE_DAY = timedelta(days=1)
ABOVE, ASIDE = an_id("above"), an_id("aside")
NAME = "Chi bộ Mẫu"


# A new one ------------------------------------------------------------------------------------


def test_a_new_organization_is_dated_from_its_founding() -> None:
    founded = date(2019, 3, 1)
    made = new_organization(
        OFFICE,
        an_id("new"),
        NewOrganization(
            " Chi bộ  Mẫu ", "CELL", "CB", ABOVE, founded, code=" 07 ", note="ghi chú "
        ),
    )
    assert made.names == (DatedName("Chi bộ Mẫu", founded),)
    assert made.parents == (DatedParent(ABOVE, founded),)
    assert made.codes == (DatedCode("07", "OFFICE"),)
    assert (made.founded, made.ended, made.note) == (founded, None, "ghi chú")


def test_one_at_the_top_without_a_code_has_neither() -> None:
    made = new_organization(OFFICE, an_id("new"), NewOrganization("Mẫu", "CELL", "CB", None))
    assert (made.parents, made.codes) == ((), ())
    assert made.parent_on() is None


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"founded": date(2021, 1, 2), "ended": date(2021, 1, 1)}, "dates_reversed"),
        ({"names": (DatedName(NAME, date(2021, 1, 2), date(2021, 1, 1)),)}, "dates_reversed"),
        (
            {"parents": (DatedParent(ABOVE, date(2021, 1, 2), date(2021, 1, 1)),)},
            "dates_reversed",
        ),
        ({"id": ABOVE, "parent": ABOVE}, "own_parent"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    made = an_organization(NAME, **values)
    assert told(lambda: check_organization(made), UserError) == (code, {"name": NAME})


@pytest.mark.parametrize("names", [(), (DatedName("  "),)])
def test_one_without_a_name_is_refused(names: tuple[DatedName, ...]) -> None:
    made = an_organization(names=names)
    assert told(lambda: check_organization(made), UserError) == ("name_missing", {})


def test_a_day_is_no_reversed_span() -> None:
    day = date(2021, 1, 1)
    check_organization(an_organization(founded=day, ended=day))


def test_no_district_is_founded_since_the_level_ended() -> None:
    territorial = {"level": "H", "codes": (DatedCode("173", "GSO"),)}
    late = an_organization(NAME, founded=date(2025, 7, 1), **territorial)
    said = ("district_level_ended", {"name": NAME})
    assert told(lambda: check_organization(late), UserError) == said
    for allowed in (
        {"founded": date(2025, 6, 30), **territorial},
        {"founded": None, **territorial},
        {"founded": date(2025, 7, 1), "level": "H"},
        {"founded": date(2025, 7, 1), "level": "CS", "codes": (DatedCode("05911", "GSO"),)},
    ):
        check_organization(an_organization(**allowed))


# Names and superiors through time -------------------------------------------------------------


@given(st.lists(days, min_size=1, max_size=5, unique=True), days)
def test_on_every_day_it_has_the_name_in_force(starts: list[date], day: date) -> None:
    organization = an_organization("tên 0")
    for number, start in enumerate(sorted(starts), start=1):
        organization = renamed(organization, f"tên {number}", start, f"số {number}")
    in_force = sum(start <= day for start in starts)
    assert organization.name_on(day) == f"tên {in_force}"
    assert organization.name_on() == f"tên {len(starts)}"
    for former, later in pairwise(organization.names):
        assert former.end is not None
        assert later.start == former.end + ONE_DAY
    check_organization(organization)


@given(st.lists(days, min_size=1, max_size=5, unique=True), days)
def test_on_every_day_it_has_one_superior(starts: list[date], day: date) -> None:
    homes = [an_id(f"home {number}") for number in range(len(starts) + 1)]
    organization = an_organization(parent=homes[0])
    for home, start in zip(homes[1:], sorted(starts), strict=True):
        organization = moved(organization, home, start, "")
    assert organization.parent_on(day) == homes[sum(start <= day for start in starts)]
    assert organization.parent_on() == homes[-1]
    check_organization(organization)


def test_the_basis_of_a_change_stays_with_it() -> None:
    day = date(2021, 5, 1)
    changed = moved(renamed(an_organization(), "Mới", day, "QĐ 01"), ABOVE, day, "QĐ 02")
    assert changed.names[-1].basis == "QĐ 01"
    assert changed.parents[-1].basis == "QĐ 02"


def test_a_change_before_the_present_state_began_is_refused() -> None:
    day = date(2021, 5, 1)
    there = moved(renamed(an_organization(parent=ABOVE), "Mới", day, ""), ASIDE, day, "")
    said = ("dates_reversed", {"name": "Mới"})
    for earlier in (day, day - ONE_DAY):
        assert told(lambda on=earlier: renamed(there, "Mới hơn", on, ""), UserError) == said
        assert told(lambda on=earlier: moved(there, ABOVE, on, ""), UserError) == said


def test_nothing_stands_below_itself() -> None:
    it = an_organization(NAME)
    said = told(lambda: moved(it, it.id, date(2021, 1, 1), ""), UserError)
    assert said == ("own_parent", {"name": NAME})


# The end --------------------------------------------------------------------------------------


@given(days, days)
def test_its_last_day_is_the_one_before(on: date, day: date) -> None:
    gone = ended(an_organization(parent=ABOVE), on, "DISSOLVE")
    assert gone.ended == on - timedelta(days=1)
    assert (gone.parent_on(day) == ABOVE) == (day < on)
    assert gone.parent_on() is None
    assert gone.end_reason == "DISSOLVE"
    check_organization(gone)


def test_what_has_ended_does_not_end_again() -> None:
    gone = ended(an_organization(NAME), date(2021, 5, 1), "DISSOLVE")
    said = told(lambda: ended(gone, date(2021, 6, 1), "MERGE"), UserError)
    assert said == ("already_ended", {"name": NAME})


@pytest.mark.parametrize(
    "values",
    [
        {"founded": date(2021, 5, 1)},
        {"names": (DatedName(NAME, date(2021, 5, 1)),)},
        {"parents": (DatedParent(ABOVE, date(2021, 5, 1)),)},
    ],
)
def test_it_cannot_end_before_its_present_state_began(values: dict[str, object]) -> None:
    organization = an_organization(NAME, **values)
    said = told(lambda: ended(organization, date(2021, 5, 1), "DISSOLVE"), UserError)
    assert said == ("dates_reversed", {"name": NAME})
    check_organization(ended(organization, date(2021, 5, 2), "DISSOLVE"))


def test_what_has_ended_gets_no_new_superior_and_no_later_name() -> None:
    gone = ended(an_organization(NAME, parent=ABOVE), date(2021, 5, 1), "DISSOLVE")
    said = ("already_ended", {"name": NAME})
    assert told(lambda: moved(gone, ASIDE, date(2021, 6, 1), ""), UserError) == said
    assert told(lambda: renamed(gone, "Mới", date(2021, 5, 1), ""), UserError) == said
    corrected = renamed(gone, "Đúng tên", date(2021, 4, 30), "")
    assert corrected.name_on(date(2021, 4, 30)) == "Đúng tên"


# The tree -------------------------------------------------------------------------------------


@given(st.data())
def test_a_superior_is_refused_exactly_when_it_stands_below(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 12))
    ids = [UUID(int=number + 1) for number in range(size)]
    above: dict[UUID, UUID | None] = {ids[0]: None}
    for number in range(1, size):
        above[ids[number]] = data.draw(st.none() | st.sampled_from(ids[:number]))
    start, parent = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    way_up: list[UUID] = []
    step: UUID | None = parent
    while step is not None:
        way_up.append(step)
        step = above[step]
    if start in way_up:
        said = told(lambda: check_no_cycle([start], parent, above.get), UserError)
        assert said == ("parent_below", {})
    else:
        check_no_cycle([start], parent, above.get)
        assert start != parent


def test_a_circle_that_is_there_already_is_no_endless_walk() -> None:
    one, two = uuid4(), uuid4()
    above = {one: two, two: one}
    check_no_cycle([uuid4()], one, above.get)
    said = told(lambda: check_no_cycle([uuid4(), two], one, above.get), UserError)
    assert said == ("parent_below", {})


def test_organizations_are_counted_by_type() -> None:
    cell = an_organization()
    body = dataclasses.replace(cell, org_type="PARTY_BODY")
    assert counted([cell, body, cell]) == {"CELL": 2, "PARTY_BODY": 1}
    assert counted([]) == {}
