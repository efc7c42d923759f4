"""`ktgs check`, `backup`, `copies`, `restore`, `migrate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import filelock

from tests.helpers.terminal import an_issued_program

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.helpers.terminal import Terminal


def test_a_sound_workspace_passes_the_check(ktgs: Terminal) -> None:
    found = ktgs.json("check")
    assert found["sound"] is True
    assert found["records"] > 50
    assert found["file_faults"] == found["journal_faults"] == found["attachment_faults"] == []


def test_a_copy_is_made_listed_and_restored(ktgs: Terminal) -> None:
    assert ktgs.json("copies") == []
    made = ktgs.json("backup")
    listed = ktgs.json("copies")
    assert [one["file"] for one in listed] == [made["file"]]
    assert listed[0]["size"] == made["size"] > 0

    ktgs("organizations", "add", "--name", "Chi bộ Thử nghiệm")
    done = ktgs.json("restore", made["file"])
    assert done["replaced_kept_as"].endswith("office-replaced.ktgsdb")
    assert ktgs.json("organizations", "list", "--search", "Thử nghiệm") == []


def test_copies_need_no_password(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KTGS_PASSWORD")
    monkeypatch.delenv("KTGS_USER")
    assert ktgs.json("copies") == []


def test_a_copy_goes_where_it_is_wanted(ktgs: Terminal, tmp_path: Path) -> None:
    made = ktgs.json("backup", tmp_path / "stick")
    assert made["file"].startswith(str(tmp_path / "stick"))
    assert (tmp_path / "stick").is_dir()
    ktgs("backup", ktgs.file, code=2)


def test_a_copy_that_is_not_there_restores_nothing(ktgs: Terminal, tmp_path: Path) -> None:
    assert "none.ktgsdb" in ktgs("restore", tmp_path / "none.ktgsdb", code=4).err
    assert ktgs.json("check")["sound"] is True


def test_a_copy_is_restored_by_one_of_its_users_only(ktgs: Terminal) -> None:
    made = ktgs.json("backup")
    ktgs("restore", made["file"], "--user", "nobody", code=1)
    assert not (ktgs.folder / "office-replaced.ktgsdb").exists()


def test_a_workspace_that_is_open_elsewhere_is_not_replaced(ktgs: Terminal) -> None:
    made = ktgs.json("backup")
    with filelock.FileLock(str(ktgs.file.with_suffix(".lock"))):
        ktgs("restore", made["file"], code=4, says="workspace_open")
    assert not (ktgs.folder / "office-replaced.ktgsdb").exists()
    assert ktgs.json("check")["sound"]


def test_a_damaged_row_fails_the_check(ktgs: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    from ktgs_desktop.services import maintenance  # to put the fault in

    monkeypatch.setattr(
        maintenance,
        "check",
        lambda _workspace, _steps: maintenance.CheckReport((), ("row 1 differs",), (), 3, 2, 0),
    )
    said = ktgs("check", "--json", code=4)
    assert said.json["sound"] is False
    assert said.json["journal_faults"] == ["row 1 differs"]


def test_a_missing_file_of_a_paper_fails_the_check(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    ktgs("papers", "attach", symbol, ktgs.write("scan.txt", "quét"))
    for file in (ktgs.folder / "office.files").rglob("*"):
        if file.is_file():
            file.unlink()
    found = ktgs.json("check", code=4)
    assert len(found["attachment_faults"]) == 1


def test_the_version_of_the_format_is_told(ktgs: Terminal) -> None:
    assert ktgs.json("migrate")["version"] >= 1
