"""Rules of the superior's view: who is late, what a line counts for, when a remark is answered."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import consolidation, reporting_periods
from ktgs_desktop.domain.consolidation import CountedLine, Counts
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.program_progress import Progress, ProgressState, line_progress
from ktgs_desktop.domain.programs import ItemStatus, ProgramItem, Subject
from ktgs_desktop.domain.remark_states import (
    FigureName,
    RemarkState,
    Since,
    figure_name,
    state_of,
)
from ktgs_desktop.domain.remarks import Remark
from ktgs_desktop.domain.reporting_periods import Punctuality
from ktgs_desktop.store import code_lists

UNIT = UUID(int=1)
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))


# Periods --------------------------------------------------------------------------------------


@given(since=DAYS, today=DAYS, sent=st.lists(DAYS, max_size=6))
def test_a_period_is_overdue_just_if_nothing_came_since_it_ended(since, today, sent):
    sent = [day for day in sent if day <= today]
    codes = code_lists.load("reporting_periods")
    periods = reporting_periods.ended_periods(codes, since, today)
    states = reporting_periods.standing(periods, sent, today)
    assert [one.period for one in states] == list(periods)
    for one in states:
        period = one.period
        came = [day for day in sent if day >= period.closes]
        assert period.closes < today
        assert (one.sent_on is not None) == bool(came)
        assert (one.since is not None) == (one.state == Punctuality.OVERDUE)
        if came:
            assert one.sent_on == min(came)
            assert (one.state == Punctuality.LATE) == (
                period.due is not None and min(came) > period.due
            )
        else:
            awaited = period.due is not None and today <= period.due
            assert (one.state == Punctuality.AWAITED) == awaited
            assert (one.state == Punctuality.MISSING) == (period.due is None)
    worst = reporting_periods.worst(states)
    overdue = [one.days for one in states if one.state == Punctuality.OVERDUE]
    assert (worst.days if worst else None) == max(overdue, default=None)


@given(since=DAYS, today=DAYS)
def test_what_was_due_before_the_office_began_is_not_asked_for(since, today):
    codes = code_lists.load("reporting_periods")
    found = reporting_periods.ended_periods(codes, since, today)
    assert all((one.due or one.closes) >= since for one in found)
    later = reporting_periods.ended_periods(codes, since, today + timedelta(days=1))
    assert set(found) <= set(later)
    assert list(found) == sorted(found, key=lambda one: one.closes, reverse=True)


# Figures --------------------------------------------------------------------------------------


@st.composite
def lines(draw):
    """A line with the progress of its subjects, and steps of subjects it no longer has."""
    subjects = tuple(
        Subject(uuid4(), draw(st.sampled_from(("TCD", "DV"))), f"Đối tượng {place}")
        for place in range(draw(st.integers(0, 4)))
    )
    item = ProgramItem(
        owner=UNIT,
        id=uuid4(),
        program=uuid4(),
        year=draw(st.integers(2020, 2022)),
        seq=1,
        task_kind=draw(st.sampled_from(("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC"))),
        content="Nội dung",
        subjects=subjects,
        unnamed_organizations=draw(st.integers(0, 2)),
        unnamed_members=draw(st.integers(0, 2)),
        status=draw(st.sampled_from(list(ItemStatus))),
        postponed_to=draw(st.sampled_from((None, None, 2023))),
    )
    keys = [*(one.key for one in subjects), None, uuid4()]
    steps = [
        Progress(
            owner=UNIT,
            id=uuid4(),
            program=item.program,
            item=item.id,
            subject=key,
            state=str(draw(st.sampled_from((ProgressState.DONE, ProgressState.IN_PROGRESS)))),
            done_on=date(2021, 1, 5),
            done_count=draw(st.integers(0, 3)),
        )
        for key in keys
        if draw(st.booleans())
    ]
    return item, steps


@given(lines())
def test_a_line_counts_as_its_own_office_counts_it(drawn):
    item, steps = drawn
    counts = consolidation.count_line(to_document(item), map(to_document, steps))
    own = line_progress(item, steps)
    if not item.in_force:
        assert counts == Counts(dropped=1)
        return
    kinds = [one.kind for one in item.subjects]
    assert counts == Counts(
        planned=1,
        done=int(own.done >= own.total),
        organizations=kinds.count("TCD") + item.unnamed_organizations,
        members=kinds.count("DV") + item.unnamed_members,
    )


@given(st.lists(lines(), max_size=12))
def test_however_figures_are_parted_they_add_up_to_the_same(drawn):
    counted = [
        CountedLine(
            row,
            UUID(int=1 + row % 3),
            item.year,
            item.task_kind,
            consolidation.count_line(to_document(item), map(to_document, steps)),
        )
        for row, (item, steps) in enumerate(drawn)
    ]
    whole = consolidation.total(counted)
    for by in (("unit", "kind", "year"), ("unit",), ("kind", "year"), ("year",), ()):
        found = consolidation.figures(counted, by)
        assert consolidation.total(found) == whole
        keys = [(one.unit, one.kind, one.year) for one in found]
        assert len(keys) == len(set(keys))
    assert whole.planned + whole.dropped == len(counted)


@given(
    st.dictionaries(
        st.sampled_from(("subjects", "status", "postponed_to", "unnamed_members", "x")),
        st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3)
        | st.lists(st.none() | st.integers() | st.dictionaries(st.text(), st.text())),
    )
)  # fmt: skip
def test_a_line_of_another_shape_is_counted_without_a_fault(document):
    counts = consolidation.count_line(document, [document])
    assert counts.planned + counts.dropped == 1


# Remarks --------------------------------------------------------------------------------------


@given(
    on=DAYS,
    today=DAYS,
    due=st.none() | DAYS,
    last=st.none() | DAYS,
    versions=st.sets(st.sampled_from(("aa", "bb"))),
    of_record=st.booleans(),
)
def test_a_remark_is_answered_by_another_version_or_a_later_package(
    on, today, due, last, versions, of_record
):
    remark = Remark(UNIT, uuid4(), UUID(int=2), "REMARK", "Sửa lại", on, due=due)
    if of_record:
        remark = dataclasses.replace(remark, entity="program", record=uuid4(), version="aa")
    state = state_of(remark, Since(versions, last), today)
    answered = versions == {"bb"} if of_record else last is not None and last > on
    assert (state == RemarkState.ANSWERED) == answered
    if not answered:
        assert (state == RemarkState.LATE) == (due is not None and due < today)


@given(st.sampled_from(("done", "planned")), st.none() | st.integers(2000, 2100),
       st.sampled_from(("", "INSPECTION_PROGRAM")))  # fmt: skip
def test_the_name_of_a_figure_is_read_as_it_is_spelled(measure, year, kind):
    name = FigureName(measure, year, kind)
    assert figure_name(str(name)) == name
