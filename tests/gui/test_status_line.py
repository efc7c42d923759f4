"""The line at the bottom: what it says, and what goes on behind it when nobody types."""

import pytest

from tests.helpers.builders import a_cell
from tests.helpers.desk import OFFSCREEN
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
