"""Five offices on three levels, the files between them, and what must hold of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.channels import DETAIL, FIGURES
from ktgs_desktop.domain.feeds import in_order, named
from ktgs_desktop.errors import PackageError
from tests.sync_model.books import Books, FeedName
from tests.sync_model.offices import Office, Packet, prefix_closed

if TYPE_CHECKING:
    import random

MakeBooks = Callable[[UUID, UUID], Books]
_ROUNDS = 12
_NOW = datetime.fromisoformat("2021-07-06T09:15:00+07:00")
_UNITS = {"province": 0xA1, "district": 0xB1, "other": 0xB2, "one": 0xC1, "two": 0xC2}
NAMES = tuple(_UNITS)


class Network:
    """The offices, the packets under way, and the books of what was ever seen."""

    def __init__(self, make: MakeBooks, *, details: bool = True, linked: bool = True) -> None:
        self._serial = 0

        def office(name: str, superior: Office | None) -> Office:
            unit = UUID(int=_UNITS[name])
            return Office(unit, superior, make(unit, self._device()), details=details)

        province = office("province", None)
        district, other = office("district", province), office("other", province)
        self.offices = {
            "province": province,
            "district": district,
            "other": other,
            "one": office("one", district),
            "two": office("two", district),
        }
        self.by_unit = {one.unit: one for one in self.offices.values()}
        self.wires: list[Packet] = []
        self.backups: list[tuple[str, Any]] = []
        self.tokens = 0
        self._states: dict[tuple[FeedName, frozenset[bytes]], str] = {}
        self.details, self._linked = details, linked

    def _device(self) -> UUID:
        self._serial += 1
        return UUID(int=0xD000 + self._serial)

    # What happens -----------------------------------------------------------------------------

    def edit(self, name: str, record: int, kind: int) -> None:
        office = self.offices[name]
        self.tokens += 1
        channel = self._channel(office, kind)
        office.books.edit(self._record(office, record, kind), channel, f"b{self.tokens}", office.at)

    def void(self, name: str, record: int, kind: int) -> None:
        office = self.offices[name]
        channel = self._channel(office, kind)
        office.books.void(self._record(office, record, kind), channel, office.at)

    @staticmethod
    def _channel(office: Office, kind: int) -> str:
        open_to = [channels.down(one.unit) for one in office.below]
        if office.superior is not None:
            open_to += [FIGURES, DETAIL]
        return open_to[kind % len(open_to)]

    def _record(self, office: Office, record: int, kind: int) -> int:
        """A record goes by one channel."""
        channel = self._channel(office, kind)
        return sum(channel.encode()) * 100 + record + (office.unit.int << 32)

    def export(self, name: str, to: int, *, full: bool) -> None:
        office = self.offices[name]
        self.wires.append(office.send(self._neighbour(office, to), full=full))
        self.look(office)

    @staticmethod
    def _neighbour(office: Office, choice: int) -> Office:
        near = [*office.below, *([office.superior] if office.superior else [])]
        return near[choice % len(near)]

    def give_back(self, name: str, to: int) -> None:
        office = self.offices[name]
        others = [one for one in self.offices.values() if one is not office]
        packet = office.give_back(others[to % len(others)])
        if packet is not None:
            self.wires.append(packet)

    def answer(self, name: str, to: int) -> None:
        office = self.offices[name]
        self.wires.append(office.answer(self._neighbour(office, to).unit))

    def deliver(self, packet: Packet) -> None:
        """A packet arrives; arriving once more, it changes nothing."""
        office = self.by_unit[packet.to]
        if packet.answer is not None:
            office.hear(packet)
            return
        before = office.books.image()
        if packet.damaged:
            with pytest.raises(PackageError, match="signature_wrong"):
                office.take(packet)
            assert office.books.image() == before
            self.wires.append(office.answer(packet.sender))
            return
        answer = office.take(packet)
        self.look(office)
        self.wires.append(answer)
        taken = office.books.image()
        office.take(packet)
        assert office.books.image() == taken

    def damage(self, packet: Packet, place: int) -> Packet:
        """One bit of what was signed is turned over."""
        loads = list(packet.loads)
        if not loads:
            return packet
        number = place % len(loads)
        load = loads[number]
        if load.raws:
            raws = list(load.raws)
            which = place % len(raws)
            raw = bytearray(raws[which])
            raw[place % len(raw)] ^= 1 << (place % 8)
            raws[which] = bytes(raw)
            loads[number] = replace(load, raws=tuple(raws))
        else:
            loads[number] = replace(load, seal=bytes(32))
        return replace(packet, loads=tuple(loads), damaged=True)

    def undo(self, name: str, choice: int) -> None:
        office = self.offices[name]
        if not office.notes.jobs:
            return
        job = office.notes.jobs[choice % len(office.notes.jobs)]
        before = office.books.image()
        if not office.undo(job):
            assert office.books.image() == before
        self.look(office)

    def backup(self, name: str) -> None:
        self.backups.append((name, self.offices[name].backup()))

    def restore(self, choice: int, *, elsewhere: bool) -> None:
        if self.backups:
            name, kept = self.backups[choice % len(self.backups)]
            self.offices[name].restore(kept, self._device() if elsewhere else None)
            self.look(self.offices[name])

    def set_clock(self, name: str, days: int) -> None:
        self.offices[name].at = (_NOW + timedelta(days=days)).isoformat()

    # What must hold ---------------------------------------------------------------------------

    def look(self, office: Office) -> None:
        """The same set is the same state everywhere, and no set has a gap."""
        for name in office.books.feeds():
            names = frozenset(office.books.names(name))
            digest = office.books.history(name).digest()
            key = (name, names)
            known = self._states.get(key)
            if known is None:
                self._states[key] = digest
                changes = [named(raw) for raw in office.books.after(name, ())]
                if self._linked:
                    assert prefix_closed(changes), "a change came in before the one it follows"
                writers = self.by_unit[name[0]].devices
                assert all(one.change.unit == name[0] for one in changes)
                assert all(one.change.device in writers for one in changes)
            else:
                assert digest == known, "the same changes make two states"

    def survivors(self) -> dict[FeedName, set[bytes]]:
        """All that is left anywhere, by feed."""
        found: dict[FeedName, set[bytes]] = {}
        for office in self.offices.values():
            for name in office.books.feeds():
                found.setdefault(name, set()).update(office.books.names(name))
        for name, here in found.items():
            waiting = [
                one for office in self.offices.values() for one in office.books.waiting(name)
            ]
            ready, _held = in_order({one.hash: one for one in map(named, waiting)}.values(), here)
            here.update(one.hash for one in ready)
        return found

    def heal(self) -> None:
        """Packets and answers come through again; nothing is sent but what the protocol says."""
        self.wires.clear()
        here = self.survivors()
        own = {name: office.books.own() for name, office in self.offices.items()}
        before = None
        for _round in range(_ROUNDS):
            self._round()
            after = {
                name: (office.books.names(name), len(office.books.waiting(name)))
                for office in self.offices.values()
                for name in office.books.feeds()
            } | {"at": [one.books.image() for one in self.offices.values()]}
            if after == before:
                break
            before = after
        else:
            raise AssertionError("it does not come to rest")
        self._check_healed(here, own)

    def _round(self) -> None:
        for office in reversed(self.offices.values()):
            for other in [one for one in self.offices.values() if one is not office]:
                packet = office.give_back(other)
                if packet is not None:
                    office.hear(other.take(packet))
            office.books.decide(office.at)
            for near in [*office.below, *([office.superior] if office.superior else [])]:
                office.hear(near.take(office.send(near)))
        for office in self.offices.values():
            self.look(office)

    def _check_healed(
        self, here: dict[FeedName, set[bytes]], own: dict[str, frozenset[str]]
    ) -> None:
        for (unit, channel), survived in here.items():
            name = (unit, channel)
            for office in self._readers(unit, channel):
                missing = survived - office.books.names(name)
                assert not missing, f"{len(missing)} changes are missing upstream"
                assert office.books.names(name) == self.by_unit[unit].books.names(name)
                ready, _lost = in_order(map(named, office.books.waiting(name)), set(survived))
                assert not ready, "something waits for what is there"
                ever, said = office.books.tokens(name)
                assert ever <= said, f"silently dropped: {sorted(ever - said)}"
        for name, office in self.offices.items():
            gone = own[name] - office.books.own()
            assert not gone, f"its office lost {sorted(gone)}"
            reached = frozenset[str]().union(
                *(office.books.tokens(feed)[1] for feed in office.books.feeds()
                  if feed[0] == office.unit)
            )  # fmt: skip
            assert reached <= office.books.own(), "its office does not see what others see of it"

    def _readers(self, unit: UUID, channel: str) -> list[Office]:
        """Who is to have a feed in the end."""
        if channels.is_down(channel):
            return [self.by_unit[UUID(channel.removeprefix("down:"))], self.by_unit[unit]]
        found = [self.by_unit[unit]]
        step = found[0].superior
        while step is not None:
            found.append(step)
            step = step.superior if self.details or channel == FIGURES else None
        return found


def wander(network: Network, chance: random.Random, steps: int) -> None:
    """A random history, for drawing scenarios without Hypothesis."""
    for _step in range(steps):
        name = chance.choice(NAMES)
        match chance.randrange(10):
            case 0 | 1 | 2:
                network.edit(name, chance.randrange(3), chance.randrange(4))
            case 3 | 4:
                network.export(name, chance.randrange(3), full=chance.random() < 0.2)
            case 5 | 6 | 7 if network.wires:
                network.deliver(network.wires.pop(chance.randrange(len(network.wires))))
            case 8:
                network.backup(name)
            case 9 if chance.random() < 0.5:
                network.restore(chance.randrange(99), elsewhere=chance.random() < 0.5)
            case _:
                network.edit(name, chance.randrange(3), chance.randrange(4))
