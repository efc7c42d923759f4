"""Feeds: the changes of one unit in one channel, and what a set of them means.

A node holds a set of changes; its state follows from the set alone, in whatever order they came.
A change is admitted once the change it names as its predecessor is (the set stays closed under
`prev`); until then it is held, for ever if need be. Nothing here looks at a clock, and a sequence
number decides nothing: a restored backup that writes on makes a branch, and both branches stay.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ktgs_desktop.domain.journal import (
    DELETE,
    PUT,
    WITHDRAW,
    Change,
    change_hash,
    change_of,
    decode_change,
    parse_many,
)
from ktgs_desktop.errors import PackageError

MAX_LAMPORT_LEAP = 1_000_000
KINDS = frozenset((PUT, DELETE, WITHDRAW))
"""What a change of a feed can do."""

_DIGEST_TAG = b"KTGS-state-1\0"


@dataclass(frozen=True, slots=True)
class Named:
    """A change with its name and its bytes.

    Attributes:
        hash: its SHA-256 name, 32 bytes.
        change: what it says.
        raw: its bytes, as they were signed.
    """

    hash: bytes
    change: Change
    raw: bytes


def named(raw: bytes) -> Named:
    """Read a change strictly and name it.

    Args:
        raw: its bytes.

    Raises:
        PackageError: `json_not_canonical`, `change_malformed`.
    """
    return _named(raw, decode_change(raw))


def named_many(raws: Sequence[bytes]) -> list[Named]:
    """Read changes that came together strictly, each as `named` does.

    Args:
        raws: the bytes of each.

    Raises:
        PackageError: `json_not_canonical`, `change_malformed`.
    """
    return [_named(raw, change_of(body)) for raw, body in zip(raws, parse_many(raws), strict=True)]


def _named(raw: bytes, change: Change) -> Named:
    if change.kind not in KINDS or change.number < 1 or change.lamport < 1:
        raise PackageError("change_malformed")
    return Named(change_hash(raw), change, raw)


@dataclass(frozen=True, slots=True)
class Head:
    """The last change of a branch of a feed.

    Attributes:
        hash: its name.
        number: how many changes the branch has.
        lamport: its Lamport number.
        device: the installation that wrote it.
    """

    hash: bytes
    number: int
    lamport: int
    device: UUID


def check_link(one: Named, before: Head | None) -> None:
    """Refuse a change that does not follow from the one it names.

    Args:
        one: the change.
        before: its predecessor, None if it names none.

    Raises:
        PackageError: `change_chain_broken`.
    """
    number = before.number if before else 0
    lamport = before.lamport if before else 0
    change = one.change
    if change.number != number + 1 or change.lamport <= lamport:
        raise PackageError("change_chain_broken", number=change.number)


def check_leap(greatest: int, arriving: Iterable[Named], known: int) -> None:
    """Refuse Lamport numbers that would leave no room for numbers after them.

    Args:
        greatest: the greatest number seen here.
        arriving: the changes.
        known: how many there are.

    Raises:
        PackageError: `change_lamport_leap`.
    """
    limit = greatest + known + MAX_LAMPORT_LEAP
    for one in arriving:
        if one.change.lamport > limit:
            raise PackageError("change_lamport_leap", number=one.change.lamport)


def head_of(one: Named) -> Head:
    """A change seen as the last of its branch."""
    change = one.change
    return Head(one.hash, change.number, change.lamport, change.device)


def state_digest(leaves: Iterable[bytes]) -> str:
    """The digest of a state: the same for every node that holds the same versions.

    Args:
        leaves: hashes of all versions that no other version replaces.

    Returns:
        How many there are and the SHA-256 over them in order, `NUMBER:HEX`.
    """
    ordered = sorted(leaves)
    digest = hashlib.sha256(_DIGEST_TAG)
    for leaf in ordered:
        digest.update(leaf)
    return f"{len(ordered)}:{digest.hexdigest()}"


def in_order(arriving: Iterable[Named], known: set[bytes]) -> tuple[list[Named], list[Named]]:
    """Part changes into those that can be admitted, predecessors first, and those that must wait.

    Args:
        arriving: changes of one feed, in any order, none of them known.
        known: names of predecessors that are here.
    """
    by_previous: dict[bytes | None, list[Named]] = defaultdict(list)
    for one in arriving:
        by_previous[one.change.previous].append(one)
    ready: list[Named] = []
    front: list[bytes | None] = [None, *sorted(name for name in by_previous if name in known)]
    while front:
        for one in sorted(by_previous.pop(front.pop(), ()), key=lambda each: each.hash):
            ready.append(one)
            front.append(one.hash)
    ready.sort(key=lambda one: (one.change.lamport, one.hash))
    held = [one for waiting in by_previous.values() for one in waiting]
    return ready, held


@dataclass(slots=True)
class Taken:
    """What became of arriving changes.

    Attributes:
        new: admitted now, in order; with those that waited for them.
        known: were here before.
        held: wait for a predecessor.
    """

    new: list[Named] = field(default_factory=list)
    known: int = 0
    held: int = 0


class Feed:
    """One unit's changes in one channel, in memory.

    The workspace keeps the same in tables; this is the model both are measured by.
    """

    def __init__(self) -> None:
        self._changes: dict[bytes, Named] = {}
        self._held: dict[bytes, Named] = {}
        self._replaced: set[bytes] = set()
        self._followed: set[bytes] = set()
        self._greatest = 0

    def __contains__(self, name: bytes) -> bool:
        return name in self._changes

    def __len__(self) -> int:
        return len(self._changes)

    @property
    def names(self) -> frozenset[bytes]:
        """Names of all admitted changes."""
        return frozenset(self._changes)

    @property
    def held(self) -> tuple[Named, ...]:
        """Changes that wait for a predecessor."""
        return tuple(self._held.values())

    def admit(self, arriving: Iterable[Named]) -> Taken:
        """Take changes in, all or none.

        Args:
            arriving: changes of this feed, in any order, any of them more than once.

        Raises:
            PackageError: `change_chain_broken`, `change_lamport_leap`; then nothing is taken.
        """
        fresh: dict[bytes, Named] = {}
        taken = Taken()
        for one in arriving:
            if one.hash in self._changes or one.hash in fresh:
                taken.known += 1
            else:
                fresh[one.hash] = one
        check_leap(self._greatest, fresh.values(), len(fresh))
        waiting = {**self._held, **fresh}
        ready, held = in_order(waiting.values(), set(self._changes))
        heads = {name: head_of(one) for name, one in self._changes.items()}
        for one in ready:
            before = one.change.previous
            check_link(one, None if before is None else heads[before])
            heads[one.hash] = head_of(one)
        for one in ready:
            self._keep(one)
        self._held = {one.hash: one for one in held}
        taken.new, taken.held = ready, len(held)
        return taken

    def _keep(self, one: Named) -> None:
        self._changes[one.hash] = one
        self._replaced.update(one.change.parents)
        self._greatest = max(self._greatest, one.change.lamport)
        if one.change.previous is not None:
            self._followed.add(one.change.previous)

    def withdraw(self, names: Iterable[bytes]) -> None:
        """Take changes out again, which no admitted change follows (undo of an import).

        Args:
            names: the changes.

        Raises:
            PackageError: `withdrawal_followed` if another change builds on one of them.
        """
        leaving = set(names)
        staying = [one for name, one in self._changes.items() if name not in leaving]
        for one in staying:
            if one.change.previous in leaving or leaving.intersection(one.change.parents):
                raise PackageError("withdrawal_followed")
        held = self._held
        self.__init__()  # type: ignore[misc]
        for one in staying:
            self._keep(one)
        self._held = held

    def heads(self) -> list[Head]:
        """The last change of each branch, greatest Lamport number first."""
        found = [head_of(one) for name, one in self._changes.items() if name not in self._followed]
        return sorted(found, key=lambda head: (head.lamport, head.hash), reverse=True)

    def after(self, heads: Iterable[bytes]) -> Iterator[Named]:
        """The changes that do not lead to some heads, predecessors first.

        Args:
            heads: what the other side holds; those unknown here say nothing.
        """
        reached = self.reach(heads)
        left = [one for name, one in self._changes.items() if name not in reached]
        return iter(sorted(left, key=lambda one: (one.change.lamport, one.hash)))

    def known(self, names: Iterable[bytes]) -> set[bytes]:
        """Which of some changes are here.

        Args:
            names: their hashes.
        """
        return {name for name in names if name in self._changes}

    def reach(self, heads: Iterable[bytes]) -> set[bytes]:
        """Everything that leads to some heads, themselves included; unknown ones say nothing.

        Args:
            heads: hashes.
        """
        reached: set[bytes] = set()
        for head in self.known(heads):
            name: bytes | None = head
            while name is not None and name not in reached:
                reached.add(name)
                name = self._changes[name].change.previous
        return reached

    def leaves(self) -> dict[tuple[str, UUID], list[Named]]:
        """By record the versions no other replaces, the provisional winner first."""
        found: dict[tuple[str, UUID], list[Named]] = defaultdict(list)
        for name, one in self._changes.items():
            if name not in self._replaced:
                found[(one.change.entity, one.change.id)].append(one)
        return {record: winner_first(versions) for record, versions in found.items()}

    def digest(self) -> str:
        """Digest of the state."""
        return state_digest(name for name in self._changes if name not in self._replaced)

    def digest_at(self, heads: Iterable[bytes]) -> str:
        """Digest of the state that the changes leading to some heads make.

        Args:
            heads: hashes, all of them here.
        """
        reached = self.reach(heads)
        replaced = {parent for name in reached for parent in self._changes[name].change.parents}
        return state_digest(reached - replaced)


def winner_first(versions: Iterable[Named]) -> list[Named]:
    """Leaf versions of a record, the provisional winner (greatest Lamport, then hash) first.

    Args:
        versions: the versions that no other replaces.
    """
    return sorted(versions, key=lambda one: (one.change.lamport, one.hash), reverse=True)


def gap(held: Iterable[Named], heads: Mapping[bytes, Head]) -> tuple[int, int]:
    """What is missing between what is here and what waits, for a person.

    Args:
        held: the changes that wait.
        heads: the heads that are here, by name.

    Returns:
        The number up to which changes are here, and the first number that waits; 0 for none.
    """
    here = max((head.number for head in heads.values()), default=0)
    waits = min((one.change.number for one in held), default=0)
    return here, waits
