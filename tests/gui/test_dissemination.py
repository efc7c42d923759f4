"""Dissemination by keyboard: a plan is made, sessions typed and pasted, the missing looked up."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services.regulations import dissemination
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.dissemination import a_plan, hold
from tests.helpers.register import do
from tests.helpers.registers import give_reason

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def open_pane(desk):
    desk.window.session.go.emit("regulations", ("dissemination", None))
    desk.settle()
    return desk.page().pane


def shown(pane):
    model = pane.model
    keys = [column.key for column in model.columns]
    return [
        tuple(
            str(model.index(row, keys.index(key)).data()) for key in ("title", "state", "progress")
        )
        for row in range(model.rowCount())
    ]


def cells(table):
    """What the table of who came holds, the rows of which something is said."""
    model = table.model
    return [
        (one.unit.name, one.invited, one.attended, one.members, one.committee)
        for one in model.rows
        if one.counted
    ]


def add_typed(desk, field, text):
    """Type words and press Enter: the record they mean is added."""
    before = len(field.value())
    write(text)
    press("Return")
    desk.qtbot.waitUntil(lambda: len(field.value()) == before + 1)


def test_a_plan_is_made_and_followed_by_keyboard(desk):
    pane = open_pane(desk)
    make_plan(desk, pane)
    record_session(desk, pane)
    assert shown(pane) == [("Quán triệt Quy định 30", "▲ Late", "1/3 · 33%")]
    # Who is missing, and from there to the unit
    pane.panel.tabs.setCurrentWidget(pane.panel.missing)
    rows = pane.panel.missing.rows
    rows.setFocus()
    names = [rows.topLevelItem(row).text(0) for row in range(rows.topLevelItemCount())]
    assert names == ["Đảng bộ xã Úc Kỳ", "Đảng bộ xã Bàn Đạt"]
    desk.press("Down Return")
    assert "Đảng bộ xã Bàn Đạt" in texts_of(desk.page())


def make_plan(desk, pane):
    """F5, then Enter from field to field."""
    assert "No dissemination is planned yet" in texts_of(pane)
    desk.press("F5")
    form = pane.panel.fields
    assert focused() is form.plan_title
    enter("Quán triệt Quy định 30")
    add_typed(desk, form.regulations, "30-QĐ/TW")
    press("Return")  # on an empty line it goes on
    assert focused() is form.starts
    replace("0107")
    press("Return")
    replace("0507")  # before today, 6/7
    press("Return")
    for name in ("Đảng bộ xã Nga My", "Đảng bộ xã Úc Kỳ", "Đảng bộ xã Bàn Đạt"):
        add_typed(desk, form.units, name)
    desk.press("Ctrl+S")
    assert shown(pane) == [("Quán triệt Quy định 30", "▲ Late", "0/3 · 0%")]
    (found,) = desk.ask(lambda workspace: dissemination.reported(workspace).plans)
    assert (found.starts_on, found.ends_on) == (date(2021, 7, 1), date(2021, 7, 5))
    assert [one.name for one in found.regulations] == ["30-QĐ/TW (26/07/2016)"]
    assert [one.name for one in found.targets] == [
        "Đảng bộ xã Nga My",
        "Đảng bộ xã Úc Kỳ",
        "Đảng bộ xã Bàn Đạt",
    ]
    assert "▲ 1" in desk.page().tabs.tabText(desk.page().tabs.currentIndex())


def record_session(desk, pane):
    """A session by video: its facts, then numbers cell by cell."""
    pane.panel.tabs.setCurrentWidget(pane.panel.sessions)
    pane.panel.sessions.setFocus()
    desk.press("F5")
    session = pane.editor.panel.fields
    assert focused() is session.held
    replace("0507")
    press("Return Down Return")
    assert session.meeting.value() == "VIDEO"
    enter("Hội trường Huyện uỷ")
    write("Điểm cầu Nga My; UBND xã; 6")
    press("Return")
    enter("Đồng chí Phó Bí thư")
    press("Return")  # nobody reported
    assert focused() is session.note  # one regulation alone needs no choice
    press("Tab")
    session.attendance.view.setFocus()
    for number in ("12", "11", "10", "4"):
        enter(number)
        desk.settle()
    press("Escape")  # the note opened; it is left
    desk.press("Ctrl+S")
    assert cells(pane.editor.table) == [("Đảng bộ xã Nga My", 12, 11, 10, 4)]
    assert any("11 of 12 people" in text for text in texts_of(pane.editor))
    desk.press("Escape")


def open_new_session(desk):
    """The table of a new session of a plan that one of three units was briefed by."""
    do(desk, lambda workspace: hold(workspace, a_plan(workspace), slice(0, 1)))
    pane = open_pane(desk)
    pane.panel.tabs.setCurrentWidget(pane.panel.sessions)
    pane.panel.sessions.setFocus()
    desk.press("F5")
    return pane.editor.table


def test_numbers_are_pasted_filled_down_and_refused_at_their_row(desk):
    table = open_new_session(desk)
    pane = desk.page().pane
    names = [one.unit.name for one in table.model.rows]
    assert len(names) == 3
    missing, there = names[:2], names[2]  # who is missing comes first
    # By the names of the units, in any order and spelling; what cannot be is told
    data = QMimeData()
    rows = [f"{there.upper()}\t9\t7", f"{missing[1]}\t5\t5", "Xã lạ\t1\t1"]
    data.setText("\n".join(["Đơn vị\tTriệu tập\tTham dự", *rows]))
    QGuiApplication.clipboard().setMimeData(data)
    table.view.setFocus()
    desk.press("Ctrl+V")
    assert cells(table) == [(missing[1], 5, 5, 0, 0), (there, 9, 7, 0, 0)]
    assert "“Xã lạ” is not in the list" in table.fault.text()
    # Numbers alone go from the cell on
    QGuiApplication.clipboard().setText("7\t6\n5\t4")
    table.view.setCurrentIndex(table.model.index(0, 1))
    desk.press("Ctrl+V")
    assert cells(table)[:2] == [(missing[0], 7, 6, 0, 0), (missing[1], 5, 4, 0, 0)]
    # F7 fills the first row's values into those marked below
    press("Shift+Down Shift+Down F7")
    assert [one[1] for one in cells(table)] == [7, 7, 7]
    # More came than were invited: refused, the cursor on the row, nothing lost
    table.view.setCurrentIndex(table.model.index(1, 2))
    desk.enter("70")
    press("Escape")  # the cell after it; what was typed stays
    desk.press("Ctrl+S")
    assert table.view.currentIndex().row() == 1
    assert any("70 came, but only 7 were invited" in text for text in texts_of(pane.editor))
    table.view.setCurrentIndex(table.model.index(1, 2))
    desk.enter("6")
    press("Escape")
    desk.press("Ctrl+S")
    told = desk.ask(dissemination.reported)
    assert (told.percent, told.sessions, told.attended) == (100, 2, 3 + 6 + 6 + 7)
    # Undone, and the plan is where it was
    desk.press("Ctrl+Z")
    assert desk.ask(dissemination.reported).sessions == 1


def test_a_session_is_voided_and_the_report_is_shown(desk):
    do(desk, lambda workspace: hold(workspace, a_plan(workspace), slice(0, 1)))
    pane = open_pane(desk)
    desk.settle()

    def look(dialog):
        desk.qtbot.waitUntil(lambda: dialog.view.pages >= 2)
        dialog.reject()

    with during(PaperDialog, look):
        press("Ctrl+P")
        desk.settle()
    pane.panel.tabs.setCurrentWidget(pane.panel.sessions)
    pane.panel.sessions.rows.setFocus()
    desk.press("Return")
    assert pane.parts.currentIndex() == 1
    with during(ReasonDialog, give_reason("nhập nhầm")):
        press("F6")
        desk.settle()
    desk.settle()
    desk.press("Escape")
    assert shown(pane)[0][2] == "0/3 · 0%"
    assert "No session yet. Record each with its day, form and who came." in texts_of(pane)
