"""`ktgs check`, `backup`, `copies`, `restore`, `migrate`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import sqlalchemy as sa

from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.store import tables
from tests.conftest import PASSWORD
from tests.helpers.damage import alter, flip
from tests.helpers.terminal import an_issued_program

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Clock
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


def test_copies_are_listed_the_latest_first_without_a_password(
    ktgs: Terminal, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    assert ktgs("copies").out == ""
    first = ktgs.json("backup")
    clock.forward(days=1)
    second = ktgs.json("backup")
    monkeypatch.delenv("KTGS_PASSWORD")
    monkeypatch.delenv("KTGS_USER")
    rows = ktgs.json("copies")
    assert [one["file"] for one in rows] == [second["file"], first["file"]]
    assert [one["made_at"][:10] for one in rows] == ["2021-07-07", "2021-07-06"]
    assert [one["size"] for one in rows] == [
        (ktgs.folder / "office.backups" / Path(one["file"]).name).stat().st_size for one in rows
    ]
    head, *lines = ktgs("copies").out.splitlines()
    assert head.split() == ["made_at", "size", "file"]
    assert [line.split()[1:] for line in lines] == [
        [str(one["size"]), one["file"]] for one in (second, first)
    ]


def test_a_copy_goes_where_it_is_wanted(ktgs: Terminal, tmp_path: Path) -> None:
    made = ktgs.json("backup", tmp_path / "stick")
    assert made["file"].startswith(str(tmp_path / "stick"))
    assert (tmp_path / "stick").is_dir()
    ktgs("backup", ktgs.file, code=2, says=f"{ktgs.file} is a file, no folder.")


def test_a_copy_that_is_not_there_restores_nothing(ktgs: Terminal, tmp_path: Path) -> None:
    none = tmp_path / "none.ktgsdb"
    ktgs("restore", none, code=4, says="file_missing", path=none)
    assert ktgs.json("check")["sound"] is True


def test_a_copy_is_restored_by_one_of_its_users_only(ktgs: Terminal) -> None:
    made = ktgs.json("backup")
    ktgs("restore", made["file"], "--user", "nobody", code=1, says="password_wrong")
    assert not (ktgs.folder / "office-replaced.ktgsdb").exists()


def test_a_workspace_that_is_open_elsewhere_is_not_replaced(ktgs: Terminal) -> None:
    made = ktgs.json("backup")
    with filelock.FileLock(str(ktgs.file.with_suffix(".lock"))):
        ktgs("restore", made["file"], code=4, says="workspace_open", path=ktgs.file)
    assert not (ktgs.folder / "office-replaced.ktgsdb").exists()
    assert ktgs.json("check")["sound"]


def test_a_damaged_row_fails_the_check(ktgs: Terminal, clock: Clock) -> None:
    member = ktgs.json("members", "add", "--name", "Trần Thị Thí Dụ")["id"]
    workspace = open_workspace(ktgs.file, login="mau", password=PASSWORD, clock=clock)
    alter(workspace, sa.update(tables.party_member).values(full_name="Trần Thị Khác"))
    workspace.close()
    found = ktgs.json("check", code=4)
    assert found["sound"] is False
    assert f"row_differs party_member {member}" in found["journal_faults"]
    assert found["file_faults"] == found["attachment_faults"] == []
    shown = ktgs("check", code=4).out
    assert "sound: False" in shown
    assert f"row_differs party_member {member}" in shown


def test_a_damaged_file_fails_the_check_and_a_damaged_copy_restores_nothing(
    ktgs: Terminal, tmp_path: Path
) -> None:
    made = Path(ktgs.json("backup")["file"])
    bad = tmp_path / made.name
    shutil.copyfile(made, bad)
    shutil.copyfile(made.with_suffix(".keys"), bad.with_suffix(".keys"))
    flip(bad)
    before = ktgs.file.read_bytes()
    ktgs("restore", bad, code=4, says="copy_unsound", path=bad)
    assert ktgs.file.read_bytes() == before
    flip(ktgs.file)
    said = ktgs("check", "--json", code=4)
    # A page that is read refuses at once; one that nothing is read from stands in the report.
    if said.out:
        assert said.json["file_faults"]
    else:
        assert str(ktgs.file) in said.err
    ktgs("restore", made)
    assert ktgs.json("check")["sound"] is True


def test_a_missing_file_of_a_paper_fails_the_check(ktgs: Terminal) -> None:
    symbol = an_issued_program(ktgs)
    ktgs("papers", "attach", symbol, ktgs.write("scan.txt", "quét"))
    for file in (ktgs.folder / "office.files").rglob("*"):
        if file.is_file():
            file.unlink()
    found = ktgs.json("check", code=4)
    (fault,) = found["attachment_faults"]
    assert fault.startswith("attachment_missing ")
    assert found["sound"] is False


def test_the_version_of_the_format_is_told(ktgs: Terminal) -> None:
    assert ktgs.json("migrate")["version"] >= 1
