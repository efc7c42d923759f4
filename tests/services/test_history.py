"""The history of a record, undo and redo, and what undo must never break."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop import messages
from ktgs_desktop.errors import ConflictError
from ktgs_desktop.services import (
    history,
    maintenance,
    members,
    offices,
    organizations,
    program_items,
    program_progress,
    programs,
    users,
)
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import (
    ISSUED_ON,
    SIGNER,
    a_cell,
    a_line,
    a_member,
    a_program,
    an_issued_program,
    changes,
    done,
    refusal,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from ktgs_desktop.services.workspace import Workspace

OTHER_PASSWORD = "mat-khau-khac"


def last(workspace: Workspace) -> UUID:
    """The latest operation."""
    return history.operations(workspace, 1)[0].id


def noted(workspace: Workspace, member: members.PartyMember, note: str) -> members.PartyMember:
    return members.save(workspace, dataclasses.replace(member, note=note))


@pytest.fixture
def two_users(office_file: Path, clock: Clock) -> Iterator[tuple[Workspace, Workspace]]:
    """The same file, one user after the other; the second one has it open for writing."""
    first = open_workspace(office_file, login="mau", password=PASSWORD, clock=clock)
    users.add_user(first, login="thi_du", password=OTHER_PASSWORD, full_name="Trần Thị Thí Dụ")
    a_member(first, "Lê Văn Ví Dụ")
    first.close()
    second = open_workspace(office_file, login="thi_du", password=OTHER_PASSWORD, clock=clock)
    yield first, second
    second.close()


# What happened --------------------------------------------------------------------------------


def test_every_version_of_a_record_says_who_when_and_what(
    workspace: Workspace, clock: Clock
) -> None:
    member = a_member(workspace)
    clock.forward(hours=2)
    noted(workspace, member, "chuyển sinh hoạt")
    members.void(workspace, member.id, "nhập nhầm")
    voided, edited, added = history.versions(workspace, "party_member", member.id)
    assert [one.label for one in (added, edited, voided)] == [
        "Thêm đảng viên",
        "Sửa đảng viên",
        "Gỡ bỏ đảng viên nhập nhầm",
    ]
    assert {one.user for one in (added, edited, voided)} == {"Nguyễn Văn Mẫu"}
    assert added.at == "2021-07-06T09:15:00+07:00"
    assert edited.at == "2021-07-06T11:15:00+07:00"
    assert [(one.field, one.before, one.after) for one in edited.fields] == [
        ("note", "", "chuyển sinh hoạt")
    ]
    assert ("full_name", None, member.full_name) in [
        (one.field, one.before, one.after) for one in added.fields
    ]
    assert (voided.voided, voided.fields) == ("nhập nhầm", ())
    assert history.versions(workspace, "party_member", uuid4()) == []


def test_operations_are_told_latest_first_with_what_they_touched(workspace: Workspace) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    programs.void(workspace, program.id, "nhầm")
    told = [(one.label, one.subject, one.changes) for one in history.operations(workspace, 3)]
    assert told == [
        ("Gỡ bỏ dự thảo chương trình", program.title, 2),
        ("Thêm mục", line.content, 1),
        ("Lập chương trình", "2021", 1),
    ]
    assert history.operations(workspace)[-1].changes > 80, "the first set-up"


# Undo and redo --------------------------------------------------------------------------------


def test_undo_goes_back_step_by_step_and_redo_forward(workspace: Workspace) -> None:
    member = a_member(workspace)
    first, second = (noted(workspace, member, note) for note in ("một", "hai"))
    assert history.undo(workspace).startswith("Sửa đảng viên")
    assert members.get(workspace, member.id) == first
    history.undo(workspace)
    assert members.get(workspace, member.id) == member
    assert history.undo(workspace).startswith("Thêm đảng viên")
    assert refusal(lambda: members.get(workspace, member.id)).code == "record_gone"
    assert refusal(lambda: history.undo(workspace)).code == "nothing_to_undo"
    for state in (member, first, second):
        history.redo(workspace)
        assert members.get(workspace, member.id) == state
    assert refusal(lambda: history.redo(workspace)).code == "nothing_to_redo"
    assert maintenance.check(workspace).sound


def test_the_menu_says_what_undo_and_redo_would_do(workspace: Workspace) -> None:
    assert history.undoable(workspace) == history.Undoable("", "")
    a_member(workspace, "Trần Thị Thí Dụ")
    assert history.undoable(workspace).undo == "Thêm đảng viên: Trần Thị Thí Dụ"
    history.undo(workspace)
    shown = history.undoable(workspace)
    assert (shown.undo, shown.redo) == ("", "Thêm đảng viên: Trần Thị Thí Dụ")
    a_member(workspace, "Lê Văn Ví Dụ")
    assert history.undoable(workspace).redo == "", "what is new ends what could be done again"


def test_what_was_undone_and_done_again_is_named_in_the_log(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = [a_line(workspace, program, content=content) for content in "AB"]
    program_items.void(workspace, [line.id for line in lines], "nhầm")
    history.undo(workspace)
    history.redo(workspace)
    done_again, undone, deleted = history.operations(workspace, 3)
    assert deleted.subject == "A, … (2)"
    assert undone.subject == done_again.subject == f"{deleted.label}: {deleted.subject}"


def test_what_concerns_one_organization_names_it(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Thí Dụ")
    organizations.void(workspace, cell.id, "nhầm")
    assert history.operations(workspace, 1)[0].subject == "Chi bộ Thí Dụ"


def test_undo_reaches_back_to_the_log_in(workspace: Workspace, clock: Clock) -> None:
    a_member(workspace)
    path = workspace.files.database
    workspace.close()
    again = open_workspace(path, login="mau", password=PASSWORD, clock=clock)
    assert refusal(lambda: history.undo(again)).code == "nothing_to_undo"
    again.close()


def test_a_line_edited_after_its_issue_is_not_undone(workspace: Workspace) -> None:
    program = a_program(workspace)
    line = a_line(workspace, program)
    added = last(workspace)
    programs.issue(workspace, program.id, programs.Issue(ISSUED_ON, SIGNER))
    before = changes(workspace)
    assert refusal(lambda: history.undo(workspace)).code == "not_undoable"
    error = refusal(lambda: history.undo_operation(workspace, added))
    assert (error.code, error.params["number"]) == ("program_issued", "01-CTr/HU")
    assert changes(workspace) == before
    program_progress.record_progress(workspace, line.id, done(line))
    assert history.undo(workspace).startswith("Ghi tiến độ")


def test_a_fault_in_the_middle_takes_nothing_back(workspace: Workspace) -> None:
    program = a_program(workspace)
    lines = [a_line(workspace, program, content=content) for content in "AB"]
    program_items.void(workspace, [line.id for line in lines], "nhầm")
    voided = last(workspace)
    history.undo(workspace)
    program_items.save(workspace, dataclasses.replace(lines[0], note="sửa sau"))
    before = changes(workspace)
    error = refusal(lambda: history.undo_operation(workspace, voided))
    assert (type(error), error.code) == (ConflictError, "record_moved_on")
    assert changes(workspace) == before


# Out of turn ----------------------------------------------------------------------------------


def test_an_operation_of_any_time_is_taken_back_and_done_again(workspace: Workspace) -> None:
    member, other = a_member(workspace), a_member(workspace, "Lê Văn Ví Dụ")
    edited = noted(workspace, member, "một")
    operation = last(workspace)
    noted(workspace, other, "hai")
    assert history.undo_operation(workspace, operation).startswith("Sửa đảng viên")
    assert members.get(workspace, member.id) == member
    assert members.get(workspace, other.id).note == "hai"
    assert history.undoable(workspace).undo == "Sửa đảng viên: Lê Văn Ví Dụ"
    undone = last(workspace)
    history.redo_operation(workspace, undone)
    assert members.get(workspace, member.id) == edited
    assert refusal(lambda: history.redo_operation(workspace, operation)).code == "nothing_to_redo"
    assert refusal(lambda: history.undo_operation(workspace, undone)).code == "not_undoable"
    assert refusal(lambda: history.undo_operation(workspace, uuid4())).code == "operation_unknown"


def test_what_was_changed_since_is_a_conflict_in_plain_words(workspace: Workspace) -> None:
    member = a_member(workspace)
    noted(workspace, member, "một")
    first = last(workspace)
    later = noted(workspace, member, "hai")
    before = changes(workspace)
    error = refusal(lambda: history.undo_operation(workspace, first))
    assert (type(error), error.code, error.exit_code) == (ConflictError, "record_moved_on", 5)
    assert member.full_name in messages.text_of(error.code, error.params)
    assert members.get(workspace, member.id) == later
    assert changes(workspace) == before


def test_an_undo_is_done_again_once(workspace: Workspace) -> None:
    a_member(workspace)
    history.undo(workspace)
    undone = last(workspace)
    history.redo_operation(workspace, undone)
    error = refusal(lambda: history.redo_operation(workspace, undone))
    assert error.code == "record_moved_on"


def test_nobody_undoes_what_another_did(two_users: tuple[Workspace, Workspace]) -> None:
    _first, second = two_users
    assert refusal(lambda: history.undo(second)).code == "nothing_to_undo"
    entry = history.operations(second, 1)[0]
    assert (entry.user, entry.subject) == ("Nguyễn Văn Mẫu", "Lê Văn Ví Dụ")
    error = refusal(lambda: history.undo_operation(second, entry.id))
    assert error.code == "not_your_operation"
    assert len(members.suggest(second, "vi du")) == 1


# What undo must not break ---------------------------------------------------------------------


def test_what_is_in_use_is_not_undone_or_voided_again(workspace: Workspace) -> None:
    cell = a_cell(workspace)
    added = last(workspace)
    a_member(workspace, organization=cell.id)
    error = refusal(lambda: history.undo_operation(workspace, added))
    assert (error.code, error.params["count"]) == ("record_in_use", 1)
    other = a_cell(workspace, "Chi bộ Thí Dụ")
    organizations.void(workspace, other.id, "nhầm")
    history.undo(workspace)
    undone = last(workspace)
    a_member(workspace, "Lê Văn Ví Dụ", organization=other.id)
    error = refusal(lambda: history.redo_operation(workspace, undone))
    assert error.code == "record_in_use"
    assert organizations.get(workspace, other.id) == other


def test_undo_never_puts_two_organizations_below_each_other(workspace: Workspace) -> None:
    outer = a_cell(workspace, "Đảng bộ Mẫu")
    inner = a_cell(workspace, "Chi bộ Mẫu", outer.id)
    aside = a_cell(workspace, "Đảng bộ Thí Dụ")
    day = date(2021, 5, 1)
    organizations.move(workspace, inner.id, parent=aside.id, start=day, basis="")
    moved = last(workspace)
    organizations.move(workspace, outer.id, parent=inner.id, start=day, basis="")
    error = refusal(lambda: history.undo_operation(workspace, moved))
    assert error.code == "parent_below"
    assert organizations.get(workspace, inner.id).parent_on() == aside.id


def test_undo_brings_nothing_back_below_what_is_gone(workspace: Workspace) -> None:
    home, aside = a_cell(workspace, "Chi bộ Mẫu"), a_cell(workspace, "Chi bộ Thí Dụ")
    member = a_member(workspace, organization=home.id)
    members.save(workspace, dataclasses.replace(member, organization=aside.id))
    moved = last(workspace)
    organizations.void(workspace, home.id, "nhầm")
    error = refusal(lambda: history.undo_operation(workspace, moved))
    assert error.code == "record_moved_on"
    program = a_program(workspace)
    line = a_line(workspace, program)
    program_items.void(workspace, [line.id], "nhầm")
    voided = last(workspace)
    programs.void(workspace, program.id, "nhầm")
    error = refusal(lambda: history.undo_operation(workspace, voided))
    assert error.code == "record_moved_on"
    assert maintenance.check(workspace).sound


def test_undo_makes_no_second_program_and_no_second_symbol(workspace: Workspace) -> None:
    program = a_program(workspace)
    programs.void(workspace, program.id, "nhầm")
    voided = last(workspace)
    again = a_program(workspace)
    assert refusal(lambda: history.undo_operation(workspace, voided)).code == "program_exists"
    assert [one.program for one in programs.programs(workspace)] == [again]
    committee, inspection = offices.bodies(workspace)
    offices.save_body(workspace, dataclasses.replace(committee, symbol="BTVHU"))
    renamed = last(workspace)
    offices.save_body(workspace, dataclasses.replace(inspection, symbol="HU"))
    assert refusal(lambda: history.undo_operation(workspace, renamed)).code == "symbol_taken"


def test_users_and_issues_are_not_undone(workspace: Workspace) -> None:
    users.add_user(workspace, login="thi_du", password=OTHER_PASSWORD, full_name="Trần Thị Thí Dụ")
    assert refusal(lambda: history.undo(workspace)).code == "not_undoable"
    an_issued_program(workspace)
    error = refusal(lambda: history.undo(workspace))
    assert (error.code, error.params["what"]) == (
        "not_undoable",
        "Ban hành chương trình: kiểm tra, giám sát năm 2021 của Ban Thường vụ Huyện uỷ",
    )
