"""The same subject in one quarter by different actors: by record, by name, by the unit it is of."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.clashes import clashes, quarters_of
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.outside_lines import OutsideLine
from ktgs_desktop.domain.programs import ProgramItem, Subject
from tests.helpers.entities import OFFICE, an_item

RECORD = uuid4()


def named(name: str, record: Any = None, kind: str = "TCD") -> Subject:
    return Subject(uuid4(), kind, name, record)


def own(subject: Subject, **values: Any) -> ProgramItem:
    return an_item(id=uuid4(), subjects=(subject,), **{"quarter": 1, **values})


def theirs(subject: Subject, **values: Any) -> OutsideLine:
    usual = {"year": 2021, "actor": "INSPECTORATE", "body": "Thanh tra", "quarter": 1}
    return OutsideLine(OFFICE, uuid4(), subjects=(subject,), **{**usual, **values})


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        (named("Đảng uỷ xã Bàn Đạt", RECORD), named("Tên cũ", RECORD), True),
        (named("Đảng uỷ xã Bàn Đạt", RECORD), named("đảng ủy  xã Bàn Đạt"), True),
        (named("Đảng uỷ xã Bàn Đạt", RECORD), named("UBND xã Bàn Đạt"), True),
        (named("Đảng uỷ xã Bàn Đạt", RECORD), named("UBKT Đảng uỷ xã Bàn Đạt", uuid4()), True),
        (named("Huyện uỷ Phú Bình", RECORD), named("Uỷ ban nhân dân huyện Phú Bình"), True),
        (named("Đảng uỷ xã Bàn Đạt", RECORD), named("UBND xã Bàn Đ"), False),
        (named("Chi bộ Trường THPT Phú Bình"), named("Trường THPT Phú Bình"), True),
        # Two cells of one name in two communes are two.
        (named("Chi bộ 1", RECORD), named("Chi bộ 1", uuid4()), False),
        (named("Nguyễn Văn Mẫu", None, "DV"), named("nguyễn văn mẫu", None, "DV"), True),
        (named("Nguyễn Văn Mẫu", RECORD, "DV"), named("Nguyễn Văn Mẫu", uuid4(), "DV"), False),
    ],
)
def test_who_is_the_same(here: Subject, there: Subject, same: bool) -> None:  # noqa: FBT001
    item, line = own(here), theirs(there)
    found = clashes([item], [line])
    assert [(one.line, one.other, one.quarters) for one in found] == (
        [(item.id, line.id, (1,))] if same else []
    )
    assert bool(clashes([own(there)], [theirs(here)])) == same, "either way round"


@given(st.none() | st.integers(1, 4), st.none() | st.integers(1, 4), st.integers(2020, 2022))
def test_only_one_quarter_of_one_year_counts(
    here: int | None, there: int | None, year: int
) -> None:
    subject = named("Đảng uỷ xã Bàn Đạt", RECORD)
    found = clashes([own(subject, quarter=here)], [theirs(subject, quarter=there, year=year)])
    assert bool(found) == (here is not None and here == there and year == 2021)


@pytest.mark.parametrize(
    ("start", "end", "quarters"),
    [
        ("2021-05-15", "2021-07-02", {2, 3}),
        ("2021-05", None, {2}),
        (None, "2021-12-31", {4}),
        ("2021", "2021", {1, 2, 3, 4}),
        ("2020-12-01", "2021-01-31", {1}),
        ("2021-11-01", "2022-02-28", {4}),
        (None, None, set()),
    ],
)
def test_days_lie_in_the_quarters_they_touch(
    start: str | None, end: str | None, quarters: set[int]
) -> None:
    line = theirs(
        named("A"),
        quarter=None,
        work_from=PartialDate(start) if start else None,
        work_to=PartialDate(end) if end else None,
    )
    assert quarters_of(line) == quarters


def test_a_subject_is_told_once_for_each_line_it_meets() -> None:
    subject = named("Đảng uỷ xã Bàn Đạt", RECORD)
    lines = [theirs(subject), theirs(named("UBND xã Bàn Đạt"))]
    item = own(subject)
    assert [one.other for one in clashes([item], lines)] == [line.id for line in lines]
    assert clashes([item], []) == []
