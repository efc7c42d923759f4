"""Numbers by series: reserved, missing, cancelled, given twice, by keyboard."""

import dataclasses

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QPushButton

from ktgs_desktop.gui.dialogs.double_numbers import DoubleNumbersDialog
from ktgs_desktop.gui.dialogs.outgoing import RegisterDialog, ReserveDialog
from ktgs_desktop.gui.dialogs.particulars import ParticularsDialog
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.dialogs.series_keeper import SeriesDialog
from ktgs_desktop.services import history, papers
from ktgs_desktop.services.workspace import new_id
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.registers import a_decision, click, give_reason, open_tab, scan_files

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def numbers(page):
    """Number and state of every row, headings left out."""
    model = page.numbers.model
    shown = [[str(model.index(row, n).data()) for n in (0, 1)] for row in range(model.rowCount())]
    return [(symbol, state) for symbol, state in shown if "·" not in symbol]


# Numbers --------------------------------------------------------------------------------------


def test_numbers_are_reserved_by_keyboard_and_a_missing_one_is_pointed_out(desk):
    page = open_tab(desk, 1)
    assert "No number was given in this term" in texts_of(page)

    def reserve(dialog):
        desk.settle()
        press("Tab")  # the body stays
        focused().setFocus()
        dialog.series.type.set_value("QĐ")
        desk.settle()
        assert dialog.first.value() == 1
        dialog.count.setFocus()
        replace("3")
        enter()
        write("chờ ký")
        press("Tab Tab")
        press("Return")
        desk.settle()

    with during(ReserveDialog, reserve):
        click(desk, "Reserve numbers…")
    desk.settle()
    assert numbers(page) == [(f"0{n}-QĐ/HU", "◌ reserved") for n in (1, 2, 3)]
    assert "Reserved: 01-QĐ/HU – 03-QĐ/HU" in desk.said
    page.numbers.list.go_to(2)
    desk.settle()
    with during(ReasonDialog, give_reason("không dùng")):
        click(desk, "Release…")
    desk.settle()
    assert numbers(page)[1] == ("02-QĐ/HU", "▲ missing")
    heading = str(page.numbers.model.index(0, 0).data())
    assert "next 04-QĐ/HU, 1 missing" in heading


def test_enter_on_a_missing_number_registers_a_paper_with_it(desk):
    do(desk, lambda workspace: [a_decision(workspace, number) for number in (1, 3)])
    page = open_tab(desk, 1)
    page.numbers.list.go_to(2)
    desk.settle()

    def register(dialog):
        desk.settle()
        assert focused() is dialog.abstract
        write("phân công nhiệm vụ")
        assert dialog.number.value() == 2
        dialog.name.setFocus()
        replace("Nguyễn Văn Mẫu")
        dialog.issue.click()
        desk.settle()

    page.numbers.list.setFocus()
    with during(RegisterDialog, register):
        press("Return")
        desk.settle()
    desk.settle()
    assert numbers(page)[1] == ("02-QĐ/HU", "● issued")


def test_a_paper_is_registered_with_its_scan_at_once(desk, tmp_path, monkeypatch):
    do(desk, a_decision)
    files = scan_files(tmp_path)
    chosen = ([str(one) for one in files], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: chosen)
    page = open_tab(desk, 1)

    def register(dialog):
        desk.settle()
        write("thành lập đoàn kiểm tra")
        dialog.name.set_value("Nguyễn Văn Mẫu")
        dialog.scan.choose.click()
        press("Ctrl+S")
        desk.settle()

    with during(RegisterDialog, register):
        page.tools.register.click()
        desk.settle()
    desk.settle()
    _first, made = desk.ask(lambda workspace: papers.rows(workspace, [1, 2]))
    found = desk.ask(lambda workspace: papers.get(workspace, made.id))
    assert [one.role for one in found.files] == ["SCAN"]
    kept = desk.ask(lambda workspace: history.versions(workspace, "document", made.id))
    assert len(kept) == 1, "one operation"


def test_a_cancelled_number_is_struck_through(desk):
    do(desk, lambda workspace: [a_decision(workspace) for _ in range(2)])
    page = open_tab(desk, 1)
    page.numbers.list.go_to(1)
    desk.settle()
    with during(ReasonDialog, give_reason("sai ngày")):
        click(desk, "Cancel paper…")
    desk.settle()
    assert numbers(page)[0] == ("01-QĐ/HU", "✖ cancelled")
    font = page.numbers.model.index(1, 0).data(Qt.ItemDataRole.FontRole)
    assert font.strikeOut()
    assert "(cancelled: sai ngày)" in str(page.numbers.model.index(1, 3).data())


