"""Real packages twice, in all orders, and through any history: the same data everywhere."""

from __future__ import annotations

import dataclasses
import math
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services import members
from ktgs_desktop.services.exchange import (
    receipts,
    receiving,
    recovery,
    remarks,
    sending,
    spool,
)
from ktgs_desktop.services.exchange.sending import Sending
from ktgs_desktop.store import feeds
from ktgs_desktop.store.feeds import Feed
from tests.conftest import PROFILE, SEED, Clock
from tests.helpers import damage
from tests.helpers.builders import a_cell, a_member, an_issued_program
from tests.helpers.exchange import House, a_house, answered, sent, taken
from tests.helpers.exchange_states import Orders, image_of
from tests.helpers.feeds import unkept
from tests.helpers.mailbags import YEARS, Mailbag

HISTORIES, STEPS = {"ci": (2, 14), "nightly": (15, 25), "release": (50, 40)}[PROFILE]
SCENARIOS, BRANCHES = {"ci": (2, 2), "nightly": (9, 3), "release": (20, 99)}[PROFILE]
"""How many years, and in how many ways at most an order of packages goes on at each of them."""


@pytest.fixture
def house(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    made = a_house(tmp_path / "house", clock)
    yield made
    made.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def a_chance() -> random.Random:
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    sys.stdout.write(f"KTGS_SEED={seed}\n")  # shown with a failure
    return random.Random(seed)  # noqa: S311 - repeatable on purpose


# Twice ------------------------------------------------------------------------------------------


def test_any_kind_of_package_taken_twice_changes_nothing(house: House, stick: Path):
    kept = house.copy(1)
    an_issued_program(house.district)
    a_member(house.district)
    up = stick / sent(house.district, stick).name
    job = taken(house.province, up)
    receipt = answered(house.province, job, stick)
    remark = remarks.NewRemark(house.district.office.unit, "Đề nghị bổ sung")
    remarks.add(house.province, remark)
    down = stick / sent(house.province, stick, recipient=house.district.office.unit).name
    house.restore(1, kept)
    asked = stick / receipts.ask_again(house.district, house.province.office.unit, stick).name
    taken(house.province, asked)
    back = stick / recovery.send_back(house.province, house.district.office.unit, stick).name
    for office, file in (
        (house.province, up),
        (house.province, asked),
        (house.district, receipt),
        (house.district, down),
        (house.district, back),
    ):
        taken(office, file)
        before = image_of(office)
        again = taken(office, file)
        assert again.state == JobState.APPLIED
        assert image_of(office) == before, file.name


# All orders -------------------------------------------------------------------------------------


def five_packages(house: House, stick: Path) -> list[Path]:
    """What a province gets in a year: increments, a branch of a restored copy, one handed on."""
    an_issued_program(house.district)
    first = sent(house.district, stick)
    taken(
        house.district, answered(house.province, taken(house.province, stick / first.name), stick)
    )
    kept = house.copy(1)
    a_cell(house.district, "Chi bộ Một")
    second = sent(house.district, stick)
    house.restore(1, kept)
    a_cell(house.district, "Chi bộ Hai")
    third = sent(house.district, stick / "after")
    an_issued_program(house.commune)
    taken(house.district, stick / sent(house.commune, stick).name)
    fourth = sent(house.district, stick / "after")
    a_member(house.district)
    fifth = sent(house.district, stick / "after", full=True)
    return [
        *(stick / one.name for one in (first, second)),
        *(stick / "after" / one.name for one in (third, fourth, fifth)),
    ]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_order_of_five_packages_is_one_state(house: House, stick: Path):
    files = five_packages(house, stick)
    first = next(one for one in spool.jobs(house.province) if one.state == JobState.DONE)
    receiving.withdraw(house.province, first.id)
    orders = Orders(house.province, files, a_chance(), BRANCHES)
    with unkept(house.province) as connection:
        orders.walk(connection)
    assert orders.count == math.factorial(5) or PROFILE == "ci"
    assert len(orders.states) == 1


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_year_of_packages_of_any_kind_is_one_state_in_any_order(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    chance = a_chance()
    kinds = chance.sample(YEARS, len(YEARS)) * 3
    for number, a_year in enumerate(kinds[:SCENARIOS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        bag = Mailbag(a_house(folder / "house", clock), folder / "stick", chance)
        a_year(bag)
        bag.end()
        orders = Orders(bag.office, bag.files, chance, BRANCHES)
        with unkept(bag.office) as connection:
            orders.walk(connection)
        bag.house.close()
        sys.stdout.write(f"{a_year.__name__}: {orders.count} orders of {len(bag.files)}\n")
        assert len(orders.states) == 1, a_year.__name__


# Histories --------------------------------------------------------------------------------------


def _name(number: int) -> str:
    return f"Trần Thị {'ABCDEGHIKLMNOPQRSTUVXY'[number % 22]}{'abcdeghiklmnop'[number // 22 % 14]}"


@dataclass
class Post:
    """Three offices, and the sticks on their way."""

    house: House
    stick: Path
    chance: random.Random
    under_way: list[tuple[int, Path]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    number: int = 0
    written: dict[int, PartyMember] = field(default_factory=dict)

    def _apart(self) -> Path:
        self.number += 1
        folder = self.stick / str(self.number)
        folder.mkdir()
        return folder

    def write(self) -> None:
        place = self.chance.choice((1, 2))
        office, before = self.house.offices[place], self.written.get(place)
        self.number += 1
        note = f"Ghi chú {self.number}"
        if before is not None and self.chance.random() < 0.5:
            self.written[place] = members.save(office, dataclasses.replace(before, note=note))
        else:
            self.written[place] = a_member(office, _name(self.number))
            if place == 1:
                a_cell(office, f"Chi bộ {self.number}")

    def send(self) -> None:
        place = self.chance.choice((1, 2))
        with suppress(UserError):  # nothing_to_send
            folder = self._apart()
            made = sent(self.house.offices[place], folder, full=self.chance.random() < 0.2)
            self.under_way.append((place - 1, folder / made.name))

    def deliver(self) -> None:
        if not self.under_way:
            return
        place, file = self.chance.choice(self.under_way)
        if self.chance.random() < 0.6:
            self.under_way.remove((place, file))
        taken(self.house.offices[place], file)

    def lose(self) -> None:
        if self.under_way:
            self.under_way.remove(self.chance.choice(self.under_way))

    def spoil(self) -> None:
        if not self.under_way:
            return
        place, file = self.chance.choice(self.under_way)
        bad = self._apart() / file.name
        bad.write_bytes(file.read_bytes())
        damage.flip(bad, self.chance.random() * 0.999)
        before = image_of(self.house.offices[place])
        with pytest.raises(PackageError):
            taken(self.house.offices[place], bad)
        assert image_of(self.house.offices[place]) == before

    def answer(self) -> None:
        place = self.chance.choice((0, 1))
        office = self.house.offices[place]
        jobs = [one for one in spool.jobs(office) if one.kind == "data" and one.sender is not None]
        jobs = [one for one in jobs if one.state in (JobState.APPLIED, JobState.DONE)]
        if jobs:
            folder = self._apart()
            self.under_way.append((place + 1, answered(office, self.chance.choice(jobs), folder)))

    def withdraw(self) -> None:
        place = self.chance.choice((0, 1))
        office = self.house.offices[place]
        jobs = [one for one in spool.jobs(office) if one.kind == "data"]
        jobs = [one for one in jobs if one.state in (JobState.APPLIED, JobState.DONE)]
        if jobs:
            with suppress(PackageError):  # withdrawal_followed
                receiving.withdraw(office, self.chance.choice(jobs).id)

    def heal(self) -> None:
        """Everything is sent once more, and answered."""
        for place in (2, 1):
            lower, upper = self.house.offices[place], self.house.offices[place - 1]
            folder = self._apart()
            with suppress(UserError):
                job = taken(upper, folder / sent(lower, folder, full=True).name)
                taken(lower, answered(upper, job, folder))

    def check(self) -> None:
        for place in (2, 1):
            lower = self.house.offices[place]
            for channel in channels.UPWARD:
                feed = Feed(lower.office.unit, channel)
                digests = set()
                for office in self.house.offices[: place + 1]:
                    with office.reading() as connection:
                        digests.add(feeds.digest(connection, feed))
                        assert not feeds.waiting(connection)
                assert len(digests) == 1, (place, channel)
            assert sending.preview(lower, Sending()).empty, place


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_any_history_of_three_offices_heals(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    chance = a_chance()
    for number in range(HISTORIES):
        folder = tmp_path / str(number)
        folder.mkdir()
        house = a_house(folder / "house", clock)
        post = Post(house, folder, chance)
        steps = (post.write, post.send, post.deliver, post.lose, post.spoil, post.answer,
                 post.withdraw)  # fmt: skip
        for step in chance.choices(steps, (4, 4, 5, 1, 1, 3, 1), k=STEPS):
            post.done.append(step.__name__)
            step()
        post.heal()
        post.check()
        house.close()
