"""The library of regulations by keyboard: found, asked for a day, noted, filed, added, undone."""

import dataclasses
import io
from datetime import date

import pytest
from PySide6.QtWidgets import QFileDialog
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop.domain.regulation_articles import parse_articles
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.gui.views.regulations.relation_dialog import RelationDialog
from ktgs_desktop.gui.views.regulations.words_dialog import WordsDialog
from ktgs_desktop.services.regulations import editing, library, notes
from tests.helpers.desk import OFFSCREEN, enter, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.register import do
from tests.helpers.registers import give_reason

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

WORDS = """Điều 1. Phạm vi
Quy định này quy định về công tác kiểm tra, giám sát.
Điều 5. Nguyên tắc
1. Công khai, dân chủ.
2. Tổ chức đảng cấp trên giám sát cấp dưới:
a) Giám sát thường xuyên;
b) Giám sát theo chuyên đề."""


def the(workspace, number):
    return library.called(workspace, number)[0].id


def open_library(desk):
    desk.press("Alt+5")
    page = desk.page()
    assert page.name == "library"
    return page.pane


def find(desk, words):
    """Type words into the line above the list."""
    desk.press("Ctrl+F")
    replace(words)
    desk.enter()


def ask_on(desk, typed):
    """Type another day."""
    desk.press("Alt+O")
    replace(typed)
    desk.enter()


def cells(pane, *keys):
    model = pane.model
    known = [column.key for column in model.columns]
    return [
        tuple(str(model.index(row, known.index(key)).data()) for key in keys)
        for row in range(model.rowCount())
    ]


def to_row(desk, pane, number):
    """Go down in the list to a text."""
    pane.list.setFocus()
    desk.press("Home")
    for _step in range(pane.model.rowCount()):
        row = pane.model.row_at(pane.list.currentIndex().row())
        if row.number == number:
            return
        desk.press("Down")
    raise AssertionError(number)


def test_a_day_of_the_past_and_what_came_after(desk):
    pane = open_library(desk)
    assert pane.model.rowCount() == 96
    assert "shipped with the program, not signed" in pane.banner.text.text()
    find(desk, "22-QĐ/TW")
    assert ("22-QĐ/TW", "28/07/2021 – 29/05/2025") in cells(pane, "number", "validity")
    marked = {hit.excerpt.text[a:b] for hit in pane.hits.hits for a, b in hit.excerpt.marks}
    assert "22" in marked
    ask_on(desk, "280721")
    assert pane.day.line.text() == "28/07/2021"
    assert ("22-QĐ/TW", "● in force") in cells(pane, "number", "state")
    to_row(desk, pane, "22-QĐ/TW")
    assert any(text.startswith("● in force") for text in texts_of(pane.panel))
    ask_on(desk, "30.5.25")
    assert ("22-QĐ/TW", "✖ no longer in force") in cells(pane, "number", "state")
    told = "✖ no longer in force since 30/05/2025, replaced by 296-QĐ/TW"
    assert any(text.startswith(told) for text in texts_of(pane.panel))
    # Enter goes into the text, Ctrl+Tab to its relations; Enter there opens the successor.
    pane.list.setFocus()
    desk.press("Return Ctrl+Tab Ctrl+Tab")
    links = pane.panel.relations.list
    assert pane.panel.tabs.currentWidget() is pane.panel.relations
    texts = [links.topLevelItem(at).text(1) for at in range(links.topLevelItemCount())]
    assert texts[0].startswith("296-QĐ/TW"), "what is to be gone by on the day comes first"
    assert any(text.startswith("30-QĐ/TW") for text in texts)
    links.setFocus()
    desk.press("Home Return")
    assert pane.panel.shown.title == "296-QĐ/TW (30/05/2025)"
    assert pane.model.row_at(pane.list.currentIndex().row()).number == "296-QĐ/TW"
    # The day outlives the page; today is one key away.
    assert desk.window.session.recall("regulations/day") == "2025-05-30"
    pane.day.back.setFocus()
    desk.press("Return")
    assert pane.day.day == date(2021, 7, 6)
    assert desk.window.session.recall("regulations/day") == ""


