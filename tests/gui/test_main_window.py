"""The window around the pages: going about, remembering, language, undo, locking, closing."""

import dataclasses
import os
import re
import threading

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWhatsThis,
    QWidget,
)

from ktgs_desktop import i18n, settings
from ktgs_desktop.gui import theme
from ktgs_desktop.gui.session import remembered
from ktgs_desktop.gui.widgets.rail import ROOMS
from ktgs_desktop.services import overview
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import PASSWORD
from tests.helpers.builders import a_cell, a_member, a_program, an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace
from tests.helpers.program_job import new_program, write_lines
from tests.helpers.register import do, open_page

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
PAGES = [room.name for room in ROOMS]


def choose(desk, **chosen):
    """Choose settings as the page of settings does."""
    session = desk.window.session
    session.settings_changed.emit(dataclasses.replace(session.settings, **chosen))
    desk.settle()
    desk.qtbot.wait(20)
    desk.settle()


def said(desk):
    """What the status line says now."""
    return desk.window.status.currentMessage()


# Going about ----------------------------------------------------------------------------------


def test_each_page_has_its_key_and_takes_the_cursor(desk):
    do(desk, an_issued_program)
    for number, name in [*enumerate(PAGES, start=1), (1, PAGES[0])]:
        desk.press(f"Alt+{number}")
        assert desk.page() is desk.window.page(name)
        assert desk.window.rail._buttons[name].isChecked()
        page = desk.page()
        assert focused() is page or page.isAncestorOf(focused())
        assert not isinstance(focused(), QAbstractButton) or name == "overview"


def test_a_page_left_and_shown_again_has_the_cursor_where_it_was(desk):
    page = open_page(desk)
    desk.press("Ctrl+F")
    line = focused()
    desk.press("Alt+1 Alt+3")
    assert desk.page() is page
    assert focused() is line


def test_a_click_in_the_rail_shows_a_page(desk):
    for name in reversed(PAGES):
        desk.window.rail._buttons[name].click()
        desk.settle()
        assert desk.page() is desk.window.page(name)


def test_a_page_nobody_knows_is_the_first(desk):
    desk.window.go("gone")
    assert desk.page() is desk.window.page("overview")


# What needs action ----------------------------------------------------------------------------


def test_the_rail_counts_what_needs_action_and_reddens_what_is_late(desk):
    counts = desk.window.rail._counts
    assert {name: count.text() for name, count in counts.items()} == dict.fromkeys(counts, "")
    do(desk, lambda w: an_issued_program(w, lines=3))
    found = desk.ask(overview.attention)
    assert (found.overdue, found.unsigned) == (3, 1)
    assert counts["programs"].text() == "3"
    assert counts["programs"].property("late") is True
    assert counts["papers"].text() == "1"
    assert not counts["papers"].property("late")
    late, usual = (counts[name].palette().windowText().color() for name in ("programs", "papers"))
    assert late == theme.colour("overdue")
    assert usual == theme.colour("muted")


def test_the_status_line_says_who_works_where_and_when_it_was_saved(desk, clock):
    facts = desk.window.status._facts
    assert facts["who"].text() == "Nguyễn Văn Mẫu · cán bộ"
    assert facts["place"].text() == "office.ktgsdb"
    assert not facts["saved"].isVisible()
    clock.forward(minutes=7)
    do(desk, a_cell)
    assert facts["saved"].text() == "saved 09:22"


# Undo -----------------------------------------------------------------------------------------


def test_undo_and_redo_name_what_they_do_and_say_when_there_is_nothing(desk):
    undo, redo = (desk.window._commands[name] for name in ("undo", "redo"))
    assert (undo.text(), redo.text()) == ("Undo", "Do again")
    for keys, word in (("Ctrl+Z", "undo"), ("Ctrl+Y", "again")):
        desk.press(keys)
        assert word in said(desk)
    do(desk, lambda w: a_member(w, "Trần Thị Thí Dụ"))
    assert undo.text() == "Undo: Party member added: Trần Thị Thí Dụ"
    assert redo.text() == "Do again"
    desk.press("Ctrl+Z")
    assert said(desk) == "Undone: Party member added: Trần Thị Thí Dụ"
    assert undo.text() == "Undo"
    assert redo.text() == "Do again: Party member added: Trần Thị Thí Dụ"
    desk.press("Ctrl+Y")
    assert said(desk) == "Done again: Party member added: Trần Thị Thí Dụ"
    assert undo.text() == "Undo: Party member added: Trần Thị Thí Dụ"


