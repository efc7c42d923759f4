from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import KtgsError, UserError
from ktgs_desktop.papers.sheet_reader import read_pasted, read_table
from ktgs_desktop.papers.sheet_writer import write_table
from tests.papers import pdf_tools, samples
from tests.papers.sheet_tools import book, refused

HEADINGS = ("Tên tổ chức đảng", "Loại hình", "Số đảng viên")
ROWS = (
    ("Đảng uỷ xã Bảo Lý", "Đảng bộ cơ sở", 320),
    ("Chi bộ Trường THCS Hương Sơn", "Chi bộ\ncơ sở", 41),
    ("=HYPERLINK(1)", "+84", 0),
)


def test_a_written_table_is_read_back():
    rows = read_table(write_table("Danh sách", HEADINGS, ROWS, widths=(40, 20, 10)), name="a")
    assert rows[0] == ["Danh sách", "", ""]
    assert rows[2] == list(HEADINGS)
    assert rows[3:] == [[str(cell) for cell in row] for row in ROWS]


def test_written_text_is_never_a_formula():
    texts = ("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://a.b", "\t=1")
    data = write_table("", ("a",), [(text,) for text in texts], widths=(10,))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert [row[0] for row in read_table(data, name="a")[1:]] == [text.strip() for text in texts]


def test_the_same_table_gives_the_same_bytes():
    first, second = (write_table("a", HEADINGS, ROWS, widths=(9,)) for _ in range(2))
    assert first == second


CELLS = st.text(alphabet="aĐđụỷẫ 1=+-@\"';,\n", max_size=15)


@settings(max_examples=samples.EXAMPLES, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_any_texts_survive_the_way(rows):
    data = write_table("", ("a", "b"), rows, widths=(10, 10))
    wanted = [[nfc(cell) for cell in row] for row in rows]
    while wanted and not any(wanted[-1]):
        wanted.pop()
    assert read_table(data, name="x")[1:] == wanted


def test_cells_as_a_person_reads_them():
    def fill(made, sheet):
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        clock = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_datetime(0, 0, datetime(2021, 1, 5, tzinfo=UTC).replace(tzinfo=None), day)
        when = datetime(2021, 12, 31, 9, 15, tzinfo=UTC).replace(tzinfo=None)
        sheet.write_datetime(0, 1, when, clock)
        sheet.write_number(0, 2, 12)
        sheet.write_number(0, 3, 1.5)
        sheet.write_number(0, 4, 1234567890123)
        sheet.write_boolean(0, 5, 1)
        sheet.write_string(0, 6, "Huye\u0323\u0302n   uỷ ")
        sheet.write_number(0, 7, 0.1 + 0.2)
        sheet.write_number(0, 8, -3)

    assert read_table(book(fill), name="a") == [
        [
            "05/01/2021",
            "31/12/2021 09:15",
            "12",
            "1,5",
            "1234567890123",
            "TRUE",
            "Huyện uỷ",
            "0,3",
            "-3",
        ]
    ]


def test_merged_heads_fill_all_their_cells():
    def fill(_made, sheet):
        sheet.merge_range(0, 0, 0, 2, "Đối tượng")
        sheet.merge_range(1, 0, 3, 0, "Đảng uỷ")
        sheet.write(1, 1, "x")
        sheet.write(3, 2, "y")

    assert read_table(book(fill), name="a") == [
        ["Đối tượng", "Đối tượng", "Đối tượng"],
        ["Đảng uỷ", "x", ""],
        ["Đảng uỷ", "", ""],
        ["Đảng uỷ", "", "y"],
    ]


def test_rows_keep_their_numbers_and_empty_ends_go():
    def fill(made, sheet):
        wide = made.add_format({"bold": True})
        sheet.write(2, 1, "a")
        sheet.write_blank(90, 9, None, wide)
        sheet.write(50, 5, "  ")

    assert read_table(book(fill), name="a") == [["", ""], ["", ""], ["", "a"]]


def test_hidden_and_empty_sheets_are_passed_over():
    def fill(made, sheet):
        sheet.write(0, 0, "ẩn")
        second = made.add_worksheet("Hai")
        third = made.add_worksheet("Ba")
        third.write(0, 0, "đây")
        second.activate()
        sheet.hide()

    assert read_table(book(fill), name="a") == [["đây"]]


def test_an_empty_workbook_has_no_rows():
    assert read_table(book(lambda _made, _sheet: None), name="a") == []


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"\x00\x01\x02abc"],
)
def test_what_is_no_table_is_refused(data):
    assert refused(data) == "sheet_unreadable"


def test_a_web_page_named_xls_is_refused():
    assert refused(b"<html><table><tr><td>1</td></tr></table></html>") == "sheet_unreadable"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(KtgsError) as caught:
        read_table(tmp_path / "không có.xlsx", name="không có.xlsx")
    assert caught.value.code == "file_missing"


