from __future__ import annotations

import io
import re
import struct
import zipfile
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import sheet_guard
from ktgs_desktop.papers.sheets import read_pasted, read_table, write_table
from tests.papers import old_excel, pdf_tools, samples

HEADINGS = ("Tên tổ chức đảng", "Loại hình", "Số đảng viên")
ROWS = (
    ("Đảng uỷ xã Bảo Lý", "Đảng bộ cơ sở", 320),
    ("Chi bộ Trường THCS Hương Sơn", "Chi bộ\ncơ sở", 41),
    ("=HYPERLINK(1)", "+84", 0),
)


def book(fill, **options) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(made, made.add_worksheet("Một"))
    made.close()
    return buffer.getvalue()


def repacked(data: bytes, change) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given_,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given_.namelist():
            made.writestr(name, change(name, given_.read(name)))
    return buffer.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read_table(data, name="tệp.xlsx")
    assert caught.value.params["file"] == "tệp.xlsx"
    return caught.value.code


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
    with pytest.raises(UserError) as caught:
        read_table(tmp_path / "không có.xlsx", name="không có.xlsx")
    assert caught.value.code == "sheet_unreadable"


def test_files_beyond_the_limits(monkeypatch, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a\n" * 300, "utf-8")
    monkeypatch.setattr("ktgs_desktop.papers.sheets.MAX_ROWS", 100)
    with pytest.raises(UserError) as caught:
        read_table(file, name="a.csv")
    assert caught.value.code == "sheet_too_large"
    assert caught.value.params == {"file": "a.csv", "megabytes": 100, "rows": 200_000}
    monkeypatch.setattr("ktgs_desktop.papers.sheets.MAX_BYTES", 100)
    for source in (file, file.read_bytes()):
        with pytest.raises(UserError) as caught:
            read_table(source, name="a.csv")
        assert caught.value.code == "sheet_too_large"


ONE = book(lambda _made, sheet: sheet.write(0, 0, "x"))


def in_sheet(change):
    return repacked(ONE, lambda name, xml: change(xml) if "sheet1" in name else xml)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace(b'r="A1"', b'r="XFD1048576"'), "sheet_too_large"),
        (lambda xml: xml.replace(b'<c r="A1"', b"<c s='0' \n r='XFD1048576'"), "sheet_too_large"),
        (lambda xml: xml.replace(b'<c r="A1"', b'<c x=">" r="XFD1048576"'), "sheet_too_large"),
        (
            lambda xml: xml.replace(b'<c r="A1"', b"<c" + b" " * 3_000_000 + b'r="XFD1048576"'),
            "sheet_too_large",
        ),
        (lambda xml: xml + b" " * 40_000_000, "sheet_too_large"),
        (lambda xml: xml[: len(xml) // 2], "sheet_unreadable"),
        (lambda xml: xml.replace(b'r="A1"', b'r="1A"'), "sheet_unreadable"),
        (lambda xml: xml.replace(b"UTF-8", b"UTX-8"), "sheet_unreadable"),
        (
            lambda xml: xml.replace(b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"),
            "sheet_unreadable",
        ),
    ],
)
def test_a_sheet_that_would_end_the_program_is_refused(change, code):
    assert refused(in_sheet(change)) == code


def test_stated_numbers_are_not_believed():
    data = repacked(ONE, lambda _name, xml: re.sub(rb'ount="\d+"', b'ount="4000000000"', xml))
    assert refused(data) == "sheet_unreadable"


def test_formatted_but_empty_cells_do_not_count():
    def fill(made, sheet):
        sheet.write(0, 0, "a")
        sheet.write_blank(1_000_000, 200, None, made.add_format({"bold": True}))

    assert read_table(book(fill), name="a") == [["a"]]


def test_a_stray_cell_far_below_is_read_or_refused():
    def fill(_made, sheet):
        sheet.write(0, 0, "a")
        sheet.write(1_000_000, 0, "b")

    assert refused(book(fill)) == "sheet_too_large"


def ods(cells: str) -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def cell(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def test_an_open_document_table():
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    end = '<table:table-cell table:number-columns-repeated="16380"/>'
    filled = row(cell("a") + gap + cell("b") + end)
    found = read_table(ods(filled + filled + row(end, 1_048_570)), name="a")
    assert found == [["a", "", "", "b"]] * 2


MANY = ' table:number-columns-repeated="4000000000"'
THOUSAND = ' table:number-columns-repeated="1000"'


def row(content: str, repeated: int = 1) -> str:
    times = f' table:number-rows-repeated="{repeated}"'
    return f"<table:table-row{times}>{content}</table:table-row>"


@pytest.mark.parametrize(
    "cells",
    [
        row(cell("a", MANY)),
        row(cell("a"), 4_000_000_000),
        row(cell("a", THOUSAND), 1_000_000),
        row("<table:table-cell/>", 9_999_999) + row(cell("a")),
    ],
)
def test_repeated_cells_that_would_fill_the_memory(cells):
    assert refused(ods(cells)) == "sheet_too_large"


XLS_CELLS = (
    old_excel.dimensions(2, 2)
    + old_excel.label(0, 0, "Đảng uỷ xã Bảo Lý")
    + old_excel.number(1, 1, 12)
)


def test_an_old_excel_file():
    data = old_excel.container(old_excel.workbook(XLS_CELLS))
    assert read_table(data, name="a") == [["Đảng uỷ xã Bảo Lý", ""], ["", "12"]]


def xls(cells: bytes, **changes) -> bytes:
    return old_excel.container(old_excel.workbook(cells), **changes)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (xls(XLS_CELLS, shift=10), "sheet_unreadable"),
        (xls(XLS_CELLS, fats=70_000), "sheet_unreadable"),
        (xls(XLS_CELLS, minis=70_000), "sheet_unreadable"),
        (xls(XLS_CELLS, difat=1), "sheet_unreadable"),
        (xls(XLS_CELLS, difats=1), "sheet_unreadable"),
        (xls(XLS_CELLS, first=99), "sheet_unreadable"),
        (xls(XLS_CELLS, loop=1), "sheet_unreadable"),
        (xls(XLS_CELLS, size=1_000_000), "sheet_unreadable"),
        (xls(XLS_CELLS)[:2000], "sheet_unreadable"),
        (xls(old_excel.dimensions(0xFFFFFFF0, 2)), "sheet_unreadable"),
        (xls(old_excel.dimensions(65_536, 256)), "sheet_too_large"),
        (xls(old_excel.number(65_535, 60_000, 1)), "sheet_unreadable"),
        (xls(old_excel.number(0, 0, 1) + old_excel.number(65_535, 255, 1)), "sheet_too_large"),
        (
            xls(old_excel.record(0xBD, struct.pack("<HHHIH", 0, 0, 0, 0, 60_000))),
            "sheet_unreadable",
        ),
        (
            old_excel.container(old_excel.workbook(XLS_CELLS, sheet_at=33)),
            "sheet_unreadable",
        ),
        (
            old_excel.container(
                old_excel.workbook(XLS_CELLS, before=old_excel.record(0x2F, b"\1\0\1\0"))
            ),
            "sheet_encrypted",
        ),
        (old_excel.container(b"secret", name="EncryptedPackage"), "sheet_encrypted"),
    ],
)
def test_an_old_file_that_contradicts_itself_is_refused(data, code):
    assert refused(data) == code


@settings(max_examples=samples.EXAMPLES * 2, deadline=None)
@given(st.data())
def test_damaged_old_files_never_end_the_program(data):
    sound = bytearray(xls(XLS_CELLS))
    for _ in range(data.draw(st.integers(1, 4))):
        sound[data.draw(st.integers(0, 2200))] = data.draw(st.integers(0, 255))
    with suppress(UserError):
        read_table(bytes(sound), name="a")


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


def test_the_guard_names_its_limits():
    assert sheet_guard.MAX_BYTES == 100 * 1024 * 1024
    assert sheet_guard.MAX_ROWS == 200_000


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
