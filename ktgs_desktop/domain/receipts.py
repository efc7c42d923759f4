"""Receipts and requests: what an office holds of another's data, and what it asks for again.

The receiver's signed word about what it holds is the only checkpoint there is; its heads may go
down when it restored a copy, then more is sent again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.manifests import VERSION
from ktgs_desktop.domain.packages import MAX_CHANGES, PackageName
from ktgs_desktop.domain.strict_fields import Fields

if TYPE_CHECKING:
    from ktgs_desktop.domain.journal import Json

_RECEIPT, _REQUEST = "receipt_malformed", "request_malformed"
_CODE = re.compile(r"[a-z0-9_]{1,60}")
_STATE = re.compile(r"(?:0|[1-9]\d{0,8}):[0-9a-f]{64}")
_MAX_HEADS = 1000
_MAX_FEEDS = 4096  # a province hands on two feeds of each unit below
_MAX_REJECTIONS = 200
_MAX_EXAMPLES = 5
_MAX_BLOBS = 10_000


class Result(StrEnum):
    """What became of a package."""

    TAKEN = "taken"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why something of a package was not taken.

    Attributes:
        code: code of the reason, whose sentence the sender's program knows.
        count: how many changes it concerns; 0 for the package as a whole.
        examples: identifiers of some of the records.
    """

    code: str
    count: int = 0
    examples: tuple[UUID, ...] = ()

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "code": self.code,
            "examples": [str(example) for example in self.examples],
            "n": self.count,
        }

    @classmethod
    def from_json(cls, value: Json) -> Rejection:
        """Read the object."""
        fields = Fields(value, _RECEIPT, ("code", "examples", "n"))
        return cls(
            code=fields.text("code", 60, _CODE),
            count=fields.integer("n", 0, MAX_CHANGES),
            examples=fields.uuids("examples", most=_MAX_EXAMPLES),
        )


@dataclass(frozen=True, slots=True)
class FeedHeads:
    """How far somebody has a feed.

    Attributes:
        channel: the channel.
        heads: the heads that are held.
        changes: how many changes are held.
        held: how many wait for one that is missing.
        digest: the digest of the state, as `feeds.state_digest` spells it.
        unit: whose feed it is, if the other office only handed it on; None for its own.
    """

    channel: str
    heads: tuple[bytes, ...]
    changes: int
    held: int
    digest: str
    unit: UUID | None = None

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "ch": self.channel,
            "digest": self.digest,
            "heads": [head.hex() for head in sorted(self.heads)],
            "held": self.held,
            "n": self.changes,
            "unit": None if self.unit is None else str(self.unit),
        }

    @classmethod
    def from_json(cls, value: Json, code: str = _RECEIPT) -> FeedHeads:
        """Read the object.

        Args:
            value: the object.
            code: code of the error by which it is refused.
        """
        fields = Fields(value, code, ("ch", "digest", "heads", "held", "n", "unit"))
        channel = fields.text("ch", 80)
        if not channels.known(channel):
            fields.refuse("ch")
        return cls(
            channel=channel,
            heads=fields.digests("heads", _MAX_HEADS),
            changes=fields.integer("n"),
            held=fields.integer("held"),
            digest=fields.text("digest", 80, _STATE),
            unit=fields.optional("unit", fields.uuid),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receiver's word on one package.

    Attributes:
        package: the package it is for.
        unit: the receiver.
        sender: the unit whose package it was.
        result: what became of it.
        feeds: how far the receiver has the sender's feeds now, and those the sender hands on.
        own: how far the receiver's own feeds towards the sender go.
        rejected: what was not taken, and why.
        incarnation: the receiver's installation; another one after a copy was restored.
        app: version of the receiver's program.
        schema: schema version the receiver can show.
        at: when, as the receiver's clock claims.
    """

    package: PackageName
    unit: UUID
    sender: UUID
    result: Result
    feeds: tuple[FeedHeads, ...]
    own: tuple[FeedHeads, ...]
    rejected: tuple[Rejection, ...]
    incarnation: UUID
    app: str
    schema: int
    at: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "app": self.app,
            "at": self.at,
            "feeds": [feed.to_json() for feed in self.feeds],
            "for": self.package.to_json(),
            "inc": str(self.incarnation),
            "own": [feed.to_json() for feed in self.own],
            "rejected": [rejection.to_json() for rejection in self.rejected],
            "result": str(self.result),
            "sender": str(self.sender),
            "sv": self.schema,
            "unit": str(self.unit),
            "v": VERSION,
        }

    @classmethod
    def from_json(cls, value: Json) -> Receipt:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `receipt_malformed`.
        """
        fields = Fields(value, _RECEIPT, _RECEIPT_KEYS)
        fields.integer("v", VERSION, VERSION)
        return cls(
            package=fields.nested("for", lambda name: PackageName.from_json(name, _RECEIPT)),
            unit=fields.uuid("unit"),
            sender=fields.uuid("sender"),
            result=Result(fields.choice("result", set(Result))),
            feeds=fields.items("feeds", FeedHeads.from_json, most=_MAX_FEEDS),
            own=fields.items("own", FeedHeads.from_json, most=_MAX_FEEDS),
            rejected=fields.items("rejected", Rejection.from_json, most=_MAX_REJECTIONS),
            incarnation=fields.uuid("inc"),
            app=fields.text("app", 40),
            schema=fields.integer("sv", 1, 10**6),
            at=fields.moment("at"),
        )


_RECEIPT_KEYS = (
    "app", "at", "feeds", "for", "inc", "own", "rejected", "result", "sender", "sv", "unit", "v",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResendRequest:
    """What an office asks another to send again.

    Attributes:
        unit: who asks.
        sender: who is asked.
        feeds: how far the asking office has the other's feeds; all after that is wanted.
        blobs: digests of attachments that are wanted, 32 bytes each.
        at: when, as the asking office's clock claims.
    """

    unit: UUID
    sender: UUID
    feeds: tuple[FeedHeads, ...]
    blobs: tuple[bytes, ...]
    at: str

    def to_json(self) -> Json:
        """The JSON object."""
        return {
            "at": self.at,
            "blobs": [digest.hex() for digest in sorted(self.blobs)],
            "feeds": [feed.to_json() for feed in self.feeds],
            "sender": str(self.sender),
            "unit": str(self.unit),
            "v": VERSION,
        }

    @classmethod
    def from_json(cls, value: Json) -> ResendRequest:
        """Read the object.

        Args:
            value: the object.

        Raises:
            PackageError: `request_malformed`.
        """
        fields = Fields(value, _REQUEST, ("at", "blobs", "feeds", "sender", "unit", "v"))
        fields.integer("v", VERSION, VERSION)
        return cls(
            unit=fields.uuid("unit"),
            sender=fields.uuid("sender"),
            feeds=fields.items(
                "feeds", lambda feed: FeedHeads.from_json(feed, _REQUEST), most=_MAX_FEEDS
            ),
            blobs=fields.digests("blobs", _MAX_BLOBS),
            at=fields.moment("at"),
        )
