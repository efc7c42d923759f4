"""Packages between offices: kinds, limits, and what stands on the outside.

A package is an outer container, signed by the machine that wrote the stick, around an encrypted
inner part, whose manifest (`manifests`) the office signed. Everything is read strictly: an object
with a key too many, a number out of bounds or a second spelling is refused.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.strict_fields import Fields

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MIB = 1024 * 1024
MAX_HEADER_BYTES = 64 * 1024
MAX_MANIFEST_BYTES = 4 * MIB
MAX_SIGNATURE_BYTES = 16 * 1024
MAX_AGE_HEADER_BYTES = 16 * 1024
MAX_STANZAS = 64
MAX_VOLUME_BYTES = 1900 * MIB  # FAT32 takes 4 GiB, older sticks and mail gates less
MAX_VOLUMES = 64
MAX_CHANGES = 2_000_000
MAX_BUNDLE_DEPTH = 4
MAX_NOTE = 500
DIGEST_CHUNK_BYTES = MIB
FEATURES: frozenset[str] = frozenset()
"""Features this program knows beyond version 1; a package may demand some."""

MAX_RECIPIENTS = 60
"""Units a package can be for; the sender and its recovery key need stanzas too."""
_FEATURE = re.compile(r"[a-z0-9_]{1,40}")
_HEADER = "header_malformed"


class PackageKind(StrEnum):
    """What a package is for."""

    DATA = "data"
    BLOB = "blob"
    RECEIPT = "receipt"
    DIRECTIVE = "directive"
    REQUEST = "request"
    RECOVERY = "recovery"
    REGLIST = "reglist"
    TRUST = "trust"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Needs:
    """Features a program must know to read, to apply or to hand on a package.

    Attributes:
        read: to open it at all.
        apply: to take its changes into the records; without them it is kept and handed on.
        relay: to hand it on.
    """

    read: tuple[str, ...] = ()
    apply: tuple[str, ...] = ()
    relay: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """The JSON object."""
        return {"apply": [*self.apply], "read": [*self.read], "relay": [*self.relay]}

    @classmethod
    def from_json(cls, value: Json, code: str) -> Needs:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.
        """
        fields = Fields(value, code, ("read", "apply", "relay"))

        def read(item: Json) -> str:
            if not isinstance(item, str) or _FEATURE.fullmatch(item) is None:
                fields.refuse("need")
            return item

        return cls(
            read=fields.items("read", read, most=64),
            apply=fields.items("apply", read, most=64),
            relay=fields.items("relay", read, most=64),
        )


NO_NEEDS = Needs()
"""Version 1 is enough."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which volume of a set a file is; each volume is a package that can be read alone.

    Attributes:
        number: the volume, from 1.
        count: how many there are.
        set: identifier of the set.
    """

    number: int
    count: int
    set: UUID

    def to_json(self) -> Json:
        """The JSON object."""
        return {"i": self.number, "n": self.count, "set": str(self.set)}

    @classmethod
    def from_json(cls, value: Json, code: str) -> Part:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.
        """
        fields = Fields(value, code, ("i", "n", "set"))
        count = fields.integer("n", 1, MAX_VOLUMES)
        return cls(fields.integer("i", 1, count), count, fields.uuid("set"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A signed body as it travels: the exact bytes that were signed, and the signatures.

    Attributes:
        body: canonical JSON.
        signatures: the signatures as `trust.statements` spells them.
    """

    body: bytes
    signatures: bytes

    def to_json(self) -> Json:
        """The JSON object."""
        return {"body": _base64(self.body), "sigs": _base64(self.signatures)}

    @classmethod
    def from_json(cls, value: Json, code: str) -> Statement:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.
        """
        fields = Fields(value, code, ("body", "sigs"))
        return cls(_unbase64(fields, "body"), _unbase64(fields, "sigs"))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unbase64(fields: Fields, name: str) -> bytes:
    spelled = fields.text(name, MAX_HEADER_BYTES)
    try:
        data = base64.b64decode(spelled, validate=True)
    except (binascii.Error, ValueError):
        fields.refuse(name)
    if _base64(data) != spelled:
        fields.refuse(name)
    return data


@dataclass(frozen=True, slots=True)
class PackageName:
    """A package that is spoken of.

    Attributes:
        package: its identifier.
        sha256: the digest of its file, in hexadecimal.
    """

    package: UUID
    sha256: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {"pkg": str(self.package), "sha256": self.sha256}

    @classmethod
    def from_json(cls, value: Json, code: str = "manifest_malformed") -> PackageName:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.
        """
        fields = Fields(value, code, ("pkg", "sha256"))
        return cls(fields.uuid("pkg"), fields.digest("sha256"))


@dataclass(frozen=True, slots=True)
class Header:
    """What anyone can read on the outside of a package; nothing of a person stands here.

    Attributes:
        package: identifier of the package.
        kind: what it is for.
        sender: the unit that sends.
        device: the installation that wrote it.
        to: the units it is for.
        created: when, as the sender's clock claims.
        app: version of the sender's program.
        need: features that are needed.
        length: bytes of the encrypted part.
        root: SHA-256 of the table of digests, in hexadecimal.
        part: which volume it is, None if there is one only.
        note: what an older program shows if it cannot read further.
        binding: the statement that binds the device's key to the unit.
    """

    package: UUID
    kind: PackageKind
    sender: UUID
    device: UUID
    to: tuple[UUID, ...]
    created: str
    app: str
    need: Needs
    length: int
    root: str
    part: Part | None
    note: str
    binding: Statement

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "app": self.app,
            "binding": self.binding.to_json(),
            "created": self.created,
            "dev": str(self.device),
            "from": str(self.sender),
            "kind": str(self.kind),
            "len": self.length,
            "need": self.need.to_json(),
            "note": self.note,
            "part": None if self.part is None else self.part.to_json(),
            "pkg": str(self.package),
            "root": self.root,
            "to": [str(unit) for unit in self.to],
        }

    @classmethod
    def from_json(cls, value: Json) -> Header:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `header_malformed`.
        """
        fields = Fields(value, _HEADER, _HEADER_KEYS)
        return cls(
            package=fields.uuid("pkg"),
            kind=PackageKind(fields.choice("kind", set(PackageKind))),
            sender=fields.uuid("from"),
            device=fields.uuid("dev"),
            to=fields.uuids("to", least=1, most=MAX_RECIPIENTS),
            created=fields.moment("created"),
            app=fields.text("app", 40),
            need=fields.nested("need", lambda need: Needs.from_json(need, _HEADER)),
            length=fields.integer("len", 1, MAX_VOLUME_BYTES),
            root=fields.digest("root"),
            part=fields.optional(
                "part", lambda name: fields.nested(name, lambda part: Part.from_json(part, _HEADER))
            ),
            note=fields.text("note", MAX_NOTE),
            binding=fields.nested("binding", lambda item: Statement.from_json(item, _HEADER)),
        )


_HEADER_KEYS = (
    "app", "binding", "created", "dev", "from", "kind", "len", "need", "note", "part", "pkg",
    "root", "to",
)  # fmt: skip
