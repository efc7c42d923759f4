"""The paper of a program: its text, number, preview, files, and Word with the same words."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop import paths
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.errors import StorageError
from ktgs_desktop.services import offices, papers, programs, users
from ktgs_desktop.services.workspace import open_workspace
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    refusal,
    standing,
)
from tests.helpers.paper_text import in_word, pdf_pages, pdf_text, recovery_code_of, word_text

if TYPE_CHECKING:
    from pathlib import Path

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock


def of_both_parts(workspace: Workspace) -> Program:
    program = a_program(workspace)
    a_line(workspace, program, content="Lãnh đạo thực hiện nghị quyết")
    a_line(workspace, program, content="Quy chế làm việc", task_kind="SUPERVISION_THEMATIC")
    return program


# The text -------------------------------------------------------------------------------------


def test_an_issued_paper_shows_header_number_date_lines_and_signer(workspace: Workspace) -> None:
    program = of_both_parts(workspace)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    printed = papers.print_program(workspace, program.id)
    text = pdf_text(printed.data)
    for shown in (
        "ĐẢNG BỘ TỈNH THÁI NGUYÊN",
        "HUYỆN UỶ PHÚ BÌNH",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 01-CTr/HU",
        "Phú Bình, ngày 05 tháng 01 năm 2021",
        "CHƯƠNG TRÌNH",
        "kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
        SIGNER.name,
        "A. KIỂM TRA",
        "B. GIÁM SÁT",
        "Đảng uỷ xã Bàn Đạt",
    ):
        assert shown in text, shown
    assert printed.name == "01-CTr-HU 2021.pdf"
    assert printed.pages == len(papers.page_sizes(printed.data)) >= 2
    assert printed.signature_place is not None
    assert not printed.signed


def test_a_draft_has_neither_number_nor_date_and_says_so(workspace: Workspace) -> None:
    printed = papers.print_program(workspace, of_both_parts(workspace).id)
    text = pdf_text(printed.data)
    assert "-CTr/HU" in text
    assert "01-CTr/HU" not in text
    assert printed.name == "Du thao CTr-HU 2021.pdf"


def test_a_draft_is_marked_on_paper_and_in_word_until_it_is_issued(workspace: Workspace) -> None:
    program = of_both_parts(workspace)

    def marks() -> tuple[set[int], int]:
        printed = papers.print_program(workspace, program.id).data
        word = papers.word_of_program(workspace, program.id).data
        pages = pdf_pages(printed)
        assert len(pages) >= 2
        return {page.count("DỰ THẢO") for page in pages}, in_word(word, "DỰ THẢO")

    assert marks() == ({1}, 3)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    assert marks() == ({0}, 0)


def test_the_inspection_committee_has_its_own_header(workspace: Workspace) -> None:
    _committee, inspection = offices.bodies(workspace)
    program = programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2021)
    a_line(workspace, program)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    text = pdf_text(papers.print_program(workspace, program.id).data)
    assert "HUYỆN UỶ PHÚ BÌNH UỶ BAN KIỂM TRA" in text
    assert "Số 01-CTr/UBKTHU" in text


def test_the_day_of_issue_decides_the_layout(workspace: Workspace, clock: Clock) -> None:
    clock.forward(days=5 * 365)
    offices.save_office(workspace, dataclasses.replace(workspace.office, term="2025-2030"))
    shown = []
    bodies = offices.bodies(workspace)
    for body, day in zip(bodies, (date(2026, 5, 26), date(2026, 5, 27)), strict=True):
        program = programs.add(workspace, kind="ANNUAL", body=body.id, year=2026)
        a_line(workspace, program)
        programs.issue(workspace, program.id, programs.Issue(day, SIGNER))
        paper = papers.paper_of_program(workspace, program.id)
        text = pdf_text(papers.print_program(workspace, program.id).data)
        shown.append((str(paper.layout), "HUYỆN ỦY PHÚ BÌNH" in text))
    assert shown == [("36-HD/VPTW", False), ("05-HD/VPTW", True)]


def test_the_letter_is_edited_and_printed_as_edited(workspace: Workspace) -> None:
    program = of_both_parts(workspace)
    usual = papers.text_of_program(workspace, program.id)
    assert "{{" not in usual
    assert "2021" in usual
    own = f"{usual}\n\nĐoạn văn riêng của cơ quan.\n"
    programs.edit(workspace, dataclasses.replace(program, text=own))
    assert "Đoạn văn riêng của cơ quan." in papers.text_of_program(workspace, program.id)
    assert "Đoạn văn riêng của cơ quan." in pdf_text(
        papers.print_program(workspace, program.id).data
    )


def test_a_title_and_text_are_printed_before_they_are_saved(workspace: Workspace) -> None:
    program = of_both_parts(workspace)
    usual = papers.usual_text(workspace, program)
    assert "{{ body }}" in usual
    typed = dataclasses.replace(program, title="trích yếu thử", text="Năm {{ year }} thử.")
    text = pdf_text(papers.print_as_typed(workspace, typed).data)
    assert "trích yếu thử" in text
    assert "Năm 2021 thử." in text
    kept = programs.get(workspace, program.id)
    assert (kept.title, kept.text) == (program.title, "")
    wrong = dataclasses.replace(program, text="Một\n{{ khong_co }}")
    error = refusal(lambda: papers.paper_as_typed(workspace, wrong))
    assert (error.code, error.params["line"]) == ("template_field_unknown", 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [("{{ khong_co }}", "template_field_unknown"), ("{% if %}", "template_syntax")],
)
def test_a_mistake_in_the_letters_fields_is_told_by_its_line(
    workspace: Workspace, text: str, code: str
) -> None:
    program = a_program(workspace)
    programs.edit(workspace, dataclasses.replace(program, text=f"Một\n\n{text}"))
    error = refusal(lambda: papers.print_program(workspace, program.id))
    assert (error.code, error.params["line"]) == (code, 3)


def test_word_has_the_same_words_as_the_pdf(workspace: Workspace) -> None:
    program = of_both_parts(workspace)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    printed = papers.print_program(workspace, program.id)
    word = papers.word_of_program(workspace, program.id)
    assert word.name == "01-CTr-HU 2021.docx"
    pdf_words = set(pdf_text(printed.data).split())
    word_words = set(word_text(word.data).split())
    missing = {one for one in word_words - pdf_words if not one.isdigit()}
    assert missing == set()
    assert {"01-CTr/HU", "NGUYÊN", "Mẫu", "Đạt"} <= word_words


def test_the_same_paper_is_the_same_file(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    first, second = (papers.print_program(workspace, program.id) for _time in (1, 2))
    assert first == second


# Files ----------------------------------------------------------------------------------------


def test_a_kept_file_is_given_before_one_made_anew(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    made = papers.file_of_document(workspace, program.document)
    assert made.data.startswith(b"%PDF")
    scan = papers.Printed("quet.pdf", b"%PDF-1.7 scan")
    kept = papers.attach(workspace, program.document, scan, "SCAN")
    assert [(file.role, file.size, file.made_on) for file in kept.files] == [
        ("SCAN", len(scan.data), workspace.today)
    ]
    found = papers.file_of_document(workspace, program.document)
    assert (found.name, found.data, found.signed) == ("quet.pdf", scan.data, False)


def test_a_file_that_was_taken_away_is_missed(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    document = program.document
    papers.attach(workspace, document, papers.Printed("x.pdf", b"%PDF"), "SCAN")
    (stored,) = (path for path in workspace.files.attachments.rglob("*") if path.is_file())
    stored.unlink()
    error = refusal(lambda: papers.file_of_document(workspace, document))
    assert (type(error), error.code) == (StorageError, "attachment_missing")
    stored.write_bytes(b"something else")
    error = refusal(lambda: papers.file_of_document(workspace, document))
    assert error.code == "attachment_damaged"


def test_nothing_is_attached_to_a_paper_that_is_not_there(workspace: Workspace) -> None:
    printed = papers.Printed("x.pdf", b"%PDF")
    error = refusal(lambda: papers.attach(workspace, uuid4(), printed, "SCAN"))
    assert error.code == "record_gone"


def test_a_saved_file_is_read_back(workspace: Workspace, tmp_path: Path) -> None:
    program, _lines = an_issued_program(workspace)
    printed = papers.print_program(workspace, program.id)
    target = tmp_path / "Chương trình 2021.pdf"
    assert papers.save_file(printed, target) == hashlib.sha256(printed.data).hexdigest()
    assert paths.read_file(target) == printed.data
    error = refusal(lambda: papers.save_file(printed, tmp_path / "none" / "x.pdf"))
    assert error.code == "folder_missing"


def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for missing in (tmp_path / "none.pdf", tmp_path / ("x" * 300)):
        assert refusal(lambda path=missing: paths.read_file(path)).code == "file_missing"
    file = tmp_path / "there.pdf"
    for number, code in ((errno.EACCES, "file_not_opened"), (errno.EIO, "disk_error")):

        def refuse(_path: Path, _mode: str, number: int = number) -> bytes:
            raise OSError(number, "no")

        monkeypatch.setattr(type(file), "open", refuse)
        error = refusal(lambda: paths.read_file(file))
        assert (type(error), error.code) == (StorageError, code)
        assert error.params == {"path": str(file)}


# Preview and register -------------------------------------------------------------------------


def test_every_page_is_shown_as_pixels(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    data = papers.print_program(workspace, program.id).data
    sizes = papers.page_sizes(data)
    assert sizes[0][0] < sizes[0][1], "the letter is upright"
    assert sizes[-1][0] > sizes[-1][1], "the annex is landscape"
    for number, (width, height) in enumerate(sizes):
        image = papers.page_image(data, number, 0.5)
        assert (image.width, image.height) == pytest.approx((width / 2, height / 2), abs=1)
        assert len(set(image.data[: 40 * image.stride] + image.data[-40 * image.stride :])) > 1
    assert refusal(lambda: papers.page_sizes(b"no pdf")).code == "pdf_unreadable"


def test_the_register_lists_papers_with_the_latest_first(workspace: Workspace) -> None:
    for year in (2020, 2021):
        program = a_program(workspace, year)
        a_line(workspace, program, year=year)
        programs.issue(workspace, program.id, programs.Issue(date(year, 1, 5), SIGNER))
    query = Listing("issued", descending=True)
    wanted = [row for chunk in papers.stream(workspace, query) for row in chunk]
    shown = papers.rows(workspace, wanted)
    assert [(row.symbol, row.issued_on.year) for row in shown] == [
        ("02-CTr/HU", 2021),
        ("01-CTr/HU", 2020),
    ]
    assert {row.body for row in shown} == {standing(workspace).name}
    assert not any(row.signed for row in shown)


def test_the_recovery_sheet_names_office_and_code(workspace: Workspace) -> None:
    code = users.renew_recovery_code(workspace)
    text = pdf_text(papers.recovery_page(workspace, code).data)
    assert recovery_code_of(text) == code
    assert "UBKT Huyện uỷ Phú Bình" in text
    file = workspace.files.database
    users.reset_password(file, code=recovery_code_of(text), login="mau", password="mat-khau-moi")
    open_workspace(file, login="mau", password="mat-khau-moi").close()
