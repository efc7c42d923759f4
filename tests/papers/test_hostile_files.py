"""Files that were damaged or made to do harm: read, or refused in the program's own words."""

from __future__ import annotations

import io
import logging
import time
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ktgs_desktop.domain.programs import ProgramKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import html_table, table_reader, word_package
from ktgs_desktop.papers.program import column_headings
from ktgs_desktop.papers.word import write_word
from ktgs_desktop.papers.word_reading import read_word
from ktgs_desktop.paths import read_file
from tests.helpers.builders import refusal
from tests.papers import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

_SECONDS = 5
_WORD = {"word_unreadable", "word_old", "word_too_large", "word_foreign"}
_TABLE = {"sheet_unreadable", "sheet_encrypted", "sheet_too_large"}
_VALUES = ("", "0", "-5", "2147483648", "9" * 5000, "abc", "continue", "restart")
_PIECES = (b"<w:tc>", b"</w:tc>", b"<w:tr/>", b"\x00", b"<table>" * 300, b"<td>", b"</table>", b'"')
_PAGE = (
    "<html><head><meta charset='utf-8'></head><body><table><tr><td rowspan=2>a</td>"
    "<td colspan='3' style='mso-ignore:colspan'>b<br>c</td></tr><tr><td>Đảng uỷ<p>d<ul><li>e</ul>"
    "<table><tr><td>f</td></tr></table></td></tr></table></body></html>"
).encode()


@cache
def _draft() -> bytes:
    return write_word(samples.draft(2), {"KTGS program": "một", "KTGS draft": "hai"})


@cache
def _merged() -> bytes:
    document = Document()
    table = document.add_table(4, 4)
    table.cell(0, 0).merge(table.cell(3, 1)).text = "gộp"
    return _saved(document)


def _saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _damaged(draw: DataObject, data: bytes) -> bytes:
    """Bytes of which some were flipped, left out, doubled or put in."""
    found = bytearray(data)
    for _time in range(draw.draw(st.integers(1, 3))):
        place = draw.draw(st.integers(0, len(found)))
        match draw.draw(st.sampled_from(("flip", "drop", "double", "put"))):
            case "flip" if place < len(found):
                found[place] ^= 1 << draw.draw(st.integers(0, 7))
            case "drop":
                del found[place : place + draw.draw(st.integers(1, 200))]
            case "double":
                found[place:place] = found[place : place + draw.draw(st.integers(1, 400))]
            case _:
                found[place:place] = draw.draw(st.sampled_from(_PIECES))
    return bytes(found)


def _bent(draw: DataObject, data: bytes) -> bytes:
    """XML that is still well formed and no longer says what it should."""
    root = etree.fromstring(data)
    for _time in range(draw.draw(st.integers(1, 4))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)][1:]
        if not elements:
            break
        one = draw.draw(st.sampled_from(elements))
        match draw.draw(st.sampled_from(("drop", "double", "value", "move", "bare"))):
            case "drop":
                one.getparent().remove(one)
            case "double":
                one.addnext(etree.fromstring(etree.tostring(one)))
            case "value" if one.attrib:
                key = draw.draw(st.sampled_from(sorted(one.attrib)))
                one.set(key, draw.draw(st.sampled_from(_VALUES)))
            case "bare":
                one.attrib.clear()
            case _:
                target = draw.draw(st.sampled_from(elements))
                if one not in target.iterancestors() and one is not target:
                    target.append(one)
    return etree.tostring(root)


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(buffer, "w") as made:
        for one in given.namelist():
            part = given.read(one)
            made.writestr(one, change(part) if one == name else part)
    return buffer.getvalue()


