"""How packages fare: those taken in, step by step, and those sent, until the receipt is back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.journal import Json


class JobState(StrEnum):
    """How far the taking in of a file is; each step can be done again after a crash."""

    SPOOLED = "SPOOLED"
    CHECKED = "CHECKED"
    APPLIED = "APPLIED"
    DONE = "DONE"
    REFUSED = "REFUSED"
    LEFT = "LEFT"
    WITHDRAWN = "WITHDRAWN"


OPEN_STATES = (JobState.SPOOLED, JobState.CHECKED, JobState.APPLIED)
"""States from which a job goes on when the program is opened again."""


class SentState(StrEnum):
    """How far a package that was sent is."""

    MADE = "MADE"
    CARRIED = "CARRIED"
    RECEIVED = "RECEIVED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class ImportJob:
    """The taking in of one file.

    Attributes:
        row: local number.
        id: identifier; the copy of the file is named by it.
        name: name of the file.
        digest: SHA-256 of the file, in hexadecimal.
        size: bytes.
        state: how far it is.
        kind: kind of package, empty before it was read.
        package: identifier of the package, None before.
        sender: the unit it is from, None before.
        made_at: when the sender made it, as its clock claims.
        at: when the job changed last.
        code: why it was refused, or empty.
        report: what it brought, as the window shows it.
    """

    row: int
    id: UUID
    name: str
    digest: str
    size: int
    state: str
    kind: str = ""
    package: UUID | None = None
    sender: UUID | None = None
    made_at: str = ""
    at: str = ""
    code: str = ""
    report: Json = None


@dataclass(frozen=True, slots=True)
class SentPackage:
    """A package this office made.

    Attributes:
        row: local number; the number in its file name.
        id: identifier of the package.
        kind: what it is for.
        recipient: the unit it is for.
        name: name of the file.
        digest: SHA-256 of the file, in hexadecimal.
        size: bytes.
        at: when it was made.
        state: how far it is.
        heads: heads it carries, in hexadecimal, by channel.
        report: what the recipient answered, None before.
    """

    row: int
    id: UUID
    kind: str
    recipient: UUID
    name: str
    digest: str
    size: int
    at: str
    state: str
    heads: dict[str, list[str]] = field(default_factory=dict)
    report: Json = None


@dataclass(frozen=True, slots=True)
class Peer:
    """What another office holds of ours, as its last receipt says.

    Attributes:
        unit: the other office.
        heads: heads it holds, in hexadecimal, by channel; of feeds of units below, which were
            handed on to it, by `handed_on_name`.
        digests: digests of the states it holds, as canonical JSON.
        receipt_at: when the receipt was made, as its clock claims.
        program: version of its program.
        schema: schema version of its program, 0 if unknown.
        package: identifier of the package its last receipt is for, or empty.
        sha256: digest of that package's file, or empty.
    """

    unit: UUID
    heads: dict[str, list[str]]
    digests: str = "{}"
    receipt_at: str = ""
    program: str = ""
    schema: int = 0
    package: str = ""
    sha256: str = ""


def handed_on_name(unit: UUID, channel: str) -> str:
    """How `Peer.heads` calls the feed of a unit below.

    Args:
        unit: whose feed.
        channel: its channel.
    """
    return f"{unit}/{channel}"
