"""Programs from the draft to their issue: numbers, locks, progress by quarter."""

from __future__ import annotations

import dataclasses
import functools
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.services import (
    history,
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
    standing,
)

if TYPE_CHECKING:
    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock


def issued(workspace: Workspace, program: Program, **how: object) -> Document:
    given_how = {"issued_on": ISSUED_ON, "signer": SIGNER, **how}
    return programs.issue(workspace, program.id, programs.Issue(**given_how))  # type: ignore[arg-type]


# The draft ------------------------------------------------------------------------------------


def test_a_new_program_is_a_draft_with_the_usual_title(workspace: Workspace) -> None:
    program = a_program(workspace)
    assert (program.state, program.number, program.document) == ("DRAFT", "", None)
    assert program.title == "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ"
    assert (program.term, program.province) == ("2020-2025", "19")
    term = a_program(workspace, 2020, "TERM")
    assert term.title == "kiểm tra, giám sát nhiệm kỳ 2020 - 2025 của Ban Thường vụ Huyện uỷ"
    assert programs.get(workspace, program.id) == program


def test_each_body_has_one_program_a_year_and_one_a_term(workspace: Workspace) -> None:
    committee, inspection = offices.bodies(workspace)
    add = programs.add
    add(workspace, kind="ANNUAL", body=committee.id, year=2021)
    add(workspace, kind="TERM", body=committee.id, year=2020)
    add(workspace, kind="ANNUAL", body=committee.id, year=2022)
    add(workspace, kind="ANNUAL", body=inspection.id, year=2021)
    again = [("ANNUAL", 2021), ("TERM", 2020), ("TERM", 2021)]
    for kind, year in again:
        error = refusal(
            lambda kind=kind, year=year: add(workspace, kind=kind, body=committee.id, year=year)
        )
        assert error.code == "program_exists"
        assert "Ban Thường vụ Huyện uỷ" in str(error.params["title"])
    assert len(programs.programs(workspace)) == 4


def test_programs_are_listed_latest_first_term_before_annual(workspace: Workspace) -> None:
    _committee, inspection = offices.bodies(workspace)
    programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2020)
    for kind, year in (("ANNUAL", 2020), ("TERM", 2020), ("ANNUAL", 2021)):
        a_program(workspace, year, kind)
    found = [(one.program.year, one.program.kind, one.body) for one in programs.programs(workspace)]
    assert found == [
        (2021, "ANNUAL", "Ban Thường vụ Huyện uỷ"),
        (2020, "TERM", "Ban Thường vụ Huyện uỷ"),
        (2020, "ANNUAL", "Ban Thường vụ Huyện uỷ"),
        (2020, "ANNUAL", "Uỷ ban Kiểm tra Huyện uỷ"),
    ]


def test_a_year_outside_the_term_is_refused(workspace: Workspace) -> None:
    error = refusal(lambda: a_program(workspace, 2026))
    assert (error.code, error.params["year"]) == ("year_outside_term", 2026)
    body = uuid4()
    missing = refusal(lambda: programs.add(workspace, kind="ANNUAL", body=body, year=2021))
    assert missing.code == "record_gone"


def test_title_and_text_of_a_draft_are_edited_and_nothing_else(workspace: Workspace) -> None:
    program = a_program(workspace)
    other = dataclasses.replace(
        program, title=" kiểm tra  năm 2021 ", text="# Mục đích\n", state="ISSUED", number="99"
    )
    saved = programs.edit(workspace, other)
    assert (saved.title, saved.text) == ("kiểm tra năm 2021", "# Mục đích")
    assert (saved.state, saved.number) == ("DRAFT", "")
    assert programs.get(workspace, program.id) == saved
    nameless = dataclasses.replace(program, title=" ")
    assert refusal(lambda: programs.edit(workspace, nameless)).code == "title_missing"


def test_a_draft_begun_by_mistake_goes_with_its_lines_and_comes_back(
    workspace: Workspace,
) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    assert refusal(lambda: programs.void(workspace, program.id, " ")).code == "reason_missing"
    programs.void(workspace, program.id, "lập nhầm")
    assert programs.programs(workspace) == []
    assert programs.count(workspace, Listing()) == 0
    assert refusal(lambda: programs.get(workspace, program.id)).code == "record_gone"
    assert a_program(workspace).year == 2021, "its place is free again"
    history.undo(workspace)
    history.undo(workspace)
    assert programs.get(workspace, program.id) == program
    assert program_items.get(workspace, line.id).item == line


