"""Texts of papers by keyboard: of the office in the settings, of an amendment on its pane."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.gui.dialogs.amendment_text import AmendmentTextDialog
from ktgs_desktop.gui.dialogs.kind_text import KindTextDialog
from ktgs_desktop.gui.views.settings import texts as texts_section
from ktgs_desktop.services import amendment_papers, amendments, history, paper_texts
from tests.helpers.builders import an_issued_program
from tests.helpers.desk import focused, press, write
from tests.helpers.dialogs import during
from tests.helpers.paper_text import pdf_text
from tests.helpers.program_page import open_programs, view
from tests.helpers.register import do, push
from tests.helpers.settings_bench import Bench, choose, column

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
CONTROL = Qt.KeyboardModifier.ControlModifier
OPINIONS = TextKind.OPINIONS


@pytest.fixture
def bench(qtbot, qapp, workspace):
    made = Bench(qtbot, qapp, workspace)
    yield made
    made.close()


def ready(bench, dialog):
    bench.qtbot.waitUntil(dialog.text.hasFocus, timeout=10000)
    bench.qtbot.waitUntil(lambda: bool(dialog.text.toPlainText()), timeout=10000)


def test_a_text_is_replaced_by_keyboard_with_a_field_and_taken_back(bench):
    section = bench.open("texts")
    assert set(column(section, 1)) == {"usual"}
    assert len(column(section, 0)) == len(TextKind)
    choose(section, "Report on the opinions")

    def fill(dialog):
        ready(bench, dialog)
        QTest.keyClick(dialog.text, Qt.Key.Key_End, CONTROL)
        QTest.keyClicks(dialog.text, " Theo ")
        dialog.editor.fields.setFocus()
        QTest.keyClick(dialog.editor.fields, Qt.Key.Key_Down)
        QTest.keyClick(dialog.editor.fields, Qt.Key.Key_Return)
        assert dialog.text.hasFocus()
        assert dialog.text.toPlainText().endswith(" Theo {{ title }}")
        QTest.keyClicks(dialog.text, " {{ tilte }}")
        bench.qtbot.waitUntil(lambda: "tilte" in dialog._fault.text(), timeout=10000)
        said = dialog._fault.text()
        lines = dialog.text.toPlainText().split("\n")
        assert f"line {len(lines)}" in said
        assert f"column {lines[-1].index('tilte') + 1}" in said
        dialog.go_to_fault.click()
        cursor = dialog.text.textCursor()
        assert dialog.text.toPlainText()[cursor.position() :].startswith("tilte")
        for _letter in "tilte":
            QTest.keyClick(dialog.text, Qt.Key.Key_Delete)
        QTest.keyClicks(dialog.text, "body")
        bench.qtbot.waitUntil(lambda: not dialog._fault.text(), timeout=10000)
        QTest.keyClick(dialog.text, Qt.Key.Key_S, CONTROL)

    with during(KindTextDialog, fill):
        section.list.setFocus()
        QTest.keyClick(section.list, Qt.Key.Key_Return)
        bench.settle()
    kept = bench.ask(lambda workspace: paper_texts.get(workspace, OPINIONS))
    assert kept.text.endswith(" Theo {{ title }} {{ body }}")
    assert column(section, 1).count("of this office") == 1
    assert bench.workspace.user.full_name in column(section, 4)
    bench.press(section.reset_button)
    assert set(column(section, 1)) == {"usual"}
    bench.ask(lambda workspace: bool(history.operations(workspace)))


def test_what_was_typed_is_kept_on_escape_and_given_up(bench):
    section = bench.open("texts")
    choose(section, "Report on the opinions")
    usual = bench.ask(lambda workspace: paper_texts.get(workspace, OPINIONS)).text

    def leave(dialog):
        ready(bench, dialog)
        QTest.keyClicks(dialog.text, "Nhap do. ")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    def find(dialog):
        ready(bench, dialog)
        assert dialog.text.toPlainText() == "Nhap do. " + usual
        assert "not saved yet" in dialog._notice.text()
        dialog.drop.click()
        assert dialog.text.toPlainText() == usual
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    for act in (leave, find):
        with during(KindTextDialog, act):
            bench.press(section.edit_button)
    assert not bench.ask(lambda workspace: paper_texts.get(workspace, OPINIONS)).own


def test_a_text_goes_to_another_office_as_a_file_and_is_taken_there(bench, monkeypatch, tmp_path):
    section = bench.open("texts")
    choose(section, "Report on the opinions")
    file = tmp_path / "bao-cao.md.j2"
    monkeypatch.setattr(texts_section, "ask_where", lambda *_asked: file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(file), ""))
    bench.press(section.export_button)
    shipped = bench.ask(lambda workspace: paper_texts.get(workspace, OPINIONS)).text
    assert file.read_text(encoding="utf-8") == shipped
    assert "Saved: bao-cao.md.j2" in bench.said
    file.write_text(shipped + "\n\nXin xem {{ nothing }}.", encoding="utf-8")
    said = []

    def read(box):
        said.append(box.text() + box.informativeText())
        box.accept()

    with during(QMessageBox, read):
        bench.press(section.import_button)
    assert "nothing" in said[0]
    assert f"line {shipped.count(chr(10)) + 3}" in said[0]
    assert set(column(section, 1)) == {"usual"}, "a text that cannot be printed is not taken"
    file.write_bytes(b"\xef\xbb\xbf" + (shipped + "\r\nXin xem {{ title }}.").encode())
    bench.press(section.import_button)
    kept = bench.ask(lambda workspace: paper_texts.get(workspace, OPINIONS))
    assert kept.own
    assert kept.text == shipped + "\nXin xem {{ title }}."
    assert column(section, 1).count("of this office") == 1


def an_amendment(desk):
    """A draft amendment on its pane; its id."""
    program, _items = do(desk, an_issued_program)
    change = do(desk, lambda w: amendments.begin(w, program.id, reason="chỉ đạo của cấp trên").id)
    open_programs(desk)
    view(desk, "amendments")
    return change


def on_amendment(desk, act):
    """Alt+X on the pane; `act` leaves the dialog."""
    with during(AmendmentTextDialog, lambda dialog: (desk.settle(), act(dialog))):
        push(desk, "Alt+X")
        desk.settle()
    desk.settle()


def kept_text(desk, change):
    return desk.ask(lambda w: amendments.get(w, change).amendment.text)


def test_the_text_of_an_amendment_is_typed_with_a_field_and_found_again(desk):
    change = an_amendment(desk)

    def leave(dialog):
        assert focused() is dialog.text
        assert "{{ program_number }}" in dialog.text.toPlainText()
        assert dialog.view.pages
        press("Ctrl+End")
        write(" Theo ")
        push(desk, "Alt+F")
        assert focused() is dialog.editor.fields
        press("Down Return")
        assert focused() is dialog.text
        assert dialog.text.toPlainText().endswith(" Theo {{ program_number }}")
        press("Escape")

    def find(dialog):
        assert "not saved yet" in dialog._notice.text()
        assert dialog.text.toPlainText().endswith(" Theo {{ program_number }}")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_amendment(desk, leave)
    assert any("not saved yet" in text for text in desk.said)
    assert kept_text(desk, change) == ""
    on_amendment(desk, find)
    assert kept_text(desk, change).endswith(" Theo {{ program_number }}")
    paper = desk.ask(lambda w: amendment_papers.print_amendment(w, change))
    assert "Theo 01-CTr/HU" in " ".join(pdf_text(paper.data).split())
    desk.press("Ctrl+Z")
    assert kept_text(desk, change) == ""


def test_a_mistake_in_the_text_of_an_amendment_is_shown_where_it_stands(desk):
    change = an_amendment(desk)

    def mistake(dialog):
        press("Ctrl+End Space")
        write("{{ sai }}")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: "sai" in dialog._fault.text())
        desk.settle()
        assert dialog.isVisible()
        assert dialog.text.toPlainText()[dialog.text.textCursor().position() :] == "sai }}"
        press("Delete Delete Delete")
        write("reason")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_amendment(desk, mistake)
    assert kept_text(desk, change).endswith(" {{ reason }}")


def test_what_is_typed_for_an_amendment_is_kept_when_the_window_is_locked(desk):
    an_amendment(desk)

    def lock(dialog):
        press("Ctrl+End")
        write(" Them")
        desk.window._keep_drafts()
        dialog.done(0)

    def find(dialog):
        assert dialog.text.toPlainText().endswith(" Them")
        push(desk, "Alt+G")
        assert not dialog.dirty
        press("Escape")

    on_amendment(desk, lock)
    on_amendment(desk, find)
