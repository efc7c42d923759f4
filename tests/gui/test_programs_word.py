"""A draft edited with Word: what is saved is shown, taken or left; the open copy is wiped."""

from __future__ import annotations

import os
import time

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from ktgs_desktop.gui.dialogs.word_edit import WordDialog
from ktgs_desktop.services import history, open_copies, program_items, programs, word_drafts
from ktgs_desktop.services.printing import Printed
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, press
from tests.helpers.dialogs import during
from tests.helpers.program_page import command, open_programs
from tests.helpers.register import push
from tests.helpers.word_edits import Edited

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

LINES = ("Lãnh đạo thực hiện nghị quyết", "Quản lý đất đai")


class Word(QObject):
    """Stands where the system's program for Word files is; remembers what it was to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def word():
    found = Word()
    QDesktopServices.setUrlHandler("file", found, "open")
    yield found
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def program(desk):
    def work(workspace):
        made = a_program(workspace)
        for content in LINES:
            a_line(workspace, made, content=content)
        return made

    made = desk.ask(work)
    open_programs(desk)
    return made


def on_word(desk, act):
    """Open the dialog by name; `act` leaves it."""

    def opened(dialog):
        desk.settle()
        desk.qtbot.waitUntil(lambda: dialog.copy is not None)
        act(dialog)

    with during(WordDialog, opened):
        command(desk, "edit the draft with word")
        desk.settle()
    desk.settle()


def save_in_word(desk, dialog, *changes):
    """Change the open copy as Word does: another file takes its place."""
    path = dialog.copy.path
    edited = Edited(Printed(path.name, path.read_bytes()))
    for change in changes:
        change(edited)
    beside = path.with_name("~WRD0001.tmp")
    beside.write_bytes(edited.file.data)
    beside.replace(path)
    moment = time.time_ns() + 5_000_000_000
    os.utime(path, ns=(moment, moment))
    desk.qtbot.waitUntil(lambda: dialog._stamp == dialog.copy.stamp(), timeout=20000)
    desk.settle()


def contents(desk, program):
    return [item.content for item in desk.ask(lambda w: program_items.items(w, program.id))]


def test_what_is_saved_in_word_is_shown_and_taken_with_one_key(desk, word, program):
    def act(dialog):
        path = dialog.copy.path
        assert word.opened == [str(path)]
        assert not dialog.take_button.isEnabled()
        save_in_word(
            desk,
            dialog,
            lambda edited: edited.cell(0, "content", "Lãnh đạo thực hiện chỉ thị"),
            lambda edited: edited.delete_row(1),
            lambda edited: edited.document.add_paragraph("Ngoài văn bản"),
        )
        shown = dialog.view.toPlainText()
        for words in ("nghị quyết", "chỉ thị", "Row 1: changed", "deleted", "Ngoài văn bản"):
            assert words in shown
        assert contents(desk, program) == list(LINES)  # nothing is written yet
        assert dialog.take_button.hasFocus()
        press("Return")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())
        assert not path.exists()

    on_word(desk, act)
    assert contents(desk, program) == ["Lãnh đạo thực hiện chỉ thị"]
    desk.ask(history.undo)
    assert contents(desk, program) == list(LINES)
    assert list(open_copies.folder().iterdir()) == []


@pytest.mark.usefixtures("word")
def test_esc_takes_nothing_and_loses_nothing(desk, program):
    def change(dialog):
        save_in_word(desk, dialog, lambda edited: edited.cell(0, "content", "Sửa dở"))
        press("Escape")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_word(desk, change)
    assert contents(desk, program) == list(LINES)
    assert list(open_copies.folder().iterdir()) == []

    def read_again(dialog):
        assert dialog.again.isVisible()
        push(desk, "Alt+R")
        assert "Sửa dở" in dialog.view.toPlainText()
        push(desk, "Alt+T")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_word(desk, read_again)
    assert contents(desk, program)[0] == "Sửa dở"
    drafts = desk.ask(lambda w: word_drafts.drafts(w, program.id))
    assert [one.origin for one in drafts] == ["HANDED_OUT", "LEFT", "READ_BACK"]


@pytest.mark.usefixtures("word", "program")
def test_a_file_that_cannot_be_read_says_why_and_stays(desk):
    def act(dialog):
        dialog.copy.path.write_bytes(b"half a file")
        desk.qtbot.waitUntil(dialog._notice.isVisible, timeout=20000)
        assert "no Word file" in dialog._notice.text()
        assert not dialog.take_button.isEnabled()
        press("Escape")

    on_word(desk, act)


@pytest.mark.qt_log_ignore("openDocument", extend=True)
@pytest.mark.usefixtures("program")
def test_without_a_program_for_word_files_the_place_is_said(desk):
    def act(dialog):
        # Offscreen no program opens anything; the dialog says where the copy lies.
        assert dialog._notice.isVisible()
        assert str(dialog.copy.path) in dialog._notice.text()
        press("Escape")

    on_word(desk, act)


def test_an_issued_program_offers_no_word(desk, program):
    from tests.helpers.builders import ISSUED_ON, SIGNER

    assert desk.page().commands["edit_in_word"].isEnabled()
    desk.ask(lambda w: programs.issue(w, program.id, programs.Issue(ISSUED_ON, SIGNER)))
    desk.settle()
    assert not desk.page().commands["edit_in_word"].isEnabled()


@pytest.mark.usefixtures("word")
def test_closing_the_window_wipes_the_copy_and_keeps_the_change(desk, program):
    def act(dialog):
        save_in_word(desk, dialog, lambda edited: edited.cell(0, "content", "Sửa dở"))
        desk.window._keep_drafts()
        desk.settle()
        assert open_copies.wipe_own() == []
        dialog.reject()

    on_word(desk, act)
    drafts = desk.ask(lambda w: word_drafts.drafts(w, program.id))
    assert [one.origin for one in drafts] == ["HANDED_OUT", "LEFT"]
