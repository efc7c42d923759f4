"""Two versions of a record compared and decided by keyboard."""

from __future__ import annotations

import dataclasses

import pytest

from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.gui.dialogs.conflict import ConflictDialog
from ktgs_desktop.gui.dialogs.own_copy import OwnCopyDialog
from ktgs_desktop.gui.views.settings.copies import CopiesSection
from ktgs_desktop.services import program_items
from ktgs_desktop.services.exchange import conflicts, own_copies
from ktgs_desktop.settings import Settings
from ktgs_desktop.store import records
from tests.helpers.builders import a_line, a_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, texts_of, write
from tests.helpers.dialogs import during
from tests.helpers.own_desks import OwnDesks, carry

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def _line(workspace) -> ProgramItem:
    with workspace.reading() as connection:
        return records.get_all(connection, ProgramItem)[0]


def _edit(workspace, **values) -> None:
    program_items.save(workspace, dataclasses.replace(_line(workspace), **values))


@pytest.fixture
def desk(qtbot, office_file, tmp_path, monkeypatch, clock):
    """The hub's window, on an office whose line another computer changed, too."""
    desks = OwnDesks(tmp_path, monkeypatch, clock)
    hub = desks.at(office_file, "hub")
    a_line(hub, a_program(hub), content="Nội dung", note="cũ")
    copy = desks.copy_of(hub)
    subject = program_items.new_subject("TCD", "Đảng uỷ xã Nga My", None)
    _edit(hub, note="máy chủ")
    _edit(copy, note="máy phó", method="DIRECT", subjects=(*_line(copy).subjects, subject))
    carry(copy, hub)
    made = Desk.open(qtbot, hub, Settings(language="en", theme="light"))
    made.press("Alt+6")
    page = made.page()
    while page.name != "conflicts":
        made.press("Ctrl+PgDown")
    yield made
    hub.store.keep_off(None)
    made.close()
    desks.close()


def test_where_nothing_conflicts_there_is_nothing_to_compare(qtbot, workspace):
    made = Desk.open(qtbot, workspace, Settings(language="en", theme="light"))
    made.press("Alt+6")
    page = made.page()
    while page.name != "conflicts":
        made.press("Ctrl+PgDown")
    qtbot.waitUntil(lambda: page.pane.stack.currentWidget() is page.pane.empty)
    assert not page.pane.compare.isEnabled()
    made.close()


def test_a_record_is_decided_field_by_field_and_undone(desk):
    pane = desk.page().pane
    assert focused() is pane.list
    assert pane.current.kind == "OWN"
    assert pane.totals.text() == "To be decided here: 1; by other offices: 0"
    shown = []

    def choose(dialog):
        shown.extend(texts_of(dialog))
        fields = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
        assert fields == [
            "Method\nsuggested", "▲ Note\nchanged on both", "▲ Subjects\nwho is inspected"
        ]  # fmt: skip
        assert focused() is dialog.table
        assert dialog.table.currentRow() == 1
        assert not dialog.take.isEnabled()
        press("Ctrl+S")  # nothing is taken before all is chosen
        assert dialog.isVisible()
        press("Right Return")
        assert dialog.table.currentRow() == 2
        press("F8")
        assert dialog.take.isEnabled()
        assert focused() is dialog.take
        desk.press("Return")

    with during(ConflictDialog, choose):
        desk.press("Return")
    assert "Still to choose: 2. Arrow keys go from value to value, Enter chooses." in shown
    line = desk.ask(_line)
    assert (line.note, line.method, len(line.subjects)) == ("máy phó", "DIRECT", 2)
    assert desk.said[-1] == "Chosen; the history keeps both versions"
    assert pane.stack.currentWidget() is pane.empty
    desk.press("Ctrl+Z")
    assert desk.ask(conflicts.count) == 1
    assert pane.current.kind == "OWN"


def test_a_dialog_left_changes_nothing(desk):
    def leave(dialog):
        press("F7 F7")
        assert dialog.picks["note"] == dialog.picks["subjects"] == "MINE"
        press("Escape")

    with during(ConflictDialog, leave):
        desk.press("Return")
    assert desk.ask(conflicts.count) == 1
    assert desk.ask(own_copies.desks).desks[0].name


def test_a_copy_for_another_computer_is_made_from_the_settings(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.window.go("settings", ("section", "copies"))
    desk.settle()

    def make(dialog):
        desk.press("Alt+M")
        assert dialog.made is None  # it has no name yet
        assert focused() is dialog.name
        write("Máy thứ ba")
        dialog.folder.set_value(str(stick))
        desk.press("Ctrl+S")

    (section,) = desk.window.findChildren(CopiesSection)
    section.desk_button.setFocus()
    assert focused() is section.desk_button
    with during(OwnCopyDialog, make):
        press("Return")
    desk.settle()
    assert sorted(path.suffix for path in stick.iterdir()) == [".keys", ".ktgsdb"]
    assert [one.name for one in desk.ask(own_copies.desks).desks][-1] == "Máy thứ ba"