# Issue ----------------------------------------------------------------------------------------


def test_an_issued_program_has_its_number_date_and_signer(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    paper = issued(workspace, program)
    now = programs.get(workspace, program.id)
    assert (now.state, now.number, now.issued_on) == ("ISSUED", "01-CTr/HU", ISSUED_ON)
    assert (now.signer, now.document) == (SIGNER.name, paper.id)
    assert (paper.number, paper.symbol, paper.term) == (1, "01-CTr/HU", "2020-2025")
    assert (paper.authority, paper.signer_position) == (SIGNER.authority, SIGNER.position)
    assert (paper.place, paper.program) == ("Phú Bình", program.id)
    assert paper.header_own == "HUYỆN UỶ PHÚ BÌNH"
    assert papers.get(workspace, paper.id) == paper


def test_numbers_are_unique_for_each_body_and_go_on_through_the_term(
    workspace: Workspace,
) -> None:
    committee, inspection = offices.bodies(workspace)
    symbols = []
    for body, year in ((committee, 2020), (inspection, 2021), (committee, 2021)):
        program = programs.add(workspace, kind="ANNUAL", body=body.id, year=year)
        a_line(workspace, program, year=year)
        symbols.append(issued(workspace, program, issued_on=date(year, 1, 5)).symbol)
    assert symbols == ["01-CTr/HU", "01-CTr/UBKTHU", "02-CTr/HU"]


def test_a_number_of_ones_own_is_given_once(workspace: Workspace) -> None:
    first, second = a_program(workspace, 2021), a_program(workspace, 2020)
    for program in (first, second):
        a_line(workspace, program)
    assert issued(workspace, first, number=7).symbol == "07-CTr/HU"
    issued_in_time = functools.partial(issued, workspace, second, issued_on=date(2020, 12, 31))
    taken = refusal(lambda: issued_in_time(number=7))
    assert (taken.code, taken.params["symbol"]) == ("number_taken", "07-CTr/HU")
    assert refusal(lambda: issued_in_time(number=0)).code == "number_bad"
    assert not programs.get(workspace, second.id).locked
    assert issued_in_time().symbol == "08-CTr/HU"


def test_numbers_begin_anew_with_a_term(workspace: Workspace, clock: Clock) -> None:
    program = a_program(workspace, 2021)
    a_line(workspace, program)
    issued(workspace, program, number=30)
    offices.save_office(workspace, dataclasses.replace(workspace.office, term="2025-2030"))
    later = a_program(workspace, 2026)
    a_line(workspace, later)
    clock.forward(days=5 * 365)
    assert issued(workspace, later, issued_on=date(2026, 1, 5)).symbol == "01-CTr/HU"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"signer": dataclasses.replace(SIGNER, name=" ")}, "signer_missing"),
        ({"issued_on": date(2018, 12, 31)}, "issue_date_odd"),
        ({"issued_on": date(2020, 6, 30)}, "issue_date_odd"),
        ({"issued_on": date(2021, 7, 7)}, "issue_date_future"),
        ({"issued_on": date(2026, 1, 1)}, "issue_date_future"),
        ({"number": -3}, "number_bad"),
    ],
)
def test_an_issue_that_cannot_be_leaves_the_draft(
    workspace: Workspace, how: dict[str, object], code: str
) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    before = changes(workspace)
    assert refusal(lambda: issued(workspace, program, **how)).code == code
    assert programs.get(workspace, program.id) == program
    assert changes(workspace) == before


def test_an_empty_program_is_not_issued(workspace: Workspace) -> None:
    program = a_program(workspace)
    assert refusal(lambda: issued(workspace, program)).code == "program_empty"
    line = a_line(workspace, program)
    program_items.void(workspace, [line.id], "nhầm")
    assert refusal(lambda: issued(workspace, program)).code == "program_empty"


