"""Feeds in tables say what the model in memory says, whatever comes, in whatever order."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ktgs_desktop.domain import feeds as rules
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import exchange_tables as tables
from ktgs_desktop.store import feeds, withdrawal
from ktgs_desktop.store.admission import Origin, admit
from ktgs_desktop.store.bulk_insert import next_row
from tests.helpers.feeds import AT, FEED, UNIT, a_change, a_history, unkept

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

ORIGIN = Origin(AT, job=1)
_TABLES = (
    tables.feed_change,
    tables.feed_head,
    tables.held_change,
    tables.replica,
    tables.early_parent,
)


def _rows(connection, table):
    return sorted(map(tuple, connection.execute(sa.select(table))), key=repr)


def _same(connection, model: rules.Feed) -> None:
    assert {head.hash for head in feeds.heads(connection, FEED)} == {
        head.hash for head in model.heads()
    }
    assert feeds.digest(connection, FEED) == model.digest()
    assert feeds.count(connection, FEED) == len(model)
    assert sum(one.count for one in feeds.waiting(connection)) == len(model.held)
    shown = {
        (row.entity, row.id): (bytes(row.head), row.leaves)
        for row in connection.execute(sa.select(tables.replica))
    }
    assert shown == {
        record: (versions[0].hash, len(versions)) for record, versions in model.leaves().items()
    }


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 40))
def test_any_delivery_gives_the_state_of_the_model(workspace: Workspace, seed, size):
    chance = random.Random(seed)  # noqa: S311 - a test's own chance
    history = a_history(chance, size)
    deliveries = list(history) + chance.choices(history, k=len(history) // 3)
    chance.shuffle(deliveries)
    lost = {one.hash for one in history if chance.random() < 0.1}
    model = rules.Feed()
    with unkept(workspace) as connection:
        while deliveries:
            cut = chance.randrange(1, 8)
            part, deliveries = deliveries[:cut], deliveries[cut:]
            part = [one for one in part if one.hash not in lost]
            got = admit(connection, FEED, [one.raw for one in part], ORIGIN)
            expected = model.admit(part)
            assert [one.hash for one in got.new] == [one.hash for one in expected.new]
            assert (got.known, got.held) == (expected.known, expected.held)
            _same(connection, model)
        known = chance.sample(sorted(model.names), min(3, len(model)))
        after = [rules.named(raw).hash for raw in feeds.after(connection, FEED, known)]
        assert after == [one.hash for one in model.after(known)]
        admit(connection, FEED, [one.raw for one in history], ORIGIN)
        model.admit(history)
        _same(connection, model)
        assert not model.held


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), size=st.integers(1, 30))
def test_an_undone_import_leaves_no_trace(workspace: Workspace, seed, size):
    """Whatever came before, in whatever order, and waited for what it brought, waits again."""
    chance = random.Random(seed)  # noqa: S311 - a test's own chance
    history = a_history(chance, size)
    if chance.random() < 0.7:
        chance.shuffle(history)
    cuts = sorted(chance.randrange(len(history) + 1) for _cut in range(2))
    first, second, last = history[: cuts[0]], history[cuts[0] : cuts[1]], history[cuts[1] :]
    with unkept(workspace) as connection:
        admit(connection, FEED, [one.raw for one in first], ORIGIN)
        admit(connection, FEED, [one.raw for one in second], Origin(AT, job=2))
        before = [_rows(connection, table) for table in _TABLES]
        row = next_row(connection, tables.feed_change)
        admit(connection, FEED, [one.raw for one in last], Origin(AT, job=3))
        withdrawal.withdraw(connection, 3)
        assert [_rows(connection, table) for table in _TABLES] == before
        assert next_row(connection, tables.feed_change) == row


def test_what_something_builds_on_cannot_be_undone(workspace: Workspace):
    first = a_change()
    second = a_change(2, 2, first, (first,))
    with workspace.store.local_writing() as connection:
        admit(connection, FEED, [first.raw], ORIGIN)
        admit(connection, FEED, [second.raw], Origin(AT, job=2))
        with pytest.raises(PackageError, match="withdrawal_followed"):
            withdrawal.withdraw(connection, 1)


def test_what_waited_for_an_import_waits_again_when_it_is_undone(workspace: Workspace):
    first = a_change()
    second = a_change(2, 2, first, (first,))
    with unkept(workspace) as connection:
        admit(connection, FEED, [second.raw], ORIGIN)
        admit(connection, FEED, [first.raw], Origin(AT, job=2))
        assert feeds.count(connection, FEED) == 2
        withdrawal.withdraw(connection, 2)
        assert feeds.count(connection, FEED) == 0
        assert [one.count for one in feeds.waiting(connection)] == [1]
        admit(connection, FEED, [first.raw], Origin(AT, job=3))
        assert feeds.count(connection, FEED) == 2
        withdrawal.withdraw(connection, 1)
        assert feeds.count(connection, FEED) == 1


def test_a_version_that_a_later_import_joined_cannot_be_undone(workspace: Workspace):
    """It is named as replaced only, not as the change before: the joined state would fall apart."""
    mine = a_change(title="Bản một")
    other = a_change(title="Bản hai")
    joined = a_change(2, 2, mine, (mine, other), title="Bản chung")
    with workspace.store.local_writing() as connection:
        admit(connection, FEED, [mine.raw], ORIGIN)
        admit(connection, FEED, [other.raw], Origin(AT, job=2))
        admit(connection, FEED, [joined.raw], Origin(AT, job=3))
        with pytest.raises(PackageError, match="withdrawal_followed"):
            withdrawal.withdraw(connection, 2)


def test_a_version_that_came_after_the_one_that_joined_it_can_be_undone(workspace: Workspace):
    mine = a_change(title="Bản một")
    other = a_change(title="Bản hai")
    joined = a_change(2, 2, mine, (mine, other), title="Bản chung")
    with unkept(workspace) as connection:
        admit(connection, FEED, [mine.raw, joined.raw], ORIGIN)
        before = [_rows(connection, table) for table in _TABLES]
        admit(connection, FEED, [other.raw], Origin(AT, job=2))
        withdrawal.withdraw(connection, 2)
        assert [_rows(connection, table) for table in _TABLES] == before
        assert admit(connection, FEED, [other.raw], Origin(AT, job=3)).conflicts == []


def _bad_changes():
    first = a_change()
    yield "change_of_other_feed", [a_change(unit=UUID(int=5))]
    yield "change_of_other_feed", [a_change(channel="up.det")]
    yield (
        "change_not_owner",
        [a_change(document={"owner": str(UUID(int=5)), "id": str(UUID(int=1))})],
    )
    yield "change_malformed", [a_change(document={"owner": str(UNIT), "id": str(UUID(int=2))})]
    yield "change_chain_broken", [first, a_change(3, 2, first)]
    yield "change_chain_broken", [first, a_change(2, 1, first)]
    yield "change_chain_broken", [a_change(2, 2)]
    yield "change_lamport_leap", [a_change(lamport=rules.MAX_LAMPORT_LEAP + 9)]


@pytest.mark.parametrize(("code", "changes"), list(_bad_changes()))
def test_a_wrong_change_takes_nothing_in(workspace: Workspace, code, changes):
    fine = a_change(id=UUID(int=3), title="Đúng")
    with pytest.raises(PackageError) as caught, workspace.store.local_writing() as connection:
        admit(connection, FEED, [fine.raw, *(one.raw for one in changes)], ORIGIN)
    assert caught.value.code == code
    with workspace.reading() as connection:
        assert feeds.count(connection, FEED) == 0
        assert _rows(connection, tables.replica) == []


def test_a_record_of_the_register_may_come_from_every_unit(workspace: Workspace):
    shared = a_change(document={"owner": str(REGISTER_OWNER), "id": str(UUID(int=1))})
    with workspace.store.local_writing() as connection:
        assert len(admit(connection, FEED, [shared.raw], ORIGIN).new) == 1


def test_a_kind_this_program_does_not_know_is_kept_byte_for_byte(workspace: Workspace):
    newer = a_change(entity="mediation_of_2030", schema=9)
    with workspace.store.local_writing() as connection:
        admit(connection, FEED, [newer.raw], ORIGIN)
        assert list(feeds.after(connection, FEED, [])) == [newer.raw]
        (row,) = connection.execute(sa.select(tables.replica))
    assert (row.entity, row.label) == ("mediation_of_2030", "")
