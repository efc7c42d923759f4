"""Before a program is issued: its date is checked; gaps and overlaps are told."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.program_issue import (
    ON_OCCASION,
    Gap,
    check_issue_date,
    gaps,
    issue_span,
    overlaps,
    usual_issue_date,
)
from ktgs_desktop.domain.programs import Named, ProgramItem, Subject
from ktgs_desktop.errors import UserError
from tests.helpers.entities import a_draft, an_item

YEARS = st.integers(2020, 2025)
DAYS = st.dates(date(2018, 1, 1), date(2028, 12, 31))


def code(day: date, today: date, **program: object) -> str:
    try:
        check_issue_date(a_draft(**program), day, today)
    except UserError as error:
        return error.code
    return ""


# The date -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2025, 6, 30), "issue_date_odd"),
        (date(2025, 7, 1), ""),
        (date(2025, 12, 31), ""),
        (date(2026, 11, 23), ""),
        (date(2026, 11, 24), "issue_date_future"),
        (date(2029, 1, 1), "issue_date_future"),
    ],
)
def test_a_program_of_a_year_is_issued_late_in_the_year_before_or_in_it(
    day: date, refusal: str
) -> None:
    program = {"year": 2026, "term": "2025-2030"}
    assert code(day, date(2026, 11, 23), **program) == refusal


def test_one_of_a_term_is_issued_in_its_years() -> None:
    for day, refusal in (
        (date(2019, 6, 30), "issue_date_odd"),
        (date(2019, 7, 1), ""),
        (date(2025, 12, 31), ""),
        (date(2026, 1, 1), "issue_date_odd"),
    ):
        assert code(day, date(2027, 1, 1), kind="TERM", year=2020) == refusal


@given(YEARS, DAYS, DAYS)
def test_a_date_is_refused_only_if_it_cannot_be(year: int, day: date, today: date) -> None:
    span = issue_span(a_draft(year=year))
    expected = "issue_date_future" if day > today else "" if span.holds(day) else "issue_date_odd"
    assert code(day, today, year=year) == expected


@given(YEARS, DAYS)
def test_the_proposed_date_is_never_in_the_future_and_right_from_the_first_day_on(
    year: int, today: date
) -> None:
    proposed = usual_issue_date(a_draft(year=year), today)
    assert proposed <= today
    first = issue_span(a_draft(year=year)).start
    assert first is not None
    assert (code(proposed, today, year=year) == "") == (today >= first)


# Gaps -----------------------------------------------------------------------------------------


def subject(name: str, record: UUID | None = None, kind: str = "TCD") -> Subject:
    return Subject(uuid4(), kind, name, record)


LACKING: dict[Gap, dict[str, object]] = {
    Gap.KIND: {"task_kind": ""},
    Gap.SUBJECT: {"subjects": ()},
    Gap.TIME: {"quarter": None},
    Gap.LEAD: {"lead": None},
}


def line(lacking: set[Gap]) -> ProgramItem:
    values: dict[str, object] = {
        "id": uuid4(), "subjects": (subject("A"),), "lead": Named("UBKT Huyện uỷ"),
    }  # fmt: skip
    for gap in lacking:
        values |= LACKING[gap]
    return an_item(**values)


@given(st.lists(st.sets(st.sampled_from(list(Gap))), max_size=8))
def test_every_gap_is_told_with_its_lines_and_nothing_else(wanted: list[set[Gap]]) -> None:
    items = [line(lacking) for lacking in wanted]
    found = gaps(a_draft(), items)
    for gap in Gap:
        lines = tuple(item.id for item, lacks in zip(items, wanted, strict=True) if gap in lacks)
        assert found.get(gap, ()) == lines
    assert Gap.TIME not in gaps(a_draft(kind="TERM"), items), "a term's lines have their year"


@pytest.mark.parametrize(
    "values",
    [
        {"unnamed_organizations": 2},
        {"unnamed_members": 1},
        {"task_kind": next(iter(ON_OCCASION))},
    ],
)
def test_subjects_to_be_named_later_are_no_gap(values: dict[str, object]) -> None:
    item = an_item(**{"lead": Named("UBKT"), **values})
    assert gaps(a_draft(), [item]) == {}


def test_days_are_a_time_and_a_blank_name_no_lead() -> None:
    item = an_item(
        quarter=None,
        work_to=PartialDate("2021-05"),
        lead=Named("  "),
        subjects=(subject("A"),),
    )
    assert gaps(a_draft(), [item]) == {Gap.LEAD: (item.id,)}


# Overlaps -------------------------------------------------------------------------------------

NAMES = ("Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Nga My", "Đảng uỷ xã Úc Kỳ")
NAMED = st.lists(st.lists(st.sampled_from(NAMES), max_size=3), max_size=5)


def lines_naming(names: list[list[str]]) -> list[ProgramItem]:
    return [an_item(id=uuid4(), subjects=tuple(map(subject, some))) for some in names]


@given(NAMED, NAMED)
def test_a_subject_in_two_lines_is_told_with_both(
    own: list[list[str]], other: list[list[str]]
) -> None:
    items, others = lines_naming(own), lines_naming(other)
    found = {one.name: one for one in overlaps(items, others)}
    for name in NAMES:
        here = tuple(item.id for item, some in zip(items, own, strict=True) if name in some)
        there = tuple(item.id for item, some in zip(others, other, strict=True) if name in some)
        if here and (len(here) > 1 or there):
            assert (found[name].lines, found[name].elsewhere) == (here, there)
        else:
            assert name not in found


def test_records_decide_and_else_names_of_one_spelling() -> None:
    record = uuid4()
    same = [
        an_item(id=uuid4(), subjects=(subject("Đảng uỷ xã A", record),)),
        an_item(id=uuid4(), subjects=(subject("Đảng uỷ xã A (cũ)", record),)),
    ]
    assert [one.name for one in overlaps(same)] == ["Đảng uỷ xã A"]
    spelled = [
        an_item(id=uuid4(), subjects=(subject("Đảng uỷ xã Mẫu"),)),
        an_item(id=uuid4(), subjects=(subject("đảng ủy  xã Mẫu"),)),
    ]
    assert len(overlaps(spelled)) == 1
    two_people = [
        an_item(id=uuid4(), subjects=(subject("Lê Văn Mẫu", uuid4(), "DV"),)),
        an_item(id=uuid4(), subjects=(subject("Lê Văn Mẫu", uuid4(), "DV"),)),
    ]
    assert overlaps(two_people) == []


def test_a_subject_twice_in_one_line_is_no_overlap() -> None:
    item = an_item(subjects=(subject("A"), subject("A")))
    assert overlaps([item]) == []
