"""The command palette (Ctrl+K): commands and records found without accents, run with Enter."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ktgs_desktop import i18n
from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.import_units import ImportUnitsDialog
from ktgs_desktop.gui.dialogs.palette import Palette
from ktgs_desktop.gui.dialogs.paper import PaperDialog
from ktgs_desktop.settings import Settings
from tests.helpers.builders import a_member, an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, write
from tests.helpers.dialogs import during
from tests.helpers.program_page import checks, command, go_to_line, open_programs
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def opened(desk):
    """The palette after Ctrl+K."""
    press("Ctrl+K")
    desk.qtbot.waitUntil(lambda: isinstance(focused().window(), Palette))
    palette = focused().window()
    assert focused() is palette.line
    return palette


def palettes():
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, Palette) and one.isVisible()
    ]


def texts(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_it_opens_with_every_command_that_works_now(desk):
    palette = opened(desk)
    shown = texts(palette)
    for name in ("Programs", "Organisations, members", "Find anything", "Settings"):
        assert any(text.startswith(name) for text in shown)
    assert not any(text.startswith("Add a line") for text in shown), "no command of another page"
    assert palette.list.currentRow() == 0


def test_a_command_is_found_by_any_of_its_words_and_enter_runs_it(desk):
    palette = opened(desk)
    write("register")
    assert texts(palette)[0].startswith("Register of papers")
    desk.press("Return")
    assert desk.page() is desk.window.page("papers")
    assert not palettes()


def test_vietnamese_commands_are_found_with_and_without_accents(qtbot, workspace):
    desk = Desk.open(qtbot, workspace, Settings(language="vi", theme="light"))
    try:
        for words in ("chuong trinh", "CHƯƠNG TRÌNH", "trinh ch"):
            palette = opened(desk)
            write(words)
            assert texts(palette)[0].startswith("Chương trình"), words
            desk.press("Escape")
        opened(desk)
        write("cài đặt")
        desk.press("Return")
        assert desk.page() is desk.window.page("settings")
    finally:
        workspace.store.keep_off(None)
        desk.close()
        i18n.use("vi")


def test_commands_of_the_present_page_come_first_and_only_if_they_can_be_run(desk):
    open_programs(desk)
    palette = opened(desk)
    write("line")
    assert not any("Delete the line" in text for text in texts(palette))
    desk.press("Escape")
    checks(desk)
    palette = opened(desk)
    write("the line")
    found = texts(palette)
    assert [text.split("    ")[0] for text in found][:4] == [
        "Delete the line",
        "Duplicate the line",
        "Move the line up",
        "Move the line down",
    ]
    assert "F6" in found[0]


@pytest.mark.parametrize(
    ("words", "kind"), [("paste excel", ImportTableDialog), ("import units", ImportUnitsDialog)]
)
def test_an_import_of_another_page_is_found_anywhere(desk, words, kind):
    desk.press("Alt+2")
    with during(kind, lambda dialog: dialog.reject()):
        command(desk, words)
        desk.settle()
    assert desk.page() is desk.window.page("organizations")


def test_a_line_is_found_by_its_content_and_shown(desk):
    page = open_programs(desk)
    checks(desk)
    desk.press("Alt+1")
    palette = opened(desk)
    write("dang phi")
    desk.qtbot.waitUntil(lambda: any("đảng phí" in text for text in texts(palette)))
    desk.press("Return")
    assert desk.page() is page
    assert page.lines.panel.form.content.value() == "Thu, nộp, sử dụng đảng phí"
    assert not palettes()


def test_an_organisation_and_a_person_are_found_and_shown(desk):
    do(desk, a_member)
    for words, name in (("xa ban dat", "xã Bàn Đạt"), ("tran thi thi du", "Trần Thị Thí Dụ")):
        palette = opened(desk)
        write(words)
        desk.qtbot.waitUntil(
            lambda palette=palette, name=name: any(name in text for text in texts(palette))
        )
        desk.press("Return")
        assert desk.page() is desk.window.page("organizations")
    assert desk.page().member.fields.name.value() == "Trần Thị Thí Dụ"


def test_words_of_a_record_do_not_find_the_step_that_would_undo_it(desk):
    do(desk, a_member)
    palette = opened(desk)
    assert any(text.startswith("Undo: Party member added: Trần") for text in texts(palette))
    write("tran thi")
    assert texts(palette) == []
    press("Ctrl+A Delete")
    write("undo")
    assert texts(palette)[0].startswith("Undo: Party member added: Trần")


def test_a_paper_is_found_by_its_number_and_opened(desk):
    do(desk, an_issued_program)
    palette = opened(desk)
    write("01-CTr")
    desk.qtbot.waitUntil(lambda: any("01-CTr/HU" in text for text in texts(palette)))
    row = next(n for n, text in enumerate(texts(palette)) if "01-CTr/HU" in text)

    def look(paper):
        desk.settle()
        assert paper.view.pages >= 2
        press("Escape")

    with during(PaperDialog, look):
        press(" ".join(["Down"] * row + ["Return"]))
        desk.settle()
    desk.settle()
    assert desk.page() is desk.window.page("papers")


def test_arrow_and_page_keys_move_the_choice_and_typing_begins_at_the_top(desk):
    palette = opened(desk)
    press("Down Down")
    assert palette.list.currentRow() == 2
    press("Up Up Up Up")
    assert palette.list.currentRow() == 0
    press("PgDown")
    assert palette.list.currentRow() == 8
    press("PgDown PgDown PgDown PgDown")
    assert palette.list.currentRow() == palette.list.count() - 1
    press("PgUp")
    assert palette.list.currentRow() == palette.list.count() - 9
    write("o")
    assert palette.list.currentRow() == 0
    assert palette.line.hasFocus()


def test_records_that_come_late_leave_the_choice_where_it_is_and_come_once(desk):
    checks(desk)
    palette = opened(desk)
    write("s")
    press("Down Down")
    before = palette.list.currentItem().text()
    count = palette.list.count()
    press("Backspace")
    write("s")
    press("Down Down")
    desk.qtbot.waitUntil(lambda: palette.list.count() > count)
    desk.qtbot.wait(200)
    desk.settle()
    assert palette.list.currentItem().text() == before
    found = [palette._choices[row].record for row in range(count, palette.list.count())]
    assert len(found) == len(set(found))


def test_nothing_found_leaves_it_open(desk):
    palette = opened(desk)
    write("không có gì như thế")
    desk.qtbot.wait(200)
    desk.settle()
    assert texts(palette) == []
    desk.press("Return Down Up PgDown")
    assert palettes() == [palette]
    desk.press("Escape")
    assert not palettes()


def test_escape_closes_it_and_the_keys_go_back_to_where_they_were(desk):
    page = open_programs(desk)
    checks(desk)
    go_to_line(desk, "Thu, nộp, sử dụng đảng phí")
    opened(desk)
    write("in")
    desk.press("Escape")
    assert not palettes()
    desk.window.activateWindow()
    desk.settle()
    assert page.lines.list.hasFocus()


def test_a_click_elsewhere_closes_it(desk):
    opened(desk)
    QTest.mouseClick(desk.page(), Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    desk.settle()
    assert not palettes()


def test_another_window_that_becomes_active_closes_it(desk):
    opened(desk)
    desk.window.activateWindow()
    desk.settle()
    assert not palettes()


def test_a_click_on_a_choice_takes_it(desk):
    palette = opened(desk)
    write("settings")
    row = next(n for n, text in enumerate(texts(palette)) if text.startswith("Settings    "))
    place = palette.list.visualItemRect(palette.list.item(row)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()
    assert desk.page() is desk.window.page("settings")
    assert not palettes()


def test_it_has_no_frame_and_is_gone_once_closed(desk):
    palette = opened(desk)
    assert palette.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert not palette.isModal()
    assert desk.window.geometry().contains(palette.geometry().center())
    for _time in range(3):
        desk.press("Escape")
        desk.window.activateWindow()
        desk.settle()
        opened(desk)
    desk.press("Escape")
    desk.qtbot.wait(20)
    assert not desk.window.findChildren(Palette)


def test_ctrl_k_in_it_opens_no_second_one(desk):
    opened(desk)
    press("Ctrl+K")
    desk.settle()
    assert len(palettes()) == 1
