"""Volumes: many attachments in several packages, each small enough for a FAT32 stick.

Each volume is a package that is complete in itself: a volume that is lost holds up none of the
others, and they can be read in any order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ktgs_desktop.domain.packages import MAX_VOLUME_BYTES, MAX_VOLUMES, MIB, Part
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from ktgs_desktop.sync.package_plan import BlobPlan, PackagePlan

_MARGIN = 16 * MIB  # manifest, frames, the 16 bytes the envelope adds to each 64 KiB
MOST_BYTES = MAX_VOLUME_BYTES - _MARGIN
"""Bytes of attachments in one volume."""
MAX_BLOBS = 10_000


def split(
    plan: PackagePlan, new_id: Callable[[], UUID], *, most: int = MOST_BYTES
) -> list[PackagePlan]:
    """Part a plan with attachments into as many volumes as it needs.

    Args:
        plan: the plan; what it has besides attachments goes with the first volume.
        new_id: makes identifiers for the further volumes.
        most: bytes of attachments in one volume.

    Returns:
        The plan itself if one volume is enough.

    Raises:
        PackageError: `package_too_large` if that would be too many volumes.
    """
    groups = _groups(plan.blobs, most)
    if len(groups) == 1:
        return [plan]
    if len(groups) > MAX_VOLUMES:
        raise PackageError("package_too_large", megabytes=MAX_VOLUMES * most // MIB)
    parts = [Part(number, len(groups), plan.package) for number in range(1, len(groups) + 1)]
    first = replace(plan, blobs=groups[0], part=parts[0])
    bare = replace(plan, feeds=(), bundles=(), answer=None, statements=(), lists=())
    return [first] + [
        replace(bare, package=new_id(), blobs=group, part=part)
        for group, part in zip(groups[1:], parts[1:], strict=True)
    ]


def _groups(blobs: Sequence[BlobPlan], most: int) -> list[tuple[BlobPlan, ...]]:
    """Attachments in their order, as many in each group as fit."""
    groups: list[list[BlobPlan]] = [[]]
    size = 0
    for blob in blobs:
        if groups[-1] and (size + blob.size > most or len(groups[-1]) >= MAX_BLOBS):
            groups.append([])
            size = 0
        groups[-1].append(blob)
        size += blob.size
    return [tuple(group) for group in groups]
