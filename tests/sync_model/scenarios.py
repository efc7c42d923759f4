"""Packages out of a year with restored copies, to be taken in in any order."""

from __future__ import annotations

import random
import sys

from ktgs_desktop.domain import channels
from tests.conftest import SEED
from tests.sync_model.books import Books, MemoryBooks
from tests.sync_model.network import Network, wander
from tests.sync_model.offices import Office, Packet


def a_chance() -> random.Random:
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    sys.stdout.write(f"KTGS_SEED={seed}\n")  # shown with a failure
    return random.Random(int(seed))  # noqa: S311 - a test's own chance


def a_scenario(chance: random.Random, count: int) -> tuple[Network, list[Packet]]:
    """Different packets to the province out of a year with restored copies."""
    while True:
        network = Network(MemoryBooks)
        sent: list[Packet] = []
        for _turn in range(40):
            wander(network, chance, 6)
            for name in ("one", "district", "other"):
                packet = network.offices[name].send(network.offices[name].superior)
                to_province = network.by_unit[packet.to].superior is None
                if to_province and any(load.raws for load in packet.loads):
                    sent.append(packet)
        different = list(dict.fromkeys(sent))
        branched = any(len(network.offices["district"].books.history(name).heads()) > 1
                       for name in network.offices["district"].books.feeds())  # fmt: skip
        if len(different) >= count and branched:
            return network, chance.sample(different, count)


def a_province(network: Network, books: Books) -> Office:
    """A new province above the same offices."""
    office = Office(network.offices["province"].unit, None, books, details=True)
    office.below = list(network.offices["province"].below)
    return office


def state_of(office: Office) -> object:
    """All that is to be the same, as something that can stand in a set."""
    return tuple(
        (
            name,
            tuple(sorted(office.books.names(name))),
            office.books.history(name).digest(),
            tuple(sorted(office.books.waiting(name))),
        )
        for name in office.books.feeds()
        if not channels.is_down(name[1])
    )
