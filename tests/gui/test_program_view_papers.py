"""The views of a program on paper and in Excel by keyboard, and what they say without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.gui.dialogs.programs import NewProgramDialog
from ktgs_desktop.gui.dialogs.proposals import ProposalsDialog
from ktgs_desktop.services import program_items
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.paper_text import pdf_pages
from tests.helpers.program_page import SECOND, checks, command, issued, open_programs, usable, view
from tests.helpers.register import do, push

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

VIEWS = ("matrix", "calendar", "charts", "opinions", "amendments")


def seen_pages(desk: Desk, act: Callable[[], object]) -> list[str]:
    """The words of each page of the paper that a command shows."""
    seen: list[str] = []

    def look(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: dialog._printed is not None)
        seen.extend(pdf_pages(dialog._printed.data))
        press("Escape")

    with during(PaperDialog, look):
        act()
    desk.settle()
    return seen


def saved(desk: Desk, path: Path, act: Callable[[], object]) -> list[list[str]]:
    """The rows of the sheet that a command writes, headings first."""

    def name_it(_dialog: Any) -> None:
        replace(str(path))
        press("Return")

    with during(QFileDialog, name_it):
        act()
    desk.qtbot.waitUntil(path.exists)
    desk.settle()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    first = next(place for place, row in enumerate(rows) if row[1])
    return [[str(cell) for cell in row] for row in rows[first:]]


# Paper ----------------------------------------------------------------------------------------


def test_the_matrix_is_printed_unless_nobody_meets_the_filter(desk: Desk) -> None:
    open_programs(desk)
    issued(desk)
    pane = view(desk, "matrix")
    (page,) = seen_pages(desk, lambda: push(desk, "Alt+P"))
    assert "Đảng uỷ xã Bàn Đạt ✓ ! ○ ○ ○ 5" in page
    desk.press("Ctrl+F")
    write("tan kim")
    desk.press("Return")
    assert pane.printer.isHidden()
    assert not {"export_list"} & set(pane.offers())
    desk.press("Escape")
    assert not pane.printer.isHidden()


def test_ctrl_p_prints_the_view_that_is_seen(desk: Desk) -> None:
    page = open_programs(desk)
    issued(desk)
    pane = view(desk, "calendar")
    pane.take_focus()
    (shown,) = seen_pages(desk, lambda: press("Ctrl+P"))
    assert "LỊCH THỰC HIỆN CHƯƠNG TRÌNH KIỂM TRA, GIÁM SÁT" in shown
    assert SECOND in shown
    assert pane.view.hasFocus()
    page.panes.choose("charts")
    desk.settle()
    (shown,) = seen_pages(desk, lambda: press("Ctrl+P"))
    assert "BIỂU ĐỒ TIẾN ĐỘ" in shown
    page.panes.choose("list")
    desk.settle()
    letter = seen_pages(desk, lambda: press("Ctrl+P"))[0]
    assert "CHƯƠNG TRÌNH" in letter
    assert "LỊCH THỰC HIỆN" not in letter


def test_codes_switched_on_in_the_settings_stand_on_the_next_paper(desk: Desk) -> None:
    open_programs(desk)
    issued(desk)
    view(desk, "matrix")
    assert "số liệu đến lần ghi" not in seen_pages(desk, lambda: push(desk, "Alt+P"))[0]
    desk.window.go("settings", ("section", "interface"))
    desk.settle()
    field = desk.page().section("interface").fields["annex_codes"]
    field.setFocus()
    desk.press("Down")
    assert desk.window.session.settings.annex_codes == "on"
    desk.press("Alt+2")
    assert "số liệu đến lần ghi" in seen_pages(desk, lambda: push(desk, "Alt+P"))[0]


# Excel ----------------------------------------------------------------------------------------


def test_the_calendar_goes_to_excel_in_the_order_of_its_days(desk: Desk, tmp_path: Path) -> None:
    page = open_programs(desk)
    program = issued(desk)
    view(desk, "calendar")
    assert "export_list" in usable(page)
    heads, *rows = saved(desk, tmp_path / "lich.xlsx", page.excel.click)
    assert heads == [
        "Until", "At work from", "At work to", "Content", "Subjects", "In the lead", "State",
    ]  # fmt: skip
    lines = desk.ask(lambda workspace: program_items.items(workspace, program.id))
    assert sorted(row[3] for row in rows) == sorted(line.content for line in lines)
    days = [row[0] for row in rows]
    assert days == sorted(days, key=lambda day: day.split("/")[::-1])
    assert (rows[0][4], rows[0][6]) == ("Đảng uỷ xã Bàn Đạt", "Done")


def test_proposals_go_to_excel_with_what_is_accepted(desk: Desk, tmp_path: Path) -> None:
    open_programs(desk)
    issued(desk)
    found: list[list[str]] = []

    def look(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: bool(dialog.tree.items()))
        press("Delete")
        found.extend(saved(desk, tmp_path / "de xuat.xlsx", dialog.excel.click))
        assert len(found) == len(dialog.tree.items()) + 1
        press("Escape")

    with during(ProposalsDialog, look):
        command(desk, "propose lines")
    heads, first, *rest = found
    assert heads == ["Proposal", "Content", "Subjects", "Kind of work", "Reason", "Accepted"]
    assert (first[0], first[1], first[5]) == ("Carried over", SECOND, "no")
    assert "yes" in {row[5] for row in rest}


def test_small_lists_of_the_settings_go_to_excel(desk: Desk, tmp_path: Path) -> None:
    desk.window.go("settings", ("section", "interface"))
    desk.settle()
    page = desk.page()
    assert page.excel.isHidden()
    assert not page.commands["export_list"].isEnabled()
    page.show_section("users")
    desk.settle()
    assert not page.excel.isHidden()
    heads, *rows = saved(desk, tmp_path / "users.xlsx", page.excel.click)
    shown = page.section("users").list
    assert heads == [shown.headerItem().text(column) for column in range(shown.columnCount())]
    assert len(rows) == shown.topLevelItemCount()


# Empty ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VIEWS)
def test_without_any_program_a_view_offers_to_begin_one(desk: Desk, name: str) -> None:
    open_programs(desk)
    pane = view(desk, name)
    assert "No program yet" in texts_of(pane)
    (begin,) = (one for one in pane.empty.findChildren(type(desk.page().new)) if one.isVisible())

    with during(NewProgramDialog, lambda _dialog: press("Escape")):
        begin.setFocus()
        press("Return")
    desk.settle()
    assert focused() is not None


def test_while_many_programs_are_shown_one_is_to_be_chosen(desk: Desk) -> None:
    page = open_programs(desk)
    checks(desk)
    page.chooser.want_many("all")
    page.reload()
    desk.settle()
    pane = view(desk, "calendar")
    assert "No program is chosen" in texts_of(pane)
    assert not pane.on.isEnabled()
    assert pane.printer.isHidden()


def test_the_calendar_of_another_year_begins_where_something_is_due(desk: Desk) -> None:
    page = open_programs(desk)

    def make(workspace: Any) -> Any:
        program = a_program(workspace, 2022)
        a_line(workspace, program, quarter=3)
        return program

    program = do(desk, make)
    page.chooser.want(program.id)
    page.reload()
    desk.settle()
    assert view(desk, "calendar").title.text() == "Month 9/2022"
