"""What only a newer program can show or take in waits for the update, and loses nothing by it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain import newer_versions
from ktgs_desktop.domain.arrivals import Effect
from ktgs_desktop.domain.feeds import Named, named
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL, encode_change
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.manifests import Relay
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.domain.packages import Needs, PackageKind
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import receiving, replicas, sending, spool
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import migrations
from tests.helpers.exchange import CODES, House, a_house, answered, opened, sent, taken
from tests.helpers.forgers import OfficeBench, feed_listed, forged
from tests.helpers.futures import NEWER, THING, a_future, feed_of, raws_of
from tests.helpers.golden import written

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

FEATURE = "compact_ids"
Update = Callable[[int], "Workspace"]


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


@pytest.fixture
def update(house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Update:
    """Opens an office with the next version of the program, whose file has a shape more."""

    def updated(place: int) -> Workspace:
        step = ModuleType("m_next")
        step.apply = lambda _operations, _connection: None  # type: ignore[attr-defined]
        if newer_versions.SCHEMA_VERSION != NEWER:
            monkeypatch.setattr(newer_versions, "SCHEMA_VERSION", NEWER)
            monkeypatch.setattr(newer_versions, "FEATURES", frozenset((FEATURE,)))
            monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
            monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
        office = house.offices[place]
        folder = office.files.database.parent
        office.close()
        house.offices[place] = opened(folder, CODES[place], clock)
        return house.offices[place]

    return updated


def shown(office: Workspace, unit: UUID) -> list[tuple[Any, ...]]:
    """What stands in the lists of an office of a unit's records, without local numbers."""
    table = tables.replica
    columns = [column for column in table.c if column.name not in ("row", "source")]
    with office.reading() as connection:
        query = sa.select(*columns).where(table.c.unit == unit)
        return sorted(map(tuple, connection.execute(query)), key=repr)


def listed(office: Workspace, **wanted: Any) -> list[Any]:
    """The rows of the list of records from below."""
    query = Listing(search=wanted.pop("search", ""), filters=wanted)
    numbers = [row for part in replicas.stream(office, query) for row in part]
    return replicas.rows(office, numbers)


def with_an_older_first(made: list[Named]) -> list[Named]:
    """The same feed, whose first change was written before the office's program was updated."""
    chain: list[Named] = []
    for one in made:
        change = dataclasses.replace(
            one.change,
            previous=chain[-1].hash if chain else None,
            schema=1 if not chain else NEWER,
        )
        chain.append(named(encode_change(change)))
    return chain


def test_records_of_a_newer_version_wait_until_the_program_is_updated(
    house: House, stick: Path, update: Update
):
    made = with_an_older_first(a_future(house.commune))
    unit, district = house.commune.office.unit, house.district.office.unit
    file = written(
        house.commune, district, PackageKind.DATA, stick / "newer.ktgs",
        feeds=(feed_of(made, "up.sum"),), schema=NEWER, min_schema=NEWER, relay=Relay.ANCESTORS,
    )  # fmt: skip
    job = spool.take_copy(house.district, file)
    arrival = receiving.examine(house.district, job.id)
    told = {effect for _kind, effect in arrival.effects}
    assert told == {Effect.NEW, Effect.NEWER}
    assert sum(n for (_kind, one), n in arrival.effects.items() if one == Effect.NEWER) == (
        len(made) - 1
    )
    assert all(not one.label for one in arrival.records if one.effect == Effect.NEWER)
    assert receiving.apply(house.district, job.id).state == JobState.APPLIED
    assert raws_of(house.district, unit) == [one.raw for one in made]
    before = listed(house.district)
    assert {row.needs for row in before} == {0, NEWER}
    assert [row.id for row in before if not row.needs] == [made[0].change.id]
    assert not any(row.label or row.code or row.year or row.state for row in before if row.needs)
    assert {row.id for row in listed(house.district, standing="newer")} == {
        one.change.id for one in made[1:]
    }
    assert listed(house.district, search="Nội dung") == []
    assert replicas.years(house.district) == []
    received = replicas.find(house.district, THING)
    assert (received.row.needs, received.versions[0].fields) == (NEWER, ())
    # It goes on to the province as it was signed, and waits there, too.
    taken(house.province, stick / sent(house.district, stick).name)
    assert raws_of(house.province, unit) == [one.raw for one in made]
    assert shown(house.province, unit) == shown(house.district, unit)
    # After the update it shows as if it had come then.
    old = shown(house.province, unit)
    updated = update(1)
    assert not any(row.needs for row in listed(updated))
    assert replicas.years(updated) == [2021]
    assert listed(updated, search="Nội dung")
    fresh = update(0)
    assert shown(updated, unit) == shown(fresh, unit) != old
    receiving.withdraw(fresh, next(one.id for one in spool.jobs(fresh)))
    assert shown(fresh, unit) == []
    taken(fresh, file.parent / sent(updated, stick, full=True).name)
    assert shown(fresh, unit) == shown(updated, unit)
    assert raws_of(fresh, unit) == [one.raw for one in made]


