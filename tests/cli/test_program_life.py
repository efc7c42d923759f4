"""The life of a program, its opinions, views and term lines from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.helpers.paper_text import pdf_pages
from tests.helpers.terminal import a_line, an_issued_program

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal


@pytest.fixture
def draft(ktgs: Terminal) -> Terminal:
    """A draft of 2021 with one line."""
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    a_line(ktgs)
    return ktgs


def test_from_the_draft_to_the_closing_and_back(draft: Terminal) -> None:
    sent = draft.json("programs", "consult", "HU/2021", "--giver", "Ban Tổ chức", "--due", "20/7")
    assert sent["state"] == "CONSULTING"
    assert draft.json("programs", "submit", "HU/2021")["state"] == "SUBMITTED"
    line = ("programs", "add-line", "HU/2021", "--kind", "INSPECTION_PROGRAM", "--content", "Muộn")
    draft(*line, code=1, says="program_submitted")
    back = draft.json("programs", "return", "HU/2021", "--remark", "Thêm đất đai")
    assert (back["state"], back["remark"]) == ("DRAFT", "Thêm đất đai")
    draft("programs", "return", "HU/2021", code=1, says="program_state_bad")
    draft("programs", "submit", "HU/2021")
    issued = ("--date", "2021-01-05", "--signer", "Nguyễn Văn Mẫu")
    draft("programs", "issue", "HU/2021", *issued)
    draft("programs", "close", "HU/2021", code=1, says="program_unfinished", count=1)
    closed = draft.json("programs", "close", "HU/2021", "--unfinished")
    assert closed["state"] == "CLOSED"
    assert draft.json("programs", "reopen", "HU/2021")["closed_on"] is None


def test_opinions_are_asked_recorded_listed_printed(draft: Terminal) -> None:
    made = draft.json("programs", "opinions", "ask", "HU/2021", "Ban Tổ chức", "Ban Dân vận")
    first, second = (one["id"] for one in made)
    said = draft.json("programs", "opinions", "record", first, "--text", "Thêm một cuộc")
    assert said["received_on"]
    explained = ("programs", "opinions", "record", first, "--result", "EXPLAINED")
    draft(*explained, code=1, says="answer_missing")
    draft(*explained, "--answer", "Đã có trong năm 2022")
    rows = draft.json("programs", "opinions", "list", "HU/2021", "--open")
    assert [row["giver"] for row in rows] == ["Ban Dân vận"]
    draft("programs", "opinions", "void", second, "--reason", "nhập nhầm")
    sheet = draft.folder / "opinions.xlsx"
    draft("programs", "opinions", "list", "HU/2021", "--xlsx", sheet)
    cells = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert any("Explained" in row and "Đã có trong năm 2022" in row for row in cells)
    word = draft.folder / "opinions.docx"
    draft("programs", "opinions", "print", "HU/2021", word)
    (table,) = [one for one in Document(str(word)).tables if len(one.columns) == 6]
    assert [cell.text for cell in table.rows[-1].cells][3:] == [
        "Thêm một cuộc",
        "Giải trình",
        "Đã có trong năm 2022",
    ]
    pdf = draft.folder / "opinions.pdf"
    assert draft.json("programs", "opinions", "print", "HU/2021", pdf)["pages"] == 2
    draft("programs", "opinions", "print", "HU/2021", draft.folder / "opinions.odt", code=2)


def test_matrix_calendar_and_figures_of_a_program(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    (row,) = ktgs.json("programs", "matrix", "HU/2021")
    assert (row["name"], [mark["state"] for mark in row["1"]]) == (
        "Đảng uỷ xã Bàn Đạt",
        ["OVERDUE"],
    )
    assert "!" in ktgs("programs", "matrix", "HU/2021").out
    assert ktgs.json("programs", "matrix", "HU/2021", "--all-bodies") == [row]
    (due,) = ktgs.json("programs", "calendar", "HU/2021", "--month", "3")
    assert due["due_on"] == "2021-03-31"
    assert ktgs.json("programs", "calendar", "HU/2021", "--month", "4") == []
    quarters = ktgs.json("programs", "figures", "HU/2021", "--by", "quarter")
    assert [one["overdue"] for one in quarters] == [1, 0, 0, 0]


def test_lines_of_the_term_are_laid_into_a_year(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--term-program")
    line = a_line(ktgs, "HU/2020-2025", work="")
    laid = ktgs.json("programs", "lay-into-year", "2022", line)
    assert (laid["begun"], laid["skipped"], len(laid["items"])) == (True, 0, 1)
    ktgs("programs", "lay-into-year", "2022", line, code=1, says="year_laid_already", year=2022)
    (carried,) = ktgs.json("programs", "term-lines", "HU/2020-2025")
    assert (carried["year"], carried["item"]) == (2022, laid["items"][0]["id"])


def test_charts_of_the_progress_follow_the_paper(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    plain, charted = ktgs.folder / "plain.pdf", ktgs.folder / "charts.pdf"
    pages = ktgs.json("programs", "print", "HU/2021", plain)["pages"]
    made = ktgs.json("programs", "print", "HU/2021", charted, "--charts")
    assert (made["pages"], made["signed"]) == (pages + 1, False)
    last = pdf_pages(charted.read_bytes())[-1]
    assert "BIỂU ĐỒ TIẾN ĐỘ" in last
    assert "Theo quý" in last
    ktgs("programs", "print", "HU/2021", ktgs.folder / "charts.docx", "--charts", code=2)