def test_a_day_that_is_none_is_marked_and_changes_nothing(desk):
    pane = open_library(desk)
    before = cells(pane, "number", "state")
    ask_on(desk, "31/2/2021")
    assert pane.day.line.property("faulty")
    assert "31/2/2021" in pane.day.line.toolTip()
    assert cells(pane, "number", "state") == before
    replace("2020")
    desk.enter()
    assert pane.day.line.property("faulty"), "a year is no day"
    replace("")
    press("Delete")
    desk.enter()
    assert not pane.day.line.property("faulty")
    assert pane.day.line.text() == "06/07/2021"


def test_what_stands_on_a_day_and_one_state_of_it(desk):
    pane = open_library(desk)
    ask_on(desk, "1/1/2022")
    choice = pane.filter._choices["state"]
    choice.setFocus()
    desk.press("Down")
    shown = {number for (number,) in cells(pane, "number")}
    rows = desk.ask(lambda w: library.in_force(w, date(2022, 1, 1)))
    assert shown == {row.number for row in rows}
    assert "22-QĐ/TW" in shown
    assert not {"30-QĐ/TW", "296-QĐ/TW"} & shown
    choice.setFocus()
    desk.press("Down")
    assert {state for (state,) in cells(pane, "state")} == {"✖ no longer in force"}
    desk.press("Shift+F8")
    assert pane.model.rowCount() == 96


def test_a_note_on_a_text_of_the_list_and_nothing_else_of_it(desk):
    pane = open_library(desk)
    find(desk, "22-QĐ/TW")
    to_row(desk, pane, "22-QĐ/TW")
    desk.press("Return")
    form = pane.panel.fields
    assert focused() is form.note
    assert form.number.isReadOnly()
    assert not pane.panel.void.isVisible()
    write("Xem Điều 5 trước khi lập kế hoạch")
    desk.press("Ctrl+S")
    kept = desk.ask(lambda w: notes.get(w, the(w, "22-QĐ/TW")))
    assert kept.text == "Xem Điều 5 trước khi lập kế hoạch"
    find(desk, "lap ke hoach")
    assert [hit.place.value for hit in pane.hits.hits] == ["NOTE"]
    pane.list.setFocus()
    desk.press("Ctrl+Z")
    assert desk.ask(lambda w: notes.get(w, the(w, "22-QĐ/TW"))).text == ""


def a_pdf(path, words):
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(400, 400))
    canvas.drawString(50, 300, "Trang dau")
    canvas.showPage()
    canvas.drawString(50, 300, words)
    canvas.showPage()
    canvas.save()
    path.write_bytes(stream.getvalue())


def test_a_pdf_is_attached_and_its_words_are_found(desk, tmp_path, monkeypatch):
    file = tmp_path / "22-qd.pdf"
    a_pdf(file, "bo phieu kin khi ky luat")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(file)], ""))
    pane = open_library(desk)
    find(desk, "22-QĐ/TW")
    to_row(desk, pane, "22-QĐ/TW")
    desk.press("Ctrl+K")
    write("attach a pdf")
    desk.enter()
    tab = pane.panel.files
    assert [one.name for one in tab._files] == ["22-qd.pdf"]
    desk.qtbot.waitUntil(lambda: tab.view.pages == 2)
    assert any("the search finds its words" in said for said in desk.said)
    pane.panel.tabs.setCurrentIndex(0)
    find(desk, "bo phieu kin")
    (hit,) = pane.hits.hits
    assert (hit.label, hit.path) == ("22-qd.pdf", "2")
    pane.hits.list.setFocus()
    desk.press("Home Return")
    assert pane.panel.tabs.currentWidget() is tab
    assert tab.current.name == "22-qd.pdf"
    # What is no PDF is refused, in words.
    other = tmp_path / "khac.pdf"
    other.write_bytes(b"chu")
    desk.said.clear()
    seen = []
    monkeypatch.setattr("ktgs_desktop.gui.errors.show", lambda _p, error: seen.append(error.code))
    tab.take([other])
    desk.settle()
    assert seen == ["regulation_file_kind"]
    tab.remove.setFocus()
    desk.press("Return")
    assert tab._files == ()
    find(desk, "bo phieu kin")
    assert not [hit for hit in pane.hits.hits if hit.label]


