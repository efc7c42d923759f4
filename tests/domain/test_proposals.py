"""What is proposed for next year: no unfinished line is lost, nothing is proposed twice."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.coverage import Cell, Coverage
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.identity import carried_id, progress_id
from ktgs_desktop.domain.program_checks import check_line
from ktgs_desktop.domain.program_progress import Progress, line_progress
from ktgs_desktop.domain.programs import ItemStatus, Named, Program, ProgramItem, Subject
from ktgs_desktop.domain.proposals import (
    Pattern,
    ProposalKind,
    Reason,
    Standing,
    Target,
    carried_over,
    ranked,
    term_lines,
    uncovered,
    unfinished,
)
from tests.helpers.entities import OFFICE, a_draft, an_id, an_item

YEAR = 2022
TARGET = Target(an_id("next"), YEAR, uuid4)
PROGRAMS = {
    year: a_draft(id=an_id(f"program {year}"), year=year, state="ISSUED", number=f"{year}-CTr/HU")
    for year in (2020, 2021)
}
NEXT = a_draft(id=TARGET.program, year=YEAR)
TERM = a_draft(id=an_id("term"), kind="TERM", year=2020, state="ISSUED", number="01-CTr/HU")


def a_subject(name: str) -> Subject:
    return Subject(uuid4(), "TCD", name)


def done_of(item: ProgramItem, subjects: int, unnamed: int) -> list[Progress]:
    """Progress by which the first subjects and some of those unnamed are done."""
    on = date(item.year, 6, 30)
    keys: list[tuple[UUID | None, int]] = [(one.key, 1) for one in item.subjects[:subjects]]
    if unnamed:
        keys.append((None, unnamed))
    return [
        Progress(
            OFFICE, progress_id(item.id, key), item.id, item.program, key, "DONE", None, on, count
        )
        for key, count in keys
    ]


@st.composite
def lines(draw: st.DrawFn) -> tuple[ProgramItem, list[Progress]]:
    """A line in any state: partly done, amended, dropped, put off within its year or beyond."""
    year = draw(st.sampled_from((2020, 2021)))
    named = tuple(a_subject(f"Đảng uỷ {n}") for n in range(draw(st.integers(0, 3))))
    status = draw(st.sampled_from(list(ItemStatus)))
    postponed = None
    if status == ItemStatus.POSTPONED:
        postponed = draw(st.none() | st.integers(year + 1, 2025))
    item = an_item(
        id=uuid4(),
        program=PROGRAMS[year].id,
        year=year,
        subjects=named,
        unnamed_organizations=draw(st.integers(0, 2)),
        unnamed_members=draw(st.integers(0, 2)),
        status=status,
        postponed_to=postponed,
        quarter=draw(st.none() | st.integers(1, 4)),
        note=draw(st.sampled_from(("", "Ghi chú"))),
        term_item=draw(st.sampled_from((None, an_id("of the term")))),
    )
    rest = item.subject_count - len(named)
    return item, done_of(item, draw(st.integers(0, len(named))), draw(st.integers(0, rest)))


def standing(*found: tuple[ProgramItem, list[Progress]], more: Any = ()) -> Standing:
    items = (*(item for item, _records in found), *more)
    annual = [item for item in items if item.program != TERM.id]
    return Standing(
        (*PROGRAMS.values(), NEXT, TERM),
        items,
        list(itertools.chain.from_iterable(records for _item, records in found)),
        {item.id for item in annual},
        {item.term_item for item in annual if item.term_item is not None},
    )


def must_come(item: ProgramItem, records: list[Progress]) -> bool:
    """By the rules: unfinished, not dropped, of this year or put off until now."""
    if line_progress(item, records).done >= item.subject_count:
        return False
    if item.status == ItemStatus.DROPPED:
        return False
    if item.postponed_to is not None:
        return item.postponed_to <= YEAR
    return item.year == YEAR - 1


@given(st.lists(lines(), max_size=8), st.data())
def test_no_unfinished_line_is_lost_and_none_comes_twice(
    found: list[tuple[ProgramItem, list[Progress]]], data: st.DataObject
) -> None:
    wanted = [item for item, records in found if must_come(item, records)]
    taken = data.draw(st.sets(st.sampled_from(wanted))) if wanted else set()
    accepted = [an_item(id=carried_id(one.id, YEAR), program=NEXT.id, year=YEAR) for one in taken]
    got = carried_over(standing(*found, more=accepted), TARGET, {})
    expected = {item.id for item in wanted} - {one.id for one in taken}
    assert {one.source for one in got} == expected
    assert len(got) == len(expected)
    of = {item.id: (item, records) for item, records in found}
    for one in got:
        item, records = of[one.source]
        left = item.subject_count - line_progress(item, records).done
        assert one.line.subject_count == left
        assert (one.line.program, one.line.year) == (NEXT.id, YEAR)
        assert (one.line.content, one.line.term_item) == (item.content, item.term_item)
        assert {s.name for s in one.line.subjects} <= {s.name for s in item.subjects}
        check_line(one.line, NEXT)


@given(lines())
def test_what_is_left_and_what_is_done_make_the_line(
    found: tuple[ProgramItem, list[Progress]],
) -> None:
    item, records = found
    rest = unfinished(item, records)
    done = line_progress(item, records).done
    assert (rest is None) == (done >= item.subject_count)
    if rest is not None:
        assert rest.subject_count == item.subject_count - done


@pytest.mark.parametrize(
    ("values", "subjects", "reason"),
    [
        ({}, 0, Reason.NOT_BEGUN),
        ({}, 1, Reason.PARTLY_DONE),
        ({"status": "POSTPONED", "postponed_to": 2022}, 0, Reason.POSTPONED),
        ({"status": "CHANGED"}, 0, Reason.NOT_BEGUN),
    ],
)
def test_each_carried_line_says_why(values: Any, subjects: int, reason: Reason) -> None:
    named = (a_subject("A"), a_subject("B"))
    item = an_item(
        id=uuid4(), program=PROGRAMS[2021].id, year=2021, subjects=named, quarter=3, **values
    )
    (one,) = carried_over(standing((item, done_of(item, subjects, 0))), TARGET, {item.id: 7})
    assert (one.kind, one.reason) == (ProposalKind.CARRIED, reason)
    assert one.params["number"] == 7
    assert one.line.note == "Chuyển tiếp mục 7, Chương trình số 2021-CTr/HU"
    # What was put off keeps its quarter; what was not finished comes first.
    assert one.line.quarter == (3 if reason == Reason.POSTPONED else 1)


def test_days_of_the_year_before_do_not_come_along() -> None:
    item = an_item(
        program=PROGRAMS[2021].id, year=2021, subjects=(a_subject("A"),), quarter=None,
        work_from=PartialDate("2021-05-15"), work_to=PartialDate("2021-06-30"),
        status="POSTPONED", postponed_to=2022,
    )  # fmt: skip
    (one,) = carried_over(standing((item, [])), TARGET, {})
    assert (one.line.quarter, one.line.work_from, one.line.work_to) == (2, None, None)


def test_a_line_put_off_and_taken_over_then_is_not_proposed_again() -> None:
    item = an_item(
        id=uuid4(), program=PROGRAMS[2020].id, year=2020, subjects=(a_subject("A"),),
        status="POSTPONED", postponed_to=2021,
    )  # fmt: skip
    (late,) = carried_over(standing((item, [])), TARGET, {})
    assert late.source == item.id, "nobody took it over in 2021"
    carrier = an_item(
        id=carried_id(item.id, 2021), program=PROGRAMS[2021].id, year=2021,
        subjects=(a_subject("A"),),
    )  # fmt: skip
    (now,) = carried_over(standing((item, []), (carrier, [])), TARGET, {})
    assert now.source == carrier.id, "the line that carries it is what is unfinished"
    assert carried_over(standing((item, []), (carrier, done_of(carrier, 1, 0))), TARGET, {}) == []


# Lines of the term ----------------------------------------------------------------------------


def a_term_line(year: int, **values: Any) -> ProgramItem:
    usual = {"id": uuid4(), "program": TERM.id, "year": year, "subjects": (a_subject("A"),)}
    return an_item(**{**usual, **values})


@given(
    st.lists(
        st.tuples(
            st.integers(2020, 2025),
            st.booleans(),
            st.sampled_from((ItemStatus.ACTIVE, ItemStatus.ADDED, ItemStatus.DROPPED)),
        ),
        max_size=8,
    )
)
def test_lines_of_the_term_come_when_due_and_not_laid_out(
    drawn: list[tuple[int, bool, ItemStatus]],
) -> None:
    items = [a_term_line(year, status=status) for year, _laid, status in drawn]
    laid = [
        an_item(id=uuid4(), program=PROGRAMS[2021].id, year=2021, term_item=item.id)
        for item, (_year, is_laid, _status) in zip(items, drawn, strict=True)
        if is_laid
    ]
    found = term_lines(standing(*((item, []) for item in (*items, *laid))), TARGET)
    expected = {
        item.id: Reason.TERM_DUE if year == YEAR else Reason.TERM_LATE
        for item, (year, is_laid, status) in zip(items, drawn, strict=True)
        if year <= YEAR and not is_laid and status != ItemStatus.DROPPED
    }
    assert {one.source: one.reason for one in found} == expected
    for one in found:
        assert (one.line.term_item, one.line.year, one.line.program) == (one.source, YEAR, NEXT.id)
        assert one.line.id != one.source
        check_line(one.line, NEXT)


def test_a_line_of_the_term_that_is_done_is_not_proposed() -> None:
    item = a_term_line(2022)
    found = Standing((TERM, NEXT), (item,), done_of(item, 1, 0))
    assert term_lines(found, TARGET) == []


# Who never came up ----------------------------------------------------------------------------


def covered(number: int, times: int, last: date | None) -> Coverage:
    cells = (Cell(2020), Cell(2021, inspected=times))
    return Coverage(number, uuid4(), f"Đảng bộ {number}", "CELL", "CB", None, cells, last)


@given(st.lists(st.tuples(st.integers(0, 2), st.none() | st.dates()), max_size=10))
def test_those_never_seen_come_first_then_those_longest_without(
    drawn: list[tuple[int, date | None]],
) -> None:
    rows = [covered(number, *one) for number, one in enumerate(drawn)]
    got = ranked(rows)
    assert {one.row for one in got} == {one.row for one in rows if not one.times}
    days = [one.last for one in got]
    assert days == sorted(days, key=lambda day: day or date.min)
    firsts = [one.row for one in got if one.last is None]
    assert firsts == sorted(firsts), "among equals the order given stays"


def test_a_line_is_proposed_for_the_committee_unless_the_year_names_it() -> None:
    rows = [covered(1, 0, None), covered(2, 0, date(2019, 5, 4)), covered(3, 1, None)]
    committee = Named("Đảng uỷ 1", uuid4())
    pattern = Pattern(OFFICE, "19", "INSPECTION_PROGRAM", Named("UBKT"))
    first, second = uncovered(rows, {rows[0].id: committee}, set(), pattern, TARGET)
    assert [s.id for s in first.line.subjects] == [committee.id]
    assert [s.id for s in second.line.subjects] == [rows[1].id]
    assert (first.reason, second.reason) == (Reason.NEVER, Reason.LONG_AGO)
    assert second.params["date"] == date(2019, 5, 4)
    (left,) = uncovered(rows, {}, {rows[0].id}, pattern, TARGET)
    assert (left.source, left.params["rank"]) == (rows[1].id, 1)
    check_line(dataclasses.replace(left.line, seq=1), NEXT)


def test_programs_of_the_year_itself_give_nothing() -> None:
    own: Program = NEXT
    item = an_item(program=own.id, year=YEAR, subjects=(a_subject("A"),))
    assert carried_over(Standing((own,), (item,), ()), TARGET, {}) == []
