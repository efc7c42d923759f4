"""How many keys a line takes beyond its texts, counted as they are pressed."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest

from tests.helpers.desk import Desk, enter, press, write
from tests.helpers.program_job import pick
from tests.helpers.program_page import checks, go_to_line, lines_of, open_programs

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
MOST = 25


class Keys:
    """Stands between a test's hands and Qt, and counts each key that writes no letter of a text."""

    def __init__(self) -> None:
        self.pressed = 0
        self.letters = 0

    def keyClick(self, *key: Any) -> None:  # noqa: N802 - Qt's own name
        self.pressed += 1
        QTest.keyClick(*key)

    def keyClicks(self, field: Any, text: str) -> None:  # noqa: N802 - Qt's own name
        self.letters += len(text)
        QTest.keyClicks(field, text)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    made = Keys()
    monkeypatch.setattr("tests.helpers.desk.QTest", made)
    return made


def test_a_line_from_the_list_to_its_saving_takes_at_most_25_keys_beyond_its_texts(
    desk: Desk, keys: Keys
) -> None:
    program = checks(desk)
    page = open_programs(desk)
    go_to_line(desk, "Quản lý đất đai; xây dựng cơ bản")
    form: Any = page.lines.panel.form
    keys.pressed = keys.letters = 0
    press("F5")
    desk.qtbot.waitUntil(form.content.hasFocus)
    press("Shift+Tab")
    assert form.kind.hasFocus()
    press("T")  # a choice is found by the letter its name begins with, as in Excel
    enter()
    enter("Viec giu gin doan ket noi bo")
    pick(desk, "dang uy tan kim")
    enter()
    while not form.work.hasFocus():
        enter()
    press("Q 3")  # no text of the line, so its letters count too
    enter()
    while not form.lead.hasFocus():
        enter()
    pick(desk, "uy ban kiem tra huyen")
    press("Ctrl+S")
    desk.settle()
    saved = lines_of(desk, program)[-1]
    assert saved.content == "Viec giu gin doan ket noi bo"
    assert saved.task_kind == "SUPERVISION_THEMATIC"
    assert [subject.name for subject in saved.subjects] == ["Đảng uỷ xã Tân Kim"]
    assert saved.subjects[0].id is not None
    assert saved.quarter == 3
    assert saved.lead.name.startswith("Uỷ ban Kiểm tra Huyện uỷ")
    assert saved.lead.id is not None
    assert keys.letters > 60
    assert 10 < keys.pressed <= MOST


def test_a_copy_of_a_line_with_one_value_changed_takes_fewer_still(desk: Desk, keys: Keys) -> None:
    program = checks(desk)
    page = open_programs(desk)
    go_to_line(desk, "Quản lý đất đai; xây dựng cơ bản")
    before = len(lines_of(desk, program))
    keys.pressed = keys.letters = 0
    press("Ctrl+D")
    desk.settle()
    press("Return")
    desk.qtbot.waitUntil(page.lines.panel.form.content.hasFocus)
    press("Ctrl+A")
    write("Thu chi dang phi")
    press("Ctrl+S")
    desk.settle()
    assert len(lines_of(desk, program)) == before + 1
    assert keys.pressed <= 4
    assert "Thu chi dang phi" in [line.content for line in lines_of(desk, program)]
