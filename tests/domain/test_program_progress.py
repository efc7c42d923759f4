"""Progress by subjects and lines: hoàn thành, đang tiến hành, chưa triển khai, quá hạn."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.program_progress import (
    LineProgress,
    Progress,
    ProgressState,
    check_progress,
    line_progress,
)
from ktgs_desktop.errors import UserError
from tests.helpers.entities import TODAY, a_progress, a_subject, an_id, an_item, days

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import ProgramItem

NOT_STARTED, IN_PROGRESS, DONE, OVERDUE, DROPPED = ProgressState
DUE = date(2021, 6, 30)
ONE_DAY = timedelta(days=1)
ONE, TWO, THREE = (a_subject(f"Đảng uỷ xã Mẫu {n}") for n in (1, 2, 3))
STORED = [NOT_STARTED, IN_PROGRESS, DONE]


def a_line(*subjects: object, **values: object) -> ProgramItem:
    return an_item(subjects=subjects, **values)


def refused(progress: Progress, item: ProgramItem) -> UserError:
    with pytest.raises(UserError) as caught:
        check_progress(progress, item, TODAY)
    return caught.value


@st.composite
def lines(draw: st.DrawFn) -> tuple[ProgramItem, list[Progress]]:
    """A line and at most one record for each of its subjects, as the store keeps them."""
    named = draw(st.integers(0, 5))
    subjects = tuple(a_subject(f"đối tượng {n}") for n in range(named))
    item = an_item(
        subjects=subjects,
        unnamed_organizations=draw(st.integers(0, 3)),
        unnamed_members=draw(st.integers(0, 3)),
        quarter=draw(st.integers(1, 4)),
    )
    records = []
    for subject in subjects:
        state = draw(st.none() | st.sampled_from(STORED))
        if state is not None:
            done_on = draw(days) if state == DONE else None
            records.append(
                a_progress(
                    item, subject.key, state=state, done_on=done_on, done_count=int(state == DONE)
                )
            )
    unnamed = item.subject_count - named
    if unnamed and draw(st.booleans()):
        count = draw(st.integers(0, unnamed))
        state = DONE if count == unnamed else IN_PROGRESS
        records.append(a_progress(item, None, state=state, done_count=count))
    return item, records


# The state of a line --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "on_time", "late"),
    [
        (LineProgress(0, 2, started=False), NOT_STARTED, OVERDUE),
        (LineProgress(0, 2, started=True), IN_PROGRESS, OVERDUE),
        (LineProgress(1, 2, started=True), IN_PROGRESS, OVERDUE),
        (LineProgress(2, 2, started=True), DONE, DONE),
    ],
)
def test_a_line_is_late_from_the_day_after_its_last(
    line: LineProgress, on_time: ProgressState, late: ProgressState
) -> None:
    assert line.state(DUE, DUE - ONE_DAY) == on_time
    assert line.state(DUE, DUE) == on_time
    assert line.state(DUE, DUE + ONE_DAY) == late


def test_a_line_of_a_draft_is_never_late() -> None:
    found = line_progress(a_line(ONE), [], issued=False)
    assert found.state(DUE, DUE + ONE_DAY) == NOT_STARTED


def test_a_line_nobody_has_recorded_is_not_begun() -> None:
    found = line_progress(a_line(ONE, TWO), [])
    assert found == LineProgress(0, 2, started=False)
    assert found.state(DUE, DUE) == NOT_STARTED


def test_a_line_is_done_when_all_its_subjects_are() -> None:
    item = a_line(ONE, TWO)
    first = a_progress(item, ONE.key, state=DONE, done_on=date(2021, 5, 2), done_count=1)
    second = a_progress(item, TWO.key, state=DONE, done_on=date(2021, 4, 1), done_count=1)
    half = line_progress(item, [first])
    assert (half.done, half.state(DUE, DUE)) == (1, IN_PROGRESS)
    whole = line_progress(item, [first, second])
    assert whole == LineProgress(2, 2, started=True, last_done=date(2021, 5, 2))
    assert whole.state(DUE, TODAY) == DONE


def test_subjects_still_unnamed_are_done_by_number() -> None:
    item = a_line(ONE, unnamed_organizations=2, unnamed_members=1)
    some = a_progress(item, None, done_count=2)
    assert line_progress(item, [some]) == LineProgress(2, 4, started=True)
    named = a_progress(item, ONE.key, state=DONE, done_on=DUE, done_count=1)
    every = a_progress(item, None, state=DONE, done_on=DUE, done_count=3)
    assert line_progress(item, [named, every]).state(DUE, TODAY) == DONE


def test_a_line_without_subjects_is_done_as_a_whole() -> None:
    item = a_line()
    whole = a_progress(item, None, state=DONE, done_on=DUE, done_count=1)
    assert line_progress(item, [whole]) == LineProgress(1, 1, started=True, last_done=DUE)


def test_a_subject_taken_out_of_the_line_no_longer_counts() -> None:
    gone = a_progress(a_line(ONE), ONE.key, state=DONE, done_on=DUE, done_count=1)
    assert line_progress(a_line(TWO), [gone]) == LineProgress(0, 1, started=False)


def test_a_count_for_more_than_are_unnamed_is_cut() -> None:
    item = a_line(ONE, unnamed_members=1)
    assert line_progress(item, [a_progress(item, None, done_count=5)]).done == 1


@given(lines(), days)
def test_subjects_done_and_open_add_up_to_all(
    drawn: tuple[ProgramItem, list[Progress]], today: date
) -> None:
    item, records = drawn
    found = line_progress(item, records)
    named = sum(record.state == DONE for record in records if record.subject is not None)
    unnamed = sum(record.done_count for record in records if record.subject is None)
    assert found.done == named + unnamed
    assert 0 <= found.done <= found.total == item.subject_count
    assert found.started == any(record.state != NOT_STARTED for record in records)
    assert (found.state(item.due_on, today) == DONE) == (found.done == found.total)
    assert line_progress(item, reversed(records)) == found


@given(st.lists(lines(), max_size=8), days)
def test_every_line_is_in_exactly_one_state(
    drawn: list[tuple[ProgramItem, list[Progress]]], today: date
) -> None:
    found = [(item, line_progress(item, records)) for item, records in drawn]
    states = Counter(line.state(item.due_on, today) for item, line in found)
    assert sum(states[state] for state in ProgressState) == len(drawn)
    late = sum(item.due_on < today and line.done < line.total for item, line in found)
    assert states[OVERDUE] == late


@given(lines(), days, days)
def test_time_alone_only_makes_a_line_late(
    drawn: tuple[ProgramItem, list[Progress]], first: date, second: date
) -> None:
    item, records = drawn
    line = line_progress(item, records)
    earlier, later = sorted((first, second))
    before, after = line.state(item.due_on, earlier), line.state(item.due_on, later)
    assert after in (before, OVERDUE)


# What may be recorded -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"state": OVERDUE}, "progress_state_bad"),
        ({"state": "FINISHED"}, "progress_state_bad"),
        ({"state": DONE}, "done_date_missing"),
        ({"state": DONE, "done_on": TODAY + ONE_DAY}, "date_future"),
        ({"started_on": TODAY + ONE_DAY}, "date_future"),
        ({"started_on": DUE, "done_on": DUE - ONE_DAY, "state": DONE}, "dates_reversed"),
        ({"done_count": 2}, "done_count_bad"),
        ({"done_count": -1}, "done_count_bad"),
        ({"subject": an_id("somebody else")}, "subject_unknown"),
    ],
)
def test_progress_that_cannot_be_is_refused(values: dict[str, object], code: str) -> None:
    item = a_line(ONE, unnamed_organizations=4)
    assert refused(a_progress(item, **{"subject": ONE.key, **values}), item).code == code


@pytest.mark.parametrize("count", range(-1, 5))
def test_no_more_unnamed_subjects_are_done_than_there_are(count: int) -> None:
    item = a_line(ONE, unnamed_organizations=2, unnamed_members=1)
    progress = a_progress(item, None, done_count=count)
    if 0 <= count <= 3:
        check_progress(progress, item, TODAY)
    else:
        assert refused(progress, item).params == {"limit": 3}


def test_work_begun_and_concluded_today_may_be_recorded() -> None:
    item = a_line(ONE)
    progress = a_progress(item, ONE.key, state=DONE, started_on=TODAY, done_on=TODAY, done_count=1)
    check_progress(progress, item, TODAY)
    assert line_progress(item, [progress]).last_done == TODAY
