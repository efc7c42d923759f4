"""Who may read a package, and whose changes it may carry, by the tree of units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from ktgs_desktop.domain.manifests import Manifest, Relay
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from ktgs_desktop.sync.contents import Opening


class Tree(Protocol):
    """Who stands above whom."""

    def ancestors(self, unit: UUID) -> tuple[UUID, ...]:
        """The superiors of a unit."""
        ...

    def check_channel(self, unit: UUID, channel: str) -> None:
        """Refuses a unit that writes where it has no right to."""
        ...


def check_right_to_read(
    manifest: Manifest, reader: tuple[UUID, Tree], wrapper: Opening | None
) -> None:
    """Refuse a package that was not meant for us.

    The office named us; or it lets superiors read, is below us, and one it named hands it on. Or
    the superior of both gives it to us, because its records go over to us: whether they do is seen
    when they are taken in.

    Args:
        manifest: what its office signed.
        reader: our unit, and the tree.
        wrapper: the package within which it came, None for none.

    Raises:
        PackageError: `forwarded`.
    """
    me, tree = reader
    readers = {recipient.unit for recipient in manifest.to} | {manifest.unit}
    if me in readers:
        return
    handed_on = (
        wrapper is not None
        and manifest.relay is Relay.ANCESTORS
        and wrapper.manifest.unit in readers
        and me in tree.ancestors(manifest.unit)
    )
    if not handed_on and not _handed_over(manifest, reader, wrapper):
        raise PackageError("forwarded", unit=str(manifest.unit))


def _handed_over(manifest: Manifest, reader: tuple[UUID, Tree], wrapper: Opening | None) -> bool:
    me, tree = reader
    if wrapper is None or wrapper.depth or wrapper.manifest.kind is not PackageKind.DIRECTIVE:
        return False
    above = wrapper.manifest.unit
    both = above in tree.ancestors(manifest.unit) and above in (me, *tree.ancestors(me))
    return both and manifest.relay is Relay.ANCESTORS


def check_right_to_write(manifest: Manifest, tree: Tree) -> None:
    """Refuse changes that are not its own, or those of a unit below, given back to that unit.

    Args:
        manifest: what its office signed.
        tree: the tree.

    Raises:
        PackageError: `changes_other`, `channel_not_allowed`.
    """
    (writer, *_others) = manifest.writers
    if writer != manifest.unit and manifest.unit not in tree.ancestors(writer):
        raise PackageError("changes_other", reason="recovery")
    for feed in manifest.feeds:
        tree.check_channel(writer, feed.channel)
