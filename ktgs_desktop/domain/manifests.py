"""The manifest: what an office signs when it sends, down to every byte of every section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL, Json
from ktgs_desktop.domain.package_sections import OF_KIND, Section, SectionType, known_section
from ktgs_desktop.domain.packages import (
    MAX_CHANGES,
    MAX_RECIPIENTS,
    NO_NEEDS,
    Needs,
    PackageKind,
    PackageName,
    Part,
)
from ktgs_desktop.domain.strict_fields import Fields

VERSION = 1
MAX_SECTIONS = 20_000
_MAX_HEADS = 1000
_MAX_FEEDS = 256
_MAX_ENTITIES = 200
_MANIFEST = "manifest_malformed"
_ENTITY = re.compile(r"[a-z0-9_]{1,40}")
_STATE = re.compile(r"(?:0|[1-9]\d{0,8}):[0-9a-f]{64}")


class Relay(StrEnum):
    """Who besides the named recipients may read what a superior hands on."""

    NONE = "none"
    ANCESTORS = "ancestors"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A unit that may read the package, and the key it is encrypted to.

    Attributes:
        unit: the unit.
        key: SHA-256 of its encryption key's public text, in hexadecimal.
    """

    unit: UUID
    key: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {"key_fp": self.key, "unit": str(self.unit)}

    @classmethod
    def from_json(cls, value: Json) -> Recipient:
        """Read the object."""
        fields = Fields(value, _MANIFEST, ("unit", "key_fp"))
        return cls(fields.uuid("unit"), fields.digest("key_fp"))


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a package says of one feed of its unit.

    Attributes:
        channel: the channel.
        base: heads the recipient held already, as its receipt said; nothing up to them is sent.
        heads: heads the sender holds.
        changes: how many changes of this channel the package carries.
        digest: the digest of the sender's state after them, as `feeds.state_digest` spells it.
    """

    channel: str
    base: tuple[bytes, ...]
    heads: tuple[bytes, ...]
    changes: int
    digest: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "base": [head.hex() for head in sorted(self.base)],
            "ch": self.channel,
            "digest": self.digest,
            "heads": [head.hex() for head in sorted(self.heads)],
            "n": self.changes,
        }

    @classmethod
    def from_json(cls, value: Json, code: str = _MANIFEST) -> FeedState:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.
        """
        fields = Fields(value, code, ("base", "ch", "digest", "heads", "n"))
        channel = fields.text("ch", 80)
        if not channels.known(channel):
            fields.refuse("ch")
        return cls(
            channel=channel,
            base=fields.digests("base", _MAX_HEADS),
            heads=fields.digests("heads", _MAX_HEADS),
            changes=fields.integer("n", 0, MAX_CHANGES),
            digest=fields.text("digest", 80, _STATE),
        )


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved the sending, as the office says.

    Attributes:
        by: the user.
        role: the role in which.
        at: when, as the office's clock claims.
    """

    by: UUID
    role: str
    at: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {"at": self.at, "by": str(self.by), "role": self.role}

    @classmethod
    def from_json(cls, value: Json) -> Approval:
        """Read the object."""
        fields = Fields(value, _MANIFEST, ("at", "by", "role"))
        return cls(fields.uuid("by"), fields.text("role", 80), fields.moment("at"))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an office signs when it sends.

    Attributes:
        package: identifier of the package, as in the header.
        kind: what it is for, as in the header.
        unit: the unit whose data it is.
        to: the units that may read it, with their keys.
        classification: degree of secrecy; what is marked does not travel, so it is empty.
        feeds: what it says of each of its feeds.
        counts: how many changes of each kind of record it carries.
        schema: schema version of the writer.
        min_schema: the lowest version that can show the changes.
        need: features that are needed.
        approved: who approved the sending.
        audit_head: last change of the office's own journal, in hexadecimal; None if not told.
        ack: the receipt that `FeedState.base` comes from, None if there is none.
        relay: whether superiors of the recipients may read it too.
        part: which volume it is, as in the header.
        sections: all that follows, in order.
    """

    package: UUID
    kind: PackageKind
    unit: UUID
    to: tuple[Recipient, ...]
    feeds: tuple[FeedState, ...]
    counts: tuple[tuple[str, int], ...]
    schema: int
    min_schema: int
    approved: Approval
    sections: tuple[Section, ...]
    need: Needs = NO_NEEDS
    classification: str = ""
    audit_head: str | None = None
    ack: PackageName | None = None
    relay: Relay = Relay.NONE
    part: Part | None = None

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "ack": None if self.ack is None else self.ack.to_json(),
            "approved": self.approved.to_json(),
            "audit_head": self.audit_head,
            "cls": self.classification,
            "counts": dict(self.counts),
            "feeds": [feed.to_json() for feed in self.feeds],
            "kind": str(self.kind),
            "min_sv": self.min_schema,
            "need": self.need.to_json(),
            "part": None if self.part is None else self.part.to_json(),
            "pkg": str(self.package),
            "relay": str(self.relay),
            "sections": [section.to_json() for section in self.sections],
            "sv": self.schema,
            "to": [recipient.to_json() for recipient in self.to],
            "unit": str(self.unit),
            "v": VERSION,
        }

    @classmethod
    def from_json(cls, value: Json) -> Manifest:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `manifest_malformed`.
        """
        fields = Fields(value, _MANIFEST, _MANIFEST_KEYS)
        fields.integer("v", VERSION, VERSION)
        schema = fields.integer("sv", 1, 10**6)
        found = cls(
            package=fields.uuid("pkg"),
            kind=PackageKind(fields.choice("kind", set(PackageKind))),
            unit=fields.uuid("unit"),
            to=fields.items("to", Recipient.from_json, least=1, most=MAX_RECIPIENTS),
            feeds=fields.items("feeds", FeedState.from_json, most=_MAX_FEEDS),
            counts=fields.nested("counts", _counts),
            schema=schema,
            min_schema=fields.integer("min_sv", 1, schema),
            need=fields.nested("need", lambda need: Needs.from_json(need, _MANIFEST)),
            classification=fields.text("cls", 40),
            approved=fields.nested("approved", Approval.from_json),
            audit_head=fields.optional("audit_head", fields.digest),
            ack=fields.optional("ack", lambda name: fields.nested(name, PackageName.from_json)),
            relay=Relay(fields.choice("relay", set(Relay))),
            part=fields.optional(
                "part",
                lambda name: fields.nested(name, lambda part: Part.from_json(part, _MANIFEST)),
            ),
            sections=fields.items("sections", Section.from_json, most=MAX_SECTIONS),
        )
        found._check_whole(fields)
        return found

    def _check_whole(self, fields: Fields) -> None:
        """Refuse parts that do not fit together."""
        allowed = OF_KIND[self.kind]
        if any(each.kind not in allowed for each in self.sections if known_section(each.kind)):
            fields.refuse("section of another kind of package")
        carried: dict[str, int] = {feed.channel: 0 for feed in self.feeds}
        if len(carried) != len(self.feeds):
            fields.refuse("feeds")
        for section in self.sections:
            if section.kind == SectionType.CHANGES:
                carried[section.name] = carried.get(section.name, 0) + section.count
        if carried != {feed.channel: feed.changes for feed in self.feeds}:
            fields.refuse("feeds")
        if any((name == CHANNEL_INTERNAL) != self.internal for name in carried):
            fields.refuse("ch")
        total = sum(carried.values())
        if total > MAX_CHANGES or total != sum(count for _entity, count in self.counts):
            fields.refuse("counts")
        if len({recipient.unit for recipient in self.to}) != len(self.to):
            fields.refuse("to")
        if self.kind is PackageKind.RECOVERY and len(self.to) != 1:
            fields.refuse("to")  # the changes in it are one unit's own

    @property
    def internal(self) -> bool:
        """Whether it goes between the computers of one office."""
        return self.kind is PackageKind.INTERNAL

    @property
    def writers(self) -> frozenset[UUID]:
        """Units whose changes it may carry: its own; its recipients' own, when they come back."""
        if self.kind is PackageKind.RECOVERY:
            return frozenset(recipient.unit for recipient in self.to)
        return frozenset((self.unit,))

    @property
    def writer_names(self) -> frozenset[str]:
        """The writers as changes name them."""
        return frozenset(str(unit) for unit in self.writers)


_MANIFEST_KEYS = (
    "ack", "approved", "audit_head", "cls", "counts", "feeds", "kind", "min_sv", "need", "part",
    "pkg", "relay", "sections", "sv", "to", "unit", "v",
)  # fmt: skip


def _counts(value: Json) -> tuple[tuple[str, int], ...]:
    """Counts by kind of record, in the order of their names."""
    names = list(value) if isinstance(value, dict) else []
    fields = Fields(value, _MANIFEST, names)
    if len(names) > _MAX_ENTITIES or any(_ENTITY.fullmatch(name) is None for name in names):
        fields.refuse("counts")
    return tuple((name, fields.integer(name, 1, MAX_CHANGES)) for name in sorted(names))
