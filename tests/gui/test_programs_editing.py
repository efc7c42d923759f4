"""Lines edited, copied, moved and taken out; faults are said where they are."""

import pytest

from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from tests.helpers.builders import a_program
from tests.helpers.desk import OFFSCREEN, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import (
    FIRST,
    SECOND,
    THIRD,
    checks,
    contents,
    form_of,
    go_to_line,
    lines_of,
    notice,
    open_programs,
    shown,
)
from tests.helpers.register import do, go_to, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def void(desk, reason="Nhập nhầm"):
    """F6, the reason, the button."""

    def give_reason(dialog):
        assert focused() is dialog.reason
        write(reason)
        push(desk, "Alt+D")

    with during(ReasonDialog, give_reason):
        press("F6")
    desk.settle()


# Editing, copying, moving ---------------------------------------------------------------------


def test_enter_on_a_line_edits_it_and_its_history_tells(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, SECOND)
    desk.press("Return")
    assert form_of(desk).content.hasFocus()
    replace("Quản lý đất đai")
    go_to(form_of(desk).note)
    write("đổi tên")
    desk.press("Ctrl+S")
    assert contents(desk, program)[1] == "Quản lý đất đai"
    assert shown(page)[2] == "Quản lý đất đai"
    assert not page.lines.panel.dirty
    page.lines.panel.tabs.setCurrentIndex(2)
    desk.settle()
    assert f"{SECOND} → Quản lý đất đai" in page.lines.panel.history.text.toPlainText()


def test_a_line_is_copied_to_the_end_of_its_part_and_the_cursor_goes_there(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Ctrl+D")
    assert contents(desk, program)[:4] == [FIRST, SECOND, THIRD, FIRST]
    assert page.lines.list.currentIndex().row() == 4
    first, *_rest, last = lines_of(desk, program)[:4]
    assert page.lines.panel._item.id == last.id
    assert first.subjects[0].id == last.subjects[0].id
    assert first.subjects[0].key != last.subjects[0].key
    desk.press("Ctrl+Z")
    assert contents(desk, program)[:3] == [FIRST, SECOND, THIRD]


def test_lines_are_moved_within_their_part(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, THIRD)
    desk.press("Alt+Up")
    assert contents(desk, program)[:3] == [FIRST, THIRD, SECOND]
    assert shown(page)[:4] == ["A. INSPECTION", FIRST, THIRD, SECOND]
    desk.press("Alt+Up Alt+Up")
    assert contents(desk, program)[:3] == [THIRD, FIRST, SECOND]
    desk.press("Alt+Down")
    assert contents(desk, program)[:3] == [FIRST, THIRD, SECOND]
    assert page.lines.panel.form.content.value() == THIRD
    desk.press("Ctrl+Z Ctrl+Z Ctrl+Z")
    assert contents(desk, program)[:3] == [FIRST, SECOND, THIRD]


def test_a_line_typed_into_keeps_the_place_it_is_moved_to(desk):
    open_programs(desk)
    program = checks(desk)
    go_to_line(desk, THIRD)
    desk.press("Return")
    go_to(form_of(desk).note)
    write("chưa lưu")
    desk.press("Escape Alt+Up Alt+Up")
    assert form_of(desk).note.value() == "chưa lưu"
    desk.press("Ctrl+S")
    lines = lines_of(desk, program)[:3]
    assert [line.content for line in lines] == [THIRD, FIRST, SECOND]
    assert lines[0].note == "chưa lưu"
    assert [line.seq for line in lines] == [1, 2, 3]


def test_another_kind_of_work_moves_a_line_to_the_other_part(desk):
    page = open_programs(desk)
    checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    form_of(desk).kind.setFocus()
    press("End")
    desk.press("Ctrl+S")
    assert shown(page)[-1] == FIRST
    assert shown(page, "number")[-1] == "5"
    assert page.lines.panel.form.content.value() == FIRST


# Taking out -----------------------------------------------------------------------------------


def test_a_line_is_taken_out_with_a_reason_and_undo_brings_it_back(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, SECOND)
    void(desk)
    assert SECOND not in contents(desk, program)
    assert SECOND not in shown(page)
    assert page.lines.panel.form.content.value() == THIRD, "the cursor stays at its place"
    desk.press("Ctrl+Z")
    assert contents(desk, program)[:3] == [FIRST, SECOND, THIRD]
    assert SECOND in shown(page)
    desk.press("Ctrl+Y")
    assert SECOND not in shown(page)


def test_without_a_reason_nothing_is_taken_out(desk):
    open_programs(desk)
    program = checks(desk)

    def no_reason(dialog):
        push(desk, "Alt+D")
        assert dialog.isVisible()
        assert focused() is dialog.reason
        press("Escape")

    go_to_line(desk, FIRST)
    with during(ReasonDialog, no_reason):
        press("F6")
    desk.settle()
    assert len(contents(desk, program)) == 5


def test_several_marked_lines_go_in_one_step(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Shift+Down Shift+Down")
    void(desk)
    assert len(contents(desk, program)) == 2
    assert shown(page)[0] == "B. SUPERVISION"
    desk.press("Ctrl+Z")
    assert len(contents(desk, program)) == 5


def test_all_lines_taken_out_leave_the_page_as_it_began(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Ctrl+A")
    void(desk)
    assert contents(desk, program) == []
    assert page.lines.empty.isVisible()
    assert not page.lines.panel.tabs.isEnabled()
    desk.press("Ctrl+Z")
    assert page.lines.list.isVisible()
    assert page.lines.panel.tabs.isEnabled()


# Faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("period", "32/13/2020", "There is no such day"),
        ("period", "năm ngoái", "is no date"),
        ("period", "2020-2019", "the end lies before the beginning"),
        ("work", "30/6 - 15/5", "the end lies before the beginning"),
        ("work", "q5", "There is no quarter 5"),
        ("work", "q2/2023", "another year"),
        ("content", "", "The content is missing"),
    ],
)
def test_a_fault_is_said_what_was_typed_stays_and_the_cursor_goes_there(
    desk, field, typed, sentence
):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    go_to(form_of(desk).note)
    write("giữ lại")
    there = getattr(form_of(desk), field)
    there.setFocus()
    press("Ctrl+A Delete")
    write(typed)
    form_of(desk).note.setFocus()
    desk.press("Ctrl+S")
    assert sentence in notice(desk)
    assert focused() is there
    text = there.value()
    assert text == typed
    assert form_of(desk).note.value() == "giữ lại"
    assert page.lines.panel.dirty
    assert lines_of(desk, program)[0].note == ""
    replace("Nội dung" if field == "content" else "")
    press("Ctrl+A Delete") if field != "content" else None
    desk.press("Ctrl+S")
    assert lines_of(desk, program)[0].note == "giữ lại"
    assert notice(desk) == ""


def test_a_fault_keeps_save_next_on_the_line(desk):
    page = open_programs(desk)
    program = do(desk, a_program)
    desk.press("F5")
    form_of(desk).period.setFocus()
    write("2019")
    desk.press("Ctrl+Return")
    assert "content is missing" in notice(desk)
    assert focused() is form_of(desk).content
    assert form_of(desk).period.text() == "2019"
    write("Nay có nội dung")
    assert notice(desk) == ""
    desk.press("Ctrl+S")
    assert contents(desk, program) == ["Nay có nội dung"]
    assert not page.lines.panel.composing, "Ctrl+S does not do what Ctrl+Enter failed to do"
