"""What a superior says about the units below it (danh sách tin cậy): who they are, which keys.

Lists are signed statements with a version that only grows; what once stood in one stays in it.
"""

from __future__ import annotations

import base64
import binascii
import itertools
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.journal import parse
from ktgs_desktop.domain.key_bindings import SIGNING_SUITES, Suite
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.strict_fields import Fields

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MAX_LIST_BYTES = 4 * 1024 * 1024
MAX_VERSION_JUMP = 10_000
MAX_ENTRIES = 2_000
_MAX_NAME = 300
_MAX_CERTIFICATE = 16 * 1024
_CODE = "trust_list_malformed"


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit for a span of days, in which its code, name, level and superior were the same.

    Attributes:
        unit: identifier, never used again.
        code: its code.
        name: its name.
        level: its level (cấp) as data, e.g. `T`, `H`, `CS`.
        parent: its superior, None for the unit at the top.
        valid_from: first day.
        valid_to: last day, None while it lasts.
    """

    unit: UUID
    code: str
    name: str
    level: str
    parent: UUID | None
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the entry holds on a day.

        Args:
            day: the day.
        """
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "code": self.code,
            "from": self.valid_from.isoformat(),
            "level": self.level,
            "name": self.name,
            "parent": None if self.parent is None else str(self.parent),
            "to": None if self.valid_to is None else self.valid_to.isoformat(),
            "unit": str(self.unit),
        }

    @classmethod
    def from_json(cls, value: Json, code: str = _CODE) -> UnitEntry:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.

        Raises:
            PackageError: the code.
        """
        fields = Fields(value, code, ("code", "from", "level", "name", "parent", "to", "unit"))
        entry = cls(
            unit=fields.uuid("unit"),
            code=fields.text("code", 40),
            name=fields.text("name", _MAX_NAME),
            level=fields.text("level", 8),
            parent=fields.optional("parent", fields.uuid),
            valid_from=fields.day("from"),
            valid_to=fields.optional("to", fields.day),
        )
        if entry.parent == entry.unit:
            fields.refuse("parent")
        if entry.valid_to is not None and entry.valid_to < entry.valid_from:
            fields.refuse("to")
        return entry


class RevocationReason(StrEnum):
    """Why a key may no longer be used."""

    LOST = "lost"
    EXPOSED = "exposed"
    REPLACED = "replaced"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class RevocationNotice:
    """A key that may no longer be used, from a place in its unit's history on.

    Attributes:
        fingerprint: what names the key, 32 bytes.
        unit: whose it is.
        reason: why.
        after: heads of the unit's channels that were receipted before; what they reach stays
            valid, everything later does not.
        on: the day of the notice; a date to show, it decides nothing.
    """

    fingerprint: bytes
    unit: UUID
    reason: RevocationReason
    after: tuple[bytes, ...]
    on: date

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "after": [head.hex() for head in sorted(self.after)],
            "key": self.fingerprint.hex(),
            "on": self.on.isoformat(),
            "reason": str(self.reason),
            "unit": str(self.unit),
        }

    @classmethod
    def from_json(cls, value: Json) -> RevocationNotice:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `trust_list_malformed`.
        """
        fields = Fields(value, _CODE, ("after", "key", "on", "reason", "unit"))
        return cls(
            fingerprint=bytes.fromhex(fields.digest("key")),
            unit=fields.uuid("unit"),
            reason=RevocationReason(fields.choice("reason", set(RevocationReason))),
            after=fields.digests("after", 1000),
            on=fields.day("on"),
        )


