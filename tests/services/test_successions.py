"""Organisations merge, split and end: dated, told as such, and taken back as one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.organizations import NewOrganization
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.services import history, maintenance, organizations, successions
from tests.helpers.builders import DISTRICT, a_cell, a_member, changes, refusal

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.organizations import Organization
    from ktgs_desktop.services.workspace import Workspace

ON, EVE = date(2021, 7, 1), date(2021, 6, 30)
BAN_DAT, TAN_KHANH = (organization_id(code, "PARTY_BODY") for code in ("05911", "05917"))


def a_new_one(name: str = "Đảng bộ xã Mẫu", parent: UUID = DISTRICT) -> NewOrganization:
    return NewOrganization(name, "PARTY_BODY", "CS", parent)


def merged(workspace: Workspace) -> Organization:
    return successions.merge(
        workspace, [BAN_DAT, TAN_KHANH], a_new_one(), on=ON, basis=" NQ 01/2021 "
    )


def names(workspace: Workspace, **filters: str | bool) -> list[str]:
    query = Listing("name", filters=filters)
    wanted = [row for chunk in organizations.stream(workspace, query) for row in chunk]
    return [row.name for row in organizations.rows(workspace, wanted)]


def below(workspace: Workspace, parent: UUID) -> list[str]:
    return [row.name for row in organizations.children(workspace, parent)]


# Merger ---------------------------------------------------------------------------------------


def test_merged_organizations_end_the_day_before_the_new_one_begins(workspace: Workspace) -> None:
    follower = merged(workspace)
    assert (follower.founded, follower.ended) == (ON, None)
    assert follower.parent_on() == DISTRICT
    for gone in (BAN_DAT, TAN_KHANH):
        former = organizations.get(workspace, gone)
        assert (former.ended, former.end_reason) == (EVE, "MERGE")
        assert former.parent_on(EVE) == DISTRICT
        assert former.parent_on() is None


def test_organs_end_with_their_body_and_the_rest_moves_along(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Xóm Mẫu", BAN_DAT)
    gone = a_cell(workspace, "Chi bộ đã hết", BAN_DAT)
    successions.dissolve(workspace, gone.id, on=date(2021, 2, 1), basis="")
    follower = merged(workspace)
    moved = organizations.get(workspace, cell.id)
    assert (moved.parent_on(EVE), moved.parent_on(ON)) == (BAN_DAT, follower.id)
    assert moved.ended is None
    for organ in ("EXEC_COMMITTEE", "STANDING_COMMITTEE", "INSPECTION_COMMITTEE"):
        ended = organizations.get(workspace, organization_id("05911", organ))
        assert (ended.ended, ended.end_reason) == (EVE, "MERGE")
    assert organizations.get(workspace, gone.id).ended == date(2021, 1, 31)
    assert below(workspace, follower.id) == ["Chi bộ Xóm Mẫu"]


def test_the_succession_is_told_of_all_who_took_part(workspace: Workspace) -> None:
    follower = merged(workspace)
    told = [organizations.successions(workspace, one) for one in (BAN_DAT, TAN_KHANH, follower.id)]
    assert told[0] == told[1] == told[2]
    (found,) = told[0]
    assert (found.kind, found.on, found.basis) == ("MERGE", ON, "NQ 01/2021")
    assert (found.predecessors, found.successors) == ((BAN_DAT, TAN_KHANH), (follower.id,))
    assert organizations.successions(workspace, DISTRICT) == []


def test_what_has_ended_stays_in_the_lists_of_its_time(workspace: Workspace) -> None:
    merged(workspace)
    assert "Đảng bộ xã Bàn Đạt" in names(workspace)
    alive = names(workspace, exists=True, today="2021-07-06")
    assert "Đảng bộ xã Bàn Đạt" not in alive
    assert "Đảng bộ xã Mẫu" in alive
    assert "Đảng bộ xã Bàn Đạt" in names(workspace, exists=True, today="2021-06-30")
    assert "Đảng bộ xã Bàn Đạt" in names(workspace, exists=False, today="2021-07-06")
    assert "Đảng bộ xã Bàn Đạt" not in below(workspace, DISTRICT)


def test_a_merger_is_one_undo_and_one_redo(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Xóm Mẫu", BAN_DAT)
    before = organizations.get(workspace, BAN_DAT)
    follower = merged(workspace)
    assert history.undo(workspace).startswith("Sáp nhập")
    assert organizations.get(workspace, BAN_DAT) == before
    assert organizations.get(workspace, cell.id) == cell
    assert organizations.successions(workspace, BAN_DAT) == []
    assert refusal(lambda: organizations.get(workspace, follower.id)).code == "record_gone"
    history.redo(workspace)
    assert organizations.get(workspace, cell.id).parent_on() == follower.id
    assert organizations.get(workspace, BAN_DAT).ended == EVE
    assert maintenance.check(workspace).sound


@pytest.mark.parametrize(
    ("predecessors", "new", "code"),
    [
        ([BAN_DAT], a_new_one(), "merge_needs_two"),
        ([BAN_DAT, BAN_DAT], a_new_one(), "merge_needs_two"),
        ([BAN_DAT, TAN_KHANH], a_new_one(" "), "name_missing"),
        ([BAN_DAT, TAN_KHANH], a_new_one(parent=BAN_DAT), "parent_below"),
        ([BAN_DAT, TAN_KHANH], a_new_one(parent=uuid4()), "record_gone"),
        ([BAN_DAT, uuid4()], a_new_one(), "record_gone"),
    ],
)
def test_a_merger_that_cannot_be_changes_nothing(
    workspace: Workspace, predecessors: list[UUID], new: NewOrganization, code: str
) -> None:
    before = changes(workspace)
    error = refusal(lambda: successions.merge(workspace, predecessors, new, on=ON, basis=""))
    assert error.code == code
    assert changes(workspace) == before


def test_the_new_one_cannot_stand_below_what_moves_to_it(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Xóm Mẫu", BAN_DAT)
    new = a_new_one(parent=cell.id)
    error = refusal(
        lambda: successions.merge(workspace, [BAN_DAT, TAN_KHANH], new, on=ON, basis="")
    )
    assert error.code == "parent_below"
    assert below(workspace, BAN_DAT)[-1] == "Chi bộ Xóm Mẫu"


def test_what_has_ended_does_not_merge_again(workspace: Workspace) -> None:
    merged(workspace)
    error = refusal(lambda: merged(workspace))
    assert error.code == "already_ended"


def test_nothing_merges_before_it_began(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Xóm Mẫu", BAN_DAT, founded=date(2021, 7, 5))
    error = refusal(lambda: merged(workspace))
    assert (error.code, error.params["name"]) == ("dates_reversed", "Chi bộ Xóm Mẫu")
    assert organizations.get(workspace, BAN_DAT).ended is None
    assert organizations.get(workspace, cell.id) == cell


# Split ----------------------------------------------------------------------------------------


def test_a_split_ends_one_and_begins_several(workspace: Workspace) -> None:
    cell = a_cell(workspace, "Chi bộ Xóm Mẫu", BAN_DAT)
    parts = [a_new_one("Đảng bộ xã Mẫu 1"), a_new_one("Đảng bộ xã Mẫu 2")]
    followers = successions.split(workspace, BAN_DAT, parts, on=ON, basis="NQ 02")
    assert [one.name_on() for one in followers] == ["Đảng bộ xã Mẫu 1", "Đảng bộ xã Mẫu 2"]
    assert {one.founded for one in followers} == {ON}
    assert organizations.get(workspace, BAN_DAT).end_reason == "SPLIT"
    assert organizations.get(workspace, organization_id("05911", "EXEC_COMMITTEE")).ended == EVE
    assert organizations.get(workspace, cell.id).parent_on() == BAN_DAT, "to be moved by hand"
    organizations.move(workspace, cell.id, parent=followers[1].id, start=ON, basis="NQ 02")
    assert below(workspace, followers[1].id) == ["Chi bộ Xóm Mẫu"]
    (found,) = organizations.successions(workspace, followers[0].id)
    assert (found.kind, found.predecessors) == ("SPLIT", (BAN_DAT,))


def test_a_split_is_taken_back_as_one(workspace: Workspace) -> None:
    before = organizations.get(workspace, BAN_DAT)
    parts = [a_new_one("Đảng bộ xã Mẫu 1"), a_new_one("Đảng bộ xã Mẫu 2")]
    successions.split(workspace, BAN_DAT, parts, on=ON, basis="")
    history.undo(workspace)
    assert organizations.get(workspace, BAN_DAT) == before
    assert organizations.named(workspace, "Đảng bộ xã Mẫu 1") is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([a_new_one()], "split_needs_two"),
        ([a_new_one(), a_new_one("Mẫu 2", BAN_DAT)], "parent_below"),
        ([a_new_one(), a_new_one(" ")], "name_missing"),
    ],
)
def test_a_split_that_cannot_be_changes_nothing(
    workspace: Workspace, parts: list[NewOrganization], code: str
) -> None:
    before = changes(workspace)
    error = refusal(lambda: successions.split(workspace, BAN_DAT, parts, on=ON, basis=""))
    assert error.code == code
    assert changes(workspace) == before


# The end --------------------------------------------------------------------------------------


def test_a_dissolved_organization_keeps_its_members_and_its_past(workspace: Workspace) -> None:
    cell = a_cell(workspace)
    member = a_member(workspace, organization=cell.id)
    successions.dissolve(workspace, cell.id, on=ON, basis="QĐ 03")
    gone = organizations.get(workspace, cell.id)
    assert (gone.ended, gone.end_reason) == (EVE, "DISSOLVE")
    (found,) = organizations.successions(workspace, cell.id)
    assert (found.successors, found.basis) == ((), "QĐ 03")
    assert member.organization == cell.id
    history.undo(workspace)
    assert organizations.get(workspace, cell.id) == cell


def test_an_end_in_the_future_counts_from_its_day(workspace: Workspace) -> None:
    cell = a_cell(workspace)
    successions.dissolve(workspace, cell.id, on=date(2021, 12, 1), basis="")
    assert cell.name_on() in names(workspace, exists=True, today="2021-11-30")
    assert cell.name_on() not in names(workspace, exists=True, today="2021-12-01")


@pytest.mark.parametrize("on", [date(2021, 3, 1), date(2020, 1, 1)])
def test_it_cannot_end_before_it_began(workspace: Workspace, on: date) -> None:
    cell = a_cell(workspace, founded=date(2021, 3, 1))
    error = refusal(lambda: successions.dissolve(workspace, cell.id, on=on, basis=""))
    assert error.code == "dates_reversed"
    assert organizations.get(workspace, cell.id) == cell
