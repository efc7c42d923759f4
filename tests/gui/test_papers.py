"""The register of papers, and a paper on the screen: pages, size, keys, files."""

import zipfile
from datetime import date

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog
from python_calamine import CalamineWorkbook

from ktgs_desktop.errors import UserError
from ktgs_desktop.gui import errors
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.services import offices, programs, signing
from tests.helpers.builders import SIGNER, a_line, an_issued_program
from tests.helpers.certificates import a_certificate
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import click_header, command
from tests.helpers.register import do, leave, push
from tests.helpers.signing import sign_behind

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def open_papers(desk):
    desk.press("Alt+4")
    return desk.page()


def register(desk):
    """Three papers of two bodies, the first of them signed."""

    def work(workspace):
        program, _lines = an_issued_program(workspace, 3)
        sign_behind(workspace, program.document, a_certificate())
        bodies = offices.bodies(workspace)
        for body, year, day in (
            (bodies[1], 2021, date(2021, 1, 12)),
            (bodies[0], 2022, date(2021, 7, 5)),
        ):
            made = programs.add(workspace, kind="ANNUAL", body=body.id, year=year)
            a_line(workspace, made)
            issue = programs.Issue(day, SIGNER)
            programs.issue(workspace, made.id, issue)
        return program

    return do(desk, work)


def symbols(page):
    model = page.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def on_paper(desk, act, keys="Return"):
    """Open the current paper; `act` must close it."""

    def run(paper):
        desk.settle()
        desk.qtbot.waitUntil(lambda: paper.view.pages > 0)
        act(paper)
        if paper.isVisible():
            press("Escape")

    with during(PaperDialog, run):
        press(keys)
        desk.settle()
    desk.settle()


def save_in(path):
    def fill(_dialog):
        replace(str(path))
        press("Return")

    return fill


# The register ---------------------------------------------------------------------------------


def test_an_empty_register_says_how_papers_come_in(desk):
    page = open_papers(desk)
    assert "No paper has a number yet" in texts_of(page)
    assert not page.open.isEnabled()
    desk.press("Ctrl+P Return")
    assert not QApplication.activeModalWidget()


def test_papers_are_listed_the_latest_first_with_their_signature(desk):
    page = open_papers(desk)
    register(desk)
    found = symbols(page)
    assert found[0] == "02-CTr/HU"
    assert found[1].startswith("01-CTr/UBKT")
    assert found[2] == "01-CTr/HU"
    place = [column.key for column in page.model.columns].index("signed")
    signed = [str(page.model.index(row, place).data()) for row in range(3)]
    assert signed == ["○ not signed digitally", "○ not signed digitally", "● signed"]
    assert page.open.isEnabled()


def test_a_paper_is_found_by_number_abstract_and_signer_without_accents(desk):
    page = open_papers(desk)
    register(desk)
    for words, count in (
        ("02-ctr", 1),
        ("ubkt", 1),
        ("nguyen van mau", 3),
        ("năm 2022", 1),
        ("không có", 0),
    ):
        desk.press("Ctrl+F")
        replace(words)
        desk.press("Return")
        assert page.model.number_of_rows() == count, words
    assert "No paper meets the filter" in texts_of(page)
    assert not page.open.isEnabled()
    desk.press("Escape")
    assert page.model.number_of_rows() == 3
    assert page.open.isEnabled()


def test_signed_and_unsigned_papers_are_told_apart(desk):
    page = open_papers(desk)
    register(desk)
    field = page.filter._choices["signed"]
    field.setFocus()
    desk.press("Down")
    assert symbols(page) == ["01-CTr/HU"]
    desk.press("Down")
    assert "01-CTr/HU" not in symbols(page)
    assert len(symbols(page)) == 2
    desk.press("Home")
    assert len(symbols(page)) == 3


def test_heads_sort_the_register(desk):
    page = open_papers(desk)
    register(desk)
    page.lines = page  # the helper clicks heads of `page.lines.list`
    click_header(desk, "issued")
    assert symbols(page)[0] == "01-CTr/HU"
    click_header(desk, "symbol")
    assert [text[:2] for text in symbols(page)] == ["01", "01", "02"]
    click_header(desk, "symbol")
    assert [text[:2] for text in symbols(page)] == ["02", "01", "01"]


