from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.sheet_reader import read_table
from tests.papers import old_excel, samples
from tests.papers.sheet_tools import refused

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
