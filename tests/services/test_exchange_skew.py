"""What a newer program says: kept, shown as far as possible, handed on and given back unharmed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from ktgs_desktop.domain.feeds import Named, named, state_digest
from ktgs_desktop.domain.journal import SCHEMA_VERSION, canonical, encode_change
from ktgs_desktop.domain.manifests import FeedState, Manifest, Relay
from ktgs_desktop.domain.members import PartyMember
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.domain.package_sections import OPTIONAL_FLAG, Codec, Section, SectionType
from ktgs_desktop.domain.packages import Needs, PackageKind, Statement
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services import members
from ktgs_desktop.services.exchange import keys, receiving, recovery, spool
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, issuing, records
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.package_plan import FeedPlan
from tests.helpers.builders import a_member, an_issued_program
from tests.helpers.exchange import House, a_house, sent, taken
from tests.helpers.golden import written
from tests.sync.forging import (
    END_FRAME,
    Frame,
    Outside,
    assembled,
    framed,
    listed,
    manifest_of,
    sealed,
    signed_inner,
)
from tests.sync.offices import Bench

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

NEWER = SCHEMA_VERSION + 1
NEW_SECTION = 0x20


class OfficeBench(Bench):
    """A real office that says what this program would never say."""

    def __init__(self, office: Workspace) -> None:
        own = keys.own(office)
        assert own.approval is not None
        with office.reading() as connection:
            public = keys.recipients(office, connection, []).publics[0]
        super().__init__("office", own.approval, own.carrier, (own.identities[0], public))
        object.__setattr__(self, "_office", office)

    @property
    def unit(self) -> UUID:
        return self._office.office.unit  # type: ignore[attr-defined, no-any-return]

    @property
    def device(self) -> UUID:
        return keys.own(self._office).device  # type: ignore[attr-defined]

    def binding(self, **_changed: object) -> Statement:
        return keys.carrier_binding(self._office)  # type: ignore[attr-defined]


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


def issued(office: Workspace, channel: str) -> list[Named]:
    """What an office issued, predecessors first."""
    with office.store.local_writing() as connection:
        issuing.issue(connection, office.author())
    with office.reading() as connection:
        found = feeds.after(connection, Feed(office.office.unit, channel), ())
        return [named(raw) for raw in found]


def newer(one: Named, previous: Named | None, **values: Any) -> Named:
    """A change as a newer program would have written it, in a chain of its own."""
    change = one.change
    document = {**change.document, "future_field": {"grade": "A", "list": [1, "hai", None]}}
    changed = dataclasses.replace(
        change,
        document=values.pop("document", document),
        parents=(),
        previous=previous.hash if previous else None,
        schema=NEWER,
        **values,
    )
    return named(encode_change(changed))


def feed_of(changes: list[Named], channel: str) -> FeedPlan:
    raws = tuple(one.raw for one in changes)
    digest = state_digest([one.hash for one in changes])
    return FeedPlan(channel, (), (changes[-1].hash,), digest, raws)


def a_future(office: Workspace) -> list[Named]:
    """A feed with an unknown field, an unknown code and an unknown kind of record."""
    an_issued_program(office)
    made: list[Named] = []
    for one in issued(office, "up.sum"):
        made.append(newer(one, made[-1] if made else None))
    program = next(one for one in made if one.change.entity == "program")
    last = made[-1].change
    follow = {"number": last.number + 1, "lamport": last.lamport + 1}
    thing = {"owner": str(last.unit), "id": str(UUID(int=0xF)), "title": "Việc mới"}
    made.append(
        newer(made[-1], made[-1], entity="future_thing", id=UUID(int=0xF), document=thing, **follow)
    )
    follow = {"number": last.number + 2, "lamport": last.lamport + 2}
    other = {**program.change.document, "id": str(UUID(int=0xE)), "kind": "FUTURE_KIND"}
    made.append(
        newer(program, made[-1], entity="program", id=UUID(int=0xE), document=other, **follow)
    )
    return made


def raws_of(office: Workspace, unit: UUID, channel: str = "up.sum") -> list[bytes]:
    with office.reading() as connection:
        return list(feeds.after(connection, Feed(unit, channel), ()))


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


def forged(house: House, sections: list[tuple[Section, Frame]], **changed: Any) -> bytes:
    """A package of the commune with any sections in it."""
    sender, receiver = OfficeBench(house.commune), OfficeBench(house.district)
    manifest: Manifest = manifest_of(
        sender, (receiver.recipient,), [one for one, _frame in sections], **changed
    )
    rest = framed([*(each for _section, each in sections), END_FRAME])
    inner = signed_inner(canonical(manifest.to_json()), sender, rest)

    def outside(header: dict[str, Any]) -> None:
        if "need" in changed:
            header["need"] = changed["need"].to_json()

    return sealed(inner, Outside(sender, receiver, outside))


def _with_feed(house: House) -> tuple[dict[str, Any], tuple[Section, Frame]]:
    made = a_future(house.commune)
    plan = feed_of(made, "up.sum")
    body = b"".join(one.raw + b"\n" for one in made)
    section = listed(SectionType.CHANGES, body, "up.sum", count=len(made), codec=Codec.NONE)
    counts: dict[str, int] = {}
    for one in made:
        counts[one.change.entity] = counts.get(one.change.entity, 0) + 1
    state = FeedState("up.sum", (), plan.heads, len(made), plan.digest)
    facts = {"feeds": (state,), "counts": tuple(sorted(counts.items())), "schema": NEWER}
    return facts, (section, (SectionType.CHANGES, 0, 0, body))


def _new_section(flags: int) -> tuple[Section, Frame]:
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
    facts, changes = _with_feed(house)
    (stick / "newer.ktgs").write_bytes(
        forged(house, [_new_section(OPTIONAL_FLAG), changes], **facts)
    )
    job = spool.take_copy(house.district, stick / "newer.ktgs")
    arrival = receiving.examine(house.district, job.id)
    assert arrival.left_out == 1
    assert receiving.apply(house.district, job.id).state == JobState.APPLIED
    assert len(raws_of(house.district, house.commune.office.unit)) == arrival.new


def test_a_section_nobody_may_pass_over_is_refused(house: House, stick: Path):
    facts, changes = _with_feed(house)
    data = forged(house, [_new_section(0), changes], **facts)
    assert refused(house, stick, data) == "manifest_malformed"


@pytest.mark.parametrize("operation", ["read", "apply"])
def test_a_feature_this_program_lacks_is_named(house: House, stick: Path, operation: str):
    facts, changes = _with_feed(house)
    need = Needs(**{operation: ("post_quantum",)})
    data = forged(house, [changes], need=need, **facts)
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
