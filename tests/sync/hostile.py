"""A sender who says in a package what no honest writer says."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pyrage
import zstandard

from ktgs_desktop.domain.feeds import state_digest
from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.domain.manifests import FeedState, Relay
from ktgs_desktop.domain.package_sections import Codec, Section, SectionType
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.sync.container import Ciphertext
from tests.sync.forging import (
    END_FRAME,
    Frame,
    Outside,
    assembled,
    framed,
    listed,
    manifest_of,
    parts_of,
    sealed,
    sealed_ciphertext,
    signed_inner,
)
from tests.sync.offices import Bench, changes_of


class Hostile:
    """A commune that sends what it should not, to a district."""

    def __init__(self, sender: Bench, receiver: Bench) -> None:
        self.sender, self.receiver = sender, receiver
        self.to = (receiver.recipient,)

    def outside(self, kind: PackageKind = PackageKind.DATA, **header: Any) -> Outside:
        return Outside(self.sender, self.receiver, lambda made: made.update(header), kind)

    def package(self, body: bytes, rest: bytes, kind: PackageKind = PackageKind.DATA) -> bytes:
        return sealed(signed_inner(body, self.sender, rest), self.outside(kind))

    def listing(self, *pairs: tuple[Section, bytes], **more: Any) -> bytes:
        """A package whose manifest lists these sections, which follow."""
        manifest = manifest_of(self.sender, self.to, [section for section, _ in pairs], **more)
        frames: list[Frame] = [
            (section.kind, section.flags, 0, stored) for section, stored in pairs
        ]
        kind = more.get("kind", PackageKind.DATA)
        return self.package(canonical(manifest.to_json()), framed([*frames, END_FRAME]), kind)

    def manifest(self, change: Callable[[dict[str, Any]], object]) -> bytes:
        """A package whose manifest was changed before it was signed."""
        made = manifest_of(self.sender, self.to, ()).to_json()
        assert isinstance(made, dict)
        change(made)
        return self.package(canonical(made), framed([END_FRAME]))

    def spelled(self, before: bytes, after: bytes) -> bytes:
        """A manifest spelled in another way, and signed so."""
        body = canonical(manifest_of(self.sender, self.to, ()).to_json())
        assert before in body
        return self.package(body.replace(before, after, 1), framed([END_FRAME]))

    def changes(self, stored: bytes, *, count: int = 1, **section: Any) -> bytes:
        """A package with a section of changes."""
        found = listed(SectionType.CHANGES, stored, "up.sum", count=count, **section)
        feed = FeedState("up.sum", (), (), count, state_digest([]))
        return self.listing(
            (found, stored), feeds=(feed,), counts=(("organization", count),) if count else ()
        )

    def line(self, change: Callable[[bytes], bytes]) -> bytes:
        """A package with one change, changed."""
        return self.changes(change(changes_of(self.sender, 1)[0]) + b"\n")

    def zipped(self, raw: bytes, claimed: int | None = None, *, count: int = 1) -> bytes:
        """A package with a compressed section of changes."""
        stored = zstandard.ZstdCompressor(level=19).compress(raw)
        size = len(raw) if claimed is None else claimed
        return self.changes(stored, count=count, codec=Codec.ZSTD, raw=size)

    def envelope(self, ciphertext: bytes) -> bytes:
        return sealed_ciphertext(ciphertext, self.outside())

    def stanzas(self, count: int) -> bytes:
        key = pyrage.x25519.Recipient.from_str(self.receiver.public)
        one = pyrage.encrypt(b"", [key])
        start = one.index(b"-> X25519")
        end = one.index(b"\n", one.index(b"\n", start) + 1) + 1
        return self.envelope(one[:start] + one[start:end] * count + one[end:])

    def with_stanza(self, stanza: bytes) -> bytes:
        key = pyrage.x25519.Recipient.from_str(self.receiver.public)
        one = pyrage.encrypt(b"", [key])
        place = one.index(b"\n") + 1
        return self.envelope(one[:place] + stanza + one[place:])

    def header(self, spelled: bytes, *, major: int = 1) -> bytes:
        store = io.BytesIO()
        taken = Ciphertext(store)
        taken.write(b"x" * 100)
        return assembled(spelled, self.sender, taken.table(), b"x" * 100, major=major)

    def honest_header(self) -> bytes:
        data = self.manifest(dict.copy)
        return data[slice(*parts_of(data)["header"])]

    def nested(self, depth: int) -> bytes:
        """A bundle in a bundle, `depth` of them."""
        manifest = manifest_of(self.sender, self.to, (), relay=Relay.ANCESTORS)
        inner = signed_inner(canonical(manifest.to_json()), self.sender, framed([END_FRAME]))
        for _ in range(depth):
            section = listed(SectionType.BUNDLE, inner, str(self.sender.unit))
            outer = manifest_of(self.sender, self.to, [section], relay=Relay.ANCESTORS)
            rest = framed([(SectionType.BUNDLE, 0, 0, inner), END_FRAME])
            inner = signed_inner(canonical(outer.to_json()), self.sender, rest)
        return sealed(inner, self.outside())

    def blob(self, name: str, data: bytes = b"%PDF") -> bytes:
        section = listed(SectionType.BLOB, data, name)
        return self.listing((section, data), kind=PackageKind.BLOB)
