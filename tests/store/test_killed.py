"""SIGKILL at random moments of writing: every acknowledged write is there, all of it agrees."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.services import maintenance
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.store import records
from tests.conftest import PASSWORD, PROFILE, SEED, Clock

KILLS = {"ci": 8, "nightly": 50, "release": 50}[PROFILE]

WRITE = """
import dataclasses, sys
from pathlib import Path
from ktgs_desktop.services import members
from ktgs_desktop.services.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), login="mau", password=sys.argv[2])
number = 0
print("ready", flush=True)
while True:
    batch = [
        dataclasses.replace(members.blank(workspace), full_name=f"{sys.argv[3]} {number} {n}")
        for n in range(1 + number % 40)
    ]
    with workspace.writing("import_organizations", str(number)) as writer:
        writer.put_many(batch)
    print(f"{number} {len(batch)}", flush=True)
    number += 1
"""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_acknowledged_write_is_lost(office_file: Path, tmp_path: Path, clock: Clock) -> None:
    seed = SEED or str(random.randrange(10**9))  # noqa: S311 - a seed to print, no secret
    sys.stdout.write(f"KTGS_SEED={seed}\n")
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    home = tmp_path / "killed"
    home.mkdir()
    for ending in (".ktgsdb", ".keys"):
        shutil.copyfile(office_file.with_suffix(ending), home / f"office{ending}")
    path = home / "office.ktgsdb"
    promised = 0
    for run in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(path), PASSWORD, f"Lần {run}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.6))
        writer.kill()
        lines = writer.communicate()[0].split("\n")
        # The last line may be cut: what was not told in full was not acknowledged.
        promised += sum(int(line.split()[1]) for line in lines[:-1] if line)
        workspace = open_workspace(path, login="mau", password=PASSWORD, clock=clock)
        report = maintenance.check(workspace)
        with workspace.reading() as connection:
            there = len(records.get_all(connection, PartyMember))
        workspace.close()
        assert report.sound, (seed, run, report)
        assert there >= promised, (seed, run)
        promised = there
    assert promised > 0
