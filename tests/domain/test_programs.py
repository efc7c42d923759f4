"""Programs and their lines: what may be, what is locked, when a line is due."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate, quarter_of, quarter_span
from ktgs_desktop.domain.program_checks import check_item, check_program
from ktgs_desktop.domain.programs import (
    ProgramItem,
    grouped,
    outside_remit,
    totals,
)
from ktgs_desktop.domain.subject_kinds import subject_kind_of
from ktgs_desktop.errors import UserError
from tests.helpers.entities import a_draft, a_subject, an_id, an_item, partial_dates

GROUPS = {"INSPECTION_PROGRAM": "A", "INSPECTION_FINANCE": "A", "SUPERVISION_THEMATIC": "B"}


def refused(item: ProgramItem, **program: object) -> UserError:
    with pytest.raises(UserError) as caught:
        check_item(item, a_draft(**program))
    return caught.value


# The program ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"year": 2019}, "year_outside_term"),
        ({"year": 2026}, "year_outside_term"),
        ({"term": "2020"}, "year_outside_term"),
        ({"term": "khoá X-XI"}, "year_outside_term"),
    ],
)
def test_a_program_that_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as caught:
        check_program(a_draft(**values))
    assert caught.value.code == code


@pytest.mark.parametrize("year", [2020, 2021, 2025])
def test_both_ends_of_the_term_belong_to_it(year: int) -> None:
    program = a_draft(year=year)
    check_program(program)
    assert not program.locked


def test_an_issued_program_is_locked() -> None:
    assert a_draft(state="ISSUED").locked
    assert a_draft(state="STATE_OF_A_NEWER_PROGRAM").locked


# Its lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"content": " \n"}, "content_missing"),
        ({"task_kind": ""}, "task_kind_missing"),
        ({"quarter": 0}, "quarter_bad"),
        ({"quarter": 5}, "quarter_bad"),
        ({"unnamed_organizations": -1}, "count_negative"),
        ({"unnamed_members": -1}, "count_negative"),
        ({"year": 2022}, "year_outside_program"),
        (
            {"work_from": PartialDate("2021-06-02"), "work_to": PartialDate("2021-06-01")},
            "dates_reversed",
        ),
        ({"period_from": PartialDate("2021"), "period_to": PartialDate("2020")}, "dates_reversed"),
    ],
)
def test_a_line_that_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    check_item(an_item(), a_draft())
    assert refused(an_item(**values)).code == code


def test_no_line_of_an_issued_program_is_edited() -> None:
    error = refused(an_item(), state="ISSUED", number="02-CTr/HU")
    assert (error.code, error.params) == ("program_issued", {"number": "02-CTr/HU"})


@pytest.mark.parametrize("year", range(2019, 2027))
def test_lines_of_a_term_program_may_be_of_any_of_its_years(year: int) -> None:
    program = a_draft(kind="TERM", year=2020)
    if 2020 <= year <= 2025:
        check_item(an_item(year=year), program)
    else:
        assert refused(an_item(year=year), kind="TERM").code == "year_outside_program"


@given(st.none() | partial_dates(), st.none() | partial_dates())
def test_a_time_is_refused_only_if_it_cannot_be(
    start: PartialDate | None, end: PartialDate | None
) -> None:
    item = an_item(work_from=start, work_to=end)
    years = {part.first.year for part in (start, end) if part}
    if start and end and end.last < start.first:
        assert refused(item).code == "dates_reversed"
    elif years - {2021}:
        error = refused(item)
        assert (error.code, error.params["year"]) == ("work_other_year", 2021)
    else:
        check_item(item, a_draft())


@pytest.mark.parametrize(
    ("kind", "start", "end", "code"),
    [
        ("ANNUAL", "2027-03", "2027-03", "work_other_year"),
        ("ANNUAL", "2021-12-20", "2022-01-05", "work_other_year"),
        ("ANNUAL", "2020-12-31", None, "work_other_year"),
        ("ANNUAL", "2021-01-01", "2021-12-31", ""),
        ("TERM", "2024-03", "2025-12-31", ""),
        ("TERM", "2019", None, "work_outside_term"),
        ("TERM", None, "2026-01-01", "work_outside_term"),
    ],
)
def test_the_work_lies_in_the_years_of_the_program(
    kind: str, start: str | None, end: str | None, code: str
) -> None:
    item = an_item(
        quarter=None,
        work_from=PartialDate(start) if start else None,
        work_to=PartialDate(end) if end else None,
    )
    if not code:
        check_item(item, a_draft(kind=kind))
        return
    error = refused(item, kind=kind)
    assert error.code == code
    assert "/" in str(error.params["text"]) or error.params["text"] == "2019 – …"


# When a line is due ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "due", "quarter"),
    [
        ({"quarter": 1}, date(2021, 3, 31), 1),
        ({"quarter": 2}, date(2021, 6, 30), 2),
        ({"quarter": 4}, date(2021, 12, 31), 4),
        ({"quarter": None}, date(2021, 12, 31), 4),
        ({"quarter": None, "work_to": PartialDate("2021-05")}, date(2021, 5, 31), 2),
        ({"quarter": None, "work_to": PartialDate("2021-02-10")}, date(2021, 2, 10), 1),
        ({"quarter": None, "work_from": PartialDate("2021-02-10")}, date(2021, 12, 31), 4),
        ({"quarter": 3, "work_to": PartialDate("2021-08-15")}, date(2021, 8, 15), 3),
    ],
)
def test_a_line_is_due_on_the_last_day_of_its_time(
    values: dict[str, object], due: date, quarter: int
) -> None:
    item = an_item(**values)
    assert item.due_on == due
    assert item.due_quarter == quarter


@given(st.integers(2020, 2025), st.integers(1, 4), partial_dates())
def test_the_quarter_of_a_line_is_the_one_its_last_day_lies_in(
    year: int, quarter: int, end: PartialDate
) -> None:
    by_quarter = an_item(year=year, quarter=quarter)
    assert by_quarter.due_on == quarter_span(year, quarter).end
    assert quarter_of(by_quarter.due_on) == by_quarter.due_quarter == quarter
    by_dates = an_item(year=year, quarter=None, work_to=end)
    assert by_dates.due_on == end.last
    assert by_dates.due_quarter == quarter_of(end.last)


# Subjects -------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["TCD", "DV"]), max_size=6), st.integers(0, 20), st.integers(0, 20))
def test_subjects_named_and_to_be_named_are_counted(
    kinds: list[str], organizations: int, members: int
) -> None:
    subjects = tuple(a_subject(f"đối tượng {n}", kind) for n, kind in enumerate(kinds))
    item = an_item(subjects=subjects, unnamed_organizations=organizations, unnamed_members=members)
    both = totals([item, item])
    assert both.organizations == 2 * (organizations + kinds.count("TCD"))
    assert both.members == 2 * (members + kinds.count("DV"))
    assert item.subject_count == max(1, (both.organizations + both.members) // 2)


def test_a_line_without_subjects_counts_as_one_and_names_nobody() -> None:
    item = an_item(subject_note="khi có dấu hiệu vi phạm")
    assert item.subject_count == 1
    assert (totals([item]).organizations, totals([item]).members) == (0, 0)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Chi bộ Trường THPT Phú Bình", "TCD"),
        ("chi bo truong", "TCD"),
        ("Đảng ủy xã Bàn Đạt", "TCD"),
        ("ĐẢNG UỶ XÃ BÀN ĐẠT", "TCD"),
        ("Uỷ ban Kiểm tra Đảng uỷ xã Bảo Lý", "TCD"),
        ("UBKT Đảng uỷ xã", "TCD"),
        ("BTV Huyện uỷ", "TCD"),
        ("Ban Tổ chức Huyện uỷ", "TCD"),
        ("Văn phòng Huyện uỷ", "TCD"),
        ("Nguyễn Văn Mẫu", "DV"),
        ("Nguyen Van Mau", "DV"),
        ("Bàn Văn Mẫu", "DV"),
        ("Văn Phong Mẫu", "DV"),
        ("NGUYỄN VĂN A", "DV"),
        ("khong co to chuc nay", "TCD"),
        ("Trường THPT Phú Bình", "TCD"),
        ("Xóm Mẫu UBND", "TCD"),
        ("Hội nông dân", "TCD"),
        ("Mẫu", "TCD"),
        ("", "TCD"),
    ],
)
def test_what_a_name_without_a_record_is(name: str, kind: str) -> None:
    assert subject_kind_of(name) == kind


def test_work_outside_the_bodys_tasks_is_noticed() -> None:
    assert outside_remit(("INSPECTION_COMMITTEE",), "STANDING_COMMITTEE")
    assert not outside_remit(("INSPECTION_COMMITTEE",), "INSPECTION_COMMITTEE")
    assert not outside_remit((), "INSPECTION_COMMITTEE")


# The annex ------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([*GROUPS, "NEW_KIND"])), max_size=12))
def test_every_line_stands_once_in_its_part_in_its_order(lines: list[tuple[int, str]]) -> None:
    items = [
        an_item(id=an_id(f"line {n}"), seq=seq, task_kind=kind)
        for n, (seq, kind) in enumerate(lines)
    ]
    parts = grouped(items, GROUPS)
    assert list(parts)[:2] == ["A", "B"]
    assert set(parts) <= {"A", "B", "C"}
    found = [item for part in parts.values() for item in part]
    assert sorted(found, key=lambda item: item.id) == sorted(items, key=lambda item: item.id)
    for part, inside in parts.items():
        assert [item.seq for item in inside] == sorted(item.seq for item in inside)
        assert all(GROUPS.get(item.task_kind, "C") == part for item in inside)
