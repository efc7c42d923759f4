"""Coverage, proposals for next year and other bodies' plans, by real keys."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from python_calamine import CalamineWorkbook

from ktgs_desktop.gui.dialogs.coverage_lines import CoverageLinesDialog
from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.outside_line import OutsideLineDialog
from ktgs_desktop.gui.dialogs.outside_lines import OutsideLinesDialog
from ktgs_desktop.gui.dialogs.proposals import ProposalsDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import (
    organizations,
    outside_lines,
    program_items,
    program_progress,
    programs,
)
from tests.helpers.builders import ISSUED_ON, SIGNER, a_cell, a_line, a_program, done
from tests.helpers.desk import OFFSCREEN, Desk, enter, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import command, open_programs
from tests.helpers.register import do, push

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def a_year(workspace: Workspace) -> Any:
    """The issued program of 2021: Bàn Đạt inspected, Tân Kim not yet."""
    program = a_program(workspace)
    subjects = [
        program_items.new_subject("TCD", name, organizations.named(workspace, name))
        for name in ("Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim")
    ]
    line = a_line(workspace, program, content="Nghị quyết", subjects=tuple(subjects))
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    program_progress.record_progress(workspace, line.id, done(line)[:1])
    return line


def open_coverage(desk: Desk) -> Any:
    """Go to the view of coverage."""
    page = open_programs(desk)
    page.panes.choose("coverage")
    desk.settle()
    return page.panes.present


def cells(pane: Any, key: str) -> dict[str, str]:
    """What a column shows of each organisation."""
    place = [column.key for column in pane.model.columns].index(key)
    return {
        pane.model.index(row, 0).data(): pane.model.index(row, place).data()
        for row in range(pane.model.rowCount())
    }


# Coverage -------------------------------------------------------------------------------------


def test_coverage_shows_each_year_with_sign_and_word(desk: Desk) -> None:
    do(desk, a_year)
    pane = open_coverage(desk)
    shown = cells(pane, "year:2021")
    assert shown["Đảng bộ xã Bàn Đạt"] == "✔ insp."
    assert shown["Đảng bộ xã Tân Kim"] == "→ planned"
    assert shown["Đảng bộ xã Nga My"] == "·"
    assert cells(pane, "times")["Đảng bộ xã Bàn Đạt"] == "1"
    assert cells(pane, "last")["Đảng bộ xã Nga My"] == "never"
    total = pane.model.rowCount()
    assert pane.totals.text() == (
        f"{total} organisations, {total - 1} never inspected or supervised this term · "
        "2021: ✔ 1 insp., → 1 planned"
    )
    place = list(shown).index("Đảng bộ xã Bàn Đạt")
    year = [column.key for column in pane.model.columns].index("year:2021")
    tip = pane.model.index(place, year).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Đảng bộ xã Bàn Đạt, 2021: inspected: 1"


def test_the_filter_leaves_those_who_never_came_up(desk: Desk) -> None:
    do(desk, a_year)
    pane = open_coverage(desk)
    pane.filter.choose({"which": "never"})
    desk.settle()
    assert "Đảng bộ xã Bàn Đạt" not in cells(pane, "name")
    assert pane.totals.text().startswith(f"{pane.model.rowCount()} organisations, ")
    press("Ctrl+F")
    write("khong co dau")
    press("Return")
    desk.settle()
    assert "No organisation meets the filter" in texts_of(pane)
    push(desk, "Tab Tab Tab Tab Tab Space")
    desk.qtbot.waitUntil(lambda: not pane.filter.narrows)
    desk.settle()
    assert "Đảng bộ xã Bàn Đạt" in cells(pane, "name")


def test_coverage_follows_what_is_recorded(desk: Desk) -> None:
    line = do(desk, a_year)
    pane = open_coverage(desk)
    do(desk, lambda w: program_progress.record_progress(w, line.id, done(line)))
    assert cells(pane, "year:2021")["Đảng bộ xã Tân Kim"] == "✔ insp."
    do(desk, lambda w: a_cell(w, "Chi bộ Mới lập"))
    assert "Chi bộ Mới lập" in cells(pane, "name")


def test_enter_on_a_year_leads_to_the_line_behind_it(desk: Desk) -> None:
    line = do(desk, a_year)
    pane = open_coverage(desk)
    place = list(cells(pane, "name")).index("Đảng bộ xã Tân Kim")
    year = [column.key for column in pane.model.columns].index("year:2021")
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.model.index(place, year))

    def look(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: dialog.model.rowCount() == 1 and dialog.list.current_id() > 0)
        assert dialog.windowTitle() == "Đảng bộ xã Tân Kim · 2021"
        assert focused() is dialog.list
        press("Return")

    with during(CoverageLinesDialog, look):
        press("Return")
    desk.settle()
    page = desk.page()
    assert page.panes.name == "list"
    desk.qtbot.waitUntil(lambda: page.lines.panel.form.content.value() == line.content)


def test_a_year_without_lines_says_so(desk: Desk) -> None:
    do(desk, a_year)
    pane = open_coverage(desk)
    place = list(cells(pane, "name")).index("Đảng bộ xã Nga My")
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.model.index(place, 0))

    def look(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: "Nothing in this year" in texts_of(dialog))
        press("Escape")

    with during(CoverageLinesDialog, look):
        press("Return")


def test_coverage_goes_to_excel_as_it_is_shown(desk: Desk, tmp_path: Any) -> None:
    do(desk, a_year)
    pane = open_coverage(desk)
    file = tmp_path / "do phu.xlsx"

    def fill(_dialog: Any) -> None:
        replace(str(file))
        press("Return")

    with during(QFileDialog, fill):
        pane.export()
    desk.settle()
    rows = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    heads = next(row for row in rows if "2021" in row)
    (commune,) = (row for row in rows if row[0] == "Đảng bộ xã Bàn Đạt")
    assert commune[heads.index("2021")] == "✔ insp."


# Proposals ------------------------------------------------------------------------------------


def test_proposals_are_accepted_one_by_one_by_key(desk: Desk) -> None:
    line = do(desk, a_year)
    page = open_programs(desk)

    def decide(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: bool(dialog.tree.items()))
        assert focused() is dialog.tree
        items = dialog.tree.items()
        assert [item.text(0) for item in items[:1]] == ["Nghị quyết"]
        assert "Not finished: line 1 of 2021, 1 of 2 left." in items[0].text(3)
        assert list(dialog.tree.chosen()) == [0]
        press("Delete")  # the carried line is left out, on to the first organisation
        assert dialog.tree.chosen() == {}
        assert not dialog.do.isEnabled()
        press("Return Down Space Up Up")
        assert list(dialog.tree.chosen()) == [1, 3]
        press("F2")
        replace("Nội dung mới")
        press("Return")
        desk.qtbot.waitUntil(lambda: items[1].text(0) == "Nội dung mới")
        assert dialog.count.text() == f"2 of {len(items)} accepted"
        assert dialog.do.text() == "&Add 2 lines"
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ProposalsDialog, decide):
        command(desk, "propose lines")
    desk.settle()
    assert page.chooser.program.program.year == 2022
    found = desk.ask(lambda w: program_items.items(w, page.chooser.program.program.id))
    assert found[0].content == "Nội dung mới"
    assert len(found) == 2
    assert line.id not in {item.id for item in found}
    desk.press("Ctrl+Z")
    assert [one.program.year for one in desk.ask(programs.programs)] == [2021]


def test_no_program_no_proposal(desk: Desk) -> None:
    page = open_programs(desk)
    desk.settle()
    assert not page.commands["propose_items"].isEnabled()


# Plans of other bodies ------------------------------------------------------------------------


def type_a_line(desk: Desk) -> Any:
    """Fill in the form of another body's plan, with Enter from field to field."""

    def fill(dialog: Any) -> None:
        assert focused() is dialog.body
        enter("kiểm toán nhà nước")
        assert dialog.actor.value() == "AUDIT"
        enter()
        enter("UBND xã Bàn Đạt")
        enter()
        enter("Ngân sách")
        enter()
        enter("q1")
        enter()
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    return fill


