"""SIGKILL at random moments of exchange: nothing is lost, no half file has a name, jobs resume."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.package_log import OPEN_STATES, JobState
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import maintenance
from ktgs_desktop.services.exchange import packing, receipts, receiving, recovery, spool
from ktgs_desktop.store import feeds, records
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.container import check_outer
from tests.conftest import PROFILE, SEED, Clock
from tests.helpers.builders import a_cell
from tests.helpers.exchange import CODES, a_house, opened, sent, taken

if TYPE_CHECKING:
    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.services.workspace import Workspace

KILLS = {"ci": 3, "nightly": 50, "release": 100}[PROFILE]
SPAN = 4.0
"""Seconds of work among which the moment is drawn: about two rounds of exchange."""
_ORDER = ("copied", JobState.CHECKED, JobState.APPLIED, JobState.DONE)
_BOOKED = {
    "copied": (JobState.SPOOLED, JobState.CHECKED, JobState.APPLIED, JobState.DONE),
    JobState.CHECKED: (JobState.CHECKED, JobState.APPLIED, JobState.DONE),
    JobState.APPLIED: (JobState.APPLIED, JobState.DONE),
    JobState.DONE: (JobState.DONE,),
}


@dataclass
class Told:
    """What the process said was done before it was killed."""

    issued: set[UUID] = field(default_factory=set)
    sent: list[str] = field(default_factory=list)
    jobs: dict[UUID, str] = field(default_factory=dict)
    last: str = ""


def killed(house: Path, stick: Path, after: float, mode: str) -> Told:
    """Let the offices exchange packages and kill them so many seconds after they began."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.exchange_child", str(house), str(stick), mode],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the reading process may say that nobody listens any more
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready ")
    time.sleep(after)
    assert process.poll() is None
    process.kill()
    told = Told()
    # The last line may be cut: what was not told in full was not acknowledged.
    for line in process.communicate()[0].split("\n")[:-1]:
        what, name = line.split(" ", 1)
        told.last = what
        if what == "issued":
            told.issued.add(UUID(name))
        elif what == "sent":
            told.sent.append(name)
        elif what in _ORDER:
            told.jobs[UUID(name)] = what
    return told


def whole(folder: Path) -> set[str]:
    """Names of the packages in a folder, each of which has to be whole."""
    names = set()
    for file in folder.rglob("*.ktgs"):
        with file.open("rb") as source:
            check_outer(source, None)
        names.add(file.name)
    return names


def check_told(told: Told, province: Workspace, district: Workspace, stick: Path) -> None:
    """What was told stands in the books and on the stick."""
    assert set(told.sent) <= whole(stick)
    for office in (province, district):
        assert maintenance.check(office).sound
        whole(office.files.packages)
    booked = {one.id: one.state for one in spool.jobs(province)}
    for job, said in told.jobs.items():
        assert booked[job] in _BOOKED[said], (job, said)
    for package in packing.packages(district):
        if package.name in told.sent:
            assert package.state != "MADE"


def resume(office: Workspace, stick: Path) -> list[ImportJob]:
    """Every open job goes on from its state; gives those that are taken in and lack a receipt."""
    for job in reversed(spool.jobs(office, opened=True)):
        assert job.state in OPEN_STATES
        if job.state != JobState.APPLIED:
            receiving.examine(office, job.id)
            receiving.apply(office, job.id)
    left = [one for one in spool.jobs(office, opened=True) if one.kind == PackageKind.DATA]
    for job in left:
        receipts.send_receipt(office, job.id, stick)
    assert not [one for one in spool.jobs(office, opened=True) if one.kind == PackageKind.DATA]
    return left


def agree(province: Workspace, district: Workspace) -> None:
    """Both hold the same of the district's feeds, and nothing waits."""
    for channel in channels.UPWARD:
        feed = Feed(district.office.unit, channel)
        with province.reading() as above, district.reading() as below:
            assert feeds.digest(above, feed) == feeds.digest(below, feed)
            assert not feeds.waiting(above)


def lose(house: Path, stick: Path, clock: Clock) -> UUID:
    """The district sends a new record, and goes on with a copy of its file from before."""
    province, district = (opened(house / code, code, clock) for code in CODES[:2])
    assert district.settle()
    database = district.files.database
    kept = database.with_name("kept")
    shutil.copyfile(database, kept)
    made = a_cell(district, "Chi bộ Mẫu").id
    taken(province, stick / sent(district, stick).name)
    province.close()
    district.close()
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    shutil.copyfile(kept, database)
    return made


def heal(province: Workspace, district: Workspace, stick: Path, mode: str) -> None:
    """Go on as people would: resume, get back what a copy lacked, send what is new."""
    resume(district, stick)
    resume(province, stick)
    if mode == "back":
        asked = receipts.ask_again(district, province.office.unit, stick)
        taken(province, stick / asked.name)
        with suppress(UserError):  # nothing_lost, if it was back before the kill
            back = recovery.send_back(province, district.office.unit, stick)
            taken(district, stick / back.name)
    recovery.take_back(district, recovery.lost(district))
    taken(province, stick / sent(district, stick, full=True).name)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_nothing_is_lost_in_exchange(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = SEED or str(random.randrange(10**9))  # noqa: S311 - a seed to print, no secret
    sys.stdout.write(f"KTGS_SEED={seed}\n")
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    monkeypatch.setenv("KTGS_HOME", os.environ["KTGS_HOME"])
    house, stick = tmp_path / "house", tmp_path / "stick"
    stick.mkdir()
    a_house(house, clock).close()
    promised: set[UUID] = set()
    moments: defaultdict[str, int] = defaultdict(int)
    for run in range(KILLS):
        mode = "back" if run % 3 == 1 else "up"
        if mode == "back":
            promised.add(lose(house, stick, clock))
        told = killed(house, stick, chance.uniform(0, SPAN), mode)
        moments[told.last] += 1
        promised |= told.issued
        province, district = (opened(house / code, code, clock) for code in CODES[:2])
        check_told(told, province, district, stick)
        heal(province, district, stick, mode)
        agree(province, district)
        with district.reading() as connection:
            here = {one.id for one in records.get_all(connection, Organization)}
        assert promised <= here, (seed, run)
        province.close()
        district.close()
    assert promised
    sys.stdout.write(f"last told before the kill: {dict(moments)}\n")
