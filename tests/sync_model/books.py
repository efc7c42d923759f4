"""What an office of the model holds: feeds, and records of its own; here in memory."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from ktgs_desktop.domain.feeds import Feed, Named, named
from ktgs_desktop.domain.journal import DELETE, PUT, Change, encode_change
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from ktgs_desktop.domain.exchange_protocol import History

FeedName = tuple[UUID, str]
Tokens = frozenset[str]
USER = UUID(int=7)


class Books(Protocol):
    """The books of one office, whether in memory or in a workspace file."""

    device: UUID

    def feeds(self) -> list[FeedName]: ...
    def history(self, name: FeedName) -> History: ...
    def names(self, name: FeedName) -> AbstractSet[bytes]: ...
    def waiting(self, name: FeedName) -> list[bytes]: ...
    def after(self, name: FeedName, base: Iterable[bytes]) -> list[bytes]: ...
    def tokens(self, name: FeedName) -> tuple[Tokens, Tokens]: ...
    def admit(self, name: FeedName, raws: Iterable[bytes], job: int) -> None: ...
    def withdraw(self, job: int) -> None: ...
    def one_step(self) -> Any: ...
    def edit(self, record: int, channel: str, token: str, at: str) -> None: ...
    def void(self, record: int, channel: str, at: str) -> None: ...
    def issue(self, at: str) -> None: ...
    def regain(self, at: str) -> None: ...
    def decide(self, at: str) -> int: ...
    def own(self) -> Tokens: ...
    def image(self) -> Any: ...
    def backup(self) -> Any: ...
    def restore(self, kept: Any) -> None: ...
    def close(self) -> None: ...


@dataclass
class _Own:
    """A record of the office's own: what was written in it, and what of its feed it follows."""

    tokens: Tokens = frozenset()
    voided: bool = False
    waiting: bool = True
    seen: frozenset[bytes] = frozenset()


@dataclass
class _Held:
    """All there is to lose."""

    feeds: dict[FeedName, Feed] = field(default_factory=dict)
    arrived: dict[FeedName, dict[int, set[bytes]]] = field(default_factory=dict)
    raws: dict[bytes, bytes] = field(default_factory=dict)
    own: dict[tuple[int, str], _Own] = field(default_factory=dict)
    undecided: set[tuple[int, str]] = field(default_factory=set)