def activate(desk: Desk, dialog: Any) -> None:
    """What a window manager does when a dialog above another is gone."""
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)


def test_another_bodys_plan_is_typed_edited_and_voided(desk: Desk) -> None:
    do(desk, a_year)
    open_programs(desk)

    def work(dialog: Any) -> None:
        desk.qtbot.waitUntil(lambda: "No plan of another body" in texts_of(dialog))
        with during(OutsideLineDialog, type_a_line(desk)):
            dialog.add()
        desk.qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
        activate(desk, dialog)
        item = dialog.list.topLevelItem(0)
        assert [item.text(column) for column in range(5)] == [
            "I/2021", "kiểm toán nhà nước", "Audit", "UBND xã Bàn Đạt", "Ngân sách",
        ]  # fmt: skip
        desk.qtbot.waitUntil(lambda: focused() is dialog.list)

        def rename(form: Any) -> None:
            replace("Thanh tra huyện")
            press("Ctrl+S")
            desk.qtbot.waitUntil(lambda: not form.isVisible())

        with during(OutsideLineDialog, rename):
            press("Return")
        desk.qtbot.waitUntil(lambda: dialog.list.topLevelItem(0).text(1) == "Thanh tra huyện")
        activate(desk, dialog)

        def explain(reason: Any) -> None:
            write("nhap nham")
            reason.accept()

        with during(ReasonDialog, explain):
            press("Delete")
        desk.qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 0)
        dialog.reject()

    with during(OutsideLinesDialog, work):
        command(desk, "plans of other")
    assert desk.ask(outside_lines.listed) == []


