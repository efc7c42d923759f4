"""Views of programs on paper, and the codes at the foot of every annex that is printed."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain.amendments import ChangeAction
from ktgs_desktop.services import (
    amendment_papers,
    amendments,
    offices,
    opinion_papers,
    opinions,
    papers,
    program_items,
    program_views,
    programs,
    scans,
)
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, an_issued_program
from tests.helpers.paper_text import pdf_pages, pdf_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ktgs_desktop.services.printing import Printed
    from ktgs_desktop.services.workspace import Workspace

CODES = "số liệu đến lần ghi"
_FOOT = re.compile(r" ?Mã \w{8} · .*? · tờ \d+")
APRIL = date(2021, 4, 1)


def test_the_matrix_on_paper_has_the_rows_whose_names_hold_the_words(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    other = program_items.new_subject("TCD", "Đảng uỷ xã Nga My")
    a_line(workspace, program, subjects=(other,), quarter=2)
    whole = pdf_text(program_views.print_matrix(workspace, program.id).data)
    assert "1 Đảng uỷ xã Bàn Đạt ○ 1" in whole
    assert "2 Đảng uỷ xã Nga My ○ 1" in whole
    some = pdf_text(program_views.print_matrix(workspace, program.id, words="nga my").data)
    assert "1 Đảng uỷ xã Nga My ○ 1" in some
    assert "Bàn Đạt" not in some


def test_lines_of_all_bodies_come_together(workspace: Workspace) -> None:
    program, _items = an_issued_program(workspace)
    inspection = offices.bodies(workspace)[1]
    own = programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2021)
    a_line(workspace, own, content="Việc của Uỷ ban Kiểm tra", quarter=4)
    programs.issue(workspace, own.id, programs.Issue(ISSUED_ON, SIGNER))
    alone = pdf_text(program_views.print_calendar(workspace, program.id).data)
    assert "Việc của" not in alone
    every = pdf_text(program_views.print_calendar(workspace, program.id, all_bodies=True).data)
    assert "Việc của Uỷ ban Kiểm tra" in every
    assert "(các chương trình đã ban hành năm 2021, đến ngày 06/07/2021)" in every
    matrix = pdf_text(program_views.print_matrix(workspace, program.id, all_bodies=True).data)
    assert "1 Đảng uỷ xã Bàn Đạt ! ! ○ 3" in matrix


def test_a_term_program_is_laid_out_over_its_years(workspace: Workspace) -> None:
    program = a_program(workspace, 2020, "TERM")
    line = program_items.blank(workspace, program.id, "INSPECTION_PROGRAM")
    program_items.save(workspace, dataclasses.replace(line, content="Việc", year=2023))
    for made in (program_views.print_matrix, program_views.print_calendar):
        text = pdf_text(made(workspace, program.id).data)
        assert "2020" in text
        assert "2025" in text
    assert "THEO NĂM" in pdf_text(program_views.print_matrix(workspace, program.id).data)


def test_codes_stand_on_every_annex_and_in_no_letter(workspace: Workspace) -> None:
    draft = a_program(workspace, 2022)
    a_line(workspace, draft)
    asked = dataclasses.replace(opinions.blank(workspace, draft.id), giver="Ban Tổ chức")
    opinions.save(workspace, [asked])
    program, items = an_issued_program(workspace)
    change = amendments.begin(workspace, program.id, reason="chỉ đạo của cấp trên").id
    amendments.put_change(workspace, change, ChangeAction.DROPPED, items[1], "trùng")
    makes: list[Callable[[], Printed]] = [
        lambda: papers.print_program(workspace, draft.id),
        lambda: papers.print_program(workspace, program.id, charts=True),
        lambda: scans.for_signature(workspace, draft.id),
        lambda: opinion_papers.printed(workspace, draft.id),
        lambda: amendment_papers.print_amendment(workspace, change),
        lambda: amendment_papers.print_version(workspace, program.id, APRIL),
        lambda: scans.amendment_for_signature(workspace, change),
    ]
    plain = [pdf_pages(make().data) for make in makes]
    assert not any(CODES in page for pages in plain for page in pages)
    workspace.annex_codes = True
    for make, before in zip(makes, plain, strict=True):
        pages = pdf_pages(make().data)
        annex = ["STT" in page for page in pages]
        assert any(annex)
        assert not all(annex)
        assert [CODES in page for page in pages] == annex
        assert [_FOOT.sub("", page) for page in pages] == before


def test_the_codes_tell_the_record_the_state_of_the_data_and_the_day(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    workspace.annex_codes = True

    def foot() -> str:
        last = pdf_pages(papers.print_program(workspace, program.id).data)[-1]
        return last[last.index("Mã ") :]

    first = foot()
    assert first.startswith(f"Mã {program.id.hex[-8:].upper()} · số liệu đến lần ghi ")
    assert "in ngày 06/07/2021" in first
    assert foot() == first
    a_line(workspace, program, content="Việc khác")
    assert foot() != first


def test_counts_in_the_report_on_opinions_have_two_digits_as_in_programs(
    workspace: Workspace,
) -> None:
    program = a_program(workspace, 2022)
    blank = opinions.blank(workspace, program.id)
    opinions.save(workspace, [dataclasses.replace(blank, giver="Ban Tổ chức")])
    text = pdf_text(opinion_papers.printed(workspace, program.id).data)
    assert "lấy ý kiến của 01 cơ quan, tổ chức, cá nhân" in text
    assert "Đã có 0 ý kiến trả lời" in text
    assert "đang xem xét" not in text
