"""Packages of which nothing was heard: when one asks whether they arrived."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.package_log import SentPackage, SentState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.unanswered import LONGEST_DAYS, days_waited, refused, unanswered

TODAY = date(2021, 7, 6)
UNITS = [UUID(int=number) for number in (1, 2)]


def a_package(row: int, days: int = 0, **facts: object) -> SentPackage:
    made = TODAY - timedelta(days=days)
    values = {
        "row": row, "id": UUID(int=row), "kind": PackageKind.DATA, "recipient": UNITS[0],
        "name": f"{row}.ktgs", "digest": "", "size": 1, "at": f"{made}T09:00:00+07:00",
        "state": SentState.CARRIED,
    } | facts  # fmt: skip
    return SentPackage(**values)  # type: ignore[arg-type]


@st.composite
def many(draw: st.DrawFn) -> list[SentPackage]:
    count = draw(st.integers(0, 8))
    return [
        a_package(
            row,
            draw(st.integers(0, 40)),
            state=draw(st.sampled_from(SentState)),
            recipient=draw(st.sampled_from(UNITS)),
            kind=draw(st.sampled_from([PackageKind.DATA, PackageKind.RECEIPT])),
        )
        for row in range(1, count + 1)
    ]


def test_two_weeks_are_waited_and_a_day_more_is_too_long():
    on_the_day, later = a_package(1, LONGEST_DAYS), a_package(2, LONGEST_DAYS + 1)
    assert [one.row for one in unanswered([on_the_day, later], TODAY)] == [2]
    assert days_waited(on_the_day, TODAY) == LONGEST_DAYS


def test_a_clock_that_goes_back_makes_nothing_late():
    assert days_waited(a_package(1, -3), TODAY) == 0


def test_a_later_receipt_of_the_same_unit_answers_for_what_came_before():
    late = a_package(1, 30)
    assert unanswered([late, a_package(2, 10, state=SentState.RECEIVED)], TODAY) == []
    other = a_package(2, 10, state=SentState.RECEIVED, recipient=UNITS[1])
    assert unanswered([late, other], TODAY) == [late]
    assert refused([a_package(1, state=SentState.REFUSED)]) != []
    assert refused([a_package(1, state=SentState.REFUSED),
                    a_package(2, state=SentState.RECEIVED)]) == []  # fmt: skip


def test_nobody_answers_a_receipt():
    assert days_waited(a_package(1, 90, kind=PackageKind.RECEIPT), TODAY) is None
    assert days_waited(a_package(1, 90, kind=PackageKind.REQUEST), TODAY) is None


@given(many())
def test_what_is_asked_about_still_waits_and_is_newer_than_all_that_was_heard(
    packages: list[SentPackage],
):
    for one in unanswered(packages, TODAY):
        assert (days_waited(one, TODAY) or 0) > LONGEST_DAYS
        assert not [
            other
            for other in packages
            if other.recipient == one.recipient
            and other.state == SentState.RECEIVED
            and other.kind == PackageKind.DATA
            and other.row > one.row
        ]
    for one in refused(packages):
        assert one.state == SentState.REFUSED


@given(many(), st.randoms())
def test_the_order_of_the_books_decides_nothing(packages: list[SentPackage], random):
    shuffled = list(packages)
    random.shuffle(shuffled)
    assert set(map(id, unanswered(packages, TODAY))) == set(map(id, unanswered(shuffled, TODAY)))