def test_a_pasted_plan_is_seen_before_it_is_kept(desk: Desk) -> None:
    do(desk, a_year)
    open_programs(desk)
    table = "Cơ quan\tĐối tượng\tThời gian\nThanh tra huyện\tUBND xã Bàn Đạt\tQuý I\n"
    QGuiApplication.clipboard().setText(table)

    def take(importer: Any) -> None:
        desk.qtbot.waitUntil(importer.do.isEnabled)
        importer.do.click()
        desk.qtbot.waitUntil(lambda: not importer.isVisible())

    def work(dialog: Any) -> None:
        with during(ImportTableDialog, take):
            QTest.keyClick(dialog, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        desk.qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1)
        dialog.reject()

    with during(OutsideLinesDialog, work):
        command(desk, "plans of other")
    (line,) = desk.ask(outside_lines.listed)
    assert (line.body, line.quarter, line.year) == ("Thanh tra huyện", 1, 2021)


def test_the_panel_warns_while_a_line_is_typed(desk: Desk) -> None:
    do(desk, a_program)

    def another(workspace: Workspace) -> Any:
        blank = outside_lines.blank(workspace, 2021)
        subject = program_items.new_subject("TCD", "UBND xã Bàn Đạt")
        return outside_lines.save(
            workspace,
            dataclasses.replace(blank, body="Thanh tra huyện", subjects=(subject,), quarter=2),
        )

    do(desk, another)
    page = open_programs(desk)
    desk.press("F5")
    form, note = page.lines.panel.form, page.lines.panel.overlaps
    desk.qtbot.waitUntil(form.content.hasFocus)
    enter("Nghị quyết")
    enter("Đảng uỷ xã Bàn Đạt")
    desk.settle()
    form.work.setFocus()
    replace("q1")
    desk.qtbot.wait(600)
    desk.settle()
    assert not note.isVisible()
    replace("q2")
    desk.qtbot.waitUntil(note.isVisible)
    assert note.text.text() == (
        "▲ Another body plans for the same subject in the same quarter: Đảng uỷ xã Bàn Đạt "
        "(quarter II; Thanh tra huyện: UBND xã Bàn Đạt)."
    )
    assert form.content.value() == "Nghị quyết", "nothing typed is touched"
