"""Plans of other bodies: typed, pasted, voided; and whom a program meets because of them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import i18n
from ktgs_desktop.domain.outside_lines import OutsideActor, OutsideLine
from ktgs_desktop.services import (
    history,
    offices,
    organizations,
    outside_import,
    outside_lines,
    program_items,
    program_review,
    programs,
    tables,
)
from ktgs_desktop.services.outside_import import Usual
from tests.helpers.builders import a_line, a_program, changes, refusal

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

USUAL = Usual(2021, OutsideActor.OTHER)
PASTED = """STT\tCơ quan\tĐối tượng\tNội dung\tThời gian
1\tKiểm toán nhà nước khu vực X\tĐảng uỷ xã Nga My; UBND xã Úc Kỳ\tNgân sách 2020\tQuý II
2\tThanh tra tỉnh\tUBND xã Kha Sơn\tĐất đai\tIV
3\tUBKT Tỉnh uỷ\tUBND xã Bàn Đạt\t\t15/5/2022 - 30/6/2022
"""


def an_outside(
    workspace: Workspace, subject: str = "UBND xã Bàn Đạt", **values: object
) -> OutsideLine:
    named = program_items.new_subject("TCD", subject)
    usual: dict[str, object] = {"body": "Thanh tra huyện", "subjects": (named,), "quarter": 1}
    line = dataclasses.replace(outside_lines.blank(workspace, 2021), **{**usual, **values})
    return outside_lines.save(workspace, line)


def test_a_line_is_tied_to_the_register_and_can_be_taken_back(workspace: Workspace) -> None:
    line = an_outside(workspace, "Đảng uỷ xã Bàn Đạt", body="  Thanh tra   huyện ")
    assert line.subjects[0].id == organizations.named(workspace, "Đảng uỷ xã Bàn Đạt")
    assert line.body == "Thanh tra huyện"
    assert outside_lines.listed(workspace, 2021) == [line]
    assert outside_lines.listed(workspace, 2022) == []
    edited = outside_lines.save(workspace, dataclasses.replace(line, quarter=3))
    assert outside_lines.get(workspace, line.id) == edited
    history.undo(workspace)
    history.undo(workspace)
    assert outside_lines.listed(workspace) == []


def test_a_voided_line_is_not_brought_back_by_an_old_form(workspace: Workspace) -> None:
    line = an_outside(workspace)
    outside_lines.void(workspace, line.id, "nhập nhầm")
    assert outside_lines.listed(workspace) == []
    assert refusal(lambda: outside_lines.save(workspace, line)).code == "record_gone"
    assert refusal(lambda: outside_lines.void(workspace, line.id, "x")).code == "record_gone"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"body": " "}, "name_missing"), ({"subjects": ()}, "subject_missing")],
)
def test_what_cannot_be_is_refused(
    workspace: Workspace, values: dict[str, object], code: str
) -> None:
    before = changes(workspace)
    assert refusal(lambda: an_outside(workspace, **values)).code == code
    assert changes(workspace) == before


# From a table ---------------------------------------------------------------------------------


def test_a_pasted_table_is_understood_before_it_is_kept(workspace: Workspace) -> None:
    table = tables.read_clipboard(PASTED).rows
    before = changes(workspace)
    plan = outside_import.plan(workspace, table, USUAL)
    assert changes(workspace) == before
    assert [(line.actor, line.year, line.quarter, len(line.subjects)) for line in plan.lines] == [
        ("AUDIT", 2021, 2, 2),
        ("INSPECTORATE", 2021, 4, 1),
        ("SUPERIOR", 2022, None, 1),
    ]
    assert plan.lines[0].subjects[0].id == organizations.named(workspace, "Đảng uỷ xã Nga My")
    assert outside_import.apply(workspace, plan) == 3
    again = outside_import.plan(workspace, table, USUAL)
    assert (again.existing, again.lines) == (3, [])
    history.undo(workspace)
    assert outside_lines.listed(workspace) == []


def test_rows_with_faults_are_told_and_keep_the_table_out(workspace: Workspace) -> None:
    table = [
        ["Cơ quan", "Đối tượng", "Thời gian", "Loại", "Năm"],
        ["Thanh tra huyện", "UBND xã Bàn Đạt", "q9", "", ""],
        ["", "UBND xã Bàn Đạt", "q1", "", ""],
        ["Sở Tài chính", "UBND xã Bàn Đạt", "q1", "Bạn bè", ""],
        ["Sở Tài chính", "UBND xã Bàn Đạt", "q1", "khác", "năm sau"],
        ["Sở Tài chính", "", "q1", "", ""],
        ["Sở Tài chính", "UBND xã Bàn Đạt", "q1", "khác", "2023"],
    ]
    plan = outside_import.plan(workspace, table, USUAL)
    codes = [[fault.code for fault in one.row.faults] for one in plan.rows]
    assert codes == [
        ["quarter_bad"],
        ["name_missing"],
        ["outside_actor_bad"],
        ["year_bad"],
        ["value_missing"],
        [],
    ]
    assert refusal(lambda: outside_import.apply(workspace, plan)).code == "rows_refused"
    assert outside_import.apply(workspace, outside_import.without_refused(plan)) == 1
    (line,) = outside_lines.listed(workspace)
    assert (line.year, line.actor) == (2023, "OTHER")


def test_what_holds_for_all_rows_fills_what_they_do_not_say(workspace: Workspace) -> None:
    usual = Usual(2022, OutsideActor.AUDIT, "Kiểm toán nhà nước")
    plan = outside_import.plan(workspace, [["UBND xã Bàn Đạt"], ["UBND xã Úc Kỳ"]], usual)
    assert {(line.body, line.actor, line.year) for line in plan.lines} == {
        ("Kiểm toán nhà nước", "AUDIT", 2022)
    }


# Whom a program meets -------------------------------------------------------------------------


def test_the_review_tells_of_a_visit_in_the_same_quarter(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program, quarter=1)
    line = an_outside(workspace, quarter=1)
    (met,) = program_review.review(workspace, program.id).meetings
    assert (met.name, met.line, met.body) == ("Đảng uỷ xã Bàn Đạt", 1, "Thanh tra huyện")
    i18n.use("en")
    (said,) = program_review.sentences(program_review.review(workspace, program.id))
    assert said == (
        "Another body plans for the same subject in the same quarter: Đảng uỷ xã Bàn Đạt "
        "(line 1, quarter I; Thanh tra huyện: UBND xã Bàn Đạt)."
    )
    outside_lines.save(workspace, dataclasses.replace(line, quarter=2))
    assert program_review.review(workspace, program.id).meetings == ()


def test_a_line_being_typed_is_told_whom_it_meets(workspace: Workspace) -> None:
    committee, inspection = offices.bodies(workspace)
    other = programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2021)
    a_line(workspace, other, quarter=2)
    own = programs.add(workspace, kind="ANNUAL", body=committee.id, year=2021)
    typed = program_items.blank(workspace, own.id, "INSPECTION_PROGRAM")
    subject = program_items.new_subject("TCD", "Đảng uỷ xã Bàn Đạt")
    an_outside(workspace, quarter=3)

    def met(**values: object) -> list[str]:
        item = dataclasses.replace(typed, subjects=(subject,), **values)  # type: ignore[arg-type]
        return [one.body for one in program_review.meetings_of(workspace, item)]

    assert met(quarter=2) == [inspection.name]
    assert met(quarter=3) == ["Thanh tra huyện"]
    assert met(quarter=4) == met(quarter=None) == []
