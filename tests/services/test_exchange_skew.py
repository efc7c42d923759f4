"""What a newer program says: kept, shown as far as possible, handed on and given back unharmed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.feeds import named
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.manifests import Relay
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.domain.package_sections import OPTIONAL_FLAG
from ktgs_desktop.domain.packages import Needs, PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services import members
from ktgs_desktop.services.exchange import receiving, recovery, spool
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import records
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from tests.helpers.builders import a_member
from tests.helpers.exchange import House, a_house, sent, taken
from tests.helpers.forgers import Listed, OfficeBench, feed_listed, forged
from tests.helpers.futures import NEWER, a_future, feed_of, issued, newer, raws_of
from tests.helpers.golden import written
from tests.sync.forging import assembled, listed

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

NEW_SECTION = 0x20


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


def test_newer_changes_are_shown_and_handed_on_byte_for_byte(house: House, stick: Path):
    made = a_future(house.commune)
    unit, district = house.commune.office.unit, house.district.office.unit
    file = written(
        house.commune, district, PackageKind.DATA, stick / "newer.ktgs",
        feeds=(feed_of(made, "up.sum"),), schema=NEWER, relay=Relay.ANCESTORS,
    )  # fmt: skip
    assert taken(house.district, file).state == JobState.APPLIED
    assert raws_of(house.district, unit) == [one.raw for one in made]
    with house.district.reading() as connection:
        table = tables.replica
        query = sa.select(table.c.entity, table.c.code).where(table.c.unit == unit)
        shown = list(map(tuple, connection.execute(query)))
    assert ("future_thing", "") in shown
    assert ("program", "FUTURE_KIND") in shown
    assert len(shown) == len(made)
    taken(house.province, stick / sent(house.district, stick).name)
    assert raws_of(house.province, unit) == [one.raw for one in made]


def test_an_edit_by_this_version_keeps_what_a_newer_one_wrote(house: House, stick: Path):
    kept = house.copy(1)
    member = a_member(house.district)
    made = [newer(one, None) for one in issued(house.district, "up.det")]
    assert len(made) == 1
    house.restore(1, kept)
    unit = house.district.office.unit
    with house.province.store.local_writing() as connection:
        admit(connection, Feed(unit, "up.det"), [made[0].raw], Origin("2021-07-06T09:15:00+07:00"))
    back = recovery.send_back(house.province, unit, stick)
    taken(house.district, stick / back.name)
    assert recovery.lost(house.district) == []
    here = next(one for one in _members(house.district) if one.id == member.id)
    members.save(house.district, dataclasses.replace(here, note="Sửa ở bản cũ"))
    taken(house.province, stick / sent(house.district, stick, full=True).name)
    last = named(raws_of(house.province, unit, "up.det")[-1]).change
    assert last.document["note"] == "Sửa ở bản cũ"
    future = "future_field"
    assert canonical(last.document[future]) == canonical(made[0].change.document[future])


def _members(office: Workspace) -> list[PartyMember]:
    with office.reading() as connection:
        return records.get_all(connection, PartyMember)


# Packages of a newer kind -----------------------------------------------------------------------


def package_of(house: House, sections: Sequence[Listed], **changed: Any) -> bytes:
    """A package of the commune to its district with any sections in it."""
    return forged(OfficeBench(house.commune), OfficeBench(house.district), sections, **changed)


def _new_section(flags: int) -> Listed:
    body = "điều chưa ai biết".encode()
    return listed(NEW_SECTION, body, flags=flags), (NEW_SECTION, flags, 0, body)


def refused(house: House, stick: Path, data: bytes) -> str:
    """The code by which the district refuses a package; nothing of it stays but its job."""
    file = stick / "newer.ktgs"
    file.write_bytes(data)
    job = spool.take_copy(house.district, file)
    with pytest.raises(PackageError) as caught:
        receiving.examine(house.district, job.id)
    assert raws_of(house.district, house.commune.office.unit) == []
    closed = spool.get(house.district, job.id)
    assert (closed.state, closed.code) == (JobState.REFUSED, caught.value.code)
    return caught.value.code


def test_a_section_that_may_be_passed_over_is_passed_over(house: House, stick: Path):
    facts, changes = feed_listed(a_future(house.commune))
    (stick / "newer.ktgs").write_bytes(
        package_of(house, [_new_section(OPTIONAL_FLAG), changes], **facts)
    )
    job = spool.take_copy(house.district, stick / "newer.ktgs")
    arrival = receiving.examine(house.district, job.id)
    assert arrival.left_out == 1
    assert receiving.apply(house.district, job.id).state == JobState.APPLIED
    assert len(raws_of(house.district, house.commune.office.unit)) == arrival.new


def test_a_section_nobody_may_pass_over_is_refused(house: House, stick: Path):
    facts, changes = feed_listed(a_future(house.commune))
    data = package_of(house, [_new_section(0), changes], **facts)
    assert refused(house, stick, data) == "manifest_malformed"


@pytest.mark.parametrize("operation", ["read", "apply"])
def test_a_feature_this_program_lacks_is_named(house: House, stick: Path, operation: str):
    facts, changes = feed_listed(a_future(house.commune))
    need = Needs(**{operation: ("post_quantum",)})
    data = package_of(house, [changes], need=need, **facts)
    assert refused(house, stick, data) == "package_feature_unknown"


def test_a_container_of_a_newer_kind_shows_its_note(house: House, stick: Path):
    sender = OfficeBench(house.commune)
    header = canonical({"note": "Cần phiên bản mới hơn", "v2": True})
    file = stick / "newer.ktgs"
    file.write_bytes(assembled(header, sender, b"", b"", major=2))
    job = spool.take_copy(house.district, file)
    with pytest.raises(PackageError, match="package_too_new") as caught:
        receiving.examine(house.district, job.id)
    assert caught.value.params["note"] == "Cần phiên bản mới hơn"
