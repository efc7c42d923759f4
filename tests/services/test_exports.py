"""Lists as Excel sheets, read back by another library than the one that wrote them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.services import exports, organizations, papers
from tests.helpers.builders import an_issued_program, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace

plain = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=20
).map(lambda text: " ".join(text.split()))


def cells(path: Path) -> list[list[str]]:
    workbook = CalamineWorkbook.from_path(path)
    rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in rows]


def test_a_list_of_organizations_opens_as_a_sheet(workspace: Workspace, tmp_path: Path) -> None:
    wanted = [row for chunk in organizations.stream(workspace, Listing("name")) for row in chunk]
    shown = organizations.rows(workspace, wanted)
    path = tmp_path / "to-chuc.xlsx"
    rows = [[row.name, row.code] for row in shown]
    exports.save_sheet(path, "Tổ chức đảng", ["Tên tổ chức", "Mã"], rows, [40, 10])
    found = cells(path)
    assert any("Tổ chức đảng" in row for row in found)
    head = found.index(["Tên tổ chức", "Mã"])
    assert found[head + 1 :][: len(rows)] == rows
    assert len(rows) == 88
    assert ["Đảng uỷ xã Bàn Đạt", "05911"] in found, "leading zeros stay"


@settings(max_examples=30)
@given(st.lists(st.lists(plain, min_size=2, max_size=2), max_size=6))
def test_every_cell_comes_back_as_the_text_it_was(tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "bang.xlsx"
    exports.save_sheet(path, "Bảng", ["Một", "Hai"], rows, [10, 10])
    found = cells(path)
    head = found.index(["Một", "Hai"])
    filled = [row for row in found[head + 1 :] if any(row)]
    assert filled == [row for row in rows if any(row)]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "=HYPERLINK(1)", "007", "1e5", "30/6"])
def test_nothing_typed_becomes_a_formula_or_a_number(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bang.xlsx"
    exports.save_sheet(path, "Bảng", ["Một", "Hai"], [[text, "x"]], [10, 10])
    assert [text, "x"] in cells(path)


def test_a_sheet_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    target = tmp_path / "none" / "bang.xlsx"
    error = refusal(lambda: exports.save_sheet(target, "Bảng", ["Một"], [], [10]))
    assert (error.code, error.params["path"]) == ("folder_missing", str(target))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Chương trình 2021", "Chương trình 2021"),
        ("02-CTr/HU: nháp?", "02-CTr HU nháp"),
        ("a\\b*c", "a b c"),
        ("dài " * 60, ("dài " * 60)[:100].strip()),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert exports.safe_name(title).strip() == name
    assert not set(exports.safe_name(title)) & set('/\\:*?"<>|')


def test_a_program_opens_in_word(workspace: Workspace, tmp_path: Path) -> None:
    program, items = an_issued_program(workspace)
    word = papers.word_of_program(workspace, program.id)
    path = tmp_path / word.name
    papers.save_file(word, path)
    opened = docx.Document(io.BytesIO(path.read_bytes()))
    text = " ".join(paragraph.text for paragraph in opened.paragraphs)
    assert "CHƯƠNG TRÌNH" in text
    annex = opened.tables[-1]
    lines = [[cell.text for cell in row.cells] for row in annex.rows]
    assert sum(item.content in line for item in items for line in lines) == len(items)
    assert len(opened.sections) >= 2, "the annex is a landscape section of its own"
    assert opened.sections[-1].page_width > opened.sections[-1].page_height
