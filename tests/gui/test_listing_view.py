"""The view of long lists at a desk: keys, order, columns, copying, and what survives a refresh."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.gui.widgets import column_widths, list_texts
from ktgs_desktop.services import organizations
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import PASSWORD
from tests.helpers.builders import a_cell, a_line, a_program
from tests.helpers.country import the_country
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, write
from tests.helpers.dialogs import during
from tests.helpers.list_bench import ViewBench
from tests.helpers.register import LIST, add, do, names_listed, open_page

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
country = pytest.fixture(the_country)


@pytest.fixture
def large(qtbot, country):
    made = ViewBench(qtbot, country)
    yield made
    made.close()


# Keys -----------------------------------------------------------------------------------------


def test_end_home_and_page_down_show_where_they_lead_and_fetch_no_more(large):
    last = large.list.listing.rowCount() - 1
    assert last > 43_000
    _ids, names = large.fresh(Listing(sort="name"))
    large.asked.clear()
    large.press("End")
    assert large.place == last
    assert large.name() == names[-1]
    large.press("Home")
    assert large.place == 0
    assert large.name() == names[0]
    large.press("PgDown")
    page = large.place
    assert 15 < page < 40
    large.press("PgDown")
    assert large.place > page
    large.list.verticalScrollBar().setValue(last // 2)
    large.settle()
    shown = large.list.indexAt(QPoint(10, 10))
    assert shown.data() == names[shown.row()]
    assert len(large.asked) < 1500


def test_letters_lead_to_the_row_that_begins_with_them_whatever_the_accents(large):
    _ids, names = large.fresh(Listing(sort="name"))
    assert large.place <= 0
    large.asked.clear()
    write("dang bo h")
    large.settle()
    first = next(place for place, name in enumerate(names) if name.startswith("Đảng bộ h"))
    assert (large.place, large.name()) == (first, names[first])
    large.qtbot.wait(QApplication.keyboardInputInterval() + 50)
    large.list.go_to(large.list.listing.id_at(0))
    large.settle()
    write("bac")
    large.settle()
    assert "Bắc" in large.name() or "Bạc" in large.name()


def test_the_same_letter_again_goes_on_and_what_is_nowhere_stays(large):
    large.press("Home")
    write("t")
    large.settle()
    first = large.place
    write("t")
    large.settle()
    assert large.place == first + 1
    large.qtbot.wait(QApplication.keyboardInputInterval() + 50)
    write("wxyz")
    large.settle()
    assert large.place == first + 1


def test_shift_and_ctrl_mark_rows(large):
    large.press("Home")
    large.press("Shift+Down Shift+Down Shift+Down")
    ids = large.fresh(Listing(sort="name"))[0]
    assert large.list.selected_ids() == ids[:4]
    large.press("Ctrl+A")
    assert large.list.selected_ids() == ids


# Order ----------------------------------------------------------------------------------------


def test_a_click_on_a_head_orders_and_another_turns_it_round(large):
    large.click_head(4)
    header = large.list.horizontalHeader()
    assert header.sortIndicatorSection() == 4
    assert header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
    ids, _names = large.fresh(Listing(sort="code"))
    assert [large.list.listing.id_at(place) for place in range(300)] == ids[:300]
    large.click_head(4)
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    ids, _names = large.fresh(Listing(sort="code", descending=True))
    assert [large.list.listing.id_at(place) for place in range(300)] == ids[:300]
    # A column without an order of its own leaves it as it is, its sign included.
    large.list.setColumnHidden(5, False)  # noqa: FBT003 - Qt's own signature
    large.click_head(5)
    assert large.list.listing.query.sort == "code"
    assert header.sortIndicatorSection() == 4


def test_the_cursor_stays_on_its_row_in_another_order(large):
    large.press("Home Down Down Down")
    number = large.list.current_id()
    large.click_head(4)
    assert large.list.current_id() == number
    assert large.list.visualRect(large.list.currentIndex()).isValid()


def test_while_words_are_typed_the_list_asks_after_a_pause(large):
    large.pane.filter.line.setFocus()
    write("ba dinh")
    assert large.list.listing.query.search == ""
    large.qtbot.waitUntil(lambda: large.list.listing.query.search == "ba dinh")
    large.settle()
    ids, _names = large.fresh(Listing(sort="name", search="ba dinh"))
    assert 0 < large.list.listing.rowCount() == len(ids)
    large.press("Down")
    assert large.list.hasFocus()


# Copying --------------------------------------------------------------------------------------


def clipboard_rows():
    return [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]


def test_marked_rows_are_copied_as_a_table_for_excel_and_word(large):
    large.press("Home Shift+Down Shift+Down Ctrl+C")
    head, *rows = clipboard_rows()
    names = large.fresh(Listing(sort="name"))[1]
    shown = [str(column.title) for column in large.list.visible_columns()]
    assert head == shown
    assert [row[0] for row in rows] == names[:3]
    assert all(len(row) == len(head) for row in rows)
    table = QGuiApplication.clipboard().mimeData().html()
    assert table.count("<tr>") == 4
    assert f"<td>{names[0]}</td>" in table


def test_what_is_copied_has_the_columns_as_they_are_shown(large):
    header = large.list.horizontalHeader()
    large.list.setColumnHidden(3, True)  # noqa: FBT003 - Qt's own signature
    header.moveSection(header.visualIndex(4), 0)
    large.press("Home Ctrl+C")
    head, row = clipboard_rows()
    assert head[:2] == ["Code", "Name"]
    assert "Level" not in head
    assert row[1] == large.fresh(Listing(sort="name"))[1][0]


def test_a_whole_long_list_is_copied(large):
    large.press("Ctrl+A")
    large.press("Ctrl+C")
    names = large.fresh(Listing(sort="name"))[1]
    assert [row[0] for row in clipboard_rows()[1:]] == names


def test_more_than_can_be_copied_is_said_not_cut(large, monkeypatch):
    monkeypatch.setattr(list_texts, "MAX_COPIED_ROWS", 100)
    QGuiApplication.clipboard().setText("before")
    large.press("Ctrl+A")
    said = []

    def read_it(box):
        said.append(box.text())
        box.accept()

    with during(QMessageBox, read_it):
        press("Ctrl+C")
    assert "100" in said[0]
    assert QGuiApplication.clipboard().text() == "before"


def test_tabs_and_lines_inside_a_cell_do_not_tear_the_table(desk):
    def make(workspace):
        program = a_program(workspace)
        a_line(workspace, program, content="Dòng một\ndòng\thai <b>")

    do(desk, make)
    desk.press("Alt+2")
    lines = desk.page().lines
    lines.list.setFocus()
    desk.press("Home Ctrl+C")
    _head, row = clipboard_rows()
    assert "Dòng một dòng hai <b>" in row
    assert "&lt;b&gt;" in QGuiApplication.clipboard().mimeData().html()


# Columns --------------------------------------------------------------------------------------


def menu_of(view):
    """What the platform does when the menu key is pressed."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view.viewport(), event)
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def action(shown, text):
    return next(one for one in shown.actions() if one.text().replace("&", "") == text)


