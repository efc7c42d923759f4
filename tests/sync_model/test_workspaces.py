"""Any history of five offices heals on workspace files, too, and any order is one state."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.conftest import PROFILE
from tests.sync_model.machine import run
from tests.sync_model.scenarios import a_chance, a_province, a_scenario, state_of

if TYPE_CHECKING:
    from tests.sync_model.conftest import MakeFiles

_HISTORIES = {"ci": (5, 25), "nightly": (30, 40), "release": (100, 40)}
_SCENARIOS, _ORDERS = (20, 25) if PROFILE == "release" else (3, 6)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_any_history_heals(files: MakeFiles):
    run(files, *_HISTORIES.get(PROFILE, (5, 25)))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_order_of_packages_is_one_state(files: MakeFiles):
    network, packets = a_scenario(a_chance(), 5 if PROFILE == "release" else 4)
    office = a_province(network, files(UUID(int=0xA1), UUID(int=0xDD)))
    empty = office.backup()
    states = set()
    for order in itertools.permutations(packets):
        office.restore(empty, None)
        for packet in order:
            office.take(packet)
        states.add(state_of(office))
    assert len(states) == 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_random_orders_with_doubles_are_one_state_in_each_scenario(files: MakeFiles):
    chance = a_chance()
    for _scenario in range(_SCENARIOS):
        network, packets = a_scenario(chance, 8)
        office = a_province(network, files(UUID(int=0xA1), UUID(int=0xDD)))
        empty = office.backup()
        states = set()
        for _order in range(_ORDERS):
            office.restore(empty, None)
            arriving = [*packets, *chance.choices(packets, k=3)]
            chance.shuffle(arriving)
            for packet in arriving:
                office.take(packet)
            states.add(state_of(office))
        assert len(states) == 1
        office.books.close()