def test_in_a_field_ctrl_z_takes_back_what_was_typed_and_no_record(desk):
    made = do(desk, lambda w: a_cell(w, "Chi bộ Trường Mẫu"))
    page = open_page(desk)
    page.show_record("organization", made.id)
    desk.settle()
    page.organization.fields.name.setFocus()
    replace("Chi bộ Khác")
    assert focused() is page.organization.fields.name
    desk.press("Ctrl+Z")
    while page.organization.fields.name.value() not in ("Chi bộ Trường Mẫu", ""):
        desk.press("Ctrl+Z")
    assert desk.window._commands["undo"].text() == "Undo: Organisation added: Chi bộ Trường Mẫu"
    assert said(desk) == ""


# Help -----------------------------------------------------------------------------------------


def test_f1_explains_the_field_in_hand(desk):
    open_page(desk)
    desk.press("F1")
    assert "Put the cursor into a field first" in said(desk)
    field = desk.page().organization.fields.name
    field.setFocus()
    press("F1")
    texts = [one for one in QApplication.topLevelWidgets() if one.inherits("QWhatsThat")]
    assert any(one.isVisible() for one in texts)
    QWhatsThis.hideText()
    desk.settle()


# Language and look ----------------------------------------------------------------------------

_WORD = re.compile(r"[A-Za-zÀ-ỹ]{2,}")


def shown_texts(window):
    """Every text a window can show: on labels, buttons, heads, tips, names for a screen reader."""
    texts = set()
    for one in window.findChildren(QWidget):
        texts |= {one.toolTip(), one.accessibleName(), one.whatsThis(), one.windowTitle()}
        if isinstance(one, (QLabel, QAbstractButton)):
            texts.add(one.text())
        elif isinstance(one, (QLineEdit, QPlainTextEdit)):
            texts.add(one.placeholderText())
        elif isinstance(one, QComboBox):
            texts |= {one.itemText(place) for place in range(one.count())}
        elif isinstance(one, QTabBar):
            texts |= {one.tabText(place) for place in range(one.count())}
        elif isinstance(one, QHeaderView) and one.model() is not None:
            heads = range(one.count())
            texts |= {str(one.model().headerData(at, one.orientation()) or "") for at in heads}
    texts |= {one.text() for one in window.findChildren(QAction)}
    return {text for text in texts if _WORD.search(text)}


def english_texts():
    """The source texts of the catalogue whose Vietnamese reads otherwise."""
    return {key for key, text in catalogue().items() if text != key}


def catalogue():
    """English texts with their Vietnamese."""
    found = i18n._catalogue("vi")._catalog
    return {key: text for key, text in found.items() if isinstance(key, str) and key}


def visit(desk):
    for name in PAGES:
        desk.window.go(name)
        desk.settle()


def test_in_vietnamese_no_english_is_left_on_any_page(desk):
    do(desk, lambda w: an_issued_program(w, lines=2))
    visit(desk)
    before = shown_texts(desk.window)
    choose(desk, language="vi")
    visit(desk)
    shown = shown_texts(desk.window)
    english = english_texts()
    assert len(before & english) > 60, "the English ones are found"
    assert sorted(shown & english) == []
    assert desk.window.status._facts["saved"].text().startswith("đã lưu")
    assert settings.load().language == "vi"
    choose(desk, language="en")
    visit(desk)
    again = shown_texts(desk.window)
    assert len(again & english) > 60
    assert sorted(again & {text for key, text in catalogue().items() if text != key}) == []


def test_the_page_and_what_was_typed_outlive_a_change_of_language(desk):
    desk.press("Alt+2")
    new_program(desk)
    write_lines(desk)
    content = desk.page().lines.panel.form.content
    content.setFocus()
    replace("Nội dung đang gõ dở")
    choose(desk, language="vi")
    assert desk.page() is desk.window.page("programs")
    desk.qtbot.waitUntil(lambda: desk.page().lines.list.current_id() != 0)
    lines = desk.page().lines
    typed = []
    for place in range(lines.model.rowCount()):
        lines.list.go_to(max(0, lines.model.id_at(place)))
        desk.settle()
        typed.append(lines.panel.form.content.value())
    assert "Nội dung đang gõ dở" in typed


