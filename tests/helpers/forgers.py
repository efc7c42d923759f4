"""A real office that says in its packages what this program would never say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain.feeds import state_digest
from ktgs_desktop.domain.journal import canonical, change_hash
from ktgs_desktop.domain.manifests import FeedState
from ktgs_desktop.domain.package_sections import Section, SectionType
from ktgs_desktop.domain.packages import PackageKind, Statement
from ktgs_desktop.services.exchange import keys
from tests.sync.forging import (
    END_FRAME,
    Frame,
    Outside,
    framed,
    listed,
    manifest_of,
    sealed,
    signed_inner,
)
from tests.sync.offices import Bench

if TYPE_CHECKING:
    from ktgs_desktop.domain.feeds import Named
    from ktgs_desktop.services.workspace import Workspace

Listed = tuple[Section, Frame]
"""A section as the manifest lists it, and as it stands in the package."""


class OfficeBench(Bench):
    """An office with the keys others know it by."""

    def __init__(self, office: Workspace) -> None:
        own = keys.own(office)
        assert own.approval is not None
        with office.reading() as connection:
            public = keys.recipients(office, connection, []).publics[0]
        super().__init__("office", own.approval, own.carrier, (own.identities[0], public))
        object.__setattr__(self, "_office", office)

    @property
    def unit(self) -> UUID:
        return self._office.office.unit  # type: ignore[attr-defined, no-any-return]

    @property
    def device(self) -> UUID:
        return keys.own(self._office).device  # type: ignore[attr-defined]

    def binding(self, **_changed: object) -> Statement:
        return keys.carrier_binding(self._office)  # type: ignore[attr-defined]


def signed(sender: Bench, to: Bench, sections: Sequence[Listed], **changed: Any) -> bytes:
    """The inner part of a package with any sections in it."""
    manifest = manifest_of(sender, (to.recipient,), [one for one, _frame in sections], **changed)
    rest = framed([*(each for _section, each in sections), END_FRAME])
    return signed_inner(canonical(manifest.to_json()), sender, rest)


def forged(sender: Bench, to: Bench, sections: Sequence[Listed], **changed: Any) -> bytes:
    """A package with any sections in it, sealed as an honest one."""

    def outside(header: dict[str, Any]) -> None:
        if "need" in changed:
            header["need"] = changed["need"].to_json()

    kind = changed.get("kind", PackageKind.DATA)
    return sealed(signed(sender, to, sections, **changed), Outside(sender, to, outside, kind))


def lines_listed(
    lines: Sequence[bytes], channel: str = "up.sum", counts: Mapping[str, int] | None = None
) -> tuple[dict[str, Any], Listed]:
    """A section of changes whatever they say, and what an honest manifest says of it."""
    body = b"".join(line + b"\n" for line in lines)
    section = listed(SectionType.CHANGES, body, channel, count=len(lines))
    names = [change_hash(line) for line in lines]
    state = FeedState(channel, (), (names[-1],), len(lines), state_digest(names))
    said = counts or {"program": len(lines)}
    facts = {"feeds": (state,), "counts": tuple(sorted(said.items()))}
    return facts, (section, (SectionType.CHANGES, 0, 0, body))


def feed_listed(changes: Sequence[Named]) -> tuple[dict[str, Any], Listed]:
    """A section of changes of a newer program, and what its manifest says of it."""
    counts = Counter(one.change.entity for one in changes)
    facts, section = lines_listed([one.raw for one in changes], counts=counts)
    return {**facts, "schema": max(one.change.schema for one in changes)}, section


def bundle_listed(inner: bytes, unit: UUID) -> Listed:
    """A package of another unit that is handed on."""
    section = listed(SectionType.BUNDLE, inner, str(unit))
    return section, (SectionType.BUNDLE, 0, 0, inner)
