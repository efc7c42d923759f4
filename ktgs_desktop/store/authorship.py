"""Who writes, and what a transaction touched."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, where and when.

    Attributes:
        user: the user's id.
        device: the installation's id.
        unit: the office's unit.
        at: the clock's claim, ISO 8601 with offset.
        clock: `ok` or `suspect`.
    """

    user: UUID
    device: UUID
    unit: UUID
    at: str
    clock: str


@dataclass(slots=True)
class Changes:
    """What a transaction touched, for the screens that show it.

    Attributes:
        operation: name of the operation.
        ids: identifiers by kind of record.
    """

    operation: str
    ids: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    @property
    def kinds(self) -> frozenset[str]:
        """Names of the kinds touched."""
        return frozenset(self.ids)

    def count(self) -> int:
        """How many records were touched."""
        return sum(len(ids) for ids in self.ids.values())
