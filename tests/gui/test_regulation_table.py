"""Regulations from a table: the character set told and chosen, what is new, changed and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from ktgs_desktop.gui.dialogs.import_table import ImportTableDialog
from ktgs_desktop.gui.dialogs.regulation_table import RegulationTable
from ktgs_desktop.services.regulations import library
from tests.helpers.desk import OFFSCREEN, Desk
from tests.helpers.dialogs import during
from tests.helpers.legacy_writing import vni
from tests.helpers.regulation_sheets import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE = "Quy định về công tác kiểm tra, giám sát và kỷ luật của Đảng"
pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


class Counter:
    """The dialog open over the window."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        page: Any = desk.page()
        self.dialog = ImportTableDialog(page.session, RegulationTable(page.session), page)
        self.dialog.open()
        desk.qtbot.waitUntil(self.dialog.isActiveWindow)
        desk.settle()

    def paste(self, *rows: str) -> None:
        QGuiApplication.clipboard().setText("\n".join(row.replace("|", "\t") for row in rows))
        self.desk.press("Ctrl+V")

    def replan(self) -> None:
        self.desk.qtbot.wait(300)
        self.desk.settle()

    def verdicts(self) -> list[str]:
        model = self.dialog.preview.table
        return [model.index(row, 1).data() for row in range(model.rowCount())]

    def counts(self) -> list[str]:
        return [self.dialog.tabs.tabText(place) for place in range(self.dialog.tabs.count())]

    def called(self, number: str) -> Any:
        return self.desk.ask(lambda workspace: library.called(workspace, number))


@pytest.fixture
def counter(desk: Desk) -> Iterator[Counter]:
    made = Counter(desk)
    yield made
    if made.dialog.isVisible():
        made.dialog.done(0)
        desk.settle()


def test_an_old_sheet_is_read_by_itself_imported_and_the_second_time_nothing_is_new(
    counter: Counter,
) -> None:
    dialog = counter.dialog
    assert not dialog.encoding.isVisible()
    dialog.open_file(FOLDER / "excel97_vni.xls")
    counter.desk.settle()
    assert dialog.encoding.said.isVisible()
    assert dialog.encoding.said.text().startswith("VNI, converted to Unicode; cells: ")
    assert dialog.encoding.said.text().endswith(" (sure)")
    assert counter.counts() == [
        "All  6", "To be added  6", "To be changed  0", "There already  0", "Refused  0",
    ]  # fmt: skip
    told = [text for text in counter.verdicts() if text.startswith("✔")]
    assert told[0] == "✔ new: 07-QĐ/HU (10/05/2016) · in force from 10/05/2016 · to 04/03/2021"
    assert told[3] == "✔ new: 03-QC/UBKTHU (07/2022) · day of effect unknown"
    assert "linked to: 07-QĐ/HU (10/05/2016)" in told[1]
    counter.desk.press("Alt+W")
    counter.desk.qtbot.waitUntil(dialog._kind.when_issued.isChecked)
    counter.replan()
    assert "in force from 07/2022" in [v for v in counter.verdicts() if v.startswith("✔")][3]
    counter.desk.press("Alt+I")
    counter.desk.qtbot.waitUntil(lambda: dialog.imported == 6)
    (row,) = counter.called("12-QĐ/HU")
    assert row.title.endswith("kiểm tra, giám sát, kỷ luật đảng")
    again = Counter(counter.desk)
    again.dialog.open_file(FOLDER / "excel_days_as_text.xlsx")
    again.desk.settle()
    assert again.counts()[1:] == [
        "To be added  0", "To be changed  0", "There already  6", "Refused  0",
    ]  # fmt: skip
    assert not again.dialog.do.isEnabled()
    again.dialog.done(0)


def test_changes_kept_texts_and_faults_are_told_and_the_changes_undone(counter: Counter) -> None:
    dialog = counter.dialog
    heads = "Số ký hiệu|Cơ quan ban hành|Trích yếu|Ngày ban hành|Thay thế"
    counter.paste(heads, "12-QĐ/HU|Huyện uỷ|Quy định một|5/3/2021|")
    counter.desk.press("Alt+I")
    counter.desk.qtbot.waitUntil(lambda: dialog.imported == 1)
    again = Counter(counter.desk)
    again.paste(
        heads,
        "12-QĐ/HU|Huyện uỷ|Quy định một, tên đúng|5/3/2021|22-QĐ/TW",
        "22-QĐ/TW|BCHTW|Tên khác|28/7/2021|",
        "13-QĐ/HU|Huyện uỷ|Quy định hai|31/2/2021|",
    )
    assert again.verdicts()[1:] == [
        "± changes: title (there: “Quy định một”); replaces",
        f"= in the list from above, which stays as it is; other here: title (there: “{TITLE}”)",
        "▲ There is no such day: “31/2/2021”. Check day and month.",
    ]
    assert not again.dialog.do.isEnabled()
    again.dialog.leave_out.click()
    assert again.dialog.do.text() == "&Import (1)"
    again.desk.press("Alt+I")
    again.desk.qtbot.waitUntil(lambda: again.dialog.imported == 1)
    assert [row.title for row in again.called("12-QĐ/HU")] == ["Quy định một, tên đúng"]
    assert all(row.listed for row in again.called("22-QĐ/TW"))
    assert {row.title for row in again.called("22-QĐ/TW")} != {"Tên khác"}
    again.desk.window.activateWindow()
    again.desk.qtbot.waitUntil(again.desk.window.isActiveWindow)
    again.desk.press("Ctrl+Z")
    assert [row.title for row in again.called("12-QĐ/HU")] == ["Quy định một"]


def test_the_character_set_can_be_chosen(counter: Counter) -> None:
    dialog = counter.dialog
    counter.paste("Số ký hiệu|Trích yếu", f"12-QĐ/HU|{vni('Xã Nam Sơn')}")
    assert dialog.encoding.said.text() == "Unicode, nothing to convert"
    assert dialog.preview.table.table[1][1] == "Xaõ Nam Sôn"
    counter.desk.press("Alt+T")
    assert dialog.encoding.choice.hasFocus()
    counter.desk.press("Down Down Down")
    counter.desk.settle()
    assert dialog.encoding.value() == "vni"
    assert dialog.preview.table.table[1][1] == "Xã Nam Sơn"
    said = "VNI, converted to Unicode as you chose; cells: 1"
    assert dialog.encoding.said.text() == said
    counter.paste("Số ký hiệu|Trích yếu", "13-QĐ/HU|Quy định")
    assert dialog.encoding.value() is None


def test_the_library_offers_it_and_shows_what_came(desk: Desk) -> None:
    desk.window.go("regulations")
    desk.settle()
    pane: Any = desk.page().pane

    def take(dialog: ImportTableDialog) -> None:
        dialog.open_file(FOLDER / "windows_1258.csv")
        desk.settle()
        assert dialog.encoding.said.text().startswith("Vietnamese Windows (1258), converted")
        dialog.run()

    before = pane.model.number_of_rows()
    with during(ImportTableDialog, take):
        pane.paste.click()
    desk.settle()
    assert pane.model.number_of_rows() == before + 6
