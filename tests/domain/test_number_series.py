"""Number series: what stands at each number, gaps, numbers given twice, what may be changed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import number_series as rules
from ktgs_desktop.domain.documents import Document, DocumentFile, DocumentState
from ktgs_desktop.domain.signing_way import Way, way_of
from ktgs_desktop.errors import UserError
from tests.helpers.entities import a_paper, an_id

states = st.sampled_from(DocumentState)
papers = st.lists(
    st.builds(
        lambda number, state, kind, body, key: a_paper(
            number=number, state=state, document_type=kind, body=an_id(body), id=an_id(str(key))
        ),
        st.integers(1, 12),
        states,
        st.sampled_from(("CTr", "QĐ")),
        st.sampled_from(("a", "b")),
        st.integers(),
    ),
    max_size=25,
    unique_by=lambda paper: paper.id,
)


def of_one_series(found: list[Document]) -> list[Document]:
    return [dataclasses.replace(paper, document_type="CTr", body=an_id("a")) for paper in found]


@given(papers, st.integers(1, 5))
def test_every_number_of_an_own_series_is_accounted_for(found: list[Document], start: int) -> None:
    found = of_one_series(found)
    places = rules.places(found, start, kept_elsewhere=False)
    numbers = [place.number for place in places]
    last = max((paper.number for paper in found), default=0)
    assert numbers == sorted(numbers)
    if found:
        assert set(range(start, last + 1)) <= set(numbers)
    assert sorted(paper.id for place in places for paper in place.papers) == sorted(
        paper.id for paper in found
    )
    taken = {paper.number for paper in found}
    assert rules.missing(places) == [n for n in range(start, last + 1) if n not in taken]


@given(papers)
def test_nothing_is_missing_in_a_series_kept_elsewhere(found: list[Document]) -> None:
    places = rules.places(of_one_series(found), 1, kept_elsewhere=True)
    assert rules.missing(places) == []
    assert {place.number for place in places} == {paper.number for paper in found}


@given(papers)
def test_doubles_are_what_a_count_by_hand_finds(found: list[Document]) -> None:
    """Cancelled papers keep their number and stand in nobody's way."""
    counted = Counter(
        (rules.series_of(paper), paper.number) for paper in found if paper.state != "CANCELLED"
    )
    expected = {key: count for key, count in counted.items() if count > 1}
    doubles = rules.doubles(found)
    assert {(one.series, one.number): len(one.papers) for one in doubles} == expected
    for one in doubles:
        assert list(one.papers) == sorted(one.papers, key=lambda paper: paper.id)
        assert all(rules.series_of(paper) == one.series for paper in one.papers)


@given(papers)
def test_a_place_is_double_where_doubles_says_so(found: list[Document]) -> None:
    found = of_one_series(found)
    twice = {one.number for one in rules.doubles(found)}
    places = rules.places(found, 1, kept_elsewhere=False)
    assert {place.number for place in places if place.double} == twice


@given(papers)
def test_cancelling_all_but_one_settles_a_number(found: list[Document]) -> None:
    settled = {paper.id: paper for paper in found}
    for one in rules.doubles(found):
        for paper in one.papers[1:]:
            settled[paper.id] = rules.cancelled(paper, "trùng số")
    assert rules.doubles(settled.values()) == []


def code_of(action: Any) -> str:
    with pytest.raises(UserError) as caught:
        action()
    return caught.value.code


@given(st.integers(1, 50), st.integers(1, rules.MOST_RESERVED), st.sets(st.integers(1, 300)))
def test_a_block_is_reserved_where_all_its_numbers_are_free(
    first: int, count: int, used: set[int]
) -> None:
    wanted = range(first, first + count)
    if used & set(wanted):
        action = lambda: rules.check_reservation(wanted, used, "chờ")  # noqa: E731 - called once
        assert code_of(action) == "numbers_taken"
    else:
        rules.check_reservation(wanted, used, "chờ")


def test_what_cannot_be_is_refused() -> None:
    paper = a_paper()
    reserved = a_paper(state="RESERVED")
    gone = rules.cancelled(paper, "sai")
    signed = a_paper(files=(DocumentFile("SCAN", "0" * 64, "a.pdf", 1, date(2021, 1, 5)),))
    for action, code in (
        (lambda: rules.check_reservation(range(1, 1), (), "x"), "reservation_size"),
        (lambda: rules.check_reservation(range(1, 300), (), "x"), "reservation_size"),
        (lambda: rules.check_reservation(range(2), (), "x"), "number_bad"),
        (lambda: rules.check_reservation(range(1, 2), (), " "), "reason_missing"),
        (lambda: rules.check_released(paper), "number_not_reserved"),
        (lambda: rules.cancelled(gone, "x"), "document_cancelled"),
        (lambda: rules.cancelled(paper, " "), "reason_missing"),
        (lambda: rules.check_renumbered(gone), "document_cancelled"),
        (lambda: rules.check_renumbered(signed), "document_bears_number"),
    ):
        assert code_of(action) == code
    rules.check_released(reserved)
    rules.check_renumbered(paper)
    assert (gone.state, gone.reason, gone.number) == ("CANCELLED", "sai", paper.number)


@pytest.mark.parametrize(
    ("roles", "state", "way", "complete"),
    [
        ((), "ISSUED", Way.OPEN, False),
        (("PDF", "WORD"), "ISSUED", Way.OPEN, False),
        (("SCAN",), "ISSUED", Way.HAND, True),
        (("SCAN", "SIGNED_PDF"), "ISSUED", Way.DIGITAL, True),
        ((), "RESERVED", Way.OPEN, True),
        ((), "CANCELLED", Way.OPEN, True),
    ],
)
def test_which_way_a_paper_went(
    roles: tuple[str, ...], state: str, way: Way, *, complete: bool
) -> None:
    files = tuple(DocumentFile(role, "0" * 64, "a", 1, date(2021, 1, 5)) for role in roles)
    found = way_of(a_paper(files=files, state=state))
    assert (found.way, found.complete) == (way, complete)
