"""Matrix, calendar and figures say the same of any lines as counting them one by one."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import quarter_of, quarter_span
from ktgs_desktop.domain.plan_lines import PlanLine
from ktgs_desktop.domain.program_calendar import Cell, month_grid, quarter_grid, work_span
from ktgs_desktop.domain.program_figures import COUNTED, By, figures
from ktgs_desktop.domain.program_matrix import matrix
from ktgs_desktop.domain.program_progress import LineProgress, ProgressState
from ktgs_desktop.domain.programs import Subject
from ktgs_desktop.domain.vietnamese import fold

YEAR, TODAY = 2021, date(2021, 7, 6)
NAMES = ("Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim", "đảng ủy xã tân kim", "Nguyễn Văn Mẫu")
_ids = st.integers(1, 10**9).map(lambda number: UUID(int=number))
_days = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


@st.composite
def subjects(draw) -> Subject:
    name = draw(st.sampled_from(NAMES))
    kind = "DV" if name == NAMES[-1] else "TCD"
    record = UUID(int=7) if draw(st.booleans()) and name == NAMES[0] else None
    return Subject(draw(_ids), kind, name, record)


@st.composite
def lines(draw) -> PlanLine:
    named = tuple(draw(st.lists(subjects(), max_size=4, unique_by=lambda one: one.key)))
    unnamed = draw(st.integers(0, 2))
    begun, done = set(), set()
    for one in named:
        draw(st.sampled_from((begun, done, set()))).add(one.key)
    total = max(1, len(named) + unnamed)
    finished = len(done) + draw(st.integers(0, unnamed or int(not named)))
    due = draw(_days)
    begin = draw(st.none() | st.just(due - timedelta(days=draw(st.integers(0, 120)))))
    return PlanLine(
        id=draw(_ids),
        program=UUID(int=1),
        lead=draw(st.sampled_from(("", "UBKT Huyện uỷ", "Ban Tổ chức"))),
        part="A",
        seq=1,
        task_kind=draw(st.sampled_from(("INSPECTION_PROGRAM", "SUPERVISION_THEMATIC"))),
        content="Nội dung",
        subjects=named,
        unnamed=unnamed,
        year=YEAR,
        quarter=quarter_of(due),
        due_on=due,
        work_from=begin,
        work_to=due if begin else None,
        progress=LineProgress(
            done=finished,
            total=total,
            started=finished > 0 or bool(begun),
            issued=draw(st.booleans()),
            in_force=draw(st.integers(0, 5)) > 0,
        ),
        begun=frozenset(begun),
        done=frozenset(done),
    )


_plans = st.lists(lines(), max_size=12, unique_by=lambda line: line.id)


@given(_plans)
def test_every_line_in_force_stands_in_its_quarter_for_each_of_its_subjects(plan) -> None:
    found = matrix(plan, TODAY)
    shown = Counter(
        (mark.line, place + 1) for row in found.rows for place, cell in enumerate(row.cells)
        for mark in cell
    )  # fmt: skip
    wanted: Counter[tuple[UUID, int]] = Counter()
    for line in plan:
        if line.progress.in_force:
            who = {one.id or (one.kind, "tân kim" if "im" in one.name else one.name)
                   for one in line.subjects}  # fmt: skip
            rest = 1 if line.unnamed or not line.subjects else 0
            wanted[line.id, line.quarter] += len(who) + rest
    assert shown == +wanted


@given(_plans)
def test_the_marks_of_a_whole_line_are_done_together_or_not(plan) -> None:
    found = matrix(plan, TODAY)
    states: dict[UUID, set[ProgressState]] = {}
    for row in found.rows:
        for cell in row.cells:
            for mark in cell:
                states.setdefault(mark.line, set()).add(mark.state)
    for line in plan:
        if line.progress.in_force and line.progress.done >= line.progress.total:
            named = len({one.key for one in line.subjects}) == len(line.done)
            if named:
                assert states[line.id] == {ProgressState.DONE}


def test_one_body_written_in_two_ways_has_one_row() -> None:
    progress = LineProgress(0, 1, started=False)
    first = PlanLine(
        UUID(int=1), UUID(int=9), "", "A", 1, "K", "Một",
        (Subject(UUID(int=2), "TCD", "Đảng uỷ xã Tân Kim"),), 0, YEAR, 1,
        date(YEAR, 3, 31), None, None, progress,
    )  # fmt: skip
    other = dataclasses.replace(
        first,
        id=UUID(int=3),
        quarter=2,
        subjects=(Subject(UUID(int=4), "TCD", "Đảng ủy xã  Tân Kim"),),
    )
    (row,) = matrix([first, other], TODAY).rows
    assert [len(cell) for cell in row.cells] == [1, 1, 0, 0]
    assert row.cells[0][0].state == ProgressState.OVERDUE


def _due(cells: list[Cell]) -> Counter[UUID]:
    return Counter(one.line for cell in cells if cell.inside for one in cell.entries if one.due)


@given(_plans)
def test_every_line_is_due_on_one_day_of_the_year(plan) -> None:
    wanted = Counter(line.id for line in plan if line.progress.in_force)
    months: list[Cell] = []
    for month in range(1, 13):
        grid = month_grid(plan, YEAR, month, TODAY)
        assert all(len(week) == 7 for week in grid)
        months += [cell for week in grid for cell in week]
    assert _due(months) == wanted
    quarters = [
        cell
        for quarter in range(1, 5)
        for row in quarter_grid(plan, YEAR, quarter, TODAY)
        for cell in row
    ]
    assert _due(quarters) == wanted


@given(_plans, st.integers(1, 4))
def test_a_quarter_holds_each_of_its_days_once(plan, quarter) -> None:
    cells = [cell for row in quarter_grid(plan, YEAR, quarter, TODAY) for cell in row]
    days = [
        cell.start + timedelta(days=step)
        for cell in cells
        if cell.inside
        for step in range((cell.end - cell.start).days + 1)
    ]
    span = quarter_span(YEAR, quarter)
    assert len(days) == len(set(days)) == ((span.end or TODAY) - (span.start or TODAY)).days + 1


@given(_plans, st.integers(1, 12))
def test_a_line_is_at_work_on_exactly_its_days(plan, month) -> None:
    cells = [cell for week in month_grid(plan, YEAR, month, TODAY) for cell in week]
    for line in plan:
        begin, end = work_span(line)
        shown = {cell.start for cell in cells for one in cell.entries if one.line == line.id}
        wanted = {cell.start for cell in cells if begin <= cell.start <= end}
        assert shown == (wanted if line.progress.in_force else set())


@given(_plans, st.sampled_from(By))
def test_figures_count_every_line_in_force_once(plan, by) -> None:
    bars = figures(plan, by, TODAY)
    found = Counter(
        (line, COUNTED[place]) for bar in bars for place, ids in enumerate(bar.lines)
        for line in ids
    )  # fmt: skip
    assert found == Counter((line.id, line.state(TODAY)) for line in plan if line.progress.in_force)
    keys = {"kind": "task_kind", "quarter": "quarter", "year": "year", "body": "lead"}[by]
    by_id = {line.id: str(getattr(line, keys)) for line in plan}
    assert all(by_id[line] == bar.key for bar in bars for ids in bar.lines for line in ids)


@given(st.lists(lines(), max_size=8), st.sampled_from(("", "tan kim", "Tân Kim", "xa dat", "sau")))
def test_a_narrowed_matrix_has_the_rows_whose_names_hold_the_words(planned, words):
    whole = matrix(planned, TODAY)
    found = whole.narrowed(words, "Xác định sau")
    assert found.columns == whole.columns
    for row in whole.rows:
        name = fold(row.name or "Xác định sau")
        holds = all(word in name for word in fold(words).split())
        assert (row in found.rows) <= holds
        if words == fold(words):
            assert (row in found.rows) == holds
