"""The register of Party members: entering, finding, voiding."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.members import Position
from ktgs_desktop.services import members
from tests.helpers.builders import a_cell, a_member, changes, refusal

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


def shown(workspace: Workspace, **query: object) -> list[str]:
    listing = Listing(**query)  # type: ignore[arg-type]
    wanted = [row for chunk in members.stream(workspace, listing) for row in chunk]
    return [row.full_name for row in members.rows(workspace, wanted)]


def test_a_member_is_kept_as_entered_and_shown_in_the_list(workspace: Workspace) -> None:
    cell = a_cell(workspace)
    saved = a_member(
        workspace,
        " Trần  Thị Thí Dụ ",
        birth_date=PartialDate("1975-03"),
        organization=cell.id,
        positions=(
            Position("Bí thư chi bộ", cell.id, PartialDate("2018"), PartialDate("2020")),
            Position(" Hiệu trưởng ", None, PartialDate("2021")),
        ),
    )
    assert members.get(workspace, saved.id) == saved
    assert saved.full_name == "Trần Thị Thí Dụ"
    (row,) = members.suggest(workspace, "thi du")
    assert (row.full_name, row.birth_date, row.organization, row.position) == (
        "Trần Thị Thí Dụ",
        "03/1975",
        "Chi bộ Trường Mẫu",
        "Hiệu trưởng",
    )
    assert row.row == members.row_number(workspace, saved.id)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"birth_date": PartialDate("2021-08")}, "birth_date_future"),
        ({"organization": uuid4()}, "record_gone"),
    ],
)
def test_a_member_that_cannot_be_is_not_written(
    workspace: Workspace, values: dict[str, object], code: str
) -> None:
    before = changes(workspace)
    assert refusal(lambda: a_member(workspace, **values)).code == code  # type: ignore[arg-type]
    assert changes(workspace) == before


def test_members_stand_by_their_given_names(workspace: Workspace) -> None:
    for name in ("Trần Thị Dụ", "Nguyễn Văn Ân", "Lê Văn An", "Đỗ Ánh An"):
        a_member(workspace, name)
    a_member(workspace, "Nguyễn Văn Mẫu Tây Nguyên", sort_name="An Nguyễn Văn")
    wanted = ["Đỗ Ánh An", "Lê Văn An", "Nguyễn Văn Mẫu Tây Nguyên", "Nguyễn Văn Ân", "Trần Thị Dụ"]
    assert shown(workspace, sort="name") == wanted
    assert shown(workspace, sort="name", descending=True) == wanted[::-1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ttd", 1), ("tran du", 1), ("Trần", 1), ("hieu truong", 1), ("trấn", 0), ("không ai", 0)],
)
def test_members_are_found_by_words_initials_and_position(
    workspace: Workspace, typed: str, found: int
) -> None:
    a_member(workspace, "Trần Thị Dụ", positions=(Position("Hiệu trưởng"),))
    a_member(workspace, "Lê Văn An")
    assert len(members.suggest(workspace, typed)) == found


def test_members_of_an_organization_are_listed_alone(workspace: Workspace) -> None:
    cell = a_cell(workspace)
    a_member(workspace, "Trần Thị Dụ", organization=cell.id)
    a_member(workspace, "Lê Văn An")
    assert shown(workspace, filters={"organization": str(cell.id)}) == ["Trần Thị Dụ"]


def test_a_voided_member_leaves_the_lists_and_no_old_form_brings_it_back(
    workspace: Workspace,
) -> None:
    member = a_member(workspace)
    assert refusal(lambda: members.void(workspace, member.id, " ")).code == "reason_missing"
    members.void(workspace, member.id, "nhập nhầm")
    assert shown(workspace) == []
    assert members.row_number(workspace, member.id) == 0
    old_form = dataclasses.replace(member, note="sửa")
    for attempt in (
        lambda: members.save(workspace, old_form),
        lambda: members.void(workspace, member.id, "lần nữa"),
        lambda: members.get(workspace, member.id),
    ):
        assert refusal(attempt).code == "record_gone"
