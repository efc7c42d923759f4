"""`ktgs copies make`, `ktgs conflicts`: an office on two computers at the terminal."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tests.helpers.terminal import a_line

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.helpers.terminal import Terminal


def test_a_copy_is_made_and_knows_what_it_may_not(
    ktgs: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    line = a_line(ktgs)
    stick = tmp_path / "stick"
    stick.mkdir()
    made = ktgs.json("copies", "make", stick, "--name", "Máy hai")["file"]
    assert made.endswith("office-may-hai.ktgsdb")
    ktgs("copies", "make", stick, "--name", "MÁY HAI", code=1, says="desk_name_taken")
    assert ktgs.json("copies") == []
    ktgs("copies", "assign", line, "--entity", "program_item", "--to", "máy hai")
    ktgs("copies", "assign", line, "--entity", "program_item", "--to", "ba", code=1)
    ktgs("copies", "assign", line, "--entity", "program_item")
    shutil.copytree(stick, tmp_path / "two")
    monkeypatch.setenv("KTGS_WORKSPACE", str(tmp_path / "two" / "office-may-hai.ktgsdb"))
    computers = {one["name"]: one["this"] for one in ktgs.json("copies", "computers")}
    assert computers == {"hub": False, "Máy hai": True}
    issue = ("--date", "2021-01-05", "--signer", "Nguyễn Văn Mẫu")
    ktgs("programs", "issue", "HU/2021", *issue, code=1, says="number_of_hub")
    ktgs("copies", "make", stick, "--name", "Máy ba", code=1, says="hub_makes_copies")
    ktgs("copies", "take-over")
    ktgs("copies", "take-over", code=1, says="is_hub")
    ktgs("programs", "issue", "HU/2021", *issue)


def test_there_is_nothing_to_choose_in_an_office_on_one_computer(ktgs: Terminal) -> None:
    ktgs("programs", "new", "--body", "HU", "--year", "2021")
    line = a_line(ktgs)
    assert ktgs.json("conflicts", "list") == []
    assert ktgs.json("conflicts", "list", "--of-others") == []
    assert ktgs.json("conflicts", "doubles") == []
    ktgs("conflicts", "show", line, code=1, says="no_conflict")
    ktgs("conflicts", "choose", line, "--take", "note", code=2)
    ktgs("conflicts", "choose", line, "--take", "note=MINE", code=1, says="no_conflict")
