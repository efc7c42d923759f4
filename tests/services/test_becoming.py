"""An office goes on as the unit that follows its own; another gets what a unit left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.progress import Progress as Steps
from ktgs_desktop.services import program_progress, programs
from ktgs_desktop.services.exchange import (
    becoming,
    certifying,
    files,
    handing_over,
    keys,
    own_keys,
    packing,
    receiving,
    reorganisation,
    sending,
    spool,
    trust_files,
)
from ktgs_desktop.services.exchange.bundles import Handed
from ktgs_desktop.services.exchange.handing_over import NewTransfer
from ktgs_desktop.services.exchange.packing import Draft
from ktgs_desktop.store import feeds, replay
from ktgs_desktop.store.feeds import Feed
from tests.helpers.builders import an_issued_program, done
from tests.helpers.exchange import House, a_house, answered, sent, taken
from tests.helpers.levels import AFTERWARDS, ON, TAN_KHANH, THAI_NGUYEN, received

if TYPE_CHECKING:
    from ktgs_desktop.services.exchange.becoming import Follower
    from ktgs_desktop.services.workspace import Workspace
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


def _become(commune: Workspace, follower: Follower) -> str:
    """Go on as another unit, with keys of its own; what is read out to the new superior."""
    former = keys.own(commune)
    asked = becoming.become(commune, follower.unit)
    assert asked is not None
    office = commune.office
    assert (office.unit, office.superior) == (follower.unit, follower.superior)
    assert office.name == follower.name
    made = keys.own(commune)
    assert made.unit == follower.unit
    assert made.identities[1:] == former.identities  # old packages can still be opened
    assert made.carrier != former.carrier
    assert becoming.resume(commune) is None
    return asked.code


def test_a_communes_office_goes_on_as_the_new_commune(house: House, stick: Path, clock: Clock):
    commune, province = house.commune, house.province
    program, items = an_issued_program(commune)
    old = commune.office.unit
    taken(house.district, stick / sent(commune, stick).name)
    taken(province, stick / sent(house.district, stick).name)
    assert becoming.look(commune).followers == ()
    with pytest.raises(UserError, match="unit_not_follower"):
        becoming.become(commune, province.office.unit)
    clock.now = AFTERWARDS
    lists, choice = reorganisation.read_lists(), reorganisation.Choice(THAI_NGUYEN)
    for office in (province, commune):
        reorganisation.reorganize(office, lists, choice)
    (follower,) = becoming.look(commune).followers
    new = organization_id(TAN_KHANH, "INSPECTION_COMMITTEE", ON)
    assert (follower.unit, follower.superior, follower.code) == (
        new, province.office.unit, TAN_KHANH,
    )  # fmt: skip
    code = _become(commune, follower)
    # What was there is there.
    assert programs.get(commune, program.id) == program
    with commune.reading() as connection:
        assert replay.check(connection, Steps()).faults == []

    request = own_keys.save_request(commune, stick)
    assert certifying.certify(province, request, code).unit == new
    trust_files.take(commune, trust_files.save(province, new, stick))
    taken(commune, stick / sent(province, stick, recipient=new).name)
    program_progress.record_progress(commune, items[0].id, done(items[0], clock.now.date()))
    first = sending.preview(commune)
    assert first.written["program"] == 1
    before = received(province, old)
    job = taken(province, stick / sent(commune, stick).name)
    taken(commune, answered(province, job, stick))
    assert before <= received(province, new)
    assert received(province, old) == before
    with province.reading() as connection:
        (leaf,) = feeds.leaves(connection, Feed(new, channels.FIGURES), "program", program.id)
        (origin,) = feeds.leaves(connection, Feed(old, channels.FIGURES), "program", program.id)
    assert leaf.change.parents == (origin.hash,)  # the history goes on, nothing is cut off
    assert sending.preview(commune).empty


def test_the_superior_gives_packages_only_to_who_goes_on(house: House, stick: Path, clock: Clock):
    """The commune goes on with the district's records: the district's packages come from above."""
    province, district, commune = house.offices
    program, _items = an_issued_program(district)
    brought = taken(province, stick / sent(district, stick).name)
    source, target = district.office.unit, commune.office.unit
    bundles = (Handed(brought, source).plan(province),)
    made = packing.write(province, Draft(PackageKind.DIRECTIVE, target, bundles=bundles))
    refused = spool.take_copy(commune, files.kept_package(province, made.name))
    with pytest.raises(PackageError, match="forwarded"):
        receiving.examine(commune, refused.id)  # nobody has said that they go over
    new = NewTransfer(source, target, clock.now.date(), "01-QĐ/TU, 5/7/2021")
    handing_over.say(province, new)
    outlook = sending.preview(province, sending.Sending(recipient=target))
    assert outlook.bundles == 1
    package = stick / sent(province, stick, recipient=target).name
    job = taken(commune, package)
    ((unit, _name, waiting),) = handing_over.open_sources(commune)
    assert (unit, waiting > 0) == (source, True)
    assert handing_over.take_over(commune, source).written == waiting
    assert programs.get(commune, program.id) == program
    taken(province, answered(commune, job, stick))
    assert sending.preview(province, sending.Sending(recipient=target)).bundles == 0


def test_a_unit_below_a_district_is_cut_out_of_its_package(house: House, stick: Path, clock: Clock):
    province, district, commune = house.offices
    kept = house.copy(1)
    program, _items = an_issued_program(commune)
    taken(district, stick / sent(commune, stick).name)
    taken(province, stick / sent(district, stick).name)
    house.restore(1, kept)
    district, source = house.district, commune.office.unit
    new = NewTransfer(source, district.office.unit, clock.now.date(), "02-QĐ/TU, 5/7/2021")
    handing_over.say(province, new)
    package = stick / sent(province, stick, recipient=district.office.unit).name
    job = spool.take_copy(district, package)
    arrival = receiving.examine(district, job.id)
    assert {feed.unit for feed in arrival.feeds if feed.depth} == {source}
    receiving.apply(district, job.id)
    assert handing_over.take_over(district, source).written
    assert programs.get(district, program.id) == program
