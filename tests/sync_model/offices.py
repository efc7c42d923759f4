"""An office of the model: it sends, takes in and answers by the product's own decisions."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import channels, exchange_protocol
from ktgs_desktop.domain.channels import DETAIL, FIGURES
from ktgs_desktop.domain.exchange_protocol import Original
from ktgs_desktop.domain.manifests import FeedState
from ktgs_desktop.domain.receipts import FeedHeads
from ktgs_desktop.errors import PackageError
from tests.sync_model.books import Books, FeedName

if TYPE_CHECKING:
    from ktgs_desktop.domain.feeds import Named

Heads = tuple[bytes, ...]


@dataclass(frozen=True)
class Load:
    """What one office signed of one of its feeds; handed on as it is."""

    unit: UUID
    state: FeedState
    raws: tuple[bytes, ...]
    seal: bytes = b""

    def sealed(self) -> Load:
        return replace(self, seal=self._digest())

    def check(self) -> None:
        if self.seal != self._digest():
            raise PackageError("signature_wrong")

    def _digest(self) -> bytes:
        said = repr((self.unit, self.state, self.raws))
        return hashlib.sha256(said.encode()).digest()


@dataclass(frozen=True)
class Packet:
    """A file on its way."""

    sender: UUID
    to: UUID
    loads: tuple[Load, ...] = ()
    returned: bool = False
    answer: tuple[FeedHeads, ...] | None = None
    own: tuple[FeedHeads, ...] = ()
    damaged: bool = False


@dataclass
class _Notes:
    """What an office has written down of others; lost with its database."""

    held_there: dict[UUID, dict[FeedName, Heads]] = field(default_factory=dict)
    theirs: dict[FeedName, Heads] = field(default_factory=dict)
    originals: dict[FeedName, list[tuple[int, Load]]] = field(default_factory=dict)
    jobs: list[int] = field(default_factory=list)
    next_job: int = 1


class Office:
    """One office and its books."""

    def __init__(self, unit: UUID, superior: Office | None, books: Books, *, details: bool) -> None:
        self.unit, self.superior, self.books = unit, superior, books
        self.details = details
        self.below: list[Office] = []
        self.notes = _Notes()
        self.devices = {books.device}
        self.at = "2021-07-06T09:15:00+07:00"
        if superior is not None:
            superior.below.append(self)

    def descends_from(self, other: UUID) -> bool:
        step: Office | None = self.superior
        while step is not None:
            if step.unit == other:
                return True
            step = step.superior
        return False

    def descendants(self) -> list[Office]:
        return [*self.below, *(one for each in self.below for one in each.descendants())]

    # Sending ------------------------------------------------------------------------------

    def send(self, to: Office, *, full: bool = False) -> Packet:
        """What is new since the recipient's last receipt; upward with the originals below."""
        self.books.regain(self.at)
        self.books.issue(self.at)
        upward = to is self.superior
        names = (FIGURES, DETAIL) if upward else (channels.down(to.unit),)
        loads = [self._load((self.unit, name), to, full=full) for name in names]
        if upward:
            for name in self.books.feeds():
                if name[0] != self.unit and not channels.is_down(name[1]):
                    loads += self._handed_on(name, to, full=full)
        return Packet(self.unit, to.unit, tuple(loads))

    def _said(self, name: FeedName, by: Office) -> Heads:
        return self.notes.held_there.get(by.unit, {}).get(name, ())

    def _load(self, name: FeedName, to: Office, *, full: bool) -> Load:
        history = self.books.history(name)
        base = exchange_protocol.base_of(history, self._said(name, to), full=full)
        state = exchange_protocol.state_of(name[1], history, base)
        raws = tuple(self.books.after(name, base))
        assert len(raws) == state.changes
        return Load(self.unit, state, raws).sealed()

    def _handed_on(self, name: FeedName, to: Office, *, full: bool) -> list[Load]:
        if name[1] == DETAIL and not self.details:
            return []
        kept = self.notes.originals.get(name, [])
        chosen = exchange_protocol.to_hand_on(
            self.books.history(name),
            [Original(load, load.state.base, load.state.heads) for _job, load in kept],
            () if full else self._said(name, to),
        )
        return [one.key for one in chosen if isinstance(one.key, Load)]

    # Taking in ----------------------------------------------------------------------------

    def take(self, packet: Packet) -> Packet:
        """Take a packet in, all or nothing, and answer."""
        if packet.answer is not None:
            raise PackageError("package_kind_wrong")
        job = self.notes.next_job
        with self.books.one_step():
            for load in packet.loads:
                load.check()
                self._check_right(packet, load)
                self.books.admit((load.unit, load.state.channel), load.raws, job)
            for load in packet.loads:
                name = (load.unit, load.state.channel)
                exchange_protocol.check_state(self.books.history(name), load.state)
            if packet.returned:
                self.books.regain(self.at)
        self.notes.next_job += 1
        self.notes.jobs.append(job)
        for load in packet.loads:
            name = (load.unit, load.state.channel)
            if not packet.returned:
                self.notes.theirs[name] = load.state.heads
                self.notes.originals.setdefault(name, []).append((job, load))
        return self.answer(packet.sender)

    def _check_right(self, packet: Packet, load: Load) -> None:
        channel = load.state.channel
        if packet.returned:
            right = load.unit == self.unit
        elif channels.is_down(channel):
            superior = self.superior.unit if self.superior else None
            right = load.unit == superior and channel == channels.down(self.unit)
        else:
            right = any(one.unit == load.unit for one in self.descendants())
        if not right:
            raise PackageError("change_not_owner")

    def undo(self, job: int) -> bool:
        """Undo the taking in of a packet, unless something later builds on it."""
        try:
            with self.books.one_step():
                self.books.withdraw(job)
        except PackageError as error:
            if error.code != "withdrawal_followed":
                raise
            return False
        self.notes.jobs.remove(job)
        for kept in self.notes.originals.values():
            kept[:] = [one for one in kept if one[0] != job]
        return True

    # Answers --------------------------------------------------------------------------------

    def answer(self, to: UUID) -> Packet:
        """How far this office has what the other sends, and how far its own feeds go."""
        told, own = [], []
        for name in self.books.feeds():
            unit, channel = name
            line = exchange_protocol.answer(
                channel, self.books.history(name), len(self.books.waiting(name)), unit
            )
            if unit == self.unit or not channels.is_down(channel):
                own.append(replace(line, unit=None if unit == self.unit else unit))
            if unit != self.unit:
                told.append(replace(line, unit=None if unit == to else unit))
        return Packet(self.unit, to, answer=tuple(told), own=tuple(own))

    def hear(self, packet: Packet) -> None:
        """Keep what the other says it holds; it alone decides what is sent next."""
        assert packet.answer is not None
        self.notes.held_there[packet.sender] = {
            (line.unit or self.unit, line.channel): line.heads for line in packet.answer
        }
        for line in packet.own:
            self.notes.theirs[(line.unit or packet.sender, line.channel)] = line.heads

    def give_back(self, to: Office) -> Packet | None:
        """What another office lost of its own and this one has; None if it lost nothing."""
        loads = []
        for name in self.books.feeds():
            if name[0] != to.unit:
                continue
            history = self.books.history(name)
            base = exchange_protocol.to_return(history, self.notes.theirs.get(name, ()))
            if base is not None:
                state = exchange_protocol.state_of(name[1], history, base)
                loads.append(Load(to.unit, state, tuple(self.books.after(name, base))).sealed())
        return Packet(self.unit, to.unit, tuple(loads), returned=True) if loads else None

    # Copies -----------------------------------------------------------------------------------

    def backup(self) -> Any:
        return self.books.backup(), copy.deepcopy(self.notes)

    def restore(self, kept: Any, device: UUID | None) -> None:
        books, notes = kept
        self.books.restore(books)
        self.notes = copy.deepcopy(notes)
        if device is not None:
            self.books.device = device
            self.devices.add(device)


def prefix_closed(changes: Sequence[Named]) -> bool:
    """Whether every change's predecessor is there, too."""
    here = {one.hash for one in changes}
    return all(one.change.previous in here or one.change.previous is None for one in changes)
