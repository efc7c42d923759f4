"""Members in the window: entered, edited, found and taken out by keys; positions row by row."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.members import PartyMember, Position
from ktgs_desktop.gui.dialogs.reason import ReasonDialog
from ktgs_desktop.services import history, members, organizations
from tests.helpers.desk import Desk, enter, focused, replace, write
from tests.helpers.dialogs import during

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
MEMBERS = 2


class Register:
    """The list of members at a desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.press("Alt+3")
        self.page: Any = desk.page()
        self.page.tabs.setCurrentIndex(MEMBERS)
        desk.settle()
        self.pane = self.page.members
        self.panel = self.page.member
        self.fields = self.panel.fields

    def add(self, name: str, born: str = "1975", position: str = "", home: str = "") -> UUID:
        """Add a member without the window."""
        workspace = self.desk.workspace
        positions = (Position(position),) if position else ()
        where = self.named(home) if home else None
        made: list[PartyMember] = []

        def work(_progress: object) -> PartyMember:
            new = dataclasses.replace(
                members.blank(workspace),
                full_name=name,
                birth_date=PartialDate(born),
                organization=where,
                positions=positions,
            )
            return members.save(workspace, new)

        self.desk.tasks.write(self.page, work, made.append)
        self.desk.qtbot.waitUntil(lambda: bool(made))
        self.desk.settle()
        return made[0].id

    def named(self, name: str) -> UUID:
        found: UUID | None = self.desk.ask(lambda w: organizations.named(w, name))
        assert found is not None
        return found

    def get(self, record: UUID) -> PartyMember:
        found: PartyMember = self.desk.ask(lambda workspace: members.get(workspace, record))
        return found

    def listed(self) -> list[str]:
        model = self.pane.model
        ids = [model.id_at(place) for place in range(model.number_of_rows())]
        return [row.full_name for row in self.desk.ask(lambda _w: model.source.rows(ids))]

    def pick(self, words: str) -> None:
        """Type into the completing field that has the focus and take the first offer."""
        field: Any = focused()
        replace(words)
        self.desk.qtbot.waitUntil(lambda: bool(field.offers()))
        self.desk.press("Down Return")


@pytest.fixture
def register(desk: Desk) -> Register:
    return Register(desk)


def test_an_empty_register_says_what_to_do_and_F5_does_it(register: Register) -> None:  # noqa: N802 - the key
    assert register.pane.stack.currentWidget() is register.pane.empty
    assert not register.page.units.isVisible()
    register.pane.filter.line.setFocus()
    register.desk.press("F5")
    assert register.panel.is_new
    assert focused() is register.fields.name


def test_a_member_is_entered_by_keyboard_alone(register: Register) -> None:
    register.pane.filter.line.setFocus()
    register.desk.press("F5")
    enter("Trần Thị Thí Dụ")
    enter("2012")  # a year, not 20 December
    register.pick("dang bo xa ban dat")
    assert focused() is register.fields.positions.rows[0].title
    register.desk.enter("Bí thư Đảng uỷ")
    register.pick("dang uy xa ban dat")
    enter("2015")
    register.desk.enter("5/2020")
    assert focused() is register.fields.positions.rows[1].title
    register.desk.enter("Phó Chủ nhiệm UBKT")
    register.desk.press("Ctrl+S")
    assert register.desk.said[-1] == "Saved"
    found = register.get(register.panel.record)
    assert found.full_name == "Trần Thị Thí Dụ"
    assert found.birth_date == PartialDate("2012")
    assert found.organization == register.named("Đảng bộ xã Bàn Đạt")
    assert found.positions == (
        Position(
            "Bí thư Đảng uỷ",
            register.named("Đảng uỷ xã Bàn Đạt"),
            PartialDate("2015"),
            PartialDate("2020-05"),
        ),
        Position("Phó Chủ nhiệm UBKT"),
    )
    assert register.listed() == ["Trần Thị Thí Dụ"]
    assert register.panel.shown.state == "Phó Chủ nhiệm UBKT"


def test_ctrl_enter_goes_on_with_the_next_of_the_same_organisation(register: Register) -> None:
    register.pane.filter.line.setFocus()
    register.desk.press("F5")
    enter("Lê Văn Ví Dụ")
    enter()
    register.pick("dang bo xa bao ly")
    register.desk.press("Ctrl+Return")
    assert register.panel.is_new
    assert focused() is register.fields.name
    assert not register.fields.name.value()
    assert register.fields.organization.text() == "Đảng bộ xã Bảo Lý"
    write("Phạm Thị Mẫu")
    register.desk.press("Ctrl+S")
    assert register.listed() == ["Lê Văn Ví Dụ", "Phạm Thị Mẫu"]  # by the given name


