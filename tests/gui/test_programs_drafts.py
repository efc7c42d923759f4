"""What was typed into a line and not saved: kept, given up, joined with what others changed."""

import dataclasses

import pytest
from PySide6.QtWidgets import QMessageBox

from ktgs_desktop.services import program_items, workspace
from tests.helpers.builders import a_line
from tests.helpers.desk import OFFSCREEN, Desk, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import (
    FIRST,
    SECOND,
    checks,
    contents,
    form_of,
    go_to_line,
    lines_of,
    notice,
    open_programs,
    shown,
)
from tests.helpers.register import do, go_to, leave, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

NOT_SAVED = "not saved yet"


# Drafts ---------------------------------------------------------------------------------------


def test_what_was_typed_waits_where_it_was_typed(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    replace("Đang gõ dở")
    desk.press("Escape Down")
    assert form_of(desk).content.value() == SECOND
    assert not page.lines.panel.dirty
    desk.press("Alt+1 Alt+2 Up")
    assert form_of(desk).content.value() == "Đang gõ dở"
    assert NOT_SAVED in notice(desk)
    assert contents(desk, program)[0] == FIRST
    desk.press("Ctrl+S")
    assert contents(desk, program)[0] == "Đang gõ dở"
    assert NOT_SAVED not in notice(desk)


def test_what_was_typed_is_given_up_by_a_button(desk):
    page = open_programs(desk)
    checks(desk)
    go_to_line(desk, FIRST)
    assert not page.lines.panel.drop.isVisible()
    desk.press("Return")
    replace("Bỏ đi")
    push(desk, "Alt+G")
    assert form_of(desk).content.value() == FIRST
    go_to_line(desk, SECOND)
    go_to_line(desk, FIRST)
    assert not page.lines.panel.dirty


def test_a_new_line_left_half_typed_comes_back_with_f5(desk):
    page = open_programs(desk)
    program = checks(desk)
    desk.press("F5")
    write("Dòng mới dở dang")
    desk.press("Escape Down")
    assert not page.lines.panel.composing
    desk.press("F5")
    assert form_of(desk).content.value() == "Dòng mới dở dang"
    assert NOT_SAVED in notice(desk)
    desk.press("Ctrl+S")
    assert contents(desk, program)[3] == "Dòng mới dở dang"
    desk.press("F5")
    assert form_of(desk).content.value() == ""


def test_escape_leaves_a_new_line_nothing_was_typed_into(desk):
    page = open_programs(desk)
    checks(desk)
    go_to_line(desk, SECOND)
    desk.press("F5")
    assert form_of(desk).content.value() == ""
    desk.press("Escape")
    assert page.lines.list.hasFocus()
    assert form_of(desk).content.value() == SECOND
    desk.press("Return")
    assert form_of(desk).content.hasFocus()
    assert form_of(desk).content.value() == SECOND


def test_a_date_that_is_not_understood_yet_is_kept_too(desk):
    open_programs(desk)
    checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    go_to(form_of(desk).work)
    replace("từ giữa tháng 5")
    desk.press("Escape Down Up")
    assert form_of(desk).work.text() == "từ giữa tháng 5"
    assert NOT_SAVED in notice(desk)


def test_what_is_saved_while_the_clerk_goes_on_leaves_no_draft(desk):
    page = open_programs(desk)
    program = checks(desk)
    desk.press("F5")
    write("Lưu rồi đi ngay")
    press("Ctrl+S")
    page.lines.panel.show_line(lines_of(desk, program)[0].id)
    desk.settle()
    assert contents(desk, program).count("Lưu rồi đi ngay") == 1
    desk.press("F5")
    assert form_of(desk).content.value() == ""


def test_what_is_refused_while_the_clerk_goes_on_is_said_and_kept(desk):
    page = open_programs(desk)
    program = checks(desk)
    other = lines_of(desk, program)[1].id
    go_to_line(desk, FIRST)
    desk.press("Return")
    press("Ctrl+A Delete")

    def read(box):
        assert "content is missing" in box.text()
        box.accept()

    with during(QMessageBox, read):
        press("Ctrl+S")
        page.lines.panel.show_line(other)
        desk.settle()
    desk.settle()
    assert contents(desk, program)[0] == FIRST
    page.lines.panel.show_line(lines_of(desk, program)[0].id)
    desk.settle()
    assert form_of(desk).content.value() == ""
    assert page.lines.panel.dirty


def test_saving_twice_in_a_row_adds_one(desk):
    open_programs(desk)
    program = checks(desk)
    desk.press("F5")
    write("Một lần")
    press("Ctrl+S")
    press("Ctrl+S")
    desk.settle()
    assert contents(desk, program).count("Một lần") == 1


def test_a_draft_outlives_the_program(qtbot, office_file, clock):
    first = Desk.reopen(qtbot, office_file, clock)
    try:
        page = open_programs(first)
        checks(first)
        go_to_line(first, SECOND)
        first.press("Return")
        replace("Đóng máy giữa chừng")
        first.window._keep_drafts()
        first.settle()
    finally:
        leave(first)
    again = Desk.reopen(qtbot, office_file, clock)
    try:
        page = open_programs(again)
        page.lines.list.setFocus()
        again.press("Home Down")
        assert page.lines.panel.form.content.value() == "Đóng máy giữa chừng"
        assert NOT_SAVED in page.lines.panel.head.notice.text()
    finally:
        leave(again)


def test_a_draft_of_another_version_does_no_harm(desk):
    page = open_programs(desk)
    program = checks(desk)
    line = lines_of(desk, program)[0]
    for content in ({"item": "no json"}, {"item": '{"id": 7}'}, {"item": "[]"}):
        do(
            desk,
            lambda w, content=content: workspace.save_draft(
                w, "program_item", str(line.id), content
            ),
        )
        page.lines.panel.show_line(line.id)
        desk.settle()
        assert form_of(desk).content.value() == FIRST
        assert not page.lines.panel.dirty


# What others changed --------------------------------------------------------------------------


def behind(desk, line, **values):
    """Somebody else saves other values of a line."""
    do(
        desk,
        lambda w: program_items.save(
            w, dataclasses.replace(program_items.get(w, line.id).item, **values)
        ),
    )


def test_what_another_changed_in_other_fields_is_not_lost(desk):
    open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    replace("Của tôi")
    behind(desk, lines_of(desk, program)[0], note="của người khác", quarter=4)
    assert form_of(desk).content.value() == "Của tôi"
    assert form_of(desk).note.value() == "của người khác"
    assert form_of(desk).work.text() == "Quý IV/2021"
    assert "Note" in notice(desk)
    assert form_of(desk).content.hasFocus()
    desk.press("Ctrl+S")
    line = lines_of(desk, program)[0]
    assert (line.content, line.note, line.quarter) == ("Của tôi", "của người khác", 4)


def test_a_field_changed_by_both_stays_as_typed_and_is_named(desk):
    open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    replace("Của tôi")
    behind(desk, lines_of(desk, program)[0], content="Của người khác")
    assert form_of(desk).content.value() == "Của tôi"
    assert "Content" in notice(desk)
    assert "Saving puts what you typed" in notice(desk)
    desk.press("Ctrl+S")
    assert lines_of(desk, program)[0].content == "Của tôi"
    desk.press("Escape Ctrl+Z")
    assert lines_of(desk, program)[0].content == "Của người khác"


def test_a_draft_is_joined_with_what_was_saved_since(desk):
    open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Return")
    replace("Bản nháp")
    desk.press("Escape Down")
    behind(desk, lines_of(desk, program)[0], note="đổi sau")
    desk.press("Up")
    assert form_of(desk).content.value() == "Bản nháp"
    assert form_of(desk).note.value() == "đổi sau"
    desk.press("Ctrl+S")
    line = lines_of(desk, program)[0]
    assert (line.content, line.note) == ("Bản nháp", "đổi sau")


def test_a_line_taken_out_by_another_is_not_brought_back_by_saving(desk):
    page = open_programs(desk)
    program = checks(desk)
    line = lines_of(desk, program)[0]
    go_to_line(desk, FIRST)
    desk.press("Return")
    write("x")
    do(desk, lambda w: program_items.void(w, [line.id], "thử"))
    desk.press("Ctrl+S")
    assert line.id not in {one.id for one in lines_of(desk, program)}
    assert FIRST not in shown(page)
    do(desk, lambda w: a_line(w, program, content="Còn làm được"))
    assert "Còn làm được" in shown(page)
