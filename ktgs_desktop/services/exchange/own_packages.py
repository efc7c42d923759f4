"""Use cases: work goes from one of the office's computers to another as a package on a stick.

A copy sends to the hub, the hub to its copies. What the other computer has it said with its last
package; before that it has what stood in the copy when it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain.arrivals import feeds_of_report
from ktgs_desktop.domain.journal import CHANNEL_INTERNAL
from ktgs_desktop.domain.package_log import JobState, SentPackage
from ktgs_desktop.domain.packages import PackageKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.services import hub, permissions
from ktgs_desktop.services.exchange import own_copies, own_seal, packing
from ktgs_desktop.services.exchange.own_seal import COMPUTER
from ktgs_desktop.services.exchange.packing import Draft
from ktgs_desktop.store import desks, package_log
from ktgs_desktop.sync.package_plan import FeedPlan

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.own_copies import Outgoing
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader

_TAKEN_IN = (JobState.APPLIED, JobState.DONE)
_NO_STATE = f"0:{'0' * 64}"


@dataclass(frozen=True, slots=True)
class Computer:
    """Another computer of the office.

    Attributes:
        id: what names it on packages.
        name: what people call it.
        heard: when its last package was taken in here, empty if none was.
    """

    id: UUID
    name: str
    heard: str


@dataclass(frozen=True, slots=True)
class OwnOutlook:
    """What a package to another computer would carry.

    Attributes:
        computer: whom it is for.
        changes: how many changes.
        files: how many attachments.
        missing: attachments that papers name and that are not here either.
        written: when a package that brings the other as far was written, empty if none was; that
            it was taken in shows when the other's next package comes.
    """

    computer: Computer
    changes: int
    files: int
    missing: int
    written: str = ""


def computers(workspace: Workspace) -> list[Computer]:
    """The computers this one brings its work to: in a copy the hub, in the hub its copies.

    Args:
        workspace: the workspace.
    """
    known = own_copies.desks(workspace)
    with workspace.reading() as connection:
        heard = _heard(connection)
    names = (
        [(own_seal.hub_computer(workspace), str(hub.NAME))]
        if known.own is not None
        else [(one.id, one.name) for one in known.desks]
    )
    return [Computer(ident, name, heard[ident][0] if ident in heard else "")
            for ident, name in names]  # fmt: skip


def _heard(connection: Reader) -> dict[UUID, tuple[str, tuple[bytes, ...]]]:
    """When each computer's last package was taken in, and the heads it had then."""
    found: dict[UUID, tuple[str, tuple[bytes, ...]]] = {}
    for job in package_log.jobs(connection):
        report: Any = job.report
        if job.kind != PackageKind.INTERNAL or job.state not in _TAKEN_IN:
            continue
        spelled = report.get(COMPUTER) if isinstance(report, dict) else None
        feeds = feeds_of_report(report)
        if isinstance(spelled, str) and feeds and UUID(spelled) not in found:
            found[UUID(spelled)] = (job.at, tuple(feeds[0].heads))
    return found


def _known(workspace: Workspace, computer: UUID) -> tuple[bytes, ...]:
    """Heads the other computer has: those of its last package, and of when the copy was made."""
    with workspace.reading() as connection:
        said = _heard(connection).get(computer, ("", ()))[1]
        copy = desks.own(connection) or computer
        made = desks.made_with(connection, copy)
    return (*said, *(() if made is None else (made,)))


def _chosen(workspace: Workspace, computer: UUID) -> Computer:
    found = next((one for one in computers(workspace) if one.id == computer), None)
    if found is None:
        raise UserError("computer_unknown")
    return found


def _work(workspace: Workspace, computer: UUID, *, full: bool) -> Outgoing:
    return own_copies.outgoing(workspace, () if full else _known(workspace, computer))


def preview(workspace: Workspace, computer: UUID, *, full: bool = False) -> OwnOutlook:
    """What a package to another computer would carry now; nothing is written.

    Args:
        workspace: the workspace.
        computer: which, of `computers`.
        full: whether everything goes, not only what the other has not.

    Raises:
        UserError: `computer_unknown`.
    """
    chosen = _chosen(workspace, computer)
    work = _work(workspace, computer, full=full)
    heads = {head.hex() for head in work.heads}
    with workspace.reading() as connection:
        written = [
            one.at
            for one in package_log.sent(connection, workspace.office.unit)
            if one.heads.get(COMPUTER) == [str(computer)]
            and set(one.heads.get(CHANNEL_INTERNAL, ())) == heads
        ]
    counts = len(work.changes), len(work.files), len(work.missing)
    return OwnOutlook(chosen, *counts, written[0] if written else "")


def send(
    workspace: Workspace,
    computer: UUID,
    folder: Path,
    progress: Progress | None = None,
    *,
    full: bool = False,
) -> list[SentPackage]:
    """Write the work that another computer lacks, copy it to a stick and read it back there.

    Args:
        workspace: the workspace.
        computer: which, of `computers`.
        folder: the folder on the stick.
        progress: told how far it is.
        full: whether everything goes, not only what the other has not.

    Returns:
        The packages, carried; more than one if the attachments need it.

    Raises:
        UserError: `computer_unknown`, `nothing_to_send`.
        PackageError: what packing and the stick refuse.
    """
    permissions.check(workspace.user, "send_package")
    chosen = _chosen(workspace, computer)
    work = _work(workspace, computer, full=full)
    if not work.changes:
        raise UserError("nothing_to_send")
    plan = FeedPlan(CHANNEL_INTERNAL, work.base, work.heads, _NO_STATE, work.changes)
    draft = Draft(
        kind=PackageKind.INTERNAL,
        recipient=workspace.office.unit,
        feeds=(plan,),
        blobs=tuple(packing.blob(workspace, digest) for digest in work.files),
        heads={
            CHANNEL_INTERNAL: [head.hex() for head in work.heads],
            COMPUTER: [str(chosen.id)],
        },
    )
    made = packing.write_volumes(workspace, draft, None, progress)
    return [packing.carry(workspace, one.id, folder, progress) for one in made]
