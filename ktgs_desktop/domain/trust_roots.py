"""The root of trust (gốc tin cậy): the few keys everything else hangs on, and what each may do.

An office takes its first root by comparing a printed fingerprint. A later root is signed by the
keys of the former one and by its own (The Update Framework, 5.3.3: versions grow by one, and so
many distinct keys as each root demands).
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ktgs_desktop.domain.journal import parse
from ktgs_desktop.domain.key_bindings import (
    MAX_HOLDER,
    SIGNING_SUITES,
    Suite,
    key_fingerprint,
    read_public,
    read_suite,
)
from ktgs_desktop.domain.strict_fields import Fields
from ktgs_desktop.domain.trust_lists import LevelProfile, UnitEntry, read_certificates

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MAX_ROOT_BYTES = 512_000
MAX_ROTATIONS = 256
_MAX_KEYS = 32
_GROUP = 4
_CODE = "root_malformed"


class RootRole(StrEnum):
    """What keys of the root may sign.

    ROOT: the next root.
    TREE: lists of units and approval keys of units, wherever they stand.
    REGULATIONS: lists of regulations, codes and forms.
    """

    ROOT = "root"
    TREE = "tree"
    REGULATIONS = "regulations"


@dataclass(frozen=True, slots=True)
class RootKey:
    """A key named in the root.

    Attributes:
        suite: how it works.
        public: the public key, spelled as in `KeyBinding`.
        holder: who holds it.
    """

    suite: Suite
    public: str
    holder: str

    @property
    def fingerprint(self) -> bytes:
        """What names the key, 32 bytes."""
        return key_fingerprint(self.suite, self.public)

    def to_json(self) -> Json:
        """The JSON object."""
        return {"holder": self.holder, "public": self.public, "suite": int(self.suite)}

    @classmethod
    def from_json(cls, value: Json) -> RootKey:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `root_malformed`.
        """
        fields = Fields(value, _CODE, ("holder", "public", "suite"))
        suite = read_suite(fields, SIGNING_SUITES)
        return cls(suite, read_public(fields, suite), fields.text("holder", MAX_HOLDER))


@dataclass(frozen=True, slots=True)
class RoleKeys:
    """How many of which keys it takes.

    Attributes:
        threshold: how many distinct keys must sign.
        keys: fingerprints of the keys, 32 bytes each.
    """

    threshold: int
    keys: tuple[bytes, ...]

    def to_json(self) -> Json:
        """The JSON object."""
        return {"keys": [key.hex() for key in sorted(self.keys)], "threshold": self.threshold}

    @classmethod
    def from_json(cls, value: Json) -> RoleKeys:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `root_malformed`.
        """
        fields = Fields(value, _CODE, ("keys", "threshold"))
        keys = fields.digests("keys", _MAX_KEYS)
        if not keys:
            fields.refuse("keys")
        return cls(fields.integer("threshold", 1, len(keys)), keys)


@dataclass(frozen=True, slots=True)
class RootFile:
    """The root of trust.

    Attributes:
        version: from 1; grows by one.
        issued: the day it was made.
        expires: the day after which it counts as out of date, which warns and refuses nothing.
        grace_days: how long after a list has expired nothing but the warning comes of it.
        training: whether it is for exercises and has no legal value.
        name: what people know it by.
        unit: the unit at the top, where the tree begins.
        keys: the keys, each once.
        root: who signs the next root.
        tree: who signs units and their keys.
        regulations: who signs lists of regulations.
        authorities: certificates of the authorities whose certificates count, DER.
        accepted: which signatures are accepted from which level.
    """

    version: int
    issued: date
    expires: date
    grace_days: int
    training: bool
    name: str
    unit: UnitEntry
    keys: tuple[RootKey, ...]
    root: RoleKeys
    tree: RoleKeys
    regulations: RoleKeys
    authorities: tuple[bytes, ...] = ()
    accepted: tuple[LevelProfile, ...] = ()

    def role(self, role: RootRole) -> RoleKeys:
        """The keys of a role.

        Args:
            role: the role.
        """
        return {
            RootRole.ROOT: self.root,
            RootRole.TREE: self.tree,
            RootRole.REGULATIONS: self.regulations,
        }[role]

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "accepted": [one.to_json() for one in self.accepted],
            "authorities": [base64.b64encode(der).decode() for der in self.authorities],
            "expires": self.expires.isoformat(),
            "grace_days": self.grace_days,
            "issued": self.issued.isoformat(),
            "keys": [one.to_json() for one in self.keys],
            "name": self.name,
            "regulations": self.regulations.to_json(),
            "root": self.root.to_json(),
            "training": self.training,
            "tree": self.tree.to_json(),
            "unit": self.unit.to_json(),
            "version": self.version,
        }

    @classmethod
    def from_json(cls, value: Json) -> RootFile:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `root_malformed`.
        """
        fields = Fields(value, _CODE, _ROOT_KEYS)
        found = cls(
            version=fields.integer("version", 1),
            issued=fields.day("issued"),
            expires=fields.day("expires"),
            grace_days=fields.integer("grace_days", 0, 3660),
            training=fields.flag("training"),
            name=fields.text("name", MAX_HOLDER),
            unit=fields.nested("unit", lambda item: UnitEntry.from_json(item, _CODE)),
            keys=fields.items("keys", RootKey.from_json, least=1, most=_MAX_KEYS),
            root=fields.nested("root", RoleKeys.from_json),
            tree=fields.nested("tree", RoleKeys.from_json),
            regulations=fields.nested("regulations", RoleKeys.from_json),
            authorities=read_certificates(fields, "authorities"),
            accepted=fields.items(
                "accepted", lambda item: LevelProfile.from_json(item, _CODE), most=40
            ),
        )
        found._check(fields)
        return found

    @classmethod
    def from_bytes(cls, body: bytes) -> RootFile:
        """Read the signed bytes.

        Args:
            body: canonical JSON.

        Raises:
            PackageError: `json_not_canonical` or `root_malformed`.
        """
        return cls.from_json(parse(body, limit=MAX_ROOT_BYTES))

    def _check(self, fields: Fields) -> None:
        if self.expires < self.issued:
            fields.refuse("expires")
        if self.unit.parent is not None:
            fields.refuse("unit")
        if len({one.level for one in self.accepted}) != len(self.accepted):
            fields.refuse("accepted")
        known = {key.fingerprint for key in self.keys}
        if len(known) != len(self.keys):
            fields.refuse("keys")
        if any(not set(self.role(role).keys) <= known for role in RootRole):
            fields.refuse("threshold keys")


_ROOT_KEYS = (
    "accepted", "authorities", "expires", "grace_days", "issued", "keys", "name", "regulations",
    "root", "training", "tree", "unit", "version",
)  # fmt: skip


def root_fingerprint(body: bytes) -> str:
    """What is printed on the paper decision and compared when a root is first taken.

    Args:
        body: the signed bytes of the root.

    Returns:
        64 hexadecimal digits in capitals, in groups of four.
    """
    digits = hashlib.sha256(body).hexdigest().upper()
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
