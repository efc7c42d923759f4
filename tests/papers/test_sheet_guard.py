from __future__ import annotations

import io
import re
import zipfile

import pytest

from ktgs_desktop.papers import sheet_guard
from ktgs_desktop.papers.sheet_reader import read_table
from tests.papers.sheet_tools import book, refused, repacked

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


def test_the_guard_names_its_limits():
    assert sheet_guard.MAX_BYTES == 100 * 1024 * 1024
    assert sheet_guard.MAX_ROWS == 200_000
