"""`ktgs history`, `undo`, `redo`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ktgs_desktop.papers import sheet_reader
from tests.helpers.terminal import an_issued_program

if TYPE_CHECKING:
    import pytest

    from tests.helpers.terminal import Terminal

NAME = "Chi bộ Mẫu"
UNKNOWN = "0197ac3e-0000-7000-8000-000000000000"


def test_every_version_of_a_record_is_shown(ktgs: Terminal) -> None:
    made = ktgs.json("organizations", "add", "--name", NAME)["id"]
    ktgs("organizations", "edit", made, "--note", "ghi chú")
    ktgs("organizations", "void", made, "--reason", "nhập nhầm")
    found = ktgs.json("history", "--record", made)
    assert [one["voided"] for one in found] == ["nhập nhầm", "", ""]
    changed = found[1]["fields"]
    assert changed == [{"field": "note", "before": "", "after": "ghi chú"}]
    assert ktgs.json("history", "--record", made, "--entity", "organization") == found
    assert len(ktgs.json("history", "--record", made, "--limit", "2")) == 2
    for words in ((made, "--entity", "program"), (UNKNOWN,)):
        said = ktgs("history", "--record", *words, code=1).err
        assert words[0] in said
        assert "--json" in said
    ktgs("history", "--entity", "program", code=2, says="--entity goes with --record.")
    ktgs("history", "--record", "x", code=2, says="--record: type the identifier that a list")


def test_undo_and_redo_go_by_operation(ktgs: Terminal) -> None:
    ktgs("organizations", "add", "--name", NAME)
    done = ktgs.json("history", "--limit", "1")
    assert [(one["user"], one["subject"]) for one in done] == [("Nguyễn Văn Mẫu", NAME)]
    assert NAME in ktgs.json("undo", "--operation", done[0]["id"])["undone"]
    assert ktgs.json("organizations", "list", "--search", NAME) == []
    ktgs("redo", "--operation", done[0]["id"], code=1, says="nothing_to_redo")
    ktgs("redo", "--operation", ktgs.json("history")[0]["id"])
    assert len(ktgs.json("organizations", "list", "--search", NAME)) == 1


def test_what_was_built_on_cannot_be_undone(ktgs: Terminal) -> None:
    made = ktgs.json("organizations", "add", "--name", NAME)["id"]
    operation = ktgs.json("history")[0]["id"]
    ktgs("organizations", "edit", made, "--note", "x")
    ktgs("undo", "--operation", operation, code=5, says="record_moved_on", what=NAME)
    for command in ("undo", "redo"):
        said = ktgs(command, "--operation", made, code=1, says="operation_unknown").err
        assert made in said
        assert "ktgs history" in said
    ktgs("undo", code=2, says="--operation is missing.")


def test_an_issue_cannot_be_undone(ktgs: Terminal) -> None:
    an_issued_program(ktgs)
    last = ktgs.json("history")[0]["id"]
    ktgs("undo", "--operation", last, code=1, says="not_undoable")
    assert ktgs.json("history")[0]["id"] == last
    assert ktgs.json("programs", "list")[0]["state"] == "ISSUED"


def test_what_another_did_is_theirs_to_undo(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ktgs("organizations", "add", "--name", NAME)
    operation = ktgs.json("history")[0]["id"]
    monkeypatch.setenv("KTGS_NEW_PASSWORD", "mat-khau-moi")
    ktgs("users", "add", "lan", "--name", "Lê Thị Ví Dụ")
    monkeypatch.setenv("KTGS_PASSWORD", "mat-khau-moi")
    ktgs("undo", "--operation", operation, "--user", "lan", code=1, says="not_your_operation")
    assert ktgs.json("organizations", "show", NAME, "--user", "lan")["names"]


def test_versions_and_operations_go_to_a_sheet_as_people_write_times(ktgs: Terminal) -> None:
    made = ktgs.json("organizations", "add", "--name", NAME)["id"]
    ktgs("organizations", "edit", made, "--note", "x")
    for words, rows in ((("history",), 3), (("history", "--record", made), 2)):
        path = ktgs.folder / "history.xlsx"
        assert ktgs.json(*words, "--xlsx", path)["rows"] >= rows
        table = sheet_reader.read_table(path, name=path.name)
        assert any(re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", row[0]) for row in table)
