"""Packages in every order, any of them more than once: one state."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.conftest import PROFILE
from tests.sync_model.books import MemoryBooks
from tests.sync_model.scenarios import a_chance, a_province, a_scenario, state_of

if TYPE_CHECKING:
    from tests.sync_model.offices import Packet

_PACKAGES = 8 if PROFILE == "release" else 6
_ORDERS = 500 if PROFILE == "release" else 50
_SCENARIOS = 20


def _empty() -> MemoryBooks:
    return MemoryBooks(UUID(int=0xA1), UUID(int=0xDD))


@pytest.mark.timeout(600)
def test_every_order_of_packages_is_one_state():
    """A walk through all orders that goes each common beginning once."""
    network, packets = a_scenario(a_chance(), _PACKAGES)
    office = a_province(network, _empty())
    seen: set[object] = set()
    orders = 0

    def walk(left: tuple[Packet, ...]) -> None:
        nonlocal orders
        if not left:
            orders += 1
            seen.add(state_of(office))
            return
        kept = office.books.backup()
        for number, packet in enumerate(left):
            office.take(packet)
            walk(left[:number] + left[number + 1 :])
            office.books.restore(kept)

    walk(tuple(packets))
    assert orders == math.factorial(_PACKAGES)
    assert len(seen) == 1


@pytest.mark.timeout(600)
def test_random_orders_with_doubles_are_one_state_in_each_scenario():
    chance = a_chance()
    for _scenario in range(_SCENARIOS):
        network, packets = a_scenario(chance, 8)
        states = set()
        for _order in range(_ORDERS):
            office = a_province(network, _empty())
            arriving = [*packets, *chance.choices(packets, k=3)]
            chance.shuffle(arriving)
            for packet in arriving:
                office.take(packet)
            states.add(state_of(office))
        assert len(states) == 1
