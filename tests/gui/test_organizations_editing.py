"""Organisations entered, corrected and taken out by keyboard; what was typed is never lost."""

import pytest
from PySide6.QtWidgets import QMessageBox

from ktgs_desktop.gui.dialogs.organizations import EndDialog, MoveDialog, RenameDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import organizations
from tests.helpers.desk import Desk, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.register import (
    COMMUNE,
    DISTRICT,
    LIST,
    MEMBERS,
    add,
    command,
    get,
    go_to,
    id_of,
    leave,
    names_listed,
    open_page,
    pick,
    push,
    show,
)

# The offscreen platform says this of windows with a least size and of lists of proposals.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]


# Adding -----------------------------------------------------------------------------------------


def test_an_organisation_is_added_by_keyboard_below_the_one_in_hand(desk):
    page = open_page(desk)
    show(desk, DISTRICT)
    desk.press("F5")
    form = page.organization.fields
    assert focused() is form.name
    assert form.superior.text() == DISTRICT
    write("Đảng bộ cơ sở Trường Trung cấp Ví Dụ")
    desk.qtbot.wait(350)
    desk.settle()
    assert (form.kind.value(), form.level.value()) == ("GRASSROOTS_PARTY_BODY", "CS")
    go_to(form.founded)
    write("1/7/2010")
    go_to(form.code)
    write("VD1")
    desk.press("Ctrl+S")
    made = get(desk, "Đảng bộ cơ sở Trường Trung cấp Ví Dụ")
    assert made.founded.isoformat() == "2010-07-01"
    assert made.codes[0].code == "VD1"
    assert made.parent_on() == id_of(desk, DISTRICT)
    assert page.organization.record == made.id
    assert page.tree.tree.current_record() == made.id
    assert "Saved" in desk.said


def test_several_cells_follow_one_another_with_ctrl_enter(desk):
    page = open_page(desk)
    parent = show(desk, COMMUNE)
    desk.press("F5")
    for number in (1, 2, 3):
        assert page.organization.is_new
        assert focused() is page.organization.fields.name
        write(f"Chi bộ Xóm Mẫu {number}")
        desk.press("Ctrl+Return")
    assert page.organization.fields.name.value() == ""
    push(desk, "Alt+G")
    assert not page.organization.is_new
    found = desk.ask(lambda workspace: organizations.children(workspace, parent))
    assert [row.name for row in found][-3:] == [f"Chi bộ Xóm Mẫu {n}" for n in (1, 2, 3)]


def test_saving_twice_in_a_row_adds_one(desk):
    page = open_page(desk)
    parent = show(desk, COMMUNE)
    desk.press("F5")
    write("Chi bộ Một Lần")
    press("Ctrl+S")
    press("Ctrl+S")
    page.organization.save_now()
    desk.settle()
    found = desk.ask(lambda workspace: organizations.children(workspace, parent))
    assert [row.name for row in found].count("Chi bộ Một Lần") == 1
    assert not page.organization.dirty


def test_what_is_saved_while_the_user_goes_on_leaves_no_draft(desk):
    page = open_page(desk)
    other = id_of(desk, COMMUNE)
    desk.press("F5")
    write("Chi bộ Đi Ngay")
    press("Ctrl+S")
    page.show_record("organization", other)
    desk.settle()
    assert page.organization.record == other
    assert get(desk, "Chi bộ Đi Ngay")
    desk.press("F5")
    assert page.organization.fields.name.value() == ""
    assert not page.organization.dirty


def test_what_is_refused_while_the_user_goes_on_is_kept(desk):
    page = open_page(desk)
    other = id_of(desk, COMMUNE)
    desk.press("F5")
    write("Chi bộ Bị Từ Chối")
    go_to(page.organization.fields.superior)
    replace("Không Ai Biết")

    def read(box):
        assert "Không Ai Biết" in box.text()
        box.accept()

    with during(QMessageBox, read):
        press("Ctrl+S")
        page.show_record("organization", other)
        desk.settle()
    desk.window.activateWindow()
    desk.press("F5")
    assert page.organization.fields.name.value() == "Chi bộ Bị Từ Chối"
    assert page.organization.dirty


def test_a_name_that_is_missing_and_a_superior_nobody_knows_are_said_in_the_panel(desk):
    page = open_page(desk)
    desk.press("F5 Ctrl+S")
    panel = page.organization
    assert "name is missing" in panel._notice.text()
    write("Chi bộ Không Cấp Trên")
    go_to(panel.fields.superior)
    replace("Đảng bộ Không Đâu")
    desk.press("Ctrl+S")
    assert "Đảng bộ Không Đâu" in panel._notice.text()
    assert panel.is_new
    go_to(panel.fields.founded)
    replace("31/2/2020")
    desk.press("Ctrl+S")
    assert panel.fields.founded.property("faulty")
    assert "31/2/2020" in panel._notice.text()
    replace("28/2/2020")
    assert not panel._notice.isVisible(), "what was mended is not held against the user"


# Editing ----------------------------------------------------------------------------------------


