"""Fonts of old encodings in .xlsx files: cell by cell, run by run; damaged files are told."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import sheet_reader
from ktgs_desktop.papers.sheet_fonts import font_of, legacy_fonts
from tests.helpers.legacy_writing import tcvn3
from tests.helpers.regulation_sheets import FOLDER
from tests.papers import samples
from tests.papers.sheet_tools import book

OLD = FOLDER / "excel_tcvn3.xlsx"
_PARTS = ("xl/styles.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml",
          "xl/_rels/workbook.xml.rels")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".vnArial", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("Times New Roman", "", False),
        ("VNtimes new roman", "", False),
    ],
)
def test_a_font_names_its_encoding(name: str, encoding: str, capitals: bool) -> None:  # noqa: FBT001
    found = font_of(name)
    assert (found.encoding, found.capitals) == (encoding, capitals)


def test_a_cell_is_read_run_by_run() -> None:
    def fill(made: Any, sheet: Any) -> None:
        old, high, new = (
            made.add_format({"font_name": name}) for name in (".VnTime", ".VnTimeH", "Arial")
        )
        sheet.write_string(0, 0, tcvn3("có"), old)
        sheet.write_string(0, 1, "Có", new)
        sheet.write_rich_string(
            1, 0, old, tcvn3("Quy định "), high, tcvn3("về kỷ luật"), new, " của Đảng"
        )
        sheet.merge_range(2, 0, 2, 1, tcvn3("quy chế phối hợp"), high)
        sheet.write_number(3, 0, 12, high)
        sheet.write_string(3, 1, "Đã là Unicode", old)

    assert sheet_reader.read_table(book(fill), name="a") == [
        ["có", "Có"],
        ["Quy định VỀ KỶ LUẬT của Đảng", ""],
        ["QUY CHẾ PHỐI HỢP", "QUY CHẾ PHỐI HỢP"],
        ["12", "Đã là Unicode"],
    ]


def test_a_day_shown_without_its_day_is_a_month_or_a_year() -> None:
    def fill(made: Any, sheet: Any) -> None:
        codes = ("mmm\\-yy", "mm/yyyy", '"năm "yyyy', "dd/mm/yyyy", "[$-42A]mmmm yyyy;@", "mm:ss")
        for column, code in enumerate(codes):
            style = made.add_format({"num_format": code})
            sheet.write_datetime(0, column, datetime(2026, 7, 1), style)  # noqa: DTZ001
        sheet.write_datetime(0, 6, datetime(2026, 7, 1), made.add_format({"num_format": 17}))  # noqa: DTZ001
        sheet.write_string(0, 7, "12/2026", made.add_format({"num_format": 17}))

    (row,) = sheet_reader.read_table(book(fill), name="a")
    months = ["07/2026", "07/2026", "2026", "01/07/2026", "07/2026", "01/07/2026"]
    assert row == [*months, "07/2026", "12/2026"]


def test_a_sheet_without_such_a_font_is_left_alone() -> None:
    data = book(lambda _made, sheet: sheet.write_string(0, 0, "Đảng"))
    assert legacy_fonts(data, "Một") == {}
    assert legacy_fonts(OLD.read_bytes(), "Không có") == {}


@settings(max_examples=samples.EXAMPLES, deadline=None)
@given(
    st.sampled_from(_PARTS),
    st.sampled_from(('"0"', '"1"', "fontId", "<v>", "<si>", "rFont", 'r="', "Target", "name")),
    st.sampled_from(('"-5"', '"99999"', '"abc"', "x", "", "<v/>")),
    st.integers(0, 20),
)
def test_a_damaged_file_is_read_or_refused(part: str, old: str, new: str, times: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(OLD) as given_, zipfile.ZipFile(buffer, "w") as made:
        for name in given_.namelist():
            data = given_.read(name)
            if name == part:
                data = data.replace(old.encode(), new.encode(), times)
            made.writestr(name, data)
    code = ""
    try:
        sheet_reader.read_table(buffer.getvalue(), name="a")
    except UserError as error:
        code = error.code
    assert code in {"", "sheet_unreadable", "sheet_too_large"}