def test_once_issued_it_is_locked_but_for_progress(workspace: Workspace) -> None:
    program, (line, second) = an_issued_program(workspace)
    before = changes(workspace)
    refused = [
        refusal(action)
        for action in (
            lambda: issued(workspace, program),
            lambda: programs.edit(workspace, dataclasses.replace(program, title="khác")),
            lambda: programs.void(workspace, program.id, "nhầm"),
            lambda: a_line(workspace, program),
            lambda: program_items.save(workspace, dataclasses.replace(line, note="khác")),
            lambda: program_items.duplicate(workspace, line.id),
            lambda: program_items.move(workspace, second.id, -1),
            lambda: program_items.void(workspace, [line.id], "nhầm"),
        )
    ]
    assert [error.code for error in refused] == ["program_issued"] * 8
    assert {error.params["number"] for error in refused} == {"01-CTr/HU"}
    assert changes(workspace) == before
    program_progress.record_progress(workspace, line.id, done(line))
    assert programs.get(workspace, program.id) == program


def test_an_issue_is_not_undone(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    error = refusal(lambda: history.undo(workspace))
    assert error.code == "not_undoable"
    assert programs.get(workspace, program.id).locked


def test_the_paper_keeps_the_names_of_its_day(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    body = dataclasses.replace(standing(workspace), header_own="TÊN MỚI", symbol="TM", place="Mới")
    offices.save_body(workspace, body)
    assert program.document is not None
    paper = papers.get(workspace, program.document)
    assert (paper.symbol, paper.header_own, paper.place) == (
        "01-CTr/HU",
        "HUYỆN UỶ PHÚ BÌNH",
        "Phú Bình",
    )


# How far it is --------------------------------------------------------------------------------


@settings(max_examples=25)
@given(data=st.data())
def test_lines_by_quarter_and_state_add_up_to_all(
    workspace: Workspace, data: st.DataObject
) -> None:
    """The sums of the store against the rule of the domain, one draft after the other."""
    year = data.draw(st.integers(2020, 2025))
    existing = {one.program.year: one.program for one in programs.programs(workspace)}
    program = existing.get(year) or a_program(workspace, year)
    quarters = data.draw(st.lists(st.integers(1, 4), max_size=3))
    for quarter in quarters:
        a_line(workspace, program, quarter=quarter)
    summary = programs.summary(workspace, program.id)
    items = program_items.items(workspace, program.id)
    assert summary.total == len(items)
    for count in summary.quarters:
        lines = [item for item in items if item.due_quarter == count.quarter]
        assert (count.total, count.overdue) == (len(lines), 0), "a draft binds nobody"
        assert count.done == count.in_progress == 0
    assert summary.overdue == 0


def test_progress_moves_a_line_from_one_state_to_the_next(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = [a_line(workspace, program, quarter=quarter) for quarter in (1, 2, 3, 4)]
    issued(workspace, program)
    begun = program_progress.Step(lines[2].subjects[0].key, "IN_PROGRESS", date(2021, 7, 1))
    program_progress.record_progress(workspace, lines[2].id, [begun])
    program_progress.record_progress(workspace, lines[0].id, done(lines[0]))
    states = [
        (count.done, count.in_progress, count.overdue, count.not_started)
        for count in programs.summary(workspace, program.id).quarters
    ]
    assert states == [(1, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 1)]
    counted = [
        programs.count(workspace, Listing(filters={"state": state})) for state in ProgressState
    ]
    assert counted == [1, 1, 1, 1, 0]  # none is dropped


def test_a_list_of_lines_is_streamed_and_shown_in_its_order(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = [a_line(workspace, program, content=f"Nội dung {n}") for n in (1, 2, 10)]
    query = Listing("content", filters={"program": str(program.id)})
    wanted = [row for chunk in programs.stream(workspace, query) for row in chunk]
    shown = programs.rows(workspace, wanted)
    assert [row.content for row in shown] == ["Nội dung 1", "Nội dung 2", "Nội dung 10"]
    assert shown[0].subjects == "Đảng uỷ xã Bàn Đạt"
    assert shown[0].lead == "UBKT Huyện uỷ"
    assert programs.row_number(workspace, lines[0].id) == wanted[0]
    assert programs.row_number(workspace, uuid4()) == 0
