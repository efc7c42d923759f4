"""Work of another of the office's own computers, which comes as a package to the office itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import arrivals
from ktgs_desktop.domain.arrivals import ArrivingRecord, Effect
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL, DELETE, Change, leaves
from ktgs_desktop.services import permissions
from ktgs_desktop.services.exchange.record_labels import label_of
from ktgs_desktop.services.workspace import new_id
from ktgs_desktop.store import own_merge, records

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader
    from ktgs_desktop.store.own_merge import Merged


Told = tuple[Counter[tuple[str, str]], list[ArrivingRecord]]
"""Counts by kind of record and effect, and the records described."""


def take_branch(
    workspace: Workspace, connection: Reader, arriving: Iterable[bytes], subject: str
) -> Merged:
    """Take another computer's branch of the internal channel in.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        arriving: its changes' bytes, in any order.
        subject: what it is from, for the history.

    Raises:
        PackageError: as `own_merge.merge`.
    """
    permissions.check(workspace.user, "merge_own_copy")
    origin = own_merge.OwnOrigin(
        unit=workspace.office.unit,
        user=workspace.user.id,
        at=workspace.clock().isoformat(timespec="seconds"),
        operation=new_id(),
        subject=subject,
    )
    return own_merge.merge(connection, arriving, origin)


def describe(connection: Reader, unit: UUID, branch: Merged, into: Told) -> None:
    """Count what became of the records of a branch, and describe some of them.

    Args:
        connection: the writer's, after the branch was taken in.
        unit: the office's unit.
        branch: what was taken in.
        into: gets the counts and the records described.
    """
    effects, listed = into
    new = {one.hash for one in branch.new}
    for entity, record in dict.fromkeys((one.change.entity, one.change.id) for one in branch.new):
        versions = dict(records.versions(connection, entity, record))
        former = leaves((name, one) for name, one in versions.items() if name not in new)
        standing = leaves(versions.items())
        came = next((one for name, one in standing if name in new), standing[0][1])
        effect = _effect(came, len(former), len(standing))
        effects[(entity, effect)] += 1
        if len(listed) < arrivals.MAX_RECORDS or effect == Effect.CONFLICT:
            before = former[0][1].document if former else None
            listed.append(
                ArrivingRecord(
                    unit=unit,
                    channel=CHANNEL_INTERNAL,
                    entity=entity,
                    id=record,
                    label=label_of(entity, came.document),
                    effect=effect,
                    fields=arrivals.differences(before, came.document),
                )
            )


def _effect(came: Change, former: int, standing: int) -> Effect:
    if standing > 1:
        return Effect.CONFLICT
    if came.kind == DELETE:
        return Effect.VOIDED
    return Effect.CHANGED if former else Effect.NEW