class MemoryBooks:
    """Books in memory, on the model of a feed the workspace is measured by."""

    def __init__(self, unit: UUID, device: UUID, feed: Callable[[], Feed] = Feed) -> None:
        self.unit, self.device = unit, device
        self._make = feed
        self._is = _Held()

    def _feed(self, name: FeedName) -> Feed:
        return self._is.feeds.setdefault(name, self._make())

    def feeds(self) -> list[FeedName]:
        return sorted(self._is.feeds)

    def history(self, name: FeedName) -> History:
        return self._feed(name)

    def names(self, name: FeedName) -> AbstractSet[bytes]:
        return self._feed(name).names

    def waiting(self, name: FeedName) -> list[bytes]:
        return [one.raw for one in self._feed(name).held]

    def after(self, name: FeedName, base: Iterable[bytes]) -> list[bytes]:
        return [one.raw for one in self._feed(name).after(base)]

    def tokens(self, name: FeedName) -> tuple[Tokens, Tokens]:
        """What was ever written in a feed, and what its leaves still say or follow from."""
        feed = self._feed(name)
        ever = written(one.change for one in feed.after(()))
        leaves = [one.change for versions in feed.leaves().values() for one in versions]
        return ever, written(leaves)

    # Taking in ----------------------------------------------------------------------------

    @contextmanager
    def one_step(self) -> Iterator[None]:
        before = self.backup()
        try:
            yield
        except BaseException:
            self.restore(before)
            raise

    def admit(self, name: FeedName, raws: Iterable[bytes], job: int) -> None:
        arriving = [named(raw) for raw in raws]
        fresh = {one.hash for one in arriving} - self._feed(name).names
        fresh -= {one.hash for one in self._feed(name).held}
        self._feed(name).admit(arriving)
        self._is.raws.update((one.hash, one.raw) for one in arriving)
        self._is.arrived.setdefault(name, {}).setdefault(job, set()).update(fresh)

    def withdraw(self, job: int) -> None:
        """The state is that of the set without what came with the job."""
        for name, jobs in self._is.arrived.items():
            leaving = jobs.pop(job, set())
            if not leaving:
                continue
            feed = self._feed(name)
            came = {one: key for key, names in jobs.items() for one in names}
            self._check_unfollowed(feed, leaving & feed.names, came, job)
            staying = (feed.names | {one.hash for one in feed.held}) - leaving
            again = self._make()
            again.admit(named(self._is.raws[one]) for one in sorted(staying))
            self._is.feeds[name] = again

    @staticmethod
    def _check_unfollowed(
        feed: Feed, leaving: AbstractSet[bytes], came: Mapping[bytes, int], job: int
    ) -> None:
        """What came later, or is the office's own, may not build on what leaves."""
        fallen = set(leaving)
        for one in feed.after(()):
            change = one.change
            if one.hash in leaving:
                continue
            if change.previous in fallen or fallen.intersection(change.parents):
                if came.get(one.hash, job + 1) > job:
                    raise PackageError("withdrawal_followed")
                if change.previous in fallen:
                    fallen.add(one.hash)

    # The office's own records ---------------------------------------------------------------

    def edit(self, record: int, channel: str, token: str, at: str) -> None:  # noqa: ARG002
        key = (record, channel)
        own = self._is.own.get(key, _Own())
        self._is.own[key] = _Own(own.tokens | {token}, seen=own.seen)

    def void(self, record: int, channel: str, at: str) -> None:  # noqa: ARG002
        key = (record, channel)
        own = self._is.own.get(key)
        if own is not None and not own.voided:
            self._is.own[key] = _Own(own.tokens, voided=True, seen=own.seen)

    def issue(self, at: str) -> None:
        for (record, channel), own in sorted(self._is.own.items()):
            if (record, channel) in self._is.undecided:
                continue
            leaves = self._leaves(record, channel)
            unseen = {one.hash for one in leaves} - own.seen
            if unseen or not own.waiting:
                continue
            if own.voided and not leaves:
                continue
            one = self._write(record, channel, own, leaves, at)
            own.waiting, own.seen = False, own.seen | {one.hash}

    def _leaves(self, record: int, channel: str) -> list[Named]:
        feed = self._feed((self.unit, channel))
        return feed.leaves().get(("organization", UUID(int=record)), [])

    def _write(self, record: int, channel: str, own: _Own, leaves: list[Named], at: str) -> Named:
        feed = self._feed((self.unit, channel))
        heads = feed.heads()
        mine = [head for head in heads if head.device == self.device]
        last = (mine or heads or [None])[0]
        change = Change(
            at=at,
            author=USER,
            channel=channel,
            clock="ok",
            document={
                "id": str(UUID(int=record)),
                "note": " ".join(sorted(own.tokens)),
                "owner": str(self.unit),
            },
            device=self.device,
            entity="organization",
            id=UUID(int=record),
            kind=DELETE if own.voided else PUT,
            lamport=max((head.lamport for head in heads), default=0) + 1,
            number=last.number + 1 if last else 1,
            parents=tuple(one.hash for one in leaves),
            previous=last.hash if last else None,
            schema=1,
            unit=self.unit,
            reason="nhập nhầm" if own.voided else None,
        )
        one = named(encode_change(change))
        feed.admit([one])
        self._is.raws[one.hash] = one.raw
        return one

    def regain(self, at: str) -> None:  # noqa: ARG002
        """Take over what came back of the office's own, unless it went on there since."""
        for unit, channel in self.feeds():
            if unit != self.unit:
                continue
            for (_entity, ident), leaves in self._feed((unit, channel)).leaves().items():
                key = (ident.int, channel)
                own = self._is.own.get(key)
                unseen = [one for one in leaves if own is None or one.hash not in own.seen]
                if not unseen:
                    continue
                if len(leaves) == 1 and (own is None or not own.waiting):
                    (one,) = leaves
                    seen = own.seen if own else frozenset()
                    voided = one.change.kind == DELETE
                    self._is.own[key] = _Own(
                        written([one.change]), voided=voided, waiting=False, seen=seen | {one.hash}
                    )
                else:
                    self._is.undecided.add(key)
            self._is.arrived.pop((unit, channel), None)  # no import's to take back

    def decide(self, at: str) -> int:  # noqa: ARG002
        """A person joins the versions of every record that has several."""
        decided = sorted(self._is.undecided)
        for record, channel in decided:
            leaves = self._leaves(record, channel)
            own = self._is.own.get((record, channel), _Own())
            seen = own.seen | {one.hash for one in leaves}
            self._is.own[(record, channel)] = _Own(
                own.tokens | written(one.change for one in leaves), seen=seen
            )
        self._is.undecided.clear()
        return len(decided)

    def own(self) -> Tokens:
        return frozenset().union(*(own.tokens for own in self._is.own.values()))

    # Copies -----------------------------------------------------------------------------------

    def image(self) -> Mapping[Any, Any]:
        """Everything there is, to be compared."""
        held = self._is
        return {
            **{name: (feed.names, feed.digest()) for name, feed in held.feeds.items()},
            "held": {name: {one.hash for one in feed.held} for name, feed in held.feeds.items()},
            "own": {key: repr(own) for key, own in held.own.items()},
        }

    def backup(self) -> _Held:
        held = self._is
        return _Held(
            feeds={name: _copied(feed) for name, feed in held.feeds.items()},
            arrived={
                name: {job: set(names) for job, names in jobs.items()}
                for name, jobs in held.arrived.items()
            },
            raws=dict(held.raws),
            own={key: copy.copy(own) for key, own in held.own.items()},
            undecided=set(held.undecided),
        )

    def restore(self, kept: _Held) -> None:
        self._is = kept
        self._is = self.backup()

    def close(self) -> None:
        """Nothing is open."""


def _copied(feed: Feed) -> Feed:
    made = copy.copy(feed)
    for name, value in vars(feed).items():
        setattr(made, name, copy.copy(value))
    return made


def written(changes: Iterable[Change]) -> Tokens:
    """What stands in some changes."""
    said = (str(one.document.get("note") or one.document.get("text") or "") for one in changes)
    return frozenset(token for words in said for token in words.split())
