"""The page of organisations, driven as a clerk would: the tree, finding, read only."""

from datetime import date

import pytest

from ktgs_desktop.errors import UserError
from ktgs_desktop.gui.dialogs import list_export
from ktgs_desktop.papers import sheet_reader
from ktgs_desktop.services import organizations, successions
from tests.helpers.desk import Desk, focused, press, replace, write
from tests.helpers.register import (
    COMMUNE,
    DISTRICT,
    LIST,
    MEMBERS,
    OFFICE,
    TREE,
    add,
    end,
    id_of,
    leave,
    names_below,
    names_listed,
    open_page,
    show,
)

# The offscreen platform says this of windows with a least size and of lists of proposals.
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]


def search(desk, words):
    desk.press("Ctrl+F")
    replace(words)
    desk.qtbot.wait(300)
    desk.settle()


# The tree ---------------------------------------------------------------------------------------


def test_the_page_opens_on_the_office_with_the_keys_in_the_tree(desk):
    page = open_page(desk)
    assert focused() is page.tree.tree
    assert page.organization.shown.title == OFFICE
    assert page.tree.tree.current_record() == desk.workspace.office.unit
    desk.press("Up")
    assert page.organization.shown.title == "Ban Thường vụ Huyện uỷ Phú Bình"


def test_a_branch_is_read_when_it_is_opened_and_stays_open_when_the_tree_is_read_anew(desk):
    page = open_page(desk)
    commune = id_of(desk, COMMUNE)
    assert commune not in page.tree.model.fetched()
    page.tree.tree.setCurrentIndex(page.tree.model.index_of(commune))
    desk.press("Right")
    assert names_below(page, commune) == [
        "Đảng uỷ xã Bàn Đạt",
        "Ban Thường vụ Đảng uỷ xã Bàn Đạt",
        "Uỷ ban Kiểm tra Đảng uỷ xã Bàn Đạt",
    ]
    made = add(desk, "Chi bộ Xóm Ví Dụ", parent=commune)
    assert names_below(page, commune)[-1] == "Chi bộ Xóm Ví Dụ"
    desk.press("Ctrl+R")
    assert page.tree.tree.isExpanded(page.tree.model.index_of(commune))
    assert page.tree.tree.current_record() == commune
    assert page.tree.model.index_of(made).isValid()


def test_any_organisation_is_revealed_with_the_way_to_it(desk):
    page = open_page(desk)
    record = id_of(desk, "Uỷ ban Kiểm tra Đảng uỷ xã Úc Kỳ")
    assert not page.tree.model.index_of(record).isValid()
    page.show_record("organization", record)
    desk.settle()
    assert page.tree.tree.current_record() == record
    assert page.organization.record == record
    assert page.tree.tree.isExpanded(page.tree.model.index_of(record).parent())


def test_one_that_has_ended_is_shown_in_the_list(desk):
    page = open_page(desk)
    ended = id_of(desk, "Đảng bộ xã Nga My")
    end(desk, ended)
    page.show_record("organization", ended)
    desk.settle()
    assert page.tabs.currentIndex() == LIST
    assert page.organization.record == ended
    assert "ended, last day" in page.organization.shown.state


# Finding ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["dang uy xa ban dat", "ĐẢNG UỶ xã bàn đạt", "Đảng ủy Bàn Đạt"])
def test_the_tree_is_searched_without_diacritics_and_whatever_the_spelling_of_uy(desk, words):
    page = open_page(desk)
    search(desk, words)
    found = names_listed(page.tree.hits)
    assert "Đảng uỷ xã Bàn Đạt" in found
    assert all("Bàn Đạt" in name for name in found)
    press("Down")
    desk.settle()
    assert focused() is page.tree.hits
    assert page.organization.shown.title == found[0]
    desk.press("Return")
    assert focused() is page.tree.tree
    assert not page.tree.filter.words
    assert page.tree.model.row_of(page.tree.tree.currentIndex()).name == found[0]


def test_wrong_accents_find_nothing_and_escape_leads_back(desk):
    page = open_page(desk)
    search(desk, "xã Bán Đạt")
    assert page.tree.stack.currentWidget() is page.tree.empty
    desk.press("Escape")
    desk.qtbot.waitUntil(lambda: page.tree.stack.currentWidget() is page.tree.tree)
    desk.settle()
    assert page.organization.shown.title == OFFICE