def test_the_register_goes_to_excel(desk, tmp_path):
    open_papers(desk)
    register(desk)
    path = tmp_path / "so van ban.xlsx"
    with during(QFileDialog, save_in(path)):
        command(desk, "list to excel")
        desk.qtbot.waitUntil(path.exists, timeout=10_000)
    desk.settle()
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    text = "\n".join(str(row) for row in rows)
    for shown in ("01-CTr/HU", "02-CTr/HU", "● signed", "Nguyễn Văn Mẫu"):
        assert shown in text


# A paper --------------------------------------------------------------------------------------


def test_enter_shows_the_paper_with_its_pages(desk):
    register(desk)
    open_papers(desk)

    def look(paper):
        assert paper.view.hasFocus()
        assert paper.view.pages >= 2
        assert paper._name.text() == "02-CTr-HU 2022.pdf"
        assert f"page 1 of {paper.view.pages}" in texts_of(paper)
        assert paper.view._images, "the first page is drawn"
        for button in (paper.save, paper.printer, paper.sign, paper.word):
            assert button.isVisible()
            assert button.isEnabled()

    on_paper(desk, look)


def test_page_keys_go_through_the_paper(desk):
    open_papers(desk)
    register(desk)

    def look(paper):
        bar, last = paper.view.verticalScrollBar(), paper.view.pages
        desk.press("End")
        assert bar.value() == bar.maximum()
        assert f"page {last} of {last}" in texts_of(paper)
        desk.press("Home")
        assert bar.value() == 0
        assert f"page 1 of {last}" in texts_of(paper)
        desk.press("PgDown")
        step = bar.value()
        assert step > 0
        desk.press("Space")
        assert bar.value() > step
        desk.press("PgUp PgUp")
        assert bar.value() == 0

    on_paper(desk, look)


def test_the_size_is_changed_by_keys_and_by_choice(desk):
    open_papers(desk)
    register(desk)

    def look(paper):
        assert paper.zoom.currentText() == "Fit the width"
        before = paper.view.shown_zoom
        desk.press("Ctrl++")
        assert paper.view.shown_zoom > before
        assert paper.zoom.value() == str(paper.view.shown_zoom)
        larger = paper.view.shown_zoom
        desk.press("Ctrl+-")
        assert paper.view.shown_zoom < larger
        for _time in range(9):
            desk.press("Ctrl+-")
        assert paper.view.shown_zoom == pytest.approx(0.5)
        for _time in range(9):
            desk.press("Ctrl+=")
        assert paper.view.shown_zoom == pytest.approx(2.0)
        paper.zoom.setFocus()
        desk.press("Home")
        assert paper.view.shown_zoom == pytest.approx(before, abs=0.02)

    on_paper(desk, look)


def test_the_pdf_and_the_word_file_are_saved_from_the_register(desk, tmp_path):
    register(desk)
    open_papers(desk)
    pdf, word = tmp_path / "chuong trinh.pdf", tmp_path / "chuong trinh.docx"

    def look(_paper):
        with during(QFileDialog, save_in(pdf)):
            press("Ctrl+S")
            desk.qtbot.waitUntil(pdf.exists, timeout=10_000)
        desk.settle()
        with during(QFileDialog, save_in(word.with_suffix(""))):
            press("Alt+W")
            desk.qtbot.waitUntil(word.exists, timeout=10_000)
        desk.settle()

    on_paper(desk, look)
    assert pdf.read_bytes().startswith(b"%PDF")
    with zipfile.ZipFile(word) as archive:
        assert "Lãnh đạo, chỉ đạo" in archive.read("word/document.xml").decode()
    assert any(str(pdf) in text for text in desk.said)