@st.composite
def _word_files(draw: Callable) -> bytes:
    """Word files that were real ones, damaged in their bytes or bent in one of their parts."""
    of = draw(st.data())
    data = draw(st.sampled_from((_draft(), _merged())))
    how = draw(st.sampled_from(("bytes", "part", "bent", "bent", "bent")))
    if how == "bytes":
        return _damaged(of, data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    name = draw(st.sampled_from(("word/document.xml", *names)))
    change = _bent if how == "bent" else _damaged
    return _with_part(data, name, lambda part: change(of, part))


def _told(act: Callable[[], object], codes: set[str]) -> None:
    """Do something that may be refused with one of these codes, and soon."""
    began = time.monotonic()
    code = ""
    try:
        act()
    except UserError as error:
        code = error.code
    assert code in {"", *codes}
    assert time.monotonic() - began < _SECONDS


@settings(max_examples=samples.EXAMPLES)
@given(_word_files())
def test_a_word_file_is_read_or_refused(tmp_path_factory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.docx"
    path.write_bytes(data)
    _told(lambda: read_word(data, "a.docx", column_headings(ProgramKind.ANNUAL)), _WORD)
    _told(lambda: table_reader.read_file(path, name="a.docx"), _TABLE)


@settings(max_examples=samples.EXAMPLES)
@given(st.data())
def test_a_table_in_html_is_read_or_refused(draw: DataObject) -> None:
    page = _damaged(draw, _PAGE)
    _told(lambda: html_table.read_html(page), {"sheet_too_large"})
    text = page.decode("utf-8", "replace")
    _told(lambda: table_reader.read_clipboard(text, text), {"sheet_too_large"})


@pytest.mark.parametrize("digits", ["9" * 5000, "٣" * 5000, "-3", "0x3"])
def test_a_span_that_is_no_number_of_cells(digits: str) -> None:
    page = f"<table><tr><td rowspan='{digits}'>a</td></tr><tr><td>b</td></tr></table>"
    assert html_table.read_html(page)[0][0] == "a"


def test_html_within_html_without_end_is_read_or_refused() -> None:
    for piece in ("<table><tr><td>", "<div>", "<ul><li>", "<b>"):
        page = "<table><tr><td>a" + piece * 50_000 + "</td></tr></table>"
        _told(lambda page=page: html_table.read_html(page), {"sheet_too_large"})


def test_a_cell_merged_over_thousands_of_rows_is_read(tmp_path: Path) -> None:
    # python-docx climbs from each merged cell to the first one, and falls at a thousand.
    document = Document()
    table = document.add_table(1, 2)
    line = table._tbl.tr_lst[0]
    merge = OxmlElement("w:vMerge")
    line.tc_lst[0].get_or_add_tcPr().append(merge)
    for _row in range(2999):
        line.addnext(etree.fromstring(etree.tostring(line)))
    merge.set(qn("w:val"), "restart")
    line.tc_lst[0].p_lst[0].add_r().text = "cả cột"
    path = tmp_path / "a.docx"
    path.write_bytes(_saved(document))
    found: list[list[str]] = []
    _told(lambda: found.extend(table_reader.read_file(path, name="a.docx").rows), set())
    assert [row[0] for row in found] == ["cả cột"] * 3000


def test_a_cell_merged_with_none_above_is_itself(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "một mình"
    cell._tc.get_or_add_tcPr().append(OxmlElement("w:vMerge"))
    path = tmp_path / "a.docx"
    path.write_bytes(_saved(document))
    assert table_reader.read_file(path, name="a.docx").rows == [["một mình"]]


def test_a_span_below_nothing_does_not_hide_one_beyond_all_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_reader, "MAX_CELLS", 100)
    document = Document()
    line = document.add_table(1, 2)._tbl.tr_lst[0]
    line.tc_lst[0].grid_span, line.tc_lst[1].grid_span = 10_000, -9_990
    path = tmp_path / "a.docx"
    path.write_bytes(_saved(document))
    assert refusal(lambda: table_reader.read_file(path, name="a.docx")).code == "sheet_too_large"


def test_what_nobody_foresaw_in_a_word_file_stands_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = "Nguyễn Văn Mẫu"

    def act() -> None:
        with word_package.damage_told("a.docx"):
            getattr(secret, secret)

    with caplog.at_level(logging.INFO):
        assert refusal(act).code == "word_unreadable"
    assert "AttributeError" in caplog.text
    assert "test_hostile_files.py" in caplog.text
    assert caplog.records[0].getMessage().count(secret) == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # a terabyte of nothing, of which the disk keeps no byte
    error = refusal(lambda: read_file(path))
    assert (error.code, error.params) == ("file_too_large", {"path": str(path), "megabytes": 200})
    assert refusal(lambda: table_reader.read_file(path, name="a")).code == "sheet_too_large"
    path.write_bytes(b"12345")
    assert read_file(path, 5) == b"12345"
    assert refusal(lambda: read_file(path, 4)).code == "file_too_large"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_a_file_without_end_is_refused() -> None:
    assert refusal(lambda: read_file(Path("/dev/zero"), 1000)).code == "file_too_large"
