"""Incoming papers: where they stand on a day, what cannot be, numbers given twice; marks."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import incoming as rules
from ktgs_desktop.domain.incoming import IncomingDocument, IncomingState, state_on
from ktgs_desktop.domain.paper_marks import (
    Classification,
    PaperMarks,
    Urgency,
    check_marks,
    secret_until,
)
from ktgs_desktop.errors import UserError
from tests.helpers.entities import OFFICE, TODAY, an_id, days


def an_incoming(**values: Any) -> IncomingDocument:
    usual: dict[str, Any] = {
        "owner": OFFICE,
        "id": an_id("incoming"),
        "year": 2021,
        "number": 1,
        "received_on": TODAY,
        "sender": "Tỉnh uỷ Thái Nguyên",
        "abstract": "Công văn về báo cáo",
    }
    return IncomingDocument(**{**usual, **values})


@given(st.sampled_from(("", "đ/c Mẫu")), st.none() | days, st.none() | days, days)
def test_a_paper_is_late_only_while_it_waits_past_its_day(
    assignee: str, due: date | None, done: date | None, today: date
) -> None:
    state = state_on(assignee, due, done, today)
    assert (state == IncomingState.DONE) == (done is not None)
    assert (state == IncomingState.LATE) == (done is None and due is not None and due < today)
    assert (state == IncomingState.FILED) == (done is None and due is None and not assignee)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"sender": " "}, "sender_missing"),
        ({"abstract": ""}, "abstract_missing"),
        ({"number": 0}, "number_bad"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_future"),
        ({"dated": TODAY + timedelta(days=1)}, "dated_after_received"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_before_received"),
        ({"done_on": TODAY - timedelta(days=1)}, "done_before_received"),
        ({"done_on": TODAY + timedelta(days=1)}, "done_future"),
        ({"urgency": "SOON"}, "urgency_unknown"),
        ({"classification": "A BIT"}, "classification_unknown"),
        ({"sender": "x" * 301}, "too_long"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, Any], code: str) -> None:
    rules.check_incoming(an_incoming(), TODAY)
    with pytest.raises(UserError) as caught:
        rules.check_incoming(an_incoming(**values), TODAY)
    assert caught.value.code == code


@given(st.lists(st.tuples(st.integers(2020, 2022), st.integers(1, 6)), max_size=20))
def test_numbers_given_twice_are_those_that_a_year_has_twice(
    drawn: list[tuple[int, int]],
) -> None:
    papers = [
        an_incoming(id=an_id(f"incoming {place}"), year=year, number=number)
        for place, (year, number) in enumerate(drawn)
    ]
    found = {(group[0].year, group[0].number): len(group) for group in rules.doubles(papers)}
    assert found == {key: drawn.count(key) for key in set(drawn) if drawn.count(key) > 1}


@given(days, st.sampled_from(Classification))
def test_secrecy_ends_after_ten_twenty_or_thirty_years(day: date, degree: Classification) -> None:
    years = {"CONFIDENTIAL": 10, "SECRET": 20, "TOP_SECRET": 30}[degree]
    end = secret_until(day, degree)
    assert end is not None
    assert (end.year, (end.month, end.day)) == (
        day.year + years,
        (day.month, day.day) if (day.month, day.day) != (2, 29) or end.day == 29 else (3, 1),
    )


def test_what_is_not_secret_has_no_end() -> None:
    assert secret_until(TODAY, "") is None
    assert secret_until(date(2020, 2, 29), Classification.CONFIDENTIAL) == date(2030, 3, 1)
    assert secret_until(date(2020, 2, 29), Classification.SECRET) == date(2040, 2, 29)


@given(
    st.sampled_from(("", *Urgency)),
    st.sampled_from(("", *Classification)),
    st.sampled_from(("", " ", "Mục 3")),
    st.sampled_from(("", "Bí thư")),
)
def test_nothing_is_secret_without_basis_and_who_decided(
    urgency: str, degree: str, basis: str, decided_by: str
) -> None:
    marks = PaperMarks(urgency, degree, basis, decided_by)
    whole = bool(basis.strip()) and bool(decided_by)
    nothing = not basis.strip() and not decided_by
    if whole if degree else nothing:
        check_marks(marks)
    else:
        with pytest.raises(UserError):
            check_marks(marks)


def test_the_state_of_a_record_is_that_of_its_days() -> None:
    paper = an_incoming(due_on=TODAY)
    assert paper.state(TODAY) == IncomingState.OPEN
    assert paper.state(TODAY + timedelta(days=1)) == IncomingState.LATE
    assert dataclasses.replace(paper, done_on=TODAY).state(TODAY) == IncomingState.DONE
