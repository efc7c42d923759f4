"""What an office lost with a restored copy: given back, through a kill, and released again."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.documents import Document
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import programs
from ktgs_desktop.services.exchange import receipts, receiving, recovery, remarks, sending, spool
from ktgs_desktop.services.exchange.recovery import Loss
from ktgs_desktop.store import feeds, records
from ktgs_desktop.store.feeds import Feed
from tests.helpers.builders import an_issued_program
from tests.helpers.exchange import House, a_house, answered, opened, sent, taken

if TYPE_CHECKING:
    from tests.conftest import Clock


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


def _given_back(house: House, stick: Path, place: int) -> Path:
    """The office that restored a copy asks; its superior gives back."""
    office, above = house.offices[place], house.offices[place - 1]
    asked = receipts.ask_again(office, above.office.unit, stick)
    taken(above, stick / asked.name)
    return stick / recovery.send_back(above, office.office.unit, stick).name


def test_a_kill_while_it_comes_back_loses_nothing(house: House, stick: Path, tmp_path: Path):
    """Whoever sees the package on the books as taken in sees its records, too."""
    kept = house.copy(1)
    program, _items = an_issued_program(house.district)
    taken(house.province, stick / sent(house.district, stick).name)
    house.restore(1, kept)
    job = spool.take_copy(house.district, _given_back(house, stick, 1)).id
    receiving.examine(house.district, job)
    clock, code = house.district.clock, house.district.office.unit_code
    house.district.settle()
    house.district.close()
    words = (str(tmp_path / "house"), code, str(job))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.helpers.recovery_child", *words],
        stderr=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    office = house.offices[1] = opened(tmp_path / "house" / code, code, clock)  # type: ignore[arg-type]
    assert spool.get(office, job).state == JobState.APPLIED
    assert programs.get(office, program.id) == program
    assert not sending.preview(office).written


def test_what_was_withheld_goes_again_once_somebody_has_looked(house: House, stick: Path):
    """A paper was marked secret after the copy was made: others gave it and its program up."""
    program, _items = an_issued_program(house.district)
    taken(house.province, stick / sent(house.district, stick).name)
    kept = house.copy(1)
    with house.district.writing("edit_document") as writer:
        paper = records.get(writer.connection, Document, program.document)
        writer.put(dataclasses.replace(paper, classification="SECRET"))
    taken(house.province, stick / sent(house.district, stick, full=True).name)
    house.restore(1, kept)
    taken(house.district, _given_back(house, stick, 1))
    lost = recovery.lost(house.district)
    assert {one.loss for one in lost} == {Loss.WITHHELD}
    assert {one.entity for one in lost} == {"document", "program", "program_item"}
    assert "Nội dung 0" in {one.label for one in lost}
    kept_back = {why for _kind, why in sending.preview(house.district).kept}
    assert kept_back == {Kept.UNDECIDED}
    assert recovery.take_back(house.district, lost) == 0  # there is nothing to take back
    assert recovery.lost(house.district) == lost
    # Somebody sees that it was secret, and says so again: released, it stays taken back.
    with house.district.writing("edit_document") as writer:
        writer.put(dataclasses.replace(paper, classification="SECRET"))
    recovery.keep_own(house.district, lost)
    assert recovery.lost(house.district) == []
    outlook = sending.preview(house.district)
    assert not outlook.written
    assert {why for _kind, why in outlook.kept} == {Kept.SECRET}
    with house.district.writing("edit_document") as writer:
        writer.put(paper)
    assert set(sending.preview(house.district).written) == {"document", "program", "program_item"}
    taken(house.province, stick / sent(house.district, stick).name)
    with house.province.reading() as connection:
        feed = Feed(house.district.office.unit, channels.FIGURES)
        (found,) = feeds.leaves(connection, feed, "program", program.id)
    assert found.change.document["title"] == program.title


def test_what_commune_and_district_lost_both_the_province_gives_back(house: House, stick: Path):
    """The district's receipt says how far it has what it handed on (sync.md 2.6)."""
    kept = house.copy(1), house.copy(2)
    program, _items = an_issued_program(house.commune)
    taken(house.district, stick / sent(house.commune, stick).name)
    taken(house.province, stick / sent(house.district, stick).name)
    commune, district = house.commune.office.unit, house.district.office.unit
    assert recovery.owed(house.province) == []
    with house.province.reading() as connection:
        here = feeds.digest(connection, Feed(commune, channels.FIGURES))
    house.restore(1, kept[0])
    house.restore(2, kept[1])
    remarks.add(house.province, remarks.NewRemark(district, "Báo cáo lại."))
    job = taken(house.district, stick / sent(house.province, stick, recipient=district).name)
    taken(house.province, answered(house.district, job, stick))
    owed = {one.unit for one in recovery.owed(house.province)}
    assert commune in owed
    back = recovery.send_back(house.province, commune, stick)
    taken(house.commune, stick / back.name)
    assert programs.get(house.commune, program.id) == program
    taken(house.district, stick / sent(house.commune, stick, full=True).name)
    for office in (house.commune, house.district):
        with office.reading() as connection:
            assert feeds.digest(connection, Feed(commune, channels.FIGURES)) == here
    with pytest.raises(UserError, match="nothing_lost"):
        recovery.send_back(house.district, commune, stick)
    with house.commune.reading() as connection:
        assert records.find(connection, type(program), program.id) == program
