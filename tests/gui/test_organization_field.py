"""A field for an organisation: Enter takes what is offered and goes on, faults are marked."""

import pytest

from tests.helpers.desk import OFFSCREEN, focused, press, replace, write
from tests.helpers.register import COMMUNE, DISTRICT, MEMBERS, add, id_of, open_page

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def form(desk):
    """The form of a new member, the cursor in the organisation."""
    page = open_page(desk, MEMBERS)
    page.members.filter.line.setFocus()
    desk.press("F5")
    fields = page.member.fields
    write("Nguyễn Văn Mẫu")
    fields.organization.setFocus()
    press("Ctrl+A Delete")
    return fields


def offered(desk, field):
    desk.qtbot.waitUntil(lambda: bool(field.offers()))


def test_enter_takes_the_first_offer_and_goes_on(desk, form):
    write("dang bo xa ban dat")
    offered(desk, form.organization)
    desk.press("Return")
    assert form.organization.value().id == id_of(desk, COMMUNE)
    title = form.positions.rows[0].title
    assert focused() is title
    write("Bí thư")
    assert title.text() == "Bí thư"
    assert form.organization.text() == COMMUNE
    assert form.organization.cursorPosition() == 0, "its beginning is seen"


def test_tab_takes_the_marked_offer_and_goes_on(desk, form):
    write("dang bo xa ban dat")
    offered(desk, form.organization)
    desk.press("Down Tab")
    assert form.organization.value().id == id_of(desk, COMMUNE)
    assert focused() is form.positions.rows[0].title


def test_enter_before_the_offers_come_takes_the_first_too(desk, form):
    write("dang bo xa ban dat")
    press("Return")
    assert focused() is form.positions.rows[0].title
    desk.settle()
    assert form.organization.value().id == id_of(desk, COMMUNE)
    assert form.organization.text() == COMMUNE


def test_what_nothing_is_called_is_marked_with_its_sentence(desk, form):
    write("zzz qqq")
    desk.press("Return")
    assert focused() is form.positions.rows[0].title
    assert form.organization.text() == "zzz qqq"
    assert form.organization.property("faulty")
    assert "No organisation is called “zzz qqq”" in form.organization.toolTip()
    form.organization.setFocus()
    replace("đảng ủy xã bàn đạt")
    assert not form.organization.property("faulty")
    desk.press("Tab")
    assert form.organization.text() == "Đảng uỷ xã Bàn Đạt"
    assert form.organization.value().id is not None


def test_a_mistyped_name_is_told_with_similar_ones_and_marked_on_saving(desk, form):
    write("Đảng bộ xã Bàn Đạc")
    desk.press("Ctrl+S")
    assert form.organization.property("faulty")
    assert f"“{COMMUNE}”" in form.organization.toolTip()
    assert focused() is form.organization
    assert "Perhaps" in desk.page().member._notice.text()


@pytest.mark.usefixtures("form")
def test_a_name_of_several_is_told_with_their_superiors(desk):
    add(desk, "Chi bộ Trùng Tên")
    add(desk, "Chi bộ Trùng Tên", id_of(desk, COMMUNE))
    write("Chi bộ Trùng Tên")
    desk.press("Ctrl+S")
    said = desk.page().member._notice.text()
    assert "2 organisations are called" in said
    assert f"“{DISTRICT}”" in said
    assert f"“{COMMUNE}”" in said
    replace(f"Chi bộ Trùng Tên, {COMMUNE}")
    desk.press("Ctrl+S")
    assert desk.said[-1] == "Saved"


def test_a_name_is_no_longer_than_it_may_be(form):
    assert form.name.maxLength() == 300
