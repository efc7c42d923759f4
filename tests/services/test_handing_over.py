"""Going on with the records of a unit that ended: only who may, and nothing is cut off."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ktgs_desktop.domain.channels import UPWARD
from ktgs_desktop.domain.programs import Program, ProgramItem
from ktgs_desktop.domain.transfers import Transfer
from ktgs_desktop.domain.units import organization_id
from ktgs_desktop.errors import PackageError
from ktgs_desktop.progress import Progress as Steps
from ktgs_desktop.services import (
    program_items,
    program_progress,
    programs,
)
from ktgs_desktop.services.exchange import handing_over, reorganisation
from ktgs_desktop.services.exchange.reorganisation import Choice
from ktgs_desktop.store import feeds, records, replay
from ktgs_desktop.store.feeds import Feed
from tests.helpers.builders import (
    an_issued_program,
    done,
    refusal,
)
from tests.helpers.levels import (
    AFTERWARDS,
    BAN_DAT,
    ON,
    TAN_KHANH,
    THAI_NGUYEN,
    an_office,
    carry,
    issue,
    received,
    send_down,
    send_up,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

CHOICE = Choice(THAI_NGUYEN)
EVERYTHING = 100_000


@pytest.fixture(scope="module")
def lists() -> reorganisation.Lists:
    return reorganisation.read_lists()


@pytest.fixture
def province(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with an_office(tmp_path, THAI_NGUYEN, clock) as opened:
        yield opened


@pytest.fixture
def commune(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    with an_office(tmp_path, BAN_DAT, clock) as opened:
        yield opened


@pytest.fixture
def follower(tmp_path: Path, lists: reorganisation.Lists, clock: Clock) -> Iterator[Workspace]:
    """The office of the new commune Tân Khánh."""
    with an_office(tmp_path, TAN_KHANH, clock) as opened:
        reorganisation.reorganize(opened, lists, CHOICE)
        office = dataclasses.replace(
            opened.office,
            unit=organization_id(TAN_KHANH, "INSPECTION_COMMITTEE", ON),
            committee=organization_id(TAN_KHANH, "EXEC_COMMITTEE", ON),
        )
        with opened.writing("edit_office", office.name) as writer:
            writer.put(office)
        assert opened.office.unit == office.unit
        yield opened


def test_the_new_unit_goes_on_with_the_history_of_the_old(
    commune: Workspace,
    province: Workspace,
    follower: Workspace,
    lists: reorganisation.Lists,
    clock: Clock,
):
    program, items = an_issued_program(commune)
    old, new = commune.office.unit, follower.office.unit
    send_up(commune, province)
    clock.now = AFTERWARDS
    reorganisation.reorganize(province, lists, CHOICE)
    assert refusal(lambda: handing_over.take_over(follower, old)).code == "transfer_unknown"
    send_down(province, follower)
    carry(province, follower, old, UPWARD)
    ((source, _name, waiting),) = [
        one for one in handing_over.open_sources(follower) if one[0] == old
    ]
    assert (source, waiting > 0) == (old, True)
    taken = handing_over.take_over(follower, old)
    assert (taken.written, taken.known, taken.left) == (waiting, 0, 0)
    assert handing_over.take_over(follower, old).written == 0
    assert programs.get(follower, program.id) == programs.get(commune, program.id)
    assert {one.id for one in program_items.items(follower, program.id)} == {
        one.id for one in items
    }
    with follower.reading() as connection:
        assert replay.check(connection, Steps()).faults == []
    program_progress.record_progress(follower, items[0].id, done(items[0], date(2021, 6, 1)))
    before = received(province, old)
    assert send_up(follower, province) > 0
    with province.reading() as connection:
        for feed in (Feed(new, channel) for channel in UPWARD):
            for raw in feeds.after(connection, feed, ()):
                one = feeds.named(raw).change
                if one.document.get("owner") == str(old) and one.entity != "progress":
                    leaves = feeds.leaves(connection, Feed(old, feed.channel), one.entity, one.id)
                    assert set(one.parents) == {leaf.hash for leaf in leaves}, one.entity
        # What was sent before is as it was: its feed has the same state for everybody.
        of_old = Feed(old, UPWARD[0])
        digest = feeds.digest(connection, of_old)
    with commune.reading() as connection:
        assert feeds.digest(connection, of_old) == digest
    assert received(province, old) == before
    assert before <= received(province, new)
    assert carry(commune, province, old, UPWARD) == 0
    assert carry(follower, province, new, UPWARD) == 0


def test_without_a_transfer_nobody_writes_records_of_another(
    commune: Workspace,
    province: Workspace,
    follower: Workspace,
    lists: reorganisation.Lists,
    clock: Clock,
    tmp_path: Path,
):
    an_issued_program(commune)
    send_up(commune, province)
    clock.now = AFTERWARDS
    reorganisation.reorganize(province, lists, CHOICE)
    send_down(province, follower)
    carry(province, follower, commune.office.unit, UPWARD)
    handing_over.take_over(follower, commune.office.unit)
    issue(follower)
    unit = follower.office.unit
    (tmp_path / "other").mkdir()
    with an_office(tmp_path / "other", THAI_NGUYEN, clock) as elsewhere:
        carry(commune, elsewhere, commune.office.unit, UPWARD)
        with pytest.raises(PackageError) as refused:
            carry(follower, elsewhere, unit, UPWARD)
        assert refused.value.code == "change_not_owner"
        reorganisation.reorganize(elsewhere, lists, CHOICE)
        assert carry(follower, elsewhere, unit, UPWARD) > 0


def test_a_unit_cannot_give_itself_the_records_of_another(
    commune: Workspace, follower: Workspace, province: Workspace, clock: Clock
):
    an_issued_program(commune)
    send_up(commune, province)
    carry(commune, follower, commune.office.unit, UPWARD)
    clock.now = AFTERWARDS
    new = handing_over.NewTransfer(
        commune.office.unit, follower.office.unit, ON, "01-QĐ/TU, 1/7/2025"
    )
    assert refusal(lambda: handing_over.say(follower, new)).code == "transfer_not_superior"
    with follower.writing("transfer_records") as writer:  # as a changed program would
        writer.put(
            Transfer(follower.office.unit, UUID(int=1), new.source, new.target, ON, new.basis)
        )
    handing_over.take_over(follower, commune.office.unit)
    with pytest.raises(PackageError) as refused:
        send_up(follower, province)
    assert refused.value.code == "change_not_owner"


def test_a_superior_hands_over_some_records_only(
    workspace: Workspace, commune: Workspace, province: Workspace, clock: Clock
):
    program, items = an_issued_program(commune)
    send_up(commune, province)
    clock.now = AFTERWARDS
    some = (program.id, items[0].id)
    new = handing_over.NewTransfer(
        commune.office.unit, workspace.office.unit, ON, "05-QĐ/TU, 2/7/2025", some
    )
    made = handing_over.say(province, new)
    assert made.owner == province.office.unit
    twice = dataclasses.replace(new, records=some[1:])
    assert refusal(lambda: handing_over.say(province, twice)).code == "transfer_repeated"
    back = dataclasses.replace(new, source=new.target, target=new.source)
    assert refusal(lambda: handing_over.say(province, back)).code == "transfer_cycle"
    send_down(province, workspace)
    carry(province, workspace, commune.office.unit, UPWARD)
    assert handing_over.take_over(workspace, commune.office.unit).written == len(some)
    with workspace.reading() as connection:
        taken = {
            one.id
            for kind in (Program, ProgramItem)
            for one in records.get_all(connection, kind, owner=commune.office.unit)
        }
    assert taken == set(some)
    assert send_up(workspace, province) > 0
    handing_over.void(province, made.id, "ghi nhầm")
    assert handing_over.standing(province) == []
