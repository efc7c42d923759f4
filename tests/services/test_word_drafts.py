"""A draft goes out to Word, is changed there, and comes back: nothing lost, nothing unseen."""

from __future__ import annotations

import dataclasses
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest

from ktgs_desktop.domain.programs import Named
from ktgs_desktop.services import history, papers, program_items, programs, word_drafts
from ktgs_desktop.services.printing import Printed
from tests.helpers.builders import a_line, a_program, changes, refusal
from tests.helpers.word_edits import Edited

if TYPE_CHECKING:
    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.services.workspace import Workspace


@pytest.fixture
def program(workspace: Workspace) -> Program:
    made = a_program(workspace)
    a_line(workspace, made, content="Lãnh đạo thực hiện nghị quyết")
    a_line(workspace, made, content="Quản lý đất đai", quarter=2)
    a_line(workspace, made, content="Thu, nộp đảng phí", task_kind="SUPERVISION_THEMATIC")
    return made


def _edited(workspace: Workspace, program: Program) -> Edited:
    return Edited(word_drafts.hand_out(workspace, program.id).file)


def _lines(workspace: Workspace, program: Program) -> list[str]:
    return [item.content for item in program_items.items(workspace, program.id)]


def _codes(proposal: word_drafts.Proposal) -> list[str]:
    return [remark.code for remark in proposal.remarks]


def test_unchanged_it_changes_nothing(workspace: Workspace, program: Program) -> None:
    file = word_drafts.hand_out(workspace, program.id).file
    proposal = word_drafts.read_back(workspace, file)
    assert proposal.empty
    assert proposal.remarks == ()
    assert refusal(lambda: word_drafts.take(workspace, proposal)).code == "word_nothing"


def test_what_was_changed_comes_back(workspace: Workspace, program: Program) -> None:
    edited = _edited(workspace, program)
    edited.title("kiểm tra, giám sát năm 2021 (sửa)")
    edited.paragraph("Căn cứ Điều lệ Đảng", "Căn cứ Điều lệ Đảng và {{ quy chế }};")
    edited.cell(1, "content", "Quản lý đất đai, tài nguyên")
    edited.cell(1, "work", "Quý III/2021")
    edited.delete_row(0)
    proposal = word_drafts.read_back(workspace, edited.file)
    assert proposal.remarks == ()
    before = changes(workspace)
    draft = word_drafts.take(workspace, proposal)
    assert draft.number == 2
    assert changes(workspace) - before == 4  # line, line, program, draft
    assert _lines(workspace, program) == ["Quản lý đất đai, tài nguyên", "Thu, nộp đảng phí"]
    saved = programs.get(workspace, program.id)
    assert saved.title == "kiểm tra, giám sát năm 2021 (sửa)"
    text = papers.text_of_program(workspace, program.id)
    assert "Căn cứ Điều lệ Đảng và {{ quy chế }};" in text
    assert "{{ inspection.text }}" in saved.text  # figures still follow the lines
    assert program_items.items(workspace, program.id)[0].quarter == 3


def test_one_undo_takes_all_of_it_back(workspace: Workspace, program: Program) -> None:
    there = programs.get(workspace, program.id)
    edited = _edited(workspace, program)
    edited.title("khác")
    edited.delete_row(1)
    edited.add_row(0, content="Nội dung mới", kind="Giám sát chuyên đề")
    word_drafts.take(workspace, word_drafts.read_back(workspace, edited.file))
    assert "Nội dung mới" in _lines(workspace, program)
    history.undo(workspace)
    assert programs.get(workspace, program.id) == there
    assert _lines(workspace, program) == [
        "Lãnh đạo thực hiện nghị quyết",
        "Quản lý đất đai",
        "Thu, nộp đảng phí",
    ]
    assert [one.number for one in word_drafts.drafts(workspace, program.id)] == [1]


def test_rows_move_and_come(workspace: Workspace, program: Program) -> None:
    edited = _edited(workspace, program)
    edited.move_row(1, 0)
    edited.add_row(0, content="Mục mới", subjects="Đảng uỷ xã Kha Sơn\nĐ/c Trần Văn Mới, Bí thư")
    proposal = word_drafts.read_back(workspace, edited.file)
    assert _codes(proposal) == ["word_kind_of_part"]
    word_drafts.take(workspace, proposal)
    assert _lines(workspace, program) == [
        "Quản lý đất đai",
        "Mục mới",
        "Lãnh đạo thực hiện nghị quyết",
        "Thu, nộp đảng phí",
    ]
    new = program_items.items(workspace, program.id)[1]
    assert new.task_kind == "INSPECTION_PROGRAM"
    assert [(one.kind, one.name, one.position) for one in new.subjects] == [
        ("TCD", "Đảng uỷ xã Kha Sơn", ""),
        ("DV", "Trần Văn Mới", "Bí thư"),
    ]
    assert new.subjects[0].id is not None  # the register knows it


