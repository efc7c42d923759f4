"""A terminal with an office of its own, as somebody types at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ktgs_desktop.services import maintenance, offices
from ktgs_desktop.services import workspace as workspaces
from tests.conftest import PASSWORD, Clock
from tests.helpers.terminal import Terminal


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ktgs(
    _template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    clock: Clock,
) -> Terminal:
    """A terminal at an office of one's own, on the tests' day, in English."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("office.ktgsdb", "office.keys"):
        shutil.copyfile(_template / name, folder / name)
    monkeypatch.setenv("KTGS_WORKSPACE", str(folder / "office.ktgsdb"))
    monkeypatch.setenv("KTGS_USER", "mau")
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
    monkeypatch.setenv("KTGS_LANGUAGE", "en")
    monkeypatch.delenv("KTGS_NEW_PASSWORD", raising=False)
    for opened in (workspaces.open_workspace, offices.create_workspace, maintenance.restore):
        monkeypatch.setitem(opened.__kwdefaults__, "clock", clock)
    return Terminal(folder / "office.ktgsdb", capsys)
