"""Who writes, and what a transaction touched."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from ktgs_desktop.domain.journal import CLOCK_OK, CLOCK_SUSPECT

_PLAUSIBLE_GAP = timedelta(days=400)
_BACKWARD_SLACK = timedelta(days=1)


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


def clock_claim(now: datetime, last: str | None) -> str:
    """Whether the machine's clock is to be believed, judged by what was written last.

    Args:
        now: the machine's time.
        last: ISO 8601 time of the last change, None in a new workspace.

    Returns:
        `ok` or `suspect`.
    """
    if last is None:
        return CLOCK_OK
    before = datetime.fromisoformat(last)
    plausible = before - _BACKWARD_SLACK <= now <= before + _PLAUSIBLE_GAP
    return CLOCK_OK if plausible else CLOCK_SUSPECT
