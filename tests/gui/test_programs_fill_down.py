"""F7: values of the first marked line go into the others, ticked by keys, undone at once."""

from __future__ import annotations

from typing import Any

import pytest

from ktgs_desktop.domain.programs import Named
from ktgs_desktop.gui.dialogs.fill_down import FillDownDialog
from tests.helpers.desk import Desk, focused, press
from tests.helpers.dialogs import during
from tests.helpers.program_page import FIRST, checks, go_to_line, lines_of, open_programs

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]


def test_ticked_values_of_the_first_line_go_into_those_marked_below(desk: Desk) -> None:
    program = checks(desk)
    open_programs(desk)
    go_to_line(desk, FIRST)
    before = lines_of(desk, program)

    def tick(dialog: Any) -> None:
        assert list(dialog.ticks) == [
            "task_kind", "work", "period", "method", "lead", "support", "directing_member",
            "team_leader", "note",
        ]  # fmt: skip
        assert dialog.ticks["lead"].text() == "UBKT Huyện uỷ"
        assert dialog.ticks["work"].text() == "quarter I"
        assert dialog.ticks["note"].text() == "(empty)"
        dialog.ticks["work"].setFocus()
        press("Space")
        dialog.ticks["lead"].setFocus()
        press("Space Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(FillDownDialog, tick):
        press("Shift+Down Shift+Down F7")
        desk.settle()
    desk.settle()
    after = lines_of(desk, program)
    assert [line.quarter for line in after] == [1, 1, 1, 3, 3]
    assert [line.lead for line in after[:3]] == [Named("UBKT Huyện uỷ")] * 3
    assert [line.content for line in after] == [line.content for line in before]
    assert desk.said[-1] == "2 lines changed"
    press("Ctrl+Z")
    desk.settle()
    assert lines_of(desk, program) == before


def test_what_was_ticked_is_ticked_again_and_nothing_ticked_is_told(desk: Desk) -> None:
    checks(desk)
    open_programs(desk)
    go_to_line(desk, FIRST)

    def tick(dialog: Any) -> None:
        assert focused() is dialog.ticks["task_kind"]
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: "at least one" in dialog._fault.text())
        desk.settle()
        press("Alt+M")
        assert focused() is dialog.ticks["method"]
        press("Space Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(FillDownDialog, tick):
        press("Shift+Down F7")
        desk.settle()
    desk.settle()

    def look(dialog: Any) -> None:
        assert [name for name, one in dialog.ticks.items() if one.isChecked()] == ["method"]
        press("Escape")

    desk.page().lines.list.setFocus()
    with during(FillDownDialog, look):
        press("F7")
        desk.settle()


def test_a_single_line_is_not_filled_into_itself(desk: Desk) -> None:
    checks(desk)
    open_programs(desk)
    go_to_line(desk, FIRST)
    desk.press("F7")
    assert "Shift+Down" in desk.said[-1]
