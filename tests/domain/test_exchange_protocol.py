"""What is sent, answered, handed on and given back follows from what each side holds."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import exchange_protocol as protocol
from ktgs_desktop.domain.exchange_protocol import Original
from ktgs_desktop.domain.feeds import Feed, Named
from ktgs_desktop.domain.receipts import FeedHeads
from ktgs_desktop.errors import PackageError
from tests.helpers.feeds import UNIT, a_history

if TYPE_CHECKING:
    from ktgs_desktop.domain.manifests import FeedState

_seeds, _sizes = st.integers(0, 2**32), st.integers(1, 30)


def _feed(changes: list[Named]) -> Feed:
    feed = Feed()
    feed.admit(changes)
    return feed


def _part(history: list[Named], chance: random.Random) -> Feed:
    """What somebody holds who got only some of it."""
    return _feed([one for one in history if chance.random() < 0.8])


def _package(sender: Feed, held: tuple[bytes, ...]) -> tuple[FeedState, list[Named]]:
    base = protocol.base_of(sender, held)
    state = protocol.state_of("up.sum", sender, base)
    changes = list(sender.after(base))
    assert state.changes == len(changes)
    return state, changes


@given(seed=_seeds, size=_sizes)
def test_after_an_answer_one_package_brings_everything(seed, size):
    chance = random.Random(seed)  # noqa: S311 - a test's own chance
    history = a_history(chance, size)
    sender, receiver = _feed(history), _part(history, chance)
    said = protocol.answer("up.sum", receiver, len(receiver.held))
    assert FeedHeads.from_json(said.to_json()) == said
    state, changes = _package(sender, said.heads)
    receiver.admit(changes)
    assert protocol.check_state(receiver, state)
    assert receiver.names == sender.names
    assert receiver.digest() == sender.digest()


@given(seed=_seeds, size=_sizes)
def test_a_restored_office_learns_what_it_lost_and_gets_it_back(seed, size):
    chance = random.Random(seed)  # noqa: S311 - a test's own chance
    history = a_history(chance, size)
    other, restored = _feed(history), _part(history, chance)
    mine = protocol.answer("up.sum", restored, 0).heads
    lost = protocol.lost(restored, protocol.answer("up.sum", other, 0).heads)
    base = protocol.to_return(other, mine)
    assert (base is None) == (restored.names == other.names)
    assert bool(lost) <= (base is not None)
    if base is not None:
        restored.admit(other.after(base))
    assert restored.names == other.names
    assert not protocol.lost(restored, (head.hash for head in other.heads()))


@given(seed=_seeds, size=_sizes)
def test_handed_on_packages_bring_all_that_is_missing_and_none_for_nothing(seed, size):
    chance = random.Random(seed)  # noqa: S311 - a test's own chance
    history = a_history(chance, size)
    sender, originals = Feed(), []
    told: tuple[bytes, ...] = ()
    for one in history:
        sender.admit([one])
        if chance.random() < 0.4:
            state, changes = _package(sender, told)
            originals.append(Original(tuple(changes), state.base, state.heads))
        if chance.random() < 0.3:
            told = tuple(head.hash for head in sender.heads())
    state, changes = _package(sender, ())
    originals.append(Original(tuple(changes), (), state.heads))
    chance.shuffle(originals)
    superior = _part(history, chance)
    heads = tuple(head.hash for head in superior.heads())
    chosen = protocol.to_hand_on(sender, originals, heads)
    for original in chosen:
        superior.admit(original.key)
    assert superior.names == sender.names
    assert bool(chosen) == (protocol.to_return(sender, heads) is not None)
    assert not protocol.to_hand_on(sender, originals, state.heads)


def _a_package() -> tuple[FeedState, list[Named]]:
    history = a_history(random.Random(7), 8)  # noqa: S311 - a test's own chance
    return _package(_feed(history), ())


def test_a_state_that_differs_is_refused():
    state, changes = _a_package()
    wrong = dataclasses.replace(state, digest="0:" + "0" * 64)
    with pytest.raises(PackageError, match="state_differs"):
        protocol.check_state(_feed(changes), wrong)


def test_a_package_that_lacks_what_it_promises_is_refused():
    state, changes = _a_package()
    last = max(changes, key=lambda one: one.change.lamport)
    with pytest.raises(PackageError, match="heads_missing"):
        protocol.check_state(_feed([one for one in changes if one != last]), state)


def test_a_package_after_a_gap_waits():
    state, changes = _a_package()
    later = dataclasses.replace(state, base=(changes[0].hash,))
    assert not protocol.check_state(_feed([]), later)


def test_a_state_is_compared_even_if_another_branch_is_here():
    history = a_history(random.Random(3), 12)  # noqa: S311 - a test's own chance
    both = _feed(history)
    assert len(both.heads()) > 1
    one = _feed([])
    one.admit(each for each in both.after(()) if each.hash in both.reach([both.heads()[0].hash]))
    state, _changes = _package(one, ())
    assert protocol.check_state(both, state)


@pytest.mark.parametrize(
    ("sent", "answered", "full"),
    [(0, False, True), (3, False, True), (3, True, False), (9, True, True)],
)
def test_the_first_and_every_tenth_package_carry_everything(sent, answered, full):
    assert protocol.full_due(sent, answered=answered) is full


def test_an_answer_says_whose_feed_was_handed_on():
    _state, changes = _a_package()
    line = protocol.answer("up.sum", _feed(changes), 2, UNIT)
    assert (line.unit, line.held, line.changes) == (UNIT, 2, len(changes))
    assert FeedHeads.from_json(line.to_json()) == line
