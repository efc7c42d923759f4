"""Two offices exchange packages at the terminal: up, the receipt down, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.services import offices
from ktgs_desktop.services import workspace as workspaces
from tests.conftest import PASSWORD, Clock
from tests.helpers.builders import an_issued_program
from tests.helpers.exchange import House, a_house
from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace


class Desks:
    """A terminal that is carried from office to office."""

    def __init__(
        self, house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.house = house
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def at(self, office: Workspace) -> Terminal:
        """The terminal in an office."""
        file = office.files.database
        self._monkeypatch.setenv("KTGS_WORKSPACE", str(file))
        self._monkeypatch.setenv("KTGS_HOME", str(file.parent / "home"))
        return Terminal(file, self._capsys)

    @property
    def province(self) -> Terminal:
        return self.at(self.house.province)

    @property
    def district(self) -> Terminal:
        return self.at(self.house.district)


@pytest.fixture
def desks(
    tmp_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Desks:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KTGS_USER", "mau")
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
    monkeypatch.setenv("KTGS_LANGUAGE", "en")
    for opened in (workspaces.open_workspace, offices.create_workspace):
        monkeypatch.setitem(opened.__kwdefaults__, "clock", clock)
    house = a_house(tmp_path / "house", clock)
    an_issued_program(house.district)
    house.close()
    return Desks(house, monkeypatch, capsys)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def _damaged(file: Path) -> Path:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    broken = file.with_name("hong.ktgs")
    broken.write_bytes(data)
    return broken


def test_a_package_goes_up_and_its_receipt_comes_down(desks: Desks, stick: Path):
    before = desks.district.json("export", stick, "--dry-run")
    assert (before["empty"], before["bundles"]) == (False, 0)
    assert {"kind": "program", "count": 1} in before["written"]
    assert list(stick.iterdir()) == []
    made = desks.district.json("export", stick)
    assert made["state"] == "CARRIED"
    package = stick / made["file"]
    assert package.stat().st_size == made["size"]
    looked = desks.province.json("import", package, "--dry-run")
    assert (looked["taken"], looked["new"]) == (False, before["changes"])
    done = desks.province.json("import", package)
    assert done["taken"]
    assert done["from"] == "Uỷ ban Kiểm tra Huyện uỷ Phú Bình"
    assert {"kind": "program", "effect": "NEW", "count": 1} in done["effects"]
    rows = desks.province.json("packages", "received")
    assert [(row["state"], row["id"]) for row in rows] == [
        ("APPLIED", done["job"]), ("LEFT", rows[1]["id"]),
    ]  # fmt: skip
    answer = desks.province.json("receipt", rows[0]["number"], stick)
    desks.district("import", stick / answer["file"])
    (known,) = desks.district.json("packages", "sent")
    assert (known["state"], known["late"], known["waited"]) == ("RECEIVED", False, None)
    desks.district("export", stick, code=1, says="nothing_to_send")


def test_of_a_folder_what_is_refused_holds_up_none_of_the_rest(desks: Desks, stick: Path):
    made = desks.district.json("export", stick)
    _damaged(stick / made["file"])
    (stick / "ghi-chu.ktgs").write_text("no package")
    told = desks.province.json("import", stick, code=3)
    assert (told["refused"], told["left"]) == (2, 0)
    by_name = {one["file"]: one for one in told["files"]}
    assert by_name[made["file"]]["taken"]
    assert by_name["hong.ktgs"]["code"] == "package_chunk_damaged"
    assert by_name["ghi-chu.ktgs"]["code"] == "package_foreign"
    assert "no package of this program" in by_name["ghi-chu.ktgs"]["why"]
    states = {row["file"]: row["state"] for row in desks.province.json("packages", "received")}
    assert states == {
        made["file"]: "APPLIED", "hong.ktgs": "REFUSED", "ghi-chu.ktgs": "REFUSED",
    }  # fmt: skip


def test_a_refused_file_ends_with_three_and_says_what_to_do(desks: Desks, stick: Path):
    made = desks.district.json("export", stick)
    broken = _damaged(stick / made["file"])
    desks.province("import", broken, code=3, says="package_chunk_damaged")
    desks.province("import", stick / "nowhere.ktgs", code=4)


def test_a_package_sent_twice_changes_nothing_the_second_time(desks: Desks, stick: Path):
    made = desks.district.json("export", stick)
    first = desks.province.json("import", stick / made["file"])
    again = desks.province.json("import", stick / made["file"])
    assert (first["new"] > 0, again["new"]) == (True, 0)
    assert again["feeds"][0]["known"] == first["feeds"][0]["new"]


def test_an_undone_taking_in_can_be_taken_in_again(desks: Desks, stick: Path):
    made = desks.district.json("export", stick)
    first = desks.province.json("import", stick / made["file"])
    undone = desks.province.json("packages", "undo", first["job"], "--reason", "nhầm thẻ nhớ")
    assert undone["changes"] >= first["new"]
    desks.province("packages", "undo", first["job"], "--reason", "x", code=1,
                   says="job_not_taken_in")  # fmt: skip
    again = desks.province.json("import", stick / made["file"])
    assert again["new"] == first["new"]


def test_a_package_is_copied_once_more(desks: Desks, stick: Path, tmp_path: Path):
    made = desks.district.json("export", stick)
    other = tmp_path / "other"
    other.mkdir()
    desks.district("packages", "copy", made["number"], other)
    assert (other / made["file"]).read_bytes() == (stick / made["file"]).read_bytes()
    desks.district("packages", "copy", 99, other, code=1, says="No package with the number")


def test_the_receipt_is_printed_on_paper(desks: Desks, stick: Path, tmp_path: Path):
    made = desks.district.json("export", stick)
    done = desks.province.json("import", stick / made["file"])
    paper = tmp_path / "bien-nhan.pdf"
    told = desks.province.json("packages", "slip", done["job"], paper)
    assert (told["pages"], paper.read_bytes()[:4]) == (1, b"%PDF")


def test_who_lacks_earlier_data_asks_for_it(desks: Desks, stick: Path):
    house = desks.house
    unit = str(house.district.office.unit)
    told = desks.province.json("packages", "ask", unit, stick)
    assert told["kind"] == "request"
    assert desks.province.json("packages", "gaps") == []
    desks.province("packages", "ask", "nơi nào", stick, code=1, says="No unit above or right below")


def test_the_outside_of_a_package_is_checked_without_a_workspace(
    desks: Desks, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made = desks.district.json("export", stick)
    package, tree = stick / made["file"], desks.house.tree
    ktgs = desks.province
    monkeypatch.delenv("KTGS_WORKSPACE")
    told = ktgs.json("verify", package)
    assert (told["valid"], told["opened"], told["trusted"]) == (True, False, False)
    assert told["from"] == str(desks.house.district.office.unit)
    root = tmp_path / "root.json"
    root.write_bytes(canonical(tree.root_statement.to_json()))
    lists = []
    for number, one in enumerate(tree.lists):
        path = tmp_path / f"list-{number}.json"
        path.write_bytes(canonical(one.to_json()))
        lists += ["--list", path]
    known = ktgs.json("verify", package, "--root", root, *lists)
    assert (known["trusted"], known["sha256"]) == (True, made["sha256"])
    assert "THỬ NGHIỆM" in known["name"]
    ktgs("verify", package, "--root", root, code=3)
    ktgs("verify", _damaged(package), code=3, says="package_chunk_damaged")
    ktgs("verify", package, *lists, code=2, says="--root is missing")


def test_a_pdf_is_still_checked(ktgs: Terminal, tmp_path: Path):
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(b"%PDF-1.7 nothing")
    assert not ktgs.json("verify", plain, code=3)["valid"]
