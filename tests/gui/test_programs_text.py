"""Title and text of a draft program, changed in the window and seen as a page."""

import dataclasses

import pytest

from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.services import history, papers, programs
from tests.helpers.builders import SIGNER
from tests.helpers.desk import OFFSCREEN, focused, press, replace, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import (
    checks,
    command,
    open_programs,
)
from tests.helpers.register import do, push

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]

TITLE = "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ"
OWN = "# I- MỤC ĐÍCH\n\nChương trình năm {{ year }} của {{ body }}."


def on_text(desk, act):
    """Open the dialog by name; `act` leaves it."""

    def opened(dialog):
        desk.settle()
        act(dialog)

    with during(ProgramTextDialog, opened):
        command(desk, "title and text of the program")
        desk.settle()
    desk.settle()


def ready(desk, dialog):
    """Wait until the preview shows what is typed."""
    desk.qtbot.waitUntil(lambda: not dialog._pause.isActive())
    desk.settle()


def type_over(desk, dialog, text):
    """Select all of the text and type another."""
    dialog.text.setFocus()
    press("Ctrl+A")
    for place, line in enumerate(text.split("\n")):
        if place:
            press("Return")
        write(line)
    ready(desk, dialog)


def kept(desk, program):
    return desk.ask(lambda w: programs.get(w, program.id))


def said(dialog):
    return dialog._fault.text() if dialog._fault.isVisible() else ""


def drawn(dialog):
    return dialog.view.viewport().grab().toImage()


# What it shows ----------------------------------------------------------------------------------


def test_it_shows_the_usual_text_with_its_fields_and_the_page_beside_it(desk):
    open_programs(desk)
    program = checks(desk)

    def look(dialog):
        assert dialog.title.value() == TITLE
        assert "{{ body }}" in dialog.text.toPlainText()
        assert "# I- MỤC ĐÍCH, YÊU CẦU" in dialog.text.toPlainText()
        assert focused() is dialog.text
        assert dialog.view.pages >= 2
        assert any("begin a heading" in text for text in texts_of(dialog))
        fields = dialog.editor.fields
        offered = [fields.item(row).text() for row in range(fields.count())]
        assert "{{ body }}   Name of the issuing body" in offered
        sections = dialog.editor.sections
        assert "I- MỤC ĐÍCH, YÊU CẦU" in [sections.itemText(at) for at in range(sections.count())]
        assert not dialog.usual.isEnabled()
        assert not dialog.drop.isVisible()
        press("Ctrl+Z")
        assert dialog.text.toPlainText(), "Ctrl+Z does not empty a text nobody typed into"
        press("Ctrl+S")

    before = desk.ask(lambda w: len(history.versions(w, "program", program.id)))
    on_text(desk, look)
    assert desk.ask(lambda w: len(history.versions(w, "program", program.id))) == before
    assert kept(desk, program).text == ""


def test_title_and_text_are_saved_printed_and_taken_back(desk):
    page = open_programs(desk)
    program = checks(desk)

    def fill(dialog):
        dialog.title.setFocus()
        replace("kiểm tra riêng của huyện")
        press("Return")
        assert focused() is dialog.text
        type_over(desk, dialog, OWN)
        assert said(dialog) == ""
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_text(desk, fill)
    assert "Saved" in desk.said
    found = kept(desk, program)
    assert (found.title, found.text) == ("kiểm tra riêng của huyện", OWN)
    assert "kiểm tra riêng của huyện" in page._summary.text()
    text = desk.ask(lambda w: papers.text_of_program(w, program.id))
    assert "Chương trình năm 2021 của Ban Thường vụ Huyện uỷ." in text

    def again(dialog):
        assert dialog.text.toPlainText() == OWN
        assert not dialog.dirty
        press("Escape")

    on_text(desk, again)
    desk.press("Ctrl+Z")
    found = kept(desk, program)
    assert (found.title, found.text) == (TITLE, "")
    desk.press("Ctrl+Y")
    assert kept(desk, program).text == OWN


def test_the_usual_text_comes_back_and_is_kept_as_no_text_of_its_own(desk):
    open_programs(desk)
    program = checks(desk)
    do(desk, lambda w: programs.edit(w, dataclasses.replace(program, text=OWN)))

    def usual(dialog):
        assert dialog.text.toPlainText() == OWN
        push(desk, "Alt+U")
        assert "{{ inspection.text }}" in dialog.text.toPlainText()
        press("Ctrl+Z")
        assert dialog.text.toPlainText() == OWN
        push(desk, "Alt+U")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_text(desk, usual)
    assert kept(desk, program).text == ""


# The page ---------------------------------------------------------------------------------------


