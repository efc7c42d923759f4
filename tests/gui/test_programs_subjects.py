"""Subjects outside the register are marked, fields in hand are seen, and F6 spares unseen rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, enter, focused, press, write
from tests.helpers.dialogs import close_dialogs, during
from tests.helpers.program_page import (
    FIRST,
    checks,
    contents,
    form_of,
    go_to_line,
    lines_of,
    open_programs,
)
from tests.helpers.register import do, go_to, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
NOBODY = "khong co to chuc nay"


@pytest.fixture
def line(desk):
    """A line in hand, the cursor where subjects are typed."""
    open_programs(desk)
    program = do(desk, a_program)
    do(desk, lambda w: a_line(w, program, content=FIRST, subjects=()))
    go_to_line(desk, FIRST)
    desk.press("Return")
    go_to(form_of(desk).subjects.line)
    return program


def saved(desk, program):
    desk.press("Ctrl+S")
    (one,) = lines_of(desk, program)
    return [(part.kind, part.name, part.id is not None) for part in one.subjects]


# Subjects -------------------------------------------------------------------------------------


def test_a_subject_that_is_not_in_the_register_is_marked_and_no_member(desk, line):
    field = form_of(desk).subjects
    desk.enter(NOBODY)
    (item,) = [field.list.item(place) for place in range(field.list.count())]
    assert item.text() == f"⚠ {NOBODY} · not in the register · organisation"
    assert "Space" in item.toolTip()
    seen_to = field.list.visualItemRect(item).bottom()
    assert seen_to <= field.list.viewport().height(), "both lines of it are seen"
    assert saved(desk, line) == [("TCD", NOBODY, False)]
    assert field.list.item(0).text().startswith("⚠")


def test_space_and_the_menu_say_what_such_a_subject_is(desk, line):
    field = form_of(desk).subjects
    desk.enter(NOBODY)
    desk.enter("Đảng uỷ xã Bàn Đạt")
    press("Shift+Tab")
    assert field.list.hasFocus()
    press("Home Space")
    assert field.list.item(0).text().endswith("not in the register · member")
    assert field.list.currentRow() == 0
    organisation, member, _line, out = field.menu().actions()
    assert member.isEnabled()
    organisation.trigger()
    assert field.list.item(0).text().endswith("organisation")
    press("Space")
    press("Return")
    assert focused() is field.line
    kinds = [(kind, known) for kind, _name, known in saved(desk, line)]
    assert kinds == [("DV", False), ("TCD", True)]
    field.list.setCurrentRow(1)
    assert not field.menu().actions()[0].isEnabled(), "what the register has it knows itself"
    field.menu().actions()[-1].trigger()
    assert field.list.count() == 1
    assert out.text() == "Take out"


def test_a_name_typed_in_full_is_tied_to_its_record_when_it_is_saved(desk, line):
    enter("đảng ủy xã bàn đạt")
    assert saved(desk, line) == [("TCD", "Đảng uỷ xã Bàn Đạt", True)]
    assert form_of(desk).subjects.list.item(0).text() == "Đảng uỷ xã Bàn Đạt"


@pytest.mark.usefixtures("line")
def test_a_name_typed_in_full_takes_its_offer_with_enter(desk):
    field = form_of(desk).subjects
    write("uỷ ban kiểm tra đảng ủy xã bàn đạt")
    desk.qtbot.waitUntil(lambda: bool(field.line.offers()))
    press("Return")
    assert field.list.item(0).text() == "Uỷ ban Kiểm tra Đảng uỷ xã Bàn Đạt"


def test_too_long_a_content_is_marked_refused_and_kept(desk, line):
    form = form_of(desk)
    form.content.setPlainText("x" * 4001)
    assert form.content.property("faulty")
    assert "4000" in form.content.toolTip()
    desk.press("Ctrl+S")
    assert "too long" in desk.page().lines.panel.head.notice.text()
    assert focused() is form.content
    assert lines_of(desk, line)[0].content == FIRST
    form.content.setPlainText("x" * 4000)
    assert not form.content.property("faulty")
    desk.press("Ctrl+S")
    assert len(lines_of(desk, line)[0].content) == 4000
    form.subjects.line.setText("x" * 400)
    assert len(form.subjects.line.text()) == 300


# Where the cursor is --------------------------------------------------------------------------


def seen(form, field):
    """Whether a field lies wholly in what the form shows."""
    view = form.viewport()
    top = field.mapTo(view, field.rect().topLeft()).y()
    return top >= 0 and top + field.height() <= view.height()


@pytest.mark.usefixtures("line")
def test_the_field_with_the_cursor_is_always_seen(desk):
    form = form_of(desk)
    desk.window.resize(1024, 640)
    desk.settle()
    last = form.note
    last.setFocus()
    desk.settle()
    assert form.verticalScrollBar().value() > 0
    assert seen(form, last)
    desk.press("F5")
    assert focused() is form.content
    assert seen(form, form.content)
    write("Một")
    last.setFocus()
    desk.settle()
    desk.press("Ctrl+Return")
    assert focused() is form.content
    assert seen(form, form.content)
    form.verticalScrollBar().setValue(form.verticalScrollBar().maximum())
    desk.press("F5")
    assert seen(form, form.content), "also if the cursor was there already"
    for _time in range(12):
        desk.press("Tab")
        if form.isAncestorOf(focused()):
            assert seen(form, focused())


# What is chosen in the list -------------------------------------------------------------------


def test_lines_saved_one_after_the_other_are_not_all_chosen(desk):
    page = open_programs(desk)
    do(desk, a_program)
    desk.press("F5")
    for name in ("Một", "Hai", "Ba"):
        write(name)
        # Ctrl is still held down when the list hears of the line, as under a real hand.
        QTest.keyPress(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
        desk.qtbot.wait(50)
        desk.settle()
    QTest.keyRelease(focused(), Qt.Key.Key_Return)
    assert len(page.lines.list.selected_ids()) <= 1


def test_f6_spares_lines_while_a_new_one_is_typed(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("Shift+Down Shift+Down")
    assert len(page.lines.list.selected_ids()) == 3
    desk.press("F5")
    assert page.lines.list.selected_ids() == []
    write("Đang gõ")
    press("F6")
    desk.settle()
    assert desk.said[-1].startswith("A new line is in hand")
    close_dialogs()
    assert len(contents(desk, program)) == 5
    assert form_of(desk).content.value() == "Đang gõ"


def test_lines_chosen_in_the_list_go_also_while_a_new_one_is_begun(desk):
    page = open_programs(desk)
    program = checks(desk)
    go_to_line(desk, FIRST)
    desk.press("F5")
    page.lines.list.setFocus()
    desk.press("Home Shift+Down")

    def give_reason(_dialog):
        write("nhầm")
        push(desk, "Alt+D")

    with during(ReasonDialog, give_reason):
        press("F6")
    desk.settle()
    assert len(contents(desk, program)) < 5
