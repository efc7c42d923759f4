"""The arrow in a column's head: values with their numbers, ticked by keys, narrow the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ktgs_desktop.gui.views.programs.totals import TotalsLine
from ktgs_desktop.gui.widgets.column_filter import ColumnFilterDialog
from tests.helpers.desk import Desk, press
from tests.helpers.dialogs import during
from tests.helpers.program_page import FIRST, SECOND, THIRD, checks, open_programs, shown

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]


def place_of(page: Any, column: str) -> int:
    return [one.key for one in page.lines.model.columns].index(column)


def ask(desk: Desk, column: str, act: Callable[[Any], None]) -> None:
    """F8 with the cursor in a column."""
    page = desk.page()
    page.lines.list.setFocus()
    first = next(
        row for row in range(page.lines.model.rowCount()) if page.lines.model.id_at(row) > 0
    )
    page.lines.list.setCurrentIndex(page.lines.model.index(first, place_of(page, column)))
    with during(ColumnFilterDialog, act):
        press("F8")
        desk.settle()
    desk.settle()


def offered(dialog: Any) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def lines_shown(page: Any) -> list[str]:
    return [text for text in shown(page) if not text.startswith(("A. ", "B. "))]


def test_values_are_counted_and_ticked_by_keys(desk: Desk) -> None:
    checks(desk)
    page = open_programs(desk)

    def two_quarters(dialog: Any) -> None:
        assert offered(dialog) == ["I  (1)", "II  (1)", "III  (2)", "IV  (1)"]
        press("Space Down Down Space Return")

    ask(desk, "quarter", two_quarters)
    assert lines_shown(page) == [SECOND, THIRD]

    def lead(dialog: Any) -> None:
        assert offered(dialog) == ["Ban Tổ chức  (1)", "Văn phòng  (1)"], "of what is left"
        press("Space Return")

    ask(desk, "lead", lead)
    assert lines_shown(page) == [THIRD]

    def quarters_again(dialog: Any) -> None:
        assert offered(dialog) == ["IV  (1)"], "its own narrowing does not count, the other's does"
        press("Alt+S")

    ask(desk, "quarter", quarters_again)
    assert lines_shown(page) == [THIRD]
    ask(desk, "lead", lambda dialog: dialog.clear.click())
    assert len(lines_shown(page)) == 5


def test_the_arrow_is_clicked_and_the_rest_of_the_head_still_orders(desk: Desk) -> None:
    checks(desk)
    page = open_programs(desk)
    header = page.lines.list.horizontalHeader()
    place = place_of(page, "lead")
    right = header.sectionViewportPosition(place) + header.sectionSize(place)

    with during(ColumnFilterDialog, lambda _dialog: press("Space Return")):
        at = QPoint(right - 9, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        desk.settle()
    desk.settle()
    assert len(lines_shown(page)) == 4
    assert page.lines.model.query.sort == "order"
    left = QPoint(header.sectionViewportPosition(place) + 8, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=left)
    desk.settle()
    assert page.lines.model.query.sort == "lead"
    assert len(lines_shown(page)) == 4


def test_nothing_ticked_cannot_be_taken_and_escape_changes_nothing(desk: Desk) -> None:
    checks(desk)
    page = open_programs(desk)

    def clear_all(dialog: Any) -> None:
        dialog.everything.click()
        assert not dialog.use.isEnabled()
        press("Return")
        assert dialog.isVisible()
        press("Escape")

    ask(desk, "state", clear_all)
    assert len(lines_shown(page)) == 5


def test_another_program_is_shown_whole_and_so_is_a_line_that_is_wanted(desk: Desk) -> None:
    program = checks(desk)
    page = open_programs(desk)
    ask(desk, "quarter", lambda _dialog: press("Space Return"))
    assert FIRST not in lines_shown(page)
    page.show_record("program_item", find(desk, program, FIRST))
    desk.settle()
    assert len(lines_shown(page)) == 5


def test_totals_sum_what_is_shown_and_what_is_marked(desk: Desk) -> None:
    checks(desk)
    page = open_programs(desk)
    totals = page.lines.findChild(TotalsLine)

    def says(text: str) -> None:
        desk.qtbot.waitUntil(lambda: totals.text() == text)

    says("Total: lines 5 · subjects 5 · concluded 0")
    page.lines.list.setFocus()
    desk.press("Home Shift+Down Shift+Down")
    says("Marked: lines 3 · subjects 3 · concluded 0")
    ask(desk, "quarter", lambda _dialog: press("Space Return"))
    says("Total: lines 4 · subjects 4 · concluded 0")


def find(desk: Desk, program: Any, content: str) -> Any:
    from tests.helpers.program_page import lines_of

    return next(line.id for line in lines_of(desk, program) if line.content == content)
