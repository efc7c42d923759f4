"""The question a long list asks, and the small rows that answer it."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.rows import ItemRow
from tests.helpers.entities import an_id


def test_a_plain_question_is_for_all_rows_in_the_lists_own_order() -> None:
    plain = Listing()
    assert (plain.sort, plain.descending, plain.search) == ("", False, "")
    assert dict(plain.filters) == {}
    assert Listing(filters={"year": 2021}) != plain == Listing()


def test_a_question_is_changed_by_asking_another() -> None:
    first = Listing("name", search="ban dat")
    second = dataclasses.replace(first, descending=True)
    assert (second.sort, second.search, first.descending) == ("name", "ban dat", False)
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.sort = "code"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2021, 6, 30), ProgressState.IN_PROGRESS),
        (date(2021, 7, 1), ProgressState.OVERDUE),
    ],
)
def test_a_line_in_a_list_says_how_far_it_is_on_a_day(day: date, state: ProgressState) -> None:
    row = ItemRow(
        row=1,
        id=an_id("item"),
        program=an_id("program"),
        year=2021,
        part="A",
        seq=1,
        task_kind="INSPECTION_PROGRAM",
        content="Nội dung",
        subjects="Đảng uỷ xã Bàn Đạt",
        due_on=date(2021, 6, 30),
        due_quarter=2,
        lead="",
        progress=LineProgress(1, 2, started=True),
    )
    assert row.state(day) == state
