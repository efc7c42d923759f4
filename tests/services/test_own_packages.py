"""One office on two computers: work goes by stick as a package, through the same look as any."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.arrivals import Effect
from ktgs_desktop.domain.merging import Pick
from ktgs_desktop.domain.number_series import SeriesKey
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services import program_items, registered
from ktgs_desktop.services.exchange import (
    conflicts,
    keys,
    many,
    own_copies,
    own_keys,
    own_packages,
    receiving,
    sending,
    spool,
)
from ktgs_desktop.store import own_merge, package_log, records
from tests.helpers.builders import SIGNER, a_cell, a_line, a_program, standing
from tests.helpers.exchange import a_house, taken
from tests.helpers.own_desks import NAME, OwnDesks

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def desks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[OwnDesks]:
    opened = OwnDesks(tmp_path, monkeypatch, clock)
    yield opened
    opened.close()


@pytest.fixture
def hub(desks: OwnDesks, office_file: Path) -> Workspace:
    return desks.at(office_file, "hub")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def _line(workspace: Workspace) -> ProgramItem:
    with workspace.reading() as connection:
        return records.get_all(connection, ProgramItem)[0]


def _edit(workspace: Workspace, **values: object) -> None:
    program_items.save(workspace, dataclasses.replace(_line(workspace), **values))  # type: ignore[arg-type]


def _heads(workspace: Workspace) -> set[bytes]:
    with workspace.reading() as connection:
        return set(own_merge.heads(connection))


def _sent(workspace: Workspace, stick: Path, *, full: bool = False) -> Path:
    (to,) = own_packages.computers(workspace)
    (made,) = own_packages.send(workspace, to.id, stick, full=full)
    return stick / made.name


def test_work_goes_to_the_hub_and_back_until_both_hold_the_same(hub, desks, stick):
    a_line(hub, a_program(hub), content="Nội dung", note="cũ")
    copy = desks.copy_of(hub)
    (to,) = own_packages.computers(copy)
    assert (to.name, to.heard) == ("máy chính", "")
    with pytest.raises(UserError, match="nothing_to_send"):
        own_packages.send(copy, to.id, stick)
    key = SeriesKey(standing(hub).id, "BC", hub.office.term)
    paper = registered.Registered(
        series=key, issued_on=date(2021, 7, 1), abstract="tình hình", signer=SIGNER,
        scan=("quet.pdf", PDF),
    )  # fmt: skip
    registered.register(hub, paper)
    _edit(copy, note="máy phó")
    assert own_packages.preview(copy, to.id).changes == 1

    job = spool.take_copy(hub, _sent(copy, stick))
    arrival = receiving.examine(hub, job.id)
    assert (arrival.name, arrival.new, arrival.conflicts) == (NAME, 1, 0)
    assert [(one.entity, one.effect) for one in arrival.records] == [
        ("program_item", Effect.CHANGED)
    ]
    assert _line(hub).note == "cũ"  # nothing changed before it was taken in
    receiving.apply(hub, job.id)
    assert _line(hub).note == "máy phó"

    (back,) = own_packages.computers(hub)
    assert back.name == NAME
    assert back.heard
    # What the copy has itself does not go back; the scan goes.
    assert own_packages.preview(hub, back.id).files == 1
    before = own_packages.preview(hub, back.id, full=True).changes
    look = own_packages.preview(hub, back.id)
    assert 0 < look.changes < before
    done = many.take_all(copy, [_sent(hub, stick)])
    assert done.refused == 0
    assert own_copies.missing_files(copy) == ()
    assert _heads(copy) == _heads(hub)
    with pytest.raises(UserError, match="nothing_to_send"):
        own_packages.send(copy, to.id, stick)
    assert taken(hub, _sent(copy, stick, full=True)).state == "APPLIED"  # everything, once more
    assert _heads(copy) == _heads(hub)


def test_a_conflict_is_seen_before_and_decided_like_any_other(hub, desks, stick):
    a_line(hub, a_program(hub), content="Nội dung", note="cũ")
    copy = desks.copy_of(hub)
    _edit(hub, note="máy chính")
    _edit(copy, note="máy phó")
    job = spool.take_copy(hub, _sent(copy, stick))
    arrival = receiving.examine(hub, job.id)
    assert arrival.conflicts == 1
    assert conflicts.count(hub) == 0
    receiving.apply(hub, job.id)
    (found,) = conflicts.listed(hub)
    shown = conflicts.show(hub, found.record)
    (field,) = [one for one in shown.merge.fields if one.differs]
    pick = Pick.MINE if field.mine == "máy phó" else Pick.THEIRS
    conflicts.choose(hub, shown, {"note": pick})
    assert _line(hub).note == "máy phó"
    taken(copy, _sent(hub, stick))
    assert _line(copy).note == "máy phó"
    assert conflicts.count(copy) == 0
    assert _heads(copy) == _heads(hub)


def test_a_copy_has_no_key_of_the_exchange_and_sends_only_within_the_office(
    tmp_path, monkeypatch, clock, stick
):
    house = a_house(tmp_path / "house", clock)
    desks = OwnDesks(tmp_path, monkeypatch, clock)
    district = house.district
    with district.store.local_writing() as connection:
        package_log.save_key(connection, own_keys.NEXT, b"waits", "2021-07-06T00:00:00+07:00")
    copy = desks.copy_of(district)
    assert keys.has_own(district)
    assert not keys.has_own(copy)
    with copy.reading() as connection:
        assert package_log.key(connection, own_keys.NEXT) is None
    with pytest.raises(UserError, match="exchange_not_set_up"):
        keys.own(copy)
    a_cell(copy)
    with pytest.raises(UserError, match="hub_sends"):
        sending.send(copy, sending.Sending(), stick)
    inner = _sent(copy, stick)
    # Another office can neither open it nor take it for a package of the district.
    job = spool.take_copy(house.commune, inner)
    with pytest.raises(PackageError) as refused:
        receiving.examine(house.commune, job.id)
    assert refused.value.code == "key_unknown"
    assert taken(district, inner).state == "APPLIED"
    assert sending.send(district, sending.Sending(), stick).recipient == house.province.office.unit
    # What the hub's outside keys signed is no work of the office's own computers for a copy.
    job = spool.take_copy(copy, stick / sending.send(
        district, sending.Sending(full=True), stick).name)  # fmt: skip
    with pytest.raises(UserError, match="exchange_not_set_up"):
        receiving.examine(copy, job.id)
    desks.close()
    house.close()
