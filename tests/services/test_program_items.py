"""Program lines: entering, moving, copying, deleting, linking to the term program."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.programs import Named
from ktgs_desktop.services import (
    history,
    maintenance,
    offices,
    papers,
    program_items,
    program_progress,
    programs,
)
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    changes,
    done,
    refusal,
)
from tests.helpers.paper_text import pdf_text

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.programs import ProgramItem
    from ktgs_desktop.services.workspace import Workspace

SUPERVISION = "SUPERVISION_THEMATIC"


def contents(workspace: Workspace, program: UUID) -> list[str]:
    return [item.content for item in program_items.items(workspace, program)]


def lettered(workspace: Workspace, program: object, letters: str) -> dict[str, ProgramItem]:
    return {one: a_line(workspace, program, content=one) for one in letters}  # type: ignore[arg-type]


# Entering -------------------------------------------------------------------------------------


def test_a_line_keeps_every_column_as_it_was_entered(workspace: Workspace) -> None:
    program = a_program(workspace)
    blank = program_items.blank(workspace, program.id, "INSPECTION_PROGRAM")
    assert (blank.seq, blank.year, blank.province, blank.content) == (1, 2021, "19", "")
    lead = Named("UBKT Huyện uỷ", workspace.office.unit)
    entered = dataclasses.replace(
        blank,
        content="  Lãnh đạo   thực hiện nghị quyết ",
        subjects=(
            program_items.new_subject("TCD", " Đảng uỷ xã  Mẫu "),
            program_items.new_subject("DV", "Nguyễn Văn Mẫu", None, "Bí thư Đảng uỷ"),
        ),
        unnamed_organizations=2,
        unnamed_members=1,
        subject_note=" khi có dấu hiệu ",
        period_from=PartialDate("2019"),
        period_to=PartialDate("2020-12"),
        work_from=PartialDate("2021-05-01"),
        work_to=PartialDate("2021-05-31"),
        method="DIRECT",
        lead=lead,
        support=(Named(" Ban Tổ chức "), Named("  ")),
        directing_member=Named("Lê Văn Ví Dụ"),
        team_leader=Named(" "),
        note="ghi chú\n dòng hai ",
    )
    saved = program_items.save(workspace, entered)
    assert program_items.get(workspace, blank.id).item == saved
    assert saved.content == "Lãnh đạo thực hiện nghị quyết"
    assert [subject.name for subject in saved.subjects] == ["Đảng uỷ xã Mẫu", "Nguyễn Văn Mẫu"]
    assert (saved.lead, saved.support, saved.team_leader) == (lead, (Named("Ban Tổ chức"),), None)
    assert (saved.note, saved.subject_note) == ("ghi chú\ndòng hai", "khi có dấu hiệu")
    assert saved.subject_count == 5


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"content": " "}, "content_missing"),
        ({"quarter": 5}, "quarter_bad"),
        ({"year": 2022}, "year_outside_program"),
        ({"program": uuid4()}, "record_gone"),
    ],
)
def test_a_line_that_cannot_be_writes_nothing(
    workspace: Workspace, values: dict[str, object], code: str
) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    before = changes(workspace)
    bad = dataclasses.replace(line, id=uuid4(), **values)
    good = dataclasses.replace(line, id=uuid4())
    error = refusal(lambda: program_items.save_many(workspace, [good, bad]))
    assert error.code == code
    assert changes(workspace) == before


def test_saving_what_is_there_already_writes_nothing(workspace: Workspace) -> None:
    line = a_line(workspace, a_program(workspace))
    before = changes(workspace)
    assert program_items.save(workspace, line) == line
    assert program_items.save_many(workspace, []) == []
    assert changes(workspace) == before


def test_a_line_of_an_issued_program_is_not_moved_out_of_it(workspace: Workspace) -> None:
    _issued, (line, _second) = an_issued_program(workspace)
    draft = a_program(workspace, 2022)
    own = a_line(workspace, draft)
    for attempt in (
        [dataclasses.replace(line, program=draft.id, year=2022)],
        [own, dataclasses.replace(line, note="khác")],
    ):
        error = refusal(lambda attempt=attempt: program_items.save_many(workspace, attempt))
        assert error.code == "program_issued"
    assert program_items.get(workspace, line.id).item == line


def test_an_old_form_does_not_bring_a_deleted_line_back(workspace: Workspace) -> None:
    line = a_line(workspace, a_program(workspace))
    program_items.void(workspace, [line.id], "nhầm")
    error = refusal(lambda: program_items.save(workspace, dataclasses.replace(line, note="x")))
    assert error.code == "record_gone"
    assert programs.count(workspace, Listing()) == 0


def test_work_outside_the_bodys_tasks_is_told_not_stopped(workspace: Workspace) -> None:
    program = a_program(workspace)
    own = a_line(workspace, program)
    foreign = a_line(workspace, program, task_kind="INSPECTION_KTGS_DUTY")
    assert not program_items.get(workspace, own.id).outside_remit
    assert program_items.get(workspace, foreign.id).outside_remit


# Order ----------------------------------------------------------------------------------------


def test_lines_stand_in_their_part_in_the_order_entered(workspace: Workspace) -> None:
    program = a_program(workspace)
    for content, kind in (("b1", SUPERVISION), ("a1", "INSPECTION_PROGRAM"), ("b2", SUPERVISION)):
        a_line(workspace, program, content=content, task_kind=kind)
    found = program_items.items(workspace, program.id)
    assert [(item.content, item.seq) for item in found] == [("a1", 1), ("b1", 1), ("b2", 2)]


def test_a_line_that_becomes_supervision_goes_to_the_end_of_that_part(
    workspace: Workspace,
) -> None:
    program = a_program(workspace)
    first = a_line(workspace, program, content="a1")
    a_line(workspace, program, content="b1", task_kind=SUPERVISION)
    moved = program_items.save(workspace, dataclasses.replace(first, task_kind=SUPERVISION))
    assert moved.seq == 2
    assert contents(workspace, program.id) == ["b1", "a1"]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-6, 6)), max_size=6))
def test_moving_lines_is_moving_cards(workspace: Workspace, moves: list[tuple[int, int]]) -> None:
    known = programs.programs(workspace)
    program = known[0].program if known else a_program(workspace)
    if not known:
        lettered(workspace, program, "ABCDE")
    cards = contents(workspace, program.id)
    ids = {item.content: item.id for item in program_items.items(workspace, program.id)}
    for place, steps in moves:
        card = cards[place]
        program_items.move(workspace, ids[card], steps)
        there = min(max(place + steps, 0), len(cards) - 1)
        cards.insert(there, cards.pop(place))
        assert contents(workspace, program.id) == cards
    assert sorted(cards) == list("ABCDE")


def test_a_move_stays_within_its_part_and_beyond_the_end_stops(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = lettered(workspace, program, "AB")
    a_line(workspace, program, content="x", task_kind=SUPERVISION)
    program_items.move(workspace, lines["A"].id, 99)
    assert contents(workspace, program.id) == ["B", "A", "x"]
    before = changes(workspace)
    program_items.move(workspace, lines["A"].id, 1)
    assert changes(workspace) == before


def test_a_copy_stands_at_the_end_with_subjects_of_its_own(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = lettered(workspace, program, "AB")
    copy = program_items.duplicate(workspace, lines["A"].id)
    assert contents(workspace, program.id) == ["A", "B", "A"]
    assert copy.seq == 3
    original = lines["A"].subjects[0]
    assert copy.subjects[0].name == original.name
    assert copy.subjects[0].key != original.key


def test_deleted_lines_leave_and_come_back(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = lettered(workspace, program, "ABC")
    program_items.void(workspace, [lines["A"].id, lines["C"].id], "nhầm")
    assert contents(workspace, program.id) == ["B"]
    assert refusal(lambda: program_items.get(workspace, lines["A"].id)).code == "record_gone"
    before = changes(workspace)
    gone = refusal(lambda: program_items.void(workspace, [lines["B"].id, lines["A"].id], "x"))
    assert gone.code == "record_gone"
    assert refusal(lambda: program_items.void(workspace, [lines["B"].id], "")).code == (
        "reason_missing"
    )
    assert changes(workspace) == before
    history.undo(workspace)
    assert contents(workspace, program.id) == ["A", "B", "C"]


# The term program -----------------------------------------------------------------------------


def test_an_annual_line_carries_out_a_line_of_the_term(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    planned = [a_line(workspace, term, year=year, content=f"Năm {year}") for year in (2022, 2021)]
    programs.issue(workspace, term.id, programs.Issue(ISSUED_ON, SIGNER))
    annual = a_program(workspace)
    offered = programs.term_items(workspace, annual)
    assert [item.content for item in offered] == ["Năm 2021", "Năm 2022"]
    line = a_line(workspace, annual, term_item=planned[1].id)
    detail = program_items.get(workspace, line.id)
    assert detail.term_item == planned[1]
    linked = Listing(filters={"term_item": str(planned[1].id)})
    assert programs.count(workspace, linked) == 1
    _committee, inspection = offices.bodies(workspace)
    other = programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2021)
    assert programs.term_items(workspace, other) == [], "another body, another program"
    text = pdf_text(papers.print_program(workspace, annual.id).data)
    assert "01-CTr/HU" in text, "the paper names the term program"


# Progress -------------------------------------------------------------------------------------


def test_progress_is_recorded_for_each_subject(workspace: Workspace) -> None:
    program = a_program(workspace)
    subjects = tuple(program_items.new_subject("TCD", f"Đảng uỷ xã Mẫu {n}") for n in (1, 2))
    line = a_line(workspace, program, subjects=subjects, unnamed_members=1, quarter=4)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    first, *_rest = done(line, date(2021, 5, 20))
    now = program_progress.record_progress(workspace, line.id, [first])
    assert (now.done, now.total, now.started) == (1, 3, True)
    now = program_progress.record_progress(workspace, line.id, done(line, date(2021, 6, 1)))
    assert (now.done, now.last_done) == (3, date(2021, 6, 1))
    detail = program_items.get(workspace, line.id)
    assert detail.line == now
    assert len(detail.progress) == 3
    assert detail.item == line, "the line stays what was signed"
    history.undo(workspace)
    assert program_items.get(workspace, line.id).line.done == 1
    assert maintenance.check(workspace).sound


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"state": "DONE"}, "done_date_missing"),
        ({"state": "DONE", "done_on": date(2021, 7, 7)}, "date_future"),
        ({"state": "OVERDUE"}, "progress_state_bad"),
        ({"subject": None, "done_count": 1}, "done_count_bad"),
        ({"subject": uuid4()}, "subject_unknown"),
    ],
)
def test_progress_that_cannot_be_writes_nothing(
    workspace: Workspace, step: dict[str, object], code: str
) -> None:
    _program, (line, _second) = an_issued_program(workspace)
    usual = {"subject": line.subjects[0].key, "state": "IN_PROGRESS"}
    before = changes(workspace)
    bad = program_progress.Step(**{**usual, **step})  # type: ignore[arg-type]
    steps = [*done(line), bad]
    error = refusal(lambda: program_progress.record_progress(workspace, line.id, steps))
    assert error.code == code
    assert changes(workspace) == before


def test_a_draft_has_no_progress(workspace: Workspace) -> None:
    line = a_line(workspace, a_program(workspace))
    error = refusal(lambda: program_progress.record_progress(workspace, line.id, done(line)))
    assert error.code == "program_not_issued"


def test_a_conclusion_of_today_is_no_future(workspace: Workspace) -> None:
    _program, (line, _second) = an_issued_program(workspace)
    today = workspace.today
    assert program_progress.record_progress(workspace, line.id, done(line, today)).done == 1
    tomorrow = done(line, today + timedelta(days=1))
    error = refusal(lambda: program_progress.record_progress(workspace, line.id, tomorrow))
    assert error.code == "date_future"


def test_lines_that_come_into_a_part_together_stand_one_after_the_other(
    workspace: Workspace,
) -> None:
    program = a_program(workspace)
    a_line(workspace, program, task_kind=SUPERVISION, content="z")
    three = lettered(workspace, program, "abc")
    moved = [dataclasses.replace(item, task_kind=SUPERVISION) for item in three.values()]
    saved = program_items.save_many(workspace, moved)
    assert [item.seq for item in saved] == [2, 3, 4]
    assert contents(workspace, program.id) == ["z", "a", "b", "c"]


def test_deleting_nothing_does_nothing(workspace: Workspace) -> None:
    before = changes(workspace)
    program_items.void(workspace, [], "nhầm")
    assert changes(workspace) == before