def test_the_filter_shows_only_what_is_missing_or_doubled(desk):
    do(desk, lambda workspace: [a_decision(workspace, number) for number in (1, 4)])
    page = open_tab(desk, 1)
    page.numbers.filter._choices["only"].setFocus()
    desk.press("Down")
    assert [symbol for symbol, _state in numbers(page)] == ["02-QĐ/HU", "03-QĐ/HU"]
    desk.press("Down")
    assert "No number meets the filter" in texts_of(page)
    desk.press("Home")
    page.numbers.filter.line.setFocus()
    write("04-QĐ")
    desk.press("Return")
    assert [symbol for symbol, _state in numbers(page)] == ["04-QĐ/HU"]


def test_a_number_given_twice_is_told_and_settled(desk):
    def twice(workspace):
        first = a_decision(workspace)
        with workspace.writing("register_document", "merge") as writer:
            writer.put(dataclasses.replace(first, id=new_id(), abstract="kiện toàn đoàn"))

    page = open_tab(desk, 0)
    assert not page.conflict.isVisible()
    do(desk, twice)
    desk.settle()
    assert page.conflict.isVisible()
    assert "2 papers share their number" in page.conflict.text()
    page.tabs.setCurrentIndex(1)
    desk.settle()
    assert [state for _symbol, state in numbers(page)] == ["▲ given twice"] * 2

    def settle(dialog):
        desk.settle()
        shown = " ".join(texts_of(dialog))
        assert "thành lập đoàn" in shown
        assert "kiện toàn đoàn" in shown
        again = [
            one for one in dialog.findChildren(QPushButton) if one.text() == "Give another number…"
        ]
        QTimer.singleShot(0, again[1].click)
        with during(ReasonDialog, give_reason("trùng số")):
            desk.settle()
        desk.settle()
        assert "✔ Every number stands for one paper." in texts_of(dialog)
        dialog.accept()

    with during(DoubleNumbersDialog, settle):
        click(desk, "Settle…")
    desk.settle()
    assert [symbol for symbol, _state in numbers(page)] == ["01-QĐ/HU", "02-QĐ/HU"]
    assert not page.conflict.isVisible()


def test_marks_are_set_with_their_basis(desk):
    do(desk, a_decision)
    page = open_tab(desk, 1)
    page.numbers.list.go_to(1)
    desk.settle()

    def fill(dialog):
        assert not dialog.basis.isVisible()
        dialog.urgency.setFocus()
        press("Down Return")
        press("Down")
        desk.settle()
        assert dialog.basis.isVisible()
        while not focused().property("primary"):
            press("Tab")
        press("Return")
        desk.settle()
        assert focused() is dialog.basis
        write("Mục 3 Danh mục")
        dialog.decided_by.setFocus()
        write("Bí thư")
        while not focused().property("primary"):
            press("Tab")
        press("Return")
        desk.settle()

    with during(ParticularsDialog, fill):
        click(desk, "Marks, copies…")
    desk.settle()
    (shown,) = page.numbers.source.series[0].places[0].papers
    paper = desk.ask(lambda workspace: papers.get(workspace, shown.id))
    assert (shown.urgency, shown.classification) == ("URGENT", "CONFIDENTIAL")
    assert (paper.urgency, paper.classification) == ("URGENT", "CONFIDENTIAL")
    assert (paper.classification_basis, paper.classified_by) == ("Mục 3 Danh mục", "Bí thư")


def test_who_keeps_a_series_is_said_and_then_nothing_is_missing(desk):
    do(desk, lambda workspace: [a_decision(workspace, number) for number in (1, 4)])
    page = open_tab(desk, 1)
    assert len(numbers(page)) == 4
    page.numbers.list.go_to(1)
    desk.settle()

    def fill(dialog):
        dialog.keeper.setFocus()
        write("Văn phòng Huyện uỷ")
        press("Return")
        press("Return")
        desk.settle()

    with during(SeriesDialog, fill):
        click(desk, "Series…")
    desk.settle()
    assert [symbol for symbol, _state in numbers(page)] == ["01-QĐ/HU", "04-QĐ/HU"]
    heading = str(page.numbers.model.index(0, 0).data())
    assert heading.endswith("numbers given by Văn phòng Huyện uỷ")


def test_the_book_is_written_as_what_the_name_says(desk, tmp_path):
    do(desk, a_decision)
    page = open_tab(desk, 1)
    page.numbers.list.go_to(1)
    desk.settle()

    def save(_dialog):
        replace(str(tmp_path / "so.pdf"))
        press("Return")

    with during(QFileDialog, save):
        page.tools.book.click()
    desk.settle()
    assert (tmp_path / "so.pdf").read_bytes().startswith(b"%PDF")
