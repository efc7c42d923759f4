"""A package can be opened and checked by the recipe of the help, without this program."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.paths import resource
from tests.sync.forging import parts_of
from tests.sync.offices import Bench, blob_of, changes_of, feed_of, plan_of, plans, written

_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def recipe(language: str) -> str:
    page = resource("help", f"package-recipe.{language}.md").read_text("utf-8")
    (block,) = _BLOCK.findall(page)
    return str(block)


def follow(
    folder: Path, package: Path, me: Bench, approver: str
) -> subprocess.CompletedProcess[str]:
    key, approval = folder / "key.txt", folder / "approval.txt"
    key.write_text(me.encryption[0] + "\n", "ascii")
    approval.write_text(approver, "ascii")
    return subprocess.run(
        ["sh", "-c", recipe("vi"), "recipe", package, key, approval, folder / "out"],
        check=False,
        capture_output=True,
        text=True,
    )


def test_both_languages_give_the_same_commands() -> None:
    assert recipe("vi") == recipe("en")


@pytest.mark.parametrize("kind", PackageKind)
def test_the_recipe_opens_each_kind(
    kind: PackageKind, tmp_path: Path, commune: Bench, district: Bench
) -> None:
    package = written(tmp_path, plans(commune, district)[kind], commune, district)
    done = follow(tmp_path, package.path, district, commune.approval.public)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "manifest.json").read_bytes()


def test_the_recipe_gives_the_changes(tmp_path: Path, commune: Bench, district: Bench) -> None:
    changes = changes_of(commune, 3000)
    noise = bytes(number * number % 251 for number in range(1_500_000))
    plan = plan_of(commune, district, feeds=(feed_of(changes),), blobs=(blob_of(noise),))
    package = written(tmp_path, plan, commune, district)
    assert package.header.length > 2**20  # more than one digest
    done = follow(tmp_path, package.path, district, commune.approval.public)
    assert done.returncode == 0, done.stderr
    assert "3000" in done.stdout
    assert (tmp_path / "out" / "changes.jsonl").read_bytes().splitlines() == changes


@pytest.mark.parametrize("part", ["magic", "header", "seal", "table", "ciphertext", "end"])
def test_the_recipe_finds_damage(
    part: str, tmp_path: Path, commune: Bench, district: Bench
) -> None:
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    data = bytearray(package.path.read_bytes())
    data[parts_of(bytes(data))[part][0] + 3] ^= 1
    package.path.write_bytes(data)
    assert follow(tmp_path, package.path, district, commune.approval.public).returncode != 0


def test_the_recipe_finds_another_signer(tmp_path: Path, commune: Bench, district: Bench) -> None:
    package = written(tmp_path, plans(commune, district)[PackageKind.DATA], commune, district)
    done = follow(tmp_path, package.path, district, district.approval.public)
    assert done.returncode != 0
    assert "Signature Verification Failure" in done.stdout + done.stderr