@dataclass(frozen=True, slots=True)
class LevelProfile:
    """Which kinds of signature are accepted from the units of a level.

    Attributes:
        level: the level.
        suites: the suites, ascending, at least one.
    """

    level: str
    suites: tuple[Suite, ...]

    def to_json(self) -> Json:
        """The JSON object."""
        return {"level": self.level, "suites": [int(suite) for suite in self.suites]}

    @classmethod
    def from_json(cls, value: Json, code: str = _CODE) -> LevelProfile:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.

        Raises:
            PackageError: the code.
        """
        fields = Fields(value, code, ("level", "suites"))

        def read(item: Json) -> Suite:
            if type(item) is not int or item not in SIGNING_SUITES:
                fields.refuse("suites")
            return Suite(item)

        suites = fields.items("suites", read, least=1, most=len(SIGNING_SUITES))
        if list(suites) != sorted(set(suites)):
            fields.refuse("suites")
        return cls(fields.text("level", 8), suites)


def read_certificates(fields: Fields, name: str) -> tuple[bytes, ...]:
    """A list of certificates in base64, each once.

    Args:
        fields: the object.
        name: the key.

    Raises:
        PackageError: the code of the object.
    """

    def read(item: Json) -> bytes:
        if not isinstance(item, str) or not 0 < len(item) <= _MAX_CERTIFICATE:
            fields.refuse(name)
        try:
            der = base64.b64decode(item, validate=True)
        except (binascii.Error, ValueError):
            fields.refuse(name)
        if base64.b64encode(der).decode() != item:
            fields.refuse(name)
        return der

    found = fields.items(name, read, most=100)
    if len(set(found)) != len(found):
        fields.refuse(name)
    return found


@dataclass(frozen=True, slots=True)
class TrustList:
    """What a unit, or the root, says about the units below it.

    Attributes:
        issuer: the unit that says it; the top unit where the root signs.
        version: from 1; only grows.
        issued: the day it was made.
        expires: the day after which it counts as out of date, which warns and refuses nothing.
        units: the units right below the issuer, with their past; any unit where the root signs.
        bindings: keys of units, each a signed statement of its own.
        notices: keys that may no longer be used.
        authorities: certificates of authorities between the root's and the units', DER.
        accepted: which signatures are accepted from which level.
    """

    issuer: UUID
    version: int
    issued: date
    expires: date
    units: tuple[UnitEntry, ...] = ()
    bindings: tuple[Statement, ...] = ()
    notices: tuple[RevocationNotice, ...] = ()
    authorities: tuple[bytes, ...] = ()
    accepted: tuple[LevelProfile, ...] = ()

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "accepted": [one.to_json() for one in self.accepted],
            "authorities": [base64.b64encode(der).decode() for der in self.authorities],
            "bindings": [one.to_json() for one in self.bindings],
            "expires": self.expires.isoformat(),
            "issued": self.issued.isoformat(),
            "issuer": str(self.issuer),
            "notices": [one.to_json() for one in self.notices],
            "units": [one.to_json() for one in self.units],
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: Json) -> TrustList:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `trust_list_malformed`.
        """
        fields = Fields(value, _CODE, _LIST_KEYS)
        found = cls(
            issuer=fields.uuid("issuer"),
            version=fields.integer("version", 1),
            issued=fields.day("issued"),
            expires=fields.day("expires"),
            units=fields.items("units", UnitEntry.from_json, most=MAX_ENTRIES),
            bindings=fields.items(
                "bindings", lambda item: Statement.from_json(item, _CODE), most=MAX_ENTRIES
            ),
            notices=fields.items("notices", RevocationNotice.from_json, most=MAX_ENTRIES),
            authorities=read_certificates(fields, "authorities"),
            accepted=fields.items("accepted", LevelProfile.from_json, most=40),
        )
        if found.expires < found.issued:
            fields.refuse("expires")
        if len({one.level for one in found.accepted}) != len(found.accepted):
            fields.refuse("accepted")
        if _overlapping(found.units):
            fields.refuse("units")
        return found

    @classmethod
    def from_bytes(cls, body: bytes) -> TrustList:
        """Read the signed bytes.

        Args:
            body: canonical JSON.

        Raises:
            PackageError: `json_not_canonical` or `trust_list_malformed`.
        """
        return cls.from_json(parse(body, limit=MAX_LIST_BYTES))

    def lacking(self, former: TrustList) -> str | None:
        """What stood in the former version and is missing here; lists only grow.

        A unit's entry may be given a last day, nothing else of it may change.

        Args:
            former: the version before.

        Returns:
            What is missing, in English, for those who look closer; None if nothing is.
        """
        units = {(one.unit, one.valid_from): one for one in self.units}
        for one in former.units:
            kept = units.get((one.unit, one.valid_from))
            if kept is None or kept.parent != one.parent:
                return f"unit {one.code}"
        notices = {(one.unit, one.fingerprint): one for one in self.notices}
        for notice in former.notices:
            still = notices.get((notice.unit, notice.fingerprint))
            if still is None or not set(still.after) <= set(notice.after):
                return f"notice {notice.fingerprint.hex()[:16]}"
        bodies = {one.body for one in self.bindings}
        if any(one.body not in bodies for one in former.bindings):
            return "binding"
        return None if set(former.authorities) <= set(self.authorities) else "authority"


_LIST_KEYS = (
    "accepted", "authorities", "bindings", "expires", "issued", "issuer", "notices", "units",
    "version",
)  # fmt: skip


def _overlapping(entries: tuple[UnitEntry, ...]) -> bool:
    """Whether a unit has two entries for one day."""
    by_unit: dict[UUID, list[UnitEntry]] = {}
    for entry in entries:
        by_unit.setdefault(entry.unit, []).append(entry)
    for several in by_unit.values():
        several.sort(key=lambda entry: entry.valid_from)
        for earlier, later in itertools.pairwise(several):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                return True
    return False