def add_rules(desk, form):
    """Type rules of coordination of the office, from field to field, and save them."""
    assert focused() is form.number
    enter("05-QC/HU")
    press("Tab")
    write("Quy chế phối hợp giữa UBKT và Công an huyện")
    press("Tab")
    enter("Huyện uỷ Phú Bình")
    enter("1503")
    enter("1503")
    form.partners.setFocus()
    write("Công an huyện")
    press("Shift+Return")
    write("Thanh tra huyện")
    form.days["review_on"].setFocus()
    enter("31/12/2022")
    desk.press("Ctrl+S")


def relate(desk, dialog):
    """Say that the text implements 22-QĐ/TW, chosen from what is offered."""
    dialog.kind.setFocus()
    press("Down Down")
    dialog.earlier.setFocus()
    write("22-QĐ/TW")
    desk.qtbot.waitUntil(lambda: bool(dialog.earlier.offers()))
    numbers = [one.text for one in dialog.earlier.offers()]
    for _step in range(numbers.index("22-QĐ/TW (28/07/2021)") + 1):
        press("Down")
    press("Return")
    press("Ctrl+S")
    desk.qtbot.waitUntil(lambda: not dialog.isVisible())


def test_rules_of_coordination_of_the_office_are_added_and_related(desk):
    pane = open_library(desk)
    desk.press("F5")
    add_rules(desk, pane.panel.fields)
    saved = desk.ask(lambda w: library.get(w, the(w, "05-QC/HU")))
    assert (saved.kind, saved.partners) == ("COORDINATION", ("Công an huyện", "Thanh tra huyện"))
    assert saved.review_on == date(2022, 12, 31)
    assert saved.issued.iso == "2021-03-15"
    assert pane.model.row_at(pane.list.currentIndex().row()).number == "05-QC/HU"
    assert ("05-QC/HU", "of the office") in cells(pane, "number", "marks")
    pane.panel.tabs.setCurrentWidget(pane.panel.relations)
    pane.panel.relations.add.setFocus()
    with during(RelationDialog, lambda dialog: relate(desk, dialog)):
        desk.press("Return")
    (relation,) = desk.ask(lambda w: library.get(w, saved.id)).relations
    assert (relation.kind, relation.number) == ("IMPLEMENTS", "22-QĐ/TW")
    assert relation.target == desk.ask(lambda w: the(w, "22-QĐ/TW"))
    desk.press("Ctrl+Z")
    assert desk.ask(lambda w: library.get(w, saved.id)).relations == ()


def test_a_text_of_the_office_is_voided_and_each_step_undone(desk):
    pane = open_library(desk)
    desk.press("F5")
    add_rules(desk, pane.panel.fields)
    pane.list.setFocus()
    with during(ReasonDialog, give_reason("nhập nhầm")):
        press("F6")
        desk.settle()
    desk.settle()
    assert not desk.ask(lambda w: library.called(w, "05-QC/HU"))
    desk.press("Ctrl+Z")
    assert len(desk.ask(lambda w: library.called(w, "05-QC/HU"))) == 1
    desk.press("Ctrl+Z")
    assert not desk.ask(lambda w: library.called(w, "05-QC/HU")), "the adding too is undone"