def test_light_and_dark_are_changed_at_once(desk):
    visit(desk)
    desk.window.go("programs")
    for name in ("dark", "light"):
        choose(desk, theme=name)
        assert theme.is_dark() is (name == "dark")
        assert desk.page() is desk.window.page("programs")
        pixel = desk.window.grab().toImage().pixelColor(desk.window.width() // 2, 5)
        assert (pixel.lightness() < 90) is (name == "dark")
    assert desk.window.status._facts["who"].text() == "Nguyễn Văn Mẫu · cán bộ"


def test_after_a_change_of_language_each_key_still_works_once(desk):
    choose(desk, language="vi")
    do(desk, lambda w: a_member(w, "Trần Thị Thí Dụ"))
    desk.press("Alt+3 Ctrl+Z Alt+7")
    assert "Trần Thị Thí Dụ" in said(desk)
    assert desk.page() is desk.window.page("history")
    shown = desk.page().list
    about = [shown.topLevelItem(place).text(3) for place in range(3)]
    assert sum("Trần Thị Thí Dụ" in text for text in about) == 2


# Remembering ----------------------------------------------------------------------------------


def test_size_page_and_splitters_are_remembered(qtbot, office_file, clock):
    first = Desk.reopen(qtbot, office_file, clock)
    first.window.resize(1024, 705)
    page = open_page(first)
    page.splitter.setSizes([520, 400])
    wanted = page.splitter.sizes()
    first.close()
    again = Desk.reopen(qtbot, office_file, clock)
    assert again.window.height() == 705  # the screen in memory is too narrow for the width
    assert again.page() is again.window.page("organizations")
    assert again.page().splitter.sizes() == pytest.approx(wanted, abs=3)
    again.close()


def test_what_is_remembered_may_be_nonsense(qtbot, office_file, clock):
    state = remembered()
    for key in ("window/geometry", "page", "programs/split", "programs/columns", "history/columns"):
        state.setValue(key, "not at all")
    state.sync()
    desk = Desk.reopen(qtbot, office_file, clock)
    assert desk.page() is desk.window.page("overview")
    visit(desk)
    columns = desk.window.page("programs").lines.list
    assert not columns.isColumnHidden(2)
    desk.close()


# Leaving --------------------------------------------------------------------------------------


def test_what_was_typed_and_not_saved_is_there_when_the_window_opens_again(
    qtbot, office_file, clock
):
    first = Desk.reopen(qtbot, office_file, clock)
    first.press("Alt+2")
    new_program(first)
    first.press("F5")
    first.qtbot.waitUntil(first.page().lines.panel.form.content.hasFocus)
    replace("Nội dung đang gõ dở")
    first.press("Ctrl+Q")
    assert not first.window.isVisible()
    first.close()
    again = Desk.reopen(qtbot, office_file, clock)
    again.press("F5")
    assert again.page().lines.panel.form.content.value() == "Nội dung đang gõ dở"
    again.close()


def test_a_write_under_way_is_finished_before_the_file_is_closed(qtbot, office_file, clock):
    desk = Desk.reopen(qtbot, office_file, clock)
    gate, workspace = threading.Event(), desk.workspace

    def work(_progress):
        assert gate.wait(10)
        a_member(workspace, "Trần Thị Thí Dụ")

    desk.tasks.write(desk.window, work, lambda _none: None)
    threading.Timer(0.2, gate.set).start()
    desk.window.close()
    desk.close()
    again = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert overview.overview(again).members == 1
    again.close()


def test_untouched_for_long_it_locks_and_keys_put_that_off(qtbot, office_file, clock):
    desk = Desk.reopen(qtbot, office_file, clock)
    locked = []
    desk.window.logged_out.connect(lambda: locked.append(1))
    assert desk.window._idle.isActive()
    choose(desk, lock_after_minutes=0)
    assert not desk.window._idle.isActive()
    choose(desk, lock_after_minutes=1)
    desk.window._idle.start(400)
    # A key begins the minute anew.
    press("Alt+2")
    assert desk.window._idle.remainingTime() <= desk.window._idle.interval()
    desk.window._idle.start(50)
    qtbot.waitUntil(lambda: bool(locked))
    assert not desk.window.isVisible()
    qtbot.wait(100)
    assert locked == [1]
    again = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert not again.read_only
    again.close()
    desk.close()


def test_a_lock_keeps_what_was_typed(qtbot, office_file, clock):
    desk = Desk.reopen(qtbot, office_file, clock)
    locked = []
    desk.window.logged_out.connect(lambda: locked.append(1))
    page = open_page(desk)
    page.organization.fields.name.setFocus()
    replace("Tên đang gõ dở")
    press("Ctrl+L")
    qtbot.waitUntil(lambda: bool(locked))
    desk.close()
    again = Desk.reopen(qtbot, office_file, clock)
    page = open_page(again)
    assert page.organization.fields.name.value() == "Tên đang gõ dở"
    again.close()


# Read only ------------------------------------------------------------------------------------


def test_a_file_open_elsewhere_names_where_and_offers_nothing_that_writes(
    qtbot, workspace, office_file, clock
):
    a_program(workspace)
    desk = Desk.reopen(qtbot, office_file, clock)
    assert desk.workspace.read_only
    bar = desk.window.read_only_bar
    assert bar.isVisible()
    assert "on this computer" in bar.text()
    assert str(os.getpid()) in bar.text()
    for name in ("undo", "redo"):
        assert not desk.window._commands[name].isEnabled()
    visit(desk)
    desk.press("Ctrl+Z Ctrl+Y")
    assert said(desk) == ""
    choose(desk, language="vi")
    assert "Read only" not in bar.text()
    assert str(os.getpid()) in bar.text()
    assert not desk.window._commands["undo"].isEnabled()
    desk.close()
