"""`ktgs regulations`: a list is published, signed by two people, checked and installed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.regulations import Regulation, RegulationKind
from ktgs_desktop.services.demo.exchange_trust import statements
from ktgs_desktop.services.workspace import new_id, open_workspace
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.sync.statement_file import encode_file
from ktgs_desktop.trust.exchange_training import (
    PIN,
    TrainingTree,
    TrainingUnit,
    new_tree,
    write_regulation_keys,
)
from tests.conftest import NOW, PASSWORD
from tests.helpers.believing import believe_tree

if TYPE_CHECKING:
    from tests.helpers.terminal import Terminal

TOP = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")


@pytest.fixture(scope="module")
def tree() -> TrainingTree:
    unit = TrainingUnit(TOP, "TW", "Trung ương", "TW", None, False, new_identity()[1])  # noqa: FBT003
    return new_tree([unit], NOW.date() - timedelta(days=3))


@pytest.fixture
def keys(tree: TrainingTree, tmp_path: Path) -> tuple[Path, ...]:
    (tmp_path / "pin.txt").write_text(PIN, "ascii")
    return (*write_regulation_keys(tmp_path, tree), tmp_path / "pin.txt")


def believing(ktgs: Terminal, tree: TrainingTree) -> None:
    office = open_workspace(ktgs.file, login="mau", password=PASSWORD)
    believe_tree(office, tree)
    own = Regulation(
        office.office.unit, new_id(), "99-QĐ/TW", "Ban Bí thư", "Quy định thử nghiệm",
        RegulationKind.REGULATION, PartialDate("2021-06-30"),
    )  # fmt: skip
    with office.writing("add_regulation") as writer:
        writer.put(own)
    office.close()


def test_a_list_is_made_signed_checked_and_installed(
    ktgs: Terminal, tree: TrainingTree, keys: tuple[Path, ...], tmp_path: Path
) -> None:
    believing(ktgs, tree)
    first, second, certificate, pin = keys
    before = ktgs.json("regulations", "installed")
    assert (before["version"], before["came"], len(before["warnings"])) == (1, "SHIPPED", 1)
    path = tmp_path / "dm.ktgsdm"
    planned = ktgs.json("regulations", "publish", path, "--dry-run")
    assert (planned["version"], len(planned["new"]), path.exists()) == (2, 1, False)
    made = ktgs.json("regulations", "publish", path)
    assert (made["version"], made["signatures"], made["changes_from"]) == (2, [], None)
    ktgs("regulations", "verify", path, code=3, says="regulations_unsigned", needed=2)

    assert len(ktgs.json("regulations", "sign", path, "--key", first)["signatures"]) == 1
    ktgs("regulations", "sign", path, "--key", first, code=1, says="regulations_signed_already")
    ktgs("regulations", "install", path, code=3, says="regulations_signatures_few", found=1)
    words = ("regulations", "sign", path, "--certificate", certificate, "--pin-file", pin)
    assert len(ktgs.json(*words)["signatures"]) == 2

    seen = ktgs.json("regulations", "verify", path)
    assert {one["holder"][-1] for one in seen["signers"]} == {"1", "3"}
    assert [one["certificate"] != "" for one in seen["signers"]].count(True) == 1
    dry = ktgs.json("regulations", "install", path, "--dry-run")
    assert (dry["installed"], dry["former"], len(dry["new"])) == (False, 1, 1)
    assert [one["own"] for one in dry["clashes"]] == ["99-QĐ/TW (30/06/2021)"]
    assert dry["clashes"][0]["same"]
    assert ktgs.json("regulations", "installed")["version"] == 1
    done = ktgs.json("regulations", "install", path)
    assert (done["installed"], done["version"]) == (True, 2)
    assert ktgs.json("regulations", "install", path)["known"]
    after = ktgs.json("regulations", "installed")
    assert (after["version"], after["came"], len(after["signers"])) == (2, "FILE", 2)

    ktgs("regulations", "sign", path, "--key", second)
    assert len(ktgs.json("regulations", "verify", path)["signers"]) == 3
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    ktgs("regulations", "install", path, code=3)


def test_a_list_is_checked_without_a_workspace(
    ktgs: Terminal,
    tree: TrainingTree,
    keys: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path, root = tmp_path / "dm.ktgsdm", tmp_path / "root.json"
    ktgs("regulations", "publish", path, "--changes")
    monkeypatch.delenv("KTGS_WORKSPACE")
    for key in keys[:2]:
        ktgs("regulations", "sign", path, "--key", key)
    ktgs("regulations", "verify", path, code=2)
    root.write_bytes(encode_file(statements(tree)))
    found = ktgs.json("regulations", "verify", path, "--root", root)
    assert (found["genuine"], found["changes_from"], len(found["signers"])) == (True, 1, 2)
    assert len(found["unchecked"]) == 3
    root.write_bytes(encode_file(statements(tree)[:1]))
    assert len(ktgs.json("regulations", "verify", path, "--root", root)["unchecked"]) == 4
    ktgs("regulations", "verify", path, "--root", path, code=3)


def test_a_signers_key_lies_under_a_password(ktgs: Terminal, tmp_path: Path) -> None:
    path, key = tmp_path / "dm.ktgsdm", tmp_path / "a.key"
    right, wrong = ktgs.write("right.txt", "mật khẩu rất dài\n"), ktgs.write("wrong.txt", "sai\n")
    ktgs("regulations", "new-key", key, "--pin-file", wrong, code=1, says="password_too_short")
    made = ktgs.json("regulations", "new-key", key, "--pin-file", right)
    assert b"ENCRYPTED" in key.read_bytes()
    ktgs("regulations", "new-key", key, "--pin-file", right, code=4, says="file_exists")
    ktgs("regulations", "publish", path)
    words = ("regulations", "sign", path, "--key")
    ktgs(*words, key, "--pin-file", wrong, code=1, says="key_file_password_wrong")
    ktgs(*words, ktgs.write("no.key", "xin chào"), code=3, says="key_file_unreadable")
    signed = ktgs.json(*words, key, "--pin-file", right)
    assert signed["signatures"] == [made["fingerprint"]]
