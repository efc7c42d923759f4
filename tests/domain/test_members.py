"""Party members and their dated positions."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate, exactly
from ktgs_desktop.domain.members import Position, check_member
from ktgs_desktop.errors import UserError
from tests.helpers.entities import TODAY, a_member, days, partial_dates

SECRETARY = Position("Bí thư Đảng uỷ", None, PartialDate("2020-06"), PartialDate("2021-03"))
CHAIR = Position("Chủ tịch UBND xã", None, PartialDate("2021-04-01"))


def refused(**values: object) -> str:
    with pytest.raises(UserError) as caught:
        check_member(a_member(**values), TODAY)
    return caught.value.code


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2020, 5, 31), ""),
        (date(2020, 6, 1), "Bí thư Đảng uỷ"),
        (date(2021, 3, 31), "Bí thư Đảng uỷ"),
        (date(2021, 4, 1), "Chủ tịch UBND xã"),
        (None, "Chủ tịch UBND xã"),
    ],
)
def test_on_each_day_the_position_held_then(day: date | None, title: str) -> None:
    assert a_member(positions=(SECRETARY, CHAIR)).position_on(day) == title


def test_who_holds_nothing_any_more_has_no_present_position() -> None:
    assert a_member(positions=(SECRETARY,)).position_on() == ""
    assert a_member().position_on(TODAY) == ""


@given(st.lists(st.tuples(st.none() | partial_dates(), st.none() | partial_dates())), days)
def test_the_position_on_a_day_is_one_that_covers_it(
    spans: list[tuple[PartialDate | None, PartialDate | None]], day: date
) -> None:
    held = tuple(Position(f"chức vụ {n}", None, *span) for n, span in enumerate(spans))
    covering = [
        one.title
        for one in held
        if (one.start is None or one.start.first <= day)
        and (one.end is None or day <= one.end.last)
    ]
    assert a_member(positions=held).position_on(day) == (covering[-1] if covering else "")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"birth_date": PartialDate("2021-07-07")}, "birth_date_future"),
        ({"birth_date": PartialDate("2022")}, "birth_date_future"),
        (
            {"positions": (Position("Mẫu", None, PartialDate("2021-02"), PartialDate("2021-01")),)},
            "dates_reversed",
        ),
    ],
)
def test_a_member_that_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    assert refused(**values) == code


@pytest.mark.parametrize("iso", ["2021", "2021-07", "2021-07-06", "1975"])
def test_a_birth_date_may_be_known_to_the_year_or_month_only(iso: str) -> None:
    member = a_member(birth_date=PartialDate(iso))
    check_member(member, TODAY)
    assert member.birth_date == PartialDate(iso)


def test_a_position_of_one_day_or_within_one_year_may_be() -> None:
    one_day = Position("Mẫu", None, exactly(TODAY), exactly(TODAY))
    one_year = Position("Mẫu", None, PartialDate("2021-05"), PartialDate("2021"))
    member = a_member(positions=(one_day, one_year))
    check_member(member, TODAY)
    assert member.position_on(TODAY) == "Mẫu"
