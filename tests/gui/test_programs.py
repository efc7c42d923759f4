"""Lines of programs written by keyboard: for a year, for a term, many in a row."""

import pytest

from ktgs_desktop.gui.dialogs.programs import NewProgramDialog
from ktgs_desktop.services import program_items, programs
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_job import new_program, pick
from tests.helpers.program_page import (
    choose,
    choose_program,
    contents,
    go_to_line,
    lines_of,
    open_programs,
    shown,
)
from tests.helpers.register import do, go_to

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def begin_term(desk):
    def fill(dialog):
        dialog.kind.setFocus()
        press("Down")
        assert dialog.kind.value() == "TERM"
        assert not dialog.year.isVisible()
        assert "nhiệm kỳ 2020 - 2025" in dialog.title.value()
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(NewProgramDialog, fill):
        press("Ctrl+N")
    desk.settle()


# A year ---------------------------------------------------------------------------------------


def test_a_line_has_every_column_by_keyboard(desk):
    page = open_programs(desk)
    new_program(desk)
    desk.press("F5")
    form = page.lines.panel.form
    write("Thực hiện quy chế làm việc")
    press("Shift+Return")
    write("và nguyên tắc tập trung dân chủ")
    enter()
    pick(desk, "dang uy xa ban dat")
    enter("Nguyễn Thị Chưa Có Hồ Sơ")
    enter()
    assert focused() is form.organizations
    enter("2")
    enter("3")
    enter("03 đảng viên diện Ban Thường vụ quản lý")
    enter("2019-2020")
    enter("q3")
    press("Down")
    enter()
    enter("Ban Không Có Trong Danh Bạ")
    enter("Ban Tổ chức; Văn phòng")
    enter("Lý Văn Chỉ Đạo")
    enter("Trần Thị Trưởng Đoàn")
    enter("ghi chú")
    desk.press("Ctrl+S")
    (line,) = lines_of(desk, desk.ask(programs.programs)[0].program)
    assert line.content == "Thực hiện quy chế làm việc\nvà nguyên tắc tập trung dân chủ"
    assert [(one.kind, one.id is None) for one in line.subjects] == [("TCD", False), ("DV", True)]
    assert (line.unnamed_organizations, line.unnamed_members) == (2, 3)
    assert line.subject_note.startswith("03 đảng viên")
    assert (str(line.period_from), str(line.period_to), line.quarter) == ("2019", "2020", 3)
    assert line.method
    assert [line.lead.name, line.directing_member.name, line.team_leader.name] == [
        "Ban Không Có Trong Danh Bạ",
        "Lý Văn Chỉ Đạo",
        "Trần Thị Trưởng Đoàn",
    ]
    assert [one.name for one in line.support] == ["Ban Tổ chức", "Văn phòng"]
    assert line.note == "ghi chú"
    assert line.subject_count == 7
    assert shown(page, "done")[1] == "0/7"


def test_subjects_are_taken_out_and_the_same_one_is_not_taken_twice(desk):
    page = open_programs(desk)
    program = do(desk, a_program)
    do(desk, lambda w: a_line(w, program, content="Nhiều đối tượng"))
    go_to_line(desk, "Nhiều đối tượng")
    desk.press("Return")
    subjects = page.lines.panel.form.subjects
    go_to(subjects.line)
    pick(desk, "dang uy xa tan kim")
    pick(desk, "dang uy xa ban dat")
    enter("Chi bộ Mẫu")
    enter("Chi bộ Mẫu")
    assert [one.name for one in subjects.value()] == [
        "Đảng uỷ xã Bàn Đạt",
        "Đảng uỷ xã Tân Kim",
        "Chi bộ Mẫu",
    ]
    press("Shift+Tab")
    assert subjects.list.hasFocus()
    press("Home Delete")
    desk.press("Ctrl+S")
    (line,) = lines_of(desk, program)
    assert [one.name for one in line.subjects] == ["Đảng uỷ xã Tân Kim", "Chi bộ Mẫu"]
    assert page.lines.panel.form.subjects.list.count() == 2


def test_what_was_only_counted_is_named_later(desk):
    page = open_programs(desk)
    program = do(desk, a_program)
    note = "03 chi bộ do UBKT chọn"
    do(
        desk,
        lambda w: a_line(
            w,
            program,
            content="Chọn sau",
            subjects=(),
            unnamed_organizations=3,
            subject_note=note,
        ),
    )
    assert shown(page, "subjects") == ["A. INSPECTION", note]
    assert shown(page, "done")[1] == "0/3"
    go_to_line(desk, "Chọn sau")
    desk.press("Return")
    form = page.lines.panel.form
    assert form.organizations.value() == 3
    go_to(form.subjects.line)
    for words in ("dang uy xa ban dat", "dang uy xa tan kim", "dang uy xa nga my"):
        pick(desk, words)
    enter()
    replace("0")
    enter()
    enter()
    press("Ctrl+A Delete")
    desk.press("Ctrl+S")
    (line,) = lines_of(desk, program)
    assert (line.unnamed_organizations, line.subject_note, len(line.subjects)) == (0, "", 3)
    assert all(one.id is not None for one in line.subjects)
    assert shown(page, "done")[1] == "0/3"


def test_the_form_asks_for_no_number_of_subjects_below_zero(desk):
    page = open_programs(desk)
    new_program(desk)
    desk.press("F5")
    form = page.lines.panel.form
    for field in (form.organizations, form.members):
        go_to(field)
        replace("3")
        replace("-4")
        assert field.value() == 4
        assert field.text() == "4", "the sign is not taken"
        desk.press("Down Down Down Down Down")
        assert field.value() == 0