def test_files_beyond_the_limits(monkeypatch, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a\n" * 300, "utf-8")
    monkeypatch.setattr("ktgs_desktop.papers.sheet_reader.MAX_ROWS", 100)
    with pytest.raises(UserError) as caught:
        read_table(file, name="a.csv")
    assert caught.value.code == "sheet_too_large"
    assert caught.value.params == {"file": "a.csv", "megabytes": 100, "rows": 200_000}
    monkeypatch.setattr("ktgs_desktop.papers.sheet_reader.MAX_BYTES", 100)
    for source in (file, file.read_bytes()):
        with pytest.raises(UserError) as caught:
            read_table(source, name="a.csv")
        assert caught.value.code == "sheet_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_its_habits(encoding, delimiter):
    lines = [
        ["Tên", "Số, lượng", "Ghi; chú"],
        ["Đảng uỷ xã Bảo Lý", "1", 'nói "thẳng"\nhai dòng'],
        ["", "", "x"],
    ]
    text = "\r\n".join(
        delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
    )
    assert read_table(text.encode(encoding), name="a.csv") == lines


def test_csv_of_old_windows():
    text = "Tên;Sô\u0301\nĐa\u0309ng uy\u0309;2\n"
    assert read_table(text.encode("cp1258"), name="a.csv") == [["Tên", "Số"], ["Đảng uỷ", "2"]]


def test_csv_with_a_stated_delimiter_and_one_column():
    assert read_table(b"sep=;\r\na,b;c\r\n", name="a") == [["a,b", "c"]]
    assert read_table("Đảng uỷ\nChi bộ\n".encode(), name="a") == [["Đảng uỷ"], ["Chi bộ"]]
    assert read_table(b"", name="a") == []


def test_pasted_cells():
    text = 'Đảng uỷ xã Bảo Lý\t12\t"hai\ndòng ""trích"""\r\n"tự diễn biến" là\t\tx\r\n\r\n'
    assert read_pasted(text) == [
        ["Đảng uỷ xã Bảo Lý", "12", 'hai\ndòng "trích"'],
        ['"tự diễn biến" là', "", "x"],
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("a", [["a"]]),
        ('"a"', [['"a"']]),
        ('"mở\tb', [['"mở', "b"]]),
        ("a\rb", [["a"], ["b"]]),
        ("\t\n\tx", [["", ""], ["", "x"]]),
        ('"a\tb"\tc', [["a b", "c"]]),
    ],
)
def test_pasted_oddities(text, rows):
    assert read_pasted(text) == [[nfc(cell) for cell in row] for row in rows]


PASTED = st.lists(
    st.lists(st.text(alphabet='aĐ \n\t"', max_size=6), min_size=2, max_size=2),
    min_size=1,
    max_size=5,
)


def as_excel(cell_text: str) -> str:
    if any(mark in cell_text for mark in "\n\t"):
        return '"' + cell_text.replace('"', '""') + '"'
    return cell_text


@settings(max_examples=samples.EXAMPLES * 2, deadline=None)
@given(PASTED)
def test_what_excel_copies_is_read_back(rows):
    plain = [[cell if cell.strip('"') else "" for cell in row] for row in rows]
    text = "\r\n".join("\t".join(map(as_excel, row)) for row in plain)
    found = read_pasted(text)
    wanted = [[nfc(cell) for cell in row] for row in plain]
    unquoted = [cell for row in plain for cell in row if not re.search("[\n\t]", cell)]
    ambiguous = any(cell.startswith('"') for cell in unquoted)
    while wanted and not any(wanted[-1]):
        wanted.pop()
    if not ambiguous:
        assert [row + [""] * (2 - len(row)) for row in found] == wanted


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_files_of_another_office_program(tmp_path, kind):
    def fill(made, sheet):
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range(0, 0, 0, 2, "Danh sách tổ chức đảng")
        for place, (name, sort, members) in enumerate(ROWS, 1):
            sheet.write_string(place, 0, name)
            sheet.write_string(place, 1, sort)
            sheet.write_number(place, 2, members)
        when = datetime(2021, 1, 5, tzinfo=UTC).replace(tzinfo=None)
        sheet.write_datetime(4, 0, when, day)

    folder = tmp_path / "out"
    folder.mkdir()
    source = tmp_path / "bảng.xlsx"
    source.write_bytes(book(fill))
    rows = read_table(pdf_tools.office(source, kind, folder), name="bảng")
    assert rows[0][0] == "Danh sách tổ chức đảng"
    assert rows[1:4] == [[str(cell) for cell in row] for row in ROWS]
    assert rows[4] == ["05/01/2021", "", ""]


def test_a_row_is_as_high_as_its_longest_cell_needs():
    """Text that is broken in its cell does not lie over the row below, as LibreOffice shows it."""
    long = "Lãnh đạo, chỉ đạo thực hiện Nghị quyết Đại hội đảng bộ các cấp nhiệm kỳ " * 3
    rows = [("một", "ngắn"), ("hai", long), ("ba", "dòng\n" * 4 + "cuối")]
    data = write_table("", ("a", "b"), rows, widths=(10, 40))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)
    heights = {row: float(height) for row, height in found}
    assert set(heights) == {"3", "4"}
    assert 5 * 15 < heights["3"] < 9 * 16
    assert heights["4"] == pytest.approx(5 * 15.75)
    data = write_table("", ("Người nhận bản lưu", "b"), [("một", "ngắn")], widths=(10, 40))
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    (head,) = re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet)
    assert head[0] == "1"
    assert float(head[1]) >= 2 * 15


def test_a_row_of_one_text_is_the_title_of_those_below_across_all_columns(tmp_path):
    rows = [("A. ĐÃ ĐƯỢC QUÁN TRIỆT",), ("1", "Đảng bộ xã Nga My", 12)]
    file = tmp_path / "a.xlsx"
    file.write_bytes(write_table("", ["STT", "Đơn vị", "Số"], rows, widths=[5, 30, 8]))
    sheet = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == [
        ["A. ĐÃ ĐƯỢC QUÁN TRIỆT", "", ""],
        ["1", "Đảng bộ xã Nga My", 12],
    ]
    assert sheet.merged_cell_ranges == [((1, 0), (1, 2))]
