"""Which record a name means: that of one alone; a subject of that name is tied to it on saving."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop.domain.members import Position
from ktgs_desktop.domain.programs import Named, Subject
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import members, organizations, program_items, register
from tests.helpers.builders import a_cell, a_line, a_member, a_program

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

COMMUNES = ("Đảng bộ xã Bàn Đạt", "Đảng bộ xã Bảo Lý")


def two_of_one_name(workspace: Workspace) -> None:
    for above in COMMUNES:
        home = organizations.named(workspace, above)
        assert home is not None
        a_cell(workspace, "Chi bộ Trùng Tên", home)


def why(workspace: Workspace, name: str) -> UserError:
    with pytest.raises(UserError) as caught:
        organizations.resolved(workspace, Named(name))
    return caught.value


def test_none_is_told_apart_from_several(workspace: Workspace) -> None:
    two_of_one_name(workspace)
    several = why(workspace, "chi bộ trùng tên")
    assert several.code == "organization_ambiguous"
    assert several.params["superiors"] == "“Đảng bộ xã Bàn Đạt”, “Đảng bộ xã Bảo Lý”"
    near = why(workspace, "Đảng ủy xã Bàn Đặt")
    assert near.code == "organization_misnamed"
    assert str(near.params["similar"]).startswith("“Đảng uỷ xã Bàn Đạt”")
    assert why(workspace, "zzz").code == "organization_unknown"


def test_a_superior_behind_the_name_says_which_one_is_meant(workspace: Workspace) -> None:
    two_of_one_name(workspace)
    found = organizations.named(workspace, "Chi bộ Trùng Tên, đảng bộ xã bảo lý")
    assert found is not None
    parent = organizations.get(workspace, found).parent_on()
    assert parent == organizations.named(workspace, "Đảng bộ xã Bảo Lý")


def subject_saved(workspace: Workspace, kind: str, name: str) -> Subject:
    program = a_program(workspace)
    line = a_line(workspace, program, subjects=(program_items.new_subject(kind, name),))
    return line.subjects[0]


def test_a_name_of_one_organisation_is_tied_to_it(workspace: Workspace) -> None:
    one = subject_saved(workspace, "DV", "đảng ủy xã bàn đạt")
    record = organizations.named(workspace, "Đảng uỷ xã Bàn Đạt")
    assert (one.kind, one.name, one.id) == ("TCD", "Đảng uỷ xã Bàn Đạt", record)


def test_a_name_of_one_member_is_tied_with_the_position(workspace: Workspace) -> None:
    blank = members.blank(workspace)
    person = dataclasses.replace(
        blank, full_name="Trần Thị Thí Dụ", positions=(Position("Bí thư"),)
    )
    members.save(workspace, person)
    one = subject_saved(workspace, "TCD", "trần thị thí dụ")
    assert dataclasses.astuple(one)[1:] == ("DV", "Trần Thị Thí Dụ", person.id, "Bí thư")


def test_a_name_is_found_among_any_number_of_longer_ones(workspace: Workspace) -> None:
    """However many records hold all its words."""
    with workspace.writing("edit_member") as writer:
        blank = members.blank(workspace)
        writer.put_many(
            [
                dataclasses.replace(blank, id=uuid4(), full_name=f"Ví Dụ {number} Nguyễn An")
                for number in range(600)
            ]
        )
    wanted = a_member(workspace, "Nguyễn An Ví Dụ")
    assert [one.id for one in register.called(workspace, "nguyễn an ví dụ")] == [wanted.id]


def test_one_who_is_sorted_otherwise_is_found_by_the_name(workspace: Workspace) -> None:
    usual = a_member(workspace, "Y Thí Dụ Niê")
    sorted_otherwise = a_member(workspace, "Y Thí Dụ Niê", sort_name="Dụ Y Thí Niê")
    found = {one.id for one in register.called(workspace, "y thí dụ niê")}
    assert found == {usual.id, sorted_otherwise.id}
    assert register.called(workspace, "Dụ Y Thí Niê") == []
    assert register.called(workspace, "Y Thí Du Niê") == []


def test_nothing_is_looked_up_for_subjects_that_are_tied(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = a_line(workspace, a_program(workspace))
    monkeypatch.delattr(register.listing, "called")
    assert register.linked(workspace, line) is line


def test_a_name_of_none_or_several_stays_only_a_name(workspace: Workspace) -> None:
    two_of_one_name(workspace)
    blank = program_items.blank(workspace, a_program(workspace).id, "INSPECTION_PROGRAM")
    for name in ("Chi bộ Trùng Tên", "khong co to chuc nay"):
        named = program_items.new_subject("TCD", name)
        item = dataclasses.replace(blank, subjects=(named,))
        assert register.linked(workspace, item).subjects == (named,)
