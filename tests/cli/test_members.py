"""`ktgs members`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

NAME = "Trần Thị Thí Dụ"
COMMUNE = "Đảng bộ xã Bàn Đạt"


def test_a_member_is_added_found_edited_and_voided(ktgs: Terminal) -> None:
    made = ktgs.json(
        "members", "add", "--name", NAME, "--birth", "9/1980", "--organization", COMMUNE,
        "--position", "Bí thư Đảng uỷ",
    )  # fmt: skip
    assert made["birth_date"] == "1980-09"
    assert made["positions"][0]["organization"] == made["organization"]
    (row,) = ktgs.json("members", "list", "--organization", COMMUNE)
    assert (row["full_name"], row["position"]) == (NAME, "Bí thư Đảng uỷ")
    changed = ktgs.json(
        "members", "edit", NAME, "--birth", "", "--organization", "", "--position",
        f"Phó Bí thư;{COMMUNE};2015;6/2020", "--position", "Bí thư;;1/7/2020", "--sort-name", "Du",
    )  # fmt: skip
    assert (changed["birth_date"], changed["organization"]) == (None, None)
    assert [one["start"] for one in changed["positions"]] == ["2015", "2020-07-01"]
    assert changed["positions"][0]["end"] == "2020-06"
    assert ktgs.json("members", "show", NAME)["sort_name"] == "Du"
    ktgs("members", "void", NAME, "--reason", "nhập nhầm")
    assert ktgs.json("members", "list") == []
    ktgs("members", "show", made["id"], code=1)


def test_only_what_is_said_changes(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", NAME, "--birth", "1980", "--note", "ghi chú")
    changed = ktgs.json("members", "edit", NAME, "--name", "Trần Thị Mẫu")
    assert (changed["birth_date"], changed["note"]) == ("1980", "ghi chú")
    ktgs("members", "edit", "Trần Thị Mẫu", code=2)


def test_two_of_a_name_are_told_apart_by_id(ktgs: Terminal) -> None:
    first = ktgs.json("members", "add", "--name", NAME)["id"]
    ktgs("members", "add", "--name", NAME)
    assert NAME in ktgs("members", "show", NAME, code=1).err
    assert ktgs.json("members", "show", first)["id"] == first


def test_what_cannot_be_is_refused(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", "", code=1)
    ktgs("members", "add", "--name", NAME, "--birth", "2030", code=1)
    ktgs("members", "add", "--name", NAME, "--birth", "gestern", code=1)
    ktgs("members", "add", "--name", NAME, "--position", "a;;;;b", code=2)
    ktgs("members", "add", "--name", NAME, "--organization", "Chi bộ Không Có", code=1)
    assert ktgs.json("members", "list") == []