def test_what_is_wrong_is_said_at_its_field(desk):
    pane = open_library(desk)
    desk.press("F5")
    form = pane.panel.fields
    desk.press("Ctrl+S")
    assert focused() is form.number
    assert any("Number and symbol are missing" in text for text in texts_of(pane.panel))
    enter("22-QĐ/TW")
    desk.press("Ctrl+S")
    assert focused() is form.title
    write("Quy định khác")
    form.days["effective_from"].setFocus()
    enter("1/1/2021")
    enter("1/1/2020")
    desk.press("Ctrl+S")
    assert focused() is form.days["effective_to"]
    assert form.number.text() == "22-QĐ/TW", "nothing typed is lost"


def test_words_are_pasted_found_and_cited(desk, qapp):
    pane = open_library(desk)
    find(desk, "22-QĐ/TW")
    to_row(desk, pane, "22-QĐ/TW")
    pane.panel.tabs.setCurrentWidget(pane.panel.contents)
    assert any("does not hold the words" in text for text in texts_of(pane.panel))
    pane.panel.contents.edit.setFocus()

    def paste(dialog):
        qapp.clipboard().setText(WORDS)
        assert focused() is dialog.words
        press("Ctrl+V")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(WordsDialog, paste):
        desk.press("Return")
    (text,) = desk.ask(lambda w: library.texts(w, the(w, "22-QĐ/TW")))
    assert [one.path for one in text.articles] == ["1", "5", "5.1", "5.2", "5.2.a", "5.2.b"]
    assert pane.panel.contents.tree.topLevelItemCount() == 2
    find(desk, "theo chuyen de")
    paths = [hit.path for hit in pane.hits.hits]
    assert "5.2.b" in paths
    pane.hits.list.setFocus()
    desk.press("Home")
    for _step in range(paths.index("5.2.b")):
        desk.press("Down")
    desk.press("Return")
    assert pane.panel.contents.path == "5.2.b"
    assert "<span style" in pane.panel.contents.words.toHtml()
    assert pane.panel.contents.words.toPlainText().strip() == "Điểm b. Giám sát theo chuyên đề."
    pane.panel.contents.cite.setFocus()
    desk.press("Return")
    cited = qapp.clipboard().text()
    assert cited == "điểm b khoản 2 Điều 5 Quy định số 22-QĐ/TW, ngày 28/7/2021"


def test_two_texts_side_by_side_from_difference_to_difference(desk):
    def words(workspace):
        for number, text in (
            ("22-QĐ/TW", WORDS),
            ("296-QĐ/TW", WORDS.replace("Công khai, dân chủ", "Công khai, dân chủ, khách quan")
                + "\nc) Chi bộ giám sát đảng viên."),
        ):  # fmt: skip
            blank = editing.blank_text(workspace, the(workspace, number))
            editing.save_text(workspace, dataclasses.replace(blank, articles=parse_articles(text)))

    do(desk, words)
    pane = open_library(desk)
    find(desk, "296-QĐ/TW")
    to_row(desk, pane, "296-QĐ/TW")
    desk.press("Ctrl+PgDown Ctrl+PgDown")
    page = desk.page()
    assert page.name == "compare"
    sides = page.pane
    assert sides.left.line.text() == "22-QĐ/TW (28/07/2021)", "what it replaced stands beside it"
    assert sides.right.line.text() == "296-QĐ/TW (30/05/2025)"
    assert sides.said.text() == "Differences: 2. F7 goes to the first."
    desk.press("F7")
    assert sides.said.text() == "Difference 1 of 2"
    desk.press("F7")
    assert sides.said.text() == "Difference 2 of 2"
    assert sides._pairs[sides._differences[1]].left is None
    desk.press("F7 Shift+F7")
    assert sides.said.text() == "Difference 2 of 2", "it goes round, both ways"
    sides.left.part.setFocus()
    desk.press("Down")
    sides.right.part.setFocus()
    desk.press("Down")
    assert sides.said.text() == "Both say the same.", "Điều 1 did not change"
