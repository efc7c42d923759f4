"""Papers of amendments and of a program on a day: what they say, what they must not say."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.services import (
    amendment_papers,
    amendments,
    papers,
    printing,
    program_items,
    programs,
)
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, an_issued_program, refusal
from tests.helpers.paper_text import pdf_text, word_text

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.programs import Program, ProgramItem
    from ktgs_desktop.papers.paper import Paper
    from ktgs_desktop.services.workspace import Workspace

_NO_WORD = re.compile(r"\d+|\d*[0-9a-f]{32}")  # numbers, and the hidden names of rows
APRIL, JUNE = date(2021, 4, 1), date(2021, 6, 1)


def drafted(workspace: Workspace) -> tuple[Program, UUID, list[ProgramItem]]:
    """A program of five lines with a draft that adds, changes, drops and puts off."""
    program, items = an_issued_program(workspace, lines=5)
    draft = amendments.begin(workspace, program.id, reason="chỉ đạo của cấp trên.").id
    new = dataclasses.replace(
        amendments.blank(workspace, draft, "SUPERVISION_THEMATIC"), content="Mới", quarter=3
    )
    put = amendments.put_change
    put(workspace, draft, ChangeAction.ADDED, new, "việc mới")
    changed = dataclasses.replace(items[1], content="Khác", subjects=(), unnamed_members=2)
    put(workspace, draft, ChangeAction.CHANGED, changed)
    put(workspace, draft, ChangeAction.DROPPED, items[2], "trùng")
    put(workspace, draft, ChangeAction.POSTPONED, dataclasses.replace(items[3], quarter=4))
    put(workspace, draft, ChangeAction.POSTPONED, dataclasses.replace(items[4], postponed_to=2022))
    return program, draft, items


def rows(paper: Paper) -> list[tuple[str, tuple[str, ...]]]:
    """Rows of the annex, each with its part."""
    assert paper.annex is not None
    return [(group.title, row) for group in paper.annex.groups for row in group.rows]


def test_the_annex_says_which_line_what_it_was_what_it_becomes_and_why(
    workspace: Workspace,
) -> None:
    _program, draft, _items = drafted(workspace)
    paper = amendment_papers.paper_of_amendment(workspace, draft)
    assert rows(paper) == [
        (
            "A. BỔ SUNG",
            (
                "1",
                "(mục mới)",
                "",
                (
                    "Nội dung (chuyên đề): Mới\n"
                    "Loại hình: Giám sát chuyên đề\n"
                    "Thời gian tiến hành: Quý III/2021"
                ),
                "việc mới",
            ),
        ),
        (
            "B. SỬA ĐỔI",
            (
                "2",
                "Mục 02. Nội dung 1",
                "Nội dung (chuyên đề): Nội dung 1\nĐối tượng: Đảng uỷ xã Bàn Đạt",
                "Nội dung (chuyên đề): Khác\nĐối tượng: 02 đảng viên",
                "",
            ),
        ),
        (
            "C. LÙI THỜI GIAN THỰC HIỆN",
            (
                "3",
                "Mục 04. Nội dung 3",
                "Thời gian tiến hành: Quý I/2021",
                "Thời gian tiến hành: Quý IV/2021",
                "",
            ),
        ),
        (
            "C. LÙI THỜI GIAN THỰC HIỆN",
            (
                "4",
                "Mục 05. Nội dung 4",
                "Thời gian tiến hành: Quý I/2021",
                "Lùi sang năm 2022",
                "",
            ),
        ),
        (
            "D. RÚT KHỎI CHƯƠNG TRÌNH",
            (
                "5",
                "Mục 03. Nội dung 2",
                (
                    "Loại hình: Kiểm tra theo chương trình (chuyên đề)\n"
                    "Đối tượng: Đảng uỷ xã Bàn Đạt\n"
                    "Thời gian tiến hành: Quý I/2021\n"
                    "Cơ quan chủ trì: UBKT Huyện uỷ"
                ),
                "Rút khỏi Chương trình",
                "trùng",
            ),
        ),
    ]


def test_a_draft_is_marked_and_an_issued_one_has_its_number(workspace: Workspace) -> None:
    _program, draft, _items = drafted(workspace)
    text = pdf_text(amendment_papers.print_amendment(workspace, draft).data)
    assert "DỰ THẢO" in text
    assert "-QĐ/HU" in text
    before = rows(amendment_papers.paper_of_amendment(workspace, draft))
    amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    printed = amendment_papers.print_amendment(workspace, draft)
    text = pdf_text(printed.data)
    assert printed.name == "01-QĐ-HU 2021.pdf"
    for words in ("Số 01-QĐ/HU", "ngày 01 tháng 4 năm 2021", "QUYẾT ĐỊNH", SIGNER.name):
        assert words in text, words
    assert "Lý do: chỉ đạo của cấp trên. " in text + " "
    assert "DỰ THẢO" not in text
    assert rows(amendment_papers.paper_of_amendment(workspace, draft)) == before


def test_a_later_amendment_does_not_change_what_an_earlier_one_says(workspace: Workspace) -> None:
    program, first, items = drafted(workspace)
    amendments.issue(workspace, first, amendments.Issue(APRIL, SIGNER))
    before = rows(amendment_papers.paper_of_amendment(workspace, first))
    second = amendments.begin(workspace, program.id, reason="r").id
    amendments.put_change(workspace, second, ChangeAction.DROPPED, items[0])
    amendments.issue(workspace, second, amendments.Issue(JUNE, SIGNER))
    assert rows(amendment_papers.paper_of_amendment(workspace, first)) == before
    (row,) = rows(amendment_papers.paper_of_amendment(workspace, second))
    assert row[1][1] == "Mục 01. Nội dung 0"


@pytest.mark.parametrize(
    ("kind", "name", "symbol"),
    [
        ("CTr", "CHƯƠNG TRÌNH", "Số 02-CTr/HU"),  # the program itself has the first number
        ("TB", "THÔNG BÁO", "Số 01-TB/HU"),
        ("QĐ", "QUYẾT ĐỊNH", "Số 01-QĐ/HU"),
    ],
)
def test_each_type_of_paper_has_its_form(
    workspace: Workspace, kind: str, name: str, symbol: str
) -> None:
    _program, draft, _items = drafted(workspace)
    amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER), kind)
    paper = amendment_papers.paper_of_amendment(workspace, draft)
    assert (paper.type_name, paper.symbol_text) == (name, symbol)
    text = " ".join(block.text for block in paper.blocks)
    assert ("Điều 1." in text) == (kind == "QĐ")
    assert "ổ sung 01 mục" in text


def test_the_program_itself_stays_as_it_was_issued(workspace: Workspace) -> None:
    program, draft, _items = drafted(workspace)
    before = papers.paper_of_program(workspace, program.id)
    words = papers.text_of_program(workspace, program.id)
    amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    assert papers.paper_of_program(workspace, program.id) == before
    assert papers.text_of_program(workspace, program.id) == words


def test_the_program_of_a_day_is_no_signed_paper(workspace: Workspace) -> None:
    program, draft, _items = drafted(workspace)
    amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    paper = printing.version_as_paper(workspace, program.id, JUNE)
    assert paper.abstract.endswith("(bản hợp nhất đến ngày 01/06/2021)")
    assert paper.signature.name == ""
    assert paper.recipients == ()
    assert "Quyết định số 01-QĐ/HU, ngày 01/04/2021" in paper.blocks[0].text
    assert [(row[0], row[1], row[-1]) for _part, row in rows(paper)] == [
        ("1", "Nội dung 0", ""),
        ("2", "Khác", "Sửa đổi theo 01-QĐ/HU, 01/04/2021"),
        ("3", "Nội dung 3", "Lùi thời gian theo 01-QĐ/HU, 01/04/2021"),
        ("4", "Mới", "Bổ sung theo 01-QĐ/HU, 01/04/2021"),
    ]
    earlier = printing.version_as_paper(workspace, program.id, date(2021, 3, 31))
    assert len(rows(earlier)) == 5
    assert "chưa được điều chỉnh" in earlier.blocks[0].text


def test_word_says_what_the_pdf_says(workspace: Workspace) -> None:
    program, draft, _items = drafted(workspace)
    amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    pairs = (
        (
            amendment_papers.print_amendment(workspace, draft),
            amendment_papers.word_of_amendment(workspace, draft),
        ),
        (
            amendment_papers.print_version(workspace, program.id, JUNE),
            amendment_papers.word_of_version(workspace, program.id, JUNE),
        ),
    )
    for pdf, word in pairs:
        said = set(pdf_text(pdf.data).split())
        words = {one for one in word_text(word.data).split() if not _NO_WORD.fullmatch(one)}
        assert words - said == set()
        assert pdf.name.removesuffix(".pdf") == word.name.removesuffix(".docx")


def test_the_register_makes_the_paper_of_an_amendment_anew(workspace: Workspace) -> None:
    _program, draft, _items = drafted(workspace)
    paper = amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    made = papers.file_of_document(workspace, paper.id, anew=True)
    assert made.name == "01-QĐ-HU 2021.pdf"
    assert made.signature_place is not None
    assert "RÚT KHỎI CHƯƠNG TRÌNH" in pdf_text(made.data)


def test_the_paper_of_an_amendment_is_kept_before_it_is_cancelled(workspace: Workspace) -> None:
    _program, draft, _items = drafted(workspace)
    paper = amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    kept = papers.kept_before_cancelling(workspace, paper.id)
    assert kept is not None
    assert kept.name == "01-QĐ-HU 2021.pdf"
    text = pdf_text(workspace.attachments.get(kept.digest))
    assert "RÚT KHỎI CHƯƠNG TRÌNH" in text


def test_a_text_of_ones_own_is_printed_and_its_unknown_fields_refused(
    workspace: Workspace,
) -> None:
    _program, draft, _items = drafted(workspace)
    there = amendments.get(workspace, draft).amendment
    own = dataclasses.replace(there, text="Điều chỉnh {{ program_number }}: {{ summary }}.")
    amendments.edit(workspace, own)
    text = " ".join(b.text for b in amendment_papers.paper_of_amendment(workspace, draft).blocks)
    assert text == (
        "Điều chỉnh 01-CTr/HU: bổ sung 01 mục; sửa đổi 01 mục; lùi thời gian thực hiện 02 mục; "
        "rút 01 mục."
    )
    amendments.edit(workspace, dataclasses.replace(own, text="{{ signer }}"))
    error = refusal(lambda: amendment_papers.paper_of_amendment(workspace, draft))
    assert (error.code, error.params["template"]) == ("template_field_unknown", "amendment.text")


def test_a_term_program_is_amended_by_year(workspace: Workspace) -> None:
    program = a_program(workspace, 2020, "TERM")
    item = a_line(workspace, program, year=2021, quarter=None)
    programs.issue(workspace, program.id, programs.Issue(date(2020, 12, 1), SIGNER))
    draft = amendments.begin(workspace, program.id, reason="r").id
    later = dataclasses.replace(item, year=2023)
    amendments.put_change(workspace, draft, ChangeAction.POSTPONED, later)
    (row,) = rows(amendment_papers.paper_of_amendment(workspace, draft))
    assert row[1][2:4] == ("Năm thực hiện: 2021", "Năm thực hiện: 2023")
    amendments.issue(workspace, draft, amendments.Issue(APRIL, SIGNER))
    assert program_items.get(workspace, item.id).item.year == 2023
    paper = printing.version_as_paper(workspace, program.id, JUNE)
    assert "nhiệm kỳ" in paper.abstract
    draft_of_next_year = a_program(workspace, ISSUED_ON.year)
    error = refusal(lambda: printing.version_as_paper(workspace, draft_of_next_year.id, JUNE))
    assert error.code == "program_not_issued_yet"