def test_the_list_is_filtered_sorted_and_keeps_its_filter(desk):
    page = open_page(desk, LIST)
    kind = page.list.filter.findChildren(type(page.organization.fields.kind))[0]
    kind.setFocus()
    kind.setCurrentIndex(kind.findData("EXEC_COMMITTEE"))
    kind.activated.emit(kind.currentIndex())
    desk.settle()
    found = names_listed(page.list.list)
    assert found[0] == "Đảng uỷ thị trấn Hương Sơn"
    assert "Huyện uỷ Phú Bình" in found
    page.list.list._sort_by(0)
    desk.settle()
    assert names_listed(page.list.list) == found[::-1]
    page.tabs.setCurrentIndex(TREE)
    desk.settle()
    page.tabs.setCurrentIndex(LIST)
    desk.settle()
    assert page.list.filter.values() == {"type": "EXEC_COMMITTEE"}
    assert names_listed(page.list.list) == found[::-1]
    search(desk, "khong co gi nhu the")
    assert page.list.stack.currentWidget() is page.list.empty
    page.list.empty.findChildren(type(page.add_button))[0].click()
    desk.settle()
    assert not page.list.filter.narrows
    assert OFFICE in names_listed(page.list.list)


def test_ended_ones_are_told_apart_in_the_list(desk):
    page = open_page(desk, LIST)
    ended = id_of(desk, "Đảng bộ xã Nga My")
    end(desk, ended)
    chosen = page.list.filter.findChildren(type(page.organization.fields.kind))[2]
    for value, there in (("0", True), ("1", False)):
        chosen.set_value(value)
        chosen.activated.emit(chosen.currentIndex())
        desk.settle()
        assert ("Đảng bộ xã Nga My" in names_listed(page.list.list)) is there
        assert page.list.list.isColumnHidden(5) is (value == "1" and page.list.width() < 960)


def test_what_a_search_finds_is_shown_from_its_beginning(desk):
    page = open_page(desk, LIST)
    page.list.list.setFocus()
    desk.press("Ctrl+End")
    assert page.list.list.verticalScrollBar().value() > 0
    search(desk, "dang uy xa")
    assert page.list.list.verticalScrollBar().value() == 0
    press("Down")
    desk.settle()
    assert focused() is page.list.list
    assert page.organization.shown.title == names_listed(page.list.list)[0]
    desk.press("Ctrl+F Escape")
    desk.qtbot.waitUntil(lambda: OFFICE in names_listed(page.list.list))


def test_the_side_shows_what_the_search_found_or_nothing(desk):
    page = open_page(desk)
    assert page.organization.shown.title == OFFICE
    search(desk, "dang bo xa ban dat")
    assert page.organization.shown.title == COMMUNE
    assert focused() is page.tree.filter.line
    search(desk, "dang bo xa bao ly")
    assert page.organization.shown.title == "Đảng bộ xã Bảo Lý"
    search(desk, "khong co to chuc nay")
    assert page.organization.shown is None
    search(desk, "dang bo xa ban dat")
    assert page.organization.shown.title == COMMUNE
    desk.press("Escape")
    desk.qtbot.waitUntil(lambda: page.organization.shown.title == OFFICE)


def test_a_search_leaves_what_is_being_entered_alone_if_it_finds_nothing(desk):
    page = open_page(desk)
    desk.press("F5")
    write("Chi bộ Đang Gõ")
    search(desk, "khong co to chuc nay")
    assert page.organization.is_new
    assert page.organization.fields.name.value() == "Chi bộ Đang Gõ"


def test_the_code_of_the_unit_is_shown_and_not_edited(desk):
    page = open_page(desk)
    show(desk, DISTRICT)
    fields = page.organization.fields
    assert fields.unit_code.isVisible()
    assert fields.unit_code.value() == "173"
    assert fields.unit_code.isReadOnly()
    assert fields.code.value() == ""
    made = add(desk, "Chi bộ Không Mã")
    page.show_record("organization", made)
    desk.settle()
    assert not fields.unit_code.isVisible()


def test_offers_tell_equal_names_apart(desk):
    page = open_page(desk)
    field = page.organization.fields.superior
    field.setFocus()
    replace("dang bo xa ban dat")
    desk.qtbot.waitUntil(lambda: bool(field.offers()))
    (offer,) = field.offers()
    assert (offer.text, offer.detail) == (COMMUNE, f"{DISTRICT}, Đảng bộ tỉnh Thái Nguyên")
    shown = field._list
    assert shown.width() >= shown.sizeHintForColumn(0)
    desk.press("Escape")