def test_columns_are_hidden_and_ordered_by_the_menu_key(large):
    columns = action(menu_of(large.list), "Columns").menu()
    assert not action(columns, "Name").isEnabled()
    action(columns, "Type").trigger()
    assert large.list.isColumnHidden(2)
    QApplication.activePopupWidget().close()
    orders = action(menu_of(large.list), "Order by").menu()
    assert [one.text() for one in orders.actions()] == ["Name", "Type", "Level", "Code"]
    assert action(orders, "Name").isChecked()
    action(orders, "Level").trigger()
    QApplication.activePopupWidget().close()
    large.settle()
    assert large.list.listing.query.sort == "level"


def test_widths_places_and_hidden_columns_are_remembered(qtbot, office_file, clock):
    for again in (False, True):
        desk = Desk.reopen(qtbot, office_file, clock)
        page = open_page(desk, LIST)
        view = page.list.list
        header = view.horizontalHeader()
        if again:
            assert view.columnWidth(2) == 123
            assert view.isColumnHidden(3)
            assert header.visualIndex(4) == 0
        view.setColumnWidth(2, 123)
        view.setColumnHidden(3, True)  # noqa: FBT003 - Qt's own signature
        header.moveSection(header.visualIndex(4), 0)
        desk.close()


def test_what_was_remembered_of_other_columns_is_passed_over(large):
    before = large.list.column_state()
    large.list.restore_columns("name,gone|00ff")
    large.list.restore_columns("")
    large.list.restore_columns(before.split("|")[0] + "|nonsense")
    assert large.list.column_state() == before