# A term ---------------------------------------------------------------------------------------


def test_a_term_program_has_lines_of_five_years(desk):
    page = open_programs(desk)
    begin_term(desk)
    assert page.choice.currentText() == "Term 2020–2025 · draft"
    form = page.lines.panel.form
    desk.press("F5")
    for steps, year in enumerate(("2021", "2022", "2023", "2024", "2025"), start=1):
        write(f"Chuyên đề năm {year}")
        go_to(form.work)
        enter("q2")
        assert focused() is form.year
        choose(form.year, steps)
        assert form.year.value() == year
        assert form.work.text() == f"Quý II/{year}"
        desk.press("Ctrl+Return")
    term = desk.ask(programs.programs)[0].program
    made = lines_of(desk, term)
    assert [(line.year, line.quarter) for line in made] == [(y, 2) for y in range(2021, 2026)]
    assert [str(line.due_on) for line in made] == [f"{y}-06-30" for y in range(2021, 2026)]


def test_days_without_a_year_are_those_of_the_year_chosen(desk):
    page = open_programs(desk)
    begin_term(desk)
    form = page.lines.panel.form
    desk.press("F5")
    write("Có ngày")
    form.year.setFocus()
    write("2024")
    form.work.setFocus()
    replace("15/5 - 30/6")
    desk.press("Ctrl+S")
    (line,) = lines_of(desk, desk.ask(programs.programs)[0].program)
    assert (str(line.work_from), str(line.work_to)) == ("15/05/2024", "30/06/2024")


def test_a_line_of_a_year_carries_out_a_line_of_the_term(desk):
    page = open_programs(desk)

    def both(workspace):
        term = a_program(workspace, 2020, kind="TERM")
        first = a_line(workspace, term, content="Của nhiệm kỳ, 2021", year=2021)
        a_line(workspace, term, content="Của nhiệm kỳ, 2022", year=2022)
        a_line(workspace, a_program(workspace, 2021), content="Của năm")
        return first

    above = do(desk, both)
    choose_program(desk, "Year 2021")
    go_to_line(desk, "Của năm")
    desk.press("Return")
    form = page.lines.panel.form
    assert form.term_item.isVisible()
    assert not form.year.isVisible()
    go_to(form.term_item)
    press("Down")
    assert form.term_item.currentText() == "2021 · Của nhiệm kỳ, 2021"
    desk.press("Ctrl+S")
    row = desk.ask(lambda w: programs.rows(w, [page.lines.list.current_id()])[0])
    detail = desk.ask(lambda w: program_items.get(w, row.id))
    assert detail.item.term_item == above.id
    assert detail.term_item.content == "Của nhiệm kỳ, 2021"
    # The line of the term that is taken out is not called by its number.
    do(desk, lambda w: program_items.void(w, [above.id], "thử"))
    assert "no longer there" in form.term_item.currentText()
    choose_program(desk, "Term")
    choose_program(desk, "Year 2021")
    assert "no longer there" in form.term_item.currentText()


# Many in a row --------------------------------------------------------------------------------


def test_fifty_lines_follow_one_another_with_ctrl_enter(desk):
    page = open_programs(desk)
    program = do(desk, a_program)
    panel = page.lines.panel
    desk.press("F5")
    for number in range(50):
        desk.qtbot.waitUntil(panel.form.content.hasFocus)
        assert panel.form.content.value() == ""
        assert panel.composing
        write(f"Chuyen de {number:02}")
        press("Return")
        enter(f"Chi bo {number:02}")
        desk.press("Ctrl+Return")
    expected = [f"Chuyen de {number:02}" for number in range(50)]
    assert contents(desk, program) == expected
    assert [line.seq for line in lines_of(desk, program)] == list(range(1, 51))
    assert panel.composing
    assert not panel.dirty
    desk.press("Escape")
    assert shown(page) == ["A. INSPECTION", *expected]
    assert not panel.composing
    assert panel.form.content.value() == "Chuyen de 49"


def test_what_is_typed_before_the_next_line_has_come_goes_into_it(desk):
    page = open_programs(desk)
    program = do(desk, a_program)
    desk.press("F5")
    for number in range(5):
        write(f"Dong {number}")  # without waiting for anything
        press("Return")
        write(f"Chi bo {number}")
        press("Return")
        press("Ctrl+Return")
    desk.settle()
    assert contents(desk, program) == [f"Dong {number}" for number in range(5)]
    assert [line.subjects[0].name for line in lines_of(desk, program)] == [
        f"Chi bo {number}" for number in range(5)
    ]
    assert page.lines.panel.form.content.hasFocus()


def test_the_next_line_is_of_the_same_kind_and_a_part_keeps_its_order(desk):
    page = open_programs(desk)
    program = do(desk, a_program)

    def some(workspace):
        for number in range(3):
            a_line(workspace, program, content=f"Kiểm tra {number}")
        a_line(workspace, program, content="Giám sát", task_kind="SUPERVISION_THEMATIC")

    do(desk, some)
    go_to_line(desk, "Giám sát")
    desk.press("F5")
    form = page.lines.panel.form
    assert form.kind.value() == "SUPERVISION_THEMATIC"
    write("Kiểm tra thêm")
    choose(form.kind, 0)
    desk.press("Ctrl+Return")
    assert form.kind.value() == "INSPECTION_PROGRAM"
    assert contents(desk, program)[:4] == [
        "Kiểm tra 0",
        "Kiểm tra 1",
        "Kiểm tra 2",
        "Kiểm tra thêm",
    ]
