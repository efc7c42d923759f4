"""The sections of a package's inner part, as its signed manifest lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.packages import MAX_CHANGES, MAX_VOLUME_BYTES, MIB, PackageKind
from ktgs_desktop.domain.strict_fields import Fields, uuid_of

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

MAX_RATIO = 200
MAX_CHANGES_SECTION_BYTES = 64 * MIB
MAX_BLOB_BYTES = 200 * MIB
_MANIFEST = "manifest_malformed"
_LIST_NAME = re.compile(r"[a-z0-9_]{1,40}")
_HEX = re.compile(r"[0-9a-f]{64}")
_PLAIN_NAME = re.compile(r"[a-z0-9_.:-]{0,80}")


class SectionType(IntEnum):
    """What a section of the inner part holds."""

    MANIFEST = 0x01
    SIGNATURES = 0x02
    CHANGES = 0x03
    BLOB = 0x04
    BUNDLE = 0x05
    RECEIPT = 0x06
    KEYS = 0x07
    REGLIST = 0x08
    END = 0xFF


class Codec(StrEnum):
    """How a section's bytes are stored."""

    NONE = "none"
    ZSTD = "zstd"


OPTIONAL_FLAG = 0x01
"""A program that does not know the section's type may pass over it."""
LEFT_OUT_FLAG = 0x02
"""Stands in the frame only: a superior handed the bundle on without this section."""

_LIMITS: dict[int, int] = {
    SectionType.CHANGES: MAX_CHANGES_SECTION_BYTES,
    SectionType.BLOB: MAX_BLOB_BYTES,
    SectionType.BUNDLE: MAX_VOLUME_BYTES,
    SectionType.RECEIPT: 4 * MIB,
    SectionType.KEYS: 16 * MIB,
    SectionType.REGLIST: 64 * MIB,
}
_COMPRESSED = {SectionType.CHANGES, SectionType.REGLIST}
OF_KIND: dict[PackageKind, set[int]] = {
    PackageKind.DATA: {0x03, 0x04, 0x05, 0x06, 0x07},
    PackageKind.BLOB: {0x04},
    PackageKind.RECEIPT: {0x06, 0x07},
    PackageKind.DIRECTIVE: {0x03, 0x04, 0x05, 0x06, 0x07, 0x08},
    PackageKind.REQUEST: {0x06},
    PackageKind.RECOVERY: {0x03, 0x04, 0x05},
    PackageKind.REGLIST: {0x07, 0x08},
    PackageKind.TRUST: {0x07},
    PackageKind.INTERNAL: {0x03, 0x04, 0x07},
}
"""Which sections a package of a kind can have, of those this program knows."""


def known_section(kind: int) -> bool:
    """Whether this program knows a type of section that a manifest can list.

    Args:
        kind: the number of the type.
    """
    return kind in _LIMITS


@dataclass(frozen=True, slots=True)
class Section:
    """One section after manifest and signatures.

    Attributes:
        kind: number of its type, `SectionType` or one of a newer program.
        flags: `OPTIONAL_FLAG` or 0.
        name: the channel of changes, the digest of an attachment, the unit of a bundle, the name
            of a list; else empty.
        codec: how it is stored.
        count: how many changes, statements or things are in it.
        raw: its length unpacked.
        stored: its length as it stands.
        sha256: the digest of it as it stands, in hexadecimal.
    """

    kind: int
    flags: int
    name: str
    codec: Codec
    count: int
    raw: int
    stored: int
    sha256: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "codec": str(self.codec),
            "flags": self.flags,
            "n": self.count,
            "name": self.name,
            "raw": self.raw,
            "sha256": self.sha256,
            "stored": self.stored,
            "type": int(self.kind),
        }

    @classmethod
    def from_json(cls, value: Json) -> Section:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `manifest_malformed`.
        """
        fields = Fields(value, _MANIFEST, _SECTION_KEYS)
        kind = fields.integer("type", 0x03, 0xFE)
        most = _LIMITS.get(kind, MAX_VOLUME_BYTES)
        found = cls(
            kind=kind,
            flags=fields.integer("flags", 0, OPTIONAL_FLAG),
            name=fields.text("name", 80, _PLAIN_NAME),
            codec=Codec(fields.choice("codec", set(Codec))),
            count=fields.integer("n", 0, MAX_CHANGES),
            raw=fields.integer("raw", 0, most),
            stored=fields.integer("stored", 0, most),
            sha256=fields.digest("sha256"),
        )
        if not found.optional and not known_section(kind):
            fields.refuse("section of an unknown type")
        if found.raw > MAX_RATIO * found.stored:
            fields.refuse("ratio")
        if found.codec is Codec.NONE and found.raw != found.stored:
            fields.refuse("raw")
        if known_section(kind) and found.codec is Codec.ZSTD and kind not in _COMPRESSED:
            fields.refuse("codec")
        if not found.named_well:
            fields.refuse("name")
        return found

    @property
    def optional(self) -> bool:
        """Whether a program that does not know its type may pass over it."""
        return bool(self.flags & OPTIONAL_FLAG)

    @property
    def named_well(self) -> bool:
        """Whether its name is what its type demands."""
        match self.kind:
            case SectionType.CHANGES:
                return channels.known(self.name)
            case SectionType.BLOB:
                return _HEX.fullmatch(self.name) is not None and self.name == self.sha256
            case SectionType.BUNDLE:
                return uuid_of(self.name) is not None
            case SectionType.REGLIST:
                return _LIST_NAME.fullmatch(self.name) is not None
            case SectionType.RECEIPT | SectionType.KEYS:
                return self.name == ""
            case _:
                return True


_SECTION_KEYS = ("codec", "flags", "n", "name", "raw", "sha256", "stored", "type")
