"""What the page of trust shows: own keys, root, units, keys, lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain.key_bindings import KeyPurpose, Suite


class KeyState(StrEnum):
    """How a key stands today."""

    VALID = "VALID"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    FUTURE = "FUTURE"
    UNPROVEN = "UNPROVEN"


class Step(StrEnum):
    """What an office does to take part, in this order."""

    KEYS = "KEYS"
    REQUEST = "REQUEST"
    ROOT = "ROOT"
    ANSWER = "ANSWER"


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """The office's own keys.

    Attributes:
        made: whether there are any.
        by_certificate: whether a certificate signs for the office, not a key of its own.
        code: code of the newest request, to be read out by telephone; empty if there is none.
        requested: day of the newest request, None if there is none.
        fingerprint: of the approval key in the newest request, in hexadecimal; may be empty.
        holder: whom people know that key by.
        valid_to: last day up to which the superior certified it, None if it did not.
        waiting: whether newer keys wait for their certification while the present ones are used.
        top: whether the office stands at the top, certified by the root itself.
    """

    made: bool
    by_certificate: bool
    code: str
    requested: date | None
    fingerprint: str
    holder: str
    valid_to: date | None
    waiting: bool
    top: bool


@dataclass(frozen=True, slots=True)
class RootStanding:
    """The root of trust in force.

    Attributes:
        name: what people know it by.
        version: its version.
        fingerprint: 16 groups of four.
        issued: the day it was made.
        expires: the day after which it is out of date.
        training: whether it is for exercises only.
        unit: name of the unit at the top.
    """

    name: str
    version: int
    fingerprint: str
    issued: date
    expires: date
    training: bool
    unit: str


@dataclass(frozen=True, slots=True)
class UnitTrust:
    """A unit that the office can check, or one right below that has no keys yet.

    Attributes:
        unit: the unit.
        code: its code, empty where it has no keys.
        name: its name.
        superior: name of the unit above it.
        direct: whether this office certifies its keys.
        state: how its approval key stands, None where it has none.
        valid_to: last day of that key.
    """

    unit: UUID
    code: str
    name: str
    superior: str
    direct: bool
    state: KeyState | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """A key that somebody vouched for.

    Attributes:
        unit: whose it is.
        name: name of that unit.
        purpose: what it is for.
        suite: how it works.
        holder: whom people know it by.
        fingerprint: in hexadecimal.
        valid_from: first day.
        valid_to: last day.
        state: how it stands today.
        revoked_on: day of the notice, None if it was not revoked.
        reason: why it was revoked, empty if it was not.
        below: whether it belongs to a unit below, so that this office may revoke it.
    """

    unit: UUID
    name: str
    purpose: KeyPurpose
    suite: Suite
    holder: str
    fingerprint: str
    valid_from: date
    valid_to: date
    state: KeyState
    revoked_on: date | None
    reason: str
    below: bool


@dataclass(frozen=True, slots=True)
class ListStanding:
    """A trust list, or a revocation list of an authority.

    Attributes:
        issuer: who made it.
        version: its version, 0 for a revocation list.
        issued: the day it was made.
        expires: the day by which the next is due.
        late: whether it is out of date, or so old that a revocation may be unknown.
    """

    issuer: str
    version: int
    issued: date
    expires: date
    late: bool


@dataclass(frozen=True, slots=True)
class TrustPage:
    """Everything on the page of trust.

    Attributes:
        own: the office's own keys.
        root: the root of trust, None if none was taken.
        done: the steps that are behind the office.
        units: units, those right below first.
        keys: keys, by unit.
        lists: trust lists.
        revocations: revocation lists of authorities.
        warnings: codes of sentences.
    """

    own: OwnStanding
    root: RootStanding | None
    done: frozenset[Step]
    units: tuple[UnitTrust, ...]
    keys: tuple[KeyStanding, ...]
    lists: tuple[ListStanding, ...]
    revocations: tuple[ListStanding, ...]
    warnings: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether the office can exchange packages."""
        return {Step.KEYS, Step.ROOT, Step.ANSWER} <= self.done
