"""The menu of a draft program, by keyboard: what it offers, to whom, and until when."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import programs
from tests.helpers.builders import SIGNER, a_line, a_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import FIRST, checks, choose_program, open_programs, usable
from tests.helpers.register import do, leave, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def open_menu(desk):
    page = desk.page()
    page.more.setFocus()
    press("Space")
    desk.qtbot.waitUntil(page._menu.isVisible)
    return page._menu


def test_the_menu_beside_the_choice_leads_there_by_keyboard(desk):
    page = open_programs(desk)
    checks(desk)
    page.choice.setFocus()
    press("Tab")
    assert focused() is page.more
    menu = open_menu(desk)
    assert [one.text().replace("&", "") for one in menu.actions()] == [
        "Title and text…",
        "Edit with Word…",
        "Delete the draft program…",
        "Send for opinions",
        "Submit",
    ]
    with during(ProgramTextDialog, lambda _dialog: (desk.settle(), press("Escape"))):
        QTest.keyClick(menu, Qt.Key.Key_Return)
        desk.settle()
    desk.settle()


def test_a_draft_is_deleted_from_the_menu(desk):
    open_programs(desk)
    checks(desk)
    menu = open_menu(desk)

    def reason(_dialog):
        write("Nhầm")
        push(desk, "Alt+D")

    with during(ReasonDialog, reason):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        desk.settle()
    desk.settle()
    assert desk.ask(programs.programs) == []
    assert not desk.page().more.isVisible()


def test_an_issued_program_offers_neither(desk):
    page = open_programs(desk)
    program = checks(desk)
    assert page.more.isVisible()
    assert {"program_text", "void_program"} <= usable(page)
    do(desk, lambda w: programs.issue(w, program.id, programs.Issue(w.today, SIGNER)))
    assert not page.more.isVisible()
    assert usable(page) & {"program_text", "void_program"} == set()
    choose_program(desk, "Lines of all")
    assert not page.more.isVisible()


def test_read_only_offers_neither(qtbot, office_file, clock, workspace):
    a_line(workspace, a_program(workspace), content=FIRST)
    reader = Desk.reopen(qtbot, office_file, clock)
    try:
        page = open_programs(reader)
        assert not page.more.isVisible()
        assert usable(page) & {"program_text", "void_program"} == set()
    finally:
        leave(reader)
