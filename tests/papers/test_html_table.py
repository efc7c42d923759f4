"""Tables in HTML: merged cells, breaks within cells, what Word and Excel put around them."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import html_table, table_reader
from ktgs_desktop.papers.html_table import read_html


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def test_a_merged_cell_stands_in_each_cell_it_covers() -> None:
    source = table(
        "<td rowspan=2>a</td><td colspan=2>b</td>", "<td>1</td><td>2</td>", "<td colspan=3>c</td>"
    )
    assert read_html(source) == [["a", "b", "b"], ["a", "1", "2"], ["c", "c", "c"]]


def test_breaks_paragraphs_and_lists_are_lines() -> None:
    source = table("<td><p>một\n  dòng</p><p>hai<br>ba</p><ul><li>bốn</li></ul></td>")
    assert read_html(source) == [["một dòng\nhai\nba\n- bốn"]]


def test_what_word_and_excel_add_is_not_read() -> None:
    source = (
        "<html xmlns:o='urn:x'><head><style>td{x:1}</style><!--[if gte mso 9]><xml>y</xml>"
        "<![endif]--></head><body>"
        + table(
            "<td>Nội&nbsp;dung<o:p>&nbsp;</o:p></td><td style='display:none'>ẩn</td><td>z</td>",
            "<td colspan=2 style='mso-ignore:colspan'>tràn ra ngoài</td>",
        )
        + "<p>sau bảng</p></body></html>"
    )
    assert read_html(source) == [["Nội dung", "", "z"], ["tràn ra ngoài", "", ""]]


def test_a_table_in_a_cell_is_its_text_and_tables_follow_each_other() -> None:
    source = table("<td>x" + table("<td>y</td>") + "</td>") + table("<td>z</td>")
    assert read_html(source) == [["x\ny"], ["z"]]


@pytest.mark.parametrize("source", ["", "   ", "<p>không có bảng</p>", "<", "\x00"])
def test_a_text_without_a_table_has_no_rows(source: str) -> None:
    assert read_html(source) == []


def test_a_span_beyond_all_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_table, "MAX_CELLS", 1000)
    with pytest.raises(UserError) as caught:
        read_html(table("<td colspan=65000>x</td>"))
    assert caught.value.code == "sheet_too_large"


def test_a_span_to_the_end_and_one_beyond_it() -> None:
    source = table("<td rowspan=0>a</td><td rowspan=99>b</td>", "<td>c</td>")
    assert read_html(source) == [["a", "b", ""], ["a", "b", "c"]]


def test_the_clipboard_falls_back_to_its_text() -> None:
    assert table_reader.read_clipboard("a\tb", "<p>a b</p>").rows == [["a", "b"]]
    assert table_reader.read_clipboard("a\tb", table("<td>c</td>")).rows == [["c"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_saved_as_html_is_read_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "bang.html"
    head = "" if encoding != "utf-16" else '<meta charset="utf-16">'
    path.write_bytes((f"<html><head>{head}</head>" + table("<td>Đảng uỷ</td>")).encode(encoding))
    assert table_reader.read_file(path, name=path.name).rows == [["Đảng uỷ"]]


def test_a_word_file_is_read_with_its_merged_cells(tmp_path: Path) -> None:
    document = Document()
    made = document.add_table(2, 3)
    for row in range(2):
        for column in range(3):
            made.cell(row, column).text = f"{row}{column}"
    made.cell(0, 0).merge(made.cell(1, 0)).text = "dọc"
    made.cell(0, 1).merge(made.cell(0, 2)).text = "ngang"
    path = tmp_path / "bang.docx"
    document.save(str(path))
    assert table_reader.read_file(path, name="bang.docx").rows == [
        ["dọc", "ngang", "ngang"],
        ["dọc", "11", "12"],
    ]


def test_a_word_file_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bang.docx"
    Document().save(str(path))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(UserError) as caught:
        table_reader.read_file(path, name="bang.docx")
    assert caught.value.code == "sheet_unreadable"


@pytest.mark.parametrize("stated", ["gridBefore", "gridSpan"])
def test_a_word_file_that_states_more_columns_than_fit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    # Enough to fill the memory is not put into a test: the limit comes down instead.
    monkeypatch.setattr(table_reader, "MAX_CELLS", 100)
    document = Document()
    row = document.add_table(1, 2).rows[0]
    row.cells[1].text = "a"
    if stated == "gridSpan":
        row._tr.tc_lst[0].grid_span = 100
    else:
        before = OxmlElement("w:gridBefore")
        before.set(qn("w:val"), "100")
        row._tr.get_or_add_trPr().append(before)
    path = tmp_path / "bang.docx"
    document.save(str(path))
    with pytest.raises(UserError) as caught:
        table_reader.read_file(path, name="bang.docx")
    assert caught.value.code == "sheet_too_large"


_CELLS = st.text("aăĐê1 <&\"'", min_size=1, max_size=6).map(nfc).filter(bool)


@given(st.data(), st.integers(1, 5), st.integers(1, 5))
def test_any_merging_is_read_as_the_grid_it_was(data: st.DataObject, high: int, wide: int) -> None:
    grid: list[list[str]] = [["" for _column in range(wide)] for _row in range(high)]
    rows = []
    for row in range(high):
        cells = []
        for column in range(wide):
            if grid[row][column]:
                continue
            free = 1
            while column + free < wide and not grid[row][column + free]:
                free += 1
            across = data.draw(st.integers(1, free))
            down = data.draw(st.integers(1, high - row))
            text = data.draw(_CELLS)
            for y in range(row, row + down):
                for x in range(column, column + across):
                    grid[y][x] = text
            cells.append(f"<td rowspan={down} colspan={across}>{html.escape(text)}</td>")
        rows.append("".join(cells))
    assert read_html(table(*rows)) == grid


def test_old_encodings_are_read_however_a_table_comes(tmp_path: Path) -> None:
    """Excel's HTML and Word's cells keep the soft hyphen, which is ư in TCVN3."""
    cells, meant = ("H\u00adíng dÉn vÒ kiÓm tra", "®·"), [["Hướng dẫn về kiểm tra", "đã"]]
    html = table("".join(f"<td><font face='.VnTime'>{cell}</font></td>" for cell in cells))
    document = Document()
    line = document.add_table(1, 2).rows[0]
    for cell, text in zip(line.cells, cells, strict=True):
        cell.text = text
    document.save(str(tmp_path / "a.docx"))
    for found in (
        table_reader.read_clipboard("", html),
        table_reader.read_clipboard("\t".join(cells)),
        table_reader.read_file(tmp_path / "a.docx", name="a.docx"),
    ):
        assert (found.rows, found.reading.encoding, found.reading.cells) == (meant, "tcvn3", 2)