def test_positions_are_taken_out_by_key_and_dates_are_checked(register: Register) -> None:
    record = register.add("Nguyễn Thị Thử", position="Chủ nhiệm")
    register.page.show_record("party_member", record)
    register.desk.settle()
    rows = register.fields.positions.rows
    assert len(rows) == 2
    rows[1].title.setFocus()
    write("Uỷ viên")
    register.desk.settle()
    assert len(rows) == 3
    rows[1].start.setFocus()
    write("32/1/2020")
    register.desk.press("Ctrl+S")
    assert "32/1/2020" in register.panel._notice.text()
    assert focused() is rows[1].start
    register.desk.press("Ctrl+A Delete")
    write("2020")
    rows[0].title.setFocus()
    register.desk.press("Alt+Delete")
    assert [row.title.text() for row in register.fields.positions.rows] == ["Uỷ viên", ""]
    register.desk.press("Ctrl+S")
    assert register.get(record).positions == (Position("Uỷ viên", None, PartialDate("2020")),)


def test_an_organisation_nobody_knows_is_said(register: Register) -> None:
    record = register.add("Nguyễn Thị Thử")
    register.page.show_record("party_member", record)
    register.desk.settle()
    register.fields.organization.setFocus()
    write("Đảng bộ xã Không Có")
    register.desk.press("Ctrl+S")
    assert "Đảng bộ xã Không Có" in register.panel._notice.text()
    assert register.panel.dirty
    assert register.get(record).organization is None


@pytest.mark.parametrize("words", ["thi du", "Thí Dụ", "tttd", "pho chu nhiem"])
def test_members_are_found_by_name_initials_and_position(register: Register, words: str) -> None:
    register.add("Trần Thị Thí Dụ", position="Phó Chủ nhiệm UBKT")
    register.add("Lê Văn Mẫu", position="Bí thư")
    register.desk.press("Ctrl+F")
    write(words)
    register.desk.qtbot.waitUntil(lambda: register.listed() == ["Trần Thị Thí Dụ"])


def test_members_of_one_organisation_and_a_new_one_there(register: Register) -> None:
    register.add("Trần Thị Thí Dụ", home="Đảng bộ xã Bàn Đạt")
    register.add("Lê Văn Mẫu", home="Đảng bộ xã Bảo Lý")
    register.pane.organization.setFocus()
    register.pick("dang bo xa ban dat")
    register.desk.settle()
    assert register.listed() == ["Trần Thị Thí Dụ"]
    register.desk.press("F5")
    assert register.fields.organization.text() == "Đảng bộ xã Bàn Đạt"
    register.panel.give_up()
    register.pane.organization.setFocus()
    register.desk.press("Ctrl+A Delete")
    register.desk.settle()
    assert len(register.listed()) == 2


def test_the_list_is_sorted_by_its_heads(register: Register) -> None:
    register.add("Trần Thị An", born="1980")
    register.add("Lê Văn Bình", born="1969")
    assert register.listed() == ["Trần Thị An", "Lê Văn Bình"]
    register.pane.list.horizontalHeader().sectionClicked.emit(1)
    register.desk.settle()
    assert register.listed() == ["Lê Văn Bình", "Trần Thị An"]


def test_what_was_typed_survives_another_choice(register: Register) -> None:
    one = register.add("Nguyễn Thị Thử", position="Chủ nhiệm")
    two = register.add("Trần Văn Thứ")
    register.page.show_record("party_member", one)
    register.desk.settle()
    register.fields.positions.rows[1].title.setFocus()
    write("Đang gõ dở")
    register.desk.settle()
    register.page.show_record("party_member", two)
    register.desk.settle()
    assert register.fields.name.text() == "Trần Văn Thứ"
    register.page.show_record("party_member", one)
    register.desk.settle()
    titles = [row.title.text() for row in register.fields.positions.rows]
    assert titles == ["Chủ nhiệm", "Đang gõ dở", ""]
    assert "not saved yet" in register.panel._notice.text()
    assert register.get(one).position_on() == "Chủ nhiệm"


def test_one_entered_by_mistake_is_taken_out_with_a_reason(register: Register) -> None:
    record = register.add("Nguyễn Thị Nhầm")
    register.page.show_record("party_member", record)
    register.desk.settle()

    def fill(dialog: QDialog) -> None:
        register.desk.qtbot.waitUntil(dialog.isActiveWindow)
        write("nhập hai lần")
        next(b for b in dialog.findChildren(QPushButton) if b.property("primary")).click()

    register.pane.list.setFocus()
    with during(ReasonDialog, fill):
        register.desk.press("F6")
    register.desk.settle()
    assert not register.listed()
    assert register.panel.shown is None
    versions = register.desk.ask(lambda w: history.versions(w, "party_member", record))
    assert versions[0].voided == "nhập hai lần"


def test_the_history_names_organisations_and_positions(register: Register) -> None:
    record = register.add("Nguyễn Thị Thử", born="1975-05-20", home="Đảng bộ xã Bàn Đạt")
    register.page.show_record("party_member", record)
    register.desk.settle()
    register.fields.positions.rows[0].title.setFocus()
    write("Bí thư")
    register.desk.press("Ctrl+S")
    text = register.panel.history.text.toPlainText()
    assert "Positions: Bí thư" in text
    assert "Organisation: Đảng bộ xã Bàn Đạt" in text
    assert "Born: 20/05/1975" in text
