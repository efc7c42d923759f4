"""The views of a program by keyboard and mouse: tabs, matrix, calendar, charts, opinions, term."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ktgs_desktop.gui.dialogs.lay_into_year import LayIntoYearDialog
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.views.programs.panes import LIST, PANES
from ktgs_desktop.services import (
    program_items,
    program_review,
)
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, Desk, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import (
    FIRST,
    SECOND,
    THIRD,
    checks,
    contents,
    go_to_line,
    issued,
    open_programs,
    shown,
    usable,
    view,
)
from tests.helpers.register import do, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


# Tabs -----------------------------------------------------------------------------------------


def test_keys_go_from_view_to_view_and_the_choice_is_remembered(desk):
    page = open_programs(desk)
    checks(desk)
    names = [LIST, *(one.name for one in PANES)]
    seen = []
    for _name in names:
        seen.append(page.panes.name)
        desk.press("Ctrl+PgDown")
    assert seen == names
    assert page.panes.name == LIST
    desk.press("Ctrl+PgUp")
    assert page.panes.name == names[-1]
    desk.press("Ctrl+PgDown Ctrl+PgDown")
    assert desk.window.session.recall("programs/pane") == "matrix"
    assert page.panes.present.view.hasFocus()


def test_commands_of_lines_rest_while_another_view_is_seen(desk):
    page = open_programs(desk)
    checks(desk)
    assert {"void_item", "item_up", "save"} <= usable(page)
    view(desk, "matrix")
    assert not {"void_item", "item_up", "save"} & usable(page)
    desk.press("F5")
    assert page.panes.name == LIST
    assert page.lines.panel.form.content.hasFocus()


# Matrix, calendar, charts ---------------------------------------------------------------------


def test_a_cell_of_the_matrix_opens_its_lines(desk):
    page = open_programs(desk)
    issued(desk)
    pane = view(desk, "matrix")
    assert [pane.model.index(0, column).data() for column in range(1, 5)] == ["✓", "!", "○ ○", "○"]
    pane.take_focus()
    desk.press("Home Right Right Right Return")
    assert page.panes.name == LIST
    assert [text for text in shown(page) if not text.startswith(("A.", "B."))] == [
        "Đoàn kết nội bộ",
        "Ba công khai",
    ]
    chip = page.lines.filter._chip
    assert "Bàn Đạt" in chip.text()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: page.lines.model.number_of_rows() == 5)


def test_the_matrix_narrows_without_accents(desk):
    open_programs(desk)
    issued(desk)
    pane = view(desk, "matrix")
    desk.press("Ctrl+F")
    assert pane.filter.line.hasFocus()
    write("ban dat")
    desk.press("Return")
    assert pane.model.rowCount() == 1
    replace("tan kim")
    desk.press("Return")
    assert pane.stack.currentWidget() is pane.empty


def test_arrows_go_through_the_days_and_enter_opens_one(desk):
    page = open_programs(desk)
    issued(desk)
    pane = view(desk, "calendar")
    pane.take_focus()
    assert pane.title.text() == "Month 7/2021"
    desk.press("Up")
    assert pane.title.text() == "Month 6/2021"
    desk.press("Right")
    assert pane.model.cell(pane.view.currentIndex()).start == date(2021, 6, 30)
    desk.press("Return")
    assert [text for text in shown(page) if not text.startswith(("A.", "B."))] == [SECOND]


def test_the_calendar_turns_by_month_and_by_quarter(desk):
    open_programs(desk)
    issued(desk)
    pane = view(desk, "calendar")
    pane.take_focus()
    desk.press("PgDown")
    assert pane.title.text() == "Month 8/2021"
    push(desk, "Alt+Q")
    assert pane.title.text() == "Quarter III/2021"
    assert pane.sums.text() == "2 lines are due"
    pane.take_focus()
    desk.press("PgUp PgUp")
    assert (pane.title.text(), pane.sums.text()) == ("Quarter I/2021", "1 lines are due")
    push(desk, "Alt+O")
    assert pane.title.text() == "Quarter III/2021"


def test_a_piece_of_a_chart_opens_its_lines_by_key_and_by_mouse(desk):
    page = open_programs(desk)
    issued(desk)
    pane = view(desk, "charts")
    pane.take_focus()
    assert pane.said.text() == pane.view.text(0)
    pieces = [(one.chart, one.bar, one.state) for one in pane.view.charts.pieces]
    overdue = pieces.index(("quarter", "2", 2))
    for _step in range(overdue):
        press("Right")
    assert pane.said.text() == "Quarter II: 1 overdue"
    desk.press("Return")
    assert SECOND in shown(page)
    assert page.lines.model.number_of_rows() == 1
    pane = view(desk, "charts")
    at = pane.view.area(pieces.index(("quarter", "1", 0))).center().toPoint()
    QTest.mouseClick(pane.view, Qt.MouseButton.LeftButton, pos=at)
    desk.settle()
    desk.qtbot.waitUntil(lambda: FIRST in shown(page))


def test_the_charts_are_shown_as_a_page(desk):
    open_programs(desk)
    issued(desk)
    view(desk, "charts")
    seen = []

    def look(dialog):
        desk.settle()
        seen.append(dialog._printed.pages)
        press("Escape")

    with during(PaperDialog, look):
        push(desk, "Alt+P")
    assert seen == [1]


def test_the_charts_take_the_width_of_the_window(desk):
    open_programs(desk)
    issued(desk)
    pane = view(desk, "charts")

    def fits():
        room = pane.canvas.viewport().width()
        return room - 40 < pane.view.width() <= room

    for width in (1200, 1600, 1040):
        desk.window.resize(width, 800)
        desk.qtbot.waitUntil(lambda width=width: pane.window().width() == width and fits())
        assert not pane.canvas.horizontalScrollBar().isVisible()
        pieces = range(len(pane.view.charts.pieces))
        assert max(pane.view.area(place).right() for place in pieces) <= pane.view.width()


def test_the_charts_take_the_width_they_come_to_be_seen_in(desk):
    page = open_programs(desk)
    issued(desk)
    desk.window.resize(1600, 800)
    pane = view(desk, "charts")
    page.panes.tabs.setCurrentIndex(0)
    desk.window.resize(1040, 800)
    desk.settle()
    page.panes.tabs.setCurrentIndex([LIST, *(one.name for one in PANES)].index("charts"))
    desk.qtbot.waitUntil(lambda: 0 < pane.view.width() <= pane.canvas.viewport().width() < 1000)


# The term, and order by hand ------------------------------------------------------------------


def test_lines_of_the_term_are_laid_into_a_year_and_followed(desk):
    page = open_programs(desk)

    def work(workspace):
        term = a_program(workspace, 2020, "TERM")
        for text in ("Một", "Hai"):
            a_line(workspace, term, content=text, quarter=None)
        return term

    term = do(desk, work)
    page.show_record("program", term.id)
    desk.settle()
    page.lines.list.setFocus()
    desk.press("Ctrl+A")

    def lay(dialog):
        assert dialog.year.value() == "2022"
        push(desk, "Alt+L")

    with during(LayIntoYearDialog, lay):
        QTest.mouseClick(page.lines.term.lay, Qt.MouseButton.LeftButton)
        desk.settle()
    desk.settle()
    assert desk.said[-1] == "2 lines laid into 2022."
    assert shown(page, "carried") == ["A. INSPECTION", "0/1", "0/1"]
    desk.press("Ctrl+A")
    QTest.mouseClick(page.lines.term.follow, Qt.MouseButton.LeftButton)
    desk.settle()
    assert page.lines.filter._chip.isVisible()
    rows = [page.lines.model.row_at(place) for place in range(page.lines.model.rowCount())]
    assert sorted((row.year, row.content) for row in rows) == [(2022, "Hai"), (2022, "Một")]


def drag(desk: Desk, start: str, target: int) -> None:
    """Drag the line with a content to the lower half of a row."""
    lines = desk.page().lines.list
    go_to_line(desk, start)
    row = lines.currentIndex().row()
    x = lines.columnViewportPosition(2) + 20

    def middle(place: int, part: float) -> QPoint:
        return QPoint(x, lines.rowViewportPosition(place) + int(lines.rowHeight(place) * part))

    port, left = lines.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=middle(row, 0.5))
    QTest.mouseMove(port, middle(row, 0.9))
    QTest.mouseMove(port, middle(target, 0.8))
    QTest.mouseRelease(port, left, pos=middle(target, 0.8))
    desk.settle()


def test_a_line_is_dragged_to_its_place(desk):
    page = open_programs(desk)
    program = checks(desk)
    drag(desk, FIRST, 3)
    assert contents(desk, program)[:3] == [SECOND, THIRD, FIRST]
    drag(desk, FIRST, 0)
    assert contents(desk, program)[:3] == [FIRST, SECOND, THIRD]
    page.lines.filter.line.setFocus()
    write("quản lý")
    desk.press("Return")
    assert not page.lines._may_drag()


def test_a_kind_of_work_that_is_not_the_bodys_is_marked_in_the_list(desk):
    page = open_programs(desk)
    program = checks(desk)

    def work(workspace):
        item = program_items.items(workspace, program.id)[0]
        finance = dataclasses.replace(item, task_kind="INSPECTION_FINANCE")
        return program_items.save(workspace, finance)

    assert all("⚠" not in text for text in shown(page))
    do(desk, work)
    assert [text for text in shown(page) if "⚠" in text] == [f"⚠ {FIRST}"]
    found = desk.ask(lambda workspace: program_review.review(workspace, program.id))
    assert found.outside == (1,)
