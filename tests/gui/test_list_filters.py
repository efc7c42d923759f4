"""The arrows in the heads of the other lists, by keyboard: narrowed, said, saved, cleared."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ktgs_desktop.domain.members import Position
from ktgs_desktop.gui.dialogs import list_export
from ktgs_desktop.gui.dialogs.outside_lines import OutsideLinesDialog
from ktgs_desktop.gui.widgets.column_filter import ColumnFilterDialog
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.filter_chip import ColumnsChip, FilterChip
from ktgs_desktop.papers import sheet_reader
from ktgs_desktop.services import incoming, outside_lines, program_items
from tests.helpers.builders import a_cell, a_member, an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press
from tests.helpers.dialogs import during
from tests.helpers.program_page import command, issued, open_programs, view
from tests.helpers.register import LIST, MEMBERS, do, open_page
from tests.helpers.registers import a_decision, open_tab

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def texts(pane: Any, column: str) -> list[str]:
    model = pane.list.listing
    place = [one.key for one in model.columns].index(column)
    rows = (row for row in range(model.rowCount()) if model.id_at(row) > 0)
    return [str(model.index(row, place).data()) for row in rows]


def offered(dialog: Any) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def ask(desk: Desk, pane: Any, column: str, act: Callable[[Any], None]) -> None:
    """F8 with the cursor in a column of the list."""
    model = pane.list.listing
    place = [one.key for one in model.columns].index(column)
    first = next(row for row in range(model.rowCount()) if model.id_at(row) > 0)
    pane.list.setFocus()
    pane.list.setCurrentIndex(model.index(first, place))
    with during(ColumnFilterDialog, act):
        press("F8")
        desk.settle()
    desk.settle()


def tick(*wanted: int) -> Callable[[Any], None]:
    """Leave only the values at some places ticked, by keys."""

    def act(dialog: Any) -> None:
        for place in range(dialog.list.count()):
            press("Home " + "Down " * place)
            if place not in wanted:
                press("Space")
        press("Return")

    return act


def go_on(act: Callable[[Any], None]) -> None:
    """F8 in the dialog, and what is done in that of the next column."""
    QTimer.singleShot(600, lambda: act(QApplication.activeModalWidget()))
    press("F8")


def says(pane: Any) -> str:
    (chip,) = pane.findChildren(ColumnsChip)
    return chip.text() if chip.isVisible() else ""


def some_incoming(desk: Desk) -> None:
    def write(workspace: Any) -> None:
        for sender, assignee, due in (
            ("Tỉnh uỷ", "đ/c Mẫu", date(2021, 7, 1)),
            ("Văn phòng Tỉnh uỷ", "", None),
            ("Tỉnh uỷ", "đ/c Thử", date(2021, 7, 20)),
        ):
            blank = incoming.blank(workspace)
            paper = dataclasses.replace(
                blank, sender=sender, assignee=assignee, due_on=due, abstract="Công văn",
                received_on=date(2021, 7, 1),
            )  # fmt: skip
            incoming.save(workspace, paper)

    do(desk, write)


def test_incoming_papers_are_narrowed_sorted_saved_and_shown_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    page = open_tab(desk, 2)
    some_incoming(desk)
    pane = page.incoming

    def sender(dialog: Any) -> None:
        assert offered(dialog) == ["Tỉnh uỷ  (2)", "Văn phòng Tỉnh uỷ  (1)"]
        tick(0)(dialog)

    ask(desk, pane, "sender", sender)
    assert texts(pane, "sender") == ["Tỉnh uỷ", "Tỉnh uỷ"]
    assert says(pane) == "By Sender: 2 left"

    def state(dialog: Any) -> None:
        assert offered(dialog) == ["▲ Late  (1)", "→ Being dealt with  (1)"]
        tick(0)(dialog)

    ask(desk, pane, "state", state)
    assert says(pane) == "By Sender, State: 1 left"
    pane.list.horizontalHeader().sectionClicked.emit(0)
    desk.settle()
    assert pane.model.query.sort == "number"
    assert texts(pane, "assignee") == ["đ/c Mẫu"], "sorting keeps what the heads narrow to"
    file = tmp_path / "den.xlsx"
    monkeypatch.setattr(list_export, "ask_where", lambda *_asked: file)
    desk.window.page("papers")._export()
    desk.qtbot.waitUntil(file.exists)
    desk.settle()
    cells = sheet_reader.read_table(file, name=file.name)
    assert [row for row in cells if "Tỉnh uỷ" in row] == [cells[-1]]
    pane.list.setFocus()
    desk.press("Shift+F8")
    assert len(texts(pane, "sender")) == 3
    assert says(pane) == ""
    assert focused() is pane.list


def test_a_paper_that_is_wanted_is_shown_though_a_head_hides_it(desk: Desk) -> None:
    page = open_tab(desk, 2)
    some_incoming(desk)
    pane = page.incoming
    ask(desk, pane, "sender", tick(1))
    assert texts(pane, "sender") == ["Văn phòng Tỉnh uỷ"]
    (hidden,) = desk.ask(lambda workspace: incoming.numbered(workspace, 2021, 1))
    pane.reveal(hidden.id)
    desk.settle()
    assert len(texts(pane, "sender")) == 3


def test_the_register_and_the_numbers_are_narrowed(desk: Desk) -> None:
    do(desk, an_issued_program)
    do(desk, a_decision)
    page = open_tab(desk, 0)
    pane = page.papers

    def types(dialog: Any) -> None:
        assert [text.partition(" ")[0] for text in offered(dialog)] == ["CTr", "QĐ"]
        tick(1)(dialog)

    ask(desk, pane, "type", types)
    assert texts(pane, "symbol") == ["01-QĐ/HU"]

    def next_column(dialog: Any) -> None:
        assert "Issuing body" in dialog.windowTitle()
        go_on(signer)

    titles: list[str] = []

    def signer(dialog: Any) -> None:
        titles.append(dialog.windowTitle())
        press("Escape")

    ask(desk, pane, "body", next_column)
    desk.qtbot.waitUntil(lambda: titles == ["Filter: Signer"])
    page.tabs.setCurrentIndex(1)
    desk.settle()
    numbers = page.numbers

    def series(dialog: Any) -> None:
        assert [text.partition(" ")[0] for text in offered(dialog)] == ["Decision", "Program"]
        tick(0)(dialog)

    ask(desk, numbers, "symbol", series)
    assert texts(numbers, "symbol") == ["01-QĐ/HU"]
    assert says(numbers) == "By Number, symbol: 1 left"
    (chip,) = numbers.findChildren(ColumnsChip)
    chip.click()
    desk.settle()
    assert len(texts(numbers, "symbol")) == 2


def test_organisations_and_members_are_narrowed(desk: Desk) -> None:
    cell = do(desk, lambda workspace: a_cell(workspace, "Chi bộ Trường Mẫu"))
    for name, title in (("Trần Thị Thí Dụ", "Bí thư"), ("Lê Văn Ví Dụ", "Đảng viên")):
        posts = (Position(title),)
        do(desk, lambda w, n=name, p=posts: a_member(w, n, organization=cell.id, positions=p))
    page = open_page(desk, LIST)
    ask(desk, page.list, "level", tick(0))
    (level,) = set(texts(page.list, "level"))
    assert says(page.list).startswith("By Level: ")
    ask(desk, page.list, "type", tick(0))
    assert set(texts(page.list, "level")) == {level}
    page.list.reveal(cell.id)
    desk.settle()
    assert says(page.list) == ""
    page.tabs.setCurrentIndex(MEMBERS)
    desk.settle()

    def posts_offered(dialog: Any) -> None:
        assert [text for text in offered(dialog) if "(empty)" not in text] == [
            "Bí thư  (1)",
            "Đảng viên  (1)",
        ]
        tick(len(offered(dialog)) - 1)(dialog)

    ask(desk, page.members, "position", posts_offered)
    assert texts(page.members, "name") == ["Lê Văn Ví Dụ"]
    desk.press("Shift+F8")
    assert len(texts(page.members, "name")) >= 2


def test_the_words_keep_their_room_in_a_narrow_bar(qtbot: Any) -> None:
    bar = FilterBar("Filter")
    qtbot.addWidget(bar)
    bar.add_choice("kind", "Any kind of organisation", ())
    bar.fix("among", "1", "Organisations of the second quarter that are late")
    bar.show()
    for width in (900, 420):
        bar.resize(width, bar.height())
        qtbot.wait(1)
        assert bar.line.width() >= 100, width
    chip = FilterChip()
    qtbot.addWidget(chip)
    chip.say("By Type, Level, Superior: 14 left", "Type: 14")
    chip.fit(120)
    assert chip.text() == "Type: 14"
    chip.fit(600)
    assert chip.text() == "By Type, Level, Superior: 14 left"


def test_coverage_is_narrowed_by_what_a_year_came_to(desk: Desk) -> None:
    open_programs(desk)
    issued(desk)
    pane = view(desk, "coverage")
    whole = texts(pane, "name")

    def state(dialog: Any) -> None:
        words = [text.split("  ")[0] for text in offered(dialog)]
        assert (words[0], words[-1]) == ("✔ insp.", "· nothing")
        tick(0)(dialog)

    ask(desk, pane, "year:2021", state)
    met = texts(pane, "name")
    assert met
    assert len(met) < len(whole)
    assert all(text.startswith("✔ insp.") for text in texts(pane, "year:2021"))
    desk.press("Shift+F8")
    assert texts(pane, "name") == whole


def test_the_log_is_narrowed_by_what_was_done(desk: Desk) -> None:
    do(desk, lambda workspace: a_member(workspace, "Trần Thị Thí Dụ"))
    do(desk, lambda workspace: a_cell(workspace, "Chi bộ Trường Mẫu"))
    desk.press("Alt+7")
    page = desk.page()

    def rows() -> list[str]:
        return [page.list.topLevelItem(at).text(2) for at in range(page.list.topLevelItemCount())]

    whole = rows()

    def operations(dialog: Any) -> None:
        assert "Operation" in dialog.windowTitle()
        place = [text.split("  ")[0] for text in offered(dialog)].index("Party member added")
        tick(place)(dialog)

    def users(_dialog: Any) -> None:
        go_on(operations)

    page.list.setFocus()
    with during(ColumnFilterDialog, users):
        press("F8")
        desk.settle()
    desk.qtbot.waitUntil(lambda: set(rows()) == {"Party member added"})
    desk.settle()
    desk.press("Shift+F8")
    assert rows() == whole


def test_plans_of_other_bodies_are_narrowed(desk: Desk) -> None:
    def write(workspace: Any) -> None:
        for body, quarter in (("Thanh tra huyện", 1), ("Thanh tra tỉnh", 2)):
            blank = outside_lines.blank(workspace, 2021)
            outside_lines.save(workspace, dataclasses.replace(
                blank, body=body, quarter=quarter,
                subjects=(program_items.new_subject("TCD", "Trường Mẫu", None),),
            ))  # fmt: skip

    do(desk, write)
    open_programs(desk)

    def narrow(dialog: Any) -> None:
        desk.qtbot.waitUntil(dialog.list.hasFocus)
        with during(ColumnFilterDialog, tick(1)):
            press("F8")
            desk.settle()
        assert dialog.list.topLevelItem(0).text(1) == "Thanh tra tỉnh"
        assert dialog.list.topLevelItemCount() == 1
        assert dialog.chip.text() == "By Time: 1 left"
        assert focused() is dialog.list
        desk.press("Shift+F8")
        assert dialog.list.topLevelItemCount() == 2
        assert not dialog.chip.isVisible()
        assert focused() is dialog.list
        with during(ColumnFilterDialog, tick(0)):
            press("F8")
            desk.settle()
        assert dialog.list.topLevelItem(0).text(1) == "Thanh tra huyện"
        dialog.chip.click()
        desk.settle()
        assert dialog.list.topLevelItemCount() == 2
        press("Escape")

    with during(OutsideLinesDialog, narrow):
        command(desk, "plans of other bodies")
        desk.settle()
