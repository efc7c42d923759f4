"""`ktgs trust`: keys, requests, root, certificates; and three offices for exercises."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.services import workspace as workspaces
from tests.conftest import PASSWORD, Clock
from tests.helpers.terminal import Terminal
from tests.helpers.trusting import a_bare_house, root_file

if TYPE_CHECKING:
    from tests.helpers.exchange import House


class Offices:
    """The three offices, each at a terminal that is asked for by its place."""

    def __init__(self, house: House, capsys, monkeypatch) -> None:
        self.house, self._capsys, self._monkeypatch = house, capsys, monkeypatch

    def at(self, place: int) -> Terminal:
        file = self.house.offices[place].files.database
        self._monkeypatch.setenv("KTGS_WORKSPACE", str(file))
        self._monkeypatch.setenv("KTGS_HOME", str(file.parent / "home"))
        return Terminal(file, self._capsys)


@pytest.fixture
def offices(tmp_path: Path, clock: Clock, capsys, monkeypatch):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KTGS_USER", "mau")
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
    monkeypatch.setenv("KTGS_LANGUAGE", "en")
    monkeypatch.setitem(workspaces.open_workspace.__kwdefaults__, "clock", clock)
    house = a_bare_house(tmp_path / "house", clock)
    house.close()
    return Offices(house, capsys, monkeypatch)


def test_an_office_is_enrolled_with_a_stick_and_a_telephone(offices: Offices, tmp_path: Path):
    stick = tmp_path / "stick"
    stick.mkdir()
    root = root_file(offices.house, stick)
    district = offices.at(1)
    made = district.json("trust", "setup")
    assert len(made["code"].split()) == 8
    district("trust", "setup", code=1, says="exchange_keys_there")
    asked = district.json("trust", "request", stick)
    assert asked["code"] == made["code"]
    shown = district.json("trust", "root", root)
    assert (shown["taken"], shown["fingerprint"], shown["training"]) == (False, "", True)
    district("trust", "root", root, "--fingerprint", "00 11", code=3, says="root_fingerprint_other")
    printed = _printed(offices)
    assert district.json("trust", "root", root, "--fingerprint", printed)["taken"]

    province = offices.at(0)
    look = province.json("trust", "certify", asked["file"], "--dry-run")
    assert look["name"].startswith("UBKT")
    assert "code" not in look
    province("trust", "certify", asked["file"], code=2, says="--code is missing")
    wrong = made["code"][:-4] + "ZZZZ"
    province("trust", "certify", asked["file"], "--code", wrong, code=1, says="request_code_other")
    told = province.json("trust", "certify", asked["file"], "--code", made["code"])
    assert told["version"] == 2
    answer = province.json("trust", "package", stick, "--to", told["unit"], "--open")["file"]

    district = offices.at(1)
    assert district.json("trust", "take", answer) == {"new": 2, "ready": True}
    status = district.json("trust", "status")
    assert status["ready"]
    assert len(status["warnings"]) == 1

    province = offices.at(0)
    gone = province.json("trust", "revoke", told["unit"], "--reason", "lost")
    assert gone["version"] == 3
    states = {one["unit"]: one["state"] for one in province.json("trust", "status")["units"]}
    assert states[told["unit"]] == "REVOKED"
    province("trust", "revoke", told["unit"], "--reason", "lost", code=1, says="has no such key")


def _printed(offices: Offices) -> str:
    from ktgs_desktop.domain.trust_roots import root_fingerprint

    return root_fingerprint(offices.house.tree.root_statement.body)


def test_keys_are_renewed(offices: Offices):
    district = offices.at(1)
    first = district.json("trust", "setup")
    again = district.json("trust", "renew", "--new-encryption")
    assert again["key"] == first["key"]
    assert again["code"] != first["code"]


@pytest.mark.slow
def test_three_offices_for_exercises(ktgs: Terminal, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KTGS_PASSWORD", raising=False)
    made = ktgs.json("trust", "demo", tmp_path / "house")
    monkeypatch.delenv("KTGS_WORKSPACE", raising=False)
    outside = ktgs.json("verify", made["package"])
    assert (outside["valid"], outside["opened"], outside["trusted"]) == (True, False, False)
    known = ktgs.json("verify", made["package"], "--root", made["root"])
    assert (known["trusted"], known["root"]) == (True, made["fingerprint"])
    assert "THỬ NGHIỆM" in known["name"]
    monkeypatch.setenv("KTGS_WORKSPACE", made["province"])
    monkeypatch.setenv("KTGS_USER", made["user"])
    monkeypatch.setenv("KTGS_PASSWORD", made["password"])
    looked = ktgs.json("import", made["package"], "--dry-run")
    assert not looked["taken"]
    assert looked["new"] > 50
    assert looked["warnings"] == ["training_trust"]
    for office in ("province", "district", "commune"):
        assert os.path.isfile(made[office])  # noqa: PTH113 - what the terminal printed
        monkeypatch.setenv("KTGS_WORKSPACE", made[office])
        assert ktgs.json("trust", "status")["ready"]
    ktgs("trust", "demo", tmp_path / "house", code=4, says="file_exists")
