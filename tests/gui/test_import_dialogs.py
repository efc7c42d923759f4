"""Units and tables into the register: ticked, pasted, mapped, judged row by row, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtWidgets import QFileDialog

from ktgs_desktop.services import organizations
from tests.helpers.desk import Desk, focused, replace, write
from tests.helpers.importing import Counter

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", "raise()")]
PHU_LUONG = "168"
NOBODY = (
    "▲ No organisation is called “Đảng bộ xã Không Có”. Write the name as in the register, "
    "or add it first."
)
REFUSED = (
    "▲ The row of the superior “Hội Ví Dụ” is refused or stands below this one. "
    "Mend that row first."
)
COLUMNS = "province_code,province,district_code,district,commune_code,commune\n"


@pytest.fixture
def counter(desk: Desk) -> Iterator[Counter]:
    made = Counter(desk)
    yield made
    if made.dialog is not None and made.dialog.isVisible():
        made.dialog.done(0)
        desk.settle()


# Units --------------------------------------------------------------------------------------------


def test_a_district_is_found_without_accents_ticked_and_imported_by_keys(counter: Counter) -> None:
    dialog = counter.units()
    before = counter.number()
    assert focused() is dialog.search
    assert not dialog.do.isEnabled()
    write("phu luong")
    counter.desk.press("Down Space")
    counter.replan()
    assert (dialog.preview.units, dialog.preview.new, dialog.preview.kept) == (16, 60, 4)
    assert dialog.preview.sample[0] == "Đảng bộ huyện Phú Lương"
    counter.desk.press("Alt+I")
    counter.desk.qtbot.waitUntil(lambda: dialog.done_with is not None)
    assert (dialog.done_with.new, dialog.done_with.kept) == (60, 4)
    assert counter.desk.said[-1] == "60 organisations imported, 4 were there already."
    assert counter.number() == before + 60
    assert counter.named("Huyện uỷ Phú Lương") is not None


def test_the_same_units_again_are_nothing_new(counter: Counter) -> None:
    dialog = counter.units()
    dialog.tree.tick(PHU_LUONG)
    counter.replan()
    counter.press(dialog.do)
    number = counter.number()
    assert dialog.preview.new == 0
    assert not dialog.do.isEnabled()
    dialog.done(0)
    again = counter.units()
    again.tree.tick(PHU_LUONG)
    counter.replan()
    assert (again.preview.new, again.preview.kept) == (0, 64)
    assert not again.do.isEnabled()
    assert counter.number() == number


def test_a_province_means_all_its_districts_and_nothing_ticked_nothing(counter: Counter) -> None:
    dialog = counter.units()
    dialog.tree.tick("19")
    counter.replan()
    assert dialog.tree.ticked() == ["19"]
    assert dialog.preview.units == 182
    counter.press(dialog.nothing)
    counter.replan()
    assert dialog.tree.ticked() is None
    assert not dialog.do.isEnabled()
    counter.press(dialog.everything)
    assert dialog.tree.ticked() == []


def test_an_import_that_is_stopped_leaves_nothing(counter: Counter) -> None:
    dialog = counter.units()
    before = counter.number()
    counter.press(dialog.everything)
    counter.replan()
    assert dialog.preview.new > 40_000
    dialog.do.click()
    assert dialog.task_bar.isVisible()
    counter.desk.press("Escape")  # asks it to stop; the dialog stays until it has
    assert dialog.isVisible()
    assert not dialog.task_bar.running
    assert "nothing was imported" in dialog._fault.text()
    assert counter.number() == before


def test_a_list_of_ones_own_and_one_that_is_none(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "own.csv", tmp_path / "bad.csv"
    good.write_text(COLUMNS + "99,Tỉnh Ví Dụ,999,Huyện Thí Dụ,99999,Xã Mẫu\n", "utf-8")
    bad.write_text("a,b\n1,2\n", "utf-8")
    dialog = counter.units()
    for path, found in ((good, 1), (bad, 1)):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, p=path: (str(p), ""))
        counter.press(dialog.file)
        assert dialog.tree.topLevelItemCount() == found
    assert "province_code" in dialog._fault.text()
    dialog.tree.tick("99")
    counter.replan()
    assert dialog.preview.new == 12
    counter.press(dialog.shipped)
    assert dialog.tree.topLevelItemCount() == 63


# Tables -------------------------------------------------------------------------------------------


def test_pasted_rows_are_judged_in_words_and_imported(counter: Counter) -> None:
    dialog = counter.table()
    assert dialog.stack.currentWidget() is dialog.empty
    counter.paste(
        "Tên tổ chức|Loại|Cấp trên",
        "Đảng bộ cơ sở Công an huyện||",
        "Chi bộ Đội Mẫu|chi bo|Đảng bộ cơ sở Công an huyện",
        "Huyện uỷ Phú Bình|Cấp uỷ (ban chấp hành)|",
    )
    assert counter.verdicts() == [
        "heading",
        "✔ will be added",
        "✔ will be added",
        "= is there already",
    ]
    assert counter.counts() == ["All  3", "To be added  2", "There already  1", "Refused  0"]
    counter.press(dialog.do)
    assert dialog.imported == 2
    cell = counter.named("Chi bộ Đội Mẫu")
    assert cell is not None
    found = counter.desk.ask(lambda workspace: organizations.get(workspace, cell))
    assert found.parent_on() == counter.named("Đảng bộ cơ sở Công an huyện")


def test_refused_rows_hold_all_back_until_they_are_left_out(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste(
        "Tên tổ chức|Loại|Trực thuộc",
        "Chi bộ Xóm Một||",
        "Hội Ví Dụ||",
        "Chi bộ Xóm Hai||Đảng bộ xã Không Có",
        "|Chi bộ|",
        "Chi bộ Xóm Một||",
        "Chi bộ Xóm Ba||Hội Ví Dụ",
    )
    assert counter.verdicts()[1:] == [
        "✔ will be added",
        "▲ The type of organisation “Hội Ví Dụ” is not known. Write it as in the register.",
        NOBODY,
        "▲ The value for “name” is missing. Fill it in.",
        "▲ “Chi bộ Xóm Một” stands in the table twice. Take one of the rows out.",
        REFUSED,
    ]
    before = counter.number()
    assert not dialog.do.isEnabled()
    dialog.tabs.setCurrentIndex(3)
    assert len(counter.verdicts()) == 5
    dialog.leave_out.setChecked(True)
    counter.press(dialog.do)
    assert dialog.imported == 1
    assert counter.number() == before + 1


def test_rows_that_are_each_others_superior_are_refused(counter: Counter) -> None:
    counter.table()
    counter.paste(
        "Tên tổ chức|Trực thuộc",
        "Chi bộ Vòng Một|Chi bộ Vòng Hai",
        "Chi bộ Vòng Hai|Chi bộ Vòng Một",
    )
    assert all(text.startswith("▲") for text in counter.verdicts()[1:])


def test_columns_without_headings_are_mapped_by_hand(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("1|ghi chú một|Chi bộ Xóm Một", "2|ghi chú hai|Chi bộ Xóm Hai")
    choices = dialog.preview.header.choices
    assert [choice.value() for choice in choices] == ["name", "type", "parent"]
    for place, key in ((2, "name"), (1, "note"), (0, "")):
        choices[place].set_value(key)
        choices[place].edited.emit()
    assert dialog.preview.chosen_columns() == {"name": 2, "note": 1}
    counter.replan()
    assert counter.counts()[1] == "To be added  2"
    dialog.first.setFocus()
    replace("2")
    counter.replan()
    assert counter.verdicts() == ["heading", "✔ will be added"]
    counter.press(dialog.do)
    found = counter.named("Chi bộ Xóm Hai")
    assert found is not None
    note = counter.desk.ask(lambda workspace: organizations.get(workspace, found)).note
    assert note == "ghi chú hai"


def test_a_field_is_held_by_one_column_only(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("Tên|Ghi chú", "Chi bộ Xóm Một|a")
    first, second = dialog.preview.header.choices
    second.set_value("name")
    second.edited.emit()
    assert (first.value(), second.value()) == ("", "name")


def test_the_superior_of_rows_that_name_none_is_chosen_above(counter: Counter) -> None:
    dialog = counter.table()
    field = dialog._kind.superior
    assert field.text() == "Đảng bộ huyện Phú Bình"  # that of the organisation in hand
    counter.paste("Tên", "Chi bộ Xóm Một")
    field.setFocus()
    replace("xa bao ly")
    counter.desk.qtbot.waitUntil(lambda: bool(field.offers()))
    counter.desk.press("Down Return")
    counter.replan()
    counter.press(dialog.do)
    made = counter.named("Chi bộ Xóm Một")
    assert made is not None
    found = counter.desk.ask(lambda workspace: organizations.get(workspace, made))
    assert found.parent_on() == counter.named("Đảng bộ xã Bảo Lý")


def test_a_superior_nobody_knows_is_said_and_nothing_can_be_imported(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("Tên", "Chi bộ Xóm Một")
    dialog._kind.superior.setFocus()
    replace("Đảng bộ xã Không Có")
    counter.replan()
    assert "Đảng bộ xã Không Có" in dialog._fault.text()
    assert not dialog.do.isEnabled()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_is_read_and_the_second_time_all_is_there(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    rows = [["Tên tổ chức", "Mã"], ["Chi bộ Xóm Một", "01"], ["Chi bộ Xóm Hai", "02"]]
    path = tmp_path / f"chi bộ.{ending}"
    WRITERS[ending](path, rows)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    dialog = counter.table()
    counter.press(dialog.file_button)
    counter.press(dialog.do)
    assert dialog.imported == 2
    again = counter.table()
    counter.press(again.file_button)
    assert counter.counts() == ["All  2", "To be added  0", "There already  2", "Refused  0"]
    assert not again.do.isEnabled()


def test_a_file_that_is_no_table_is_refused_in_words(counter: Counter, tmp_path: Path) -> None:
    path = tmp_path / "hỏng.xlsx"
    path.write_bytes(b"PK\x03\x04 no archive")
    dialog = counter.table()
    dialog.open_file(path)
    counter.desk.settle()
    assert "hỏng.xlsx" in dialog._fault.text()
    assert not dialog.do.isEnabled()


def test_an_empty_clipboard_is_said(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("")
    assert "holds no text" in dialog._fault.text()


def test_thousands_of_rows_are_judged_and_written(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("Tên|Trực thuộc", *(f"Chi bộ {n}|Đảng bộ xã Bàn Đạt" for n in range(3000)))
    assert counter.counts()[1] == "To be added  3,000"
    counter.press(dialog.do)
    assert dialog.imported == 3000


def _write_xlsx(path: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)


def _write_csv(path: Path, rows: list[list[str]]) -> None:
    path.write_text("\n".join(";".join(row) for row in rows), "utf-8")


WRITERS: dict[str, Callable[[Path, list[list[str]]], None]] = {
    "xlsx": _write_xlsx,
    "csv": _write_csv,
}