def test_what_others_did_meanwhile_stays(workspace: Workspace, program: Program) -> None:
    edited = _edited(workspace, program)
    edited.cell(0, "note", "Ghi chú từ Word")
    first = program_items.items(workspace, program.id)[0]
    program_items.save(workspace, dataclasses.replace(first, quarter=4, lead=Named("Ban Tổ chức")))
    a_line(workspace, program, content="Thêm trong lúc đó")
    word_drafts.take(workspace, word_drafts.read_back(workspace, edited.file))
    saved = program_items.items(workspace, program.id)[0]
    assert (saved.note, saved.quarter) == ("Ghi chú từ Word", 4)
    assert saved.lead is not None
    assert saved.lead.name == "Ban Tổ chức"
    assert "Thêm trong lúc đó" in _lines(workspace, program)


def test_a_cell_changed_on_both_sides_is_pointed_out(
    workspace: Workspace, program: Program
) -> None:
    edited = _edited(workspace, program)
    edited.cell(0, "content", "Theo Word")
    first = program_items.items(workspace, program.id)[0]
    program_items.save(workspace, dataclasses.replace(first, content="Theo chương trình"))
    proposal = word_drafts.read_back(workspace, edited.file)
    (remark,) = proposal.remarks
    assert remark.code == "word_cell_both"
    assert (remark.row, remark.place) == (1, "Nội dung (chuyên đề)")
    assert remark.params == {"text": "Theo chương trình"}


def test_nothing_is_taken_that_changed_while_one_looked(
    workspace: Workspace, program: Program
) -> None:
    edited = _edited(workspace, program)
    edited.delete_row(0)
    proposal = word_drafts.read_back(workspace, edited.file)
    a_line(workspace, program, content="Thêm trong lúc đó")
    before = changes(workspace)
    assert refusal(lambda: word_drafts.take(workspace, proposal)).code == "word_changed_meanwhile"
    assert changes(workspace) == before


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("kind", "Thanh tra", "task_kind_unknown"),
        ("work", "Quý VII", "work_not_understood"),
        ("work", "Quý I/2035", "work_other_year"),
        ("method", "qua thư", "method_unknown"),
        ("content", "", "content_missing"),
        ("period", "hồi trước", "date_not_understood"),
    ],
)
def test_a_cell_that_cannot_be_read_is_listed(
    workspace: Workspace, program: Program, column: str, text: str, code: str
) -> None:
    edited = _edited(workspace, program)
    edited.cell(1, column, text)
    before = program_items.items(workspace, program.id)
    proposal = word_drafts.read_back(workspace, edited.file)
    assert _codes(proposal) == [code]
    assert proposal.remarks[0].row == 2
    assert proposal.empty
    assert program_items.items(workspace, program.id) == before


def test_a_row_without_its_hidden_text_is_known_by_its_bookmark(
    workspace: Workspace, program: Program
) -> None:
    edited = _edited(workspace, program)
    edited.cell(0, "seq", "9")
    edited.cell(0, "note", "giữ lại")
    proposal = word_drafts.read_back(workspace, edited.file)
    assert [(item.content, item.note) for item in proposal.items] == [
        ("Lãnh đạo thực hiện nghị quyết", "giữ lại")
    ]
    assert proposal.removed == ()


def test_a_copied_row_is_a_new_line(workspace: Workspace, program: Program) -> None:
    edited = _edited(workspace, program)
    edited.copy_row(0)
    edited.cell(0, "content", "Bản chép trước, đã sửa")
    word_drafts.take(workspace, word_drafts.read_back(workspace, edited.file))
    found = program_items.items(workspace, program.id)
    assert [item.content for item in found][:2] == [
        "Bản chép trước, đã sửa",
        "Lãnh đạo thực hiện nghị quyết",
    ]
    assert len({item.id for item in found}) == len(found) == 4


