"""Two computers of one office at the window: who works on what, and work brought by stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMessageBox

from ktgs_desktop import i18n
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.gui.dialogs.arrival import ArrivalDialog
from ktgs_desktop.gui.dialogs.assigning import AssignDialog
from ktgs_desktop.gui.dialogs.choose_packages import ChoosePackagesDialog
from ktgs_desktop.gui.dialogs.packages import StickDialog
from ktgs_desktop.gui.dialogs.program_text import ProgramTextDialog
from ktgs_desktop.services.exchange import assignments
from ktgs_desktop.settings import Settings
from ktgs_desktop.store import records
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, Desk, press, texts_of, write
from tests.helpers.dialogs import agree, during, refuse
from tests.helpers.own_desks import NAME, OwnDesks
from tests.helpers.program_page import form_of, notice, open_programs

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def _line(workspace) -> ProgramItem:
    with workspace.reading() as connection:
        return records.get_all(connection, ProgramItem)[0]


class Office:
    """The hub and a copy, at whose windows one sits in turn."""

    def __init__(self, qtbot, desks: OwnDesks, file: Path, stick: Path) -> None:
        self._qtbot = qtbot
        self.stick = stick
        self.hub = desks.at(file, "hub")
        a_line(self.hub, a_program(self.hub), content="Nội dung", note="cũ")
        self.copy = desks.copy_of(self.hub)

    def sit(self, workspace) -> Desk:
        desk = Desk.open(self._qtbot, workspace, Settings(language="en", theme="light"))
        desk.window.session.remember("exchange/folder", str(self.stick))
        return desk

    def rise(self, desk: Desk) -> None:
        desk.workspace.store.keep_off(None)
        desk.window.hide()
        desk.tasks.stop()
        assert not desk.unforeseen, desk.unforeseen


@pytest.fixture
def office(qtbot, office_file, tmp_path, monkeypatch, clock):
    stick = tmp_path / "USB"
    stick.mkdir()
    desks = OwnDesks(tmp_path, monkeypatch, clock)
    yield Office(qtbot, desks, office_file, stick)
    desks.close()
    i18n.use("vi")


def _save_note(desk: Desk, text: str) -> None:
    form_of(desk).note.setFocus()
    press("Ctrl+End")
    write(text)
    desk.press("Ctrl+S")


def test_who_works_on_a_line_is_said_and_asked_never_locked(office):
    desk = office.sit(office.hub)
    page = open_programs(desk)

    def choose(dialog):
        assert "Nội dung" in texts_of(dialog)
        dialog.computer.set_value(dialog.computer.itemData(2))
        dialog.all.setChecked(True)
        desk.press("Ctrl+S")

    line = desk.ask(_line)
    with during(AssignDialog, choose):
        page.commands["assign_record"].trigger()
        desk.settle()
    assert desk.ask(lambda one: assignments.elsewhere(one, "program_item", line.id)) == NAME
    desk.settle()
    assert notice(desk) == f"This is worked on at the {NAME}."
    with during(QMessageBox, refuse):
        _save_note(desk, " sửa")
    assert desk.ask(_line).note == "cũ"
    assert form_of(desk).note.value() == "cũ sửa"  # nothing of what was typed is lost
    assert "is compared" in notice(desk)
    with during(QMessageBox, agree):
        desk.press("Ctrl+S")
    assert desk.ask(_line).note == "cũ sửa"
    _save_note(desk, " nữa")  # once is enough
    assert desk.ask(_line).note == "cũ sửa nữa"
    # So are title and text of the program.
    with during(QMessageBox, refuse):
        page.edit_text()
        desk.settle()
    with during(ProgramTextDialog, lambda dialog: dialog.reject()), during(QMessageBox, agree):
        page.edit_text()
        desk.settle()
    office.rise(desk)


def test_work_goes_by_stick_to_the_main_computer_and_is_looked_at_there(office):
    desk = office.sit(office.copy)
    open_programs(desk)
    _save_note(desk, " ở máy phó")
    desk.press("Alt+6")
    desk.page().choose("send")
    desk.settle()
    pane = desk.page().pane
    assert [pane.unit.itemText(at) for at in range(pane.unit.count())] == [
        "main computer (this office)"
    ]
    assert pane.told.text().splitlines() == [
        "Work that the main computer has not: 1 changes, 0 attachments.",
        "Nothing of its own work was taken in here yet.",
    ]
    assert not pane.figures_only.isVisible()

    def write_it(dialog):
        dialog.write_button.setFocus()
        desk.press("Return")
        assert "you may take the stick out" in dialog.done_text.text()
        press("Escape")

    with during(StickDialog, write_it):
        pane.send_package()
    desk.settle()
    assert "It was written to a stick on" in pane.told.text()
    assert pane.source.whole[0].name == "main computer"
    office.rise(desk)

    hub = office.sit(office.hub)
    hub.press("Alt+6")
    hub.page().choose("receive")
    hub.settle()

    def take(dialog):
        hub.settle()
        assert any(NAME in text for text in texts_of(dialog))
        dialog.take_button.click()

    def pick(dialog):
        hub.qtbot.waitUntil(lambda: dialog.files.topLevelItemCount() == 1)
        dialog.take_button.setFocus()
        press("Return")

    with during(ArrivalDialog, take), during(ChoosePackagesDialog, pick):
        hub.page().pane.choose()
        hub.settle()
    hub.settle()
    assert hub.ask(_line).note == "cũ ở máy phó"
    assert hub.page().pane.source.whole[0].name == NAME
    office.rise(hub)
