"""Files of papers at the terminal: missing, asked for, sent, refused, saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from ktgs_desktop.services import offices
from ktgs_desktop.services import workspace as workspaces
from tests.cli.test_exchange import Desks
from tests.conftest import PASSWORD, Clock
from tests.helpers.exchange import a_house
from tests.services.test_attached import FILES, _a_paper, _upward


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def desks(
    tmp_path: Path,
    clock: Clock,
    stick: Path,
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
    _a_paper(house.district, *FILES[:2])
    _upward(house.district, house.province, stick)
    house.close()
    return Desks(house, monkeypatch, capsys)


def test_files_are_asked_for_sent_and_saved(desks: Desks, stick: Path, tmp_path: Path):
    rows = desks.province.json("attachments", "missing")
    assert [(one["file"], one["standing"]) for one in rows] == [
        ("tep-1.pdf", "MISSING"), ("tep-2.pdf", "MISSING"),
    ]  # fmt: skip
    assert desks.province.json("attachments", "missing", "--unit", "phu binh") == rows
    first = rows[0]
    desks.province("attachments", "ask", stick, "00", code=1, says="digest")
    (request,) = desks.province.json("attachments", "ask", stick, first["digest"][:10])
    of_paper = desks.province.json("attachments", "of", first["record"])
    assert [one["standing"] for one in of_paper] == ["ASKED", "MISSING"]
    desks.province("attachments", "save", first["record"], first["digest"], tmp_path, code=4)
    desks.district("import", stick / request["file"])
    (asked,) = desks.district.json("attachments", "requests")
    assert (asked["file"], asked["standing"], asked["size"]) == ("tep-1.pdf", "READY", 2000)
    made = desks.district.json("attachments", "answer", stick, asked["number"], "--volume", 1)
    assert [one["kind"] for one in made] == ["blob", "receipt"]
    assert desks.district.json("attachments", "requests") == []
    desks.district("attachments", "answer", stick, code=1, says="nothing_to_answer")
    for one in made:
        desks.province("import", stick / one["file"])
    target = tmp_path / "out.pdf"
    desks.province("attachments", "save", first["record"], first["digest"][:12], target)
    assert target.read_bytes() == FILES[0]
    (left,) = desks.province.json("attachments", "missing")
    assert left["file"] == "tep-2.pdf"
    assert desks.province.json("attachments", "volumes") == []