def test_an_organisation_is_corrected_in_place(desk):
    page = open_page(desk)
    made = add(desk, "Chi bộ Viết Sại")
    page.show_record("organization", made)
    desk.settle()
    desk.press("Return")
    assert focused() is page.organization.fields.name
    replace("Chi bộ Viết Đúng")
    go_to(page.organization.fields.superior)
    press("Ctrl+A")
    pick(desk, "dang bo xa ban dat")
    desk.press("Ctrl+S")
    now = desk.ask(lambda workspace: organizations.get(workspace, made))
    assert now.name_on() == "Chi bộ Viết Đúng"
    assert len(now.names) == 1
    assert now.parent_on() == id_of(desk, COMMUNE)
    assert page.tree.tree.current_record() == made
    assert page.organization.shown.title == "Chi bộ Viết Đúng"
    page.organization.tabs.setCurrentIndex(2)
    desk.settle()
    assert "Chi bộ Viết Sại" in page.organization.history.text.toPlainText()


def test_undo_brings_the_former_value_back_to_the_screen(desk):
    page = open_page(desk)
    made = add(desk, "Chi bộ Trước")
    page.show_record("organization", made)
    desk.settle()
    desk.press("Return")
    replace("Chi bộ Sau")
    desk.press("Ctrl+S")
    page.tree.tree.setFocus()
    desk.press("Ctrl+Z")
    assert page.organization.shown.title == "Chi bộ Trước"
    assert page.organization.fields.name.value() == "Chi bộ Trước"


def test_a_draft_survives_going_elsewhere_and_is_forgotten_when_given_up(desk):
    page = open_page(desk)
    made, other = add(desk, "Chi bộ Dở Dang"), id_of(desk, COMMUNE)
    page.show_record("organization", made)
    desk.settle()
    desk.press("Return")
    write("X")
    page.show_record("organization", other)
    desk.settle()
    assert page.organization.shown.title == COMMUNE
    assert not page.organization.dirty
    page.show_record("organization", made)
    desk.settle()
    assert "X" in page.organization.fields.name.value()
    assert page.organization.dirty
    assert "not saved yet" in page.organization._notice.text()
    push(desk, "Alt+G")
    assert page.organization.fields.name.value() == "Chi bộ Dở Dang"
    page.show_record("organization", other)
    desk.settle()
    page.show_record("organization", made)
    desk.settle()
    assert not page.organization.dirty


def test_a_new_one_begun_and_left_is_there_when_the_program_starts_again(qtbot, office_file, clock):
    first = Desk.reopen(qtbot, office_file, clock)
    try:
        page = open_page(first)
        first.press("F5")
        write("Chi bộ Bỏ Dở")
        page.tabs.setCurrentIndex(MEMBERS)
        first.settle()
        first.press("F5")
        write("Lý Thị Bỏ Dở")
        first.settle()
        first.window._keep_drafts()
        first.settle()
    finally:
        leave(first)
    again = Desk.reopen(qtbot, office_file, clock)
    try:
        page = open_page(again)
        again.press("F5")
        assert page.organization.fields.name.value() == "Chi bộ Bỏ Dở"
        again.press("Ctrl+S")
        assert get(again, "Chi bộ Bỏ Dở")
        again.press("F5")
        assert page.organization.fields.name.value() == ""
        page.tabs.setCurrentIndex(MEMBERS)
        again.settle()
        again.press("F5")
        assert page.member.fields.name.value() == "Lý Thị Bỏ Dở"
    finally:
        leave(again)


def test_what_is_typed_into_one_is_not_lost_when_another_change_arrives(desk):
    page = open_page(desk)
    show(desk, COMMUNE)
    desk.press("Return")
    write("Y")
    add(desk, "Chi bộ Từ Nơi Khác")
    assert "Y" in page.organization.fields.name.value()
    assert page.organization.dirty


@pytest.mark.qt_log_ignore("grabbing the keyboard", "propagateSizeHints", "raise()")
def test_the_commands_are_found_by_name(desk):
    open_page(desk)
    show(desk, COMMUNE)
    for words, kind in (
        ("rename from", RenameDialog),
        ("another superior", MoveDialog),
        ("end the", EndDialog),
    ):
        with during(kind, lambda dialog: dialog.reject()):
            command(desk, words)
        desk.settle()


# Voiding ----------------------------------------------------------------------------------------


def test_one_entered_by_mistake_is_taken_out_with_a_reason(desk):
    page = open_page(desk)
    made = add(desk, "Chi bộ Nhập Nhầm")
    page.show_record("organization", made)
    desk.settle()

    def give_reason(dialog):
        desk.qtbot.waitUntil(dialog.isActiveWindow)
        assert focused() is dialog.reason
        dialog._accept()
        assert "reason" in dialog._fault.text()
        write("Nhập nhầm dòng")
        push(desk, "Alt+T")

    with during(ReasonDialog, give_reason):
        press("F6")
    desk.settle()
    assert desk.ask(lambda workspace: organizations.named(workspace, "Chi bộ Nhập Nhầm")) is None
    assert not page.tree.model.index_of(made).isValid()
    assert page.organization.record != made
    page.tabs.setCurrentIndex(LIST)
    desk.settle()
    assert "Chi bộ Nhập Nhầm" not in names_listed(page.list.list)


def test_one_that_others_name_is_not_taken_out(desk):
    page = open_page(desk)
    show(desk, COMMUNE)

    def give_reason(dialog):
        desk.qtbot.waitUntil(dialog.isActiveWindow)
        write("Thử")
        push(desk, "Alt+T")

    with during(ReasonDialog, give_reason):
        press("F6")
    desk.settle()
    assert "cannot be taken out" in page.organization._notice.text()
    assert id_of(desk, COMMUNE)
