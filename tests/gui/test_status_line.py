"""The line at the bottom: what it says, and what goes on behind it when nobody types."""

import pytest

from ktgs_desktop.services.workspace import open_workspace, save_draft
from tests.conftest import PASSWORD
from tests.helpers.builders import a_cell
from tests.helpers.desk import OFFSCREEN, Desk
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


def test_what_is_said_and_what_stays_never_stand_over_each_other(desk):
    facts = desk.window.status._facts
    desk.window.say("Saved")
    do(desk, a_cell)
    assert desk.window.status.currentMessage() == "Saved"
    assert not any(fact.isVisible() for fact in facts.values())
    desk.window.status.clearMessage()
    assert [name for name, fact in facts.items() if fact.isVisible()] == ["who", "saved", "place"]


def test_left_alone_it_brings_what_was_written_into_the_file_itself(desk):
    database = desk.workspace.files.database
    log = database.with_name(database.name + "-wal")
    desk.window._settle.setInterval(50)
    do(desk, a_cell)
    desk.qtbot.waitUntil(lambda: log.stat().st_size == 0)


def test_what_was_typed_and_not_saved_is_told_at_the_next_log_in(qtbot, office_file, clock):
    first = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    save_draft(first, "party_member", "", {"full_name": "Trần"})
    save_draft(first, "program_item", "x", {"note": "y"})
    first.close()
    desk = Desk.reopen(qtbot, office_file, clock)
    said = desk.window.status.currentMessage()
    assert said == "Typed but not saved values were kept: Party member, line of a program"
    desk.close()


def test_without_drafts_nothing_is_told(desk):
    assert desk.window.status.currentMessage() == ""