def test_a_file_that_cannot_be_written_is_said(desk):
    open_papers(desk)
    register(desk)

    def look(_paper):
        with during(QFileDialog, save_in("/proc/khong ghi duoc.pdf")):
            press("Ctrl+S")
            desk.qtbot.waitUntil(lambda: bool(desk.unforeseen))
        desk.settle()

    on_paper(desk, look)
    codes = [getattr(error, "code", repr(error)) for error in desk.unforeseen]
    assert codes == ["folder_missing"]
    desk.unforeseen.clear()


def test_printing_asks_for_the_printer(desk):
    open_papers(desk)
    register(desk)
    seen = []

    def close():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QPrintDialog):
            seen.append((dialog.minPage(), dialog.maxPage()))
            dialog.reject()

    def look(paper):
        timer = QTimer(paper, interval=10)
        timer.timeout.connect(close)
        timer.start()
        press("Ctrl+P")
        desk.qtbot.waitUntil(lambda: bool(seen))
        timer.stop()
        desk.settle()
        assert seen[0] == (1, paper.view.pages)

    on_paper(desk, look)


def test_a_draft_is_shown_as_one_and_cannot_be_signed(desk):
    desk.press("Alt+2")
    program = do(
        desk, lambda w: programs.add(w, kind="ANNUAL", body=offices.bodies(w)[0].id, year=2021)
    )
    do(desk, lambda w: a_line(w, program))

    def look(paper):
        assert paper._name.text().startswith("Du thao")
        assert not paper.sign.isVisible()
        assert paper.word.isVisible()

    on_paper(desk, look, keys="Ctrl+P")


def test_a_signed_paper_shows_who_signed_and_is_not_signed_twice(desk):
    page = open_papers(desk)
    register(desk)
    page.filter._choices["signed"].setFocus()
    desk.press("Down")
    page.list.setFocus()

    def look(paper):
        desk.qtbot.waitUntil(lambda: any("Nguyễn Văn Mẫu" in text for text in texts_of(paper)))
        assert not paper.sign.isVisible()
        assert paper.save.isVisible()

    on_paper(desk, look)


def test_the_number_of_papers_to_sign_stands_in_the_rail(desk):
    open_papers(desk)
    register(desk)
    desk.qtbot.waitUntil(lambda: "2" in texts_of(desk.window.rail))


def test_read_only_papers_are_looked_at_but_not_signed(qtbot, office_file, clock, workspace):
    an_issued_program(workspace)
    reader = Desk.reopen(qtbot, office_file, clock)
    try:
        assert reader.workspace.read_only
        page = open_papers(reader)
        assert symbols(page) == ["01-CTr/HU"]

        def look(paper):
            assert paper.save.isVisible()
            assert not paper.sign.isVisible()

        on_paper(reader, look)
    finally:
        leave(reader)


def test_words_typed_and_the_place_in_the_list_stay_when_a_paper_comes_in(desk):
    page = open_papers(desk)
    register(desk)
    desk.press("Ctrl+F")
    write("2021")
    desk.press("Return Down Down")
    assert focused() is page.list
    current = page.list.current_id()
    body = desk.ask(lambda w: offices.bodies(w)[1])
    made = do(desk, lambda w: programs.add(w, kind="ANNUAL", body=body.id, year=2022))
    do(desk, lambda w: a_line(w, made))
    do(desk, lambda w: programs.issue(w, made.id, programs.Issue(date(2021, 7, 6), SIGNER)))
    assert page.filter.words == "2021"
    assert page.list.current_id() == current
    push(desk, "Escape")


def test_why_a_paper_cannot_be_signed_is_said_but_for_a_draft(desk, monkeypatch):
    program, _lines = do(desk, an_issued_program)
    told = []
    monkeypatch.setattr(errors, "show", lambda _parent, error: told.append(error.code))
    for code, heard in (("program_not_issued", []), ("record_gone", ["record_gone"])):

        def refuse(_workspace, _program, code=code):
            raise UserError(code)

        monkeypatch.setattr(signing, "document_of_program", refuse)
        paper = PaperDialog.of_program(desk.window.session, program.id, desk.window)
        desk.settle()
        assert told == heard
        paper.done(0)
