"""Use cases: the books of the exchange, with the names people know, and what needs action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ktgs_desktop.domain import unanswered
from ktgs_desktop.domain.package_log import ImportJob, SentPackage, SentState
from ktgs_desktop.domain.receipts import Receipt
from ktgs_desktop.errors import PackageError
from ktgs_desktop.services.exchange import own_seal, place
from ktgs_desktop.services.exchange.own_seal import COMPUTER
from ktgs_desktop.services.exchange.peers import unit_name
from ktgs_desktop.store import feeds, package_log
from ktgs_desktop.store.feeds import Waiting

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


@dataclass(frozen=True, slots=True)
class Target:
    """A unit one can send to.

    Attributes:
        unit: the unit.
        name: what it is called.
        superior: whether it is the superior.
    """

    unit: UUID
    name: str
    superior: bool


@dataclass(frozen=True, slots=True)
class SentRow:
    """A package this office made.

    Attributes:
        package: the package.
        name: what its recipient is called.
        waited: for how many days a receipt has been awaited, None if none is.
        late: whether that is too long.
        refusal: code of the reason for which it was refused, or empty.
    """

    package: SentPackage
    name: str
    waited: int | None
    late: bool
    refusal: str

    @property
    def row(self) -> int:
        """Its number."""
        return self.package.row


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A file that was taken in, or is to be.

    Attributes:
        job: the taking in.
        name: what its sender is called, empty before it was read.
    """

    job: ImportJob
    name: str

    @property
    def row(self) -> int:
        """Its number."""
        return self.job.row


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit whose earlier data is missing here.

    Attributes:
        unit: the unit.
        name: what it is called.
        waiting: its changes that wait for earlier ones, by channel.
    """

    unit: UUID
    name: str
    waiting: tuple[Waiting, ...]

    @property
    def count(self) -> int:
        """How many changes wait."""
        return sum(one.count for one in self.waiting)


def targets(workspace: Workspace) -> list[Target]:
    """The units one can send to: the superior first, then those directly below.

    Args:
        workspace: the workspace.
    """
    superior = workspace.office.superior
    with workspace.reading() as connection:
        found = [
            Target(one.id, one.name, superior=False)
            for one in place.below(workspace, connection)
            if one.depth == 1
        ]
        if superior is not None:
            found.insert(0, Target(superior, unit_name(connection, superior), superior=True))
    return found


def _names(connection: Reader, units: set[UUID]) -> dict[UUID, str]:
    known = place.unit_names(connection, units)
    return {unit: known.get(unit, str(unit)) for unit in units}


def sent(workspace: Workspace) -> list[SentRow]:
    """Packages this office made, newest first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        packages = package_log.sent(connection)
        names = _names(connection, {one.recipient for one in packages})
        within = {
            one.id: own_seal.name_of(workspace, connection, UUID(one.heads[COMPUTER][0]))
            for one in packages
            if COMPUTER in one.heads
        }
    late = {one.id for one in unanswered.unanswered(packages, workspace.today)}
    return [
        SentRow(
            package=one,
            name=within.get(one.id) or names[one.recipient],
            waited=unanswered.days_waited(one, workspace.today),
            late=one.id in late,
            refusal=refusal_of(one),
        )
        for one in packages
    ]


def refusal_of(package: SentPackage) -> str:
    """Code of the reason for which the recipient refused a package, empty if it did not.

    Args:
        package: the package.
    """
    if package.state != SentState.REFUSED or package.report is None:
        return ""
    try:
        rejected = Receipt.from_json(package.report).rejected
    except PackageError:  # the books of an older version of this program
        return ""
    return rejected[0].code if rejected else ""


def taken(workspace: Workspace) -> list[TakenRow]:
    """Files taken in or to be, newest first.

    Args:
        workspace: the workspace.
    """
    with workspace.reading() as connection:
        jobs = package_log.jobs(connection)
        names = _names(connection, {one.sender for one in jobs if one.sender is not None})
        within = {one.id: _within(workspace, connection, one) for one in jobs}
    return [
        TakenRow(one, within[one.id] or (names[one.sender] if one.sender else "")) for one in jobs
    ]


def _within(workspace: Workspace, connection: Reader, job: ImportJob) -> str:
    """Name of the office's own computer a file is from, empty if it is another office's."""
    report: Any = job.report
    spelled = report.get(COMPUTER) if isinstance(report, dict) else None
    return own_seal.name_of(workspace, connection, UUID(spelled)) if spelled else ""


def gaps(workspace: Workspace) -> list[Gap]:
    """Units of which later data is here that waits for earlier data.

    Args:
        workspace: the workspace.
    """
    waiting: dict[UUID, tuple[Waiting, ...]] = {}
    with workspace.reading() as connection:
        for one in feeds.waiting(connection):
            waiting[one.unit] = (*waiting.get(one.unit, ()), one)
        names = _names(connection, set(waiting))
    found = [Gap(unit, names[unit], parts) for unit, parts in waiting.items()]
    return sorted(found, key=lambda gap: gap.waiting[0].since)
