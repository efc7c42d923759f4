"""Histories of one feed: branches, joined versions, taken-back records, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.feeds import Named, named
from ktgs_desktop.domain.journal import DELETE, PUT, WITHDRAW, Change, encode_change
from ktgs_desktop.store.feeds import Feed

if TYPE_CHECKING:
    import random

    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

UNIT = UUID(int=0xD157)
FEED = Feed(UNIT, "up.sum")
AT = "2021-07-06T09:15:00+07:00"
_RECORDS = 6


def a_change(
    number: int = 1,
    lamport: int = 1,
    previous: Named | None = None,
    parents: tuple[Named, ...] = (),
    **values: object,
) -> Named:
    """A change of the feed; `values` overrides what it says."""
    record = values.pop("id", UUID(int=1))
    kind = values.pop("kind", PUT)
    document = {"owner": str(UNIT), "id": str(record), "title": values.pop("title", "Mẫu")}
    said: dict[str, object] = {
        "at": AT,
        "author": UUID(int=7),
        "channel": FEED.channel,
        "clock": "ok",
        "document": {} if kind == WITHDRAW else document,
        "device": UUID(int=9),
        "entity": "program",
        "id": record,
        "kind": kind,
        "lamport": lamport,
        "number": number,
        "parents": tuple(one.hash for one in parents),
        "previous": previous.hash if previous else None,
        "schema": 1,
        "unit": UNIT,
        "reason": "nhập nhầm" if kind == DELETE else None,
        **values,
    }
    return named(encode_change(Change(**said)))  # type: ignore[arg-type]


def a_history(chance: random.Random, size: int) -> list[Named]:
    """A feed whose office went on from restored copies now and then, predecessors first."""
    made: list[Named] = []
    standing: dict[UUID, list[Named]] = {}
    for step in range(size):
        back = 1 if chance.random() < 0.8 else 1 + chance.randrange(len(made) + 1)
        previous = made[-back] if len(made) >= back else None
        record = UUID(int=chance.randrange(_RECORDS) + 1)
        known = standing.get(record, [])
        replaced = tuple(chance.sample(known, chance.randrange(len(known) + 1))) if known else ()
        one = a_change(
            previous.change.number + 1 if previous else 1,
            (previous.change.lamport if previous else 0) + 1 + chance.randrange(3),
            previous,
            replaced,
            id=record,
            kind=chance.choice((PUT, PUT, PUT, DELETE, WITHDRAW)),
            title=f"Bản {step}",
        )
        if one.hash not in {each.hash for each in made}:
            made.append(one)
            standing.setdefault(record, []).append(one)
    return made


class _UnkeptError(Exception):
    """Rolls a transaction back."""


@contextmanager
def unkept(workspace: Workspace) -> Iterator[Reader]:
    """A transaction of which nothing stays."""
    with suppress(_UnkeptError), workspace.store.local_writing() as connection:
        yield connection
        _undo()


def _undo() -> None:
    raise _UnkeptError