def test_drafts_are_numbered_and_kept(workspace: Workspace, program: Program) -> None:
    first = word_drafts.hand_out(workspace, program.id)
    assert word_drafts.hand_out(workspace, program.id).draft == first.draft  # unchanged
    edited = Edited(first.file)
    edited.title("lần hai")
    file = edited.file
    word_drafts.take(workspace, word_drafts.read_back(workspace, file))
    word_drafts.hand_out(workspace, program.id)
    found = word_drafts.drafts(workspace, program.id)
    assert [(one.number, one.origin) for one in found] == [
        (1, "HANDED_OUT"),
        (2, "READ_BACK"),
        (3, "HANDED_OUT"),
    ]
    assert found[1].handed_out == first.draft.id
    assert word_drafts.file_of(workspace, found[1]).data == file.data


def test_an_issued_program_takes_nothing(workspace: Workspace, program: Program) -> None:
    from tests.helpers.builders import ISSUED_ON, SIGNER

    edited = _edited(workspace, program)
    edited.delete_row(0)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    for action in (
        lambda: word_drafts.read_back(workspace, edited.file),
        lambda: word_drafts.hand_out(workspace, program.id),
    ):
        assert refusal(action).code == "program_issued"


def test_a_file_of_another_program_is_refused(workspace: Workspace, program: Program) -> None:
    other = a_program(workspace, 2022)
    file = word_drafts.hand_out(workspace, other.id).file
    error = refusal(lambda: word_drafts.read_back(workspace, file, program.id))
    assert error.code == "word_other_program"
    assert error.params == {"title": other.title}


def test_a_file_that_says_nothing_is_compared_with_the_program_as_it_is(
    workspace: Workspace, program: Program
) -> None:
    file = papers.word_of_program(workspace, program.id)
    assert refusal(lambda: word_drafts.read_back(workspace, file)).code == "word_foreign"
    proposal = word_drafts.read_back(workspace, file, program.id)
    assert _codes(proposal) == ["word_draft_unknown"]
    assert proposal.empty


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "word_unreadable"),
        (b"PK\x03\x04 cut off", "word_unreadable"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "word_old"),
    ],
)
def test_a_file_that_is_none_is_refused(
    workspace: Workspace, program: Program, data: bytes, code: str
) -> None:
    file = Printed("a.docx", data)
    assert refusal(lambda: word_drafts.read_back(workspace, file, program.id)).code == code


def test_some_other_word_file_is_refused(workspace: Workspace, program: Program) -> None:
    buffer = BytesIO()
    document = docx.Document()
    document.add_paragraph("Thư riêng")
    document.save(buffer)
    file = Printed("thu.docx", buffer.getvalue())
    assert refusal(lambda: word_drafts.read_back(workspace, file, program.id)).code == (
        "word_foreign"
    )


def test_handing_out_does_not_stand_in_the_way_of_undo(
    workspace: Workspace, program: Program
) -> None:
    edited = _edited(workspace, program)
    edited.cell(0, "note", "từ Word")
    history.undo(workspace)  # the handing out
    history.undo(workspace)  # the last line
    assert len(_lines(workspace, program)) == 2
    history.redo(workspace)
    proposal = word_drafts.read_back(workspace, edited.file)
    assert proposal.remarks == ()
    assert [item.note for item in proposal.items] == ["từ Word"]


def test_what_is_put_aside_can_be_read_again(workspace: Workspace, program: Program) -> None:
    edited = _edited(workspace, program)
    edited.cell(0, "note", "từ Word")
    proposal = word_drafts.read_back(workspace, edited.file)
    aside = word_drafts.leave(workspace, proposal)
    assert aside is not None
    assert word_drafts.leave(workspace, proposal) is None  # it is kept already
    assert word_drafts.left(workspace, program.id) == aside
    again = word_drafts.read_back(workspace, word_drafts.file_of(workspace, aside))
    assert again.items == proposal.items
    word_drafts.take(workspace, again)
    assert word_drafts.left(workspace, program.id) is None


def test_the_fields_of_paragraphs_that_stay_go_on_living(
    workspace: Workspace, program: Program
) -> None:
    edited = _edited(workspace, program)
    edited.paragraph("Thực hiện giám sát thường xuyên", "Giám sát thường xuyên cả năm.")
    word_drafts.take(workspace, word_drafts.read_back(workspace, edited.file))
    a_line(workspace, program, content="Thêm")
    text = papers.text_of_program(workspace, program.id)
    assert "Kiểm tra 03 tổ chức đảng" in text
    assert "Giám sát thường xuyên cả năm." in text
