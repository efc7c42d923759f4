"""What a newer version of the program writes, made up: fields, codes and kinds unknown so far."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain.feeds import Named, named, state_digest
from ktgs_desktop.domain.journal import SCHEMA_VERSION, encode_change
from ktgs_desktop.store import feeds, issuing
from ktgs_desktop.store.feeds import Feed
from ktgs_desktop.sync.package_plan import FeedPlan
from tests.helpers.builders import an_issued_program

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

NEWER = SCHEMA_VERSION + 1
THING = UUID(int=0xF)
"""A record of a kind nobody knows."""


def issued(office: Workspace, channel: str) -> list[Named]:
    """What an office issued, predecessors first."""
    with office.store.local_writing() as connection:
        issuing.issue(connection, office.author())
    with office.reading() as connection:
        found = feeds.after(connection, Feed(office.office.unit, channel), ())
        return [named(raw) for raw in found]


def newer(one: Named, previous: Named | None, **values: Any) -> Named:
    """A change as a newer program would have written it, in a chain of its own."""
    change = one.change
    document = {**change.document, "future_field": {"grade": "A", "list": [1, "hai", None]}}
    changed = dataclasses.replace(
        change,
        document=values.pop("document", document),
        parents=(),
        previous=previous.hash if previous else None,
        schema=NEWER,
        **values,
    )
    return named(encode_change(changed))


def feed_of(changes: list[Named], channel: str) -> FeedPlan:
    raws = tuple(one.raw for one in changes)
    digest = state_digest([one.hash for one in changes])
    return FeedPlan(channel, (), (changes[-1].hash,), digest, raws)


def a_future(office: Workspace) -> list[Named]:
    """A feed with an unknown field, an unknown code and an unknown kind of record."""
    an_issued_program(office)
    made: list[Named] = []
    for one in issued(office, "up.sum"):
        made.append(newer(one, made[-1] if made else None))
    program = next(one for one in made if one.change.entity == "program")
    last = made[-1].change
    follow = {"number": last.number + 1, "lamport": last.lamport + 1}
    thing = {"owner": str(last.unit), "id": str(THING), "title": "Việc mới"}
    made.append(
        newer(made[-1], made[-1], entity="future_thing", id=THING, document=thing, **follow)
    )
    follow = {"number": last.number + 2, "lamport": last.lamport + 2}
    other = {**program.change.document, "id": str(UUID(int=0xE)), "kind": "FUTURE_KIND"}
    made.append(
        newer(program, made[-1], entity="program", id=UUID(int=0xE), document=other, **follow)
    )
    return made


def raws_of(office: Workspace, unit: UUID, channel: str = "up.sum") -> list[bytes]:
    with office.reading() as connection:
        return list(feeds.after(connection, Feed(unit, channel), ()))
