"""Regulations cited in the text of a program: put in by keyboard, told when they do not hold."""

import dataclasses

import pytest

from ktgs_desktop.domain.citations import Citation
from ktgs_desktop.gui.dialogs.citations import CitationPicker
from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.gui.dialogs.programs import IssueDialog
from ktgs_desktop.services import programs
from ktgs_desktop.store import records
from tests.helpers.desk import OFFSCREEN, focused, press, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import checks, command, open_programs

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

CITED = "khoản 1 Điều 9 Quy định số 30-QĐ/TW, ngày 26/7/2016"


def on_text(desk, act):
    def opened(dialog):
        desk.settle()
        act(dialog)

    with during(ProgramTextDialog, opened):
        command(desk, "title and text of the program")
        desk.settle()
    desk.settle()


def pick(desk, words, part=""):
    """Cite a regulation by keyboard."""

    def act(dialog):
        desk.settle()
        assert focused() is dialog.line
        write(words)
        desk.qtbot.waitUntil(lambda: dialog._shown_for == words)
        dialog.part.setFocus()
        write(part)
        desk.settle()
        press("Return")
        desk.settle()

    with during(CitationPicker, act):
        press("Shift+F4")
        desk.settle()


def links(desk, program):
    def found(workspace):
        with workspace.reading() as connection:
            return records.get_all(connection, Citation, record=program)

    return desk.ask(found)


def test_a_regulation_is_cited_by_keyboard_and_kept_as_a_link(desk):
    open_programs(desk)
    program = checks(desk)

    def act(dialog):
        press("Ctrl+End")
        pick(desk, "30-qd/tw", "9.1")
        assert dialog.text.toPlainText().endswith(CITED)
        press("Ctrl+Z")
        assert not dialog.text.toPlainText().endswith(CITED)
        press("Ctrl+Y")
        desk.qtbot.waitUntil(lambda: not dialog.editor.note._pause.isActive())
        desk.settle()
        assert not dialog.editor.note.isVisible()
        press("Ctrl+S")

    on_text(desk, act)
    (kept,) = links(desk, program.id)
    assert (kept.entity, kept.path, kept.wording) == ("program", "9.1", CITED)


def test_what_does_not_hold_is_told_and_replaced(desk):
    open_programs(desk)
    program = checks(desk)

    def act(dialog):
        note = dialog.editor.note
        press("Ctrl+End")
        write("Theo Quy định số 46-QĐ/TW")
        desk.qtbot.waitUntil(note.isVisible, timeout=20000)
        assert note.said.text() == (
            "“Quy định số 46-QĐ/TW” was no longer in force on 06/07/2021. "
            "Cite 30-QĐ/TW (26/07/2016) instead."
        )
        note.next.click()
        assert dialog.text.textCursor().selectedText() == "Quy định số 46-QĐ/TW"
        note.mend.click()
        desk.qtbot.waitUntil(lambda: not note.isVisible(), timeout=20000)
        assert dialog.text.toPlainText().endswith("Theo Quy định số 30-QĐ/TW, ngày 26/7/2016")
        press("Ctrl+S")

    on_text(desk, act)
    text = desk.ask(lambda w: programs.get(w, program.id)).text
    assert text.endswith("Theo Quy định số 30-QĐ/TW, ngày 26/7/2016")


def test_the_day_of_issue_decides(desk):
    open_programs(desk)
    program = checks(desk)
    typed = dataclasses.replace(program, text="Căn cứ Quy định số 30-QĐ/TW;\n\nChương trình.")
    desk.ask(lambda w: programs.edit(w, typed))
    desk.settle()

    def act(dialog):
        desk.settle()
        assert "30-QĐ/TW" not in dialog.notes.text()
        dialog.date.setFocus()
        press("Ctrl+A")
        write("3007")
        press("Tab")
        desk.settle()
        assert (
            "“Quy định số 30-QĐ/TW” was no longer in force on 30/07/2021. "
            "Cite 22-QĐ/TW (28/07/2021) instead."
        ) in dialog.notes.text()
        press("Escape")

    with during(IssueDialog, act):
        command(desk, "issue the program")
        desk.settle()
