"""A terminal with an office of its own, as somebody types at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ktgs_desktop.services import maintenance, offices
from ktgs_desktop.services import workspace as workspaces
from ktgs_desktop.trust import keyring
from ktgs_desktop.trust.passwords import FLOOR
from tests.conftest import PASSWORD, Clock
from tests.helpers.terminal import Terminal


@pytest.fixture(scope="session")
def _quick_office(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with a password that is derived quickly; every command opens the file anew."""
    folder = tmp_path_factory.mktemp("quick")
    for name in ("office.ktgsdb", "office.keys"):
        shutil.copyfile(_template / name, folder / name)
    keyring.change_password(
        folder / "office.keys", login="mau", old=PASSWORD, new=PASSWORD, cost=FLOOR
    )
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ktgs(
    _quick_office: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    clock: Clock,
) -> Terminal:
    """A terminal at an office of one's own, on the tests' day, in English."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in ("office.ktgsdb", "office.keys"):
        shutil.copyfile(_quick_office / name, folder / name)
    monkeypatch.setenv("KTGS_WORKSPACE", str(folder / "office.ktgsdb"))
    monkeypatch.setenv("KTGS_USER", "mau")
    monkeypatch.setenv("KTGS_PASSWORD", PASSWORD)
    monkeypatch.setenv("KTGS_LANGUAGE", "en")
    monkeypatch.delenv("KTGS_NEW_PASSWORD", raising=False)
    for opened in (workspaces.open_workspace, offices.create_workspace, maintenance.restore):
        monkeypatch.setitem(opened.__kwdefaults__, "clock", clock)
    return Terminal(folder / "office.ktgsdb", capsys)
