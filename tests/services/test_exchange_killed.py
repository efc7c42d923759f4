"""Offices killed at every stage of exchange: nothing is lost, no half file has a name."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.organizations import Organization
from ktgs_desktop.domain.package_log import OPEN_STATES, JobState, SentState
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

KILLS = {"ci": 4, "nightly": 50, "release": 100}[PROFILE]
IN_ONE_HOUSE = 10
"""After so many kills other offices go on, so that none has ever more packages to read."""
GRACE = 0.004
"""Seconds; about half of the kills come while a statement runs or a file is written."""
_ORDER = ("copied", JobState.CHECKED, JobState.APPLIED, JobState.DONE)
_BOOKED = {
    "copied": (JobState.SPOOLED, JobState.CHECKED, JobState.APPLIED, JobState.DONE),
    JobState.CHECKED: (JobState.CHECKED, JobState.APPLIED, JobState.DONE),
    JobState.APPLIED: (JobState.APPLIED, JobState.DONE),
    JobState.DONE: (JobState.DONE,),
}
_TOLD = {"issued", "sent", "answered", *_ORDER}


@dataclass
class Told:
    """What the process said was done before it was killed."""

    issued: set[UUID] = field(default_factory=set)
    sent: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    jobs: dict[UUID, str] = field(default_factory=dict)
    last: str = ""


@dataclass(frozen=True)
class Kill:
    """One that is to come.

    Attributes:
        mode: `up`, or `back` if the district first gets back what a copy of its file lacked.
        step: after how many statements and files.
        grace: seconds of work after that.
    """

    mode: str
    step: int
    grace: float


def exchanging(folder: Path, kill: Kill) -> subprocess.Popen[str]:
    """Offices that exchange packages until the kill; those of step 0 count one round."""
    words = (str(folder), kill.mode, str(kill.step), str(kill.grace))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.exchange_child", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # the reading process may say that nobody listens any more
        text=True,
    )


def counted(folder: Path, mode: str) -> int:
    """How many steps a round of exchange has."""
    said, _errors = exchanging(folder, Kill(mode, 0, 0)).communicate()
    last, number = said.splitlines()[-1].split(" ", 1)
    assert last == "counted", said
    return int(number)


def killed(folder: Path, kill: Kill) -> Told:
    """Let the offices exchange packages until they are killed."""
    process = exchanging(folder, kill)
    said, _errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, said
    told = Told()
    # The last line may be cut: what was not told in full was not acknowledged.
    for line in said.split("\n")[:-1]:
        what, name = line.split(" ", 1)
        told.last = what
        if what == "issued":
            told.issued.add(UUID(name))
        elif what == "sent":
            told.sent.append(name)
        elif what == "answered":
            told.answered.append(name)
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
            assert package.state != SentState.MADE
        if package.name in told.answered:
            assert package.state == SentState.RECEIVED


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


def opened_both(folder: Path, clock: Clock) -> tuple[Workspace, Workspace]:
    """The province and the district."""
    province, district = (opened(folder / "house" / code, code, clock) for code in CODES[:2])
    return province, district


def lose(folder: Path, clock: Clock) -> UUID:
    """The district sends a new record, and goes on with a copy of its file from before."""
    province, district = opened_both(folder, clock)
    assert district.settle()
    database = district.files.database
    kept = database.with_name("kept")
    shutil.copyfile(database, kept)
    made = a_cell(district, "Chi bộ Mẫu").id
    stick = folder / "stick"
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


def kills(folder: Path, clock: Clock, chance: random.Random) -> Iterator[Kill]:
    """Spread evenly over a round of exchange: each comes somewhere in its own part of it."""
    a_new_house(folder, clock)
    steps = {"up": counted(folder, "up")}
    lose(folder, clock)
    steps["back"] = counted(folder, "back")
    sys.stdout.write(f"steps of a round: {steps}\n")
    modes = ["back" if run % 3 == 1 else "up" for run in range(KILLS)]
    made = []
    for mode, rounds in steps.items():
        count = modes.count(mode)
        for part in range(count):
            step = 1 + int(rounds * (part + chance.random()) / count)
            made.append(Kill(mode, step, chance.choice((0, chance.uniform(0, GRACE)))))
    chance.shuffle(made)
    yield from made


def a_new_house(folder: Path, clock: Clock) -> None:
    """Offices nothing has happened to yet, and an empty stick."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "stick").mkdir(parents=True)
    a_house(folder / "house", clock, CODES[:2]).close()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_nothing_is_lost_in_exchange(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = SEED or str(random.randrange(10**9))  # noqa: S311 - a seed to print, no secret
    sys.stdout.write(f"KTGS_SEED={seed}\n")
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    monkeypatch.setenv("KTGS_HOME", os.environ["KTGS_HOME"])
    folder = tmp_path / "exchange"
    stick = folder / "stick"
    promised: set[UUID] = set()
    moments: Counter[str] = Counter()
    for run, kill in enumerate(kills(folder, clock, chance)):
        if run % IN_ONE_HOUSE == 0:
            a_new_house(folder, clock)
            promised.clear()
        if kill.mode == "back":
            promised.add(lose(folder, clock))
        told = killed(folder, kill)
        moments[told.last] += 1
        promised |= told.issued
        province, district = opened_both(folder, clock)
        check_told(told, province, district, stick)
        heal(province, district, stick, kill.mode)
        agree(province, district)
        with district.reading() as connection:
            here = {one.id for one in records.get_all(connection, Organization)}
        assert promised <= here, (seed, run, kill)
        province.close()
        district.close()
    assert promised
    sys.stdout.write(f"last told before the kill: {dict(moments)}\n")
    if KILLS >= 50:
        assert _TOLD - {"answered"} <= moments.keys()  # at every stage of exchange
