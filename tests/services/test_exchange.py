"""Two and three offices exchange packages: up, the receipt down, on through the district."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import psutil
import pytest
import sqlalchemy as sa

from ktgs_desktop import messages
from ktgs_desktop.domain.departures import Kept
from ktgs_desktop.domain.package_log import JobState, SentState
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services import members, programs
from ktgs_desktop.services.exchange import (
    logbook,
    packing,
    place,
    receipts,
    receiving,
    recovery,
    sending,
    spool,
)
from ktgs_desktop.services.exchange.sending import Sending
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, own_merge
from ktgs_desktop.store.feeds import Feed
from tests.helpers import damage
from tests.helpers.builders import SIGNER, a_line, a_member, a_program, an_issued_program
from tests.helpers.exchange import House, a_house, answered, sent, taken

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

LATER = date(2021, 7, 6)


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


def _issued_later(workspace: Workspace) -> None:
    draft = a_program(workspace, 2022)
    a_line(workspace, draft)
    programs.issue(workspace, draft.id, programs.Issue(LATER, SIGNER))


def _digest(workspace, unit, channel="up.sum"):
    with workspace.reading() as connection:
        return feeds.digest(connection, Feed(unit, channel))


def test_a_package_goes_up_and_its_receipt_comes_down(house: House, stick: Path):
    an_issued_program(house.district)
    before = sending.preview(house.district)
    assert before.written["program"] == 1
    assert not before.since
    package = sent(house.district, stick)
    assert package.state == SentState.CARRIED
    job = spool.take_copy(house.province, stick / package.name)
    arrival = receiving.examine(house.province, job.id)
    assert arrival.name == "Uỷ ban Kiểm tra Huyện uỷ Phú Bình"
    assert arrival.new == sum(before.changes.values())
    assert arrival.effects[("program", "NEW")] == 1
    with house.province.reading() as connection:
        assert feeds.channels(connection) == []
    done = receiving.apply(house.province, job.id)
    assert done.state == JobState.APPLIED
    unit = house.district.office.unit
    assert _digest(house.province, unit) == _digest(house.district, unit)
    receipt = answered(house.province, done, stick)
    taken(house.district, receipt)
    (known,) = packing.packages(house.district)
    assert known.state == SentState.RECEIVED
    after = sending.preview(house.district)
    assert after.empty
    with pytest.raises(UserError, match="nothing_to_send"):
        sending.send(house.district, Sending(), stick)


def test_only_what_is_new_goes_the_second_time(house: House, stick: Path):
    an_issued_program(house.district)
    first = sent(house.district, stick)
    receipt = answered(house.province, taken(house.province, stick / first.name), stick)
    taken(house.district, receipt)
    draft = a_program(house.district, 2022)
    a_line(house.district, draft)
    assert sending.preview(house.district).empty
    programs.issue(house.district, draft.id, programs.Issue(LATER, SIGNER))
    outlook = sending.preview(house.district)
    assert outlook.written["program"] == 1
    second = sent(house.district, stick)
    job = taken(house.province, stick / second.name)
    unit = house.district.office.unit
    assert _digest(house.province, unit) == _digest(house.district, unit)
    assert job.state == JobState.APPLIED


def test_what_the_receiver_lost_waits_until_it_asks_again(house: House, stick: Path):
    an_issued_program(house.district)
    first = sent(house.district, stick)
    job = taken(house.province, stick / first.name)
    taken(house.district, answered(house.province, job, stick))
    _issued_later(house.district)
    second = sent(house.district, stick)
    receiving.withdraw(house.province, job.id)
    later = spool.take_copy(house.province, stick / second.name)
    arrival = receiving.examine(house.province, later.id)
    assert (arrival.new, arrival.feeds[0].here) == (0, 0)
    assert arrival.feeds[0].held > 0
    receiving.apply(house.province, later.id)
    unit = house.district.office.unit
    with house.province.reading() as connection:
        assert [one.unit for one in feeds.waiting(connection)] == [unit]
    asked = receipts.ask_again(house.province, unit, stick)
    taken(house.district, stick / asked.name)
    again = sent(house.district, stick)
    taken(house.province, stick / again.name)
    with house.province.reading() as connection:
        assert feeds.waiting(connection) == []
    assert _digest(house.province, unit) == _digest(house.district, unit)


def test_a_restored_office_gets_its_own_records_back(house: House, stick: Path):
    kept = house.copy(1)
    program, _items = an_issued_program(house.district)
    package = sent(house.district, stick)
    taken(house.province, stick / package.name)
    unit = house.district.office.unit
    before = _digest(house.province, unit)
    house.restore(1, kept)
    asked = receipts.ask_again(house.district, house.province.office.unit, stick)
    taken(house.province, stick / asked.name)
    back = recovery.send_back(house.province, unit, stick)
    taken(house.district, stick / back.name)
    assert _digest(house.district, unit) == before
    assert recovery.lost(house.district) == []
    assert programs.get(house.district, program.id) == program
    assert Kept.UNDECIDED not in {kept for _kind, kept in sending.preview(house.district).kept}
    assert not sending.preview(house.district).written


def test_a_restored_office_can_keep_what_it_wrote_since(house: House, stick: Path):
    """Until it says so, nothing of the record goes; then it goes in place of both versions."""
    member = a_member(house.district)
    sent(house.district, stick)
    kept = house.copy(1)
    members.save(house.district, dataclasses.replace(member, note="Bản bị mất"))
    taken(house.province, stick / sent(house.district, stick).name)
    house.restore(1, kept)
    unit = house.district.office.unit
    members.save(house.district, dataclasses.replace(member, note="Bản viết lại"))
    taken(house.province, stick / sent(house.district, stick, full=True).name)
    asked = receipts.ask_again(house.district, house.province.office.unit, stick)
    taken(house.province, stick / asked.name)
    taken(house.district, stick / recovery.send_back(house.province, unit, stick).name)
    with house.district.reading() as connection:
        assert list(own_merge.conflicts(connection)) == [("party_member", member.id)]
    assert sending.preview(house.district).kept[("party_member", Kept.UNDECIDED)] == 1
    with house.district.writing("resolve_conflict") as writer:
        writer.join(dataclasses.replace(member, note="Bản viết lại"))
    assert recovery.lost(house.district) == []
    assert sending.preview(house.district).written["party_member"] == 1
    taken(house.province, stick / sent(house.district, stick).name)
    with house.province.reading() as connection:
        found = feeds.leaves(connection, Feed(unit, "up.det"), "party_member", member.id)
    assert [one.change.document.get("note") for one in found] == ["Bản viết lại"]


def test_a_package_taken_twice_changes_nothing(house: House, stick: Path):
    an_issued_program(house.district)
    package = sent(house.district, stick)
    taken(house.province, stick / package.name)
    before = _rows(house.province)
    job = spool.take_copy(house.province, stick / package.name)
    arrival = receiving.examine(house.province, job.id)
    assert arrival.new == 0
    receiving.apply(house.province, job.id)
    assert _rows(house.province) == before


def _rows(workspace):
    with workspace.reading() as connection:
        return [
            sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in (tables.feed_change, tables.feed_head, tables.replica)
        ]


def test_the_district_hands_the_communes_original_on(house: House, stick: Path):
    an_issued_program(house.commune)
    package = sent(house.commune, stick)
    taken(house.district, stick / package.name)
    outlook = sending.preview(house.district)
    assert outlook.bundles == 1
    onward = sent(house.district, stick)
    job = spool.take_copy(house.province, stick / onward.name)
    arrival = receiving.examine(house.province, job.id)
    assert {feed.depth for feed in arrival.feeds} == {0, 1}
    done = receiving.apply(house.province, job.id)
    unit = house.commune.office.unit
    assert _digest(house.province, unit) == _digest(house.commune, unit)
    taken(house.district, answered(house.province, done, stick))
    assert sending.preview(house.district).bundles == 0


def test_an_undone_taking_in_leaves_nothing(house: House, stick: Path):
    an_issued_program(house.district)
    package = sent(house.district, stick)
    job = taken(house.province, stick / package.name)
    assert receiving.withdraw(house.province, job.id) > 0
    assert _rows(house.province) == [[], [], []]
    taken(house.province, stick / package.name)
    unit = house.district.office.unit
    assert _digest(house.province, unit) == _digest(house.district, unit)


def test_a_package_for_another_office_is_refused_and_the_job_says_why(house: House, stick: Path):
    an_issued_program(house.commune)
    package = sent(house.commune, stick)
    job = spool.take_copy(house.province, stick / package.name)
    with pytest.raises(PackageError) as caught:
        receiving.examine(house.province, job.id)
    refused = spool.get(house.province, job.id)
    assert (refused.state, refused.code) == (JobState.REFUSED, caught.value.code)
    assert caught.value.code == "not_for_us"
    for unit, name in (
        (house.district.office.unit, "UBKT Huyện uỷ Phú Bình"),
        (UUID(int=7), "một đơn vị chưa có trong danh mục"),
    ):
        with pytest.raises(PackageError) as caught, place.naming_units(house.province):
            raise PackageError("forwarded", unit=str(unit))
        assert messages.sentence(caught.value).startswith(f"{name} xuất gói này")


def test_a_damaged_package_changes_nothing(house: House, stick: Path):
    an_issued_program(house.district)
    package = sent(house.district, stick)
    file = stick / package.name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    job = spool.take_copy(house.province, file)
    with pytest.raises(PackageError):
        receiving.examine(house.province, job.id)
    assert _rows(house.province) == [[], [], []]
    refused = spool.get(house.province, job.id)
    assert (refused.sender, refused.package) == (house.district.office.unit, package.id)
    taken(house.district, answered(house.province, refused, stick))
    (known,) = packing.packages(house.district)
    assert (known.state, logbook.refusal_of(known)) == (SentState.REFUSED, refused.code)


def test_a_damaged_copy_of_a_package_that_was_received_is_not_a_refusal(house: House, stick: Path):
    an_issued_program(house.district)
    package = sent(house.district, stick)
    job = taken(house.province, stick / package.name)
    taken(house.district, answered(house.province, job, stick))
    damage.flip(stick / package.name, 0.9)
    copy = spool.take_copy(house.province, stick / package.name)
    with pytest.raises(PackageError):
        receiving.examine(house.province, copy.id)
    taken(house.district, answered(house.province, spool.get(house.province, copy.id), stick))
    (known,) = packing.packages(house.district)
    assert known.state == SentState.RECEIVED


def test_whose_a_file_is_stays_unknown_when_its_seal_is_not_theirs(house: House, stick: Path):
    an_issued_program(house.district)
    file = stick / sent(house.district, stick).name
    damage.flip(file, 0.02)
    job = spool.take_copy(house.province, file)
    with pytest.raises(PackageError):
        receiving.examine(house.province, job.id)
    assert spool.get(house.province, job.id).sender is None
    with pytest.raises(UserError, match="sender_unknown"):
        receipts.send_receipt(house.province, job.id, stick)


def test_one_process_reads_for_a_workspace_and_ends_with_it(house: House, stick: Path):
    an_issued_program(house.district)
    package = sent(house.district, stick)
    before = psutil.Process().children()
    taken(house.province, stick / package.name)
    (reader,) = set(psutil.Process().children()) - set(before)
    taken(house.province, stick / package.name)
    assert set(psutil.Process().children()) - set(before) == {reader}
    house.province.close()
    assert not reader.is_running()
