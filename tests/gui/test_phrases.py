"""Phrases used again: offered by F4 in content and notes, kept, edited and voided by keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from ktgs_desktop.domain.phrases import PhraseField
from ktgs_desktop.gui.dialogs.phrases import PhraseDialog, PhrasePicker
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import phrases
from tests.helpers.desk import Desk, focused, press, replace, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import checks, go_to_line, open_programs
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
LEADING = "Việc lãnh đạo, chỉ đạo, tổ chức thực hiện nghị quyết"
LAND = "Việc quản lý, sử dụng đất đai"
THIRD = "Thu, nộp, sử dụng đảng phí"


def compose(text: str, commit: str = "") -> None:
    """What an input method sends while a word is typed, and when it is done."""
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QApplication.sendEvent(focused(), event)


def kept(desk: Desk) -> list[str]:
    return [one.text for one in desk.ask(lambda w: phrases.phrases(w, PhraseField.CONTENT))]


def content_of(desk: Desk) -> Any:
    """The content field of a draft's line, with the cursor in it."""
    page = open_programs(desk)
    go_to_line(desk, THIRD)
    desk.press("Return")
    field = page.lines.panel.form.content
    assert focused() is field
    return field


def offered(dialog: Any) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_a_phrase_is_found_without_accents_and_goes_where_the_cursor_stands(desk: Desk) -> None:
    checks(desk)
    for text in (LEADING, LAND):
        do(desk, lambda w, text=text: phrases.add(w, PhraseField.CONTENT, text))
    do(desk, lambda w: phrases.add(w, PhraseField.NOTE, "Theo đề nghị của Ban Thường vụ"))
    field = content_of(desk)

    def pick(dialog: Any) -> None:
        desk.settle()
        assert sorted(offered(dialog)) == sorted([LEADING, LAND])
        write("dat dai")
        desk.qtbot.waitUntil(lambda: offered(dialog) == [LAND])
        press("Return")

    desk.press("Ctrl+End")
    write(": ")
    with during(PhrasePicker, pick):
        press("F4")
    desk.settle()
    assert field.value() == f"{THIRD}: {LAND}"
    assert focused() is field
    press("Ctrl+Z")
    assert field.value() == f"{THIRD}:", "an insertion is undone like typing"


def test_enter_right_after_the_words_inserts_what_they_find(desk: Desk) -> None:
    checks(desk)
    for text in (LAND, LEADING):
        do(desk, lambda w, text=text: phrases.add(w, PhraseField.CONTENT, text))
    field = content_of(desk)

    def pick(dialog: Any) -> None:
        desk.settle()
        other = next(text for text in (LAND, LEADING) if text != offered(dialog)[0])
        write("dat dai" if other == LAND else "nghi quyet")
        press("Return")  # before the list has followed the words
        desk.settle()
        told.append(other)

    told: list[str] = []
    press("Ctrl+A")
    with during(PhrasePicker, pick):
        press("F4")
    desk.settle()
    assert field.value() == told[0]


def test_nothing_is_rewritten_while_a_word_is_under_composition(desk: Desk) -> None:
    checks(desk)
    do(desk, lambda w: phrases.add(w, PhraseField.CONTENT, LAND))
    field = content_of(desk)
    compose("đa")
    press("F4")
    assert QApplication.activeModalWidget() is None
    assert field.toPlainText() == THIRD
    compose("", "đất")

    def look(dialog: Any) -> None:
        desk.settle()
        compose("dâ")
        desk.qtbot.wait(200)
        press("Return")
        assert dialog.isVisible()
        assert dialog.chosen == ""
        compose("", "đất")
        desk.qtbot.waitUntil(lambda: dialog.line.text() == "đất")
        press("Escape")

    with during(PhrasePicker, look):
        press("F4")
    assert field.toPlainText() == "đất" + THIRD


def test_a_completing_line_waits_for_the_end_of_a_composition(desk: Desk) -> None:
    checks(desk)
    content_of(desk)
    line = desk.page().lines.panel.form.subjects.line
    line.setFocus()
    write("Đảng uỷ xã")
    desk.qtbot.waitUntil(lambda: bool(line.offers()))
    compose("Ban")
    assert not line.offers()
    press("Down")
    desk.qtbot.wait(250)
    desk.settle()
    assert not line.offers()
    assert line.text() == "Đảng uỷ xã", "typed text stays as it is"
    compose("", " Bàn")
    desk.qtbot.waitUntil(lambda: bool(line.offers()))
    assert line.text() == "Đảng uỷ xã Bàn"


def save(desk: Desk, dialog: Any) -> None:
    press("Ctrl+S")
    desk.qtbot.waitUntil(lambda: not dialog.isVisible())


def take_out(dialog: Any) -> None:
    assert dialog.reason.hasFocus()
    write("không dùng nữa")
    press("Return Return")


def test_the_present_text_is_kept_edited_and_voided_by_keys(desk: Desk) -> None:
    checks(desk)
    content_of(desk)

    def keep(dialog: Any) -> None:
        assert dialog.text.value() == THIRD
        save(desk, dialog)

    def change(dialog: Any) -> None:
        replace(LAND)
        save(desk, dialog)

    def refuse(dialog: Any) -> None:
        replace(LAND.upper())
        press("Ctrl+S")
        desk.qtbot.waitUntil(lambda: "kept already" in dialog._fault.text())
        dialog.reject()

    def work(dialog: Any) -> None:
        desk.settle()
        assert offered(dialog) == []
        with during(PhraseDialog, keep):
            dialog.keep.click()
        desk.settle()
        assert offered(dialog) == [THIRD]
        with during(PhraseDialog, change):
            press("F2")
        desk.settle()
        assert offered(dialog) == [LAND]
        with during(PhraseDialog, refuse):
            dialog.keep.click()
        desk.settle()
        with during(ReasonDialog, take_out):
            press("F6")
        desk.qtbot.waitUntil(lambda: offered(dialog) == [])
        desk.settle()
        press("Escape")

    with during(PhrasePicker, work):
        press("F4")
    desk.settle()
    assert kept(desk) == []
    desk.page().lines.list.setFocus()
    press("Ctrl+Z")
    desk.settle()
    assert kept(desk) == [LAND], "voiding a phrase can be undone"


def test_a_locked_field_offers_no_phrase(desk: Desk) -> None:
    from tests.helpers.builders import an_issued_program

    do(desk, an_issued_program)
    page = open_programs(desk)
    page.lines.panel.tabs.setCurrentIndex(0)
    page.lines.panel.form.content.setFocus()
    press("F4")
    assert QApplication.activeModalWidget() is None