def test_nothing_moves_below_what_has_ended(workspace):
    found, gone, other = (
        organizations.named(workspace, f"Đảng bộ xã {name}")
        for name in ("Bàn Đạt", "Nga My", "Úc Kỳ")
    )
    successions.dissolve(workspace, gone, on=date(2021, 7, 1), basis="")
    for start, refused in ((date(2021, 7, 1), True), (date(2021, 6, 1), False)):
        try:
            organizations.move(workspace, found, parent=gone, start=start, basis="")
            told = ""
        except UserError as error:
            told = error.code
        assert (told == "already_ended") is refused
    assert organizations.named(workspace, "Đảng bộ xã Nga My") is None
    assert organizations.get(workspace, other).ended is None


# Read only, empty, remembered, exported ---------------------------------------------------------


@pytest.mark.usefixtures("workspace")
def test_a_file_open_elsewhere_shows_nothing_that_writes(qtbot, office_file, clock):
    reader = Desk.reopen(qtbot, office_file, clock)
    try:
        assert reader.workspace.read_only
        page = open_page(reader)
        panel = page.organization
        hidden = (page.add_button, page.units, page.table, panel.void, panel.save, panel.drop)
        assert not any(part.isVisible() for part in hidden)
        assert panel.fields.name.isReadOnly()
        reader.press("F5 F6 Ctrl+S Ctrl+Return Return")
        write("x")
        assert not panel.is_new
        assert not panel.dirty
        panel.tabs.setCurrentIndex(1)
        reader.settle()
        assert not panel.changes.findChildren(type(page.add_button))
        for run in ("rename", "move", "merge", "split", "end"):
            panel.run(run)
        page.import_units()
        page.import_table()
        page.tabs.setCurrentIndex(MEMBERS)
        reader.settle()
        assert not page.add_button.isVisible()
        reader.press("F5")
        assert not page.member.is_new
        assert page.excel.isVisible()
    finally:
        leave(reader)


def test_an_empty_register_says_how_to_begin(desk, monkeypatch):
    monkeypatch.setattr(organizations, "children", lambda *_args: [])
    monkeypatch.setattr(organizations, "path_to", lambda *_args: [])
    monkeypatch.setattr(organizations, "stream", lambda *_args: iter(()))
    page = open_page(desk)
    assert page.tree.stack.currentWidget() is page.tree.empty
    offered = [one.text() for one in page.tree.empty.findChildren(type(page.add_button))]
    assert offered == ["Import units…", "Paste or Excel…"]
    page.tabs.setCurrentIndex(LIST)
    desk.settle()
    assert page.list.stack.currentWidget() is page.list.empty


def test_sizes_are_remembered(desk):
    page = open_page(desk)
    page.splitter.setSizes([500, 500])
    wanted = page.splitter.sizes()
    page.remember()
    again = type(page)(desk.window.session)
    desk.qtbot.addWidget(again)
    desk.settle()
    again.resize(page.size())
    again.show()
    desk.settle()
    assert abs(again.splitter.sizes()[0] - wanted[0]) < 5
    again.hide()


def test_the_list_goes_to_excel(desk, monkeypatch, tmp_path):
    file = tmp_path / "list.xlsx"
    monkeypatch.setattr(list_export, "ask_where", lambda *_args: file)
    page = open_page(desk)
    page.export()
    desk.settle()
    table = sheet_reader.read_table(file, name=file.name)
    texts = [cell for row in table for cell in row]
    assert OFFICE in texts
    search(desk, "xa ban dat")
    page.export()
    desk.settle()
    texts = [cell for row in sheet_reader.read_table(file, name=file.name) for cell in row]
    assert "Đảng uỷ xã Bàn Đạt" in texts
    assert OFFICE not in texts


def test_every_field_has_a_name_and_an_explanation(desk):
    page = open_page(desk)
    form = page.organization.fields
    for field in (form.name, form.kind, form.superior, form.founded, form.code):
        assert field.accessibleName()
        assert field.whatsThis()
    press("Shift+Tab")
    assert focused() is not page.tree.tree


def test_a_refresh_does_not_push_a_new_record_aside(desk):
    page = open_page(desk)
    desk.press("F5")
    write("Chi bộ Đang Gõ")
    desk.press("Ctrl+R")
    assert page.organization.is_new
    assert page.organization.fields.name.value() == "Chi bộ Đang Gõ"
