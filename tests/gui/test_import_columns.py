"""Columns of a table to be imported: found by their headings, chosen by keys, and one missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.helpers.desk import OFFSCREEN, Desk
from tests.helpers.importing import Counter

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]


@pytest.fixture
def counter(desk: Desk) -> Iterator[Counter]:
    made = Counter(desk)
    yield made
    if made.dialog is not None and made.dialog.isVisible():
        made.dialog.done(0)
        desk.settle()


def test_natural_headings_need_no_choosing(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste(
        "STT|Tên tổ chức đảng|Loại hình|Tổ chức đảng cấp trên trực tiếp|Mã số|Ghi chú",
        "1|Chi bộ Xóm Một||Đảng bộ xã Bàn Đạt|01|a",
    )
    assert dialog.preview.chosen_columns() == {
        "name": 1, "type": 2, "parent": 3, "code": 4, "note": 5,
    }  # fmt: skip
    assert counter.verdicts() == ["heading", "✔ will be added"]


def test_a_table_without_a_name_is_one_fault_and_its_rows_are_not_called_empty(
    counter: Counter,
) -> None:
    dialog = counter.table()
    counter.paste("Cái gì đây|Loại|Ghi chú", *(f"Chi bộ {n}|Chi bộ|a" for n in range(26)), "||")
    assert dialog._lack.isVisible()
    assert "No column is chosen for “Name”" in dialog._lack.text()
    assert counter.verdicts()[1:27] == [""] * 26
    assert counter.counts()[3] == "Refused  0"
    assert not dialog.do.isEnabled()
    dialog.preview.header.choices[0].set_value("name")
    dialog.preview.header.choices[0].edited.emit()
    counter.replan()
    assert not dialog._lack.isVisible()
    assert counter.counts()[1] == "To be added  26"
    assert not dialog._taken.isVisible()


def test_passing_over_a_field_by_keys_takes_it_from_no_other_column(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("Tên|Gì đó", "Chi bộ Xóm Một|a")
    first, second = dialog.preview.header.choices
    assert (first.value(), second.value()) == ("name", "")
    second.setFocus()
    counter.desk.press("Down")
    assert second.value() == "name"
    assert first.value() == "name", "the choice is not final yet"
    assert not dialog._taken.isVisible()
    counter.desk.press("End")
    second.clearFocus()
    counter.replan()
    assert (first.value(), second.value()) == ("name", "note")
    second.setFocus()
    counter.desk.press("Home Down Return")
    counter.replan()
    assert (first.value(), second.value()) == ("", "name")
    said = dialog._taken.text()
    assert "“Name” is taken from column B now; column A is not used any more." in said
    second.setFocus()
    counter.desk.press("End Return")
    assert not dialog._taken.isVisible()


def test_a_choice_not_yet_final_is_judged_before_anything_is_imported(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste("Tên|Gì đó", "Chi bộ Xóm Một|a")
    dialog.preview.header.choices[1].setFocus()
    counter.desk.press("End")
    dialog.run()
    counter.replan()
    assert dialog.imported == 0
    assert dialog.preview.chosen_columns() == {"name": 0, "note": 1}
    counter.press(dialog.do)
    assert dialog.imported == 1


def test_the_whole_sentence_of_a_refused_row_is_readable(counter: Counter) -> None:
    dialog = counter.table()
    counter.paste(
        "Tên|Trực thuộc",
        "Chi bộ Xóm Một|",
        "Chi bộ Xóm Hai|Đảng bộ xã Bàn Đạc Rất Dài Và Không Ai Biết Là Gì",
    )
    view, model = dialog.preview, dialog.preview.table
    text = model.index(2, 1).data()
    assert "No organisation is called" in text
    room = view.fontMetrics().boundingRect(
        0, 0, view.columnWidth(1) - 12, 999, int(Qt.TextFlag.TextWordWrap), text
    )
    assert view.rowHeight(2) >= room.height()
    assert model.index(2, 1).data(int(Qt.ItemDataRole.ToolTipRole)) == text
    assert view.rowHeight(1) == view.verticalHeader().defaultSectionSize()
    dialog.tabs.setCurrentIndex(3)
    assert view.rowHeight(0) >= room.height()
    dialog.tabs.setCurrentIndex(1)
    assert view.rowHeight(0) == view.verticalHeader().defaultSectionSize()
