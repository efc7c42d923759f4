"""Spreadsheets made and broken for tests."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers.sheet_reader import read_table


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
