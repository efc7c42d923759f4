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
    ktgs("members", "show", made["id"], code=1, says="record_gone")


def test_only_what_is_said_changes(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", NAME, "--birth", "1980", "--note", "ghi chú")
    changed = ktgs.json("members", "edit", NAME, "--name", "Trần Thị Mẫu")
    assert (changed["birth_date"], changed["note"]) == ("1980", "ghi chú")
    nothing = "Say with an option what is to change."
    ktgs("members", "edit", "Trần Thị Mẫu", code=2, says=nothing)


def test_two_of_a_name_are_told_apart_by_id(ktgs: Terminal) -> None:
    none = f"No member is called “{NAME}”; “ktgs members list” shows all."
    ktgs("members", "show", NAME, code=1, says=none)
    first = ktgs.json("members", "add", "--name", NAME, "--birth", "1980")["id"]
    second = ktgs.json("members", "add", "--name", NAME)["id"]
    said = ktgs("members", "show", NAME, code=1, says="means 2 records; write the id of one").err
    assert f"{NAME}, 1980 ({first})" in said
    assert f"{NAME} ({second})" in said
    assert ktgs.json("members", "show", first)["id"] == first


def test_of_many_of_a_name_a_few_are_named(ktgs: Terminal) -> None:
    for _time in range(6):
        ktgs("members", "add", "--name", NAME)
    said = ktgs("members", "show", NAME, code=1, says="means 6 records").err
    assert said.count(f"{NAME} (") == 5
    assert said.rstrip().endswith("…")


def test_what_cannot_be_is_refused(ktgs: Terminal) -> None:
    ktgs("members", "add", "--name", "", code=1, says="name_missing")
    words = ("members", "add", "--name", NAME)
    ktgs(*words, "--birth", "2030", code=1, says="birth_date_future", name=NAME)
    ktgs(*words, "--birth", "gestern", code=1, says="date_not_understood", text="gestern")
    shape = "“a;;;;b” is no position; write “title;organization;from;until”."
    ktgs(*words, "--position", "a;;;;b", code=2, says=shape)
    absent = "Chi bộ Không Có"
    ktgs(*words, "--organization", absent, code=1, says="organization_unknown", name=absent)
    assert ktgs.json("members", "list") == []
