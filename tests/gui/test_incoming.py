"""Incoming papers by keyboard: entered, filtered, voided, with their scans."""

import dataclasses
from datetime import date

import pytest

from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import incoming
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.registers import drop, give_reason, open_tab, scan_files

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def shown(page):
    model = page.incoming.model
    keys = [column.key for column in model.columns]
    wanted = ("number", "sender", "state")
    return [
        tuple(str(model.index(row, keys.index(key)).data()) for key in wanted)
        for row in range(model.rowCount())
    ]


def test_an_incoming_paper_is_entered_by_keyboard(desk):
    page = open_tab(desk, 2)
    assert "No incoming paper yet" in texts_of(page)
    desk.press("F5")
    form = page.incoming.panel.fields
    assert focused() is form.author
    enter("Tỉnh uỷ Thái Nguyên")
    enter("15-CV/TU")
    enter("3006")
    write("Công văn về báo cáo 6 tháng")
    press("Tab")
    enter("0107")
    assert form.number.value() == 1
    press("Tab")
    write("Giao đ/c Mẫu")
    press("Tab")
    enter("đ/c Mẫu")
    enter("0507")
    desk.press("Ctrl+S")
    assert shown(page) == [("1", "Tỉnh uỷ Thái Nguyên", "▲ Late")]
    found = desk.ask(lambda workspace: incoming.numbered(workspace, 2021, 1))[0]
    assert (found.dated, found.received_on, found.due_on) == (
        date(2021, 6, 30),
        date(2021, 7, 1),
        date(2021, 7, 5),
    )
    assert (found.instruction, found.assignee) == ("Giao đ/c Mẫu", "đ/c Mẫu")
    form.days["done_on"].setFocus()
    write("0607")
    desk.press("Ctrl+S")
    assert shown(page) == [("1", "Tỉnh uỷ Thái Nguyên", "✓ Dealt with")]


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(desk):
    page = open_tab(desk, 2)
    desk.press("F5")
    form = page.incoming.panel.fields
    write("Đảng uỷ xã Bàn Đạt")
    desk.press("Ctrl+S")
    assert focused() is form.abstract
    assert any("The abstract is missing" in text for text in texts_of(page))
    write("Báo cáo tự kiểm tra")
    form.reply.setFocus()
    write("99-BC/HU")
    desk.press("Ctrl+S")
    assert focused() is form.reply
    assert desk.ask(lambda workspace: incoming.numbered(workspace, 2021, 1)) == []
    replace("")
    press("Delete")
    desk.press("Ctrl+S")
    assert shown(page) == [("1", "Đảng uỷ xã Bàn Đạt", "○ For information")]


def an_incoming(workspace, **values):
    blank = dataclasses.replace(incoming.blank(workspace), sender="Tỉnh uỷ", abstract="Công văn")
    return incoming.save(workspace, dataclasses.replace(blank, **values))


def test_incoming_papers_are_filtered_and_voided(desk):
    def work(workspace):
        an_incoming(workspace, received_on=date(2021, 7, 1), due_on=date(2021, 7, 2))
        an_incoming(workspace, sender="Huyện đoàn")

    do(desk, work)
    page = open_tab(desk, 2)
    assert len(shown(page)) == 2
    page.incoming.filter._choices["state"].setFocus()
    desk.press("Down")
    assert shown(page) == [("1", "Tỉnh uỷ", "▲ Late")]
    desk.press("Home")
    page.incoming.list.setFocus()
    page.incoming.list.go_to(2)
    desk.settle()
    with during(ReasonDialog, give_reason("nhập nhầm")):
        press("F6")
        desk.settle()
    desk.settle()
    assert shown(page) == [("1", "Tỉnh uỷ", "▲ Late")]


def test_a_scan_is_dropped_on_an_incoming_paper(desk, tmp_path):
    do(desk, an_incoming)
    page = open_tab(desk, 2)
    tab = page.incoming.panel.scan
    page.incoming.view_scan()
    desk.settle()
    drop(desk, tab, scan_files(tmp_path))
    desk.qtbot.waitUntil(lambda: tab.view.pages == 2)
    assert "a.pdf" in tab.said.text()
