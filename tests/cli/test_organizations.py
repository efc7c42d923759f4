"""`ktgs organizations`: lists, entering, correcting, and what happens on a day."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

DISTRICT = "Đảng bộ huyện Phú Bình"
COMMUNE = "Đảng bộ xã Bàn Đạt"


def _cell(ktgs: Terminal, name: str = "Chi bộ Trường Mẫu", *words: str) -> Any:
    return ktgs.json("organizations", "add", "--name", name, "--parent", COMMUNE, *words)


def test_a_name_tells_type_and_level(ktgs: Terminal) -> None:
    made = _cell(ktgs, "Chi bộ Trường Mẫu", "--founded", "1/2/2020", "--code", "07", "--note", "x")
    assert (made["org_type"], made["level"], made["founded"]) == ("CELL", "CB", "2020-02-01")
    assert made["codes"][0]["code"] == "07"
    shown = ktgs.json("organizations", "show", "Chi bộ Trường Mẫu")
    assert shown["path"][-2:] == [COMMUNE, "Chi bộ Trường Mẫu"]
    says = "The name does not tell type and level; give --type and --level."
    ktgs("organizations", "add", "--name", "Mẫu", code=2, says=says)
    made = ktgs.json("organizations", "add", "--name", "Mẫu", "--type", "CELL", "--level", "CB")
    assert made["parents"] == []


def test_the_list_is_narrowed_and_ordered(ktgs: Terminal) -> None:
    everything = ktgs.json("organizations", "list")
    names = [row["name"] for row in everything]
    assert DISTRICT in names
    backwards = ktgs.json("organizations", "list", "--descending")
    assert next(row["name"] for row in backwards) == names[-1]
    below = ktgs.json("organizations", "list", "--below", DISTRICT)
    assert 0 < len(below) < len(everything)
    direct = ktgs.json("organizations", "list", "--parent", COMMUNE)
    assert {row["superior"] for row in direct} == {COMMUNE}
    committees = ktgs.json("organizations", "list", "--type", "INSPECTION_COMMITTEE")
    assert {row["org_type"] for row in committees} == {"INSPECTION_COMMITTEE"}
    found = ktgs.json("organizations", "list", "--level", "H", "--search", "ban thuong vu")
    assert len(found) == 1
    assert ktgs.json("organizations", "list", "--ended") == []
    assert len(ktgs.json("organizations", "list", "--existing")) == len(everything)


def test_present_values_are_corrected(ktgs: Terminal) -> None:
    made = _cell(ktgs)
    changed = ktgs.json(
        "organizations", "edit", made["id"], "--name", "Chi bộ Trường Mẫu 2", "--code", "11",
        "--parent", "", "--founded", "2020-05-01",
    )  # fmt: skip
    assert changed["names"] == [
        {"name": "Chi bộ Trường Mẫu 2", "start": "2020-05-01", "end": None, "basis": ""}
    ]
    assert changed["parents"] == []
    assert changed["codes"][0]["code"] == "11"
    says = "Say with an option what is to change."
    ktgs("organizations", "edit", made["id"], code=2, says=says)


def test_names_and_superiors_change_on_a_day_and_are_corrected(ktgs: Terminal) -> None:
    made = _cell(ktgs)["id"]
    ktgs(
        "organizations", "rename", made, "--name", "Chi bộ Mẫu", "--from", "2021-03-01",
        "--basis", "QĐ 1",
    )  # fmt: skip
    ktgs(
        "organizations", "move", "Chi bộ Mẫu", "--parent", "Đảng bộ xã Nga My", "--from", "1/4/2021"
    )
    ktgs("organizations", "correct-name", made, 1, "--name", "Chi bộ Trường Mẫu cũ")
    changed = ktgs.json(
        "organizations", "correct-superior", made, 2, "--parent", "Đảng bộ xã Tân Khánh",
        "--from", "2021-05-01",
    )  # fmt: skip
    assert [one["name"] for one in changed["names"]] == ["Chi bộ Trường Mẫu cũ", "Chi bộ Mẫu"]
    assert changed["names"][0]["end"] == "2021-02-28"
    assert changed["parents"][1]["start"] == "2021-05-01"
    words = ("organizations", "correct-name", "--name", "x", made)
    ktgs(*words, 3, code=1, says="There is no place 3; the organisation has 2.")
    ktgs(*words, 0, code=2, says="PLACE: type a whole number from 1 to")


def test_organisations_merge_split_and_end(ktgs: Terminal) -> None:
    for number in (1, 2):
        _cell(ktgs, f"Chi bộ Xóm {number}")
    made = ktgs.json(
        "organizations", "merge", "Chi bộ Xóm 1", "Chi bộ Xóm 2", "--name", "Chi bộ Xóm Mới",
        "--on", "2021-07-01", "--basis", "QĐ 2",
    )  # fmt: skip
    assert (made["org_type"], made["level"]) == ("CELL", "CB")
    ended = ktgs.json("organizations", "list", "--ended")
    assert {row["name"] for row in ended} == {"Chi bộ Xóm 1", "Chi bộ Xóm 2"}
    shown = ktgs.json("organizations", "show", made["id"])
    assert [one["kind"] for one in shown["successions"]] == ["MERGE"]
    followers = ktgs.json(
        "organizations", "split", made["id"], "--name", "Chi bộ A", "--name", "Chi bộ B",
        "--on", "2021-08-01",
    )  # fmt: skip
    assert [one["names"][0]["name"] for one in followers] == ["Chi bộ A", "Chi bộ B"]
    done = ktgs.json("organizations", "dissolve", "Chi bộ A", "--on", "2021-09-01")
    assert done["on"] == "2021-09-01"
    words = ("Chi bộ B", "--name", "Chi bộ C", "--on", "2021-10-01")
    ktgs("organizations", "merge", *words, code=1, says="merge_needs_two")
    ktgs("organizations", "split", *words, code=1, says="split_needs_two")


def test_what_was_entered_by_mistake_goes(ktgs: Terminal) -> None:
    made = _cell(ktgs)["id"]
    ktgs("organizations", "void", COMMUNE, "--reason", "x", code=1, says="record_in_use")
    ktgs("organizations", "void", made, "--reason", " ", code=1, says="reason_missing")
    assert ktgs.json("organizations", "show", made)["id"] == made
    ktgs("organizations", "void", made, "--reason", "nhập nhầm")
    ktgs("organizations", "show", made, code=1, says="record_gone")


@pytest.mark.parametrize("words", [("show",), ("void", "--reason", "x"), ("edit", "--note", "x")])
def test_an_unknown_name_is_said(ktgs: Terminal, words: tuple[str, ...]) -> None:
    verb, *rest = words
    none = "Chi bộ Không Có"
    ktgs("organizations", verb, none, *rest, code=1, says="organization_unknown", name=none)


# Many at once ---------------------------------------------------------------------------------


def test_a_list_of_units_is_only_looked_at(ktgs: Terminal) -> None:
    before = len(ktgs.json("history"))
    seen = ktgs.json("organizations", "import", "--district", "172", "--dry-run")
    assert seen["new"] > 0
    assert seen["written"] is False
    assert len(ktgs.json("history")) == before
    ktgs("organizations", "import", "--province", "00", code=1, says="unit_unknown")
    none = ktgs.folder / "none.csv"
    ktgs("organizations", "import", none, code=4, says="file_missing", path=none)


def test_a_table_is_judged_then_taken(ktgs: Terminal) -> None:
    table = ktgs.write(
        "t.csv", "Tên tổ chức,Trực thuộc,Mã\nChi bộ Một,,1\nChi bộ Hai,Chi bộ Không Có,2\n"
    )
    seen = ktgs("organizations", "import-table", table, "--parent", COMMUNE, "--json", code=1)
    assert (seen.json["new"], seen.json["added"]) == (1, 0)
    assert [one["row"] for one in seen.json["faults"]] == [3]
    table_words = ("organizations", "import-table", table, "--parent", COMMUNE)
    refused = {"says": "rows_refused", "count": 1}
    ktgs(*table_words, code=1, **refused)
    ktgs(*table_words, "--dry-run", code=1, **refused)
    words = ("organizations", "import-table", table, "--parent", COMMUNE, "--leave-out-refused")
    assert ktgs.json(*words, "--dry-run")["added"] == 0
    assert ktgs.json(*words)["added"] == 1
    again = ktgs.json(*words)
    assert (again["added"], again["existing"]) == (0, 1)


def test_columns_are_named_when_headings_do_not_help(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = "STT\tXX\tYY\n1\t\tChi bộ Ba\n2\t\tChi bộ Bốn\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(pasted))
    done = ktgs.json(
        "organizations", "import-table", "-", "--parent", COMMUNE, "--column", "name=3",
        "--first-row", "2",
    )  # fmt: skip
    assert done["added"] == 2
    table = ("organizations", "import-table", "-")
    for wrong in ("colour=3", "name=0"):
        says = f"“{wrong}” names no column; write name=1. Fields are name, type, parent"
        ktgs(*table, "--column", wrong, code=2, says=says)
    ktgs(*table, "--first-row", "2", code=2, says="--first-row goes with --column.")
