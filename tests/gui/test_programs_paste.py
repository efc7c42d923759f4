"""Lines pasted into the list from a LibreOffice sheet and a Word table, by keys, field by field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from tests.helpers import line_tables
from tests.helpers.builders import a_program, an_issued_program
from tests.helpers.desk import Desk, press
from tests.helpers.dialogs import during
from tests.helpers.program_page import checks, contents, lines_of, open_programs, shown
from tests.helpers.register import do

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]

NO_TIME = (
    "▲ “khi nào rảnh” is no time of work. Type a quarter (q1 to q4) or days, for example "
    "15/5 - 30/6."
)


def copy(html: str = "", text: str = "") -> None:
    """Put a table on the clipboard as Word and Excel do."""
    data = QMimeData()
    if html:
        data.setHtml(html)
    data.setText(text or "…")
    QGuiApplication.clipboard().setMimeData(data)


def paste(desk: Desk, look: Callable[[Any], None], keys: str = "Ctrl+V") -> None:
    """Paste with the cursor in the list, look at the preview, import by its letter."""

    def see(dialog: Any) -> None:
        desk.settle()
        look(dialog)
        press("Alt+I")
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ImportTableDialog, see):
        press(keys)
    desk.settle()


def verdicts(dialog: Any) -> list[str]:
    """What becomes of each row, as the preview says."""
    model = dialog.preview.table
    return [model.index(row, 1).data() for row in range(model.rowCount())]


@pytest.mark.slow
@pytest.mark.parametrize("make", [line_tables.sheet, line_tables.word])
def test_forty_lines_arrive_from_a_sheet_and_from_word(
    desk: Desk, make: Callable[[Path], Path], tmp_path: Path
) -> None:
    program = checks(desk, [("Đã có", "SUPERVISION_THEMATIC", 3, "Ban Dân vận")])
    page = open_programs(desk)
    page.lines.list.setFocus()
    copy(line_tables.html(make(tmp_path), tmp_path))

    def look(dialog: Any) -> None:
        assert dialog.tabs.tabText(1).endswith("40")
        assert dialog.tabs.tabText(3).endswith("0")
        assert contents(desk, program) == ["Đã có"], "nothing is written yet"

    paste(desk, look)
    wanted = [one.kept for one in line_tables.lines()]
    pasted = [one for one in lines_of(desk, program) if one.content != "Đã có"]
    assert [line_tables.kept(item) for item in pasted] == wanted
    communes = [subject for item in pasted for subject in item.subjects]
    assert communes
    assert all(subject.id is not None for subject in communes), "each is in the register"
    press("Ctrl+Z")
    desk.settle()
    assert contents(desk, program) == ["Đã có"], "one undo takes all of them back"


def test_a_title_a_fault_and_a_continued_row_are_told_before_anything_is_written(
    desk: Desk,
) -> None:
    program = checks(desk, [])
    page = open_programs(desk)
    page.lines.stack.currentWidget().setFocus()
    copy(
        text="STT\tNội dung\tĐối tượng\tThời gian\n"
        "B. GIÁM SÁT\t\t\t\n"
        "1\tGiữ gìn đoàn kết\tĐảng uỷ xã Bàn Đạt\tQuý I\n"
        "\t\tĐảng uỷ xã Tân Kim\t\n"
        "2\tQuản lý đất đai\tĐảng uỷ xã Không Có\tkhi nào rảnh\n"
    )

    def look(dialog: Any) -> None:
        assert verdicts(dialog) == [
            "heading",
            "· part: Thematic supervision",
            "✔ Thematic sup. · quarter I · subjects in the register: 2 of 2",
            "· its subjects belong to row 3",
            NO_TIME,
        ]
        assert not dialog.do.isEnabled()
        dialog.leave_out.click()

    page.lines.list.setFocus()
    paste_by_command(desk, page, look)
    (line,) = lines_of(desk, program)
    assert (line.task_kind, line.quarter) == ("SUPERVISION_THEMATIC", 1)
    assert [one.name for one in line.subjects] == ["Đảng uỷ xã Bàn Đạt", "Đảng uỷ xã Tân Kim"]


def paste_by_command(desk: Desk, page: Any, look: Callable[[Any], None]) -> None:
    def see(dialog: Any) -> None:
        desk.settle()
        look(dialog)
        dialog.do.click()
        desk.qtbot.waitUntil(lambda: not dialog.isVisible())

    with during(ImportTableDialog, see):
        page.commands["paste_items"].trigger()
    desk.settle()


def test_the_same_table_again_adds_nothing_and_a_column_can_be_chosen_anew(desk: Desk) -> None:
    program = do(desk, a_program)
    page = open_programs(desk)
    copy(text="Ghi chép\tĐối tượng\nQuản lý đất đai\tĐảng uỷ xã Bàn Đạt\n")

    def choose(dialog: Any) -> None:
        assert "content" in dialog._lack.text().lower()
        choice = dialog.preview.header.choices[0]
        choice.set_value("content")
        choice.edited.emit()
        desk.qtbot.wait(300)
        desk.settle()

    paste_by_command(desk, page, choose)
    assert contents(desk, program) == ["Quản lý đất đai"]

    def again(dialog: Any) -> None:
        desk.settle()
        choose(dialog)
        assert "= is there already" in verdicts(dialog)
        assert not dialog.do.isEnabled()
        dialog.reject()

    with during(ImportTableDialog, again):
        page.commands["paste_items"].trigger()
    desk.settle()
    assert contents(desk, program) == ["Quản lý đất đai"]


def test_an_issued_program_takes_no_paste(desk: Desk) -> None:
    do(desk, an_issued_program)
    page = open_programs(desk)
    assert not page.commands["paste_items"].isEnabled()
    page.lines.list.setFocus()
    desk.press("Ctrl+V")
    assert desk.said[-1] == "Lines are pasted into a draft only. Choose one first."
    assert len(shown(page)) == 3
