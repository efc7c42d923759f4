"""The system log: who did what and when, found, taken back and saved."""

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ktgs_desktop import i18n
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.views import history as page_module
from ktgs_desktop.papers import sheet_reader
from ktgs_desktop.services import history, members, users
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.settings import Settings
from tests.helpers.builders import a_cell, a_member, an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.register import do, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def log(desk, clock):
    """The page, on an office where something has been done."""
    for minutes, make in (
        (1, lambda w: a_cell(w, "Chi bộ Trường Mẫu")),
        (1, lambda w: a_member(w, "Trần Thị Thí Dụ")),
        (1, lambda w: a_member(w, "Lê Văn Ví Dụ")),
    ):
        clock.forward(minutes=minutes)
        do(desk, make)
    desk.press("Alt+7")
    return desk.page()


def rows(page):
    """The texts of every row."""
    items = [page.list.topLevelItem(place) for place in range(page.list.topLevelItemCount())]
    return [[item.text(column) for column in range(5)] for item in items]


def go_to(desk, page, words):
    """Put the cursor on the operation that holds words."""
    place = next(place for place, row in enumerate(rows(page)) if words in " ".join(row))
    page.list.setFocus()
    desk.press("Home " + "Down " * place)
    assert words in page.list.currentItem().text(3)


def test_it_lists_who_did_what_and_when_the_latest_first(desk, log):
    entries = desk.ask(history.operations)
    assert [row[3] for row in rows(log)] == [one.subject for one in entries]
    assert rows(log)[:3] == [
        ["06/07/2021 09:18:00", "Nguyễn Văn Mẫu", "Party member added", "Lê Văn Ví Dụ", "1"],
        ["06/07/2021 09:17:00", "Nguyễn Văn Mẫu", "Party member added", "Trần Thị Thí Dụ", "1"],
        ["06/07/2021 09:16:00", "Nguyễn Văn Mẫu", "Organisation added", "Chi bộ Trường Mẫu", "1"],
    ]
    assert rows(log)[-1][2] == "Workspace created"
    assert focused() is log.list


def test_it_is_filtered_without_accents_by_keys_alone(desk, log):
    every = rows(log)
    desk.press("Ctrl+F")
    write("thi du member")
    desk.press("Return")
    assert [row[3] for row in rows(log)] == ["Trần Thị Thí Dụ"]
    desk.press("Down")
    assert focused() is log.list
    assert log.list.currentItem().text(3) == "Trần Thị Thí Dụ"
    desk.press("Ctrl+F")
    replace("khong co")
    desk.press("Return")
    assert rows(log) == []
    assert not log.back.isEnabled()
    desk.press("Escape")
    assert rows(log) == every


def test_what_happens_meanwhile_comes_in_and_the_cursor_stays(desk, log, clock):
    go_to(desk, log, "Trần Thị Thí Dụ")
    clock.forward(minutes=5)
    do(desk, lambda w: a_cell(w, "Chi bộ Mới"))
    assert rows(log)[0][3] == "Chi bộ Mới"
    assert log.list.currentItem().text(3) == "Trần Thị Thí Dụ"
    assert log.list.hasFocus()


def test_an_older_operation_is_taken_back_and_that_again(desk, log):
    go_to(desk, log, "Trần Thị Thí Dụ")
    push(desk, "Alt+T")
    assert "Undone: Party member added: Trần Thị Thí Dụ" in desk.said
    assert rows(log)[0][2:4] == ["Undone", "Party member added: Trần Thị Thí Dụ"]
    names = [one.full_name for one in desk.ask(every_member)]
    assert names == ["Lê Văn Ví Dụ"]
    desk.press("Home")
    push(desk, "Alt+T")
    assert rows(log)[0][2:4] == ["Done again", "Party member added: Trần Thị Thí Dụ"]
    assert len(desk.ask(every_member)) == 2


def test_an_undo_is_known_in_another_language_too(desk, log):
    go_to(desk, log, "Trần Thị Thí Dụ")
    push(desk, "Alt+T")
    desk.press("Home")
    i18n.use("vi")  # the rows were read in English
    log.take_back()
    desk.settle()
    assert len(desk.ask(every_member)) == 2


def every_member(workspace):
    ids = [number for chunk in members.stream(workspace, Listing()) for number in chunk]
    return members.rows(workspace, ids)


def test_what_cannot_be_taken_back_says_why(desk, log):
    do(desk, an_issued_program)
    # As the window does it, which the desk's own ear would keep from showing.
    desk.tasks.on_unforeseen(lambda error: errors.show(desk.window, error))
    go_to(desk, log, rows(log)[0][3])
    before = rows(log)
    said = []

    def read_it(box):
        said.append(box.text())
        box.accept()

    with during(QMessageBox, read_it):
        press("Alt+T")
        desk.qtbot.waitUntil(lambda: bool(said))
    desk.settle()
    assert "Program issued" in said[0]
    assert rows(log) == before


def test_it_goes_to_excel_as_it_is_filtered(desk, log, tmp_path):
    path = tmp_path / "log.xlsx"
    desk.press("Ctrl+F")
    write("party member")
    desk.press("Return")

    def name_it(_dialog):
        replace(str(path))
        press("Return")

    with during(QFileDialog, name_it):
        next(one for one in log.findChildren(type(log.back)) if one.text() == "Excel").click()
    desk.settle()
    assert "2 rows saved in log.xlsx" in desk.said
    cells = [cell for row in sheet_reader.read_table(path, name=path.name) for cell in row]
    assert {"Trần Thị Thí Dụ", "Lê Văn Ví Dụ", "Operation"} <= set(cells)
    assert "Chi bộ Trường Mẫu" not in cells


def test_older_ones_are_fetched_when_they_are_wanted(desk, log):
    assert not log.older.isVisible()
    log._limit = 2
    desk.press("Ctrl+R")
    assert len(rows(log)) == 2
    assert log.older.isVisible()
    log.older.setFocus()
    desk.press("Return")
    assert len(rows(log)) == 4
    assert page_module._MORE * 2 == 8


def test_widths_are_remembered(qtbot, office_file, clock):
    for again in (False, True):
        desk = Desk.reopen(qtbot, office_file, clock)
        desk.press("Alt+7")
        header = desk.page().list.header()
        if again:
            assert header.sectionSize(1) == 211
        header.resizeSection(1, 211)
        desk.close()


def test_a_reader_sees_the_log_and_takes_nothing_back(qtbot, workspace, office_file, clock):
    a_member(workspace, "Trần Thị Thí Dụ")
    desk = Desk.reopen(qtbot, office_file, clock)
    assert desk.workspace.read_only
    desk.press("Alt+7")
    assert rows(desk.page())[0][3] == "Trần Thị Thí Dụ"
    assert not desk.page().back.isVisible()
    desk.page().take_back()
    desk.settle()
    desk.close()


def test_another_users_operation_is_theirs(qtbot, workspace, office_file, clock):
    users.add_user(workspace, login="khac", password="mat-khau-khac", full_name="Phạm Văn Khác")
    a_member(workspace, "Trần Thị Thí Dụ")
    workspace.close()
    other = open_workspace(office_file, login="khac", password="mat-khau-khac", clock=clock)
    desk = Desk.open(qtbot, other, Settings(language="en", theme="light"))
    told = []
    desk.tasks.on_unforeseen(told.append)
    desk.press("Alt+7")
    go_to(desk, desk.page(), "Trần Thị Thí Dụ")
    assert rows(desk.page())[0][1] == "Nguyễn Văn Mẫu"
    push(desk, "Alt+T")
    assert [error.code for error in told] == ["not_your_operation"]
    desk.close()
