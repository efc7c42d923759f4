"""Feeds as other programs keep them; each loses something, and the machine must find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from ktgs_desktop.domain.feeds import Feed, Head, Named, Taken, state_digest


def _number(name: bytes) -> int:
    return int.from_bytes(name, "big")


class NumberedFeed(Feed):
    """Changes are known by unit and number: what comes last under a number stays."""

    def __init__(self) -> None:
        super().__init__()
        self._by_number: dict[int, Named] = {}

    def __contains__(self, name: bytes) -> bool:
        return name in self.names

    def __len__(self) -> int:
        return len(self._by_number)

    @property
    def names(self) -> frozenset[bytes]:
        return frozenset(one.hash for one in self._by_number.values())

    @property
    def held(self) -> tuple[Named, ...]:
        return ()

    def admit(self, arriving: Iterable[Named]) -> Taken:
        taken = Taken()
        for one in arriving:
            self._by_number[one.change.number] = one
            taken.new.append(one)
        return taken

    def heads(self) -> list[Head]:
        if not self._by_number:
            return []
        last = max(self._by_number)
        one = self._by_number[last].change
        return [Head(last.to_bytes(32, "big"), last, one.lamport, one.device)]

    def known(self, names: Iterable[bytes]) -> set[bytes]:
        last = max(self._by_number, default=0)
        return {name for name in names if _number(name) <= last}

    def reach(self, heads: Iterable[bytes]) -> set[bytes]:
        last = max(map(_number, self.known(heads)), default=0)
        return {one.hash for number, one in self._by_number.items() if number <= last}

    def after(self, heads: Iterable[bytes]) -> Iterator[Named]:
        reached = self.reach(heads)
        return (one for _n, one in sorted(self._by_number.items()) if one.hash not in reached)

    def leaves(self) -> dict[tuple[str, UUID], list[Named]]:
        found: dict[tuple[str, UUID], list[Named]] = {}
        for _n, one in sorted(self._by_number.items()):
            found[(one.change.entity, one.change.id)] = [one]
        return found

    def digest(self) -> str:
        return str(len(self))

    def digest_at(self, heads: Iterable[bytes]) -> str:
        return str(max(map(_number, heads), default=0))


class _OneVersionFeed(Feed):
    """Of several versions one wins, and nobody hears of the others."""

    @staticmethod
    def rank(one: Named) -> object:
        raise NotImplementedError

    def leaves(self) -> dict[tuple[str, UUID], list[Named]]:
        return {
            record: [max(versions, key=self.rank)]  # type: ignore[type-var]
            for record, versions in super().leaves().items()
        }

    def digest(self) -> str:
        return state_digest(one.hash for versions in self.leaves().values() for one in versions)

    def digest_at(self, heads: Iterable[bytes]) -> str:
        part = type(self)()
        part.admit(self._changes[name] for name in self.reach(heads))
        return part.digest()


class LamportFeed(_OneVersionFeed):
    """The version with the greatest Lamport number wins."""

    @staticmethod
    def rank(one: Named) -> object:
        return one.change.lamport, one.hash


class ClockFeed(_OneVersionFeed):
    """The version with the latest clock wins."""

    @staticmethod
    def rank(one: Named) -> object:
        return one.change.at, one.hash