def test_the_page_follows_what_is_typed_and_stays_where_it_was_scrolled(desk):
    open_programs(desk)
    checks(desk)

    def type_on(dialog):
        ready(desk, dialog)
        bar = dialog.view.verticalScrollBar()
        bar.setValue(40)
        desk.settle()
        before = drawn(dialog)
        dialog.title.setFocus()
        replace("MỘT TRÍCH YẾU KHÁC HẲN")
        assert dialog._pause.isActive(), "the page waits for a pause"
        ready(desk, dialog)
        assert bar.value() == 40
        assert drawn(dialog) != before
        press("Escape")

    on_text(desk, type_on)


@pytest.mark.parametrize(
    ("text", "words", "line", "column"),
    [
        (
            "# I- MỘT\n\nCủa {{ co_quan }}.",
            "a field “co_quan” that does not exist (“I- MỘT”, line 3, column 8)",
            3,
            8,
        ),
        (
            "\n\nMột\n{% if year %}Hai",
            "mistake in its fields (before the first heading, line",
            4,
            1,
        ),
        (
            "Một {{ year ",
            "mistake in its fields (before the first heading, line 1, column 5)",
            1,
            5,
        ),
    ],
)
def test_a_mistake_is_said_with_its_line_and_the_cursor_goes_there(desk, text, words, line, column):
    open_programs(desk)
    program = checks(desk)

    def mistake(dialog):
        type_over(desk, dialog, text)
        assert words in said(dialog)
        assert dialog.view.pages >= 2, "the last good page stays"
        push(desk, "Alt+L")
        assert focused() is dialog.text
        cursor = dialog.text.textCursor()
        assert (cursor.blockNumber(), cursor.positionInBlock()) == (line - 1, column - 1)
        dialog.title.setFocus()
        press("Ctrl+S")
        desk.settle()
        assert dialog.isVisible(), "a text that cannot be printed is not saved"
        assert words in said(dialog)
        assert focused() is dialog.text
        press("Home Shift+End")
        write("Sửa xong")
        ready(desk, dialog)
        assert said(dialog) == ""
        assert not dialog.go_to_fault.isVisible()
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_text(desk, mistake)
    assert "Sửa xong" in kept(desk, program).text


def test_a_title_is_needed(desk):
    open_programs(desk)
    program = checks(desk)

    def empty(dialog):
        dialog.title.setFocus()
        press("Ctrl+A Delete")
        dialog.text.setFocus()
        press("Ctrl+S")
        desk.settle()
        assert "title" in said(dialog)
        assert focused() is dialog.title
        write("một trích yếu")
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    on_text(desk, empty)
    assert kept(desk, program).title == "một trích yếu"


# Leaving ----------------------------------------------------------------------------------------


def test_escape_keeps_what_was_typed_and_give_up_forgets_it(desk):
    open_programs(desk)
    program = checks(desk)

    def leave_it(dialog):
        type_over(desk, dialog, OWN)
        press("Escape")

    on_text(desk, leave_it)
    assert any("not saved yet" in text for text in desk.said)
    assert kept(desk, program).text == ""
    do(desk, lambda w: programs.edit(w, dataclasses.replace(program, title="đã đổi")))

    def resume(dialog):
        assert dialog.text.toPlainText() == OWN
        (notice,) = [text for text in texts_of(dialog) if "typed earlier" in text]
        assert "Changed meanwhile too: Title" in notice
        push(desk, "Alt+G")
        assert "{{ body }}" in dialog.text.toPlainText()
        assert dialog.title.value() == "đã đổi"
        assert not dialog.drop.isVisible()
        press("Escape")

    on_text(desk, resume)

    def gone(dialog):
        assert not dialog._notice.isVisible()
        assert not dialog.dirty
        press("Escape")

    on_text(desk, gone)


def test_what_is_typed_is_kept_when_the_window_is_locked(desk):
    open_programs(desk)
    checks(desk)

    def lock(dialog):
        type_over(desk, dialog, OWN)
        desk.window._keep_drafts()  # as the window does when it is locked
        dialog.done(0)

    on_text(desk, lock)

    def again(dialog):
        assert dialog.text.toPlainText() == OWN
        press("Escape")

    on_text(desk, again)


def test_the_dialog_remembers_its_size(desk):
    open_programs(desk)
    checks(desk)

    def size(dialog):
        dialog.resize(900, 560)
        dialog._split.setSizes([300, 500])
        desk.settle()
        press("Escape")

    seen = []

    def look(dialog):
        seen.append((dialog.width(), dialog.height(), dialog._split.sizes()))
        press("Escape")

    on_text(desk, size)
    on_text(desk, look)
    assert seen[0][:2] == (900, 560)
    assert seen[0][2][0] < seen[0][2][1]


def test_a_program_issued_meanwhile_is_not_changed(desk):
    open_programs(desk)
    program = checks(desk)

    def late(dialog):
        type_over(desk, dialog, OWN)
        do(desk, lambda w: programs.issue(w, program.id, programs.Issue(w.today, SIGNER)))
        press("Ctrl+S")
        desk.settle()
        assert "issued" in said(dialog)
        press("Escape")

    on_text(desk, late)
    assert kept(desk, program).text == ""