def test_widths_of_another_language_or_size_of_letters_are_found_anew(large, monkeypatch):
    view, header = large.list, large.list.horizontalHeader()
    usual = [header.sectionSize(place) for place in range(header.count())]
    place = next(at for at, one in enumerate(view.listing.columns) if not one.stretch)
    header.resizeSection(place, usual[place] + 77)
    state = view.column_state()
    header.resizeSection(place, usual[place])
    view.restore_columns(state)
    assert header.sectionSize(place) == usual[place] + 77
    with monkeypatch.context() as other:
        other.setattr(column_widths, "dress", lambda _view: "xx 99")
        view.restore_columns(state)
    assert header.sectionSize(place) != usual[place] + 77
    for place, column in enumerate(view.listing.columns):
        bold = view.font()
        bold.setWeight(QFont.Weight.DemiBold)
        title = QFontMetrics(bold).horizontalAdvance(str(column.title))
        if not column.stretch and not view.isColumnHidden(place):
            assert header.sectionSize(place) > title


# A refresh ------------------------------------------------------------------------------------


def listed(desk):
    """The page of organisations with its list, forty cells more in it."""
    do(desk, lambda w: [a_cell(w, f"Chi bộ Thôn {number:02}") for number in range(40)])
    page = open_page(desk, LIST)
    page.list.list.setFocus()
    desk.settle()
    return page.list.list


def all_names(desk, view):
    """Names on all rows, the unseen ones fetched."""
    names_listed(view)
    desk.qtbot.wait(5)
    desk.settle()
    return names_listed(view)


def test_a_refresh_keeps_cursor_marks_and_scroll(desk):
    view = listed(desk)
    desk.press("Home " + "Down " * 60 + "Shift+Down Shift+Down")
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 5)
    marked, shift, current = (
        view.selected_ids(),
        view.verticalScrollBar().value(),
        view.current_id(),
    )
    assert len(marked) == 3
    assert shift > 0
    add(desk, "Zét Chi bộ cuối cùng")
    assert "Zét Chi bộ cuối cùng" in all_names(desk, view)
    assert view.selected_ids() == marked
    assert view.current_id() == current
    assert view.verticalScrollBar().value() == shift
    assert view.hasFocus()


def test_when_the_row_in_hand_is_gone_the_cursor_stays_at_its_place(desk):
    made = add(desk, "Chi bộ Chóng Tàn")
    view = listed(desk)
    names = all_names(desk, view)
    place = names.index("Chi bộ Chóng Tàn")
    view.go_to(view.listing.id_at(place))
    desk.settle()
    do(desk, lambda w: organizations.void(w, made, "nhầm"))
    assert view.currentIndex().row() == place
    assert view.current_id() == view.listing.id_at(place)
    assert all_names(desk, view)[place] == names[place + 1]


def test_all_rows_marked_stay_all_rows(desk):
    view = listed(desk)
    desk.press("Ctrl+A")
    add(desk, "Chi bộ Thêm Vào")
    assert len(view.selected_ids()) == view.listing.rowCount()


# Leaving while something is on its way --------------------------------------------------------


def test_the_window_may_close_while_a_filter_waits(qtbot, office_file, clock):
    """The pause runs out after the threads have ended; once this was an error nobody foresaw."""
    desk = Desk.reopen(qtbot, office_file, clock)
    open_page(desk, LIST)
    desk.press("Ctrl+F")
    write("xa")
    desk.window.close()
    qtbot.wait(350)
    assert desk.tasks.waiting == 0
    assert desk.unforeseen == []
    desk.close()


def test_the_window_may_lock_while_a_filter_waits(qtbot, office_file, clock):
    desk = Desk.reopen(qtbot, office_file, clock)
    open_page(desk, LIST)
    locked = []
    desk.window.logged_out.connect(lambda: locked.append(1))
    desk.press("Ctrl+F")
    write("xa")
    press("Ctrl+L")
    qtbot.waitUntil(lambda: bool(locked))
    assert desk.tasks.waiting == 0
    qtbot.wait(350)
    assert desk.tasks.waiting == 0
    assert locked == [1]
    again = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    assert not again.read_only
    again.close()
    desk.close()


def test_an_answer_to_a_closed_window_asks_nothing(qtbot, office_file, clock):
    desk = Desk.reopen(qtbot, office_file, clock)
    view = open_page(desk, LIST).list.list
    view.refresh()
    view.listing.index(0, 0).data()
    qtbot.wait(1)
    view.refresh()
    desk.window.close()
    qtbot.wait(100)
    assert desk.tasks.waiting == 0
    assert desk.unforeseen == []
    desk.close()


def test_the_keys_are_not_lost_on_a_list_nobody_sees(desk):
    open_page(desk, LIST)
    desk.press("Ctrl+F")
    write("khong co gi het")
    desk.press("Return")
    assert not desk.page().list.list.isVisible()
    desk.press("Escape")
    assert focused().isVisible()
