"""Opinions typed in place, and the steps of a program's life, by keyboard and mouse."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QPushButton

from ktgs_desktop.gui.dialogs.close_program import CloseProgramDialog
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.views.programs.opinion_model import FIELDS
from ktgs_desktop.services import opinions, program_life, programs
from tests.helpers.builders import ISSUED_ON, SIGNER
from tests.helpers.desk import OFFSCREEN, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import checks, command, issued, open_programs, usable, view
from tests.helpers.register import do, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
_INSET = 15  # grid, padding and the margins of the style


def one_program(desk):
    (found,) = desk.ask(programs.programs)
    return found.program


# Opinions -------------------------------------------------------------------------------------


def test_opinions_are_typed_in_place_from_cell_to_cell(desk):
    page = open_programs(desk)
    program = checks(desk)
    command(desk, "Send for opinions")
    desk.settle()
    assert page.panes.name == "opinions"
    assert one_program(desk).state == "CONSULTING"
    pane = page.panes.present

    def editing():
        desk.settle()
        return pane.view.state() == QAbstractItemView.State.EditingState

    desk.press("F5")
    for text in ("Ban Tổ chức", "", "20/7", ""):
        desk.qtbot.waitUntil(editing)
        if text:
            replace(text)
        press("Return")
    desk.qtbot.waitUntil(editing)
    write("Thêm một cuộc giám sát")
    press("Return")
    desk.qtbot.waitUntil(editing)
    press("Down Return")  # accepted
    desk.qtbot.waitUntil(editing)
    write("Đã thêm")
    press("Return")
    desk.qtbot.waitUntil(lambda: pane.model.rowCount() == 2)  # the last cell begins a new row
    press("Escape")
    desk.qtbot.waitUntil(lambda: pane.model.rowCount() == 1)  # the row nobody was named in is gone
    desk.settle()
    assert (pane.sums.text(), pane.paper.isVisible()) == ("1 asked, 0 still open", True)
    (one,) = desk.ask(lambda workspace: opinions.opinions(workspace, program.id))
    assert (one.giver, one.due_on, one.received_on) == (
        "Ban Tổ chức",
        date(2021, 7, 20),
        date(2021, 7, 6),
    )
    assert (one.text, one.result, one.answer) == ("Thêm một cuộc giám sát", "ACCEPTED", "Đã thêm")


def test_what_is_typed_of_an_opinion_outlives_a_change_made_elsewhere(desk):
    open_programs(desk)
    program = checks(desk)
    do(desk, lambda w: program_life.send_for_opinions(w, program.id, ["Ban Tổ chức"]))
    pane = view(desk, "opinions")
    pane.add()
    pane.view.closeEditor(pane.view.focusWidget(), QAbstractItemDelegate.EndEditHint.NoHint)
    there = pane.model.index(1, FIELDS.index("text"))
    pane.model.setData(there, "Bớt một cuộc")

    def answered(workspace):
        (one,) = opinions.opinions(workspace, program.id)
        opinions.save(workspace, [dataclasses.replace(one, text="Nhất trí")])

    do(desk, answered)
    assert [one.text for one in pane.model.opinions] == ["Nhất trí", "Bớt một cuộc"]
    pane.model.setData(pane.model.index(1, FIELDS.index("giver")), "Ban Dân vận")
    desk.settle()
    assert [one.giver for one in pane.model.opinions] == ["Ban Tổ chức", "Ban Dân vận"]
    stored = desk.ask(lambda workspace: opinions.opinions(workspace, program.id))
    assert [one.text for one in stored] == ["Nhất trí", "Bớt một cuộc"]
    pane.add()
    desk.press("Escape F6")
    assert len(pane.model.opinions) == 2


def test_long_opinions_are_read_whole_in_any_width(desk):
    open_programs(desk)
    program = checks(desk)
    do(desk, lambda w: program_life.send_for_opinions(w, program.id, ["Ban Tổ chức"]))

    def answered(workspace):
        (one,) = opinions.opinions(workspace, program.id)
        words = "Đề nghị xem lại nội dung, đối tượng và thời gian của từng cuộc. " * 4
        opinions.save(
            workspace,
            [dataclasses.replace(one, text=words, received_on=date(2021, 7, 6))],
        )

    do(desk, answered)
    desk.window.resize(1700, 800)
    pane = view(desk, "opinions")
    words, place = pane.model.opinions[0].text, FIELDS.index("text")
    for width in (*range(1700, 1100, -29), 1700):
        desk.window.resize(width, 800)
        desk.qtbot.waitUntil(lambda width=width: pane.window().width() == width)
        desk.settle()
        room = QRect(0, 0, pane.view.columnWidth(place) - _INSET, 2000)
        needed = pane.view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words)
        assert needed.height() < pane.view.rowHeight(0) < needed.height() + 10, width


def test_an_opinion_is_taken_out_with_a_reason(desk):
    page = open_programs(desk)
    program = checks(desk)
    do(desk, lambda w: program_life.send_for_opinions(w, program.id, ["Ban Tổ chức"]))
    pane = view(desk, "opinions")
    assert page.panes.present is pane
    pane.take_focus()

    def reason(_dialog):
        write("Nhập nhầm")
        push(desk, "Alt+T")

    with during(ReasonDialog, reason):
        press("F6")
    desk.settle()
    assert desk.ask(lambda workspace: opinions.opinions(workspace, program.id)) == []
    assert pane.stack.currentWidget() is pane.empty


def test_the_summary_of_opinions_is_shown_as_a_paper(desk):
    open_programs(desk)
    program = checks(desk)
    do(desk, lambda w: program_life.send_for_opinions(w, program.id, ["Ban Tổ chức"]))
    view(desk, "opinions")
    seen = []

    def look(dialog):
        desk.settle()
        seen.append((dialog._printed.pages, dialog.word.isVisible()))
        press("Escape")

    with during(PaperDialog, look):
        push(desk, "Alt+S")
    assert seen == [(2, True)]


def test_nobody_is_asked_about_an_issued_program(desk):
    page = open_programs(desk)
    issued(desk)
    pane = view(desk, "opinions")
    assert pane.stack.currentWidget() is pane.empty
    assert "Nobody was asked" in texts_of(pane.empty)
    assert pane.empty.findChildren(QPushButton) == []
    assert not pane.asking.isVisible()
    assert not {"add_item", "void_item"} & usable(page)
    desk.press("F5")
    assert pane.model.rowCount() == 0


def test_the_opinions_on_what_is_issued_are_only_read(desk):
    page = open_programs(desk)
    program = checks(desk)
    do(desk, lambda w: program_life.send_for_opinions(w, program.id, ["Ban Tổ chức"]))
    pane = view(desk, "opinions")
    assert "add_item" in usable(page)
    do(desk, lambda w: programs.issue(w, program.id, programs.Issue(ISSUED_ON, SIGNER)))
    desk.qtbot.waitUntil(lambda: not pane.asking.isVisible())
    desk.settle()
    assert pane.stack.currentWidget() is pane.view
    assert not {"add_item", "void_item"} & usable(page)
    pane.take_focus()
    press("F2")
    assert pane.view.state() != QAbstractItemView.State.EditingState


# The life of a program ------------------------------------------------------------------------


def test_what_is_returned_shows_the_drafter_why(desk):
    page = open_programs(desk)
    checks(desk)
    command(desk, "Submit")
    desk.settle()
    assert one_program(desk).state == "SUBMITTED"
    assert not {"add_item", "void_item"} & usable(page)
    assert "issue_program" in usable(page)
    assert page.life_bar.back.isVisible()

    def remark(_dialog):
        write("Thêm nội dung đất đai")
        push(desk, "Alt+T")

    with during(ReasonDialog, remark):
        QTest.mouseClick(page.life_bar.back, Qt.MouseButton.LeftButton)
    desk.settle()
    assert one_program(desk).state == "DRAFT"
    assert page.remark.isVisible()
    assert "Thêm nội dung đất đai" in page.remark.text()
    desk.press("Ctrl+Z")
    assert one_program(desk).state == "SUBMITTED"
    assert not page.remark.isVisible()


def test_closing_names_the_lines_that_are_not_done(desk):
    page = open_programs(desk)
    issued(desk)
    seen = []

    def keep(dialog):
        seen.append(dialog.lines.count())
        press("Return")

    with during(CloseProgramDialog, keep):
        command(desk, "Close the program")
        desk.settle()
    desk.settle()
    assert seen == [4]
    assert one_program(desk).state == "ISSUED"
    with during(CloseProgramDialog, lambda _dialog: push(desk, "Alt+C")):
        command(desk, "Close the program")
        desk.settle()
    desk.settle()
    assert one_program(desk).state == "CLOSED"
    assert page.life_bar.next.text() == "Open again"
    QTest.mouseClick(page.life_bar.next, Qt.MouseButton.LeftButton)
    desk.settle()
    assert one_program(desk).state == "ISSUED"