def test_a_record_changed_again_and_a_restored_state_wait_likewise(house: House, stick: Path):
    """What is shown follows from what is here, in whatever order it came or left again."""
    made = a_future(house.commune)
    unit, district = house.commune.office.unit, house.district.office.unit
    first, rest = made[:1], made
    one, two = (
        written(
            house.commune, district, PackageKind.DATA, stick / f"{least}.ktgs",
            feeds=(feed_of(part, "up.sum"),), schema=NEWER, min_schema=least,
        )
        for least, part in ((NEWER, first), (1, rest))
    )  # fmt: skip
    taken(house.district, one)
    alone = shown(house.district, unit)
    job = taken(house.district, two)
    assert {row.needs for row in listed(house.district)} == {0, NEWER}
    receiving.withdraw(house.district, job.id)
    assert shown(house.district, unit) == alone
    assert [row.needs for row in listed(house.district)] == [NEWER]


def kept_package(house: House) -> tuple[bytes, list[Named]]:
    """A package of the commune that nobody may take in who does not know the feature."""
    made = a_future(house.commune)
    facts, section = feed_listed(made)
    sender, to = OfficeBench(house.commune), OfficeBench(house.district)
    need = Needs(apply=(FEATURE,))
    return forged(sender, to, [section], need=need, relay=Relay.ANCESTORS, **facts), made


def test_what_cannot_be_taken_in_is_handed_on_and_taken_in_after_the_update(
    house: House, stick: Path, update: Update
):
    data, made = kept_package(house)
    unit = house.commune.office.unit
    file = stick / "kept.ktgs"
    file.write_bytes(data)
    jobs = []
    for step in (receiving.examine, receiving.apply, receiving.examine):
        job = spool.take_copy(house.district, file)
        with pytest.raises(PackageError, match="package_feature_unknown"):
            step(house.district, job.id)
        jobs.append(job)
    assert {spool.get(house.district, job.id).state for job in jobs} == {JobState.REFUSED}
    assert raws_of(house.district, unit) == []
    # The superior gets it, once, though neither can read it.
    assert sending.preview(house.district).bundles == 1
    package = sent(house.district, stick)
    job = spool.take_copy(house.province, stick / package.name)
    arrival = receiving.examine(house.province, job.id)
    assert (arrival.lacking, arrival.left_out) == ((FEATURE,), 1)
    (kept,) = (feed for feed in arrival.feeds if feed.unit == unit)
    assert (kept.kept, kept.new, kept.held) == (len(made), 0, 0)
    done = receiving.apply(house.province, job.id)
    assert (done.state, done.code) == (JobState.APPLIED, "bundle_waits")
    assert raws_of(house.province, unit) == []
    assert sending.preview(house.district).bundles == 1
    taken(house.district, answered(house.province, done, stick))
    assert sending.preview(house.district).bundles == 0
    # After the update both take it in, each from the copy it kept.
    for place in (0, 1):
        office = update(place)
        (waiting,) = (one for one in spool.jobs(office) if one.state == JobState.SPOOLED)
        receiving.examine(office, waiting.id)
        again = receiving.apply(office, waiting.id)
        assert (again.state, again.code) == (JobState.APPLIED, "")
        assert raws_of(office, unit) == [one.raw for one in made]


@pytest.mark.parametrize("kind", [PackageKind.INTERNAL, PackageKind.RECOVERY])
def test_the_office_s_own_records_take_in_nothing_unread(
    house: House, stick: Path, kind: PackageKind
):
    made = a_future(house.commune)
    channel = "up.sum"
    if kind is PackageKind.INTERNAL:
        channel = CHANNEL_INTERNAL
        made = [
            named(encode_change(dataclasses.replace(made[0].change, channel=channel))),
        ]
    unit = house.commune.office.unit
    writer = house.district if kind is PackageKind.RECOVERY else house.commune
    file = written(
        writer, unit, kind, stick / "own.ktgs",
        feeds=(feed_of(made[:1], channel),), schema=NEWER, min_schema=NEWER,
    )  # fmt: skip
    job = spool.take_copy(house.commune, file)
    with pytest.raises(PackageError, match="package_version_needed") as caught:
        receiving.examine(house.commune, job.id)
    assert caught.value.params == {"version": NEWER}
    assert spool.get(house.commune, job.id).state == JobState.REFUSED


@pytest.mark.parametrize(
    ("schema", "least", "needed"), [(1, 1, 0), (1, 10**6, 0), (NEWER, 1, 0), (NEWER, NEWER, NEWER)]
)
def test_what_an_older_version_wrote_never_waits(schema: int, least: int, needed: int):
    assert newer_versions.version_needed(schema, least) == needed
