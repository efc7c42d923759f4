"""What hangs on a paper that is cancelled: subjects named since, and the signer's folder."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.documents import FileRole
from ktgs_desktop.services import (
    amendments,
    history,
    maintenance,
    outgoing,
    papers,
    printing,
    program_items,
    programs,
    submissions,
    users,
)
from ktgs_desktop.services.workspace import Workspace, open_workspace
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_line,
    a_program,
    an_issued_program,
    changes,
    refusal,
)

if TYPE_CHECKING:
    from tests.conftest import Clock

OTHER = "mat-khau-khac-9"


def issue(workspace: Workspace, program: UUID) -> UUID:
    return programs.issue(workspace, program, programs.Issue(ISSUED_ON, SIGNER)).id


def operation(workspace: Workspace, name: str) -> UUID:
    return next(one.id for one in history.operations(workspace) if one.name == name)


def test_a_program_issued_anew_prints_what_it_was_issued_with(workspace: Workspace) -> None:
    program = a_program(workspace)
    programs.edit(workspace, dataclasses.replace(program, names_later=True))
    line = a_line(workspace, program, subjects=(), unnamed_organizations=2)
    paper = issue(workspace, program.id)
    commune = program_items.new_subject("TCD", "Đảng uỷ xã Bàn Đạt")
    named = amendments.name_subjects(workspace, line.id, [commune], ISSUED_ON)
    outgoing.cancel(workspace, paper, "sai thể thức")
    mended = program_items.save(workspace, dataclasses.replace(named, content="Nội dung mới"))
    issue(workspace, program.id)

    assert amendments.version(workspace, program.id, None) == [mended]
    with workspace.reading() as connection:
        found = programs.get(workspace, program.id)
        assert printing.lines_of(connection, found) == [mended]
    assert (amendments.of_line(workspace, line.id), amendments.days(workspace, program.id)) == (
        [],
        [],
    )
    error = refusal(
        lambda: history.undo_operation(workspace, operation(workspace, "name_subjects"))
    )
    assert error.code == "record_moved_on"
    assert maintenance.check(workspace).sound


def test_a_cancelled_paper_leaves_the_signers_folder(workspace: Workspace, clock: Clock) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    laid = submissions.submit(workspace, program.document)
    users.add_user(workspace, login="tap_huan", password=OTHER, full_name="Lê Thị Tập Huấn")
    path = workspace.files.database
    drafter = workspace.user.full_name
    workspace.close()
    chair = open_workspace(path, login="tap_huan", password=OTHER, clock=clock)
    try:
        outgoing.cancel(chair, program.document, "sai thể thức")
        assert submissions.waiting(chair) == []
        (told,) = submissions.of_document(chair, program.document)
        assert (told.id, told.state, told.answer) == (laid.id, "RETURNED", "sai thể thức")
        assert (told.decided_by, told.drafter_name) == ("Lê Thị Tập Huấn", drafter)
        assert told.to_mend  # the drafter has to hear of it
    finally:
        chair.close()


def test_the_drafter_is_not_told_of_their_own_cancelling(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    submissions.submit(workspace, program.document)
    outgoing.cancel(workspace, program.document, "sai thể thức")
    assert (submissions.waiting(workspace), submissions.to_mend(workspace)) == ([], [])
    assert maintenance.check(workspace).sound


def test_a_paper_cancelled_since_is_not_laid_before_the_signer_again(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    laid = submissions.submit(workspace, program.document)
    submissions.give_back(workspace, laid.id, "Sửa mục 2")
    outgoing.cancel(workspace, program.document, "sai thể thức")
    returned = operation(workspace, "return_document")
    error = refusal(lambda: history.undo_operation(workspace, returned))
    assert error.code == "document_not_issued"
    assert submissions.waiting(workspace) == []


def test_a_paper_does_not_lie_before_the_signer_twice(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    assert program.document is not None
    laid = submissions.submit(workspace, program.document)
    submissions.give_back(workspace, laid.id, "Sửa mục 2")
    submissions.note_return(workspace, laid.id)
    again = submissions.submit(workspace, program.document)
    history.undo_operation(workspace, operation(workspace, "note_return"))
    returned = operation(workspace, "return_document")
    error = refusal(lambda: history.undo_operation(workspace, returned))
    assert error.code == "submission_waiting"
    assert [one.submission for one in submissions.waiting(workspace)] == [again]
    history.undo_operation(workspace, operation(workspace, "submit_document"))
    history.undo_operation(workspace, returned)
    assert [one.submission for one in submissions.waiting(workspace)] == [laid]


def test_nothing_is_attached_to_a_cancelled_paper(workspace: Workspace) -> None:
    program, _lines = an_issued_program(workspace)
    pdf = papers.print_program(workspace, program.id)
    outgoing.cancel(workspace, program.document, "ban hành nhầm")
    before = changes(workspace)
    error = refusal(lambda: papers.attach(workspace, program.document, pdf, FileRole.SCAN))
    assert error.code == "document_cancelled"
    assert changes(workspace) == before
