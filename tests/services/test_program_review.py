"""What a program lacks or names twice, told with the numbers of its lines before it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ktgs_desktop import i18n
from ktgs_desktop.services import offices, program_items, program_review, programs
from tests.helpers.builders import ISSUED_ON, SIGNER, a_line, a_program, changes, refusal

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def test_lines_are_named_by_their_numbers_on_paper(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program, task_kind="SUPERVISION_THEMATIC", subjects=(), lead=None)
    other = program_items.new_subject("TCD", "Đảng uỷ xã Nga My")
    a_line(workspace, program, subjects=(other,), quarter=None)
    found = program_review.review(workspace, program.id)
    assert found.gaps == {"subject": (2,), "time": (1,), "lead": (2,)}
    assert (found.twice, found.elsewhere) == ((), ())


def test_a_subject_is_found_again_in_the_other_bodys_program(workspace: Workspace) -> None:
    committee, inspection = offices.bodies(workspace)
    own = programs.add(workspace, kind="ANNUAL", body=committee.id, year=2021)
    a_line(workspace, own)
    other = programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2021)
    extra = program_items.new_subject("TCD", "Đảng uỷ xã Nga My")
    a_line(workspace, other, subjects=(extra,), quarter=3)
    a_line(workspace, other, quarter=3)
    another_year = programs.add(workspace, kind="ANNUAL", body=inspection.id, year=2022)
    a_line(workspace, another_year)
    found = program_review.review(workspace, own.id)
    assert found.twice == ()
    assert found.elsewhere == (("Đảng uỷ xã Bàn Đạt", (1,), inspection.name, (2,)),)
    i18n.use("en")
    (said,) = program_review.sentences(found)
    assert said == (
        "The same subject in a program of another body this year: "
        f"Đảng uỷ xã Bàn Đạt (line 1; {inspection.name}: 2)."
    )


def test_a_whole_program_has_nothing_to_tell(workspace: Workspace) -> None:
    program = a_program(workspace)
    a_line(workspace, program)
    assert program_review.sentences(program_review.review(workspace, program.id)) == []


def test_a_term_names_the_same_again_without_a_word(workspace: Workspace) -> None:
    term = a_program(workspace, 2020, "TERM")
    for year in (2021, 2022):
        a_line(workspace, term, year=year, quarter=None)
    assert program_review.sentences(program_review.review(workspace, term.id)) == []


def test_long_lists_are_cut_where_room_is_short(workspace: Workspace) -> None:
    program = a_program(workspace)
    for _place in range(9):
        a_line(workspace, program, subjects=())
    i18n.use("en")
    found = program_review.review(workspace, program.id)
    assert program_review.sentences(found, 3) == ["Lines without a subject: 1, 2, 3 …."]
    assert "7, 8, 9." in program_review.sentences(found)[0]


def test_trying_an_issue_writes_nothing(workspace: Workspace) -> None:
    program = a_program(workspace)
    how = programs.Issue(ISSUED_ON, SIGNER)
    assert refusal(lambda: programs.tried_issue(workspace, program.id, how)).code == "program_empty"
    a_line(workspace, program)
    before = changes(workspace)
    assert programs.tried_issue(workspace, program.id, how).symbol == "01-CTr/HU"
    assert changes(workspace) == before
    assert programs.issue(workspace, program.id, how).symbol == "01-CTr/HU"


def test_a_name_in_no_register_is_told_with_what_it_is_taken_for(workspace: Workspace) -> None:
    program = a_program(workspace)
    known = program_items.new_subject("TCD", "Đảng uỷ xã Bàn Đạt")
    unknown = program_items.new_subject("DV", "Lý Văn Không Có")
    a_line(workspace, program, subjects=(known, unknown))
    found = program_review.review(workspace, program.id)
    assert [subject.name for subject in found.unregistered] == ["Lý Văn Không Có"]
    i18n.use("en")
    assert program_review.sentences(found) == [
        "In no register, so check how it is written: Lý Văn Không Có (member)."
    ]
